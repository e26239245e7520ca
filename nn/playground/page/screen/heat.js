// Heat maps: numbers over the plane as pixels that fade to nothing at 0, so that one map suits
// light paper and dark; and the line where the numbers are 0, for all who do not see the hues.

// shades from nothing to full, and how much of the paper full leaves to be seen: as in nn.plot
const SHADES = 64, FULL = 0.85;

// black for "", which is the colour of what stands in no document
const channels = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);

// From nothing to full of a colour, for a Uint32Array over ImageData (little-endian, as all are).
function fading(colour) {
  const [r, g, b] = channels(colour);
  return Uint32Array.from({ length: SHADES + 1 }, (_, i) =>
    ((Math.round((255 * FULL * i) / SHADES) << 24) | (b << 16) | (g << 8) | r) >>> 0);
}

export const heatShades = (ink) => ({
  below: fading(ink.minus), above: fading(ink.plus),
  classes: [ink.minus, ink.plus, ink.third].map(fading),
});

// Calls pixel(i) for each number and puts the result on the canvas; the first row is the lowest.
function pixels(canvas, side, pixel) {
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const pen = canvas.getContext("2d"), image = canvas.heat ??= pen.createImageData(side, side);
  const to = new Uint32Array(image.data.buffer);
  for (let i = 0; i < side; i++) {
    const row = (side - 1 - i) * side;
    for (let j = 0; j < side; j++) to[row + j] = pixel(i * side + j);
  }
  pen.putImageData(image, 0, 0);
}

export function largestOf(numbers, middle = 0) {
  let most = 0;
  for (const x of numbers) {
    const size = Math.abs(x - middle);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

// Blue below the middle, vermilion above; full at `most`.
export function paintSigned(canvas, numbers, side, shades, { middle = 0, most = 0 } = {}) {
  const factor = SHADES / (most || largestOf(numbers, middle) || 1), { below, above } = shades;
  pixels(canvas, side, (i) => {
    const x = (numbers[i] - middle) * factor;
    const shade = Math.min(Math.abs(x) + 0.5, SHADES) | 0; // nan becomes 0: nothing is drawn
    return x < 0 ? below[shade] : above[shade];
  });
}

// The same over one input: a curve around its zero, in the colour of the numbers.
export function paintCurve(canvas, numbers, side, shades) {
  const factor = (0.44 * side) / (largestOf(numbers) || 1), middle = (side - 1) / 2;
  pixels(canvas, side, (k) => {
    const i = Math.floor(k / side), x = numbers[k % side], near = Math.abs(middle + x * factor - i);
    const own = x < 0 ? shades.below : shades.above;
    const isBetween = (i - middle) * x > 0 && Math.abs(i - middle) < Math.abs(x * factor);
    return own[near < 3 ? SHADES : isBetween ? SHADES >> 2 : 0];
  });
}

// Numbers as bars up and down from the middle: a neuron's weights, where there is no plane.
export function paintBars(canvas, numbers, side, shades) {
  const factor = (0.47 * side) / (largestOf(numbers) || 1), middle = side / 2;
  pixels(canvas, side, (k) => {
    const x = numbers[Math.floor(((k % side) * numbers.length) / side)];
    const i = Math.floor(k / side) + 0.5, isBar = (i - middle) * x > 0;
    const own = x < 0 ? shades.below : shades.above;
    return own[isBar && Math.abs(i - middle) < Math.abs(x) * factor ? SHADES : 0];
  });
}

// The class of the largest output, as strong as it leads the second.
export function paintClasses(canvas, outputs, side, shades) {
  pixels(canvas, side, (i) => {
    let best = 0, second = -Infinity;
    for (let k = 1; k < outputs.length; k++) {
      if (outputs[k][i] > outputs[best][i]) [second, best] = [outputs[best][i], k];
      else second = Math.max(second, outputs[k][i]);
    }
    const lead = outputs[best][i] - second;
    return shades.classes[best % 3][Math.min(SHADES, (SHADES * lead) / (1 + lead) + 0.5) | 0];
  });
}

// Pieces x, y, x, y of the line on which the numbers are `level`, from 0 to 1 each way. Each cell
// is cut into two triangles, in which the numbers lie on a plane.
export function levelLine(numbers, side, level = 0) {
  const found = [], end = side - 1, cut = [];
  const edge = (i, j, k, m) => {
    const a = numbers[i * side + j] - level, b = numbers[k * side + m] - level;
    if (a > 0 === b > 0) return;
    const part = a / (a - b);
    cut.push((j + (m - j) * part) / end, (i + (k - i) * part) / end);
  };
  const triangle = (a, b, c, d, e, f) => {
    cut.length = 0;
    edge(a, b, c, d);
    edge(c, d, e, f);
    edge(e, f, a, b);
    if (cut.length === 4) found.push(cut.slice());
  };
  for (let i = 0; i < end; i++) {
    for (let j = 0; j < end; j++) {
      triangle(i, j, i, j + 1, i + 1, j + 1);
      triangle(i + 1, j, i + 1, j + 1, i, j);
    }
  }
  return found;
}

// A number between the points of the grid; x and y from 0 to 1.
export function between(numbers, side, x, y) {
  const at = (t) => {
    const k = Math.min(Math.max(t, 0), 1) * (side - 1), i = Math.min(Math.floor(k), side - 2);
    return [i, k - i];
  };
  const [j, b] = at(x), [i, a] = at(y), get = (k, m) => numbers[(i + k) * side + j + m];
  const row = (k) => get(k, 0) * (1 - b) + get(k, 1) * b;
  return row(0) * (1 - a) + row(1) * a;
}
