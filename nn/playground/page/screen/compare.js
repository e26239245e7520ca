// Two moments, or two seeds, beside each other: their answers, their losses, and how they differ.

import { brief, countOf, grouped } from "../../../../autograd/page/numbers.js";
import { thinnedOut } from "./curves.js";
import { element, setAttribute, shape, writeText } from "./dom.js";
import { heatShades } from "./heat.js";
import { resized, sharpened } from "./ink.js";
import { gridOf } from "./plane.js";
import { readingOf } from "./reading.js";
import { drawLine } from "./surface_line.js";
import { drawPlane } from "./surface_plane.js";
import { Twin } from "./twin.js";

export function comparePanel(host, store) {
  const compare = new Comparison(host, store);
  const stops = [
    store.on("frame", (frame) => {
      compare.twin?.follow(frame);
      compare.show();
    }),
    store.on("settings", () => compare.leave()),
    store.on("ink", () => compare.show()),
  ];
  return () => {
    compare.leave();
    for (const { observer } of compare.sides) observer.disconnect();
    stops.forEach((stop) => stop());
  };
}

class Comparison {
  constructor(host, store) {
    Object.assign(this, { store, twin: null, kept: null });
    const button = (text, onclick) => element("button", { type: "button", onclick }, text);
    this.end = button("Stop comparing", () => this.stop());
    this.end.hidden = true;
    const seeds = store.get("another")
      ? button("Another seed beside this one", () => this.beside()) : null;
    this.sides = [0, 1].map(() => new Card(() => this.show()));
    this.lines = new Lines();
    this.told = element("p", { class: "told", role: "status" });
    this.place = element("div", { class: "compared", hidden: true },
      this.sides.map(({ node }) => node), this.lines.node);
    host.append(element("div", { class: "row" },
      button("Keep this moment to compare", () => this.keep()), seeds, this.end),
    this.told, this.place);
  }

  keep() {
    this.leave();
    this.kept = momentOf(this.store);
    this.show();
  }

  beside() {
    this.leave();
    this.kept = null;
    this.twin = new Twin(this.store, () => this.show());
  }

  stop() {
    this.leave();
    this.kept = null;
    this.show();
  }

  leave() { // what was kept stays: it may be compared with other settings
    this.twin?.close();
    this.twin = null;
  }

  show() {
    if (!this.twin && !this.kept) {
      this.place.hidden = this.end.hidden = true;
      writeText(this.told, "");
      return;
    }
    const now = momentOf(this.store), other = this.twin ? momentOf(this.twin.store) : this.kept;
    if (!now || !other) { // one is being made, or cannot be
      writeText(this.told, this.twin?.ended ?? "");
      return;
    }
    this.place.hidden = this.end.hidden = false;
    const titles = this.twin ? [other, now].map(({ settings }) => `seed ${settings.seed}`)
      : ["kept", "now"];
    for (const [k, moment] of [other, now].entries()) {
      this.sides[k].show(titles[k], moment, this.store.get("ink"));
    }
    this.sides[0].tell(this.twin?.ended ?? "");
    this.lines.show([other, now].map(({ losses }) => losses));
    writeText(this.told, differences(other, now, this.store));
  }
}

// What is compared: the settings and what the frame shows; null before there is one.
function momentOf(store) {
  const frame = store.get("frame"), made = store.get("made");
  if (!frame || !made) return null;
  const { epoch, measure, view, history } = frame;
  return { made, settings: made.settings ?? store.get("settings"), epoch, measure, view,
    losses: history?.losses.slice(0, epoch) ?? [] };
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
  const rest = more > 0 ? `; and ${more} more` : "";
  return `They differ in: ${found.slice(0, WORST).join("; ")}${rest}.`;
}

// --- what is seen ---

