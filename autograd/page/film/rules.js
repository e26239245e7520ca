// The op table's partials in the reader's own names, as explanation/rules.py writes them. A rule
// comes as a tree: a whole number, {float: x}, a name, or [what, …] with an operator, "call" or
// "if" before its parts (see show/player/template.py).

import { floatText } from "../numbers.js";

const STRENGTH = { "+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "//": 2, negative: 3, "**": 4 };
const compute = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b,
  "**": (a, b) => a ** b, "%": (a, b) => a - b * Math.floor(a / b),
  "//": (a, b) => Math.floor(a / b),
};
const isFigure = (tree) => typeof tree === "number" || tree.float !== undefined;
const valueOf = (tree) => (typeof tree === "number" ? tree : tree.float);
const isOne = (tree) => isFigure(tree) && valueOf(tree) === 1;

// numbers: what each word of the rule is here; fixed: those words that are constants
function simplify(tree, { numbers, fixed }) {
  const again = (part) => simplify(part, { numbers, fixed });
  if (typeof tree === "string") return fixed.has(tree) ? { float: numbers[tree] } : tree;
  if (isFigure(tree)) return tree;
  const [kind, ...parts] = tree;
  if (kind === "if") return again(parts[numbers[parts[0]] === 0 ? 1 : 2]);
  if (kind === "call") return called(parts[0], parts.slice(1).map(again));
  if (kind === "negative") return [kind, again(parts[0])];
  const both = parts.map(again);
  return Object.hasOwn(compute, kind) ? folded(kind, ...both) : [kind, ...both];
}

function folded(operator, left, right) {
  if (operator === "**" && isOne(right)) return left;
  const both = isFigure(left) && isFigure(right), divides = operator === "/" || operator === "//";
  if (!both || (divides && valueOf(right) === 0)) return [operator, left, right];
  const x = compute[operator](valueOf(left), valueOf(right));
  const whole = typeof left === "number" && typeof right === "number" && operator !== "/";
  return whole ? x : { float: x };
}

function called(name, parts) { // rows that hold limits at the edge of their domain, as written
  const power = (a, b) => (isOne(b) ? a : ["**", a, b]);
  const [a, b, n] = parts;
  if (name === "pow") return power(a, b);
  if (name === "xlogy") return ["*", a, ["call", "log", b]];
  if (name === "powlog") return ["*", power(a, b), power(["call", "log", a], n)];
  return ["call", name, ...parts];
}

function ruleText(tree, words, around = 0) {
  if (typeof tree === "number") return String(tree);
  if (typeof tree === "string") return words[tree] ?? tree;
  if (isFigure(tree)) return floatText(tree.float);
  const [kind, ...parts] = tree;
  if (kind === "call") {
    return `${parts[0]}(${parts.slice(1).map((part) => ruleText(part, words)).join(", ")})`;
  }
  const own = STRENGTH[kind] ?? 0; // a comparison binds least
  const [left, right] = kind === "**" ? [own + 1, own] : [own, own + 1];
  const text = kind === "negative" ? `-${ruleText(parts[0], words, own)}`
    : `${ruleText(parts[0], words, left)} ${kind} ${ruleText(parts[1], words, right)}`;
  return own < around ? `(${text})` : text;
}

const wordsIn = (tree) => (typeof tree === "string" ? [tree]
  : Array.isArray(tree) ? tree.slice(tree[0] === "call" ? 2 : 1).flatMap(wordsIn) : []);

// one partial with names put in; empty for a mere number. words: what the operands (null where
// they are constants) and the output are called; numbers: what they are
export function partialText(row, position, words, numbers) {
  const rule = row.rules[position];
  if (rule === null || rule === undefined) return ""; // a mere number, or one of no row
  const known = [...row.operands, row.output];
  const of = (list) => Object.fromEntries(known.map((word, i) => [word, list[i]]));
  const called = of(words), fixed = new Set(row.operands.filter((word, i) => words[i] === null));
  const simple = simplify(rule, { numbers: of(numbers), fixed });
  const used = wordsIn(simple).filter((word) => Object.hasOwn(called, word));
  if (!used.length) return "";
  return ruleText(simple, called);
}
