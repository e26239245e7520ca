// The chosen node: its derivative expanded, term by term and path by path; and what a pointer
// that rests on a part is told.

function upwards(p) { // the parts on a way from here to the output
  const found = new Set([p]);
  for (const q of film.order) {
    const direct = operandsOf(q).some((o) => receives(o) && found.has(o.part));
    if (direct || takenBy(q).some((taken) => found.has(taken))) found.add(q);
  }
  return found;
}

function choose(p, focused = true) {
  state.chosen = p;
  state.above = p >= 0 && isNode(p) ? upwards(p) : new Set();
  byId("details").hidden = p < 0;
  if (p >= 0) showDetails();
  showAll();
  const item = p >= 0 && drawn.groups.get(shownAs(p));
  if (!item) return;
  follow(shownAs(p));
  if (!focused) return;
  item.element?.focus({ preventScroll: true });
  bringDetails();
}

function bringDetails() { // they stand below the story; where there is little room they get all
  if (byId("side").clientHeight < 300) byId("details").scrollIntoView({ block: "start" });
  else byId("head").scrollIntoView({ block: "nearest" });
}

function showDetails() { // as far as they are known at this step
  const p = state.chosen;
  const [title, ...facts] = isNode(p) ? describe(p) : describeBox(p);
  write(byId("title"), title);
  byId("facts").replaceChildren(...facts);
  showForm();
}

function element(tag, text, ...inside) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...inside);
  return made;
}

const bullets = (texts) => element("ul", "", ...texts.map((text) => element("li", text)));
const titled = (title, texts) => [element("h3", title), bullets(texts)];

function describeBox(p) {
  const lines = [parts[p].facts[0], madeAt[p] <= told() ? givesText(p) : ""];
  return [parts[p].name, bullets(lines.filter(Boolean).map(minus))];
}

function describe(p) {
  const part = parts[p], gradient = d(film.output, part.name), made = madeAt[p] <= told();
  const known = knownGrad(p), facts = part.label ? [part.label] : [];
  facts.push(`data ${made ? exact(number(part.data)) : "not computed yet"}`);
  facts.push(known === null ? `gradient ${gradient}: not known yet`
    : `gradient ${gradient} = ${exact(known)}${isWhole(p, told()) ? "" : " so far"}`);
  const title = part.operands ? `${part.name} = ${inNames(part)}` : `${part.name}, a leaf`;
  facts.push(...partials(p, exact, true));
  return [title, bullets(facts), ...terms(p), ...paths(p)];
}

function partials(p, written, rules) { // with a number when it has been used
  return operandsOf(p).flatMap((o, i) => {
    if (!receives(o)) return [];
    const rule = rules && o.rule ? [minus(o.rule)] : [];
    const words = [local(parts[p], o), ...rule];
    if (isHanded(p, i)) words.push(written(number(o.partial)));
    return words.length > 1 ? [words.join(" = ")] : [];
  });
}

function term(p, q, i) { // what a node receives from one that uses it; empty where nothing
  const { name, grad } = parts[q];
  if (i < 0) return `from within ${name}`;
  const operand = parts[q].operands[i], { partial, share: amount } = operand;
  if (amount === undefined) return "";
  const symbols = `${d(film.output, name)} · ${local(parts[q], operand)}`;
  if (!isHanded(q, i)) return `${symbols}: not yet`;
  const factors = `${short(number(grad))} · ${signed(number(partial))}`;
  return `${symbols} = ${factors} = ${short(number(amount))}`;
}

const MOST_TERMS = 12;

function terms(p) { // one line per use
  const lines = uses[p].map(([q, i]) => term(p, q, i)).filter((line) => line !== "");
  const more = lines.length - MOST_TERMS;
  let title = `Nothing that ${film.output} depends on uses it.`;
  if (lines.length) title = `Chain rule, one term per use of ${parts[p].name}:`;
  else if (p === root) title = "The output itself: 1.0";
  return titled(title, [...lines.slice(0, MOST_TERMS), ...(more > 0 ? [`and ${more} more`] : [])]);
}

function namesAlong(p, k) { // names on the k-th largest path from a part to the output
  const names = [parts[p].name];
  while (p !== root) {
    const [, boxes, next, onward] = parts[p].ways.best[k];
    names.push(...boxes.map((box) => parts[box].name), parts[next].name);
    [p, k] = [next, onward];
  }
  return names;
}

function paths(p) {
  const { count, best } = parts[p].ways;
  if (p === root || count === "0" || !isWhole(p, told())) return [];
  const sizes = best.map(([product], k) => [Math.abs(number(product)), k]);
  const lines = sizes.sort(([a], [b]) => b - a).map(([, k]) => {
    const names = namesAlong(p, k);
    const shown = names.length > 9 ? [...names.slice(0, 4), "…", ...names.slice(-4)] : names;
    return `${shown.join(" → ")}: ${short(number(best[k][0]))}`;
  });
  const total = count === "1" ? "1 path" : `${BigInt(count).toLocaleString("en")} paths`;
  const more = BigInt(count) > BigInt(lines.length) ? ", the largest:" : ":";
  const title = `${total} to ${film.output}, product of the partials${more}`;
  return titled(title, lines);
}

// --- hover ---------------------------------------------------------------------------------------

function hint(p) {
  const part = parts[p], made = madeAt[p] <= told();
  if (!isNode(p)) {
    const tells = made || shut.has(p) ? part.facts[0] : "";
    const click = isBox(p) ? `click to ${shut.has(p) ? "open" : "close"} it` : "";
    return [part.name, tells, made ? givesText(p) : "", click].filter(Boolean).join("\n");
  }
  const known = knownGrad(p), so = isWhole(p, told()) ? "" : " so far";
  return [
    part.operands ? `${part.name} = ${inNames(part)}` : `${part.name}: a leaf`,
    ...(part.label ? [part.label] : []),
    made ? `data ${short(number(part.data))}` : "data: not computed yet",
    known === null ? "grad: not known yet" : `grad ${short(known)}${so}`,
    ...partials(p, short, false),
  ].join("\n");
}
