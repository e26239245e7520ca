// The state as a short text, as it stands in an address.
//
// It holds what differs from the defaults, how far the training went, and which weights were
// changed by hand: the rest follows from the seed. state.py reads and writes the same texts.

const VERSION = "1";

export class BadState extends Error {}

export function stateText(store) {
  const { fields } = store.get("tables"), hidden = store.get("hidden") ?? [];
  const { epoch = 0, step = 0, edits = [] } = store.get("frame") ?? {};
  const state = { settings: differing(fields, store.get("settings")), epoch, step, edits, hidden };
  const filled = Object.entries(state).filter(([, value]) =>
    (typeof value === "number" ? value : Object.keys(value).length));
  return VERSION + base64url(JSON.stringify(Object.fromEntries(filled)));
}

// Settings that are not the table's own; of a rule's settings those that are not its defaults.
function differing(fields, settings) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b), found = {};
  for (const field of fields) {
    const value = settings[field.name];
    const rule = fields.find(({ name }) => `${name}_settings` === field.name);
    if (!rule) {
      if (!same(value, field.default ?? null)) found[field.name] = value;
      continue;
    }
    const own = rule.choices.find(({ name }) => name === settings[rule.name])?.fields ?? [];
    const odd = Object.entries(value).filter(([name, x]) =>
      !same(x, own.find((one) => one.name === name)?.default));
    if (odd.length) found[field.name] = Object.fromEntries(odd);
  }
  return found;
}

// {settings (all of them), replay: {epoch, step, edits}, hidden} of a text or an address
export function readState(text, fields) {
  const short = text.trim().replace(/^.*#/, "");
  if (short[0] !== VERSION) {
    throw new BadState(`a state begins with ${VERSION}, got “${short.slice(0, 20)}”`);
  }
  const { settings = {}, epoch = 0, step = 0, edits = [], hidden = [] } = parsedState(short);
  const rest = Object.fromEntries(fields.map(({ name, default: value }) => [name, value ?? null]));
  return { settings: { ...rest, ...settings }, hidden, replay: { epoch, step, edits } };
}

function parsedState(short) {
  let found;
  try {
    found = JSON.parse(unbase64url(short.slice(1)));
  } catch {
    throw new BadState("it is damaged, or a part of it is missing: copy the whole");
  }
  const isPlain = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
  if (!isPlain(found) || !isPlain(found.settings ?? {})) {
    throw new BadState("it holds no settings: copy the whole");
  }
  return found;
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
