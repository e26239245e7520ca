// The network: a small heat map for every neuron, a line for every weight. A neuron that is pressed
// is chosen, a line that is dragged up or down gets another weight, and all else follows.

import { brief } from "../../../../autograd/page/numbers.js";
import { element, setAttribute, spelled, writeText } from "./dom.js";
import { heatShades, paintBars, paintCurve, paintSigned } from "./heat.js";
import { resized } from "./ink.js";
import { inputsHead, layerHead, layersLine } from "./network_heads.js";
import { networkCard, neuronName } from "./network_card.js";
import { drawLines } from "./network_lines.js";
import { answersOf } from "./reading.js";
import { linesOf, placesOf } from "./network_places.js";
import { SIDE } from "./plane.js";
import { listenToLines } from "./network_pointer.js";

export function networkPanel(host, store, link) {
  const scene = build(host, store, link), stopFlow = followFlow(scene);
  const draw = () => {
    drawEdges(scene);
    drawTiles(scene);
  };
  const lay = () => {
    layOut(scene);
    draw();
  };
  const renewTip = listenToLines(scene, link, () => drawEdges(scene));
  const observer = new ResizeObserver(lay);
  observer.observe(scene.scroll);
  const stops = [
    ...["made", "ink"].map((key) => store.on(key, lay)), // on paper both are other ones
    ...["frame", "chosen"].map((key) => store.on(key, draw)),
    store.on("frame", renewTip),
    scene.card.stop,
    stopFlow,
  ];
  return () => {
    observer.disconnect();
    stops.forEach((stop) => stop());
  };
}

// While gradients flow the lines are drawn at every beat; for those who want no motion they stand.
function followFlow(scene) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let beat = 0;
  const move = (now) => {
    scene.now = still.matches ? null : now;
    drawEdges(scene);
    beat = scene.flow.checked && !still.matches ? requestAnimationFrame(move) : 0;
  };
  scene.flow.addEventListener("change", () => {
    cancelAnimationFrame(beat);
    move(performance.now());
  });
  return () => cancelAnimationFrame(beat);
}

// --- the parts ---

function build(host, store, link) {
  const lines = element("canvas", { class: "lines", "aria-hidden": "true" });
  const net = element("div", { class: "net" }, lines);
  const scroll = element("div", { class: "scroll" }, net);
  const flow = element("input", { type: "checkbox" });
  const layers = layersLine(store), inputs = inputsHead(store), card = networkCard(store, link);
  const tip = element("div", { class: "tip", hidden: true });
  const bar = element("div", { class: "row head-line" }, layers.line,
    element("label", { class: "flow" }, flow, "gradients flowing back"));
  const scale = element("span", { class: "number" }), inside = element("span");
  const dots = element("span", { hidden: true }, "dot: the size of a gradient, ● above 0, ○ below");
  flow.addEventListener("change", () => { dots.hidden = !flow.checked; });
  host.append(bar, scroll, keyLine(scale, dots, inside), card.card, tip);
  const outputs = element("div", { class: "head" }, element("span", {}, "output"));
  net.append(inputs.head, outputs);
  return {
    host, store, lines, net, scroll, flow, layers, inputs, outputs, card, tip, scale, inside,
    heads: [], tiles: [], edges: [], hover: null, now: null,
  };
}

function keyLine(...more) {
  const sample = (name) => element("span", { class: `sample ${name}`, "aria-hidden": "true" });
  return element("p", { class: "key quiet" },
    element("span", {}, sample("plus"), "weight above 0"),
    element("span", {}, sample("minus"), "below 0"), ...more);
}

// --- where things stand ---

function layOut(scene) {
  const { store, scroll, net, inputs, layers } = scene, made = store.get("made");
  scene.host.classList.toggle("bare", made?.layers.length === 0);
  if (!made?.layers.length || !scroll.clientWidth) return;
  const sizes = [made.inputs.length, ...made.layers.map(({ size }) => size)];
  const places = placesOf(sizes, scroll.clientWidth, matchMedia("(pointer: coarse)").matches);
  net.style.width = `${places.width}px`;
  net.style.height = `${places.height}px`;
  resized(scene.lines);
  layers.show(made.layers.length - 1);
  inputs.show(made);
  writeText(scene.inside, store.get("grid")
    ? "in a square: what the neuron answers over the inputs, in its own scale"
    : "in a square: the neuron's weights, in its own scale");
  placeHeads(scene, made, places);
  placeTiles(scene, made, places);
  scene.edges = linesOf(made.layers, places);
  scene.hover = null;
}

