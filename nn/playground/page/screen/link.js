// Between the screen and the one who trains: words to a Worker, its answers into the store.
//
// While a frame waits for the browser to draw it, the trainer makes the next one; a second one that
// waits is acknowledged only when it is drawn. So both work all the time, training is never more
// than a frame ahead of what is seen, and stops where nobody looks.

import { PACE } from "./defaults.js";

export class Link {
  constructor(store, worker) {
    this.store = store;
    this.worker = worker;
    this.waiting = null;
    this.owing = 0; // frames that are not acknowledged yet
    this.drawing = 0;
    this.history = {};
    this.wanted = null; // whether to play, until frames say so, too
    worker.onmessage = ({ data }) => this.heard(data);
    worker.onerror = (event) => this.heard({ kind: "stopped", why: event.message });
    this.stop = store.on("pace", () => this.tellPace());
  }

  send(message) {
    this.worker.postMessage(message);
  }

  // replay: {epoch, step, edits} of a state, to be trained up to before it is shown
  make(settings, replay = null) {
    this.send({ kind: "make", settings, replay, ...this.until(settings) });
    this.store.set("goal", replay?.epoch || null);
  }

  play() {
    const settings = this.store.get("settings");
    this.pace = this.epochsAFrame();
    this.said("play", true, { epochs: this.pace, ...this.until(settings) });
  }

  // How far these settings are to be played, where they are a recipe's.
  until(settings) {
    const wanted = this.store.get("until");
    return wanted && wanted.settings === settings ? { until: wanted.epochs } : {};
  }

  // What is trained for a frame from now on; one that rests is told when it plays.
  tellPace() {
    if (!this.store.get("playing")) return;
    this.pace = this.epochsAFrame();
    this.send({ kind: "pace", epochs: this.pace });
  }

  pause() { this.said("pause", false); }
  step(grain = "epoch") { this.said("step", false, { grain }); }
  reset() { this.said("reset", false); }
  weights(changes) { this.send({ kind: "weights", changes }); }

  restore(moment) {
    this.waiting = null; // a frame that is not drawn yet is from before
    this.said("restore", false, { moment });
  }

  // Asks for the scalar graph of a row; the answer becomes store's "graph".
  graph(row) { this.send({ kind: "graph", row }); }

  // What frames carry from now on: `side` points each way of the square from `low` to `high`.
  view(grid) { this.send({ kind: "view", ...grid }); }

  said(kind, playing, more = {}) {
    this.wanted = playing;
    if (!playing) this.store.set("goal", null);
    this.store.set("playing", playing);
    this.send({ kind, ...more });
  }

  heard(message) {
    if (message.kind === "frame") this.frame(message);
    else if (message.kind === "made") this.made(message);
    else if (message.kind === "graph") this.store.set("graph", message);
    else if (message.kind === "refused") {
      this.store.set("goal", null);
      this.store.set("message", message);
    }
    else if (message.kind === "stopped") {
      this.wanted = null;
      this.store.set("goal", null);
      this.store.set("playing", false);
      this.store.set("message", { reason: message.why, ...message });
    }
  }

  made(message) {
    this.waiting = null;
    this.history = {};
    this.store.set("message", null);
    this.store.set("frame", null);
    this.store.set("made", message);
  }

  frame(message) {
    message.history = longer(this.history, message.history);
    this.owing += 1;
    if (!this.waiting) this.acknowledge();
    this.waiting = message;
    this.drawing ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.drawing = 0;
    this.acknowledge();
    const frame = this.waiting;
    if (!frame) return;
    this.waiting = null;
    if (!fits(frame.view, this.store.get("grid"))) frame.view = null;
    if (this.wanted === null || this.wanted === frame.playing) { // else it is from before
      this.wanted = null;
      this.store.set("playing", frame.playing);
    }
    this.store.set("frame", frame);
    if (frame.epoch >= this.store.get("goal")) this.store.set("goal", null);
    if (this.store.get("playing") && isOther(this.epochsAFrame(), this.pace)) this.tellPace();
  }

  // By itself it begins with one a frame, and takes more the longer it goes on: the first epochs
  // change most, and a loss is looked at by powers of ten.
  epochsAFrame() {
    const pace = this.store.get("pace"), done = this.store.get("frame")?.epoch ?? 0;
    if (pace === PACE) return Math.max(1, Math.floor(done / 50));
    return pace === "max" ? null : pace;
  }

  acknowledge() {
    for (; this.owing; this.owing -= 1) this.send({ kind: "acknowledge" });
  }

  close() {
    this.stop();
    cancelAnimationFrame(this.drawing);
    this.send({ kind: "close" });
    this.worker.terminate?.();
  }
}

// A pace that is worth a message.
const isOther = (pace, told) => (pace === null || told === null ? pace !== told
  : pace < told || pace > 1.2 * told);

// The first frame of a run may carry pictures of the grid before it.
function fits(view, grid) {
  return Boolean(view && grid) && view.surface[0].length === grid.side ** grid.low.length;
}

// The history so far and its new part, whose `from` says where it begins: what stood there is cut.
function longer(all, { from = 0, ...fresh } = {}) {
  for (const [name, numbers] of Object.entries(fresh)) {
    all[name] ??= [];
    all[name].length = Math.min(from, all[name].length);
    for (const x of numbers) all[name].push(x); // no spread: a part may be long
  }
  return all;
}
