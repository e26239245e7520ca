// An update rule of nn.optim on all parameters at once: the rule as Python wrote it down, compiled.
//
// A rule is an expression of one parameter: new weight and memory of w, g, rate, step, memory and
// settings. What is the same for all parameters, as 1 - β₁ᵗ, is computed once for all of them.

import { Graph } from "../../../../autograd/page/graph.js";
import { compileProgram } from "../../../../autograd/page/program.js";

// The expression for a rule's settings, as its flags choose it, and the numbers among these.
const ruleWith = ({ rules }, settings) => {
  const all = Object.entries(settings);
  const on = all.filter(([, value]) => value === true).map(([name]) => name);
  const numbers = all.flatMap(([, value]) => value).filter((x) => typeof x === "number");
  return { rule: rules[on.join(" ")], numbers };
};

// The rule as a graph: columns w, g and memory, numbers rate, step and settings.
const ruleGraph = ({ remembers }, rule, settings, tables) => {
  const graph = new Graph(tables.ops);
  const leaf = (kind) => (name) => graph.leaf(name, kind);
  const memory = Array.from({ length: remembers }, (_, i) => `memory ${i}`);
  const [w, g, ...kept] = ["w", "g", ...memory].map(leaf("input"));
  const shared = ["rate", "step", ...settings.map((_, i) => `setting ${i}`)].map(leaf("parameter"));
  const [rate, step, ...numbers] = shared;
  const outputs = graph.instantiate(rule, [w, g, rate, step, ...kept, ...numbers]);
  return { graph, columns: [w, g, ...kept], shared, outputs };
};

// Which nodes are the same for all parameters of a network.
const sharedNodes = ({ graph, columns }) => {
  const own = new Set(columns);
  const found = graph.nodes.map(() => true);
  graph.nodes.forEach(({ operands }, id) => {
    found[id] = !own.has(id) && operands.every((x) => found[x]);
  });
  return found;
};

// The part that belongs to one parameter, as a graph; in it what is `given` are leaves.
const ownPart = ({ graph, columns, outputs }, tables) => {
  const shared = sharedNodes({ graph, columns });
  const own = new Graph(tables.ops);
  const [places, given] = [new Map(), []];
  for (const id of columns) places.set(id, own.leaf(graph.nodes[id].name, "input"));
  const bring = (id) => {
    const { kind, value } = graph.nodes[id];
    if (!places.has(id)) {
      const isNumber = kind === "constant";
      if (!isNumber) given.push(id);
      places.set(id, isNumber ? own.constant(value) : own.leaf(`given ${id}`, "parameter"));
    }
    return places.get(id);
  };
  for (const id of graph.order(...outputs)) {
    const { op, operands } = graph.nodes[id];
    if (!shared[id] && op) places.set(id, own.apply(op, operands.map(bring)));
  }
  const at = (ids) => ids.map(bring);
  const results = at(outputs);
  return { graph: own, inputs: at(columns), parameters: at(given), outputs: results, given };
};

export class UpdateRule {
  static async make({ optimizer, optimizer_settings: own }, count, tables, how) {
    const row = tables.optimizers[optimizer];
    const { rule, numbers } = ruleWith(row, own);
    const whole = ruleGraph(row, rule, numbers, tables);
    const { given: wanted, ...part } = ownPart(whole, tables);
    const { graph, shared: parameters } = whole;
    const before = { graph, inputs: [], parameters, outputs: wanted, sums: 0 };
    const made = [compileProgram(before, how), compileProgram({ ...part, sums: 0 }, how)];
    return new UpdateRule(await Promise.all(made), row.remembers, numbers, count);
  }

  constructor([shared, own], remembers, settings, count) {
    this.shared = shared.bind([], 1);
    const columns = Array.from({ length: 2 + remembers }, () => new Float64Array(count));
    this.own = own.bind(columns);
    this.memory = columns.slice(2);
    this.settings = settings;
    this.given = new Float64Array(this.shared.outputs.length);
    this.steps = 0;
  }

  // The new parameters, valid until the next step; null, and nothing remembered, where one of them
  // would be inf or nan.
  step(parameters, gradient, rate) {
    this.shared.step([rate, this.steps + 1, ...this.settings]);
    this.shared.outputs.forEach((column, i) => { this.given[i] = column[0]; });
    const { columns, outputs } = this.own;
    [parameters, gradient, ...this.memory].forEach((numbers, i) => columns[i].set(numbers));
    this.own.step(this.given);
    const [found, ...memory] = outputs;
    if (!found.every(Number.isFinite)) return null;
    memory.forEach((numbers, i) => this.memory[i].set(numbers));
    this.steps += 1;
    return found;
  }

  state() {
    return { memory: this.memory.map((numbers) => numbers.slice()), steps: this.steps };
  }

  restore({ memory, steps }) {
    memory.forEach((numbers, i) => this.memory[i].set(numbers));
    this.steps = steps;
  }

  reset() {
    for (const numbers of this.memory) numbers.fill(0);
    this.steps = 0;
  }
}
