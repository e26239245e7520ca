// The neurons of a model of somebody's own, which says only whose its parameters are: found by what
// is made of these, as scene/boxes.py finds them.

// The graph with the places of neurons on their nodes; one that has them stays as it is.
export function withNeurons(graph, layers) {
  const isMarked = graph.nodes.some(({ path }) => path?.[0] === "layer 0");
  if (isMarked || !layers.length) return graph;
  const nodes = graph.nodes.map((node) => ({ ...node }));
  layers.forEach(({ neurons }, layer) => neurons.forEach(({ weights, bias }, neuron) => {
    const places = [...weights, ...(bias === null ? [] : [bias])];
    const own = new Set(places.map((place) => graph.parameters[place]));
    const path = [`layer ${layer}`, `neuron ${neuron}`];
    for (const id of nodesOf(graph.nodes, own)) nodes[id].path = path;
  }));
  return { ...graph, nodes };
}

// Products of its parameters, sums of these, and one activation of the sum with all of them.
function nodesOf(nodes, own) {
  const parts = new Map([...own].map((id) => [id, new Set([id])])); // node -> parameters in it
  for (const [id, { op, operands }] of nodes.entries()) {
    const inner = operands.filter((x) => parts.has(x));
    if (!inner.length) continue;
    const isProduct = op === "mul" && inner.length === 1 && own.has(inner[0]);
    if (!isProduct && op !== "add" && op !== "sub") continue;
    parts.set(id, new Set(inner.flatMap((x) => [...parts.get(x)])));
    if (parts.get(id).size < own.size) continue;
    const users = nodes.flatMap((node, k) => (node.operands.includes(id) ? [k] : []));
    const [user] = users, isActivation = users.length === 1 && nodes[user].operands.length === 1;
    return [...parts.keys(), ...(isActivation ? [user] : [])];
  }
  return [];
}
