// The state as a short text, the Python code, and what can be taken along.

export function sharePanel(host, store, link) {
  return () => {};
}

export const stateText = (store) => JSON.stringify({ settings: store.get("settings") });

export const readState = (text) => JSON.parse(text);
