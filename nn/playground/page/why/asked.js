// A row's graph as film.js, explain.js and blame.js ask for it; rows: the op table's.

export function askedOf({ nodes, values, output, gradient, shares }, rows) {
  return { graph: { nodes, sweep: () => ({ gradient, shares }) }, values, output, rows };
}
