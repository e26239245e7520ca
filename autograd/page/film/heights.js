// How high each thing stands in its column, what way each arrow takes, and the whole put together:
// show/layout/heights.py and layered.py in the page. Read boxes.js next.

import { neighbours, ordered, ranked, sweepsOver } from "./columns.js";

const SETTLINGS = 12, TURN = 24; // sweeps; pixels by which an arrow swings out where it turns
const BETWEEN = 22, BESIDE = 16; // pixels between two columns, and between two things in one

function heights(columns, near, high) { // as near to straight arrows as each column allows
  const y = new Map(), weights = new Map();
  for (const [key, found] of near) weights.set(key, found.reduce((sum, n) => sum + n.weight, 0));
  const wish = (key) => {
    const found = near.get(key);
    if (!found) return y.get(key);
    const add = (sum, n) => sum + n.weight * (y.get(n.key) + n.theirs - n.own);
    return found.reduce(add, 0) / weights.get(key);
  };
  for (const column of columns) pooled(column, () => 0, weights, high, y);
  for (let sweep = 0; sweep < sweepsOver(columns, SETTLINGS); sweep++) {
    const now = sweep % 2 ? [...columns].reverse() : columns;
    for (const column of now) pooled(column, wish, weights, high, y);
  }
  return y;
}

function pooled(column, wish, weights, high, y) { // nearest to the wishes, by pooling of neighbours
  const offsets = [], pools = [];
  let offset = 0;
  column.forEach((key, i) => {
    const last = column[i - 1];
    if (i) offset += (high.get(last) + high.get(key)) / 2 + gapOf(high.get(last) || high.get(key));
    offsets.push(offset);
  });
  column.forEach((key, i) => {
    let mean = wish(key) - offsets[i], weight = weights.get(key) ?? 1, many = 1;
    while (pools.length && pools.at(-1)[0] >= mean) {
      const [other, more, others] = pools.pop();
      mean = (mean * weight + other * more) / (weight + more);
      [weight, many] = [weight + more, many + others];
    }
    pools.push([mean, weight, many]);
  });
  const means = pools.flatMap(([mean, , many]) => Array(many).fill(mean));
  column.forEach((key, i) => y.set(key, means[i] + offsets[i]));
}

const gapOf = (solid) => (solid ? BESIDE : BESIDE / 2);

function widths(columns, sizes) { // the sides of each thing's column, and the width of the whole
  const sides = new Map();
  let left = 0, before = null;
  for (const column of columns) {
    const wide = Math.max(0, ...column.map((key) => sizes.get(key)?.[0] ?? 0));
    if (before !== null) left += wide && before ? BETWEEN : BETWEEN / 2;
    for (const key of column) sides.set(key, [left, left + wide]);
    [left, before] = [left + wide, wide];
  }
  return { sides, wide: left };
}

// --- arrows --------------------------------------------------------------------------------------

function pointsPassed(start, passed, end) { // at the sides of the columns that an arrow passes
  const forth = start[0] < end[0], found = [];
  const put = (x, y) => {
    if (!found.some(([u, v]) => u === x && v === y)) found.push([x, y]);
  };
  put(passed[0][1], start[1]);
  for (const [left, right, y] of passed.slice(1, -1)) {
    for (const x of forth ? [left, right] : [right, left]) put(x, y);
  }
  put(passed.at(-1)[0], end[1]);
  if (forth) return found.filter(([x]) => start[0] + 1 < x && x < end[0] - 1);
  return found.filter(([x, y]) => ![start, end].some(([u, v]) => u === x && v === y));
}

function curveBy(stations) { // x, y, x, y, …: a start, and three points for each piece
  const found = [...stations[0]];
  for (let i = 1; i < stations.length; i++) {
    const [[x, y], [u, v]] = [stations[i - 1], stations[i]];
    let out = (u - x) / 2, into = out;
    if (Math.abs(out) < 1 && Math.abs(v - y) > 1) { // to the right first, back to the left at last
      out = 2 * (i - 1) < stations.length - 1 ? TURN : -TURN;
      into = -out;
    }
    found.push(x + out, y, u - into, v, u, v);
  }
  return found;
}

function arrowCurve({ tail, head, shift }, way, { at, sides, sizes }) {
  const [x, y] = at.get(tail), [u, v] = at.get(head);
  const start = [x + sizes.get(tail)[0] / 2, y], end = [u - sizes.get(head)[0] / 2, v + shift];
  const inner = way.map((key) => [...sides.get(key), at.get(key)[1]]);
  const passed = [[...sides.get(tail), start[1]], ...inner, [...sides.get(head), end[1]]];
  return curveBy([start, ...pointsPassed(start, passed, end), end]);
}

// sizes: Map of key -> [width, height]; arrows: [{tail, head, shift}]; those of the group keep its
// order -> {size, at: Map of key -> [x, y], curves}
export function layered(sizes, arrows, group) {
  const found = ranked([...sizes.keys()], arrows), near = neighbours(found, arrows);
  const columns = ordered(found.columns, near, sizes, group), keys = columns.flat();
  const high = new Map(keys.map((key) => [key, sizes.get(key)?.[1] ?? 0]));
  const y = heights(columns, near, high), { sides, wide } = widths(columns, sizes);
  const end = (key, side) => y.get(key) + (side * high.get(key)) / 2;
  const top = keys.reduce((least, key) => Math.min(least, end(key, -1)), Infinity);
  const low = keys.reduce((most, key) => Math.max(most, end(key, 1)), -Infinity);
  const middle = (key) => (sides.get(key)[0] + sides.get(key)[1]) / 2;
  const at = new Map(keys.map((key) => [key, [middle(key), y.get(key) - top]]));
  const curves = arrows.map((a, i) => arrowCurve(a, found.ways[i], { at, sides, sizes }));
  return withTurns([wide, keys.length ? low - top : 0], at, curves, sizes);
}

function withTurns([wide, height], at, curves, sizes) { // room for arrows that turn at the sides
  let left = 0, right = wide;
  for (const points of curves) {
    for (let i = 0; i < points.length; i += 2) {
      [left, right] = [Math.min(left, points[i]), Math.max(right, points[i])];
    }
  }
  const moved = curves.map((points) => points.map((n, i) => (i % 2 ? n : n - left)));
  const movedTo = (key) => [at.get(key)[0] - left, at.get(key)[1]];
  const places = new Map([...sizes.keys()].map((key) => [key, movedTo(key)]));
  return { size: [right - left, height], at: places, curves: moved };
}
