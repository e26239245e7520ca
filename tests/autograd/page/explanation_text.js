// What explained() found as text, to the letter what Python prints: so the two can be compared.

import { numberText } from "../../../autograd/page/film/frames.js";

const LONGEST = 12; // a path with more steps than this is shown by its two ends
const many = (count) => count.toLocaleString("en-US");

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
