// The one who trains: messages in, messages out, in a Worker or without one.
//
// Training goes on in slices; after each a frame is sent, and the next slice waits until that frame
// was drawn. So training never runs ahead of what is seen, and stops where nobody looks.

import { film } from "../../../../autograd/page/film/film.js";
import { grouped } from "../../../../autograd/page/numbers.js";
import { askedOf } from "../why/asked.js";
import { Moments } from "./moments.js";
import { Refused } from "./refused.js";
import { checkReplay, replay } from "./replay.js";
import { Run } from "./run.js";

const SLICE = globalThis.document ? 6 : 12; // milliseconds; without a Worker the page draws as well
const LONGEST = 3; // so many slices an epoch may take before it is shown halfway
const MOST_EPOCHS = 1_000_000; // the history keeps them all

// what ends a replay that takes too long for who waits
const ENDING = ["pause", "reset"];

class Trainer {
  constructor(post, { most = MOST_EPOCHS, slice = SLICE, ...how } = {}) {
    Object.assign(this, { post, most, length: slice, how });
    this.moments = new Moments();
    this.playing = false;
    this.waiting = false; // for a frame to be drawn
    this.pace = this.until = Infinity; // epochs a frame, and up to which it plays
    this.grid = null;
    this.last = Promise.resolve();
  }

  // Messages are done one after the other: making a run takes a while. A new one, the end, and that
  // a frame was drawn are known to what goes on before.
  hear(message) {
    if (this.closed) return this.last;
    if (message.kind === "make") this.latest = message;
    if (message.kind === "close") this.close();
    if (ENDING.includes(message.kind)) this.ended = true;
    if (message.kind === "acknowledge") return this.acknowledged();
    this.last = this.last.then(() => this.do(message)).catch((error) => this.failed(error));
    return this.last;
  }

  async do(message) {
    const { kind } = message;
    if (kind === "tables") this.tables = message.tables;
    else if (kind === "film") this.film(message);
    else if (kind === "make") {
      if (message === this.latest) await this.make(message); // nobody waits for one before
    } else if (this.run) this.words[kind]?.call(this, message);
  }

  // A run that goes on playing if one does, `until` so many epochs; with `replay` it is brought to
  // where another one was.
  async make({ settings, replay: wanted, until = Infinity }) {
    const run = await Run.make(settings, this.tables, this.how);
    if (this.closed) return;
    if (wanted) checkReplay(wanted, run);
    Object.assign(this, { run, until });
    this.moments.clear();
    this.waiting = false;
    const { layers, inputs, rows, loss, programs } = run;
    this.post({
      kind: "made", layers, inputs, rows, settings, engine: programs.kind,
      threshold: loss.threshold, parameters: run.parameters.length, fixed: run.fixed ?? false,
      objective: loss.objective,
    });
    if (wanted) await this.replay(wanted);
    if (this.closed) return;
    this.show();
    this.goOn();
  }

  async replay(wanted) {
    const { run, latest } = this;
    const pause = async () => {
      if (!this.waiting) this.show();
      await new Promise((done) => setTimeout(done));
      return this.latest === latest && !this.ended;
    };
    const epoch = Math.min(wanted.epoch ?? 0, this.most);
    this.replaying = true; // nothing else trains meanwhile
    this.ended = false;
    const found = await replay(run, { ...wanted, epoch }, pause);
    this.replaying = false;
    if (!this.closed) this.checked(found);
  }

  words = {
    play({ epochs, until }) { // so many a frame, or as many as fit
      this.playing = true;
      this.until = until > this.run.epochs ? until : Infinity;
      this.words.pace.call(this, { epochs });
      if (this.mayGoOn()) this.goOn();
    },
    pace({ epochs }) { this.pace = epochs ?? Infinity; },
    pause() { this.playing = false; this.show(); },
    step({ grain }) {
      this.playing = false;
      this.moments.note(this.run);
      if (this.mayGoOn()) this.checked(grain === "batch" ? this.run.batch() : this.run.epoch());
      this.show();
    },
    reset() {
      this.playing = false;
      this.run.reset();
      this.moments.clear();
      this.show();
    },
    weights({ changes }) {
      this.run.setParameters(changes);
      this.show();
    },
    view({ side, low, high }) {
      this.grid = side ? { side, low, high } : null;
      if (!this.playing) this.show();
    },
    restore({ moment }) {
      this.playing = false;
      if (this.moments.kept.length) this.run.restore(this.moments.nearest(moment));
      this.show();
    },
    graph({ row }) { this.post({ kind: "graph", row, ...this.graph(row) }); },
  };

