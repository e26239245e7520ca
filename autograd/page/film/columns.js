// A layout in columns from left to right, by Sugiyama, Tagawa and Toda (1981), as
// show/layout/columns.py has it: a thing's column is the longest way to it from a source; where an
// arrow passes a column there is a place for it; each column is ordered by the middle of its
// neighbours. Read heights.js next.

const ORDERINGS = 8, PATIENCE = 40000; // sweeps, and places that they go over altogether
// how much an arrow from a source, and any other, wants to be straight
const LOOSE = 0.1, FIRM = 24;

export const sweepsOver = (columns, most) => {
  const places = columns.reduce((sum, column) => sum + column.length, 0);
  return Math.max(Math.min(most, Math.floor(PATIENCE / Math.max(places, 1))), 2);
};

// --- columns -------------------------------------------------------------------------------------

function ranks(keys, arrows) { // in a circle what is reached first comes first
  const after = new Map(keys.map((key) => [key, []])), waits = new Map(keys.map((key) => [key, 0]));
  for (const { tail, head } of arrows) {
    after.get(tail).push(head);
    waits.set(head, waits.get(head) + 1);
  }
  const sources = keys.filter((key) => !waits.get(key)), ready = [...sources].reverse();
  const rank = new Map(keys.map((key) => [key, 0])), left = new Set(keys), reached = new Set();
  while (left.size) {
    const key = ready.pop() ?? [...reached].find((k) => left.has(k)) ?? [...left][0];
    left.delete(key);
    for (const head of after.get(key)) {
      reached.add(head);
      if (!left.has(head)) continue;
      rank.set(head, Math.max(rank.get(head), rank.get(key) + 1));
      waits.set(head, waits.get(head) - 1);
      if (!waits.get(head)) ready.push(head);
    }
  }
  for (const key of sources) { // beside what they are for
    const nearest = Math.min(...after.get(key).map((head) => rank.get(head)));
    rank.set(key, Math.max((after.get(key).length ? nearest : 1) - 1, 0));
  }
  return rank;
}

export function ranked(keys, arrows) { // the columns, and the places on each arrow's way
  const rank = ranks(keys, arrows), columns = [], ways = [];
  const put = (k, key) => (columns[k] ??= []).push(key);
  for (let k = Math.max(-1, ...rank.values()); k >= 0; k--) columns[k] = [];
  for (const key of keys) put(rank.get(key), key);
  arrows.forEach(({ tail, head }, i) => {
    const [from, to] = [rank.get(tail), rank.get(head)], passed = [];
    if (from < to) for (let k = from + 1; k < to; k++) passed.push(k);
    else for (let k = from; k >= to; k--) passed.push(k); // one that leads back turns at its ends
    ways.push(passed.map((k) => `${i}:${k}`));
    passed.forEach((k, n) => put(k, ways[i][n]));
  });
  return { columns, ways };
}

export function neighbours({ columns, ways }, arrows) { // what is joined with what beside it
  const made = new Set(arrows.map(({ head }) => head)), near = new Map(), number = new Map();
  columns.forEach((column, k) => column.forEach((key) => number.set(key, k)));
  const join = (key, other) => {
    if (!near.has(key)) near.set(key, []);
    near.get(key).push(other);
  };
  arrows.forEach(({ tail, head, shift }, i) => {
    const stations = [tail, ...ways[i], head], places = new Set(ways[i]);
    for (let n = 1; n < stations.length; n++) {
      const [a, b] = [stations[n - 1], stations[n]], enter = b === head ? shift : 0;
      if (number.get(a) === number.get(b)) continue;
      const firm = made.has(tail) || (places.has(a) && places.has(b));
      const weight = firm ? FIRM : LOOSE;
      join(a, { key: b, own: 0, theirs: enter, weight });
      join(b, { key: a, own: enter, theirs: 0, weight });
    }
  });
  return near;
}

// --- order ---------------------------------------------------------------------------------------

export function ordered(columns, near, sizes, group) { // of all tried, with least crossings
  let best = columns, least = Infinity, now = columns;
  for (let sweep = 0; sweep < sweepsOver(columns, ORDERINGS); sweep++) {
    now = now.map((column) => [...column]);
    sortColumns(sweep % 2 ? [...now].reverse() : now, near, sizes, group);
    const many = crossings(now, near, sizes);
    if (many <= least) [best, least] = [now, many];
  }
  return best;
}

function sortColumns(columns, near, sizes, group) { // each by what it is joined with before it
  let before = new Map();
  for (const column of columns) {
    const wish = new Map();
    for (const [key, [spot]] of spotsIn(column, sizes)) {
      const found = (near.get(key) ?? []).filter((other) => before.has(other.key))
        .map((other) => endAt(before.get(other.key), other.theirs));
      wish.set(key, found.length ? found.reduce((a, b) => a + b) / found.length : spot);
    }
    column.sort((a, b) => wish.get(a) - wish.get(b));
    keepOrder(column, group);
    before = spotsIn(column, sizes);
  }
}

function spotsIn(column, sizes) { // key -> [where from 0 to 1, how much of that a pixel is]
  const part = 1 / Math.max(column.length, 1);
  return new Map(column.map((key, i) => {
    const size = sizes.get(key);
    return [key, [(i + 0.5) * part, size ? part / Math.max(size[1], 1) : 0]];
  }));
}

const endAt = ([spot, pixel], shift) => spot + pixel * shift;

function keepOrder(column, group) { // those of the group in its order
  const inside = new Set(column), kept = group.filter((key) => inside.has(key));
  const members = new Set(kept), places = [];
  column.forEach((key, i) => { if (members.has(key)) places.push(i); });
  places.forEach((i, k) => { column[i] = kept[k]; });
}

function crossings(columns, near, sizes) { // between columns that stand side by side
  let many = 0;
  for (let k = 1; k < columns.length; k++) {
    const here = spotsIn(columns[k - 1], sizes), there = spotsIn(columns[k], sizes);
    const ends = columns[k - 1].flatMap((key) => (near.get(key) ?? [])
      .filter((other) => there.has(other.key))
      .map((o) => [endAt(here.get(key), o.own), endAt(there.get(o.key), o.theirs)]));
    ends.sort(([a, b], [c, d]) => a - c || b - d);
    const seen = [];
    for (const [, end] of ends) {
      const place = placeFor(seen, end);
      many += seen.length - place;
      seen.splice(place, 0, end);
    }
  }
  return many;
}

function placeFor(sorted, x) { // behind all that are as large
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < sorted[middle]) high = middle; else low = middle + 1;
  }
  return low;
}
