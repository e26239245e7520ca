// Where weights begin: nn.models.init, drawn in the order of an nn.MLP (layer by layer, neuron by
// neuron, the weights before the bias), so that a seed gives the numbers that it gives in Python.

import { Random } from "./random.js";

const INITS = {
  xavier: (inputs, outputs, source) => {
    const limit = Math.sqrt(6 / (inputs + outputs));
    return source.uniform(-limit, limit);
  },
  he: (inputs, outputs, source) => source.gauss(0, Math.sqrt(2 / inputs)),
  zeros: () => 0,
  uniform: (inputs, outputs, source) => source.uniform(-1, 1),
  normal: (inputs, outputs, source) => source.gauss(0, 1),
};

// The parameters of layers {inputs, size, activation}; `cutting` are the activations for "he".
export const firstParameters = (layers, { init, seed }, { cutting }) => {
  const source = new Random(seed);
  const found = [];
  for (const { inputs, size, activation } of layers) {
    const suited = cutting.includes(activation) ? "he" : "xavier";
    const draw = INITS[init === "default" ? suited : init];
    for (let neuron = 0; neuron < size; neuron++) {
      for (let i = 0; i < inputs; i++) found.push(draw(inputs, size, source));
      found.push(0);
    }
  }
  return Float64Array.from(found);
};
