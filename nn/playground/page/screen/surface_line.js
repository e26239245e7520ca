// The answers over one input: a curve through the rows.

import { ticksOf } from "./plane.js";
import { CLASS_INKS, classOf, labelOf, markPath } from "./reading.js";
import { spelled } from "./dom.js";

const LINE_EDGE = { left: 34, right: 8, top: 10, bottom: 22 };
const MOST_SCORE = 8;
const DASHES = [[], [7, 4], [2, 3]];

export function drawLine(scene) {
  const map = lineMap(scene);
  lineAxes(scene, map);
  if (scene.shown) lineAnswers(scene, map);
  lineRows(scene, map);
  return map;
}

// The height follows the targets and has room for answers that are a little off; scores of labels,
// and a neuron's answers, have a range of their own.
function lineMap({ width, height, grid: { low, high }, made: { rows }, shown }) {
  const targets = rows.y.map(labelOf), isNumber = shown?.reading.kind === "number";
  const scores = (isNumber ? [] : shown?.surface ?? [])
    .flatMap((numbers) => [...numbers].filter(Number.isFinite));
  const all = [...targets, ...scores.map((x) => Math.min(Math.max(x, -MOST_SCORE), MOST_SCORE))];
  const least = Math.min(...all), most = Math.max(...all), room = (most - least || 1) * 0.25;
  const [bottom, top] = [least - room, most + room];
  const wide = width - LINE_EDGE.left - LINE_EDGE.right;
  const tall = height - LINE_EDGE.top - LINE_EDGE.bottom;
  const across = (x) => LINE_EDGE.left + ((x - low[0]) / (high[0] - low[0])) * wide;
  const up = (y) => LINE_EDGE.top + (1 - (y - bottom) / (top - bottom)) * tall;
  return {
    across,
    up,
    bottom,
    top,
    point: (i) => [across(rows.X[i][0]), up(targets[i])],
    back: (x) => [low[0] + ((x - LINE_EDGE.left) / wide) * (high[0] - low[0])],
  };
}

function lineAxes({ pen, width, height, grid: { low, high }, ink }, { across, up, bottom, top }) {
  Object.assign(pen, { fillStyle: ink.muted, strokeStyle: ink.soft, lineWidth: 1 });
  pen.textAlign = "center";
  for (const x of ticksOf(low[0], high[0])) {
    if (across(x) < width - 30) pen.fillText(String(x), across(x), height - 6);
  }
  pen.fillText(spelled("x1"), width - 12, height - 6);
  pen.textAlign = "right";
  for (const y of ticksOf(bottom, top)) {
    pen.fillText(String(y), LINE_EDGE.left - 5, up(y) + 4);
    pen.beginPath();
    pen.moveTo(LINE_EDGE.left, up(y));
    pen.lineTo(width - LINE_EDGE.right, up(y));
    pen.stroke();
  }
}

function lineAnswers({ pen, width, height, shown, grid, ink }, { across, up }) {
  const { low, high, side } = grid;
  pen.save();
  pen.beginPath();
  pen.rect(LINE_EDGE.left, 0, width - LINE_EDGE.left, height - LINE_EDGE.bottom);
  pen.clip();
  const { surface, reading } = shown;
  surface.forEach((numbers, k) => {
    pen.beginPath();
    const step = (high[0] - low[0]) / (side - 1);
    numbers.forEach((y, i) => pen.lineTo(across(low[0] + step * i), up(y)));
    pen.strokeStyle = reading.kind === "three" ? ink[CLASS_INKS[k]] : ink.plus;
    pen.setLineDash(reading.kind === "three" ? DASHES[k] : []);
    pen.lineWidth = 2.5;
    pen.stroke();
  });
  pen.restore();
}

function lineRows({ pen, made: { rows }, held, reading, ink, store }, { point }) {
  const chosen = store.get("row"), number = reading.kind === "number";
  rows.y.forEach((target, i) => {
    const mark = number ? 0 : classOf(reading, target), colour = ink[CLASS_INKS[mark]];
    markPath(pen, mark, ...point(i), 3.5);
    Object.assign(pen, { strokeStyle: colour, lineWidth: 1.4 });
    pen.fillStyle = held.has(i) ? ink.paper : colour;
    pen.fill();
    pen.stroke();
  });
  if (chosen === null || chosen >= rows.X.length) return;
  pen.beginPath();
  pen.arc(...point(chosen), 9, 0, 2 * Math.PI);
  Object.assign(pen, { strokeStyle: ink.ink, lineWidth: 2.5 });
  pen.stroke();
}
