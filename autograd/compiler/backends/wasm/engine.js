// A compiled program in a page, a Worker or Node: WebAssembly on columns of numbers.
//
//   const program = await load(bytes, descriptor);   // both from kernel.py
//   const batch = program.bind([x1, x2, target]);    // columns of one length
//   const { value, gradient } = batch.step(parameters);
//
// Where a page may not compile, interpret(data) of interpreter.js gives such a program of what
// data.py writes. The memory of a batch, in this order: what the program itself keeps there,
// parameters, sums, columns (inputs, then outputs), scratch.

import { functionOf } from "../../../rows.js";

// bytes of scratch memory that are used at once: they should stay in the second cache
const SCRATCH = 1 << 18;
const PAGE = 1 << 16;
export const DOUBLE = 8;
export const VECTOR = 16;

export const checkColumns = (columns, examples, inputs) => {
  if (columns.length !== inputs) {
    throw new RangeError(`the program takes ${inputs} columns, got ${columns.length}`);
  }
  const other = columns.findIndex((column) => column.length !== examples);
  if (other >= 0) {
    throw new RangeError(
      `columns have one length: number ${other} has ${columns[other].length}, not ${examples}`,
    );
  }
  if (!examples) throw new RangeError("a batch has at least one example, got none");
};

export const checkParameters = (given, wanted) => {
  if (given.length !== wanted) {
    throw new RangeError(`there are ${wanted} parameters, got ${given.length} numbers`);
  }
};

export const load = async (bytes, descriptor) =>
  new Program(await WebAssembly.compile(bytes), descriptor);

// the same without waiting, which a page allows in a Worker: Python there cannot wait
export const loadAtOnce = (bytes, descriptor) =>
  new Program(new WebAssembly.Module(bytes), descriptor);

class Program {
  constructor(module, descriptor) {
    this.kind = "wasm";
    this.module = module;
    this.descriptor = descriptor;
    this.imports = {
      js: Object.fromEntries(descriptor.imports.map((name) => [name, functionOf(name)])),
    };
  }

  // The program on columns of its own, which are copied; without any so many examples are done.
  bind(columns, examples = columns[0]?.length ?? 1) {
    checkColumns(columns, examples, this.descriptor.inputs);
    const { exports } = new WebAssembly.Instance(this.module, this.imports);
    const batch = new Batch(exports, this.descriptor, examples);
    columns.forEach((column, i) => batch.columns[i].set(column));
    return batch;
  }
}

// A program on a memory of its own. `columns` may be written to between two steps; `gradient` and
// `outputs` (columns, by example) are overwritten by each.
class Batch {
  constructor({ memory, run }, descriptor, examples) {
    const { inputs, outputs, parameters, sums, start, fixed, pitch, chunks } = descriptor;
    const blocks = Math.ceil(examples / 2);
    const most = Math.max(1, Math.floor(SCRATCH / pitch));
    const together = chunks && pitch ? Math.ceil(blocks / Math.ceil(blocks / most)) : 1;
    const stride = blocks * VECTOR;
    let end = start;
    const take = (bytes) => {
      const begin = end;
      end += Math.ceil(bytes / VECTOR) * VECTOR;
      return begin;
    };
    const places = [parameters * DOUBLE, sums * DOUBLE].map(take);
    const first = take((inputs + outputs) * stride);
    const scratch = take(fixed + together * pitch);
    memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE)));
    const view = (at, length) => new Float64Array(memory.buffer, at, length);
    const column = (i) => view(first + i * stride, 2 * blocks);
    this.run = (weight) =>
      run(examples, weight, places[0], places[1], scratch, first, stride, 2 * together);
    this.examples = examples;
    this.parameters = view(places[0], parameters);
    this.sums = view(places[1], sums);
    this.gradient = this.sums.subarray(1);
    this.padded = Array.from({ length: inputs }, (_, i) => column(i));
    this.columns = this.padded.map((whole) => whole.subarray(0, examples));
    this.outputs = Array.from({ length: outputs }, (_, i) =>
      column(inputs + i).subarray(0, examples),
    );
  }

  // The mean over the batch and its gradient; `finite` is false where one of them is inf or nan.
  step(parameters, weight = 1 / this.examples) {
    checkParameters(parameters, this.parameters.length);
    this.parameters.set(parameters);
    if (this.examples % 2) {
      for (const whole of this.padded) whole[this.examples] = whole[this.examples - 1];
    }
    const finite = this.run(weight) === 0;
    return { value: this.sums[0], gradient: this.gradient, finite };
  }
}
