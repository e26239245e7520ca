// The loops that data.py tells of, written out as straight-line code.

import { Straight } from "./straight.js";

// What an interpreter needs of a program.
export const writtenOut = (data) => {
  const { inputs, parameters, sums } = data;
  return { straight: new Unrolled(data).straight, inputs, parameters, sums, weighted: sums > 0 };
};

class Unrolled {
  constructor(data) {
    this.straight = new Straight(data.rows);
    this.inputs = data.inputs + (data.sums ? 1 : 0);
    const rows = this.inputs + data.parameters;
    this.straight.columns(rows);
    this.results = new Map();
    for (const { shape, first, body } of data.loops) {
      const members = shape.reduce((a, b) => a * b, 1);
      for (let member = 0; member < members; member++) {
        this.results.set(first + member, this.number(body, countersOf(member, shape), shape));
      }
    }
    this.straight.outputs = data.outputs.map((x) => {
      if (typeof x !== "number") return this.number(x.constant);
      return x < rows ? x : this.results.get(x - rows);
    });
  }

  // The column of an expression.
  number(x, counters = [], counts = []) {
    if (typeof x !== "object") return this.straight.constant(Number(x));
    if ("space" in x) return this.leaf(x, counters, counts);
    if ("runs" in x) return this.sum(x.runs, counters, counts);
    return this.straight.apply(x.op, x.operands.map((y) => this.number(y, counters, counts)));
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
        total = total === undefined ? one : this.straight.apply("add", [total, one]);
      }
    }
    return total;
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
