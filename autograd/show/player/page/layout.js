// Where everything stands. Graphviz has laid out each box with the boxes in it closed; here those
// that are open push the rest aside.

const shut = new Set(parts.flatMap((part, p) => (isBox(p) && part.shut ? [p] : [])));
const TOP = 24, SIDE = 10; // what an open box has around its inside

const children = new Map();
parts.forEach((part, p) => {
  children.set(part.within, [...(children.get(part.within) || []), p]);
});

function shownAs(p) { // the part itself, or the outermost closed box around it
  let found = p;
  for (let q = parts[p].within; q >= 0; q = parts[q].within) if (shut.has(q)) found = q;
  return found;
}

function stretch(spans) { // spans: [low, high, new length]; returns old coordinate -> new one
  const groups = [];
  for (const [low, high, size] of spans.sort((a, b) => a[0] - b[0])) {
    const last = groups.at(-1), factor = size / (high - low);
    if (last && low < last.high) {
      last.high = Math.max(last.high, high);
      last.factor = Math.max(last.factor, factor);
    } else groups.push({ low, high, factor });
  }
  return (x) => {
    let moved = x;
    for (const { low, high, factor } of groups) {
      moved += (Math.min(Math.max(x, low), high) - low) * (factor - 1);
    }
    return moved;
  };
}

function sizeOf(p) { // {w, h} of a part as it is shown, and the layout of an open box
  const [w, h] = parts[p].size;
  if (!isBox(p) || shut.has(p)) return { w, h };
  const inner = arrange(p);
  return {
    inner,
    w: Math.max(w, inner.width + 2 * SIDE),
    h: Math.max(h, inner.height + TOP + SIDE),
  };
}

function arrange(box) { // size of the inside of a box, and where things stand in it
  const level = film.levels[box] || { size: [0, 0], at: {}, curves: {} };
  const inside = new Map(), wide = [], high = [];
  for (const p of children.get(box) || []) {
    const spot = sizeOf(p);
    inside.set(p, spot);
    if (!spot.inner) continue;
    const [w, h] = parts[p].size, [x, y] = level.at[p];
    wide.push([x - w / 2, x + w / 2, spot.w]);
    high.push([y - h / 2, y + h / 2, spot.h, p]);
  }
  const mapX = stretch(wide), height = placeColumns(inside, level, high);
  for (const [p, spot] of inside) spot.x = mapX(level.at[p][0]);
  return { width: mapX(level.size[0]), height, inside, at: level.at, curves: level.curves };
}

function columnsOf(inside, at) { // parts above one another share a column
  const columns = [];
  for (const p of [...inside.keys()].sort((a, b) => at[a][0] - at[b][0])) {
    const x = at[p][0], w = parts[p].size[0], last = columns.at(-1);
    if (last && x - w / 2 < last.right) {
      last.members.push(p);
      last.right = Math.max(last.right, x + w / 2);
    } else columns.push({ right: x + w / 2, members: [p] });
  }
  return columns;
}

function placeColumns(inside, level, high) { // each makes room for itself, and keeps its middle
  const ends = (p) => [-1, 1].map((sign) => level.at[p][1] + (sign * parts[p].size[1]) / 2);
  let top = 0, bottom = level.size[1];
  for (const { members } of columnsOf(inside, level.at)) {
    const map = stretch(high.filter(([, , , p]) => members.includes(p)));
    const both = members.flatMap(ends), old = [Math.min(...both), Math.max(...both)];
    const down = (old[0] + old[1] - map(old[0]) - map(old[1])) / 2;
    for (const p of members) inside.get(p).y = down + map(level.at[p][1]);
    [top, bottom] = [Math.min(top, down + map(old[0])), Math.max(bottom, down + map(old[1]))];
  }
  for (const spot of inside.values()) spot.y -= top;
  return bottom - top;
}

function flatten(layout, left, top, box, found) { // absolute places, into spots and levels
  found.levels.set(box, layout);
  for (const [p, { inner, w, h, x, y }] of layout.inside) {
    found.spots.set(p, { x: left + x, y: top + y, w, h });
    if (inner) flatten(inner, left + x - inner.width / 2, top + y - h / 2 + TOP, p, found);
  }
}

function layOut() { // the whole page, with a margin around it
  const margin = 6, layout = arrange(-1), found = { spots: new Map(), levels: new Map() };
  flatten(layout, margin, margin, -1, found);
  return { ...found, size: [layout.width + 2 * margin, layout.height + 2 * margin] };
}
