// Looking at a network without changing it: its loss and accuracy on some rows, and what every
// neuron answers over a grid.

import { inputColumns } from "./inputs.js";
import { accuracyOf } from "./targets.js";

const mean = (numbers) => {
  let total = 0;
  for (const x of numbers) total += x;
  return total / numbers.length;
};

// The loss and the accuracy on some rows; of no rows null.
export class Measure {
  constructor(look, inputs, targets, { loss, kind, outputs }) {
    this.batch = targets[0].length ? look.bind([...inputs, ...targets]) : null;
    Object.assign(this, { targets, loss, kind, outputs });
  }

  at(parameters) {
    if (!this.batch) return null;
    this.batch.step(parameters);
    const [losses, ...neurons] = this.batch.outputs;
    const answers = neurons.slice(-this.outputs);
    return {
      loss: mean(losses),
      accuracy: accuracyOf(this.loss, this.kind, answers, this.targets),
    };
  }
}

// The points of a grid: index i·side + j, j along the first input, i along the second, both from
// low to high; of one input so many points of a line.
const gridRows = ({ side, low, high }) => {
  const at = (d, i) => low[d] + ((high[d] - low[d]) * i) / (side - 1);
  if (low.length === 1) return Array.from({ length: side }, (_, j) => [at(0, j)]);
  return Array.from({ length: side * side }, (_, k) => [at(0, k % side), at(1, Math.floor(k / side))]);
};

export class View {
  constructor(look, grid, names, layers, tables) {
    const X = gridRows(grid);
    const inputs = inputColumns(names, X, tables);
    const count = layers.at(-1).size;
    const nothing = Array.from({ length: count }, () => new Float64Array(X.length));
    this.batch = look.bind([...inputs, ...nothing]);
    this.inputs = inputs;
    this.sizes = layers.map(({ size }) => size);
  }

  at(parameters) {
    this.batch.step(parameters);
    const short = (columns) => columns.map((column) => Float32Array.from(column));
    let next = 1;
    const neurons = this.sizes.map((size) => short(this.batch.outputs.slice(next, (next += size))));
    return { surface: neurons.at(-1), neurons, inputs: short(this.inputs) };
  }
}
