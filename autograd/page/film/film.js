// The player's data for a graph of the page: what show/player/film.py makes of a graph of Values.
// Read ways.js and boxes.js next.

import { layOutBoxes } from "./boxes.js";
import { Frames, numberText } from "./frames.js";
import { labelText, spokenNames, wholeNames } from "./names.js";
import { partialText } from "./rules.js";
import { findWays } from "./ways.js";

const LISTED_WAYS = 6, FEW_NODES = 60; // with more nodes than this a page begins with closed boxes

const plainNumber = (x) => { // JSON has no inf and no nan
  if (Number.isFinite(x)) return x;
  return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
};
const isConstant = ({ kind }) => kind === "constant";

function orderOf(graph, output) { // topological, leaves first, as Python's is
  const leaves = [], interior = [], seen = new Set(), stack = [output];
  while (stack.length) {
    const id = stack.pop();
    if (id === null) interior.push(stack.pop()); // below each marker stands its node
    else if (!seen.has(id)) {
      const node = graph.nodes[id];
      seen.add(id);
      if (node.op) stack.push(id, null, ...[...node.operands].reverse());
      else if (!isConstant(node)) leaves.push(id);
    }
  }
  return [...leaves, ...interior];
}

// The nodes below an output in their order, with a name of its own for each; names: id -> name
// where the graph itself has none.
export function spokenOrder(graph, output, names = []) {
  const order = orderOf(graph, output);
  const whole = wholeNames(order.map((id) => names[id] || graph.nodes[id].name || ""));
  const spoken = spokenNames(whole);
  return { order, whole, names: new Map(order.map((id, i) => [id, spoken[i]])) };
}

// one partial of a node with names put in; empty where it is a mere number
export function partialTextOf({ graph, values, rows }, id, place, names) {
  const { op, operands } = graph.nodes[id], all = [...operands, id];
  const words = all.map((node) => names.get(node) ?? null);
  return partialText(rows[op], place, words, all.map((node) => values[node]));
}

// asked: {graph, values, output, names, rows}: the graph below `output`, its numbers, and the op
// table (table.py).
class FilmMaker {
  constructor({ graph, values, output, names, rows, chosen = null }) {
    Object.assign(this, { graph, values, rows }, spokenOrder(graph, output, names));
    const open = graph.nodes[chosen]?.path ?? [];
    const isOpen = (path) => path.every((word, k) => word === open[k]);
    const few = this.order.length <= FEW_NODES;
    this.shut = (path) => path.length > 1 && !few && !isOpen(path);
    this.sweep = graph.sweep(values, output);
    this.shares = new Map(this.sweep.shares.map((s) => [`${s.node}:${s.position}`, s]));
    this.ways = findWays(output, this.sweep.shares, LISTED_WAYS);
    this.partOf = new Map(this.order.map((id, i) => [id, i]));
    this.constants = new Map(); // each use of one is a part of its own: "head:position" -> part
    for (const id of this.order) {
      (graph.nodes[id].operands ?? []).forEach((operand, i) => {
        if (!isConstant(graph.nodes[operand])) return;
        this.constants.set(`${id}:${i}`, this.order.length + this.constants.size);
      });
    }
    this.frames = new Frames(graph, this.order);
    this.frames.first = this.order.length + this.constants.size;
  }

  parts() {
    return [
      ...this.order.map((id, i) => this.nodePart(id, this.whole[i])),
      ...[...this.constants.keys()].map((use) => this.constantPart(use)),
      ...this.frames.parts(this.values, this.shut),
    ];
  }

  within(id) { return this.frames.numberOf(this.frames.pathOf(id)); }

  nodePart(id, whole) {
    const node = this.graph.nodes[id], name = this.names.get(id), label = labelText(whole);
    const [data, grad] = [this.values[id], this.sweep.gradient[id]].map(plainNumber);
    const part = { kind: node.op ? "node" : "leaf", name, data, grad };
    Object.assign(part, { ways: this.waysOf(id), within: this.within(id) });
    if (label !== name) part.label = label; // more of it than fits into the box
    if (!node.op) return part;
    const { mark, infix } = this.rows[node.op];
    const operands = node.operands.map((_, place) => this.operandPart(id, place));
    return { ...part, op: mark, infix, row: node.op, operands };
  }

  operandPart(id, place) { // which part, its partial, the share that it receives
    const operand = this.graph.nodes[id].operands[place], key = `${id}:${place}`;
    const data = plainNumber(this.values[operand]);
    if (this.constants.has(key)) return { part: this.constants.get(key), name: "", data };
    const found = { part: this.partOf.get(operand), name: this.names.get(operand), data };
    if (!this.shares.has(key)) return found;
    const { partial, share } = this.shares.get(key);
    const rule = partialTextOf(this, id, place, this.names);
    return { ...found, rule, partial: plainNumber(partial), share: plainNumber(share) };
  }

  constantPart(use) {
    const [id, place] = use.split(":"), operand = this.graph.nodes[id].operands[place];
    return { kind: "constant", name: numberText(this.values[operand]), within: this.within(id) };
  }

  waysOf(id) { // all paths up to the output counted, and the largest
    const { total, largest } = this.ways, best = largest.get(id) ?? [];
    return { count: String(total.get(id) ?? 0n), best: best.map((way) => this.way(way)) };
  }

  way({ product, node, position, onward }) { // as film.py writes it; there are no closed boxes
    if (!onward) return [plainNumber(product), [], -1, 0, 0];
    const which = this.ways.largest.get(node).indexOf(onward);
    return [plainNumber(product), [], this.partOf.get(node), which, position];
  }
}

const calledIn = (tree) =>
  (Array.isArray(tree) ? [tree[0], ...tree.slice(1).flatMap(calledIn)] : []);

function rowsUsed(rows, parts) { // these, and all that they are written in
  const found = {}, waiting = parts.flatMap(({ row }) => (row ? [row] : []));
  while (waiting.length) {
    const name = waiting.pop();
    if (found[name] || !Object.hasOwn(rows, name)) continue;
    const { operands, output, forward, partials } = rows[name];
    found[name] = { operands, output, forward, partials };
    waiting.push(...[forward, ...partials].flatMap(calledIn));
  }
  return found;
}

// asked as above, and: chosen, the node that is looked at first; update, {rate, said, places:
// [[leaf, its place among the parameters]]} for a third phase in which these are moved
export function film(asked) {
  const maker = new FilmMaker(asked), parts = maker.parts(), levels = layOutBoxes(parts);
  const order = maker.order.map((_, i) => i), output = maker.names.get(asked.output);
  const made = { note: "", output, parts, levels, order, rows: rowsUsed(asked.rows, parts) };
  const { chosen = null, update = null } = asked, part = (id) => maker.partOf.get(id);
  if (chosen !== null) made.chosen = part(chosen);
  if (!update) return made;
  const known = update.places.filter(([id]) => maker.partOf.has(id));
  return { ...made, update: { ...update, places: known.map(([id, k]) => [part(id), k]) } };
}
