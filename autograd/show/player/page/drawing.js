// The graph as SVG. Text reaches the page through textContent only, so a label is text, whatever
// it says.

const SVG = "http://www.w3.org/2000/svg";
const stage = byId("stage");
// an arrow that passes below a part: how far below it, and how far from its end it turns up
const LANE = 7, LAST = 20;
// what is drawn at present: part -> group, key -> arrow, part -> arrows to it, and where things are
const drawn = { svg: null, world: null, groups: new Map(), arrows: new Map(), into: new Map() };

function make(tag, attributes, parent, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.append(element);
  return element;
}

function draw() {
  Object.assign(drawn, layOut(), { groups: new Map(), arrows: new Map(), into: new Map() });
  const { spots } = drawn;
  drawn.svg = make("svg", { role: "group", "aria-label": "The graph" });
  drawn.world = make("g", {}, drawn.svg);
  const layer = () => make("g", {}, drawn.world);
  [drawn.below, drawn.between, drawn.above] = [layer(), layer(), layer()];
  drawTip();
  for (const p of spots.keys()) drawPart(p);
  drawArrows();
  stage.replaceChildren(drawn.svg);
}

const isOpen = (p) => isBox(p) && !shut.has(p);

// --- parts ---------------------------------------------------------------------------------------

const kindOf = (p) => (isBox(p) ? (isOpen(p) ? "frame" : "box") : parts[p].kind);

// What is drawn is made when it first comes in sight: a large graph would take seconds otherwise.
function drawPart(p) {
  const { x, y, w, h } = drawn.spots.get(p), kind = kindOf(p);
  const bounds = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
  drawn.groups.set(p, { kind, hidden: true, bounds, element: null, build: () => buildPart(p) });
}

