// Why a number is what it is: its gradient, the paths to it, the scalar graph of a row.

import { grouped, short } from "../../../../autograd/page/numbers.js";
import { element, spelled, writeText } from "../screen/dom.js";
import { labelOf } from "../screen/reading.js";
import { askedOf } from "./asked.js";
import { explainedByNetwork } from "./condensed.js";
import { factsOf, isPlainDescent } from "./facts.js";
import { namedGraph, nodeOf, whatIs } from "./naming.js";
import { pathsOf } from "./paths.js";
import { Stepper } from "./stepper.js";
import { withNeurons } from "./structure.js";
import { explainedByUses } from "./uses.js";

const LISTED_PATHS = 5, TOLD_PATHS = 100n; // of more, each says next to nothing
const PAUSE = 250, SELDOM = 1000; // milliseconds between two looks while it trains
const HINT = "Choose a neuron or a line of the network, and a point of the picture: here stands "
  + "why the gradient there is what it is. Or step through the whole of one row.";

export function whyPanel(host, store, link) {
  const panel = new Why(host, store, link);
  return () => panel.close();
}

class Why {
  constructor(host, store, link) {
    Object.assign(this, { host, store, link, graph: null, open: false, last: 0, timer: 0 });
    const button = (text, onclick, more = {}) =>
      element("button", { type: "button", onclick, ...more }, text);
    this.hint = element("p", { class: "quiet" }, HINT);
    this.title = element("h3");
    this.row = element("p", { class: "number" });
    this.parts = element("div", { class: "why-parts" });
    this.opener = button("Step through it", () => this.flip(), { "aria-expanded": "false" });
    this.stale = element("p", { class: "quiet", hidden: true });
    const taken = (changes) => link.weights(changes);
    this.stepper = new Stepper(store.get("tables"), taken, store.get("another"));
    host.append(this.hint, this.title,
      element("div", { class: "row" },
        button("‹", () => this.turn(-1), { "aria-label": "Why in the row before" }),
        button("›", () => this.turn(1), { "aria-label": "Why in the next row" }),
        this.row, this.opener),
      this.parts, this.stale, this.stepper.element);
    this.stops = this.listening();
    if (store.get("made")) this.ask();
  }

  listening() {
    const { store } = this, again = () => this.ask();
    return [
      ...["chosen", "row", "playing"].map((key) => store.on(key, again)),
      store.on("made", () => this.renew()),
      store.on("frame", (frame) => this.framed(frame)), store.on("graph", () => this.draw()),
      store.on("chain", () => this.step()), store.on("ink", () => this.stepper.wear(this.theme)),
    ];
  }

  get theme() { return this.host.closest(".playground")?.dataset.theme ?? ""; }

  get place() { // the row that is asked about: the chosen one, or the first that has no 0 in it
    const { X, train } = this.store.get("made").rows, row = this.store.get("row");
    if (row !== null && row < X.length) return row;
    return train.find((i) => X[i].every((x) => x !== 0)) ?? train[0];
  }

  // --- to ask the trainer ---

  renew() { // another network: what was chosen may not be there any more
    this.graph = null;
    this.shown = "";
    this.stepper.close();
    this.ask();
  }

  ask() {
    if (!this.store.get("made") || !this.store.get("frame")) return;
    this.last = performance.now();
    this.link.graph(this.place);
  }

  framed(frame) {
    clearTimeout(this.timer);
    if (!frame) return;
    const playing = this.store.get("playing");
    const pause = this.store.get("chosen") || this.open ? PAUSE : SELDOM;
    const wait = playing ? pause - (performance.now() - this.last) : 0;
    if (wait <= 0) this.ask(); else this.timer = setTimeout(() => this.ask(), wait);
  }

  turn(way) { // to another row to learn from
    const { train } = this.store.get("made").rows, at = train.indexOf(this.place);
    this.store.set("row", train[(at + way + train.length) % train.length]);
  }

  // --- to show ---

  draw() {
    const { store } = this, made = store.get("made"), known = store.get("graph");
    if (!made || !store.get("frame") || known?.row !== this.place) return;
    const graph = withNeurons(known, made.layers);
    this.opener.hidden = !store.get("tables").player;
    const node = nodeOf(graph, store.get("chosen"));
    this.graph = node === null && !this.open ? null : namedGraph(graph, made); // as it is needed
    const [loss, { X, y, kind, test }] = [graph.values[graph.output], made.rows];
    const features = X[graph.row].map((x, i) => `${spelled(`x${i + 1}`)} = ${short(x)}`);
    const held = test.includes(graph.row) ? ", held out" : "";
    const right = labelOf(y[graph.row]);
    const target = kind === "number" ? `target ${short(right)}` : `label ${right}`;
    writeText(this.row, `Row ${graph.row + 1} of ${X.length}${held}: ${features.join(", ")}; `
      + `${target}; loss ${short(loss)}`);
    this.hint.hidden = node !== null;
    this.title.hidden = node === null;
    this.parts.replaceChildren(...(node === null ? [] : this.about(node)));
    this.renewSteps(node);
  }

  about(node) {
    const { store, graph } = this, chosen = store.get("chosen");
    writeText(this.title, whatIs(chosen, store.get("made"), graph.nodes[node].name));
    const { gradient } = graph, all = explainedByNetwork(this.asked(), node, LISTED_PATHS);
    const found = all.count > TOLD_PATHS ? explainedByUses(this.asked(), node, LISTED_PATHS) : all;
    return [...factsOf({ store, graph, gradient, node, chosen }), ...pathsOf(found, all.count)];
  }

  asked() { return askedOf(this.graph, this.store.get("tables").ops.rows); }

  // --- to step through ---

  flip() {
    this.open = !this.open;
    this.opener.setAttribute("aria-expanded", String(this.open));
    writeText(this.opener, this.open ? "Close the steps" : "Step through it");
    this.shown = "";
    if (!this.open) {
      this.stepper.close();
      return;
    }
    this.draw();
    this.stepper.bring();
  }

  step() { // the grain "chain rule": the steps of this row, where they are seen
    if (this.open) this.stepper.step(); else this.flip();
  }

  renewSteps(chosen) { // when other numbers are to be stepped through, and training rests
    const { epoch, parameters, rate } = this.store.get("frame"), { graph } = this;
    const playing = this.store.get("playing");
    this.stale.hidden = !(this.open && playing && this.shown);
    if (!this.open) return;
    const now = `${graph.row} ${chosen} ${parameters.join()}`;
    if (now === this.shown || (playing && this.shown)) return;
    this.shown = now;
    writeText(this.stale, `Training goes on; these are the steps at epoch ${grouped(epoch)}.`);
    this.stepper.show({
      asked: this.asked(), chosen, rate, said: this.said(), parameters: graph.parameters,
      title: `Row ${graph.row + 1}, step by step`, theme: this.theme,
    });
  }

  said() { // how this step is related to those of the run
    const { settings, rows } = this.store.get("made"), { train } = rows;
    const size = settings.batch_size && Math.min(settings.batch_size, train.length);
    const others = size === 1 ? "" : `The run goes by the mean over ${size || train.length} rows`;
    const rule = isPlainDescent(settings) ? "" : `it makes its steps by ${settings.optimizer}`;
    const both = [others, rule].filter(Boolean).join(", and ");
    const more = both ? ` ${both[0].toUpperCase()}${both.slice(1)}.` : "";
    return `This is the step for this row alone.${more}`;
  }

  close() {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
    this.stepper.close();
  }
}
