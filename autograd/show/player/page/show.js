// The page at one step: which parts and arrows stand out, and the numbers in them.

const state = { now: 0, chosen: -1, above: new Set() }; // above: on a way to the output

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

function show(k) {
  state.now = Math.min(Math.max(k, 0), lastStep);
  const step = steps[state.now];
  showParts(step);
  for (const arrow of drawn.arrows.values()) showArrow(arrow, step);
  tell(step);
  byId("scrub").value = state.now;
  byId("count").textContent = `${state.now} / ${lastStep}`;
  followStep();
}

function marks(step) { // part -> class, for what the step is about
  const found = new Map(), put = (p, mark) => found.set(shownAs(p), mark);
  if (step.kind === "make") {
    for (const operand of operandsOf(step.p)) put(operand.part, "reads");
    put(step.p, "made");
  } else if (step.kind === "seed") put(root, "takes");
  else if (step.kind === "push" || step.kind === "box") {
    for (const [p] of handedOn(step)) put(p, "takes");
    put(step.p, "gives");
  }
  return found;
}

function showParts(step) {
  const active = marks(step), lit = new Set([...state.above].map(shownAs));
  for (const [p, item] of drawn.groups) {
    const names = ["part", item.kind], early = madeAt[p] > state.now;
    if (early && (isNode(p) || parts[p].kind === "box")) names.push("pending");
    if (lit.has(p) && item.kind !== "frame") names.push("lit");
    if (state.chosen >= 0 && shownAs(state.chosen) === p) names.push("chosen");
    if (active.has(p)) names.push(active.get(p));
    set(item.element, "class", names.join(" "));
    if (isNode(p)) fill(p, item);
  }
}

function isHot(step, [q, p, i]) { // whether the step goes along this end of an arrow
  if (step.p !== p) return false;
  return step.kind !== "push" || (step.i === i && step.to === q);
}

function showArrow(arrow, step) {
  const names = ["arrow"], { above } = state;
  if (arrow.thick) names.push("thick");
  if (arrow.ends.some(([q, p]) => above.has(q) && above.has(p))) names.push("lit");
  if (arrow.ends.some((end) => isHot(step, end))) {
    names.push(step.kind === "make" ? "forward" : "backward");
  }
  set(arrow.element, "class", names.join(" "));
}

function fill(p, { element, value, grad }) { // value and gradient, as far as they are known
  const made = madeAt[p] <= state.now, data = number(parts[p].data);
  let known = state.now >= seedStep ? gradAt(p, state.now) : null;
  if (known === null && state.now === lastStep) known = 0; // the output does not depend on it
  write(value, made ? short(data) : "…");
  write(grad, known !== null ? `∂ ${short(known)}` : "");
  set(element, "data-data", made ? String(data) : "");
  set(element, "data-grad", known !== null ? String(known) : "");
  set(element, "aria-label", `${parts[p].name} ${value.textContent} ${grad.textContent}`);
}
