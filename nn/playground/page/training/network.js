// The network of some settings as a scalar graph of one row: inputs, neurons layer by layer as
// nn.MLP computes them, targets, the loss. All else (gradients, programs, "why") is made of it.

import { Graph } from "../../../../autograd/page/graph.js";

// [{inputs, size, activation, neurons: [{weights: [index], bias: index}]}], the last is the output
export const layersOf = ({ inputs, hidden, activation, kind }, { kinds }) => {
  const named = (i) => (Array.isArray(activation) ? activation[i] : activation);
  const sizes = [...hidden, kinds[kind].outputs];
  let [width, next] = [inputs.length, 0];
  return sizes.map((size, i) => {
    const neurons = Array.from({ length: size }, () => {
      const weights = Array.from({ length: width }, () => next++);
      return { weights, bias: next++ };
    });
    const layer = { inputs: width, size, neurons };
    width = size;
    return { ...layer, activation: i < hidden.length ? named(i) : "linear" };
  });
};

// the leaves of a layer's parameters, in their order
const leavesOf = (graph, layer, neuron, width) => {
  const place = `layers.${layer}.neurons.${neuron}`;
  const weights = Array.from({ length: width }, (_, k) => `${place}.w.${k}`);
  return [...weights, `${place}.b`].map((name) => graph.leaf(name, "parameter"));
};

// b + w₀x₀ + w₁x₁ + …, in this order, then the activation
const neuronOf = (graph, x, leaves, activation, tables) => {
  const bias = leaves.at(-1);
  const sum = x.reduce((total, input, k) => {
    return graph.apply("add", [total, graph.apply("mul", [leaves[k], input])]);
  }, bias);
  if (activation === "linear") return sum;
  return graph.instantiate(tables.activations[activation], [sum])[0];
};

// {graph, inputs, targets, parameters, neurons: [[node]] by layer, outputs, loss}: ids of nodes
export const networkOf = (settings, layers, tables) => {
  const graph = new Graph(tables.ops);
  const inputs = settings.inputs.map((name) => graph.leaf(name, "input"));
  const parameters = [];
  const neurons = [];
  let x = inputs;
  layers.forEach(({ size, activation, inputs: width }, i) => {
    x = Array.from({ length: size }, (_, k) => graph.within([`layer ${i}`, `neuron ${k}`], () => {
      const leaves = leavesOf(graph, i, k, width);
      parameters.push(...leaves);
      return neuronOf(graph, x, leaves, activation, tables);
    }));
    neurons.push(x);
  });
  const names = x.length > 1 ? x.map((_, k) => `y${k}`) : ["y"];
  const targets = names.map((name) => graph.leaf(name, "input"));
  const [loss] = graph.within(["loss"], () =>
    graph.instantiate(tables.losses[settings.loss].rules[x.length], [...x, ...targets]));
  return { graph, inputs, targets, parameters, neurons, outputs: x, loss };
};
