// The page at one step: which parts and arrows stand out, and the numbers in them.

// above: the parts on a way from the chosen one to the output
const state = { now: 0, chosen: -1, above: new Set() };

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

function show(k) {
  const before = state.now;
  state.now = clamp(k, 0, lastStep);
  cover(state.now === before + 1);
  // from one step to the next only what they are about changes
  if (Math.abs(state.now - before) === 1) showSome([before, state.now]);
  else showAll();
  tell(steps[state.now]);
  if (state.chosen >= 0) showDetails();
  showBar();
  offerStep();
  renewTip();
  followStep();
  if (guessing.covered) clearTravel(); else travel(steps[state.now]);
}

function showBar() {
  byId("scrub").value = state.now;
  byId("scrub").setAttribute("aria-valuetext", byId("formula").textContent);
  write(byId("count"), `${state.now} / ${lastStep}`);
}

function showAll(some = null) { // or those that have just been made
  const step = steps[state.now], active = marks(step);
  const lit = new Set([...state.above].map(shownAs)), wanted = (item) => !some || some.has(item);
  for (const [p, item] of drawn.groups) if (wanted(item)) showPart(p, active, lit);
  for (const arrow of drawn.arrows.values()) if (wanted(arrow)) showArrow(arrow, step);
}

function showSome(known) {
  if (known.includes(endStep)) { // there all that is left gets its 0
    showAll();
    return;
  }
  const step = steps[state.now], active = marks(step);
  const lit = new Set([...state.above].map(shownAs)), shown = new Set(), arrows = new Set();
  for (const p of new Set(known.flatMap((k) => touchedBy(steps[k])))) { // many are one closed box
    shown.add(shownAs(p));
    for (const arrow of drawn.into.get(p) || []) arrows.add(arrow);
  }
  for (const p of shown) if (drawn.groups.has(p)) showPart(p, active, lit);
  for (const arrow of arrows) showArrow(arrow, step);
}

function touchedBy(step) { // the parts that a step marks, or gives a number
  const members = step.members || [], taken = handedOn(step).map(([p]) => p);
  const read = members.flatMap((p) => [...operandsOf(p).map(({ part }) => part), ...takenBy(p)]);
  return [root, ...members, ...taken, ...read];
}

function marks(step) { // part -> class, for what the step is about
  const found = new Map(), put = (p, mark) => found.set(shownAs(p), mark);
  if (step.kind === "make") {
    for (const p of step.members) for (const { part } of operandsOf(p)) put(part, "reads");
    put(step.p, "made");
  } else if (step.kind === "seed") put(root, "takes");
  else if (step.kind === "move") put(step.p, "made");
  else if (step.kind === "push" || step.kind === "box") {
    for (const [p] of handedOn(step)) put(p, "takes");
    put(step.p, "gives");
  }
  return found;
}

function showPart(p, active, lit) {
  const item = drawn.groups.get(p), names = ["part", item.kind], early = madeAt[p] > told();
  if (!item.element) return; // not seen yet
  if (early && (isNode(p) || item.kind === "box")) names.push("pending");
  if (lit.has(p) && item.kind !== "frame") names.push("lit");
  if (state.chosen >= 0 && shownAs(state.chosen) === p) names.push("chosen");
  if (active.has(p)) names.push(active.get(p));
  set(item.element, "class", names.join(" "));
  if (isNode(p)) fill(p, item);
  else if (item.gives) write(item.gives, early ? "…" : givesText(p));
  if (item.kind !== "constant") label(p, item);
}

function label(p, { element, kind, value, grad, gives }) { // for a screen reader
  const lines = [value, grad, gives].flatMap((line) => (line ? [line.textContent] : []));
  const words = [parts[p].name, parts[p].op || "", ...lines];
  set(element, "aria-label", words.filter(Boolean).join(" "));
  if (isBox(p)) set(element, "aria-expanded", String(kind === "frame"));
  else set(element, "aria-pressed", String(state.chosen === p));
}

function isHot(step, [q, p, i]) { // whether the step goes along this end of an arrow
  if (!step.members) return false;
  step.about ??= new Set(step.members);
  if (!step.about.has(p)) return false;
  return step.kind !== "push" || (step.places.includes(i) && operandsOf(p)[i].part === q);
}

function showArrow(arrow, step) {
  const names = ["arrow"], { above } = state;
  if (arrow.thick) names.push("thick");
  if (arrow.ends.some(([q, p]) => above.has(q) && above.has(p))) names.push("lit");
  arrow.hot = arrow.ends.find((end) => isHot(step, end));
  if (arrow.hot) names.push(step.kind === "make" ? "forward" : "backward");
  if (arrow.element) set(arrow.element, "class", names.join(" "));
}

function fill(p, { element, value, grad }) { // value and gradient, as far as they are known
  const made = madeAt[p] <= told(), known = knownGrad(p);
  const data = movedAt.get(p) <= told() ? moved(p) : number(parts[p].data);
  write(value, made ? short(data) : "…");
  write(grad, known !== null ? `∂ ${short(known)}` : "");
  set(element, "data-data", made ? String(data) : "");
  set(element, "data-grad", known !== null ? String(known) : "");
}

function knownGrad(p) {
  const known = told() >= seedStep ? gradAt(p, told()) : null;
  return known === null && told() >= endStep ? 0 : known; // the output does not depend on it
}
