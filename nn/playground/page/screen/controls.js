// Settings of the run: rate, optimiser, loss, penalties, batch, seed.

export function controlsPanel(host, store, link) {
  return () => {};
}