function placeHeads(scene, made, { columns, wide }) {
  const { store, net, heads, inputs, outputs } = scene, hidden = made.layers.slice(0, -1);
  while (heads.length > hidden.length) heads.pop().head.remove();
  while (heads.length < hidden.length) {
    heads.push(layerHead(store, heads.length));
    outputs.before(heads.at(-1).head);
  }
  heads.forEach((head, k) => head.show(hidden[k]));
  [inputs, ...heads, { head: outputs }].forEach(({ head }, i) => {
    head.style.left = `${columns[i].x - wide / 2}px`;
    head.style.width = `${wide}px`;
  });
}

function placeTiles(scene, made, { columns, side }) {
  const shape = JSON.stringify([made.inputs, columns.map(({ ys }) => ys.length)]);
  if (scene.shape !== shape) renewTiles(scene, made); // else the focus stays where it is
  scene.shape = shape;
  scene.tiles.forEach((column, i) => column.forEach(({ tile }, j) => {
    const { x, ys } = columns[i];
    const left = `${x - side / 2}px`, top = `${ys[j] - side / 2}px`, width = `${side}px`;
    Object.assign(tile.style, { left, top, width, height: width });
  }));
}

function renewTiles(scene, made) {
  scene.store.set("looked", null);
  scene.tiles.flat().forEach(({ tile }) => tile.remove());
  const inputs = made.inputs.map(inputTile);
  const layers = made.layers.map(({ neurons }, layer) =>
    neurons.map((_, neuron) => neuronTile(scene.store, made, layer, neuron)));
  scene.tiles = [inputs, ...layers];
  scene.tiles.forEach((column, i) => column.forEach(({ tile }, neuron) => {
    lookAt(scene.store, tile, { layer: i - 1, neuron });
    scene.net.append(tile);
  }));
}

// The neuron under the pointer, or in focus, is shown large among the answers.
function lookAt(store, tile, place) {
  for (const name of ["pointerenter", "focus"]) {
    tile.addEventListener(name, () => store.set("looked", place));
  }
  for (const name of ["pointerleave", "blur"]) {
    tile.addEventListener(name, () => store.set("looked", null));
  }
}

function inputTile(input) {
  const canvas = element("canvas"), name = element("span", { class: "name" }, spelled(input));
  const tile = element("div", { class: "tile", role: "img", "aria-label": `input ${input}` });
  tile.append(canvas, name);
  return { tile, canvas };
}

function neuronTile(store, made, layer, neuron) {
  const name = neuronName(made.layers, layer, neuron), canvas = element("canvas");
  const isChosen = (chosen) => chosen?.layer === layer && chosen.neuron === neuron;
  const choose = () =>
    store.set("chosen", isChosen(store.get("chosen")) ? null : { layer, neuron });
  const about = { type: "button", class: "tile", "aria-label": name, title: name, onclick: choose };
  return { tile: element("button", about, canvas), canvas, isChosen };
}

// --- a frame ---

function drawEdges({ store, edges, lines, hover, flow, now, scale }) {
  const frame = store.get("frame"), ink = store.get("ink"), chosen = store.get("chosen");
  if (!frame || !edges.length) return;
  const { parameters, gradient } = frame, isFlowing = flow.checked;
  const scene = { lines: edges, parameters, gradient, ink, hover, chosen, isFlowing, now };
  const most = drawLines(lines, scene);
  writeText(scale, `thickest ${brief(most, 3)}`);
}

function drawTiles(scene) {
  const { store, tiles } = scene, ink = store.get("ink"), chosen = store.get("chosen");
  if (scene.ink !== ink) Object.assign(scene, { ink, shades: heatShades(ink) });
  const { numbersOf, paint, side } = pictureOf(store, tiles.length - 1);
  tiles.forEach((column, i) => column.forEach(({ tile, canvas, isChosen }, j) => {
    const numbers = numbersOf(i - 1, j);
    canvas.hidden = !numbers;
    tile.classList.toggle("plain", i === 0 && !numbers); // of an input only the name
    if (numbers) paint(canvas, numbers, side, scene.shades);
    if (isChosen) setAttribute(tile, "aria-pressed", isChosen(chosen));
  }));
}

// What stands in a square: answers over the inputs, or, where these are too many for a picture,
// weights. The inputs are layer -1.
function pictureOf(store, count) {
  const frame = store.get("frame"), grid = store.get("grid"), view = frame?.view;
  if (grid) {
    const paint = grid.low.length === 2 ? paintSigned : paintCurve;
    const numbersOf = (layer, j) => view && answersOf(view, count, layer, j);
    return { numbersOf, paint, side: grid.side };
  }
  const { layers } = store.get("made") ?? {}, { parameters } = frame ?? {};
  const numbersOf = (layer, j) => parameters && layers[layer]?.neurons[j].weights
    .map((i) => parameters[i]);
  return { numbersOf, paint: paintBars, side: SIDE };
}
