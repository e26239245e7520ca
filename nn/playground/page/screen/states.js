// The state as a short text, as it stands in an address.
//
// It holds what differs from the defaults, how far the training went, and which weights were
// changed by hand: the rest follows from the seed. state.py reads and writes the same texts.

import { restIs } from "./defaults.js";

const VERSION = "1";

export class BadState extends Error {}

export function stateText(store) {
  const { fields } = store.get("tables"), settings = store.get("settings");
  const { epoch = 0, step = 0, edits = [] } = store.get("frame") ?? {};
  const rest = restIs(fields, settings), hidden = store.get("hidden") ?? [];
  const own = Object.entries(settings).filter(([name, value]) =>
    JSON.stringify(value) !== JSON.stringify(rest[name]));
  const state = { settings: Object.fromEntries(own), epoch, step, edits, hidden };
  const filled = Object.entries(state).filter(([, value]) =>
    (typeof value === "number" ? value : Object.keys(value).length));
  return VERSION + base64url(JSON.stringify(Object.fromEntries(filled)));
}

// {settings (all of them), replay: {epoch, step, edits}, hidden} of a text
export function readState(text, fields) {
  const short = text.trim().replace(/^.*#/, "");
  if (short[0] !== VERSION) {
    throw new BadState(`a state begins with ${VERSION}, got “${short.slice(0, 20)}”`);
  }
  let state;
  try {
    state = JSON.parse(unbase64url(short.slice(1)));
  } catch {
    throw new BadState("it is damaged, or a part of it is missing: copy the whole");
  }
  const { settings = {}, epoch = 0, step = 0, edits = [], hidden = [] } = state ?? {};
  return { settings: { ...restIs(fields, settings), ...settings }, hidden,
    replay: { epoch, step, edits } };
}

function base64url(text) {
  const bytes = new TextEncoder().encode(text);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unbase64url(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
