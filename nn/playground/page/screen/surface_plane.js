// The answers over two inputs: heat, the line where they change sides, and the rows as marks.

import { levelLine, paintClasses, paintSigned } from "./heat.js";
import { ticksOf } from "./plane.js";
import { CLASS_INKS, classOf, markPath } from "./reading.js";
import { spelled } from "./dom.js";
import { resized, sharpened } from "./ink.js";

// Draws and gives back {point(row), back(x, y)}: from data to CSS pixels and from these to data.
export function drawPlane(scene) {
  const map = mapOf(scene);
  if (scene.shown) drawHeat(scene);
  drawAxes(scene, map);
  drawRows(scene, map);
  return map;
}

// On a canvas of their own, where there is one, which is drawn when something about it is new:
// texts take their time.
function drawAxes(scene, map) {
  const { axes, width, height, grid, ink } = scene, now = [width, height, grid, ink];
  if (axes?.drawn?.every((x, i) => x === now[i])) return;
  if (axes) {
    axes.drawn = now;
    resized(axes);
  }
  drawTicks(axes ? { ...scene, ...sharpened(axes) } : scene, map);
}

function mapOf({ width, height, grid: { low, high }, made }) {
  const across = (x) => ((x - low[0]) / (high[0] - low[0])) * width;
  const up = (y) => (1 - (y - low[1]) / (high[1] - low[1])) * height;
  return {
    across,
    up,
    point: (i) => [across(made.rows.X[i][0]), up(made.rows.X[i][1])],
    back: (x, y) =>
      [low[0] + (x / width) * (high[0] - low[0]), low[1] + (1 - y / height) * (high[1] - low[1])],
  };
}

function drawHeat({ pen, width, height, heat, shown, grid, shades, ink }) {
  const { surface, reading } = shown;
  if (reading.kind === "three") paintClasses(heat, surface, grid.side, shades);
  else paintSigned(heat, surface[0], grid.side, shades, reading);
  if (reading.kind !== "two" && reading.kind !== "neuron") return;
  pen.beginPath();
  for (const [a, b, c, d] of levelLine(surface[0], grid.side, reading.middle)) {
    pen.moveTo(a * width, (1 - b) * height);
    pen.lineTo(c * width, (1 - d) * height);
  }
  Object.assign(pen, { strokeStyle: ink.ink, lineWidth: 1.5, lineCap: "round" });
  pen.stroke();
}

function drawTicks({ pen, width, height, grid: { low, high }, ink }, { across, up }) {
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  const put = (text, x, y) => {
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  };
  Object.assign(pen, { fillStyle: ink.muted, strokeStyle: ink.paper, textAlign: "center" });
  for (const x of ticksOf(low[0], high[0])) {
    if (across(x) > 34 && across(x) < width - 26) put(String(x), across(x), height - 6);
  }
  put(spelled("x1"), width - 12, height - 6);
  pen.textAlign = "left";
  for (const y of ticksOf(low[1], high[1])) {
    if (up(y) > 26 && up(y) < height - 24) put(String(y), 5, up(y) + 4);
  }
  put(spelled("x2"), 5, 14);
}

function drawRows({ pen, made: { rows }, held, reading, ink, store }, { point }) {
  const chosen = store.get("row"), r = rows.X.length < 20 ? 6.5 : 4;
  rows.y.forEach((target, i) => {
    const [x, y] = point(i), mark = classOf(reading, target), colour = ink[CLASS_INKS[mark % 3]];
    markPath(pen, mark % 3, x, y, r);
    pen.fillStyle = held.has(i) ? ink.paper : colour;
    pen.strokeStyle = held.has(i) ? colour : ink.paper;
    pen.lineWidth = held.has(i) ? 1.6 : 1;
    pen.fill();
    pen.stroke();
  });
  if (chosen === null || chosen >= rows.X.length) return;
  pen.beginPath();
  pen.arc(...point(chosen), r + 5, 0, 2 * Math.PI);
  Object.assign(pen, { strokeStyle: ink.ink, lineWidth: 2.5 });
  pen.stroke();
}
