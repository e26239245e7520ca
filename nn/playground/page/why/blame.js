// The picture of a divergence: the operation that came to inf or nan first, and what led to it.

import { blame, trailFrom } from "../../../../autograd/page/blame.js";
import { exact, short } from "../../../../autograd/page/numbers.js";
import { element } from "../screen/dom.js";

const SHOWN = 6;

// What happened, and the nodes that are shown, from the operation back to where it came from.
// Where all numbers are finite, as only their sum over the rows is not, it begins at the output.
// asked: {graph, values, output, rows} as for film(); row: which one it is, from 0
export function blameOf(asked, row) {
  const { nodes } = asked.graph, found = blame(asked) ?? { kind: "sum", node: asked.output };
  const isTold = (id, k) => k === 0 || nodes[id].op !== "add" || nodes[id].name;
  const trail = trailFrom(asked, found.node).filter(isTold); // sums hand on what they got
  return { sentence: SENTENCES[found.kind](asked, row + 1, found), trail: trail.slice(0, SHOWN) };
}

const told = ({ graph, values }, id) =>
  (graph.nodes[id].name ? `${graph.nodes[id].name} = ` : "") + exact(values[id]);
const madeOf = (asked, node) => {
  const { graph: { nodes }, values, rows } = asked, { op, operands } = nodes[node];
  const from = operands.map((id) => told(asked, id)).join(" and ");
  return `${rows[op].mark} made ${short(values[node])} of ${from}`;
};

const SENTENCES = {
  value: (asked, row, { node }) => `In row ${row}, ${madeOf(asked, node)}.`,
  leaf: (asked, row, { node }) => `In row ${row}, ${told(asked, node)} was given.`,
  derivative(asked, row, { node, position, partial, share }) {
    const { op, operands } = asked.graph.nodes[node];
    const what = Number.isFinite(partial) ? `the gradient that ${asked.rows[op].mark} hands on`
      : `the derivative of ${asked.rows[op].mark}`;
    const size = short(Number.isFinite(partial) ? share : partial);
    return `In row ${row}, ${what} is ${size} at ${told(asked, operands[position])}.`;
  },
  sum: (asked, row, { node }) => `Already in row ${row}, ${madeOf(asked, node)}: added up over the `
    + "rows, such numbers or their gradients are beyond the largest float, about 1.8e308.",
};

export function blamePicture(asked, row) { // the sentence, and a card for each node back
  const { sentence, trail } = blameOf(asked, row), { graph: { nodes }, values, rows } = asked;
  const names = { "aria-label": "From the operation that failed back to where it came from" };
  return [element("p", {}, sentence), element("ol", names, ...trail.map((id, k) => {
    const { name, path = [], op, operands } = nodes[id], place = path.at(-1) ?? "";
    const numbers = operands.map((x) => short(values[x])).join(" and ");
    const said = op ? `${rows[op].mark} of ${numbers}` : "given";
    return element("li", { class: k ? "" : "culprit" },
      element("b", {}, `${name || rows[op]?.mark || place} = ${short(values[id])}`),
      element("span", {}, said), element("span", { class: "quiet" }, place));
  }))];
}
