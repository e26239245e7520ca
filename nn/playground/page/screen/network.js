// The network: a small heat map for every neuron, a line for every weight.

export function networkPanel(host, store, link) {
  return () => {};
}
