// What the network answers, over the plane or along the line, with the data: a click on a point
// chooses its row, the number under the pointer stands below. While a neuron is looked at it is
// what that one answers.

import { brief } from "../../../../autograd/page/numbers.js";
import { element, spelled, writeText } from "./dom.js";
import { heatShades, largestOf } from "./heat.js";
import { resized, sharpened } from "./ink.js";
import { neuronName } from "./network_card.js";
import { CLASS_INKS, answersOf, classOf, labelOf, markPath, readingOf } from "./reading.js";
import { answerText, answersAt, described, rowChooser } from "./surface_words.js";
import { drawPlane } from "./surface_plane.js";
import { drawLine } from "./surface_line.js";

const POINT_REACH = 14; // CSS pixels from a point that still choose it

export function surfacePanel(host, store) {
  const scene = sceneIn(host, store), { marks, box } = scene;
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
    ...["frame", "ink", "row", "looked"].map((name) => store.on(name, draw)),
  ];
  return () => {
    observer.disconnect();
    stops.forEach((stop) => stop());
  };
}

function sceneIn(host, store) {
  const heat = element("canvas", { class: "heat" });
  const marks = element("canvas", { class: "marks", role: "img" });
  const axes = element("canvas", { class: "axes", "aria-hidden": "true" });
  const caption = element("p", { class: "caption", hidden: true });
  const box = element("div", { class: "plane" }, heat, marks, axes);
  const key = element("p", { class: "key quiet" });
  const value = element("p", { class: "value number" }, element("span"), element("span"));
  const row = rowChooser(store);
  const none = element("p", { class: "quiet", hidden: true },
    "A picture of the answers needs one input or two, and these rows have more: "
    + "see the loss below.");
  host.append(caption, box, none, key, value, row.line);
  return { store, heat, marks, axes, box, caption, none, key, value, row, hover: null };
}

// What stays the same for a whole run.
function settle(scene) {
  const { store, key } = scene, made = store.get("made"), { X, y, kind, test } = made.rows;
  scene.reading = readingOf(made);
  scene.hasShares = givesShares(made, store);
  scene.flat = X[0].length === 2;
  scene.held = new Set(test);
  const labels = kind === "number" ? [] : [...new Set(y.map(labelOf))].sort((a, b) => a - b);
  const parts = labels.map((label) => keyMark(scene, classOf(scene.reading, label), label));
  if (test.length) parts.push(element("span", {}, "hollow: held out for the test"));
  if (kind === "number" && scene.flat) parts.unshift("△ above, ○ below the mean");
  key.replaceChildren(...parts);
}

const SHARES = ["bce_with_logits", "cross_entropy"];

function givesShares({ settings, rows: { kind } }, store) {
  const { own, kinds } = store.get("tables");
  return !own && SHARES.includes(settings.loss ?? kinds[kind].loss);
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
  heat.hidden = scene.axes.hidden = !scene.flat;
  scene.shown = shownOf(scene, made, store.get("frame")?.view);
  const found = { ...sharpened(marks), ...scene, made, grid };
  scene.map = (scene.flat ? drawPlane : drawLine)(found);
  tell(scene);
}

// {surface, reading}: of the neuron that is looked at, else of the whole; null before there is any.
function shownOf({ store, reading, caption }, made, view) {
  const looked = store.get("looked"), { layers, inputs } = made;
  const numbers = view && looked && answersOf(view, layers.length, looked.layer, looked.neuron);
  caption.hidden = !numbers;
  if (!numbers) return view ? { surface: view.surface, reading } : null;
  const { layer, neuron } = looked;
  const name = layer < 0 ? spelled(inputs[neuron]) : neuronName(layers, layer, neuron);
  writeText(caption, name);
  return { surface: [numbers], reading: { kind: "neuron", middle: 0, most: largestOf(numbers) } };
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

function tell(scene) {
  const { store, value, row, marks, shown } = scene, made = store.get("made");
  const chosen = store.get("row"), place = scene.hover ?? made?.rows.X[chosen];
  row.show(made, chosen);
  if (!made || !shown || !place) {
    writeText(value.firstChild, "Point at it, or choose a row:");
    writeText(value.lastChild, "its answer stands here.");
  } else {
    const where = place.map((x, d) => `${spelled(`x${d + 1}`)} ${brief(x, 3)}`).join(", ");
    const answers = answersAt(shown.surface, store.get("grid"), place);
    const told = answerText(shown.reading, answers, scene.hasShares);
    writeText(value.firstChild, `at ${where}`);
    writeText(value.lastChild, told);
  }
  if (!store.get("playing")) marks.setAttribute("aria-label", described(made, store.get("frame")));
}
