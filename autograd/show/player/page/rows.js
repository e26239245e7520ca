// The rows of the op table, computed here when a number is changed by hand. They come as data (see
// rows.py): no text is made into code.

const primitives = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  neg: (x) => -x,
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  exp2: (x) => 2 ** x,
  sigmoid: (x) => {
    const e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  },
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  mod: (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest === 0 ? 0 * b : rest;
  },
  floordiv: (a, b) => (b === 0 ? a / b : Math.round((a - primitives.mod(a, b)) / b)),
  erf, // below
};
const MATH = "abs acos acosh asin asinh atan atan2 atanh cos cosh exp expm1 floor hypot log log10 "
  + "log1p log2 pow sin sinh sqrt tan tanh";
for (const name of MATH.split(" ")) primitives[name] = Math[name];

function erf(x) { // Abramowitz and Stegun, 7.1.6 near 0, the continued fraction 7.1.14 beyond
  const size = Math.abs(x);
  if (size >= 2.5) {
    let tail = size;
    for (let n = 80; n > 0; n--) tail = size + n / 2 / tail;
    return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail));
  }
  let term = x, sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function evaluate(tree, named, fixed) { // fixed: the operands that are constants
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return named[tree];
  const [name, ...operands] = tree, value = (operand) => evaluate(operand, named, fixed);
  if (name === "where") return value(operands[value(operands[0]) ? 1 : 2]);
  if (name === "is_zero") {
    const [asked, then, otherwise] = operands;
    return value(fixed.has(asked) && named[asked] === 0 ? then : otherwise);
  }
  const numbers = operands.map(value);
  return Object.hasOwn(primitives, name) ? primitives[name](...numbers) : answer(name, numbers);
}

const none = new Set();
const inRow = ({ operands }, numbers) =>
  Object.fromEntries(operands.map((name, i) => [name, numbers[i]]));

function answer(name, numbers) { // of a row that is written in other rows
  const row = film.rows[name];
  return evaluate(row.forward, inRow(row, numbers), none);
}

function partialOf(name, i, y, numbers, isConstant) {
  const row = film.rows[name], fixed = new Set(row.operands.filter((_, k) => isConstant[k]));
  return evaluate(row.partials[i], { ...inRow(row, numbers), [row.output]: y }, fixed);
}

function isKnown(tree) { // whether all that a tree calls can be computed here
  if (!Array.isArray(tree)) return true;
  const [name, ...operands] = tree, row = film.rows[name];
  if (!operands.every(isKnown)) return false;
  if (Object.hasOwn(primitives, name) || name === "where" || name === "is_zero") return true;
  // a row that calls itself is a primitive, and one that is not known
  return row !== undefined && row.forward[0] !== name && isKnown(row.forward);
}
