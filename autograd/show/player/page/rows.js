// The rows of the op table, computed here when a number is changed by hand. They come as data (see
// rows.py): no text is made into code.

const primitives = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  neg: (x) => -x,
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  exp2, sigmoid, softplus, mod, floordiv, erf, // in primitives.js
};

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
  if (isWritten(name)) return answer(name, numbers);
  return (Object.hasOwn(primitives, name) ? primitives : Math)[name](...numbers);
}

const none = new Set();
// in other rows; a row that calls itself is a primitive
const isWritten = (name) => !Object.hasOwn(primitives, name)
  && Object.hasOwn(film.rows, name) && film.rows[name].forward[0] !== name;
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
  const [name, ...operands] = tree;
  if (!operands.every(isKnown)) return false;
  if (isWritten(name)) return isKnown(film.rows[name].forward);
  return [primitives, Math].some((known) => Object.hasOwn(known, name))
    || name === "where" || name === "is_zero";
}