function buildPart(p) {
  const part = parts[p], { x, y, w, h } = drawn.spots.get(p), item = drawn.groups.get(p);
  const { kind } = item, names = { "data-part": p, "data-name": part.name };
  if ((children.get(p) || []).some(isBox)) names["data-outer"] = "";
  if (kind === "constant") names["aria-hidden"] = "true";
  else Object.assign(names, { role: "button", tabindex: "-1" });
  const element = make("g", names, kind === "frame" ? drawn.below : drawn.above);
  item.element = element;
  make("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7 }, element);
  const line = (i, cls, text, anchor = "start", at = x - w / 2 + 8) => {
    const place = { x: at, y: y - h / 2 + 16 + 15 * i, class: cls, "text-anchor": anchor };
    return make("text", place, element, text);
  };
  if (kind === "constant") line(0, "value", minus(part.name), "middle", x);
  else if (isNode(p)) {
    line(0, "name", part.name);
    if (part.op) line(0, "op", part.op, "end", x + w / 2 - 8);
    item.value = line(1, "value", "");
    item.grad = line(2, "grad", "");
  } else drawBox(p, line, item);
}

function drawBox(p, line, item) {
  const sign = isOpen(p) ? "− " : "+ ";
  line(0, "name", (isBox(p) ? sign : "") + parts[p].name);
  if (isOpen(p)) return;
  line(1, "value", minus(parts[p].facts[0]));
  if (givesText(p)) item.gives = line(2, "value", "");
}

// --- arrows --------------------------------------------------------------------------------------

function drawTip() {
  const tip = {
    id: "tips", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    markerUnits: "userSpaceOnUse", orient: "auto-start-reverse",
  };
  const marker = make("marker", tip, make("defs", {}, drawn.svg));
  make("path", { d: "M0 1 L8 4 L0 7 z" }, marker);
}

function drawArrows() { // those that end in a closed box are one thick arrow
  const used = new Map();
  for (const p of film.order) {
    const ends = operandsOf(p).map((operand, i) => [operand.part, i]);
    for (const [q, i] of ends.concat(takenBy(p).map((taken) => [taken, -1]))) {
      const tail = shownAs(q), head = shownAs(p);
      if (tail === head) continue;
      const between = `${tail}>${head}`, plain = tail === q && head === p;
      const key = plain ? `${between}:${i}` : between;
      if (!drawn.arrows.has(key)) {
        const nth = used.get(between) || 0;
        used.set(between, nth + 1);
        drawn.arrows.set(key, { ...drawArrow(tail, head, nth), ends: [], thick: !plain });
      }
      const arrow = drawn.arrows.get(key);
      arrow.ends.push([q, p, i]);
      if (!drawn.into.has(p)) drawn.into.set(p, new Set());
      drawn.into.get(p).add(arrow);
    }
  }
}

function drawArrow(tail, head, nth) { // the nth of those between the same two things
  const same = parts[tail].within === parts[head].within;
  const level = same ? drawn.levels.get(parts[tail].within) : null;
  const known = level && (level.curves[`${tail}>${head}`] || [])[nth];
  const points = known ? shifted(known, tail, head, level.at) : swing(tail, head, nth);
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return { hidden: true, points, bounds, element: null, build: buildArrow };
}

function buildArrow() {
  const [start, ...rest] = this.points.map((point) => point.map((x) => x.toFixed(1)).join(" "));
  const line = { d: `M${start} C${rest.join(" ")}`, "marker-end": "url(#tips)" };
  this.element = make("path", line, drawn.between);
}

function shifted(curve, tail, head, at) { // each point moves as the nearer end of the arrow did
  const a = drawn.spots.get(tail), b = drawn.spots.get(head), last = curve.length / 2 - 1;
  const dx = [a.x - at[tail][0], b.x - at[head][0]], dy = [a.y - at[tail][1], b.y - at[head][1]];
  return [...Array(last + 1).keys()].map((i) => [
    curve[2 * i] + dx[0] * (1 - i / last) + dx[1] * (i / last),
    curve[2 * i + 1] + dy[0] * (1 - i / last) + dy[1] * (i / last),
  ]);
}

const level = (x, u, y) => [[u, y], [x, y], [x, y]];

function swing(tail, head, nth) { // from box to box: level within each, past what else is in it
  const a = drawn.spots.get(tail), b = drawn.spots.get(head), y = b.y + 5 * nth;
  const [start, end] = [a.x + a.w / 2, b.x - b.w / 2];
  const left = Math.max(start, ...around(tail, head).map(({ x, w }) => x + w / 2));
  const right = Math.min(end, ...around(head, tail).map(({ x, w }) => x - w / 2));
  const bend = Math.max(24, Math.abs(right - left) / 2), lane = laneTo(head, right, end, y);
  const found = [[start, a.y], ...(left > start ? level(left, start, a.y) : [])];
  found.push([left + bend, a.y], [right - bend, lane], [right, lane]);
  if (lane === y) return right < end ? [...found, ...level(end, right, y)] : found;
  const last = end - LAST; // below what stands before the head, and up to it
  return [...found, ...level(last, right, lane), [end - 4, lane], [last + 4, y], [end, y]];
}

function laneTo(head, left, right, y) { // the height at which an arrow meets nothing on its way
  const bottoms = children.get(parts[head].within).flatMap((p) => {
    const { x, y: middle, w, h } = drawn.spots.get(p) ?? { x: Infinity };
    const isBetween = p !== head && x - w / 2 < right && x + w / 2 > left;
    return isBetween && Math.abs(middle - y) < h / 2 ? [middle + h / 2] : [];
  });
  return bottoms.length ? Math.max(...bottoms) + LANE : y;
}

function around(p, other) { // the boxes that stand open around a part, but not around another
  const found = [];
  for (let q = parts[p].within; q >= 0; q = parts[q].within) {
    if (drawn.spots.has(q) && q !== other && !isInside(other, q)) found.push(drawn.spots.get(q));
  }
  return found;
}
