// A program without any generated code: its straight-line steps are done on columns, block by block
// of examples.

import { functionOf } from "../../../rows.js";
import { checkColumns, checkParameters } from "./engine.js";
import { writtenOut } from "./loops.js";

// examples of a block: its columns should stay in the second cache
const BLOCK = 64;

const ofOne = (f) => (r, n, to, a) => {
  for (let i = 0; i < n; i++) r[to + i] = f(r[a + i]);
};
const ofTwo = (f) => (r, n, to, a, b) => {
  for (let i = 0; i < n; i++) r[to + i] = f(r[a + i], r[b + i]);
};
// written out, as a function that is called is another each time
const STEPS = {
  add: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] + r[b + i]; },
  sub: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] - r[b + i]; },
  mul: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] * r[b + i]; },
  div: (r, n, to, a, b) => { for (let i = 0; i < n; i++) r[to + i] = r[a + i] / r[b + i]; },
  neg: (r, n, to, a) => { for (let i = 0; i < n; i++) r[to + i] = -r[a + i]; },
  "<": ofTwo((x, y) => (x < y ? 1 : 0)),
  "<=": ofTwo((x, y) => (x <= y ? 1 : 0)),
  ">": ofTwo((x, y) => (x > y ? 1 : 0)),
  ">=": ofTwo((x, y) => (x >= y ? 1 : 0)),
  // a sum with a product that nothing else needs: both are rounded
  madd: (r, n, to, a, b, c) => {
    for (let i = 0; i < n; i++) r[to + i] = r[a + i] * r[b + i] + r[c + i];
  },
  where: (r, n, to, c, a, b) => {
    for (let i = 0; i < n; i++) r[to + i] = r[c + i] !== 0 ? r[a + i] : r[b + i];
  },
};
const stepOf = (op, operands) =>
  STEPS[op] ?? (operands.length > 1 ? ofTwo : ofOne)(functionOf(op));

export const interpret = (data) => new Interpreted(writtenOut(data));

// A program of straight-line code: its first columns are the inputs, then (if it is weighted) the
// weight, then the parameters; the first `sums` of its outputs are added up over the batch.
export class Interpreted {
  constructor({ straight, inputs, parameters, sums, weighted }) {
    this.kind = "interpreted";
    this.shape = { inputs, parameters, sums, weighted };
    const added = straight.summed(sums), steps = fused(straight, added);
    const results = straight.outputs.slice(sums);
    const { places, count } = placed(straight, steps, [...added.flat(), ...results]);
    const at = (x) => places.get(x) * BLOCK;
    this.length = count * BLOCK;
    this.sums = added.map((columns) => columns.map(at));
    this.results = results.map(at);
    this.constants = [...straight.valueOf].map(([column, value]) => [at(column), value]);
    this.steps = steps.map(({ op, operands, to }) =>
      ({ step: stepOf(op, operands), places: operands.map(at), to: at(to) }));
  }

  // As for a program in WebAssembly.
  bind(columns, examples = columns[0]?.length ?? 1) {
    checkColumns(columns, examples, this.shape.inputs);
    return new InterpretedBatch(this, columns, examples);
  }
}

// The steps; products that one addition or sum needs, and nothing else, are part of it.
const fused = (straight, sums) => {
  const products = straight.products();
  const gone = new Set(straight.outputs.slice(0, sums.length).filter((x) => products.has(x)));
  const found = straight.steps.map(({ op, operands, to }) => {
    const at = op === "add" ? operands.findLastIndex((x) => products.has(x)) : -1;
    if (at < 0) return { op, operands, to };
    gone.add(operands[at]);
    return { op: "madd", operands: [...products.get(operands[at]).operands, operands[1 - at]], to };
  });
  return found.filter(({ to }) => !gone.has(to));
};

// The register of each column: one that no later step needs is given to another. Those that are
// filled from outside, and those in `kept`, have one to themselves.
const placed = (straight, steps, kept) => {
  const results = new Set(straight.steps.map(({ to }) => to));
  const places = new Map(), until = new Map(), free = [];
  for (let x = 0; x < straight.count; x++) if (!results.has(x)) places.set(x, places.size);
  let count = places.size;
  steps.forEach(({ operands, to }, i) => {
    for (const x of [to, ...operands]) until.set(x, i);
  });
  for (const x of [...places.keys(), ...kept]) until.set(x, Infinity);
  steps.forEach(({ operands, to }, i) => {
    const over = [...new Set(operands)].filter((x) => until.get(x) === i);
    free.push(...over.map((x) => places.get(x)));
    places.set(to, free.pop() ?? count++);
  });
  return { places, count };
};

class InterpretedBatch {
  constructor(program, columns, examples) {
    const { inputs, parameters, sums, weighted } = program.shape;
    this.program = program;
    this.examples = examples;
    this.parameters = new Float64Array(parameters);
    this.sums = new Float64Array(sums);
    this.gradient = this.sums.subarray(1);
    this.columns = columns.map((column) => Float64Array.from(column));
    this.outputs = program.results.map(() => new Float64Array(examples));
    this.registers = new Float64Array(program.length);
    this.first = inputs + (weighted ? 1 : 0);
    for (const [at, value] of program.constants) this.fill(at, value);
  }

  fill(at, value) {
    this.registers.fill(value, at, at + BLOCK);
  }

  step(parameters, weight = 1 / this.examples) {
    checkParameters(parameters, this.parameters.length);
    const { inputs, weighted } = this.program.shape;
    this.parameters.set(parameters);
    this.sums.fill(0);
    if (weighted) this.fill(inputs * BLOCK, weight);
    this.parameters.forEach((value, i) => this.fill((this.first + i) * BLOCK, value));
    for (let start = 0; start < this.examples; start += BLOCK) {
      this.block(start, Math.min(BLOCK, this.examples - start));
    }
    if (!weighted) this.sums.forEach((sum, k) => { this.sums[k] = sum * weight; });
    const finite = this.sums.every(Number.isFinite);
    return { value: this.sums[0], gradient: this.gradient, finite };
  }

  block(start, n) {
    const { registers, program } = this;
    this.columns.forEach((column, i) =>
      registers.set(column.subarray(start, start + n), i * BLOCK),
    );
    for (const { step, places, to } of program.steps) {
      step(registers, n, to, places[0], places[1], places[2]);
    }
    program.sums.forEach((places, k) => { this.sums[k] += added(registers, n, places); });
    program.results.forEach((at, k) => {
      this.outputs[k].set(registers.subarray(at, at + n), start);
    });
  }
}

const added = (r, n, [a, b]) => {
  let total = 0;
  if (b === undefined) for (let i = 0; i < n; i++) total += r[a + i];
  else for (let i = 0; i < n; i++) total += r[a + i] * r[b + i];
  return total;
};
