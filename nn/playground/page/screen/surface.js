// What the network answers, over the plane or along the line, with the data: a click on a point
// chooses its row, the number under the pointer stands below.

import { element, shortNumber, spelled, writeText } from "./dom.js";
import { between, heatShades } from "./heat.js";
import { resized, sharpened } from "./ink.js";
import { CLASS_INKS, classOf, labelOf, markPath, readingOf } from "./reading.js";
import { drawPlane } from "./surface_plane.js";
import { drawLine } from "./surface_line.js";

const POINT_REACH = 14; // CSS pixels from a point that still choose it

export function surfacePanel(host, store, link) {
  const heat = element("canvas", { class: "heat" });
  const marks = element("canvas", { class: "marks", role: "img" });
  const box = element("div", { class: "plane" }, heat, marks);
  const key = element("p", { class: "key quiet" });
  const value = element("p", { class: "value number" }, element("span"), element("span"));
  const row = rowChooser(store);
  const none = element("p", { class: "quiet", hidden: true },
    "A picture of the answers needs one input or two, and these rows have more: "
    + "see the loss below.");
  host.append(box, none, key, value, row.line);
  const scene = { store, heat, marks, box, none, key, value, row, hover: null };
  const draw = () => drawScene(scene);
  const hover = (place) => {
    scene.hover = place;
    tell(scene);
  };
  marks.addEventListener("pointermove", (event) => hover(placeOf(scene, event)));
  marks.addEventListener("pointerleave", () => hover(null));
  marks.addEventListener("click", (event) => choose(scene, event));
  const observer = new ResizeObserver(() => {
    resized(marks);
    draw();
  });
  observer.observe(box);
  const stops = [
    store.on("made", () => { settle(scene); draw(); }),
    ...["frame", "ink", "row"].map((name) => store.on(name, draw)),
  ];
  return () => {
    observer.disconnect();
    stops.forEach((stop) => stop());
  };
}

// What stays the same for a whole run.
function settle(scene) {
  const { store, key } = scene, made = store.get("made"), { X, y, kind, test } = made.rows;
  scene.reading = readingOf(made);
  scene.flat = X[0].length === 2;
  scene.held = new Set(test);
  const row = store.get("row");
  if (row !== null && row >= X.length) store.set("row", null);
  const labels = kind === "number" ? [] : [...new Set(y.map(labelOf))].sort((a, b) => a - b);
  const parts = labels.map((label) => keyMark(scene, classOf(scene.reading, label), label));
  if (test.length) parts.push(element("span", {}, "hollow: held out for the test"));
  if (kind === "number" && scene.flat) parts.unshift("△ above, ○ below the mean");
  key.replaceChildren(...parts);
}

function keyMark(scene, mark, label) {
  const canvas = element("canvas", { class: "mark", "aria-hidden": "true" });
  canvas.paint = (ink) => {
    const { pen, width, height } = sharpened(canvas);
    markPath(pen, mark, width / 2, height / 2, 4.5);
    pen.fillStyle = ink[CLASS_INKS[mark]];
    pen.fill();
  };
  return element("span", {}, canvas, `label ${label}`);
}

function drawScene(scene) {
  const { store, marks, heat } = scene, made = store.get("made"), grid = store.get("grid");
  scene.box.hidden = scene.key.hidden = scene.value.hidden = Boolean(made && !grid);
  scene.none.hidden = !scene.box.hidden;
  if (!made || !grid) {
    scene.row.show(made, store.get("row"));
    return;
  }
  const ink = store.get("ink");
  if (scene.ink !== ink) Object.assign(scene, { ink, shades: heatShades(ink) });
  scene.key.querySelectorAll("canvas").forEach((canvas) => canvas.paint(ink));
  heat.hidden = !scene.flat;
  const found = { ...sharpened(marks), ...scene, made, grid, view: store.get("frame")?.view };
  scene.map = (scene.flat ? drawPlane : drawLine)(found);
  tell(scene);
}

// --- the pointer and the row ---

function placeOf({ map }, { offsetX, offsetY }) {
  return map ? map.back(offsetX, offsetY) : null;
}

function choose({ store, map }, { offsetX, offsetY }) {
  if (!map) return;
  let best = null, least = POINT_REACH;
  store.get("made").rows.X.forEach((_, i) => {
    const [x, y] = map.point(i), far = Math.hypot(x - offsetX, y - offsetY);
    if (far < least) [best, least] = [i, far];
  });
  store.set("row", best);
}

// The answer at a place, from the grid that the picture is made of.
function answersAt({ surface }, { low, high, side }, place) {
  const part = place.map((x, d) => (x - low[d]) / (high[d] - low[d]));
  if (part.length === 2) return surface.map((numbers) => between(numbers, side, ...part));
  const k = Math.min(Math.max(part[0], 0), 1) * (side - 1), i = Math.min(Math.floor(k), side - 2);
  return surface.map((numbers) => numbers[i] + (numbers[i + 1] - numbers[i]) * (k - i));
}

function tell(scene) {
  const { store, value, row, marks } = scene, made = store.get("made"), chosen = store.get("row");
  const view = store.get("frame")?.view, place = scene.hover ?? made?.rows.X[chosen];
  row.show(made, chosen);
  if (!made || !view || !place) {
    writeText(value.firstChild, "Point at it, or choose a row:");
    writeText(value.lastChild, "its answer stands here.");
  } else {
    const where = place.map((x, d) => `${spelled(`x${d + 1}`)} ${brief(x)}`).join(", ");
    const answers = answersAt(view, store.get("grid"), place);
    const side = sideOf(scene.reading, answers);
    writeText(value.firstChild, `at ${where}`);
    writeText(value.lastChild, `it answers ${answers.map(brief).join(", ")}${side}`);
  }
  if (!store.get("playing")) marks.setAttribute("aria-label", described(made, store.get("frame")));
}

const brief = (x) => shortNumber(Number(x.toPrecision(3)));

function sideOf({ kind, middle }, answers) {
  if (kind === "number") return "";
  const best = answers.indexOf(Math.max(...answers));
  return `: label ${kind === "three" ? best : Number(answers[0] > middle)}`;
}

function described(made, frame) {
  if (!made || !frame) return "No answers yet";
  const { loss, accuracy } = frame.measure.train, isCounted = Number.isFinite(accuracy);
  const right = isCounted ? `, ${Math.round(100 * accuracy)} % of the training rows are right` : "";
  return `What the network answers over the inputs, with ${made.rows.X.length} rows of data. `
    + `Epoch ${frame.epoch}: loss ${shortNumber(loss)}${right}.`;
}

// The rows one after another, for those who have no pointer.
function rowChooser(store) {
  const text = element("span", { class: "quiet number" });
  const go = (by) => () => {
    const count = store.get("made")?.rows.X.length ?? 0, now = store.get("row");
    const first = by > 0 ? 0 : count - 1;
    if (count) store.set("row", now === null ? first : (now + by + count) % count);
  };
  const button = (by, sign, told) => element("button",
    { type: "button", class: "small", "aria-label": told, onclick: go(by) }, sign);
  const line = element("div", { class: "row chooser" },
    button(-1, "‹", "the row before"), text, button(1, "›", "the next row"));
  const show = (made, chosen) => {
    const count = made?.rows.X.length ?? 0;
    writeText(text, chosen === null || chosen === undefined ? `${count} rows: click one`
      : `row ${chosen + 1} of ${count}: should be ${shortNumber(labelOf(made.rows.y[chosen]))}`);
  };
  return { line, show };
}
