// A model and a loss of somebody's own, as Python recorded them: the same things that network.js
// gives of settings. `own` is {model: inputs and parameters -> outputs, loss: outputs and targets ->
// a number, parameters: numbers to begin with, names, layers, threshold}.

import { Graph } from "../../../../autograd/page/graph.js";

export const ownNetwork = ({ model, loss: rule, parameters: starts, names }, tables) => {
  const graph = new Graph(tables.ops);
  const inputs = Array.from({ length: model.operands - starts.length }, (_, i) =>
    graph.leaf(`x${i + 1}`, "input"));
  const parameters = starts.map((_, i) => graph.leaf(names[i], "parameter"));
  const outputs = graph.within(["model"], () =>
    graph.instantiate(model, [...inputs, ...parameters]));
  const targets = Array.from({ length: rule.operands - outputs.length }, (_, i) =>
    graph.leaf(i ? `y${i}` : "y", "input"));
  const [loss] = graph.within(["loss"], () => graph.instantiate(rule, [...outputs, ...targets]));
  return { graph, inputs, targets, parameters, neurons: [outputs], outputs, loss };
};

// What losses of the table say of themselves.
export const ownLoss = ({ threshold }, kind) =>
  ({ targets: kind === "three" ? "class" : "number", threshold });
