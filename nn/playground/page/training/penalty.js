// What a penalty adds to the loss and to each partial: nn.l1_penalty and nn.l2_penalty of all
// parameters, differentiated by the page like everything else.

import { Graph } from "../../../../autograd/page/graph.js";
import { compileProgram } from "../../../../autograd/page/program.js";

const PENALTIES = ["l1", "l2"];

export class Penalty {
  // null where there is none
  static async make(settings, count, tables, how) {
    const names = PENALTIES.filter((name) => settings[name]);
    if (!names.length) return null;
    const graph = new Graph(tables.ops);
    const w = graph.leaf("w", "input");
    const parameters = names.map((name) => graph.leaf(name, "parameter"));
    const terms = names.map((name, i) =>
      graph.instantiate(tables.penalties[name], [w, parameters[i]])[0]);
    const value = terms.reduce((a, b) => graph.apply("add", [a, b]));
    const outputs = [value, ...graph.gradient(value, [w])];
    const program = await compileProgram({ graph, inputs: [w], parameters, outputs, sums: 0 }, how);
    return new Penalty(program, names.map((name) => settings[name]), count);
  }

  constructor(program, strengths, count) {
    this.batch = program.bind([new Float64Array(count)]);
    this.strengths = strengths;
  }

  // Adds to the gradient; returns what to add to the loss.
  add(parameters, gradient) {
    this.batch.columns[0].set(parameters);
    this.batch.step(this.strengths);
    const [values, partials] = this.batch.outputs;
    let total = 0;
    for (let i = 0; i < gradient.length; i++) {
      total += values[i];
      gradient[i] += partials[i];
    }
    return total;
  }
}
