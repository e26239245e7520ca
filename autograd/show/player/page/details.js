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

function choose(p) {
  state.chosen = p;
  state.above = p >= 0 && isNode(p) ? upwards(p) : new Set();
  byId("details").hidden = p < 0;
  if (p >= 0) byId("details").replaceChildren(...(isNode(p) ? describe(p) : describeBox(p)));
  show(state.now);
  const item = p >= 0 && drawn.groups.get(shownAs(p));
  if (!item) return;
  follow(shownAs(p));
  item.element.focus({ preventScroll: true });
}

function element(tag, text, ...inside) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...inside);
  return made;
}

const bullets = (texts) => element("ul", "", ...texts.map((text) => element("li", text)));
const describeBox = (p) => [element("h2", parts[p].name), bullets(parts[p].facts.map(minus))];

function describe(p) {
  const part = parts[p], gradient = d(film.output, part.name);
  const facts = part.label ? [part.label] : [];
  facts.push(`data ${exact(number(part.data))}`);
  facts.push(`gradient ${gradient} = ${exact(number(part.grad))}`, ...partials(p, true));
  const title = part.operands ? `${part.name} = ${inNames(part)}` : `${part.name}, a leaf`;
  return [element("h2", title), bullets(facts), ...terms(p), ...paths(p)];
}

function partials(p, rules) { // the partials, with their rules or without
  const rule = (operand) => (rules && operand.rule ? `${minus(operand.rule)} = ` : "");
  return operandsOf(p).filter(receives)
    .map((o) => `${d(parts[p].name, o.name)} = ${rule(o)}${exact(number(o.partial))}`);
}

function term(p, q, i) { // what a node receives from one consumer; empty where nothing
  const { name, grad } = parts[q];
  if (i < 0) return `from within ${name}`;
  const { partial, share } = parts[q].operands[i];
  if (share === undefined) return "";
  return `${d(film.output, name)} · ${d(name, parts[p].name)} = `
    + `${short(number(grad))} · ${short(number(partial))} = ${short(number(share))}`;
}

function terms(p) { // one line per use
  const lines = uses[p].map(([q, i]) => term(p, q, i)).filter((line) => line !== "");
  let title = `Nothing that ${film.output} depends on uses it.`;
  if (lines.length) title = `Chain rule, one term per use of ${parts[p].name}:`;
  else if (p === root) title = "The output itself: 1.0";
  return [element("strong", title), bullets(lines)];
}

function along(p, k) { // names on the k-th largest path from a part to the output
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
  if (p === root || count === "0") return [];
  const lines = best.map(([product], k) => {
    const names = along(p, k);
    const shown = names.length > 9 ? [...names.slice(0, 4), "…", ...names.slice(-4)] : names;
    return `${shown.join(" → ")}: ${short(number(product))}`;
  });
  const total = count === "1" ? "1 path" : `${BigInt(count).toLocaleString("en")} paths`;
  const more = BigInt(count) > BigInt(lines.length) ? ", the largest:" : ":";
  const title = `${total} to ${film.output}, product of the partials${more}`;
  return [element("strong", title), bullets(lines)];
}

// --- hover ---------------------------------------------------------------------------------------

function hint(p) {
  const part = parts[p];
  if (isBox(p)) return `${part.name}: click to ${shut.has(p) ? "open" : "close"} it`;
  if (!isNode(p)) return [part.name, ...(part.facts || [])].join("\n");
  const made = madeAt[p] <= state.now;
  const grad = state.now < seedStep ? null : gradAt(p, state.now);
  return [
    part.operands ? `${part.name} = ${inNames(part)}` : `${part.name}: a leaf`,
    ...(part.label ? [part.label] : []),
    `data ${made ? exact(number(part.data)) : "not computed yet"}`,
    `grad ${grad === null ? "not known yet" : exact(grad)}`,
    ...partials(p, false),
  ].join("\n");
}
