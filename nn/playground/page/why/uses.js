// Where there are too many paths to say anything: the chain rule at the place where they part.
// ∂L/∂h is the sum, over the neurons that take h, of ∂L/∂z of each times what h weighs in it.

import { partialTextOf, spokenOrder } from "../../../../autograd/page/film/film.js";

// What explained() gives, with a term for each use of the node at which the paths part: `at`.
export function explainedByUses(asked, wrt, limit) {
  const { graph, values, output } = asked, { gradient, shares } = graph.sweep(values, output);
  const { order, whole } = spokenOrder(graph, output);
  const names = new Map(order.map((id, i) => [id, whole[i]]));
  const uses = new Map(order.map((id) => [id, []]));
  for (const share of shares) uses.get(share.operand).push(share);
  const step = ({ node, position, operand, partial }) => ({
    above: names.get(node), below: names.get(operand), partial,
    rule: partialTextOf(asked, node, position, names),
  });
  const below = []; // from the node where the paths part down to this one
  let at = wrt;
  for (; uses.get(at).length === 1; at = uses.get(at)[0].node) below.unshift(uses.get(at)[0]);
  const terms = uses.get(at).map((use) => {
    const sums = sumsFrom(use, uses), sum = sums.at(-1).node;
    const first = { above: names.get(output), below: names.get(sum), rule: "" };
    const steps = [...sums].reverse().concat(below);
    const product = steps.reduce((all, { partial }) => all * partial, gradient[sum]);
    return { product, steps: [{ ...first, partial: gradient[sum] }, ...steps.map(step)] };
  });
  terms.sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const paths = terms.slice(0, limit);
  const listed = paths.reduce((total, { product }) => total + product, 0);
  return {
    above: names.get(output), below: names.get(wrt), gradient: gradient[wrt], at: names.get(at),
    count: BigInt(terms.length), paths, rest: gradient[wrt] - listed,
  };
}

function sumsFrom(use, uses) { // a use, and the sums above it that hand its share on as it is
  const found = [use];
  for (;;) {
    const [next, ...others] = uses.get(found.at(-1).node);
    if (!next || others.length || next.partial !== 1) return found;
    found.push(next);
  }
}
