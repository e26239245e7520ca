// What the nodes of a graph are called, as scene/names.py calls them: each by a name of its own.

const LETTERS_SEEN = 16, LETTERS_KEPT = 40; // of a name: what must differ, what is kept at all

function escaped(letter) { // as Python writes what cannot be seen
  const code = letter.codePointAt(0), known = { 9: "\\t", 13: "\\r" }[code];
  if (known) return known;
  const [mark, length] = code < 256 ? ["x", 2] : code < 65536 ? ["u", 4] : ["U", 8];
  return `\\${mark}${code.toString(16).padStart(length, "0")}`;
}

const PLAIN = /^[ -~]*$/; // most names: nothing in them is to be looked at letter by letter

export function labelText(text, limit = LETTERS_KEPT) { // one printable line
  if (text.length <= limit && PLAIN.test(text)) return text;
  const line = String(text).replace(/\r\n|\n/g, "↵");
  const shown = [...line.replace(/(?![ \u200d])[\p{C}\p{Z}]/gu, escaped)];
  return shown.length > limit ? `${shown.slice(0, limit - 1).join("")}…` : shown.join("");
}

// wished: a name or nothing for each node of a topological order -> a name of its own for each;
// one without is v1, v2, …, and the output L
export function spokenNames(wished, limit = LETTERS_SEEN) {
  const short = wished.map((name) => labelText(name ?? "", LETTERS_SEEN));
  const taken = new Set(short), used = new Set(), last = short.length - 1;
  if (!short[last] && !taken.has("L")) taken.add(short[last] = "L");
  let counted = 0;
  return short.map((name, i) => {
    let found = name;
    while (!found || used.has(found)) {
      counted += 1;
      found = taken.has(`v${counted}`) ? "" : `v${counted}`;
    }
    used.add(found);
    const whole = labelText(wished[i] ?? "", limit);
    return whole && found === name ? whole : found;
  });
}

export const wholeNames = (wished) => spokenNames(wished, LETTERS_KEPT);

// "neuron 10" stands behind "neuron 9"
const piecesOf = (name) => name.split(/(\d+)/).map((piece, i) => (i % 2 ? Number(piece) : piece));

function comparePieces(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return a.length - b.length;
}

export const compareNames = (a, b) => comparePieces(piecesOf(a), piecesOf(b));

export function comparePaths(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareNames(a[i], b[i]);
    if (order) return order;
  }
  return a.length - b.length;
}

// the width of a text in letters; Chinese characters and most emoji are two wide
const WIDE = new RegExp("[\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff"
  + "\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6"
  + "\\u{1f300}-\\u{1faff}\\u{20000}-\\u{3fffd}]", "u");

export const lettersOf = (text) =>
  [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
