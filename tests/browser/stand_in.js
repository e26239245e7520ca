// Who answers the screen in its tests: no network, but numbers that anybody can foretell, at once.

class StandIn { // eslint-disable-line no-unused-vars
  constructor(settings = {}) {
    this.heard = [];
    this.refuses = null; // {field, reason}: of the next "make"
    this.grid = { side: 8, low: [-1, -1], high: [1, 1] };
    this.settings = settings;
    this.playing = this.closed = false;
    this.onmessage = () => {};
  }

  terminate() { this.closed = true; }

  postMessage(message) {
    this.heard.push(message);
    queueMicrotask(() => this[message.kind]?.(message));
  }

  say(message) {
    if (!this.closed) this.onmessage({ data: message });
  }

  make({ settings, replay }) {
    if (this.refuses) {
      this.say({ kind: "refused", ...this.refuses });
      this.refuses = null;
      return;
    }
    this.settings = settings;
    this.end = this.epoch = replay?.epoch ?? 0;
    this.edits = replay?.edits ?? [];
    const kind = settings.rows?.kind ?? { three_blobs: "three" }[settings.task] ?? "two";
    const X = settings.rows?.X ?? [[0, 0], [0, 1], [1, 0], [1, 1]];
    const y = settings.rows?.y ?? [0, 1, 1, 0], train = X.map((_, i) => i);
    let count = 0;
    const layers = [...settings.hidden, kind === "three" ? 3 : 1].map((size, k, sizes) => {
      const inputs = k ? sizes[k - 1] : settings.inputs.length;
      const neurons = Array.from({ length: size }, () => {
        const weights = Array.from({ length: inputs }, () => count++);
        return { weights, bias: count++ };
      });
      return { size, inputs, activation: "tanh", neurons };
    });
    Object.assign(this, { layers, count, kind });
    this.say({ kind: "made", layers, inputs: settings.inputs, settings,
      rows: { X, y, train, test: [], kind } });
    this.frame();
  }

  loss(epoch) { return (1 + (this.settings.seed ?? 0)) / (1 + epoch); }

  frame() {
    const { epoch, side = this.grid.side, layers, count } = this;
    const wave = (k) => Float32Array.from({ length: side * side }, (_, i) =>
      Math.sin(k + epoch / 10 + (i % side) / 3) + Math.cos(Math.floor(i / side) / 4));
    const every = Math.max(1, Math.ceil(this.end / 127));
    const moments = Array.from({ length: Math.floor(this.end / every) + 1 }, (_, i) => i * every);
    if (moments.at(-1) !== this.end) moments.push(this.end);
    const losses = Array.from({ length: epoch }, (_, i) => this.loss(i + 1));
    const loss = this.loss(epoch);
    this.say({ kind: "frame", epoch, step: 0, moments, edits: this.edits, playing: this.playing,
      parameters: Float64Array.from({ length: count }, (_, i) => Math.sin(i + epoch / 20)),
      gradient: Float64Array.from({ length: count }, (_, i) => Math.cos(i) / (1 + epoch)),
      measure: { train: { loss, accuracy: 1 - loss / 4 }, test: { loss: 2 * loss, accuracy: 0.5 } },
      history: { from: 0, losses, test: losses.map((x) => 2 * x) }, diagnosis: null,
      view: { surface: [wave(0)], inputs: layers && this.settings.inputs.map((_, k) => wave(k)),
        neurons: layers.map(({ size }, k) => Array.from({ length: size }, (_, n) => wave(k + n))) } });
  }

  view({ side, low, high }) {
    this.grid = { side, low, high };
    if (this.layers && !this.playing) this.frame();
  }

  play() {
    this.playing = true;
    this.acknowledge();
  }

  acknowledge() { // the next one is trained only when the last was seen
    if (!this.playing || this.closed) return;
    setTimeout(() => {
      if (!this.playing) return;
      this.end = this.epoch += 1;
      this.frame();
    });
  }

  pause() {
    this.playing = false;
    this.frame();
  }

  step() {
    this.playing = false;
    this.end = this.epoch += 1;
    this.frame();
  }

  reset() {
    this.playing = false;
    this.end = this.epoch = 0;
    this.frame();
  }

  restore({ moment }) {
    this.epoch = moment;
    this.frame();
  }

  weights({ changes }) {
    this.edits.push([this.epoch, 0, changes]);
    this.frame();
  }
}
