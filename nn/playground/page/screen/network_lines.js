// The weights as lines, by size and sign, and the gradients that flow back along them.

import { largestOf } from "./heat.js";
import { alongLine } from "./network_places.js";
import { sharpened } from "./ink.js";

// the thinnest and the thickest weight, as in nn.plot
const THIN = 0.6, THICK = 6, MINUS = [7, 4];
const CROWD = 150; // more lines than that are drawn thinner and fainter
const MOST_LINES = 1200; // more than that take longer than a frame
const DOT = 5.5, LAP = 1600; // the largest gradient's radius; milliseconds from end to end

// Gives back the size of the thickest. A sign is told by the dash, too.
export function drawLines(canvas, scene) {
  const { lines, parameters, ink, hover, chosen, isFlowing } = scene, { pen } = sharpened(canvas);
  const most = largestOf(lines.map(({ parameter }) => parameters[parameter])) || 1;
  const crowded = Math.min(1, Math.sqrt(CROWD / lines.length)), thick = THICK * crowded;
  const sorted = lines.slice().sort((a, b) =>
    Math.abs(parameters[a.parameter]) - Math.abs(parameters[b.parameter])); // thick above thin
  for (const line of sorted.slice(-MOST_LINES)) {
    const w = parameters[line.parameter], part = Math.min(Math.abs(w) / most, 1) || 0;
    const isMarked = line === hover || isChosen(line, chosen), width = THIN + (thick - THIN) * part;
    if (isMarked) halo(pen, line, ink, width);
    pen.globalAlpha = isMarked ? 1 : (isFlowing ? 0.35 : 1) * (0.25 * crowded + 0.7 * part);
    pen.setLineDash(w < 0 ? MINUS : []);
    stroke(pen, line, w < 0 ? ink.minus : ink.plus, isMarked ? Math.max(width, 2) : width);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  if (isFlowing) drawFlow(pen, scene);
  return most;
}

const isChosen = ({ parameter, layer, neuron }, chosen) => chosen
  && (chosen.parameter === parameter || (chosen.layer === layer && chosen.neuron === neuron));

function halo(pen, line, ink, width) {
  pen.globalAlpha = 0.3;
  pen.setLineDash([]);
  stroke(pen, line, ink.ink, width + 6);
}

function stroke(pen, { points: [[x, y], b, c, d] }, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.bezierCurveTo(...b, ...c, ...d);
  pen.stroke();
}

// A dot for every weight, on its way from the loss to the inputs: its size is that of the gradient,
// filled above 0, hollow below.
function drawFlow(pen, { lines, gradient, ink, now }) {
  const most = largestOf(lines.map(({ parameter }) => gradient[parameter]));
  if (!most) return;
  pen.lineWidth = 1.6;
  for (const { parameter, layer, neuron, points } of lines) {
    const g = gradient[parameter], radius = DOT * Math.sqrt(Math.min(Math.abs(g) / most, 1));
    if (!(radius > 0.4)) continue;
    const shift = (neuron * 0.37 + layer * 0.5) % 1;
    const t = now === null ? 0.5 : 1 - ((now / LAP + shift) % 1);
    pen.beginPath();
    pen.arc(...alongLine(points, t), radius, 0, 2 * Math.PI);
    pen.fillStyle = g > 0 ? ink.ink : ink.panel;
    pen.strokeStyle = ink.ink;
    pen.fill();
    pen.stroke();
  }
}
