// Back through training: the moments that were kept, on one line.

export function momentsPanel(host, store, link) {
  return () => {};
}
