// The state as a short text, as it stands in an address.
//
// It holds what differs from the defaults, how far the training went, which weights were changed by
// hand, and the pace: the rest follows from the seed. state.py reads and writes the same texts.

import { oneOf } from "../training/known.js";
import { refusal, shown } from "../training/refused.js";
import { PACE, tableDefaults } from "./defaults.js";

const VERSION = "1";

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

// {settings (all of them), replay: {epoch, step, edits}, hidden, pace} of a text or an address.
// Throws Refused, in the sentences that Python has.
export function readState(text, tables) {
  const found = parsedState(text, tables), fields = tables.fields.map(({ name }) => name);
  for (const name of Object.keys(found)) oneOf("state", "part of a state", name, PARTS_OF_STATE);
  const { settings = {}, epoch = 0, step = 0, edits = [], hidden = [], pace = PACE } = found;
  for (const name of Object.keys(settings)) oneOf("state", "setting", name, fields);
  checkPlace({ epoch, step, edits }, tables);
  const known = [...fields, ...Object.keys(tables.parts)];
  for (const name of hidden) oneOf("state", "control", name, known);
  if (!isPace(pace)) throw refusal(tables, "state", "state's pace", { found: shown(pace) });
  const all = { ...tableDefaults(tables.fields), ...settings };
  return { settings: all, hidden, replay: { epoch, step, edits }, pace };
}

// What a text holds, if it is a list of parts by their names.
function parsedState(text, tables) {
  const own = text.trim().replace(/[ \t\r\n]/g, ""); // a letter breaks long lines
  const letters = own.slice(own.lastIndexOf("#") + 1).replace(/=+$/, "");
  try {
    const found = STATE.test(letters) ? JSON.parse(unbase64url(letters.slice(1))) : null;
    const { settings = {}, hidden = [] } = found;
    if (isFlat(found) && [found, settings].every(isPlain) && Array.isArray(hidden)) return found;
  } catch { /* it is told below */ }
  throw refusal(tables, "state", "no state", { found: shown(text) });
}

const STATE = new RegExp(`^${VERSION}[\\w-]+$`);
const PARTS_OF_STATE = ["settings", "epoch", "step", "edits", "hidden", "pace"];
const DEEPEST = 8; // lists in lists: the rows of a table of one's own stand deepest
const isFlat = (x, levels = DEEPEST) => {
  const inside = x !== null && typeof x === "object" ? Object.values(x) : [];
  return !inside.length || (levels > 0 && inside.every((one) => isFlat(one, levels - 1)));
};
const isPlain = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
const isCount = (x) => Number.isSafeInteger(x) && x >= 0;
const isPace = (x) => [PACE, "max"].includes(x) || (isCount(x) && x > 0);
const isList = (x, length) => Array.isArray(x) && x.length === length;
const isEdit = (edit) => isList(edit, 3) && isCount(edit[0]) && isCount(edit[1])
  && Array.isArray(edit[2]) && edit[2].every((change) =>
    isList(change, 2) && isCount(change[0]) && Number.isFinite(change[1]));
const isUpTo = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);

function checkPlace({ epoch, step, edits }, tables) {
  const refused = (what, found) => refusal(tables, "state", what, { found: shown(found) });
  for (const count of [epoch, step]) if (!isCount(count)) throw refused("state's place", count);
  if (!Array.isArray(edits)) throw refused("state's edits", edits);
  let before = [0, 0];
  for (const edit of edits) {
    const fits = isEdit(edit) && isUpTo(before, edit) && isUpTo(edit, [epoch, step]);
    if (!fits) throw refused("state's edits", edit);
    before = edit;
  }
}

function base64url(text) {
  const bytes = new TextEncoder().encode(text);
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unbase64url(text) {
  const letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
