// Loss and accuracy over time.

export function curvesPanel(host, store, link) {
  return () => {};
}
