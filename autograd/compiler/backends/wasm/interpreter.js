// The same program without any generated code: data.py's loops, written out here once as steps on
// columns, and done block by block of examples.

import { functionOf } from "../../../rows.js";
import { checkColumns, checkParameters } from "./engine.js";

// examples of a block: its columns should stay in the second cache
const BLOCK = 64;

const STEPS = {
  add: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] + r[b + i]; },
  sub: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] - r[b + i]; },
  mul: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] * r[b + i]; },
  div: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] / r[b + i]; },
  neg: (r, n, to, a) => { for (let i = 0; i < n; i++) r[to + i] = -r[a + i]; },
  lt: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] < r[b + i] ? 1 : 0; },
  le: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] <= r[b + i] ? 1 : 0; },
  gt: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] > r[b + i] ? 1 : 0; },
  ge: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] >= r[b + i] ? 1 : 0; },
  // a sum with a product that nothing else needs: both are rounded
  madd: (r, n, to, a, b, c) => {
    for (let i = 0; i < n; i++) r[to + i] = r[a + i] * r[b + i] + r[c + i];
  },
  where: (r, n, to, c, a, b) => {
    for (let i = 0; i < n; i++) r[to + i] = r[c + i] !== 0 ? r[a + i] : r[b + i];
  },
};

const ofOne = (f) => (r, n, to, a) => {
  for (let i = 0; i < n; i++) r[to + i] = f(r[a + i]);
};
const ofTwo = (f) => (r, n, to, a, b) => {
  for (let i = 0; i < n; i++) r[to + i] = f(r[a + i], r[b + i]);
};
const stepOf = (op, operands) =>
  STEPS[op] ?? (operands.length > 1 ? ofTwo : ofOne)(functionOf(op));

// Loops written out: every number has a column, equal expressions have one.
class Straight {
  constructor(data) {
    this.rows = data.rows;
    this.inputs = data.inputs + (data.sums ? 1 : 0);
    this.count = this.inputs + data.parameters;
    this.constants = new Map();
    this.steps = [];
    this.known = new Map();
    this.results = new Map();
    for (const { shape, first, body } of data.loops) {
      const members = shape.reduce((a, b) => a * b, 1);
      for (let member = 0; member < members; member++) {
        this.results.set(first + member, this.number(body, countersOf(member, shape), shape));
      }
    }
    const rows = this.inputs + data.parameters;
    this.outputs = data.outputs.map((x) => {
      if (typeof x !== "number") return this.number(x.constant);
      return x < rows ? x : this.results.get(x - rows);
    });
    this.fuse();
  }

  // Products that one addition needs, and nothing else, become part of it.
  fuse() {
    const uses = new Map();
    const use = (x) => uses.set(x, (uses.get(x) ?? 0) + 1);
    for (const { operands } of this.steps) operands.forEach(use);
    this.outputs.forEach(use);
    const products = new Map(
      this.steps.filter(({ op, to }) => op === "mul" && uses.get(to) === 1).map((x) => [x.to, x]),
    );
    const gone = new Set();
    for (const step of this.steps) {
      const at = step.op === "add" ? step.operands.findLastIndex((x) => products.has(x)) : -1;
      if (at < 0) continue;
      const product = products.get(step.operands[at]);
      gone.add(product);
      step.op = "madd";
      step.operands = [...product.operands, step.operands[1 - at]];
    }
    this.steps = this.steps
      .filter((step) => !gone.has(step))
      .map(({ op, operands, to }) => ({
        step: stepOf(op, operands),
        places: operands.map((x) => x * BLOCK),
        to: to * BLOCK,
      }));
  }

  // The column of an expression; `operands` are those of the row that it is the text of.
  number(x, counters = [], counts = [], operands = []) {
    if (typeof x !== "object") return this.constant(Number(x));
    if ("operand" in x) return operands[x.operand];
    if ("space" in x) return this.leaf(x, counters, counts);
    if ("runs" in x) return this.sum(x.runs, counters, counts);
    const own = x.operands.map((y) => this.number(y, counters, counts, operands));
    const row = this.rows[x.op];
    return row ? this.number(row, [], [], own) : this.emit(x.op, own);
  }

