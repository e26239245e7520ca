// A derivative as a sum over the paths through the network alone. What the loss makes of an output
// is one factor, ∂L/∂out: its own paths, which may cancel, are added up before.

import { explained } from "../../../../autograd/page/film/explain.js";
import { spokenOrder } from "../../../../autograd/page/film/film.js";
import { short } from "../../../../autograd/page/numbers.js";
import { spelled } from "../screen/dom.js";

const WHOLE = "the loss", MOST_TERMS = 6; // the row that stands for it; in its rule

const isSame = (x, y) => Math.abs(x - y) < 1e-9; // shares of 1, but for rounding
const isLoss = ({ path }) => path?.[0] === "loss";

// As explained(); where the loss is not apart from the network it is just that.
export function explainedByNetwork(asked, wrt, limit) {
  const { graph, values, output, rows } = asked, { nodes } = graph;
  const outputs = outputsOf(nodes);
  if (!isLoss(nodes[output]) || isLoss(nodes[wrt]) || !outputs.length) {
    return explained(asked, wrt, limit);
  }
  const { gradient, shares } = graph.sweep(values, output);
  const own = outputs.map((operand, position) =>
    ({ node: output, position, operand, partial: gradient[operand], share: gradient[operand] }));
  const inner = shares.filter(({ node }) => !isLoss(nodes[node]));
  const sweep = { gradient, shares: [...own, ...inner] };
  const { order, whole } = spokenOrder(graph, output);
  const names = [];
  order.forEach((id, i) => { names[id] = whole[i]; });
  const other = nodes.map((node, id) =>
    (id === output ? { ...node, op: WHOLE, operands: outputs } : node));
  const words = { operands: outputs.map((id) => names[id]), output: names[output], rules: [] };
  const found = explained({
    graph: { nodes: other, sweep: () => sweep }, values, output, names,
    rows: { ...rows, [WHOLE]: words },
  }, wrt, limit);
  const ruleOf = (id) => ruleOfSoftmax(asked, outputs, id) || ruleOfLoss(asked, id);
  const rules = new Map(outputs.map((id) => [names[id], ruleOf(id)]));
  for (const [first] of found.paths.map(({ steps }) => steps)) first.rule = rules.get(first.below);
  return found;
}

function outputsOf(nodes) { // what the loss takes from the network
  const taken = nodes.flatMap((node) => (node.op && isLoss(node) ? node.operands : []));
  return [...new Set(taken)].filter((id) => nodes[id].op && !isLoss(nodes[id]));
}

// ∂L/∂out of a cross-entropy: the paths by way of the sum of exponentials, one for each target,
// come to the share of the class, since the targets add up to 1; empty where it is another loss.
function ruleOfSoftmax({ graph, values, output: loss }, outputs, output) {
  const { nodes } = graph, k = outputs.indexOf(output);
  const total = (all) => all.reduce((a, b) => a + b);
  const isLess = ({ op, operands }, id) => op === "sub" && operands[0] === id; // the largest
  const find = (test) => values[nodes.findIndex(test)];
  const powers = outputs.map((id) =>
    find((node) => node.op === "exp" && isLoss(node) && isLess(nodes[node.operands[0]], id)));
  const names = outputs.map((_, i) => spelled(`y${i}`));
  const targets = names.map((name) => find((node) => !node.op && node.name === name));
  const isNamed = outputs.every((id, i) => nodes[id].name === `out[${i}]`);
  const rule = powers[k] / total(powers) - targets[k]; // nan where something is missing
  const { [output]: slope } = graph.sweep(values, loss).gradient;
  const isIt = isNamed && isSame(total(targets), 1) && isSame(rule, slope);
  return isIt ? `softmax(out)[${k}] - ${names[k]}` : "";
}

// ∂L/∂out by rule: the sum of what its paths multiply; empty where these are many
function ruleOfLoss(asked, output) {
  const { count, paths } = explained(asked, output, MOST_TERMS);
  if (count > BigInt(MOST_TERMS)) return "";
  const terms = paths.map(termOf), counts = new Map();
  for (const [sign, text] of terms) counts.set(text, (counts.get(text) ?? 0) + sign);
  const told = [...counts].filter(([, n]) => n).sort(([, n], [, m]) => Math.sign(m) - Math.sign(n));
  return told.reduce((sum, [text, n]) => {
    const size = Math.abs(n) === 1 ? text : `${Math.abs(n)} * ${text}`;
    if (!sum) return n < 0 ? `-${size}` : size;
    return `${sum} ${n < 0 ? "-" : "+"} ${size}`;
  }, "");
}

function termOf({ steps }) { // [sign, product of the other factors]
  const ones = steps.filter(({ rule, partial }) => !rule && Math.abs(partial) === 1);
  const sign = ones.reduce((product, { partial }) => product * partial, 1);
  const others = steps.filter((step) => !ones.includes(step));
  const factors = others.map(({ rule, partial }) => rule || short(partial));
  const bracketed = (text) => (/ [+-] /.test(text) && factors.length > 1 ? `(${text})` : text);
  return [sign, factors.map(bracketed).join(" * ") || "1.0"];
}
