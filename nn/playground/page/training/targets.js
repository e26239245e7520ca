// Labels as a loss takes them, and when an answer is right: nn.losses.objective.

// what the loss is given in place of a label: one column for each output
const ENCODED = {
  number: (y) => [Float64Array.from(y)],
  probability: (y) => [Float64Array.from(y)],
  sign: (y) => [Float64Array.from(y, (label) => 2 * label - 1)],
  class: (y, count) => Array.from({ length: count }, (_, k) =>
    Float64Array.from(y, (label) => Number(label === k))),
};

// `y` are labels or numbers, or already a list of numbers for each row
export const targetColumns = ({ targets }, y, count) => (Array.isArray(y[0])
  ? Array.from({ length: count }, (_, k) => Float64Array.from(y, (row) => row[k]))
  : ENCODED[targets](y, count));

// the first of the largest, as Python's max finds it
const largest = (columns, row) =>
  columns.reduce((best, column, k) => (column[row] > columns[best][row] ? k : best), 0);

// Whether the answer to a row is right. `outputs` and `targets` are columns; of classes there
// are as many as classes, of several answers each must be right.
const rightOf = ({ targets: kind, threshold }, outputs, targets) => {
  if (kind === "class") return (row) => largest(outputs, row) === largest(targets, row);
  const middle = kind === "probability" ? 0.5 : threshold;
  const sides = outputs.map((output, k) => (row) =>
    output[row] > threshold === targets[k][row] > middle);
  return sides.length === 1 ? sides[0] : (row) => sides.every((right) => right(row));
};

// The first rows that are wrong, so many at most; none where the targets are numbers.
export const wrongRows = (loss, task, outputs, targets, most) => {
  if (task === "number") return [];
  const right = rightOf(loss, outputs, targets), found = [];
  for (let row = 0; row < targets[0].length && found.length < most; row++) {
    if (!right(row)) found.push(row);
  }
  return found;
};

// The share of rows that are right, null where the targets are numbers.
export const accuracyOf = (loss, task, outputs, targets) => {
  if (task === "number") return null;
  const right = rightOf(loss, outputs, targets);
  let count = 0;
  for (let row = 0; row < targets[0].length; row++) count += right(row) ? 1 : 0;
  return count / targets[0].length;
};

// Whether a loss takes these answers: as a probability not any number has a meaning.
export const areTaken = ({ range }, outputs) => {
  if (!range) return true;
  const [least, most] = range;
  return outputs.every((column) => column.every((x) => !(x < least || x > most)));
};
