// Between the screen and the one who trains: words to a Worker, its answers into the store.
//
// A frame is shown when the browser draws, and only then acknowledged, so that training never runs
// ahead of what is seen, and stops where nobody looks.

export class Link {
  constructor(store, worker) {
    this.store = store;
    this.worker = worker;
    this.waiting = null;
    this.drawing = 0;
    worker.onmessage = ({ data }) => this.heard(data);
    worker.onerror = (event) => this.heard({ kind: "stopped", why: event.message });
  }

  send(message) {
    this.worker.postMessage(message);
  }

  // replay: {epoch, step, edits} of a state, to be trained up to before it is shown
  make(settings, replay = null) { this.send({ kind: "make", settings, replay }); }
  play() { this.said("play", true); }
  pause() { this.said("pause", false); }
  step(grain = "epoch") { this.store.set("playing", false); this.send({ kind: "step", grain }); }
  reset() { this.store.set("playing", false); this.send({ kind: "reset" }); }
  weights(changes) { this.send({ kind: "weights", changes }); }
  restore(moment) { this.send({ kind: "restore", moment }); }

  // Asks for the scalar graph of a row; the answer becomes store's "graph".
  graph(row) { this.send({ kind: "graph", row }); }

  // What frames carry from now on: `side` points each way of the square from `low` to `high`.
  view(grid) { this.send({ kind: "view", ...grid }); }

  said(kind, playing) {
    this.store.set("playing", playing);
    this.send({ kind });
  }

  heard(message) {
    if (message.kind === "frame") this.frame(message);
    else if (message.kind === "made") this.made(message);
    else if (message.kind === "graph") this.store.set("graph", message);
    else if (message.kind === "refused") this.store.set("message", message);
    else if (message.kind === "stopped") {
      this.store.set("playing", false);
      this.store.set("message", { ...message, reason: message.why });
    }
  }

  made(message) {
    this.waiting = null;
    this.store.set("message", null);
    this.store.set("frame", null);
    this.store.set("made", message);
  }

  frame(message) {
    this.waiting = message;
    this.drawing ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.drawing = 0;
    const frame = this.waiting;
    if (!frame) return;
    this.waiting = null;
    if (!fits(frame.view, this.store.get("grid"))) frame.view = null;
    frame.history = longer(this.store.get("frame")?.history, frame.history);
    this.store.set("playing", frame.playing);
    this.store.set("frame", frame);
    this.send({ kind: "acknowledge" });
  }

  close() {
    cancelAnimationFrame(this.drawing);
    this.send({ kind: "close" });
    this.worker.terminate?.();
  }
}

// The first frame of a run may carry pictures of the grid before it.
function fits(view, grid) {
  return Boolean(view && grid) && view.surface[0].length === grid.side ** grid.low.length;
}

// The history so far and its new part, whose `from` says where it begins: what stood there is cut.
function longer(known, part = {}) {
  const all = known ?? {}, { from = 0, ...fresh } = part;
  for (const [name, numbers] of Object.entries(fresh)) {
    all[name] ??= [];
    all[name].length = Math.min(from, all[name].length);
    for (const x of numbers) all[name].push(x); // no spread: a part may be long
  }
  return all;
}
