// The chain rule written out as a sum over paths, for a graph of the page: what explain() gives.
// Read film.js first.

import { partialTextOf, spokenOrder } from "./film.js";
import { findWays, stepsAlong } from "./ways.js";

// asked: {graph, values, output, names, rows} as for film(); -> {above, below, gradient, count,
// paths, rest}; a path is {product, steps}, a step, from the output on, {above, below, rule,
// partial} with rule empty where it is a mere number; rest is what all other paths add.
export function explained(asked, wrt, limit = 10) {
  const { graph, values, output } = asked, { gradient, shares } = graph.sweep(values, output);
  const { order, whole } = spokenOrder(graph, output, asked.names);
  const names = new Map(order.map((id, i) => [id, whole[i]]));
  const { total, largest } = findWays(output, shares, limit);
  const step = ({ node, position, partial }) => ({
    above: names.get(node), below: names.get(graph.nodes[node].operands[position]), partial,
    rule: partialTextOf(asked, node, position, names), op: graph.nodes[node].op,
  });
  const paths = (largest.get(wrt) ?? [])
    .map((way) => ({ product: way.product, steps: stepsAlong(way).map(step) }));
  const listed = paths.map(({ product }) => -product);
  return {
    above: names.get(output), below: names.get(wrt), gradient: gradient[wrt],
    count: total.get(wrt) ?? 0n, paths, rest: exactSum([gradient[wrt], ...listed]),
  };
}

function exactSum(numbers) { // Shewchuk's, as fsum: what sums leave over is no rounding of ours
  const parts = [];
  for (const number of numbers) {
    let x = number, kept = 0;
    for (const part of parts) {
      const [large, small] = Math.abs(x) < Math.abs(part) ? [part, x] : [x, part];
      const sum = large + small, left = small - (sum - large);
      if (left) parts[kept++] = left;
      x = sum;
    }
    parts.length = kept;
    parts.push(x);
  }
  return parts.reduceRight((sum, part) => sum + part, 0);
}