class Card {
  constructor(redraw) {
    this.heat = element("canvas", { class: "heat" });
    this.marks = element("canvas", { role: "img" });
    this.plane = element("div", { class: "plane" }, this.heat, this.marks);
    this.title = element("strong");
    this.numbers = element("span", { class: "number quiet" });
    this.reason = element("p", { class: "reason", role: "alert" });
    this.node = element("figure", {}, this.plane,
      element("figcaption", {}, this.title, " ", this.numbers, this.reason));
    this.observer = new ResizeObserver(() => {
      resized(this.marks);
      redraw();
    });
    this.observer.observe(this.plane);
  }

  show(title, moment, ink) {
    const { epoch, measure: { train, test } } = moment, right = (test ?? train).accuracy;
    const accuracy = right === undefined || right === null ? ""
      : ` · ${Math.round(100 * right)} % right`;
    const text = `epoch ${grouped(epoch)} · loss ${brief(train.loss)}`
      + `${test ? ` · test ${brief(test.loss)}` : ""}${accuracy}`;
    writeText(this.title, title);
    writeText(this.numbers, text);
    setAttribute(this.marks, "aria-label", `Answers, ${title}: ${text}`);
    this.draw(moment, ink);
  }

  tell(reason) { // why it does not go on
    writeText(this.reason, reason);
  }

  draw({ made, view }, ink) { // as the output's own panel draws it
    const grid = gridOf(made.rows), flat = made.rows.X[0].length === 2;
    this.plane.hidden = !grid || !view;
    if (this.plane.hidden) return;
    this.heat.hidden = !flat;
    const reading = readingOf(made), shown = { surface: view.surface, reading };
    const scene = { ...sharpened(this.marks), heat: this.heat, made, grid, ink, shown, reading,
      shades: heatShades(ink), held: new Set(made.rows.test), store: { get: () => null } };
    (flat ? drawPlane : drawLine)(scene);
  }
}

const WIDTH = 300, HEIGHT = 120, EDGE = 6, ROOM = 22; // above and below are numbers
const BEYOND = 100; // times the larger first loss: what is above, of a divergence, is cut

class Lines { // both losses, logarithmic: kept or other dashed, now solid
  constructor() {
    this.paths = ["dashed", "solid"].map((kind) => shape("path", { class: kind }));
    this.svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "both",
      preserveAspectRatio: "none" }, this.paths);
    this.ends = ["high", "low", "long"].map((end) =>
      element("span", { class: `end ${end} number quiet` }));
    this.node = element("figure", { class: "course" },
      element("div", { class: "box" }, this.svg, this.ends),
      element("figcaption", { class: "quiet" },
        "loss by epoch, logarithmic: left dashed, right solid"));
  }

  show(runs) {
    const found = runs.map(sampled), all = found.flat().map(([, loss]) => loss);
    const count = Math.max(...runs.map((run) => run.length));
    const top = BEYOND * Math.max(...found.map(([first]) => first?.[1] ?? 0));
    const [least, most] = all.length ? [Math.min(...all), Math.min(top, Math.max(...all))] : [1, 1];
    const [low, high] = [Math.log(least), Math.log(most)];
    const x = (i) => EDGE + (i / Math.max(count - 1, 1)) * (WIDTH - 2 * EDGE);
    const y = (loss) => ROOM
      + ((high - Math.log(Math.min(loss, most))) / (high - low || 1)) * (HEIGHT - 2 * ROOM);
    for (const [k, points] of found.entries()) {
      const places = points.map(([i, loss]) => `${x(i).toFixed(1)} ${y(loss).toFixed(1)}`);
      setAttribute(this.paths[k], "d", places.length ? `M${places.join("L")}` : "");
    }
    const texts = count ? [brief(most), brief(least), countOf(count, "epoch")] : ["", "", ""];
    this.ends.forEach((end, k) => writeText(end, texts[k]));
    setAttribute(this.svg, "aria-label", count ? `Both losses over ${texts[2]}, from ${texts[1]} `
      + `to ${texts[0]}: the left run dashed, the right one solid` : "Both losses: nothing yet");
  }
}

const sampled = (losses) => // as many as there are places for, and the last
  thinnedOut(losses, 2 * WIDTH).filter(([, loss]) => loss > 0 && loss < Infinity);
