// A trainer for the tests of the screen alone: it speaks the trainer's words, learns a little with
// tanh layers and plain descent, and is the same on every machine. Where the run must be right,
// the tests of training/ look.

const noise = (seed) => () => { // mulberry32
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

function dataOf({ task, points = 120 }, random) {
  if (task === "xor") {
    return { X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0], kind: "two", test: [] };
  }
  if (task === "wide") {
    const X = Array.from({ length: 20 }, () => [random(), random(), random()]);
    return { X, y: X.map(([a, b, c]) => Number(a + b > c)), kind: "two", test: [] };
  }
  const X = [], y = [], angle = () => random() * 2 * Math.PI;
  for (let i = 0; i < points; i++) {
    if (task === "function:sine") {
      const x = random() * 6 - 3;
      X.push([x]), y.push(Math.sin(2 * x));
    } else if (task === "three_blobs") {
      const a = angle(), r = random() * 0.7, k = i % 3;
      const [x1, x2] = [Math.cos(2.1 * k), Math.sin(2.1 * k)];
      X.push([x1 * 1.5 + r * Math.cos(a), x2 * 1.5 + r * Math.sin(a)]);
      y.push(k);
    } else {
      const a = angle(), inner = i % 2, r = (inner ? 0.4 : 1) + random() * 0.2;
      X.push([r * Math.cos(a), r * Math.sin(a)]), y.push(inner);
    }
  }
  const kind = task === "three_blobs" ? "three" : task === "function:sine" ? "number" : "two";
  return { X, y, kind, test: X.map((_, i) => i).filter((i) => i % 4 === 3) };
}

const FEATURES = {
  x1: (x) => x[0], x2: (x) => x[1], "x1^2": (x) => x[0] ** 2, "x2^2": (x) => x[1] ** 2,
  x3: (x) => x[2], "x1*x2": (x) => x[0] * x[1], "sin(x1)": (x) => Math.sin(x[0]),
  "sin(x2)": (x) => Math.sin(x[1]),
};

export class StandIn {
  onmessage = null;
  heard = [];

  postMessage(message) {
    this.heard.push(message);
    queueMicrotask(() => this[message.kind]?.(structuredClone(message)));
  }

  say(message) { this.onmessage?.({ data: message }); }

  terminate() { this.ended = true; clearTimeout(this.timer); }
  close() { clearTimeout(this.timer); }

  make({ settings, replay }) {
    if (settings.lr > 1000) return this.say({ kind: "refused", field: "lr", reason: "too large" });
    this.settings = settings;
    const random = noise(settings.seed ?? 1), rows = dataOf(settings, noise(7));
    const outputs = rows.kind === "three" ? 3 : 1, one = rows.X[0].length === 1;
    this.inputs = one ? ["x1"] : settings.inputs ?? ["x1", "x2"];
    const sizes = [this.inputs.length, ...settings.hidden, outputs], weights = [];
    this.layers = sizes.slice(1).map((size, k) => ({
      size, inputs: sizes[k], activation: k < sizes.length - 2 ? this.activation(k) : "linear",
      neurons: Array.from({ length: size }, () => ({
        weights: Array.from({ length: sizes[k] }, () => weights.push(random() * 2 - 1) - 1),
        bias: weights.push(0) - 1,
      })),
    }));
    this.first = Float64Array.from(weights);
    this.rows = { ...rows, train: rows.X.map((_, i) => i).filter((i) => !rows.test.includes(i)) };
    this.begin();
    this.edits = replay?.edits ?? [];
    while (this.epoch < (replay?.epoch ?? 0)) this.train();
    const { layers, inputs } = this;
    const parameters = this.w.length;
    this.say({ kind: "made", layers, inputs, rows: this.rows, settings, parameters });
    this.frame();
  }

  activation(k) {
    const { activation = "tanh" } = this.settings;
    return Array.isArray(activation) ? activation[k] : activation;
  }

  begin() {
    Object.assign(this, { epoch: 0, sent: 0, history: [], w: this.first.slice(), edits: [] });
    this.learn(0);
    this.history = [];
    this.kept = [{ epoch: 0, w: this.w.slice() }];
    this.all = []; // losses of all epochs that were trained, also while an earlier one is shown
  }

  train() {
    this.kept = this.kept.filter(({ epoch }) => epoch <= this.epoch);
    this.learn(this.settings.lr);
    this.epoch++;
    this.all = [...this.history];
    if (this.epoch % 5 === 0) this.kept.push({ epoch: this.epoch, w: this.w.slice() });
  }

  restore({ moment }) {
    const { epoch, w } = this.kept.find((one) => one.epoch === moment);
    Object.assign(this, { epoch, w: w.slice(), history: this.all.slice(0, epoch), sent: 0 });
    this.learn(0, 0);
    this.frame();
  }

