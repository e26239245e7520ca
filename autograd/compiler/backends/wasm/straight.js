// Straight-line code on columns: what the loops of data.py, or the graph of a page, are written out
// as before they are interpreted or assembled. Every number has a column, equal ones have one.

import { Rows } from "../../../rows.js";

// operands that may change places: the result is the same to the last bit
const SYMMETRIC = new Set(["add", "mul"]);
// what is its operand
const COPIES = new Set(["identity", "detach"]);
// more columns than there ever are
const MANY = 2 ** 26;

export class Straight {
  // rows: those of the op table that are written in others
  constructor(rows = {}) {
    this.rows = new Rows(rows);
    this.count = 0;
    this.constants = new Map(); // value -> column
    this.valueOf = new Map(); // and back
    this.known = new Map(); // row -> operands -> column
    this.steps = []; // {op, operands, to}
    this.outputs = [];
  }

  // The first of so many columns that are filled from outside.
  columns(many) {
    this.count += many;
    return this.count - many;
  }

  constant(x) {
    const key = Object.is(x, -0) ? "-0" : x;
    if (!this.constants.has(key)) {
      this.constants.set(key, this.count);
      this.valueOf.set(this.count++, x);
    }
    return this.constants.get(key);
  }

  // A row on columns: what is constant is computed, what is written in other rows is so here.
  apply(op, operands) {
    if (COPIES.has(op)) return operands[0];
    if (!operands.some((x) => this.valueOf.has(x)) && operands.length) {
      return this.applied(op, operands);
    }
    const numbers = operands.map((x) => this.valueOf.get(x));
    if (!numbers.includes(undefined)) return this.constant(Number(this.rows.value(op, numbers)));
    const { simpler, left } = this.shorter(op, operands, numbers);
    return simpler ? this.applied(simpler, left) : left[0];
  }

  applied(op, operands) {
    if (!this.rows.isWritten(op)) return this.emit(op, operands);
    return this.tree(this.rows.rows[op].forward, this.rows.named(op, operands));
  }

  // The same by simpler arithmetic where there is such: the rules of passes.py.
  shorter(op, [a, b, ...more], [first, second]) {
    if (["mul", "div", "pow"].includes(op) && second === 1) return { left: [a] };
    if (op === "mul" && first === 1) return { left: [b] };
    if (op === "mul" && first === -1) return { simpler: "neg", left: [b] };
    if (op === "mul" && second === -1) return { simpler: "neg", left: [a] };
    if (op === "pow" && second === 2) return { simpler: "mul", left: [a, a] };
    if (op === "pow" && second === -1) return { simpler: "div", left: [this.constant(1), a] };
    return { simpler: op, left: b === undefined ? [a] : [a, b, ...more] };
  }

  // A text of a row, with a column for each of its names.
  tree(x, named) {
    if (typeof x === "number") return this.constant(x);
    if (typeof x === "string") return named[x];
    const [op, ...operands] = x;
    return this.apply(op, operands.map((operand) => this.tree(operand, named)));
  }

  emit(op, operands) {
    if (!this.known.has(op)) this.known.set(op, new Map());
    const known = this.known.get(op), key = keyOf(op, operands), found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, this.count);
    this.steps.push({ op, operands, to: this.count });
    return this.count++;
  }

  // How often each column is needed.
  uses() {
    const found = new Uint32Array(this.count);
    for (const { operands } of this.steps) for (const x of operands) found[x]++;
    for (const x of this.outputs) found[x]++;
    return found;
  }

  // The products that are needed once, by their column.
  products() {
    const uses = this.uses(), found = new Map();
    for (const step of this.steps) {
      if (step.op === "mul" && uses[step.to] === 1) found.set(step.to, step);
    }
    return found;
  }

  // The columns of each of the first outputs, which are added up over the batch: two where it is a
  // product that nothing else needs.
  summed(sums) {
    const products = this.products();
    return this.outputs.slice(0, sums).map((x) => products.get(x)?.operands ?? [x]);
  }
}

// The same for what is the same: a number, which is found sooner than a text, where that can be.
const keyOf = (op, [a, b = 0, ...more]) => {
  if (more.length) return `${a} ${b} ${more}`;
  return SYMMETRIC.has(op) && b < a ? b * MANY + a : a * MANY + b;
};
