// What is to blame for inf and nan in a graph: the operation that made it of finite numbers, as the
// errors of finite.py name it, and what led to it, as show/blame.py draws it.

import { Rows } from "../rows.js";

const LONGEST_TRAIL = 200, HARMLESS = 0.5;

// asked: {graph, values, output} as for film(). -> null where the output and its gradient are
// finite; else {kind, node}: "leaf" (that was given so), "value" (that `node` has), "derivative"
// (of `node` by the operand at `position`: its `partial`, or the `share` that it hands on).
export function blame({ graph, values, output }) {
  const { nodes } = graph;
  const node = idsBelow(nodes, output).find((id) => !Number.isFinite(values[id]));
  if (node !== undefined) return { kind: nodes[node].op ? "value" : "leaf", node };
  const { shares } = graph.sweep(values, output);
  const bad = shares.find(({ share, before }) => !Number.isFinite(share + (before ?? 0)));
  if (!bad) return null;
  const { position, partial, share } = bad;
  return { kind: "derivative", node: bad.node, position, partial, share };
}

function idsBelow(nodes, output) { // what an output depends on, in the order of making
  const found = new Set([output]);
  for (let id = output; id >= 0; id -= 1) {
    if (found.has(id)) nodes[id].operands.forEach((operand) => found.add(operand));
  }
  return [...found].sort((a, b) => a - b);
}

// From a node back to a leaf, always along the operand that matters most; rows: the op table's.
export function trailFrom({ graph, values, rows }, node) {
  const { nodes } = graph, table = new Rows(rows), trail = [node];
  while (trail.length < LONGEST_TRAIL && nodes[trail.at(-1)].op) {
    const next = heaviest({ nodes, values }, trail.at(-1), table);
    if (next === null) break;
    trail.push(next);
  }
  return trail;
}

function heaviest({ nodes, values }, id, table) { // the operand that has most to do with a result
  const { op, operands } = nodes[id], numbers = operands.map((x) => values[x]);
  const weights = operands.map((operand, i) => {
    if (nodes[operand].kind === "constant") return -1;
    if (Number.isFinite(values[id])) {
      const size = Math.abs(table.partial(op, i, values[id], numbers) * numbers[i]);
      return Number.isFinite(size) ? size : Infinity;
    }
    const other = numbers.map((x, k) => (k === i ? HARMLESS : x));
    return Number.isFinite(table.value(op, other)) ? Infinity : 0;
  });
  const most = Math.max(...weights);
  return most < 0 ? null : operands[weights.indexOf(most)];
}
