// One training: rows, a network, an optimiser, and where it stands. `nn.fit` in the page: the same
// settings and seed give the same numbers.
//
//   const run = await Run.make(settings, tables);   // throws Refused
//   run.epoch(); run.history.losses; run.parameters;

import { Batches } from "./batches.js";
import { completed } from "./checking.js";
import { taskRows } from "./data.js";
import { RunHistory } from "./history.js";
import { firstParameters } from "./init.js";
import { inputColumns } from "./inputs.js";
import { Measure, View } from "./looking.js";
import { layersOf, networkOf } from "./network.js";
import { UpdateRule } from "./optimizer.js";
import { ownLoss, ownNetwork } from "./own.js";
import { Penalty } from "./penalty.js";
import { programsOf } from "./programs.js";
import { scheduleOf } from "./schedules.js";
import { accuracyOf, areTaken, targetColumns } from "./targets.js";

const pick = (columns, rows) => columns.map((column) => Float64Array.from(rows, (i) => column[i]));

// A network of layers: {layers, inputs, loss, first, record}, where record() makes its graph.
const layersPosed = (settings, tables) => {
  const layers = layersOf(settings, tables);
  return {
    layers,
    inputs: settings.inputs,
    loss: tables.losses[settings.loss],
    first: firstParameters(layers, settings, tables),
    record: () => networkOf(settings, layers, tables),
  };
};

// The same of a model of somebody's own.
const ownPosed = ({ rows, kind }, { own, ...tables }) => ({
  layers: own.layers,
  inputs: rows.X[0].map((_, i) => `x${i + 1}`),
  loss: ownLoss(own, kind),
  first: own.parameters,
  record: () => ownNetwork(own, tables),
  fixed: true,
});

export class Run {
  static async make(given, tables, how = {}) {
    const settings = completed(given, tables);
    const rows = taskRows(settings, tables);
    const posed = tables.own ? ownPosed(settings, tables) : layersPosed(settings, tables);
    const network = posed.record(), count = network.parameters.length;
    const [programs, rule, penalty] = await Promise.all([
      programsOf(network, how),
      UpdateRule.make(settings, count, tables, how),
      Penalty.make(settings, count, tables, how),
    ]);
    return new Run({ settings, tables, rows, ...posed, network, programs, rule, penalty });
  }

  constructor(parts) {
    Object.assign(this, parts);
    const { settings, tables, rows, first, network, inputs, loss } = this;
    this.columns = [
      ...inputColumns(inputs, rows.X, tables),
      ...targetColumns(loss, rows.y, network.targets.length),
    ];
    this.train = pick(this.columns, rows.train);
    this.measures = { train: this.measureOf(rows.train), test: this.measureOf(rows.test) };
    this.rate = scheduleOf(settings);
    this.batches = new Batches(rows.train.length, settings.batch_size, settings.seed);
    this.bound = new Map(); // so many rows -> the program bound to columns of that length
    this.history = new RunHistory();
    this.parameters = Float64Array.from(first);
    this.gradient = new Float64Array(first.length);
    this.reset();
  }

  measureOf(rows) {
    return rows.length ? new Measure(this, pick(this.columns, rows)) : null;
  }

  // --- training ---

  // One epoch to its end; `finite` is false, and nothing changed by the step that failed, where a
  // number is inf or nan.
  epoch() {
    const before = this.epochs;
    let found = { finite: true };
    while (found.finite && this.epochs === before) found = this.batch();
    return found;
  }

  batch() {
    const { value, right, finite, size, taken } = this.look();
    if (!finite || !taken) return { finite: false, of: taken ? "loss" : "answer" };
    const found = this.rule.step(this.parameters, this.gradient, this.rate(this.rule.steps));
    if (!found) return { finite: false, of: "parameter" };
    this.parameters.set(found);
    this.sums.loss += value * size;
    this.sums.right += right * size;
    if (this.batches.advance()) this.endEpoch();
    return { finite: true };
  }

