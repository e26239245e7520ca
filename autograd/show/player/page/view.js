// Which part of the graph is seen, and how large. The picture fills the stage; what moves is the
// group in it that everything stands in. Until the reader zooms, the page chooses: as much as fits
// with text that can be read, and where that is not all of it, the place of the step.

const LEGIBLE = 10 / 11; // the zoom that makes 10 pixels of the text, which is 11 units high
const NEAREST = 1.5, LARGEST = 4, FAR = 0.5; // the text is left out below the last
const EDGE = 12; // what stays free around the graph
// whose is "page" where text stays legible, "all" where all is to be seen, "reader" after a zoom
const view = { x: 0, y: 0, zoom: 1, width: 0, height: 0, whose: "page", printed: false };

const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const within = (width, height) => { // the zoom at which all of it is seen
  const [w, h] = drawn.size;
  return Math.min((width - 2 * EDGE) / w, (height - 2 * EDGE) / h, NEAREST);
};

function place() { // make it so
  if (view.printed) return;
  const { x, y, zoom } = view;
  drawn.world.setAttribute("transform", `translate(${x} ${y}) scale(${zoom})`);
  drawn.svg.classList.toggle("far", zoom < FAR);
  drawn.svg.style.setProperty("--zoom", zoom);
  cull();
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
  const all = within(view.width, view.height), [w, h] = drawn.size;
  view.whose = whose;
  view.zoom = whose === "all" ? Math.max(all, 0.02) : Math.max(all, LEGIBLE);
  // of a graph that is too large the beginning is seen
  view.x = Math.max((view.width - w * view.zoom) / 2, EDGE);
  view.y = Math.max((view.height - h * view.zoom) / 2, EDGE);
  place();
  followStep();
}

function resized() { // the text stands beside the graph or below it: where it leaves more room
  const main = document.querySelector("main"), { clientWidth: w, clientHeight: h } = main;
  if (!w || !h) return; // not shown yet
  const beside = Math.min(within(w - 368, h), 1), below = Math.min(within(w, h - 190), 1);
  main.classList.toggle("below", w < 640 || below > beside);
  Object.assign(view, { width: stage.clientWidth, height: stage.clientHeight });
  if (view.whose === "reader") place(); else refit(view.whose);
}

// --- to follow the step --------------------------------------------------------------------------

function inSight({ x, y, w, h }) {
  const { zoom, x: left, y: top } = view, pad = 4;
  return (x - w / 2) * zoom + left >= -pad && (x + w / 2) * zoom + left <= view.width + pad
    && (y - h / 2) * zoom + top >= -pad && (y + h / 2) * zoom + top <= view.height + pad;
}

function centre(x, y) {
  view.x = view.width / 2 - x * view.zoom;
  view.y = view.height / 2 - y * view.zoom;
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
  const focus = { push: step.to, make: step.p, box: step.p, seed: root }[step.kind];
  if (focus !== undefined) follow(shownAs(focus), shownAs(step.p ?? focus));
}
