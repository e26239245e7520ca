// Looking at a network without changing it: its loss and accuracy on some rows, and what every
// neuron answers over a grid.

import { inputColumns } from "./inputs.js";
import { accuracyOf, wrongRows } from "./targets.js";

const MOST_WRONG = 4; // so many rows that are wrong are told, the first ones

const rangeOf = (numbers) => {
  let [least, most] = [Infinity, -Infinity];
  for (const x of numbers) [least, most] = [Math.min(least, x), Math.max(most, x)];
  return [least, most];
};

const meanOf = (numbers) => {
  let total = 0;
  for (const x of numbers) total += x;
  return total / numbers.length;
};

// The loss and the accuracy on some rows, given as columns of inputs and targets.
export class Measure {
  constructor({ programs, inputs, loss, settings, network }, columns) {
    this.batch = programs.look.bind(columns);
    this.targets = columns.slice(inputs.length);
    this.sizes = network.neurons.map((layer) => layer.length);
    Object.assign(this, { loss, kind: settings.kind, outputs: network.outputs.length });
  }

  // For every neuron, by layer, its least and its largest answer on these rows.
  ranges(parameters) {
    this.batch.step(parameters);
    const ranges = this.batch.outputs.slice(1).map(rangeOf);
    return this.sizes.map((size) => ranges.splice(0, size));
  }

  at(parameters) {
    this.batch.step(parameters);
    const accuracy = accuracyOf(this.loss, this.kind, this.answers, this.targets);
    return { loss: meanOf(this.batch.outputs[0]), accuracy };
  }

  get answers() {
    return this.batch.outputs.slice(-this.outputs);
  }

  // Which of these rows are wrong, by the parameters that were measured last.
  wrong() {
    return wrongRows(this.loss, this.kind, this.answers, this.targets, MOST_WRONG);
  }
}

// The points of a grid: index i·side + j, j along the first input, i along the second, both from
// low to high; of one input so many points of a line.
const gridRows = ({ side, low, high }) => {
  const at = (d, i) => low[d] + ((high[d] - low[d]) * i) / (side - 1);
  if (low.length === 1) return Array.from({ length: side }, (_, j) => [at(0, j)]);
  const point = (_, k) => [at(0, k % side), at(1, Math.floor(k / side))];
  return Array.from({ length: side * side }, point);
};

// What the network answers at every point of a grid.
export class View {
  constructor({ programs, inputs, network, tables }, grid) {
    const X = gridRows(grid);
    this.inputs = inputColumns(inputs, X, tables);
    const nothing = network.targets.map(() => new Float64Array(X.length));
    this.batch = programs.look.bind([...this.inputs, ...nothing]);
    this.sizes = network.neurons.map((layer) => layer.length);
  }

  // {surface, neurons, inputs}: outputs, neurons by layer (the last are the outputs), inputs
  at(parameters) {
    this.batch.step(parameters);
    const short = (columns) => columns.map((column) => Float32Array.from(column));
    let next = 1;
    const neurons = this.sizes.map((size) => short(this.batch.outputs.slice(next, (next += size))));
    return { surface: neurons.at(-1), neurons, inputs: short(this.inputs) };
  }
}
