// The bar on top: play and pause, reset, steps of three grains, the epoch and the losses.

export function barPanel(host, store, link) {
  return () => {};
}