  reset() { this.playing = false; this.begin(); this.frame(); }
  play() { this.playing = true; this.turn(); }
  pause() { this.playing = false; this.frame(); }
  step() { this.playing = false; this.train(); this.frame(); }
  weights({ changes }) {
    for (const [i, x] of changes) this.w[i] = x;
    this.edits = [...this.edits, [this.epoch, 0, changes]];
    this.learn(0, 0);
    this.frame();
  }
  view({ side, low, high }) { this.grid = { side, low, high }; if (!this.playing) this.frame(); }
  acknowledge() { this.waits = false; this.sent = this.told; if (this.playing) this.turn(); }

  turn() {
    if (this.waits || !this.playing) return;
    for (let k = 0; k < 5; k++) this.train();
    this.frame();
  }

  answers(x) { // the numbers of every layer, the inputs' first
    const found = [this.inputs.map((name) => FEATURES[name](x))];
    this.layers.forEach(({ neurons }, k) => found.push(neurons.map(({ weights, bias }) => {
      const z = weights.reduce((sum, i, j) => sum + this.w[i] * found[k][j], this.w[bias]);
      return k === this.layers.length - 1 ? z : Math.tanh(z);
    })));
    return found;
  }

  wrong(z, y) { // by how much each output should fall
    if (this.rows.kind === "number") return [z[0] - y];
    if (this.rows.kind === "two") return [1 / (1 + Math.exp(-z[0])) - y];
    const e = z.map(Math.exp), sum = e.reduce((a, b) => a + b);
    return e.map((x, k) => x / sum - (k === y ? 1 : 0));
  }

  learn(rate, kept = 1) {
    const gradient = this.gradient = new Float64Array(this.w.length), { X, y, train } = this.rows;
    for (const i of train) {
      const found = this.answers(X[i]);
      let back = this.wrong(found.at(-1), y[i]);
      for (let k = this.layers.length - 1; k >= 0; k--) {
        const below = found[k].map(() => 0);
        this.layers[k].neurons.forEach(({ weights, bias }, n) => {
          gradient[bias] += back[n] / train.length;
          weights.forEach((w, j) => {
            gradient[w] += back[n] * found[k][j] / train.length;
            below[j] += back[n] * this.w[w];
          });
        });
        back = below.map((d, j) => d * (1 - found[k][j] ** 2));
      }
    }
    for (let i = 0; i < this.w.length; i++) this.w[i] -= rate * gradient[i];
    if (kept) this.history.push(this.measure());
  }

  measure() {
    const { X, y, train, test, kind } = this.rows, found = {};
    for (const [name, rows] of Object.entries({ train, test })) {
      let loss = 0, right = 0;
      for (const i of rows) {
        const z = this.answers(X[i]).at(-1), d = this.wrong(z, y[i]);
        loss += kind === "number" ? d[0] ** 2 : -Math.log(1 - Math.abs(d[y[i]] ?? d[0]));
        right += kind === "three" ? z[y[i]] === Math.max(...z) : (z[0] > 0) === (y[i] > 0);
      }
      const accuracy = kind === "number" ? null : right / rows.length;
      found[name] = rows.length ? { loss: loss / rows.length, accuracy } : null;
    }
    return found;
  }

  pictures() {
    if (!this.grid || this.rows.X[0].length > 2) return null;
    const { side, low, high } = this.grid, count = side ** low.length;
    const columns = (k) => Array.from({ length: k }, () => new Float32Array(count));
    const all = [columns(this.inputs.length), ...this.layers.map(({ size }) => columns(size))];
    for (let i = 0; i < count; i++) {
      const at = [i % side, Math.floor(i / side)].slice(0, low.length);
      const x = at.map((n, d) => low[d] + (high[d] - low[d]) * n / (side - 1));
      this.answers(x).forEach((layer, k) => layer.forEach((v, n) => { all[k][n][i] = v; }));
    }
    return { surface: all.at(-1), neurons: all.slice(1), inputs: all[0] };
  }

  frame() {
    this.waits = true;
    const part = this.history.slice(this.sent), { epoch, w, gradient, playing = false } = this;
    const history = {
      from: this.sent, losses: part.map(({ train }) => train.loss),
      ...(this.rows.test.length && { test: part.map(({ test }) => test.loss) }),
    };
    this.told = this.history.length;
    this.say({
      kind: "frame", epoch, step: 0, parameters: w.slice(), gradient, playing, history,
      measure: this.measure(), view: this.pictures(), diagnosis: null, edits: this.edits,
      moments: this.kept.map(({ epoch }) => epoch), ranges: this.ranges(),
    });
  }

  ranges() { // of every neuron's answers on the training rows
    const all = this.rows.train.map((i) => this.answers(this.rows.X[i]).slice(1));
    return this.layers.map(({ neurons }, k) => neurons.map((_, n) => {
      const found = all.map((answers) => answers[k][n]);
      return [Math.min(...found), Math.max(...found)];
    }));
  }
}
