// Sums over a batch, mostly of products of two lines: δ hᵀ, the gradient of a layer's weights. A
// tile of them runs down the lines at once, with the totals in registers: each number that is
// loaded goes into several products.

import { DOUBLE, VECTOR } from "../compiler/backends/wasm/engine.js";
import { LOAD, V128, unsigned, vector } from "./encode.js";

const ADD = vector(0xf0);
const MUL = vector(0xf2);
const LANES = [0, 1].map((i) => [...vector(0x21), i]);
const ZERO = [...vector(0x0c), ...new Array(VECTOR).fill(0)];
// results of a tile, and lines on one side of it: half of the machine's registers
const MOST = 8;
const ROWS = 4;

const pieces = (list, length) =>
  Array.from({ length: Math.ceil(list.length / length) }, (_, i) =>
    list.slice(i * length, (i + 1) * length));

// places: for each sum the columns whose product it adds up, or the one column. A tile has rows and
// columns, and for each pair of them, row by row, which sum it is; or rows only.
export const tilesOf = (places) => {
  const single = [], partners = new Map(); // first factor -> second factor -> sum
  places.forEach(([a, b], k) => {
    if (b === undefined) single.push([a, k]);
    else if (partners.has(a)) partners.get(a).set(b, k);
    else partners.set(a, new Map([[b, k]]));
  });
  const groups = new Map(); // first factors with the same second ones
  for (const [a, sums] of partners) {
    const key = String([...sums.keys()]);
    groups.set(key, [...(groups.get(key) ?? []), a]);
  }
  const found = pieces(single, MOST).map((some) =>
    ({ rows: some.map(([x]) => x), columns: [], sums: some.map(([, k]) => k) }));
  for (const group of groups.values()) {
    for (const rows of pieces(group, ROWS)) {
      const across = [...partners.get(rows[0]).keys()];
      for (const columns of pieces(across, Math.floor(MOST / rows.length))) {
        const sums = rows.flatMap((a) => columns.map((b) => partners.get(a).get(b)));
        found.push({ rows, columns, sums });
      }
    }
  }
  return found;
};

// Adds up all lines between two addresses; `locals`: those, and of the memory's parts.
export const addTiles = (code, tiles, lines, { from, to, scratch, sums }) => {
  const own = (count) => Array.from({ length: count }, () => code.local(V128));
  const totals = own(MOST), left = own(MOST), right = code.local(V128);
  const load = (x, local) => {
    code.get(from);
    code.say(LOAD);
    code.whole(lines.get(x) * VECTOR);
    code.set(local);
  };
  const add = (total, a, b) => {
    for (const local of [total, a]) code.get(local);
    if (b !== undefined) code.get(b);
    code.say(b === undefined ? [] : MUL, ADD);
    code.set(total);
  };
  const line = ({ rows, columns }) => { // all products of one tile on one line
    rows.forEach((x, i) => load(x, left[i]));
    if (!columns.length) rows.forEach((_, i) => add(totals[i], left[i]));
    columns.forEach((x, j) => {
      load(x, right);
      rows.forEach((_, i) => add(totals[i * columns.length + j], left[i], right));
    });
    code.increase(from, lines.size * VECTOR);
  };
  for (const tile of tiles) {
    startAt(code, scratch, from, totals.slice(0, tile.sums.length));
    code.loop(from, to, () => line(tile));
    tile.sums.forEach((k, i) => addLanes(code, sums, k, totals[i]));
  }
};

const startAt = (code, scratch, from, totals) => {
  for (const total of totals) {
    code.say(ZERO);
    code.set(total);
  }
  code.get(scratch);
  code.set(from);
};

// Add a vector's lanes to its place among the sums.
const addLanes = (code, sums, k, total) => {
  const at = unsigned(k * DOUBLE);
  code.get(sums);
  code.get(sums);
  code.say(0x2b, 0x00, at); // f64.load
  for (const lane of LANES) {
    code.get(total);
    code.say(lane, 0xa0); // f64.add
  }
  code.say(0x39, 0x00, at); // f64.store
};
