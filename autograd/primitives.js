// Functions of the op table that JavaScript's Math has not: the compiler writes those that a
// program calls in front of it, and the player has them all. A blank line stands between them.

// a power of ±1 is 1 whatever the other is, in IEEE 754 and not in JavaScript
export const pow = (a, b) =>
  a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : Math.pow(a, b);

export const exp2 = (x) => Math.pow(2, x);

export const sigmoid = (x) => {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
};

export const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const mod = (a, b) => {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r === 0 && b < 0 ? -0 : r === 0 ? 0 : r;
};

export const floordiv = (a, b) => {
  const r = a % b;
  const q = (a - r) / b - (r !== 0 && r < 0 !== b < 0 ? 1 : 0);
  if (b === 0 || q === 0) return b === 0 ? a / b : 0 * (a / b);
  return q - Math.floor(q) > 0.5 ? Math.floor(q) + 1 : Math.floor(q);
};

// Abramowitz and Stegun 7.1.6 near 0; their continued fraction 7.1.14 beyond
export const erf = (x) => {
  const s = Math.abs(x);
  if (s < 2.5) {
    let term = x, sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let tail = s;
  for (let n = 80; n > 0; n--) tail = s + n / 2 / tail;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail));
};
