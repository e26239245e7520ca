// The data: sets, noise, points, split, own rows.

export function dataPanel(host, store, link) {
  return () => {};
}
