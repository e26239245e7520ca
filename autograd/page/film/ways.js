// All ways up to the output, counted, and the largest of them: explanation/paths.py in the page.

const largestWays = (found, limit) => [...found].reverse()
  .sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, limit);

// shares: those of graph.js's sweep from the output. A way is {product, node, position, partial,
// onward}: its first step up and the rest; the output's own has no more than the product.
export function findWays(output, shares, limit) {
  const total = new Map([[output, 1n]]), largest = new Map();
  const waiting = new Map([[output, [{ product: 1 }]]]);
  for (let first = 0; first < shares.length;) {
    const { node } = shares[first], best = largestWays(waiting.get(node), limit);
    let end = first;
    while (end < shares.length && shares[end].node === node) end += 1;
    waiting.delete(node);
    largest.set(node, best);
    for (const { position, operand, partial } of shares.slice(first, end).reverse()) {
      total.set(operand, (total.get(operand) ?? 0n) + total.get(node));
      const longer = best.map((onward) =>
        ({ product: onward.product * partial, node, position, partial, onward }));
      waiting.set(operand, [...(waiting.get(operand) ?? []), ...longer.reverse()]);
    }
    first = end;
  }
  for (const [node, found] of waiting) largest.set(node, largestWays(found, limit));
  return { total, largest };
}

export function stepsAlong(way) { // from the output on
  const found = [];
  for (let at = way; at.onward; at = at.onward) found.push(at);
  return found.reverse();
}
