// A graph as a program over columns of rows.

import { load } from "../compiler/backends/wasm/engine.js";
import { Straight } from "../compiler/backends/wasm/straight.js";
import { Interpreted } from "../compiler/backends/wasm/interpreter.js";
import { assemble } from "./assemble.js";

// numbers that browsers let one function hold
const LARGEST = 50_000;

// The program of some nodes of a graph: `inputs` are the leaves that have a column each,
// `parameters` those that are the same in all rows; the first `sums` outputs are added up over the
// rows, and multiplied by the weight of a step, the others become columns. What it gives has the
// `bind` and `step` of engine.js. Where nothing may be compiled, as by a page's policy, or not so
// much, it is interpreted: `kind` says by which road ("wasm" or "interpreted").
export const compileProgram = async (
  { graph, inputs, parameters, outputs, sums = 0 }, { wasm = true } = {},
) => {
  const straight = straightOf(graph, inputs, parameters, outputs);
  const shape = { inputs: inputs.length, parameters: parameters.length, sums };
  if (wasm && globalThis.WebAssembly && straight.count < LARGEST) {
    const { bytes, descriptor } = assemble(straight, shape, graph.ops.functions);
    try {
      return await load(bytes, descriptor);
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
    }
  }
  return new Interpreted({ straight, ...shape, weighted: false });
};

const straightOf = (graph, inputs, parameters, outputs) => {
  const straight = new Straight(graph.ops.rows);
  const columns = new Int32Array(graph.nodes.length).fill(-1); // by node
  for (const id of [...inputs, ...parameters]) columns[id] = straight.columns(1);
  for (const id of graph.order(...outputs.toReversed())) {
    if (columns[id] < 0) columns[id] = columnOf(straight, graph.nodes[id], columns);
  }
  straight.outputs = outputs.map((id) => columns[id]);
  return straight;
};

const columnOf = (straight, { kind, op, operands, name, value }, columns) => {
  if (kind === "constant") return straight.constant(value);
  if (kind === "op") return straight.apply(op, operands.map((x) => columns[x]));
  throw new Error(`the ${kind} ${name} is neither among the program's inputs nor its parameters`);
};
