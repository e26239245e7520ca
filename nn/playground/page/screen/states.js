// The state as a short text, as it stands in an address.
//
// It holds what differs from the defaults, how far the training went, which weights were changed by
// hand, and the pace: the rest follows from the seed. state.py reads and writes the same texts.

import { PACE, tableDefaults } from "./defaults.js";

const VERSION = "1";

export class BadState extends Error {}

export function stateText(store) {
  const { fields } = store.get("tables"), hidden = store.get("hidden") ?? [];
  const { epoch = 0, step = 0, edits = [] } = store.get("frame") ?? {};
  const pace = store.get("pace") ?? PACE, own = pace === PACE ? {} : { pace };
  const settings = differing(fields, store.get("settings"));
  const state = { settings, epoch, step, edits, hidden, ...own };
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

// {settings (all of them), replay: {epoch, step, edits}, hidden, pace} of a text or an address
export function readState(text, fields) {
  const short = text.trim().replace(/^.*#/, "");
  if (short[0] !== VERSION) {
    throw new BadState(`a state begins with ${VERSION}, got “${short.slice(0, 20)}”`);
  }
  const found = parsedState(short);
  checkState(found, fields);
  const { settings = {}, epoch = 0, step = 0, edits = [], hidden = [], pace = PACE } = found;
  const all = { ...tableDefaults(fields), ...settings };
  return { settings: all, hidden, replay: { epoch, step, edits }, pace };
}

function parsedState(short) {
  let found;
  try {
    found = JSON.parse(unbase64url(short.slice(1)));
  } catch {
    throw new BadState("it is damaged, or a part of it is missing: copy the whole");
  }
  if (!isPlain(found) || !isPlain(found.settings ?? {})) {
    throw new BadState("it holds no settings: copy the whole");
  }
  return found;
}

const isPlain = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
const isCount = (x) => Number.isSafeInteger(x) && x >= 0;
const isPace = (x) => [PACE, "max"].includes(x) || (isCount(x) && x > 0);
const PARTS_OF_STATE = ["settings", "epoch", "step", "edits", "hidden", "pace"];

function checkState(found, fields) {
  const known = new Set(fields.map(({ name }) => name));
  const odd = Object.keys(found).find((name) => !PARTS_OF_STATE.includes(name));
  if (odd) throw new BadState(`it has an unknown part, “${odd.slice(0, 40)}”`);
  const other = Object.keys(found.settings ?? {}).find((name) => !known.has(name));
  if (other) throw new BadState(`it has an unknown setting, “${other.slice(0, 40)}”`);
  const { epoch = 0, step = 0, edits = [], hidden = [], pace = PACE } = found;
  const isEdit = (edit) => Array.isArray(edit) && edit.length === 3 && isCount(edit[0])
    && isCount(edit[1]) && Array.isArray(edit[2]) && edit[2].every((change) =>
      Array.isArray(change) && isCount(change[0]) && Number.isFinite(change[1]));
  if (!isCount(epoch) || !isCount(step)) throw new BadState("it counts its epochs from 0");
  if (!Array.isArray(edits) || !edits.every(isEdit)) {
    throw new BadState("its changes by hand are no list of epoch, step and weights");
  }
  if (!Array.isArray(hidden)) throw new BadState("what it hides is no list of names");
  if (!isPace(pace)) throw new BadState("its pace is “auto”, “max” or so many epochs a frame");
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
