// A leaf changed by hand: all values, partials and gradients follow, by the rows of the op table.

const table = new Rows(film.rows);
const trees = Object.values(film.rows).flatMap(({ forward, partials }) => [forward, ...partials]);
// what is left out of a page cannot be computed in it
const canChange = trees.every((tree) => table.isKnown(tree))
  && parts.every(({ kind }) => kind !== "box");
const given = new Map(parts.flatMap(({ kind, data }, p) => (kind === "leaf" ? [[p, data]] : [])));

function recompute() {
  for (const p of computed) {
    const part = parts[p];
    for (const operand of part.operands) operand.data = parts[operand.part].data ?? operand.data;
    const numbers = part.operands.map(({ data }) => number(data));
    part.data = table.value(part.row, numbers);
  }
  for (const p of film.order) parts[p].grad = 0;
  if (isNode(root)) parts[root].grad = 1;
  for (const p of reversed) handOn(parts[p]);
  for (const p of [...film.order].reverse()) parts[p].ways.best.forEach((way) => renew(way));
}

function handOn({ row, data, grad, operands }) { // what each operand receives
  const numbers = operands.map((operand) => number(operand.data));
  operands.forEach((operand, i) => {
    if (!receives(operand)) return;
    operand.partial = table.partial(row, i, data, numbers);
    operand.share = grad * operand.partial;
    parts[operand.part].grad += operand.share;
  });
}

function renew(way) { // the product of the partials on a path
  const [, , next, onward, place] = way;
  if (next < 0) return;
  way[0] = operandsOf(next)[place].partial * number(parts[next].ways.best[onward][0]);
}

// --- the form for it -----------------------------------------------------------------------------

const form = byId("change"), field = byId("new");

function showForm() {
  const p = state.chosen, shown = canChange && p >= 0 && parts[p].kind === "leaf";
  form.hidden = !shown;
  if (!shown) return;
  write(byId("asked"), `Change ${parts[p].name} to`);
  if (document.activeElement !== field) {
    field.value = exact(number(parts[p].data));
    refuse(false);
  }
  byId("reset").hidden = [...given].every(([q, data]) => parts[q].data === data);
}

function changed() { // the numbers are others: say all of it anew, at the same step
  recompute();
  makeSteps();
  hideTip(); // it may lie over what changes
  showAll();
  tell(steps[state.now]);
  if (state.chosen >= 0) showDetails();
}

function refuse(is) { // what stands in the field
  const { name, data } = parts[state.chosen], stays = `${name} stays ${short(number(data))}`;
  set(field, "aria-invalid", String(is));
  write(byId("remark"), is ? `A finite number is needed; ${stays}.` : "");
}

function change() {
  const wanted = asNumber(field.value), is = Number.isFinite(wanted);
  refuse(!is);
  if (!is) return;
  parts[state.chosen].data = wanted;
  changed();
  bringDetails(); // on a phone the story is out of sight then
  const spot = (id) => byId(id).getBoundingClientRect();
  if (spot("trouble").top < spot("side").top) write(byId("remark"), byId("trouble").textContent);
}

form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", change);
byId("reset").addEventListener("click", () => {
  for (const [p, data] of given) parts[p].data = data;
  changed();
});
