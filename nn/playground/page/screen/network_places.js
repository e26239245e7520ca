// Where the neurons stand: columns around one middle, inputs first. As in nn.plot's picture.

// a column is never narrower than its controls; what is wider than the panel is scrolled
const NARROW = 73, FOR_THUMBS = 82, HEAD = 88, FOOT = 8;
const ROOM = 440, WIDE_STEP = 76, LEAST_STEP = 22, MOST_ROOM = 760;

// sizes: of the inputs and of every layer. {columns: [{x, ys}], side, width, height}
export function placesOf(sizes, available, forThumbs = false) {
  const most = Math.max(...sizes), least = Math.min(LEAST_STEP, MOST_ROOM / most);
  const step = Math.max(least, Math.min(WIDE_STEP, ROOM / most));
  const width = Math.max(available, (forThumbs ? FOR_THUMBS : NARROW) * sizes.length);
  const wide = width / sizes.length;
  const tall = Math.max(step * most, 3 * WIDE_STEP), middle = HEAD + tall / 2;
  const columns = sizes.map((size, i) => ({
    x: wide * (i + 0.5),
    ys: Array.from({ length: size }, (_, j) => middle + step * (j - (size - 1) / 2)),
  }));
  const side = Math.round(Math.min(0.78 * step, 0.52 * wide));
  return { columns, side, wide, width, height: HEAD + tall + FOOT };
}

// Every weight as a line: {parameter, layer, neuron, from, points: [start, control, control, end]}.
export function linesOf(layers, { columns, side }) {
  return layers.flatMap(({ neurons }, layer) => neurons.flatMap(({ weights }, neuron) =>
    weights.map((parameter, from) => {
      const left = columns[layer], right = columns[layer + 1], half = side / 2;
      const [x0, y0] = [left.x + half, left.ys[from]];
      const [x3, y3] = [right.x - half, right.ys[neuron]];
      const bend = (x3 - x0) * 0.45;
      const points = [[x0, y0], [x0 + bend, y0], [x3 - bend, y3], [x3, y3]];
      return { parameter, layer, neuron, from, points };
    })));
}

// A place on the line; t from 0 to 1 (Bernstein).
export function alongLine([a, b, c, d], t) {
  const s = 1 - t, weights = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3];
  return [0, 1].map((k) =>
    weights[0] * a[k] + weights[1] * b[k] + weights[2] * c[k] + weights[3] * d[k]);
}

const PIECES = 16;

// The line that passes closest to a place, if one does within `reach`.
export function lineAt(lines, x, y, reach) {
  let best = null, least = reach;
  for (const line of lines) {
    line.way ??= Array.from({ length: PIECES + 1 }, (_, i) => alongLine(line.points, i / PIECES));
    for (let i = 0; i < PIECES; i++) {
      const far = farFrom(line.way[i], line.way[i + 1], x, y);
      if (far < least) [best, least] = [line, far];
    }
  }
  return best;
}

function farFrom([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0), 1);
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
