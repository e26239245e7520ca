// Settings that no run can be made of: which field, and why, in the sentences that Python has, too.

import { floatText } from "../../../../autograd/page/numbers.js";

const MOST_SHOWN = 60;

export class Refused extends Error {
  constructor(field, reason) {
    super(`${field}: ${reason}`);
    Object.assign(this, { field, reason });
  }
}

// The refusal with the sentence of that name in Python's table.
export const refusal = ({ refusals }, field, what, parts = {}) =>
  new Refused(field, refusals[what].replace(/\{(\w+)\}/g, (_, name) => parts[name]));

// A value as Python writes it, a whole number without a point.
export const shown = (value) => {
  const letters = [...literal(value)];
  return letters.length <= MOST_SHOWN ? letters.join("")
    : `${letters.slice(0, MOST_SHOWN).join("")}…`;
};

export const literal = (value) => {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numeral(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  const pairs = Object.entries(value).map(([key, x]) => `${literal(key)}: ${literal(x)}`);
  return `{${pairs.join(", ")}}`;
};

const numeral = (x) => (Number.isInteger(x) && Math.abs(x) < 1e16 ? String(x) : floatText(x));

const quoted = (text) => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return mark + [...text].map((letter) => spelled(letter, mark)).join("") + mark;
};

// A letter as Python writes it in a text: those that cannot be seen by their numbers.
const spelled = (letter, mark) => {
  if (letter === mark || letter === "\\") return `\\${letter}`;
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[letter];
  if (short || letter === " " || !/[\p{C}\p{Z}]/u.test(letter)) return short ?? letter;
  const number = letter.codePointAt(0).toString(16);
  const [kind, length] = [["x", 2], ["u", 4], ["U", 8]].find(([, most]) => number.length <= most);
  return `\\${kind}${number.padStart(length, "0")}`;
};
