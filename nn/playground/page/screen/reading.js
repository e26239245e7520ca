// What an output means to the picture: a side, a class, or a number.

// {kind, middle, most}: where a colour begins, and where it is full.
export function readingOf({ rows: { kind, y }, threshold }) {
  if (kind !== "number") return { kind, middle: threshold ?? 0, most: threshold ? 0.5 : 3 };
  const middle = y.reduce((sum, t) => sum + t, 0) / y.length;
  return { kind, middle, most: Math.max(...y.map((t) => Math.abs(t - middle))) || 1 };
}

// Which of the classes' colours and shapes a target has.
export const classOf = ({ kind, middle }, target) =>
  kind === "three" ? labelOf(target) : Number(kind === "two" ? target > 0 : target > middle);

// The number of a class, also from one share for each.
export const labelOf = (target) =>
  (Array.isArray(target) ? target.indexOf(Math.max(...target)) : target);

// What a neuron answers over the grid; layer -1 are the inputs. An own model may tell of its last
// layer only.
export const answersOf = (view, count, layer, neuron) =>
  (layer < 0 ? view.inputs : view.neurons.at(layer - count))?.[neuron];

export const CLASS_INKS = ["minus", "plus", "third"];

// A circle, a triangle, a square: as nn.plot has them.
export function markPath(pen, mark, x, y, r) {
  pen.beginPath();
  if (mark === 0) pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (mark === 1) {
    pen.moveTo(x, y - 1.3 * r);
    pen.lineTo(x + 1.2 * r, y + 0.9 * r);
    pen.lineTo(x - 1.2 * r, y + 0.9 * r);
    pen.closePath();
  } else pen.rect(x - 0.95 * r, y - 0.95 * r, 1.9 * r, 1.9 * r);
}
