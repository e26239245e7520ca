// Which part of the graph is seen, and how large. The picture fills the stage; what moves is the
// group in it that everything stands in. Until the reader zooms, the page chooses: as much as fits
// with text that can be read, and where that is not all of it, the place of the step.

const LEGIBLE = 10 / 11; // the zoom that makes 10 pixels of the text, which is 11 units high
const NEAREST = 1.5, LARGEST = 4, FAR = 0.5; // the text is left out below the last
const EDGE = 12, SLACK = 8; // what stays free around the graph, and in its picture around the parts
const FADE = 36; // where the picture fades, as in the style sheet
// whose is "page" where text stays legible, "all" where all is to be seen, "reader" after a zoom
const view = { x: 0, y: 0, zoom: 1, width: 0, height: 0, whose: "page", printed: false };

const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const within = (width, height) => { // the zoom at which all of it is seen
  const [w, h] = drawn.size;
  return Math.min((width - 2 * EDGE) / w, (height - 2 * EDGE) / h, NEAREST);
};
const legibly = (width, height) => Math.max(within(width, height), LEGIBLE);
const seen = (width, height, zoom) => { // how much of it, from 0 to 1
  const [w, h] = drawn.size;
  const part = (room, size) => Math.min((room + SLACK) / size / zoom, 1);
  return part(width, w) * part(height, h);
};

function place() { // make it so
  if (view.printed) return;
  const { x, y, zoom } = view;
  drawn.world.setAttribute("transform", `translate(${x} ${y}) scale(${zoom})`);
  drawn.svg.classList.toggle("far", zoom < FAR);
  drawn.svg.style.setProperty("--zoom", zoom);
  showMore();
  cull();
}

const more = () => { // at which sides there is more than is seen
  const { x, y, zoom, width, height } = view, [w, h] = drawn.size;
  const beyond = { left: -x, right: x + w * zoom - width, top: -y, bottom: y + h * zoom - height };
  return Object.entries(beyond).map(([side, much]) => [side, much > SLACK]);
};

function showMore() { // the picture fades there
  for (const [side, is] of more()) stage.classList.toggle(side, is);
}

function cull() { // what is far outside is not drawn: a step costs what is seen, not what there is
  const { x, y, zoom, width, height } = view, pad = 200;
  const [left, right] = [(-x - pad) / zoom, (width - x + pad) / zoom];
  const [top, bottom] = [(-y - pad) / zoom, (height - y + pad) / zoom];
  const away = ([x0, y0, x1, y1]) => x1 < left || x0 > right || y1 < top || y0 > bottom;
  bring((item) => !away(item.bounds));
}

function bring(isSeen) { // what is seen for the first time is made now
  const fresh = new Set();
  for (const items of [drawn.groups, drawn.arrows]) {
    for (const item of items.values()) {
      const hidden = !isSeen(item);
      if (hidden === item.hidden) continue;
      item.hidden = hidden;
      if (!item.element) {
        item.build();
        fresh.add(item);
      } else item.element.toggleAttribute("hidden", hidden);
    }
  }
  if (fresh.size) showAll(fresh);
}

function zoomTo(zoom, x = view.width / 2, y = view.height / 2) { // the point x, y stays
  const wanted = clamp(zoom, 0.02, LARGEST), factor = wanted / view.zoom;
  view.x = x - (x - view.x) * factor;
  view.y = y - (y - view.y) * factor;
  Object.assign(view, { zoom: wanted, whose: "reader" });
  place();
}

function pan(dx, dy) { // some of the graph stays in sight
  const [w, h] = drawn.size, { zoom, width, height } = view, least = 40;
  view.x = clamp(view.x + dx, least - w * zoom, width - least);
  view.y = clamp(view.y + dy, least - h * zoom, height - least);
  place();
}

function refit(whose = "page") {
  const { width, height } = view;
  view.whose = whose;
  view.zoom = whose === "all" ? Math.max(within(width, height), 0.02) : legibly(width, height);
  centre(0, 0); // of a graph that is too large the beginning is seen
  followStep();
}

function resized() { // the text stands beside the graph or below it: where more of it is seen
  const main = document.querySelector("main"), { clientWidth: w, clientHeight: h } = main;
  if (!w || !h) return; // not shown yet
  const worth = (width, height) => {
    const zoom = Math.min(legibly(width, height), 1);
    return seen(width, height, zoom) + zoom / 1000; // a larger text decides between equals
  };
  main.classList.toggle("below", w < 640 || worth(w, h - 190) > worth(w - 368, h));
  Object.assign(view, { width: stage.clientWidth, height: stage.clientHeight });
  if (view.whose === "reader") place(); else refit(view.whose);
}

// --- to follow the step --------------------------------------------------------------------------

function inSight({ x, y, w, h }) {
  const { zoom, x: left, y: top, width, height } = view;
  const free = Object.fromEntries(more().map(([side, is]) => [side, is ? FADE : -4]));
  return (x - w / 2) * zoom + left >= free.left && (x + w / 2) * zoom + left <= width - free.right
    && (y - h / 2) * zoom + top >= free.top && (y + h / 2) * zoom + top <= height - free.bottom;
}

function centre(x, y) { // as far as the graph goes
  const { zoom, width, height } = view, [w, h] = drawn.size;
  const begin = (middle, free) => (free > -SLACK ? free / 2
    : clamp(middle, free - EDGE, EDGE));
  view.x = begin(width / 2 - x * zoom, width - w * zoom);
  view.y = begin(height / 2 - y * zoom, height - h * zoom);
  place();
}

function follow(p, also = -1) { // look at a part, and at another where there is room for both
  const a = drawn.spots.get(p), b = drawn.spots.get(also);
  if (!a || (inSight(a) && (also < 0 || (b && inSight(b))))) return;
  const other = b || a;
  centre((a.x + other.x) / 2, (a.y + other.y) / 2);
  if (!inSight(a)) centre(a.x, a.y);
}

function followStep() {
  const step = steps[state.now];
  const focus = { push: step.to, make: step.p, box: step.p, move: step.p, seed: root }[step.kind];
  if (focus !== undefined) follow(shownAs(focus), shownAs(step.p ?? focus));
  else if (state.now === 0 && film.chosen >= 0) follow(shownAs(film.chosen));
}
