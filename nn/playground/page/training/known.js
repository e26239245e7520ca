// A name that has to be one of those known, or a refusal that names the closest of them: nn.checks
// and Python's difflib in the page.

import { literal, Refused } from "./refused.js";

const ALIKE = 0.6; // at least so much of both names agrees
const MOST_HINTS = 2;

export const oneOf = (field, what, word, known) => {
  if (typeof word === "string" && known.includes(word)) return word;
  const hint = didYouMean(word, known);
  const told = known.join(", ") || "none";
  throw new Refused(field, `unknown ${what} ${literal(word)}${hint}; known: ${told}`);
};

const didYouMean = (word, known) => {
  const text = (typeof word === "string" ? word : literal(word)).toLowerCase();
  const scored = known.map((name) => ({ name, score: likeness(name, text) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? 1 : -1));
  const closest = scored.slice(0, MOST_HINTS).map(({ name }) => literal(name));
  return closest.length ? ` (did you mean ${closest.join(" or ")}?)` : "";
};

// The share of letters that both have in the same order, by the longest common parts.
const likeness = (a, b) => (a.length + b.length ? (2 * common(a, b)) / (a.length + b.length) : 1);

const common = (a, b) => {
  let [size, at, there] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let n = 0;
      while (i + n < a.length && j + n < b.length && a[i + n] === b[j + n]) n += 1;
      if (n > size) [size, at, there] = [n, i, j];
    }
  }
  if (!size) return 0;
  return size + common(a.slice(0, at), b.slice(0, there))
    + common(a.slice(at + size), b.slice(there + size));
};
