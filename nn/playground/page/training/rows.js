// Rows of one's own looked at as nn/playground/rows.py does: {X, y, kind}, in numbers, or Refused.

import { floatText } from "../../../../autograd/page/numbers.js";
import { oneOf } from "./known.js";
import { literal, refusal, Refused, shown } from "./refused.js";

const refuse = (reason) => {
  throw new Refused("rows", reason);
};

// A model of somebody's own (tables.own) may have a list of targets for each row.
export const checkedRows = (rows, tables) => {
  for (const name of Object.keys(rows)) oneOf("rows", "part of rows", name, ["X", "y", "kind"]);
  if (!("X" in rows && "y" in rows)) {
    const parts = Object.keys(rows).join(", ") || "nothing";
    throw refusal(tables, "rows", "parts of rows", { parts });
  }
  const { X, y } = checkedTables(rows.X, numbered(rows.y, tables));
  checkSize(X, tables);
  if (tables.own) return { X, y, kind: rows.kind };
  return { X, ...labelled(y.map((target, i) => single(target, i, tables)), rows.kind, tables) };
};

// The order of Python: by the numbers of letters, of which JavaScript's own halves the large ones.
const byLetters = (a, b) => {
  const [first, second] = [a, b].map((word) =>
    [...word].map((letter) => letter.codePointAt(0).toString(16).padStart(6, "0")).join(""));
  return first < second ? -1 : 1; // no two are the same
};

// Words as the numbers of their classes.
const numbered = (y, tables) => {
  if (!Array.isArray(y) || !y.length || !y.every((word) => typeof word === "string")) return y;
  const classes = [...new Set(y)].sort(byLetters), { labels } = tables.kinds.three;
  if (classes.length <= labels.length) return y.map((word) => classes.indexOf(word));
  throw refusal(tables, "rows", "many classes", { count: classes.length });
};

const checkSize = (X, tables) => {
  const { rows, columns } = tables.most;
  if (X.length < 2 || X.length > rows) {
    throw refusal(tables, "rows", "many rows", { most: rows, count: X.length });
  }
  if (X[0].length > columns) {
    throw refusal(tables, "rows", "many columns", { most: columns, count: X[0].length });
  }
};

const single = (target, row, tables) => {
  if (!Array.isArray(target)) return target;
  if (target.length === 1) return target[0];
  throw refusal(tables, "rows", "many targets", { row, found: shown(target) });
};

// Targets and their kind, found by them unless given; -1 and 1 are the labels 0 and 1, too.
const labelled = (targets, given, tables) => {
  const { kinds } = tables;
  const odd = (numbers, { labels }) => numbers.filter((t) => !labels.includes(t));
  const signs = odd(targets, { labels: [-1, 1] }).length === 0 && new Set(targets).size === 2;
  const y = signs && (given ?? "two") === "two" ? targets.map((t) => (t + 1) / 2) : targets;
  const found = Object.keys(kinds).find((name) => !odd(y, kinds[name]).length) ?? "number";
  const kind = oneOf("rows", "kind", given ?? found, Object.keys(kinds));
  const { labels } = kinds[kind], others = labels.length ? odd(y, kinds[kind]) : [];
  if (!others.length) return { y, kind };
  const label = shown(Math.min(...others));
  throw refusal(tables, "rows", "label", { label, kind, labels: labels.map(shown).join(", ") });
};

// --- tables of numbers, as nn/data/tables.py has them ---

const checkedTables = (X, y) => {
  for (const [name, table] of [["X", X], ["y", y]]) {
    if (Array.isArray(table)) continue;
    refuse(`${name} is a list of rows or an array, got ${literal(table)}`);
  }
  if (X.length !== y.length) {
    refuse(`X has ${X.length} rows and y has ${y.length}: one target per row`);
  }
  if (!X.length) refuse("X and y are empty: there is nothing to learn from");
  const told = tableOfNumbers("X", X);
  if (Array.isArray(y[0])) return { X: told, y: tableOfNumbers("y", y) };
  return { X: told, y: y.map((target, i) => finite(`y, row ${i}`, target)) };
};

const tableOfNumbers = (name, rows) => {
  rows.forEach((row, i) => {
    if (!Array.isArray(row)) {
      refuse(`${name}, row ${i} is ${literal(row)}, not a list of numbers: for one column write `
        + `[[v] for v in ${name}]`);
    }
    const [width, first] = [row.length, rows[0].length];
    if (width !== first) {
      refuse(`${name} is ragged: row ${i} has ${width} columns, row 0 has ${first}`);
    }
  });
  if (!rows[0].length) refuse(`${name} has no columns`);
  return rows.map((row, i) => row.map((x, j) => finite(`${name}, row ${i}, column ${j}`, x)));
};

const finite = (place, x) => {
  if (typeof x === "number" || typeof x === "boolean") {
    return Number.isFinite(Number(x)) ? Number(x)
      : refuse(`${place} is ${floatText(x)}: fill it in or drop the row`);
  }
  if (x === null) return refuse(`${place}: a number is needed, got None: was a return forgotten?`);
  if (typeof x === "string") {
    return refuse(`${place}: a number is needed, got the text ${literal(x)}: `
      + "convert it with float(...)");
  }
  return refuse(`${place}: one number is needed, got a ${Array.isArray(x) ? "list" : "dict"}: `
    + "make a Value of each element, for example [Value(v) for v in xs]");
};
