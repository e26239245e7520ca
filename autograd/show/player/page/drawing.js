// The graph as SVG. Text reaches the page through textContent only, so a label is text, whatever
// it says.

const SVG = "http://www.w3.org/2000/svg";
const stage = byId("stage");
// what is drawn at present: part -> group, key -> arrow, and where and how large things are
const drawn = { svg: null, groups: new Map(), arrows: new Map(), zoom: 1 };

function make(tag, attributes, parent, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.append(element);
  return element;
}

function draw() {
  Object.assign(drawn, layOut(), { groups: new Map(), arrows: new Map() });
  const { spots, size, groups } = drawn;
  drawn.svg = make("svg", { role: "group", viewBox: `0 0 ${size[0]} ${size[1]}` });
  drawTip();
  for (const p of spots.keys()) if (isOpen(p)) drawPart(p);
  drawArrows();
  for (const p of spots.keys()) if (!groups.has(p)) drawPart(p);
  stage.replaceChildren(drawn.svg);
  setZoom(drawn.zoom);
}

const isOpen = (p) => isBox(p) && !shut.has(p);

// --- parts ---------------------------------------------------------------------------------------

const kindOf = (p) => (isBox(p) ? (isOpen(p) ? "frame" : "box") : parts[p].kind);

function drawPart(p) {
  const part = parts[p], { x, y, w, h } = drawn.spots.get(p), kind = kindOf(p);
  const names = { class: `part ${kind}`, "data-part": p, "data-name": part.name };
  const group = make("g", names, drawn.svg), item = { group, kind };
  make("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7 }, group);
  const line = (i, cls, text, anchor = "start", at = x - w / 2 + 8) => {
    const place = { x: at, y: y - h / 2 + 16 + 15 * i, class: cls, "text-anchor": anchor };
    return make("text", place, group, text);
  };
  if (kind === "constant") line(0, "value", minus(part.name), "middle", x);
  else if (isNode(p)) {
    line(0, "name", part.name);
    if (part.op) line(0, "op", part.op, "end", x + w / 2 - 8);
    item.value = line(1, "value", "");
    item.grad = line(2, "grad", "");
  } else drawBox(p, line);
  if (kind !== "constant") group.setAttribute("tabindex", "-1");
  drawn.groups.set(p, item);
}

function drawBox(p, line) {
  const sign = isOpen(p) ? "− " : "+ ";
  line(0, "name", (isBox(p) ? sign : "") + parts[p].name);
  if (!isOpen(p)) parts[p].facts.forEach((fact, i) => line(i + 1, "value", minus(fact)));
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
        drawn.arrows.set(key, { path: drawArrow(tail, head, nth), ends: [], thick: !plain });
      }
      drawn.arrows.get(key).ends.push([q, p, i]);
    }
  }
}

function drawArrow(tail, head, nth) { // the nth of those between the same two things
  const same = parts[tail].within === parts[head].within;
  const level = same ? drawn.levels.get(parts[tail].within) : null;
  const known = level && (level.curves[`${tail}>${head}`] || [])[nth];
  const d = known ? moved(known, tail, head, level.at) : swing(tail, head, nth);
  return make("path", { d, class: "arrow", "marker-end": "url(#tips)" }, drawn.svg);
}

function moved(curve, tail, head, at) { // each point moves as the nearer end of the arrow did
  const a = drawn.spots.get(tail), b = drawn.spots.get(head), last = curve.length / 2 - 1;
  const dx = [a.x - at[tail][0], b.x - at[head][0]], dy = [a.y - at[tail][1], b.y - at[head][1]];
  const points = [...Array(last + 1).keys()].map((i) => {
    const x = curve[2 * i] + dx[0] * (1 - i / last) + dx[1] * (i / last);
    const y = curve[2 * i + 1] + dy[0] * (1 - i / last) + dy[1] * (i / last);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points[0]} C${points.slice(1).join(" ")}`;
}

function swing(tail, head, nth) { // from box to box
  const a = drawn.spots.get(tail), b = drawn.spots.get(head), y = b.y + 5 * nth;
  const [left, right] = [a.x + a.w / 2, b.x - b.w / 2];
  const bend = Math.max(24, Math.abs(right - left) / 2);
  return `M${left} ${a.y} C${left + bend} ${a.y} ${right - bend} ${y} ${right} ${y}`;
}

// --- size and place ------------------------------------------------------------------------------

function setZoom(zoom) {
  drawn.zoom = Math.min(Math.max(zoom, 0.05), 4);
  drawn.svg.setAttribute("width", drawn.size[0] * drawn.zoom);
  drawn.svg.setAttribute("height", drawn.size[1] * drawn.zoom);
}

function fitting() { // the zoom at which all of it is seen
  const [width, height] = drawn.size;
  return Math.min((stage.clientWidth - 24) / width, (stage.clientHeight - 24) / height);
}

function inSight({ x, y, w, h }) {
  const { zoom } = drawn, pad = 30, left = stage.scrollLeft, top = stage.scrollTop;
  return (x - w / 2) * zoom >= left && (x + w / 2) * zoom + pad <= left + stage.clientWidth
    && (y - h / 2) * zoom >= top - pad && (y + h / 2) * zoom + pad <= top + stage.clientHeight;
}

function centre(x, y) {
  const { zoom } = drawn;
  stage.scrollTo(x * zoom - stage.clientWidth / 2, y * zoom - stage.clientHeight / 2);
}

function follow(p, also = -1) { // scroll to a part, and to another where there is room for both
  const a = drawn.spots.get(p), b = drawn.spots.get(also);
  if (!a || (inSight(a) && (also < 0 || (b && inSight(b))))) return;
  const other = b || a;
  centre((a.x + other.x) / 2, (a.y + other.y) / 2);
  if (!inSight(a)) centre(a.x, a.y);
}
