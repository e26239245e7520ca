// A good setting and an instructive failure for every set of data.

export function recipesPanel(host, store, link) {
  return () => {};
}
