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

// part -> [consumer, position], in the order of making; position -1 is "somewhere in a box"
const uses = parts.map(() => []);
for (const p of film.order) {
  operandsOf(p).forEach((operand, i) => uses[operand.part].push([p, i]));
  givenBy(p).forEach(([q]) => uses[q].push([p, -1]));
}