  acknowledged() {
    this.waiting = false;
    this.run?.history.acknowledge();
    this.goOn();
  }

  // The next slice, when there is nothing to wait for; messages that have come are read before.
  goOn() {
    if (!this.playing || this.waiting || this.slice || this.replaying) return;
    this.slice = setTimeout(() => {
      this.slice = null;
      if (!this.playing || this.waiting || this.replaying) return;
      this.train();
      this.show();
    });
  }

  // Batches until there are enough epochs for a frame, or the time is up; an epoch that is begun is
  // ended, unless it is a long one.
  train() {
    const { run, pace } = this;
    const start = performance.now(), last = Math.min(run.epochs + pace, this.until);
    const time = () => this.length * (run.step ? LONGEST : 1);
    this.moments.note(run);
    do {
      this.checked(run.batch());
    } while (this.playing && run.epochs < last && this.mayGoOn()
      && performance.now() - start < time());
    if (run.epochs >= this.until) this.rest();
  }

  // As far as it was to play.
  rest() {
    this.playing = false;
    this.until = Infinity;
    this.post({ kind: "stopped", why: "until" });
  }

  // Whether there is room for another epoch; says so where there is none.
  mayGoOn() {
    if (this.run.epochs < this.most) return true;
    this.playing = false;
    const done = `${grouped(this.most)} epochs are done`;
    const reason = `${done}, and no more are kept: reset it to begin again.`;
    this.post({ kind: "stopped", why: "enough", reason });
    return false;
  }

  // After a step that came to inf or nan the run has the numbers of before.
  checked({ finite, of }) {
    if (finite) return;
    this.playing = false;
    this.post({ kind: "stopped", why: "diverged", of, ...this.run.culprit() });
  }

  show() {
    const { run, playing } = this;
    run.look(); // the gradient that the next step will go by
    if (!this.moments.epochs.some((epochs) => epochs >= run.epochs)) {
      this.moments.note(run, !playing);
    }
    this.waiting = true;
    this.post({
      kind: "frame", playing, epoch: run.epochs, step: run.step, steps: run.rule.steps,
      parameters: run.parameters.slice(), gradient: run.gradient.slice(), edits: [...run.edits],
      measure: run.measure(), ranges: run.ranges(), view: this.grid && run.view(this.grid),
      history: run.history.news(), moments: this.moments.epochs, rate: run.rate(run.rule.steps),
    });
  }

  graph(row) {
    const { graph, values, loss, parameters } = this.run.graph(row);
    const names = graph.nodes.map(({ name }) => name);
    const { gradient, shares } = graph.sweep(values, loss);
    return { nodes: graph.nodes, values, output: loss, names, parameters, gradient, shares };
  }

  film({ asked }) { // for a page that must not wait for it
    this.post({ kind: "film", film: film({ ...asked, ...askedOf(asked, this.tables.ops.rows) }) });
  }

  failed(error) {
    if (error instanceof Refused) {
      this.post({ kind: "refused", field: error.field, reason: error.reason });
    } else {
      this.playing = false;
      this.post({ kind: "stopped", why: "error", reason: String(error?.message ?? error) });
    }
  }

  close() {
    this.closed = true;
    this.playing = false;
    clearTimeout(this.slice);
    this.run = this.latest = null;
  }
}

// What a Worker is to a page, without one: where none may be started, and in tests. `most` limits
// the epochs, `slice` the milliseconds for a frame, `wasm: false` forbids WebAssembly.
export const trainer = (how = {}) => {
  const own = { onmessage: null, onerror: null, closed: false };
  const said = [];
  const tell = () => {
    const data = said.shift(); // of two timers the later may come first; what is said keeps order
    if (!own.closed) own.onmessage?.({ data });
  };
  const post = (data) => {
    said.push(data);
    setTimeout(tell);
  };
  const inner = new Trainer(post, how);
  own.postMessage = (message) => void inner.hear(message);
  own.terminate = () => { own.closed = true; inner.close(); };
  return own;
};
