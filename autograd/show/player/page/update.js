// The third phase, where the page around the player asks for it (`film.update`: its `rate`, `said`,
// a remark, and `places`, leaf -> its place among the parameters): each parameter moves against
// its gradient. What would then be the output is computed by the rows of the op table.

const UPDATE = "Update: one step downhill";
const places = new Map(film.update?.places ?? []);

const moved = (p) => number(parts[p].data) - film.update.rate * number(parts[p].grad);

function updatePlan() { // those of one closed box move together
  const groups = new Map(), movable = [...places.keys()].filter((p) => isNode(p));
  for (const p of movable.sort((a, b) => places.get(a) - places.get(b))) {
    const group = shownAs(p);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(p);
  }
  if (!groups.size) return [];
  const moves = [...groups].map(([p, members]) => ({ kind: "move", p, members }));
  return [...moves, { kind: "moved" }];
}

function outputThen() { // the output, were all parameters moved
  const then = parts.map(({ data, name }, p) => (places.has(p) ? moved(p) : number(data ?? name)));
  for (const p of computed) {
    then[p] = table.value(parts[p].row, operandsOf(p).map(({ part, data }) =>
      (parts[part].kind === "constant" ? number(data) : then[part])));
  }
  return then[root];
}

function tellMove({ p, members }) {
  const rate = short(film.update.rate), { name } = parts[p];
  if (!isNode(p)) {
    return {
      phase: UPDATE,
      formula: `${name} moves its ${many(members.length, "parameter")}`,
      rule: shortList(members.map((q) => `${parts[q].name} ← ${short(moved(q))}`)),
      why: `Each is moved by −${rate} times its own gradient. ${openIt(p)}`,
    };
  }
  const data = number(parts[p].data), grad = number(parts[p].grad);
  const symbols = `${name} − ${rate} · ${d(film.output, name)}`;
  const numbers = `${short(data)} − ${rate} · ${signed(grad)}`;
  const way = grad > 0 ? "down" : "up";
  return {
    phase: UPDATE,
    formula: `${name} ← ${symbols} = ${numbers} = ${short(moved(p))}`,
    why: grad === 0 ? `${film.output} does not change with ${name} here, so it stays.`
      : `More of ${name} means ${grad > 0 ? "more" : "less"} ${film.output}: it is moved ${way}.`,
  };
}

function tellMoved() {
  const L = film.output, before = number(parts[root].data), was = `${L} was ${short(before)}`;
  const then = canChange ? outputThen() : before, isTooFar = !(then <= before);
  return {
    phase: UPDATE,
    formula: canChange ? `${was}, and would now be ${short(then)}.`
      : `All parameters have moved; ${was}.`,
    rule: isTooFar ? `That step was too long: gradients say which way ${L} falls, not how far. A `
      + "smaller rate goes less far." : "",
    why: film.update.said,
  };
}

// --- to take it in the network around this page --------------------------------------------------

function offerStep() {
  byId("take").hidden = !(film.update && state.now === lastStep);
}

addEventListener("message", ({ source, data }) => { // the page around asks for one step more
  if (source !== parent || !data?.step) return;
  if (film.update && state.now === lastStep) byId("take").click();
  else go(state.now + 1);
});

byId("take").addEventListener("click", () => {
  const changes = [...places].map(([p, place]) => [place, moved(p)]);
  parent.postMessage({ kind: "take", changes }, "*");
});