  // The loss and the gradient of the next batch at the parameters as they are; nothing is changed.
  look() {
    const rows = this.batches.next();
    const batch = this.boundTo(rows);
    const { value, gradient, finite } = batch.step(this.parameters);
    this.gradient.set(gradient);
    const more = this.penalty?.add(this.parameters, this.gradient) ?? 0;
    const targets = batch.columns.slice(this.inputs.length);
    const right = accuracyOf(this.loss, this.settings.kind, batch.outputs, targets);
    const size = rows.length;
    const taken = areTaken(this.loss, batch.outputs);
    return { value: value + more, right, finite: finite && Number.isFinite(more), size, taken };
  }

  // The step's program on these of the rows to learn from.
  boundTo(rows) {
    const { bound, train } = this;
    const known = bound.get(rows.length);
    if (!known) bound.set(rows.length, this.programs.step.bind(pick(train, rows)));
    else if (rows.length < this.rows.train.length) { // all of them are in their order for ever
      known.columns.forEach((column, c) => {
        for (let k = 0; k < rows.length; k++) column[k] = train[c][rows[k]];
      });
    }
    return bound.get(rows.length);
  }

  endEpoch() {
    const count = this.rows.train.length;
    const { loss, right } = this.sums;
    const accuracy = this.settings.kind === "number" ? null : right / count;
    const test = this.measures.test?.at(this.parameters);
    this.history.note(this.epochs, { loss: loss / count, accuracy }, test);
    this.epochs += 1;
    this.sums = { loss: 0, right: 0 };
  }

  // So many batches are done of the epoch that is not complete.
  get step() {
    return this.batches.done / this.batches.size;
  }

  // --- going back, and changing ---

  reset() {
    this.parameters.set(this.first);
    this.rule.reset();
    this.batches.reset();
    this.history.clear();
    this.sums = { loss: 0, right: 0 };
    this.epochs = 0;
    this.edits = []; // [epoch, batches done in the next one, [[index, value], …]]
  }

  snapshot() {
    const { epochs, sums, parameters, rule, batches, edits } = this;
    return {
      epochs, sums: { ...sums }, parameters: parameters.slice(), edits: [...edits],
      rule: rule.state(), batches: batches.state(),
    };
  }

  // The history keeps what came later until training goes on.
  restore({ epochs, sums, parameters, rule, batches, edits }) {
    Object.assign(this, { epochs, sums: { ...sums }, edits: [...edits] });
    this.parameters.set(parameters);
    this.rule.restore(rule);
    this.batches.restore(batches);
  }

  // By hand: remembered, so that a replay does the same.
  setParameters(changes) {
    const { epochs, step, edits } = this;
    for (const [index, value] of changes) this.parameters[index] = value;
    const [epoch, batch, before] = edits.at(-1) ?? [];
    const same = epoch === epochs && batch === step;
    if (same) edits.pop();
    const all = new Map([...(same ? before : []), ...changes]);
    edits.push([epochs, step, [...all]]);
  }

  // --- looking ---

  measure() {
    const { train, test } = this.measures;
    const found = train.at(this.parameters), wrong = train.wrong().map((k) => this.rows.train[k]);
    return { train: { ...found, wrong }, test: test?.at(this.parameters) ?? null };
  }

  // What the neurons answer to the rows to learn from: [[[least, most] per neuron] per layer].
  ranges() {
    return this.measures.train.ranges(this.parameters);
  }

  // What every neuron answers over a grid {side, low, high}.
  view(grid) {
    if (grid !== this.grid) {
      this.grid = grid;
      this.seen = new View(this, grid);
    }
    return this.seen.at(this.parameters);
  }

  // The first row of the next batch whose numbers, up to the loss, are not all finite.
  culprit() {
    const { train } = this.rows;
    const finite = (i) => this.graph(train[i]).values.every(Number.isFinite);
    const found = this.batches.next().find((i) => !finite(i));
    return { row: found === undefined ? null : train[found] };
  }

  // The scalar graph of one row (a number of rows.X), without its gradient, and the numbers in it.
  graph(row) {
    this.plain ??= this.record();
    const { graph, inputs, targets, parameters, loss } = this.plain;
    const given = new Map();
    [...inputs, ...targets].forEach((id, i) => given.set(id, this.columns[i][row]));
    parameters.forEach((id, i) => given.set(id, this.parameters[i]));
    return { graph, values: graph.numbers(given), loss, parameters };
  }
}
