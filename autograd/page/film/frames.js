// The boxes of a model as frames that open and close: who stands in which, and what each says.

import { short } from "../numbers.js";
import { comparePaths, labelText } from "./names.js";

export const numberText = (x) => short(x).replaceAll("−", "-"); // as show/text.py writes it

const keyOf = (path) => path.join("\n");
const prefixes = (path) => path.map((_, k) => path.slice(0, k + 1));

export class Frames { // in the order of their names; the parts of the first come at `first`
  constructor(graph, order) {
    Object.assign(this, { graph, order, first: 0, found: new Map() });
    const paths = new Map();
    const all = order.flatMap((id) => prefixes(this.pathOf(id)));
    for (const path of all) paths.set(keyOf(path), path);
    for (const path of [...paths.values()].sort(comparePaths)) {
      const place = this.found.size;
      this.found.set(keyOf(path), { path, place, members: new Set(), used: new Set() });
    }
    this.fill();
  }

  pathOf(id) { return this.graph.nodes[id].path ?? []; }

  around(id) { return prefixes(this.pathOf(id)).map((path) => this.found.get(keyOf(path))); }

  numberOf(path) { return path.length ? this.first + this.found.get(keyOf(path)).place : -1; }

  fill() { // each frame's members, and those of them that are used outside of it
    for (const id of this.order) for (const { members } of this.around(id)) members.add(id);
    for (const id of this.order) {
      for (const operand of this.graph.nodes[id].operands ?? []) {
        for (const { members, used } of this.around(operand)) {
          if (!members.has(id)) used.add(operand);
        }
      }
    }
  }

  parts(values, shut) {
    return [...this.found.values()].map(({ path, members, used }) => ({
      kind: "frame",
      name: labelText(path.at(-1)),
      within: this.numberOf(path.slice(0, -1)),
      facts: this.facts([...members], used, values),
      shut: shut(path),
    }));
  }

  facts(members, used, values) { // how much is in it, and what it gives
    const isLeaf = (id) => !this.graph.nodes[id].op, many = (n) => n.toLocaleString("en-US");
    const leaves = members.filter(isLeaf).length;
    const found = [`${many(members.length)} nodes, ${many(leaves)} parameters`];
    const answers = members.filter((id) => used.has(id) && !isLeaf(id)).map((id) => values[id]);
    if (!answers.length) return found;
    const [low, high] = [Math.min(...answers), Math.max(...answers)].map(numberText);
    return [...found, `gives ${low === high ? low : `${low} … ${high}`}`];
  }
}
