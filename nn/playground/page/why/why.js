// Why a number is what it is: its gradient, the paths to it, the scalar graph.

export function whyPanel(host, store, link) {
  return () => {};
}
