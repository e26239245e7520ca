// The chain rule written out as a sum over paths, for a graph of the page: what explain() gives.
// Read film.js first.

import { partialTextOf, spokenOrder } from "./film.js";
import { numberText } from "./frames.js";
import { findWays, stepsAlong } from "./ways.js";

const LONGEST = 12; // a path with more steps than this is shown by its two ends
const many = (count) => count.toLocaleString("en-US");

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

// --- as text, to the letter what Python prints ---------------------------------------------------

export function explanationText({ above, below, gradient, count, paths, rest }) {
  const title = `∂${above}/∂${below}`;
  if (!count) return `${title} = 0.0: on every path there is an operation without derivative`;
  const all = count === 1n ? "1 path" : `${many(count)} paths`, more = count - BigInt(paths.length);
  const listed = more ? `; the ${paths.length} largest:` : "";
  const lines = [`${title} = ${numberText(gradient)}, a sum over ${all}${listed}`];
  for (const path of paths) lines.push(`  ${symbolsOf(path)}`, ...numbersOf(path));
  if (more) lines.push(`  + ${numberText(rest)} from ${many(more)} more paths`);
  return lines.join("\n");
}

const shortened = (steps) => (steps.length <= LONGEST ? steps
  : [...steps.slice(0, LONGEST / 2), null, ...steps.slice(-LONGEST / 2)]);

const symbolsOf = ({ steps }) => (!steps.length ? "1, as it is the output itself"
  : shortened(steps).map((s) => (s ? `∂${s.above}/∂${s.below}` : "…")).join(" · "));

function numbersOf({ product, steps }) { // the rules with names put in, then the numbers
  if (!steps.length) return [];
  const shown = shortened(steps).filter(Boolean), lines = [];
  const numbers = shown.map(({ partial }) => numberText(partial));
  const factors = shown.map(({ rule }, k) => rule || numbers[k]);
  const isWhole = shown.length === steps.length;
  if (isWhole && factors.some((factor, k) => factor !== numbers[k])) {
    lines.push(`    = ${productOf(factors)}`);
  }
  const written = productOf(numbers) + (isWhole ? "" : " · …");
  const before = steps.length > 1 ? `${written} = ` : "";
  return [...lines, `    = ${before}${numberText(product)}`];
}

const bracketed = (text) => (text.includes(" ") || text.startsWith("-") ? `(${text})` : text);
const productOf = (factors) =>
  (factors.length > 1 ? factors.map(bracketed).join(" · ") : factors[0]);
