// The scalar graph of one row of data, recorded in the page. What an operation computes and what
// its partials are comes from the op table (table.py); here it is only put together.
//
//   const graph = new Graph(ops);                          // ops: what op_table() gives
//   const x = graph.leaf("x", "input"), w = graph.leaf("w", "parameter");
//   const y = graph.apply("tanh", [graph.apply("mul", [w, x])]);
//   const [slope] = graph.gradient(y, [w]);                // more of the same graph
//   graph.numbers(new Map([[x, 0.5], [w, 2]]))[slope];     // 0.5 (1 - tanh(1)²)
//
// A node is known by its place in `nodes`; operands stand before what is made of them.

import { Rows } from "../rows.js";

// the rows that say of numbers how they compare
const COMPARISONS = {
  ">": { row: "greater" }, "<": { row: "greater", turned: true },
  ">=": { row: "greater_equal" }, "<=": { row: "greater_equal", turned: true },
};

export class Graph {
  constructor(ops) {
    this.ops = ops;
    this.rows = new Rows(ops.rows);
    this.nodes = []; // {kind, op, operands, name, value, path}
    this.constants = new Map();
    this.path = [];
  }

  // --- recording ---

  // kind: "input" or "parameter"
  leaf(name, kind) {
    return this.add({ kind, op: null, operands: [], name });
  }

  constant(value) {
    const key = Object.is(value, -0) ? "-0" : value;
    if (!this.constants.has(key)) {
      this.constants.set(key, this.add({ kind: "constant", op: null, operands: [], value }));
    }
    return this.constants.get(key);
  }

  // The result of a row on nodes; a constant if they all are.
  apply(op, operands) {
    const row = this.rowOf(op);
    if (operands.length !== row.operands.length) {
      throw new RangeError(`${op} takes ${row.operands.join(", ")}; got ${operands.length} nodes`);
    }
    if (operands.some((x) => this.nodes[x].value === undefined)) {
      return this.add({ kind: "op", op, operands });
    }
    return this.constant(this.rows.value(op, operands.map((x) => this.nodes[x].value)));
  }

  // The results of a function that table.py's expression() recorded, on these nodes: a list.
  instantiate({ operands: count, steps, outputs }, operands) {
    if (operands.length !== count) {
      throw new RangeError(`the function takes ${count} numbers, got ${operands.length} nodes`);
    }
    const found = [...operands];
    const place = (x) => (typeof x === "number" ? found[x] : this.constant(Number(x.constant)));
    for (const [op, ...given] of steps) found.push(this.apply(op, given.map(place)));
    return outputs.map(place);
  }

  // What is recorded by `f` stands at this place: a name, or several, below where it is called.
  within(path, f) {
    const before = this.path;
    this.path = before.concat(path);
    try {
      return f();
    } finally {
      this.path = before;
    }
  }

  // --- reading ---

  rowOf(op) {
    if (Object.hasOwn(this.ops.rows, op)) return this.ops.rows[op];
    throw new Error(`the page has no op ${op}: it must be among the names given to op_table`);
  }

  // All that these depend on, operands first, in the order of graph.py's walk.
  order(...roots) {
    const found = [], seen = new Uint8Array(this.nodes.length), stack = [...roots];
    while (stack.length) {
      const id = stack.pop();
      if (id < 0) found.push(-1 - id);
      if (id < 0 || seen[id]) continue;
      seen[id] = 1;
      stack.push(-1 - id); // comes up again when all below it has been found
      const { operands } = this.nodes[id];
      for (let i = operands.length - 1; i >= 0; i--) {
        if (!seen[operands[i]]) stack.push(operands[i]);
      }
    }
    return found;
  }

  // The number of every node; `given` has those of the leaves by their id (a Map, an array).
  numbers(given) {
    const get = given instanceof Map ? (id) => given.get(id) : (id) => given[id];
    const found = new Float64Array(this.nodes.length);
    this.nodes.forEach(({ op, operands, value }, id) => {
      found[id] = op ? this.rows.value(op, operands.map((x) => found[x])) : value ?? get(id);
    });
    return found;
  }

  // --- differentiating ---

