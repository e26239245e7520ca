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

// The share of rows that are right, null where the targets are numbers. `outputs` and `targets`
// are columns; those of classes are as many as there are classes.
export const accuracyOf = ({ targets: kind, threshold }, task, outputs, targets) => {
  if (task === "number") return null;
  const middle = kind === "probability" ? 0.5 : threshold;
  const right = kind === "class"
    ? (row) => largest(outputs, row) === largest(targets, row)
    : (row) => outputs[0][row] > threshold === targets[0][row] > middle;
  let count = 0;
  for (let row = 0; row < targets[0].length; row++) count += right(row) ? 1 : 0;
  return count / targets[0].length;
};
