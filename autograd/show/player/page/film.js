// The film: every number that this page shows, worked out by the engine (see film.py). A part is
// a leaf, a node, a constant, a box of which the inside is left out, or a frame: a box that opens.

const byId = (id) => document.getElementById(id);
const film = JSON.parse(byId("film").textContent);
const parts = film.parts;
const root = film.order[film.order.length - 1];

const isNode = (p) => parts[p].kind === "leaf" || parts[p].kind === "node";
const isBox = (p) => parts[p].kind === "frame";
const operandsOf = (p) => parts[p].operands || [];
const takenBy = (p) => parts[p].takes || []; // the parts that a closed box is made from
const givenBy = (p) => parts[p].gives || []; // [part, share] for what a closed box hands on
const receives = (operand) => operand.share !== undefined;

// part -> [what uses it, position], in the order of making; position -1 is "somewhere in a box"
const uses = parts.map(() => []);
for (const p of film.order) {
  operandsOf(p).forEach((operand, i) => uses[operand.part].push([p, i]));
  givenBy(p).forEach(([q]) => uses[q].push([p, -1]));
}

function isInside(p, box) {
  for (let q = parts[p].within; q >= 0; q = parts[q].within) if (q === box) return true;
  return false;
}

const contents = new Map(); // frame -> the nodes in it that something outside of it uses
for (const p of film.order) {
  for (let box = parts[p].within; box >= 0; box = parts[box].within) {
    if (!contents.has(box)) contents.set(box, []);
    if (p === root || uses[p].some(([q]) => !isInside(q, box))) contents.get(box).push(p);
  }
}
const answersOf = (box) => (contents.get(box) || []).filter((p) => parts[p].kind !== "leaf");

function givesText(p) { // what a closed box says when it is computed
  if (!isBox(p)) return minus(parts[p].facts[1] || "");
  const answers = answersOf(p).map((q) => number(parts[q].data));
  if (!answers.length) return "";
  const [low, high] = [Math.min, Math.max] // nan where any is nan
    .map((most) => short(answers.reduce((x, y) => most(x, y))));
  return low === high ? `gives ${low}` : `gives ${low} … ${high}`;
}
