// What a network is told of a row: its columns, and what can be made of the first two of them.

import { Graph } from "../../../../autograd/page/graph.js";

// x3 -> 2; undefined for what is made of columns
const rawColumn = (name) => (/^x\d+$/.test(name) ? Number(name.slice(1)) - 1 : undefined);

// rows -> one column (Float64Array) for each of the names
export const inputColumns = (names, X, tables) => names.map((name) => {
  const raw = rawColumn(name);
  if (raw !== undefined) return Float64Array.from(X, (row) => row[raw]);
  const graph = new Graph(tables.ops);
  const leaves = ["x1", "x2"].map((leaf) => graph.leaf(leaf, "input"));
  const [made] = graph.instantiate(tables.inputs[name], leaves);
  return Float64Array.from(X, ([a, b]) => graph.numbers([a, b])[made]);
});