  leaf({ space, base, strides = [], table, over = [] }, counters, counts) {
    let at = strides.reduce((sum, stride, c) => sum + stride * counters[c], base);
    if (table) at += table[over.reduce((entry, c) => entry * counts[c] + counters[c], 0)];
    return space === "result" ? this.results.get(at) : space === "input" ? at : this.inputs + at;
  }

  sum(runs, counters, counts) {
    let total;
    for (const [length, term] of runs) {
      for (let k = 0; k < length; k++) {
        const inner = length > 1 ? [[...counters, k], [...counts, length]] : [counters, counts];
        const one = this.number(term, ...inner);
        total = total === undefined ? one : this.emit("add", [total, one]);
      }
    }
    return total;
  }

  constant(x) {
    const key = Object.is(x, -0) ? "-0" : String(x);
    if (!this.constants.has(key)) this.constants.set(key, { value: x, column: this.count++ });
    return this.constants.get(key).column;
  }

  emit(op, operands) {
    const key = `${op} ${operands}`;
    if (!this.known.has(key)) {
      this.known.set(key, this.count);
      this.steps.push({ op, operands, to: this.count++ });
    }
    return this.known.get(key);
  }
}

const countersOf = (member, shape) => {
  const found = [];
  for (let c = shape.length - 1; c >= 0; c--) {
    found.unshift(member % shape[c]);
    member = Math.floor(member / shape[c]);
  }
  return found;
};

export const interpret = (data) => new Interpreted(data);

class Interpreted {
  constructor(data) {
    this.descriptor = data;
    this.straight = new Straight(data);
  }

  // As for a program in WebAssembly.
  bind(columns, examples = columns[0]?.length ?? 1) {
    checkColumns(columns, examples, this.descriptor.inputs);
    return new InterpretedBatch(this.straight, this.descriptor, columns, examples);
  }
}

class InterpretedBatch {
  constructor(straight, { parameters, sums }, columns, examples) {
    this.straight = straight;
    this.examples = examples;
    this.parameters = new Float64Array(parameters);
    this.sums = new Float64Array(sums);
    this.gradient = this.sums.subarray(1);
    this.columns = columns.map((column) => Float64Array.from(column));
    this.outputs = straight.outputs.slice(sums).map(() => new Float64Array(examples));
    this.registers = new Float64Array(straight.count * BLOCK);
    for (const { value, column } of straight.constants.values()) this.fill(column, value);
  }

  fill(column, value) {
    this.registers.fill(value, column * BLOCK, (column + 1) * BLOCK);
  }

  step(parameters, weight = 1 / this.examples) {
    checkParameters(parameters, this.parameters.length);
    this.parameters.set(parameters);
    this.sums.fill(0);
    if (this.sums.length) this.fill(this.straight.inputs - 1, weight);
    this.parameters.forEach((value, i) => this.fill(this.straight.inputs + i, value));
    for (let start = 0; start < this.examples; start += BLOCK) {
      this.block(start, Math.min(BLOCK, this.examples - start));
    }
    const finite = this.sums.every(Number.isFinite);
    return { value: this.sums[0], gradient: this.gradient, finite };
  }

  block(start, n) {
    const { registers, sums } = this;
    this.columns.forEach((column, i) =>
      registers.set(column.subarray(start, start + n), i * BLOCK),
    );
    for (const { step, places, to } of this.straight.steps) {
      step(registers, n, to, places[0], places[1], places[2]);
    }
    this.straight.outputs.forEach((column, k) => {
      const at = column * BLOCK;
      if (k >= sums.length) {
        this.outputs[k - sums.length].set(registers.subarray(at, at + n), start);
        return;
      }
      let total = 0;
      for (let i = at; i < at + n; i++) total += registers[i];
      sums[k] += total;
    });
  }
}