  // The derivative of a node by each of these, as nodes: the sweep of backprop.py, recorded.
  gradient(output, wrt) {
    const order = this.order(output), active = this.dependents(order, wrt);
    const gradients = new Map([[output, this.constant(1)]]);
    for (const id of order.reverse()) {
      if (!gradients.has(id)) continue;
      this.inPathOf(id, () => {
        for (const i of this.wanted(id, active)) {
          const operand = this.nodes[id].operands[i], before = gradients.get(operand);
          const share = this.share(gradients.get(id), id, i);
          gradients.set(operand, before === undefined ? share : this.apply("add", [before, share]));
        }
      });
    }
    return wrt.map((id) => gradients.get(id) ?? this.constant(0));
  }

  // The same on numbers: the gradient of every node, and each share that is handed on, in order.
  sweep(values, output) {
    const gradient = new Float64Array(this.nodes.length), shares = [];
    const reached = new Set([output]);
    gradient[output] = 1;
    for (const id of this.order(output).reverse()) {
      if (!reached.has(id)) continue;
      for (const position of this.wanted(id)) {
        const operand = this.nodes[id].operands[position];
        const partial = this.partialNumber(values, id, position), share = gradient[id] * partial;
        const before = reached.has(operand) ? gradient[operand] : null;
        gradient[operand] = before === null ? share : before + share;
        reached.add(operand);
        shares.push({ node: id, position, operand, partial, share, before });
      }
    }
    return { gradient, shares };
  }

  // The partial of a node by one of its operands, at these values.
  partialNumber(values, id, position) {
    const { op, operands } = this.nodes[id];
    return this.rows.partial(op, position, values[id], operands.map((x) => values[x]));
  }

  // --- private ---

  add({ kind, op, operands, name = "", value }) {
    return this.nodes.push({ kind, op, operands, name, value, path: this.path }) - 1;
  }

  inPathOf(id, f) {
    const before = this.path;
    this.path = this.nodes[id].path;
    f();
    this.path = before;
  }

  // The positions of a node's operands that a gradient flows to.
  wanted(id, active = null) {
    const { op, operands } = this.nodes[id], found = [];
    if (op === null) return found;
    const { partials } = this.rowOf(op);
    for (let i = 0; i < operands.length; i++) {
      const x = operands[i], flows = partials[i] && this.nodes[x].kind !== "constant";
      if (flows && (active === null || active[x])) found.push(i);
    }
    return found;
  }

  // Which nodes depend on one of these, in a way that a gradient flows along.
  dependents(order, wrt) {
    const found = new Uint8Array(this.nodes.length);
    for (const id of wrt) found[id] = 1;
    for (const id of order) if (this.wanted(id, found).length) found[id] = 1;
    return found;
  }

  // A gradient times a partial: no multiplication by 1.
  share(gradient, id, i) {
    const { op, operands } = this.nodes[id], row = this.rowOf(op), tree = row.partials[i];
    if (tree === 1) return gradient;
    if (tree === -1) return this.apply("neg", [gradient]);
    const partial = this.tree(tree, this.namesIn(tree, id));
    return gradient === this.constant(1) ? partial : this.apply("mul", [gradient, partial]);
  }

  // The nodes that a node's partial may name.
  namesIn(tree, id) {
    const { op, operands } = this.nodes[id], { output, operands: names } = this.rowOf(op);
    const one = typeof tree === "string" && tree !== output;
    if (one) return { [tree]: operands[names.indexOf(tree)] };
    return Object.assign(this.rows.named(op, operands), { [output]: id });
  }

  // A text of a row on nodes, which stand for its names.
  tree(x, named) {
    if (typeof x === "number") return this.constant(x);
    if (typeof x === "string") return named[x];
    const [op, ...operands] = x;
    if (op === "is_zero") {
      const { value } = this.nodes[named[operands[0]]];
      return this.tree(operands[value === 0 ? 1 : 2], named);
    }
    const nodes = operands.map((y) => this.tree(y, named)), comparison = COMPARISONS[op];
    if (!comparison) return this.apply(op, nodes);
    return this.apply(comparison.row, comparison.turned ? nodes.reverse() : nodes);
  }
}
