// What the network answers over the plane, with the data.

export function surfacePanel(host, store, link) {
  return () => {};
}
