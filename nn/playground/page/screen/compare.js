// Two moments or two seeds side by side.

export function comparePanel(host, store, link) {
  return () => {};
}
