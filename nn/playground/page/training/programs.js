// The two programs of a network: one for a step (loss, gradient, answers), one that looks on (loss
// and the answer of every neuron).

import { compileProgram } from "../../../../autograd/page/program.js";

// {step, look, kind}; `kind` says whether they are WebAssembly or interpreted
export const programsOf = async (network, how) => {
  const { graph, inputs, targets, parameters, neurons, outputs, loss } = network;
  const columns = [...inputs, ...targets];
  const gradient = graph.gradient(loss, parameters);
  const shape = { graph, inputs: columns, parameters };
  const sums = 1 + gradient.length;
  const [step, look] = await Promise.all([
    compileProgram({ ...shape, outputs: [loss, ...gradient, ...outputs], sums }, how),
    compileProgram({ ...shape, outputs: [loss, ...neurons.flat()], sums: 0 }, how),
  ]);
  return { step, look, kind: step.kind };
};
