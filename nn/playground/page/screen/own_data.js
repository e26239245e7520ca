// Data of one's own: a table in a CSV file becomes rows of two inputs and a target, or a sentence
// that says what is wrong with it and where.

// so many different targets are classes, more are numbers
const MOST_CLASSES = 3;
const MOST_CHARACTERS = 4_000_000;
const LARGEST = 1e100;
// what stands where no class is known; as on the command line
const MISSING = ["nan", "na", "n/a", "null", "?", ""];

export class BadTable extends Error {}

// "a;b\n1;2" -> {names: ["a", "b"], lines: [[2, ["1", "2"]]]}, by comma, semicolon or tab,
// whichever the first line has most of. The number of a line is that of the file.
export function tableOf(text) {
  if (text.length > MOST_CHARACTERS) {
    const count = text.length;
    throw new BadTable(`the file has ${count} characters: at most ${MOST_CHARACTERS} are read`);
  }
  const lines = cellsOf(text.replace(/^\uFEFF/, "")).filter(([, cells]) => cells.some(Boolean));
  if (!lines.length) throw new BadTable("it is empty: write a line of numbers for each row");
  const [number, first] = lines[0];
  if (first.length < 2) {
    throw new BadTable(`line ${number} has one column: two are needed, an input and a target`);
  }
  const header = first.every((cell) => numberOf(cell) === null);
  const names = header ? first.map((cell, i) => cell || `column ${i + 1}`)
    : first.map((_, i) => `column ${i + 1}`);
  const rows = header ? lines.slice(1) : lines;
  if (!rows.length) throw new BadTable("it has a header and no rows below it");
  const odd = rows.find(([, cells]) => cells.length !== first.length);
  if (odd) {
    const [line, { length }] = odd;
    throw new BadTable(`line ${line} has ${length} cells, where ${first.length} are needed`);
  }
  return { names, lines: rows };
}

function cellsOf(text) { // a quoted cell may hold the mark, a line's end, and "" for a quote
  const head = text.trimStart().split("\n", 1)[0];
  const count = (mark) => head.split(mark).length;
  const mark = [",", ";", "\t"].reduce((a, b) => (count(b) > count(a) ? b : a));
  const quoted = '"((?:[^"]|"")*)"', plain = `((?:[^"${mark}\\r\\n][^${mark}\\r\\n]*)?)`;
  const cell = new RegExp(`(?:${quoted}|${plain})(${mark}|\\r?\\n|\\r|$)`, "y");
  const lines = [];
  let line = 1, begun = 1, cells = [];
  while (cell.lastIndex < text.length || cells.length) {
    const found = cell.exec(text);
    if (!found) throw new BadTable(`line ${line}: a quote is not closed, or stands within a cell`);
    const [all, inside, outside, end] = found;
    cells.push((inside?.replace(/""/g, '"') ?? outside).trim());
    line += all.split(/\r\n|\n|\r/).length - 1;
    if (end === mark) continue;
    lines.push([begun, cells]);
    [begun, cells] = [line, []];
  }
  return lines;
}

// a number as it is written in a table, or null
export function numberOf(cell) {
  const x = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : NaN;
  return Number.isFinite(x) && Math.abs(x) <= LARGEST ? x : null;
}

// 1.5 for 1,5; null where no comma keeps it from being a number
function pointed(cell) {
  const point = cell.replace(",", ".");
  return point !== cell && numberOf(point) !== null ? point : null;
}

function numbersIn(table, column) {
  return table.lines.map(([line, cells]) => {
    const x = numberOf(cells[column]);
    if (x !== null) return x;
    const point = pointed(cells[column]);
    const shown = cells[column].slice(0, 40);
    const found = shown ? `“${shown}” is no number` : "there is no number";
    const advice = point ? `: write ${point}, with a point` : "";
    throw new BadTable(`line ${line}, ${table.names[column]}: ${found}${advice}`);
  });
}

function labelsIn(table, column, classes) {
  return table.lines.map(([line, cells]) => {
    const cell = cells[column];
    if (!MISSING.includes(cell.toLowerCase())) return classes.indexOf(cell);
    const found = cell ? `“${cell}” is no class` : "there is no class";
    throw new BadTable(`line ${line}, ${table.names[column]}: ${found}: leave the row out`);
  });
}

// What a column could be as a target: two classes, three, or numbers.
export function kindOf(table, column) {
  const found = classesOf(table, column);
  if (found.length <= 1) return "one";
  const words = found.filter((cell) => numberOf(pointed(cell) ?? cell) === null).length;
  if (found.length > MOST_CLASSES && words > found.length / 2) return "words";
  return found.length === 2 ? "two" : found.length <= MOST_CLASSES ? "three" : "number";
}

export const classesOf = (table, column) => {
  const found = [...new Set(table.lines.map(([, cells]) => cells[column]))];
  const numbers = found.every((cell) => numberOf(cell) !== null);
  return found.sort(numbers ? (a, b) => a - b : undefined);
};

// {X, y, kind} of the columns x1, x2 (null: there is one input only) and target, of at most so many
// rows: the network meets every one of them at every step.
export function tableRows(table, { x1, x2, target, scale }, most) {
  const kind = kindOf(table, target);
  if (kind === "one") {
    const name = table.names[target];
    throw new BadTable(`${name} is the same in every row: there is nothing to learn`);
  }
  const classes = classesOf(table, target);
  if (kind === "words") {
    throw new BadTable(`${table.names[target]} has ${classes.length} classes: `
      + `at most ${MOST_CLASSES} are learnt here, or numbers`);
  }
  const y = kind === "number" ? numbersIn(table, target) : labelsIn(table, target, classes);
  const columns = [x1, x2].filter((column) => column !== null)
    .map((column) => numbersIn(table, column));
  const scaled = scale ? columns.map(standardised) : columns;
  const told = kind === "number" && scale ? standardised(y) : y;
  const X = table.lines.map((_, i) => scaled.map((x) => sevenDigits(x[i])));
  return thinned({ X, y: told.map(sevenDigits), kind }, most);
}

// seven digits: a state of 1,000 rows should still fit into an address
const sevenDigits = (x) => Number(x.toPrecision(7));

function standardised(numbers) { // mean 0, deviation 1, as networks like their inputs
  const n = numbers.length, mean = numbers.reduce((a, b) => a + b, 0) / n;
  const deviation = Math.sqrt(numbers.reduce((a, x) => a + (x - mean) ** 2, 0) / n) || 1;
  return numbers.map((x) => (x - mean) / deviation);
}

function thinned({ X, y, kind }, most) { // evenly: a sorted table keeps its classes
  if (y.length <= most) return { X, y, kind };
  const kept = Array.from({ length: most }, (_, i) => Math.floor((i * y.length) / most));
  return { X: kept.map((i) => X[i]), y: kept.map((i) => y[i]), kind };
}
