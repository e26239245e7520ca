// A model and a loss of somebody's own, as Python recorded them: the same things that network.js
// gives of settings. `own` is {model: inputs and parameters -> what all neurons answer, or the
// outputs where there are no layers; loss: outputs and targets -> a number; parameters: numbers to
// begin with; names, layers, threshold; objective: the name of the loss, "" of one's own; range:
// the least and the largest answer that it takes, null where that is any}.

import { Graph } from "../../../../autograd/page/graph.js";

export const ownNetwork = ({ model, loss: rule, parameters: starts, names, layers }, tables) => {
  const graph = new Graph(tables.ops);
  const inputs = Array.from({ length: model.operands - starts.length }, (_, i) =>
    graph.leaf(`x${i + 1}`, "input"));
  const parameters = starts.map((_, i) => graph.leaf(names[i], "parameter"));
  const answers = graph.within(["model"], () =>
    graph.instantiate(model, [...inputs, ...parameters]));
  const byLayer = layers.map(({ size }) => answers.splice(0, size));
  const neurons = byLayer.length ? byLayer : [answers];
  const outputs = neurons.at(-1);
  const targets = Array.from({ length: rule.operands - outputs.length }, (_, i) =>
    graph.leaf(i ? `y${i}` : "y", "input"));
  const [loss] = graph.within(["loss"], () => graph.instantiate(rule, [...outputs, ...targets]));
  return { graph, inputs, targets, parameters, neurons, outputs, loss };
};

// What losses of the table say of themselves.
export const ownLoss = ({ threshold, objective, range }, kind) =>
  ({ targets: kind === "three" ? "class" : "number", threshold, objective, range });
