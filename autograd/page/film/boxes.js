// Where things stand in the player, box by box with the boxes in it closed, as
// show/player/layout.py has it without Graphviz.

import { layered } from "./heights.js";
import { compareNames, lettersOf } from "./names.js";

const LETTER = 6.5, PAD = 20, LINE = 15; // pixels: of a letter, beside it, the height of a line
const tenth = (x) => Math.round(x * 10) / 10;

function sizeOfPart({ kind, name, op, facts }) { // from the text that stands in it
  if (kind === "constant") return [PAD / 2 + LETTER * lettersOf(name) + 6, 22];
  if (kind === "frame") {
    const lines = [`${name}   `, ...facts];
    return [PAD + LETTER * Math.max(...lines.map(lettersOf)), 12 + LINE * lines.length];
  }
  const first = lettersOf(name) + (op === undefined ? 0 : lettersOf(op) + 3);
  return [PAD + LETTER * Math.max(first, 11), 12 + 3 * LINE];
}

function arrowsByBox(parts) { // box -> [tail, head] for each arrow that is laid out in it
  const found = new Map();
  parts.forEach(({ operands = [] }, head) => {
    for (const { part: tail } of operands) {
      const [where, from, to] = meeting(parts, tail, head);
      if (!found.has(where)) found.set(where, []);
      const known = found.get(where), plain = from === tail && to === head;
      if (plain || !known.some(([a, b]) => a === from && b === to)) known.push([from, to]);
    }
  });
  return found;
}

function meeting(parts, tail, head) { // the innermost box with both, and what the arrow joins in it
  const chain = (p) => (p < 0 ? [-1] : [...chain(parts[p].within), p]);
  const [a, b] = [chain(tail), chain(head)];
  let shared = 1;
  while (a[shared] === b[shared]) shared += 1;
  return [a[shared - 1], a[shared], b[shared]];
}

function laidOut(sizes, arrows, parts) { // one box; the boxes in it keep their order
  const boxes = [...sizes.keys()].filter((p) => parts[p].kind === "frame");
  boxes.sort((p, q) => compareNames(parts[p].name, parts[q].name));
  const often = new Map(), met = new Map(), key = ([tail, head]) => `${tail}>${head}`;
  const count = (counts, arrow) => counts.set(key(arrow), (counts.get(key(arrow)) ?? 0) + 1);
  for (const arrow of arrows) count(often, arrow);
  const joined = arrows.map((arrow) => {
    const shift = ((met.get(key(arrow)) ?? 0) - (often.get(key(arrow)) - 1) / 2) * LINE;
    count(met, arrow);
    return { tail: arrow[0], head: arrow[1], shift };
  });
  const level = layered(sizes, joined, boxes), curves = {};
  arrows.forEach((arrow, i) => (curves[key(arrow)] ??= []).push(level.curves[i].map(tenth)));
  const at = Object.fromEntries([...level.at].map(([p, centre]) => [p, centre.map(tenth)]));
  return { size: level.size.map(tenth), at, curves };
}

export function layOutBoxes(parts) { // the layout of every box, the page being -1; parts get a size
  const inside = new Map(), arrows = arrowsByBox(parts);
  parts.forEach((part, p) => {
    part.size = sizeOfPart(part);
    if (!inside.has(part.within)) inside.set(part.within, new Map());
    inside.get(part.within).set(p, part.size);
  });
  const level = ([box, sizes]) => [box, laidOut(sizes, arrows.get(box) ?? [], parts)];
  return Object.fromEntries([...inside].map(level));
}
