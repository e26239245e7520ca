// Two moments, or two seeds, beside each other: their answers, their losses, and in what they differ.

import { element, setAttribute, shape, shortNumber, writeText } from "./dom.js";
import { heatShades, largestOf, paintClasses, paintSigned } from "./heat.js";
import { Link } from "./link.js";
import { Store } from "./store.js";

export function comparePanel(host, store, link) {
  const compare = new Comparison(host, store, link);
  const stops = [
    store.on("frame", () => compare.follow()),
    store.on("playing", (playing) => compare.twin?.play(playing)),
    store.on("settings", () => compare.twin?.leave()),
    store.on("ink", () => compare.follow()),
  ];
  return () => {
    compare.twin?.leave();
    stops.forEach((stop) => stop());
  };
}

class Comparison {
  constructor(host, store, link) {
    Object.assign(this, { store, link, twin: null, kept: null });
    const button = (text, onclick) => element("button", { type: "button", onclick }, text);
    this.end = button("Stop comparing", () => this.stop());
    this.end.hidden = true;
    const seeds = store.get("another")
      ? button("Another seed beside this one", () => this.beside()) : null;
    this.sides = [new Card(), new Card()];
    this.lines = new Lines();
    this.told = element("p", { class: "told", role: "status" });
    this.place = element("div", { class: "compared", hidden: true },
      this.sides.map(({ node }) => node), this.lines.node);
    host.append(element("div", { class: "row" },
      button("Keep this moment to compare", () => this.keep()), seeds, this.end),
    this.told, this.place);
  }

  keep() {
    this.twin?.leave();
    this.kept = momentOf(this.store);
    this.follow();
  }

  beside() {
    this.twin?.leave();
    this.kept = null;
    this.twin = new Twin(this.store, this.link, () => this.follow(), () => { this.twin = null; });
    this.follow();
  }

  stop() {
    this.twin?.leave();
    this.kept = null;
    this.follow();
  }

  follow() {
    const now = momentOf(this.store), other = this.twin ? momentOf(this.twin.store) : this.kept;
    if (this.twin && !other && !this.place.hidden) return; // it is being made
    const both = Boolean(now && other);
    this.place.hidden = this.end.hidden = !both;
    if (!both) {
      writeText(this.told, "");
      return;
    }
    const most = Math.max(...[now, other].map(({ view }) => largestOf(view?.surface[0] ?? [])));
    this.sides[0].show(this.twin ? `seed ${other.settings.seed}` : "kept", other, most, this.store);
    this.sides[1].show(this.twin ? `seed ${now.settings.seed}` : "now", now, most, this.store);
    this.lines.show([other, now].map(({ losses }) => losses));
    writeText(this.told, differences(other, now, this.store));
  }
}

// What is compared: the settings and what the frame shows; null before there is one.
function momentOf(store) {
  const frame = store.get("frame"), made = store.get("made");
  if (!frame || !made) return null;
  const { epoch, measure, view, history } = frame;
  return { settings: made.settings ?? store.get("settings"), epoch, measure, view,
    kind: made.rows.kind, losses: [...(history?.losses ?? [])] };
}

const WORST = 4; // so many differing settings are named, then it is only said how many more

function differences(one, other, store) {
  const named = new Map(store.get("tables").fields.map(({ name, label }) => [name, label]));
  const told = (x) => (x === null ? "–" : typeof x === "object" ? JSON.stringify(x) : String(x));
  const found = Object.keys(other.settings).filter((name) => name !== "rows"
    && JSON.stringify(one.settings[name]) !== JSON.stringify(other.settings[name]))
    .map((name) => `${named.get(name) ?? name} ${told(one.settings[name])} and `
      + told(other.settings[name]));
  if (!found.length) return one.epoch === other.epoch ? "The same moment of one run." : "";
  const more = found.length - WORST;
  return `They differ in: ${found.slice(0, WORST).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

// --- the other seed: a trainer of its own, which does what the shown one does ---------------------

class Twin {
  constructor(store, link, follow, left) {
    Object.assign(this, { shown: store, left });
    const settings = { ...store.get("settings") };
    settings.seed += 1;
    this.settings = settings;
    this.store = new Store({ settings, tables: store.get("tables"), playing: false });
    this.link = new Link(this.store, store.get("another")());
    const grid = store.get("grid");
    if (grid) this.link.view(grid);
    this.store.on("frame", follow);
    this.catchUp();
    if (store.get("playing")) this.link.play();
  }

  play(playing) {
    if (playing) this.link.play();
    else {
      this.link.pause();
      this.catchUp();
    }
  }

  catchUp() { // paused, both are at the same epoch: nothing else could be compared
    const { epoch = 0 } = this.shown.get("frame") ?? {};
    this.link.make(this.settings, { epoch, step: null, edits: [] });
  }

  leave() {
    this.link.close();
    this.left();
  }
}

// --- what is seen --------------------------------------------------------------------------------

class Card {
  constructor() {
    this.canvas = element("canvas", { class: "heat", role: "img" });
    this.title = element("strong");
    this.numbers = element("span", { class: "number quiet" });
    this.node = element("figure", {}, this.canvas,
      element("figcaption", {}, this.title, " ", this.numbers));
  }

  show(title, { epoch, measure, view, kind }, most, store) {
    const { train, test } = measure, right = (test ?? train).accuracy;
    const accuracy = right === undefined || right === null ? ""
      : ` · ${Math.round(100 * right)} % right`;
    const text = `epoch ${epoch} · loss ${shortNumber(train.loss)}`
      + `${test ? ` · test ${shortNumber(test.loss)}` : ""}${accuracy}`;
    writeText(this.title, title);
    writeText(this.numbers, text);
    setAttribute(this.canvas, "aria-label", `Answers over the plane, ${title}: ${text}`);
    this.canvas.hidden = !view?.surface || !store.get("ink");
    if (this.canvas.hidden) return;
    const shades = heatShades(store.get("ink")), { surface } = view;
    const side = Math.round(Math.sqrt(surface[0].length));
    if (kind === "three") paintClasses(this.canvas, surface, side, shades);
    else paintSigned(this.canvas, surface[0], side, shades, { most });
  }
}

const WIDTH = 300, HEIGHT = 120, EDGE = 6;

class Lines { // both losses, logarithmic: kept or other dashed, now solid
  constructor() {
    this.paths = ["dashed", "solid"].map((kind) => shape("path", { class: kind }));
    this.svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "losses",
      "aria-label": "Both losses by epoch: the left run dashed, the right one solid" }, this.paths);
    this.node = element("figure", {}, this.svg, element("figcaption", { class: "quiet" },
      "loss by epoch, logarithmic: left dashed, right solid"));
  }

  show(runs) {
    const all = runs.flat().filter((x) => x > 0 && x < Infinity).map(Math.log);
    const low = all.reduce((a, b) => Math.min(a, b), Infinity);
    const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
    const count = Math.max(...runs.map((run) => run.length), 2);
    const x = (i) => EDGE + (i / (count - 1)) * (WIDTH - 2 * EDGE);
    const y = (loss) => EDGE + ((high - Math.log(loss)) / (high - low || 1)) * (HEIGHT - 2 * EDGE);
    for (const [k, run] of runs.entries()) {
      const step = Math.max(1, Math.floor(run.length / WIDTH)), points = [];
      for (let i = 0; i < run.length; i += step) {
        if (run[i] > 0 && run[i] < Infinity) points.push(`${x(i).toFixed(1)} ${y(run[i]).toFixed(1)}`);
      }
      setAttribute(this.paths[k], "d", points.length ? `M${points.join("L")}` : "");
    }
  }
}
