// The loss over time on a logarithmic axis, training and test, and how much is right.

import { brief, countOf } from "../../../../autograd/page/numbers.js";
import { element, writeText } from "./dom.js";
import { resized, sharpened } from "./ink.js";

const DOT = 5; // pixels of a single loss
const MARGIN = { left: 40, right: 6, top: 8, bottom: 20 };

export function curvesPanel(host, store) {
  const canvas = element("canvas", { class: "curves", role: "img" });
  const figures = element("dl", { class: "losses number" });
  const cells = Object.fromEntries(["train", "test"].map((name) => [name, figure(figures, name)]));
  host.append(figures, canvas);
  const draw = () => {
    const frame = store.get("frame"), ink = store.get("ink");
    for (const name of ["train", "test"]) fillFigure(cells[name], frame?.measure?.[name]);
    const { losses = [], test = [] } = frame?.history ?? {};
    drawCurves(canvas, ink, [[losses, ink.plus, []], [test, ink.minus, [6, 4]]], frame?.epoch);
    if (!store.get("playing")) canvas.setAttribute("aria-label", spokenCurves(losses, test));
  };
  const observer = new ResizeObserver(() => {
    resized(canvas);
    draw();
  });
  observer.observe(canvas);
  const stops = ["frame", "ink"].map((key) => store.on(key, draw));
  return () => {
    observer.disconnect();
    stops.forEach((stop) => stop());
  };
}

function figure(list, name) {
  const loss = element("span", { class: "loss" }), right = element("span", { class: "quiet" });
  const cell = element("div", { class: name },
    element("dt", {}, name === "train" ? "training" : "test"), element("dd", {}, loss, right));
  list.append(cell);
  return { cell, loss, right };
}

function fillFigure({ cell, loss, right }, measure) {
  cell.hidden = !measure;
  if (!measure) return;
  writeText(loss, steady(measure.loss));
  const { accuracy } = measure, digits = accuracy === 1 ? 0 : 1;
  writeText(right, Number.isFinite(accuracy) ? `${(100 * accuracy).toFixed(digits)} % right` : "");
}

// As many characters at every moment, so that nothing jumps while it trains.
const steady = (x) =>
  (Number.isFinite(x) && Math.abs(x) < 1000 && x >= 1e-3 ? x.toFixed(4) : brief(x));

function spokenCurves(losses, test) {
  if (!losses.length) return "Loss over time: nothing yet";
  const of = (numbers) => `${brief(numbers[0])} to ${brief(numbers.at(-1))}`;
  return `Loss over ${countOf(losses.length, "epoch")}: training from ${of(losses)}`
    + (test.length ? `, test from ${of(test)}` : "");
}

// --- drawing ---

function drawCurves(canvas, ink, lines, now) {
  const { pen, width, height } = sharpened(canvas);
  if (!width) return;
  const length = Math.max(...lines.map(([numbers]) => numbers.length));
  const thinned = lines.map(([numbers, ...look]) => [thinnedOut(numbers, 2 * width), ...look]);
  const shown = thinned.flatMap(([points]) => points.map(([, y]) => y)).filter((y) => y > 0);
  const low = Math.max(Math.min(...shown, 1), 1e-16);
  const high = Math.min(Math.max(...shown, low), 1e16);
  const [from, to] = [Math.floor(Math.log10(low)), Math.max(Math.ceil(Math.log10(high)), -16)];
  const place = {
    x: (i) => MARGIN.left + (i / Math.max(length - 1, 1)) * (width - MARGIN.left - MARGIN.right),
    y: (v) => MARGIN.top + (1 - (Math.log10(v) - from) / Math.max(to - from, 1))
      * (height - MARGIN.top - MARGIN.bottom),
  };
  drawDecades(pen, ink, width, height, from, Math.max(to, from + 1), place);
  pen.textAlign = "right";
  if (!length) {
    pen.textAlign = "center";
    pen.fillText("the loss of every epoch comes here", (MARGIN.left + width) / 2, height / 2);
  }
  if (length) pen.fillText(countOf(length, "epoch"), width - MARGIN.right, height - 4);
  if (now < length) pen.fillRect(place.x(now), MARGIN.top, 2, height - MARGIN.top - MARGIN.bottom);
  for (const line of thinned) drawLosses(pen, line, place, low);
}

function drawLosses(pen, [points, colour, dash], place, low) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 2, lineJoin: "round" });
  pen.setLineDash(dash);
  pen.beginPath();
  const seen = points.filter(([, y]) => y > 0 && y < Infinity)
    .map(([i, y]) => [place.x(i), place.y(Math.max(y, low))]);
  for (const [x, y] of seen) pen.lineTo(x, y);
  pen.stroke();
  pen.setLineDash([]);
  if (seen.length !== 1) return; // no line has one end only: a dot
  const [[x, y]] = seen;
  pen.fillStyle = colour;
  pen.fillRect(x - DOT / 2, y - DOT / 2, DOT, DOT);
}

function drawDecades(pen, ink, width, height, from, to, place) {
  Object.assign(pen, { fillStyle: ink.muted, strokeStyle: ink.soft, lineWidth: 1 });
  pen.textAlign = "right";
  const step = Math.ceil((to - from) / 4);
  for (let k = from; k <= to; k += step) {
    const y = Math.round(place.y(10 ** k)) + 0.5;
    const isPlain = k > -4 && k < 4, text = isPlain ? Number((10 ** k).toPrecision(1)) : `1e${k}`;
    pen.fillText(text, MARGIN.left - 5, y + 4);
    pen.beginPath();
    pen.moveTo(MARGIN.left, y);
    pen.lineTo(width - MARGIN.right, y);
    pen.stroke();
  }
}

// At most so many of the points, and the last: of steps that are powers of two, so that the same
// ones are shown while more come.
export function thinnedOut(numbers, most) {
  const last = numbers.length - 1, step = 2 ** Math.max(0, Math.ceil(Math.log2(last / most)));
  const found = [];
  for (let k = 0; k < last; k += step) found.push([k, numbers[k]]);
  if (last >= 0) found.push([last, numbers[last]]);
  return found;
}
