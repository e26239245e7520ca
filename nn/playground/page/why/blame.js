// Which operation came to inf or nan first, and what led to it: show/blame.py in the page.

import { exact, short } from "../../../../autograd/page/numbers.js";
import { Rows } from "../../../../autograd/rows.js";
import { element } from "../screen/dom.js";

const LONGEST_TRAIL = 200, SHOWN = 6, HARMLESS = 0.5;

// graph: {nodes, values, output}; rows: the op table's. -> the first operation whose result is not
// finite though its operands are, and from there back, always along the operand that matters most.
// Where all numbers are finite, as only their sum over the rows is not, it begins at the output.
export function blamed({ nodes, values, output }, rows) {
  const table = new Rows(rows);
  const isFine = (id) => Number.isFinite(values[id]);
  const node = nodes.findIndex(({ op, operands }, id) =>
    op && !isFine(id) && operands.every(isFine));
  const trail = [node < 0 ? output : node];
  while (trail.length < LONGEST_TRAIL && nodes[trail.at(-1)].op) {
    const next = heaviest({ nodes, values }, trail.at(-1), table);
    if (next === null) break;
    trail.push(next);
  }
  const isTold = (id, k) => k === 0 || nodes[id].op !== "add" || nodes[id].name;
  return trail.filter(isTold).slice(0, SHOWN); // sums hand on what they got
}

function heaviest({ nodes, values }, id, table) { // the operand that has most to do with a result
  const { op, operands } = nodes[id], numbers = operands.map((x) => values[x]);
  const weights = operands.map((operand, i) => {
    if (nodes[operand].kind === "constant") return -1;
    if (Number.isFinite(values[id])) {
      const size = Math.abs(table.partial(op, i, values[id], numbers) * numbers[i]);
      return Number.isFinite(size) ? size : Infinity;
    }
    const other = numbers.map((x, k) => (k === i ? HARMLESS : x));
    return Number.isFinite(table.value(op, other)) ? Infinity : 0;
  });
  const most = Math.max(...weights);
  return most < 0 ? null : operands[weights.indexOf(most)];
}

// --- to be seen ----------------------------------------------------------------------------------

const both = (texts) => texts.join(" and ");

export function blamePicture(graph, trail, rows) { // a sentence, and a card for each node back
  const { nodes, values, row } = graph, [culprit] = trail, { op, operands } = nodes[culprit];
  const told = (id) => (nodes[id].name ? `${nodes[id].name} = ` : "") + exact(values[id]);
  const made = `${rows[op].mark} made ${short(values[culprit])} of ${both(operands.map(told))}`;
  const sentence = Number.isFinite(values[culprit])
    ? `Already in row ${row + 1}, ${made}: added up over the rows, such numbers or their gradients `
      + "are beyond the largest float, about 1.8e308."
    : `In row ${row + 1}, ${made}.`;
  const names = { "aria-label": "From the operation that failed back to where it came from" };
  return [element("p", {}, sentence), element("ol", names, ...trail.map((id, k) => {
    const { name, path = [], op: by, operands: from } = nodes[id], place = path.at(-1) ?? "";
    const numbers = from.map((x) => short(values[x]));
    const said = by ? `${rows[by].mark} of ${both(numbers)}` : "given";
    return element("li", { class: k ? "" : "culprit" },
      element("b", {}, `${name || rows[by]?.mark || place} = ${short(values[id])}`),
      element("span", {}, said), element("span", { class: "quiet" }, place));
  }))];
}
