// Rows of the op table as data (rows.py writes them), computed on numbers: a page makes no code of
// text. A tree is a number, the name of an operand, or [row, tree, …].

import { erf, exp2, floordiv, mod, pow, sigmoid, softplus } from "./primitives.js";

const ARITHMETIC = {
  add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b, div: (a, b) => a / b,
  neg: (x) => -x,
  "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  where: (c, a, b) => (Number(c) !== 0 ? a : b),
};
// what is called by another name than in Math, or is not there
const FUNCTIONS = { fmod: (a, b) => a % b, pow, exp2, sigmoid, softplus, mod, floordiv, erf };

const primitive = (name) => [ARITHMETIC, FUNCTIONS, Math].find((all) => Object.hasOwn(all, name));

// The function on numbers that a row is in JavaScript, if it is no more than its name.
export const functionOf = (name) => {
  const found = primitive(name);
  if (found) return found[name];
  throw new Error(
    `JavaScript has no function ${name}: write the op in terms of others, ` +
      "or put the function into autograd/primitives.js",
  );
};

export class Rows {
  constructor(rows) {
    this.rows = rows;
  }

  // Whether a row is written in others; one that calls itself is a primitive.
  isWritten(name) {
    return Object.hasOwn(this.rows, name) && this.rows[name].forward[0] !== name;
  }

  // The row's value on numbers.
  value(name, numbers) {
    if (!this.isWritten(name)) return functionOf(name)(...numbers);
    return this.evaluate(this.rows[name].forward, this.named(name, numbers));
  }

  // The i-th partial where the row's value is y.
  partial(name, i, y, numbers) {
    const { partials, output } = this.rows[name];
    return this.evaluate(partials[i] ?? 0, { ...this.named(name, numbers), [output]: y });
  }

  // A row's operands by their names.
  named(name, operands) {
    const found = {};
    this.rows[name].operands.forEach((key, i) => { found[key] = operands[i]; });
    return found;
  }

  evaluate(tree, named) {
    if (typeof tree === "number") return tree;
    if (typeof tree === "string") return named[tree];
    const [name, ...operands] = tree;
    if (name === "is_zero") {
      return this.evaluate(operands[named[operands[0]] === 0 ? 1 : 2], named);
    }
    return this.value(name, operands.map((operand) => this.evaluate(operand, named)));
  }

  // Whether all that a tree calls can be computed here.
  isKnown(tree) {
    if (!Array.isArray(tree)) return true;
    const [name, ...operands] = tree;
    if (!operands.every((operand) => this.isKnown(operand))) return false;
    if (this.isWritten(name)) return this.isKnown(this.rows[name].forward);
    return name === "is_zero" || primitive(name) !== undefined;
  }
}
