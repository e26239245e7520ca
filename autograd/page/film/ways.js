// All ways up to the output, counted, and the largest of them: explanation/paths.py in the page.

const largestOf = (found, limit) => [...found].reverse()
  .sort((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, limit);

// shares: [node, position, partial, share] in the order of a backward sweep from the output;
// operandOf(node, position) is what the share goes to. A way is {product, node, position, partial,
// onward}: its first step up and the rest; the output's own has no more than the product.
export function findWays(output, shares, operandOf, limit) {
  const total = new Map([[output, 1n]]), largest = new Map();
  const waiting = new Map([[output, [{ product: 1 }]]]);
  for (let first = 0; first < shares.length;) {
    const node = shares[first][0];
    let end = first;
    while (end < shares.length && shares[end][0] === node) end += 1;
    const best = largestOf(waiting.get(node), limit);
    waiting.delete(node);
    largest.set(node, best);
    for (let k = end - 1; k >= first; k--) {
      const [, position, partial] = shares[k], operand = operandOf(node, position);
      total.set(operand, (total.get(operand) ?? 0n) + total.get(node));
      if (!waiting.has(operand)) waiting.set(operand, []);
      for (const onward of [...best].reverse()) {
        const product = onward.product * partial;
        waiting.get(operand).push({ product, node, position, partial, onward });
      }
    }
    first = end;
  }
  for (const [node, found] of waiting) largest.set(node, largestOf(found, limit));
  return { total, largest };
}

export function stepsAlong(way) { // from the output on
  const found = [];
  for (let at = way; at.onward; at = at.onward) found.push(at);
  return found.reverse();
}
