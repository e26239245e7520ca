// The rows of a task, drawn as nn.data draws them: gates, shapes of the plane, surfaces, own rows.

import { Graph } from "../../../../autograd/page/graph.js";
import { choiceOf } from "./checking.js";
import { Random } from "./random.js";

const ring = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

// name -> how many labels, and the point for a label at `s`, from 0 to 1 along its shape
const SHAPES = {
  moons: [2, (s, label) => {
    const [x, y] = ring(1, Math.PI * s);
    return label ? [1 - x, 0.5 - y] : [x, y];
  }],
  circles: [2, (s, label) => ring(label ? 0.5 : 1, 2 * Math.PI * s)],
  spirals: [2, (s, label) => ring(0.1 + 0.9 * s, 2 * Math.PI * s + Math.PI * label)],
  blobs: [2, (s, label) => [2 * label - 1, 2 * label - 1]],
  three_blobs: [3, (s, label) => [[-1, -1], [1, -1], [0, 1]][label]],
};

const drawShape = ([labels, shape], points, noise, source) => {
  const last = Math.max(Math.floor((points - 1) / labels), 1);
  const [X, y] = [[], []];
  for (let i = 0; i < points; i++) {
    const place = shape(Math.min(Math.floor(i / labels) / last, 1), i % labels);
    X.push(place.map((x) => x + noise * source.gauss(0, 1)));
    y.push(i % labels);
  }
  return { X, y };
};

const drawSurface = ({ surface, half }, points, noise, source, tables) => {
  const graph = new Graph(tables.ops);
  const [a, b] = ["x1", "x2"].map((name) => graph.leaf(name, "input"));
  const [height] = graph.instantiate(surface, [a, b]);
  const [X, y] = [[], []];
  for (let i = 0; i < points; i++) {
    const place = [source.uniform(-half, half), source.uniform(-half, half)];
    X.push(place);
    y.push(graph.numbers(place)[height] + noise * source.gauss(0, 1));
  }
  return { X, y };
};

const gateRows = ({ gate }) => ({ X: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [...gate] });

// Python's round: a half goes to the even neighbour
const roundedEven = (x) => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

// nn.split: numbers of the rows to learn from, and of those held out
const splitRows = (count, share, seed) => {
  const order = Array.from({ length: count }, (_, i) => i);
  if (!share) return { train: order, test: [] };
  new Random(seed).shuffle(order);
  const held = Math.min(Math.max(roundedEven(share * count), 1), count - 1);
  const sorted = (numbers) => numbers.sort((a, b) => a - b);
  return { train: sorted(order.slice(held)), test: sorted(order.slice(0, held)) };
};

// what rows are made of
const ASKED = ["task", "points", "noise", "test", "data_seed", "rows", "kind"];
let last = null; // another network learns from the same rows

// {X, y, kind, train, test}: X are the coordinates, y labels or numbers as the task has them
export const taskRows = (settings, tables) => {
  const isSame = (key) => last.settings[key] === settings[key];
  if (last?.tables !== tables || !ASKED.every(isSame)) {
    last = { settings, tables, found: drawnRows(settings, tables) };
  }
  return last.found;
};

const drawnRows = (settings, tables) => {
  const { task, points, noise, test, data_seed: seed, rows, kind } = settings;
  const row = tables.tasks[task];
  const source = new Random(seed);
  const { X, y } = rows
    ?? (row.gate && gateRows(row))
    ?? (row.surface && drawSurface(row, points, noise, source, tables))
    ?? drawShape(SHAPES[task], points, noise, source);
  const { asks = [] } = choiceOf(tables, "task", task);
  return { X, y, kind, ...splitRows(X.length, asks.includes("test") ? test : 0, seed) };
};
