// Which node of a row's graph is meant, and what its nodes are called: as in the network's picture.
//
// A parameter is W1[2,0] or b1[2], as in Python; a neuron's weighted sum is z1[2] and its answer
// h1[2]; the outputs are out, or out[0] and so on; the boxes are the layers and neurons of the
// picture.

import { neuronName } from "../screen/network_card.js";
import { spelled } from "../screen/dom.js";
import { withNeurons } from "./structure.js";

const keyOfPath = (path) => (path ?? []).join("\n");

function neuronNodes({ nodes }) { // path -> its operations, in the order of making
  const found = new Map();
  nodes.forEach(({ op, path }, id) => {
    if (!op || !path?.length) return;
    if (!found.has(keyOfPath(path))) found.set(keyOfPath(path), []);
    found.get(keyOfPath(path)).push(id);
  });
  return found;
}

const operationsOf = (found, layer, neuron) =>
  found.get(keyOfPath([`layer ${layer}`, `neuron ${neuron}`])) ?? [];

// The answer of a neuron, or a parameter's leaf; null where the graph has no such node.
export function nodeOf(graph, chosen) {
  if (!chosen) return null;
  if (chosen.parameter !== undefined) return graph.parameters[chosen.parameter] ?? null;
  return operationsOf(neuronNodes(graph), chosen.layer, chosen.neuron).at(-1) ?? null;
}

// The graph with names and boxes for people; that of somebody's own model keeps its own.
export function namedGraph(told, { layers, inputs }) {
  const graph = withNeurons(told, layers);
  const nodes = graph.nodes.map((node) =>
    ({ ...node, name: spelled(node.name ?? ""), path: boxes(node.path, layers) }));
  const found = neuronNodes(graph);
  if (!operationsOf(found, 0, 0).length) return { ...graph, nodes };
  const call = (id, name) => { if (nodes[id]) nodes[id].name = name; };
  layers.forEach(({ neurons, size, activation }, layer) => {
    const isLast = layer === layers.length - 1, number = layer + 1;
    neurons.forEach(({ weights, bias }, neuron) => {
      const own = (place, name) => call(graph.parameters[place], name);
      weights.forEach((place, from) => own(place, `W${number}[${neuron},${from}]`));
      own(bias, `b${number}[${neuron}]`);
      const operations = operationsOf(found, layer, neuron), last = 2 * weights.length - 1;
      if (activation !== "linear") call(operations[last], `z${number}[${neuron}]`);
      const output = size > 1 ? `out[${neuron}]` : "out";
      call(operations.at(-1), isLast ? output : `h${number}[${neuron}]`);
    });
  });
  const isError = ({ op, path, operands }) => op === "sub" && path[0] === "loss"
    && nodes[operands[0]].name === "out" && nodes[operands[1]].name === "y";
  nodes.filter(isError).forEach((node) => { node.name = "error"; });
  return { ...graph, nodes, inputs };
}

function boxes(path, layers) { // "layer 0", "neuron 1" -> as the picture counts, from one
  const [layer, neuron] = (path ?? []).map((word) => Number(word.split(" ")[1]));
  if (!Number.isInteger(layer) || !Number.isInteger(neuron)) return path ?? [];
  const isLast = layer === layers.length - 1;
  if (isLast) return layers[layer].size > 1 ? ["output", `output ${neuron}`] : ["output"];
  return [`layer ${layer + 1}`, `neuron ${neuron + 1}`];
}

export function whatIs(chosen, made, name) { // in words
  const { layers, inputs } = made, { layer: own, neuron: nth } = chosen;
  if (chosen.parameter === undefined) return `${name}: ${neuronName(layers, own, nth)}`;
  for (const [layer, { neurons }] of layers.entries()) {
    for (const [neuron, { weights, bias }] of neurons.entries()) {
      const to = neuronName(layers, layer, neuron), from = weights.indexOf(chosen.parameter);
      if (bias === chosen.parameter) return `${name}: the bias of ${to}`;
      if (from < 0) continue;
      const source = layer ? neuronName(layers, layer - 1, from) : spelled(inputs[from]);
      return `${name}: the weight from ${source} to ${to}`;
    }
  }
  return name;
}
