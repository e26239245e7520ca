// How large the gradient is in every layer.

export function gradientsPanel(host, store, link) {
  return () => {};
}
