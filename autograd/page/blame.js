// Where numbers of a graph stop being finite: the operation that made inf or nan of finite numbers,
// as the errors of finite.py name it.

// What is to blame for an output, or its gradient, that is not finite; null where all are. `kind`:
// "leaf" (that was given so), "value" (of `node`, made of `operands`), or "derivative" (by the
// operand at `position`: its `partial`, or the `share` that it was to receive).
export const blame = (graph, values, output) => {
  const order = graph.order(output);
  const node = order.find((id) => !Number.isFinite(values[id]));
  if (node !== undefined) return told(graph, values, node, {});
  const { shares } = graph.sweep(values, output);
  const bad = shares.find(({ share, before }) => !Number.isFinite(share + (before ?? 0)));
  if (!bad) return null;
  const { position, partial, share } = bad;
  return { ...told(graph, values, bad.node, { position, partial, share }), kind: "derivative" };
};

const told = (graph, values, node, more) => {
  const { op, operands, path, name } = graph.nodes[node];
  const hint = op === null ? "" : graph.rowOf(op).hint;
  const numbers = operands.map((id) => ({ node: id, value: values[id] }));
  const kind = op === null ? "leaf" : "value";
  return { kind, node, op, name, path, value: values[node], operands: numbers, hint, ...more };
};
