// Buttons, keys and the pointer.

// --- through the steps ---------------------------------------------------------------------------

let timer = 0;

function pause() {
  clearInterval(timer);
  timer = 0;
  labelPlay("▶ Play", "Play");
}

function play() {
  if (state.now >= lastStep) show(0);
  clearInterval(timer);
  const advance = () => (state.now >= lastStep ? pause() : show(state.now + 1));
  timer = setInterval(advance, 1000 / Number(byId("speed").value));
  labelPlay("⏸ Pause", "Pause");
}

function labelPlay(text, label) {
  write(byId("play"), text);
  byId("play").setAttribute("aria-label", label);
}

const toggle = () => (timer ? pause() : play());
const go = (k) => { pause(); show(k); };
const onward = () => go(state.now < seedStep ? seedStep : lastStep);
const backward = () => go(state.now > seedStep ? seedStep : 0);

function faster(way) {
  const speed = byId("speed");
  const wanted = speed.selectedIndex + way;
  speed.selectedIndex = Math.min(Math.max(wanted, 0), speed.options.length - 1);
  if (timer) play();
}

// --- boxes and nodes -----------------------------------------------------------------------------

function redraw() {
  draw();
  show(state.now);
}

function flip(box) {
  if (!shut.delete(box)) shut.add(box);
  redraw();
  follow(shownAs(box));
}

function flipAll() {
  const all = parts.flatMap((_, p) => (isBox(p) ? [p] : [])), open = shut.size > 0;
  for (const box of all) if (open) shut.delete(box); else shut.add(box);
  redraw();
}

function boxOf(p) { // the box that is meant when this part is chosen
  if (p < 0 || isBox(p)) return p;
  return shownAs(p) !== p ? shownAs(p) : parts[p].within;
}

function flipChosen() {
  const box = boxOf(state.chosen);
  if (box >= 0) flip(box);
}

function neighbour(way) {
  const nodes = film.order.filter(isNode), n = nodes.length;
  choose(nodes[(nodes.indexOf(state.chosen) + way + n) % n]);
}

// --- the page ------------------------------------------------------------------------------------

const larger = () => setZoom(drawn.zoom * 1.25);
const smaller = () => setZoom(drawn.zoom / 1.25);
const fit = () => setZoom(fitting());

function theme() {
  const { dataset } = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  dataset.theme = (dataset.theme || system) === "dark" ? "light" : "dark";
}

function help() {
  byId("keys").hidden = !byId("keys").hidden;
  byId("help").setAttribute("aria-expanded", String(!byId("keys").hidden));
}

// --- who calls what ------------------------------------------------------------------------------

const first = () => go(0), back = () => go(state.now - 1);
const step = () => go(state.now + 1), last = () => go(lastStep);

const clicks = {
  first, back, play: toggle, step, last, smaller, larger, fit, boxes: flipAll, theme, help,
};
const keys = {
  " ": toggle, ArrowRight: step, ArrowLeft: back, Home: first, End: last,
  PageDown: onward, PageUp: backward, "<": () => faster(-1), ">": () => faster(1),
  n: () => neighbour(1), p: () => neighbour(-1), o: flipChosen, b: flipAll,
  "+": larger, "=": larger, "-": smaller, f: fit,
  d: theme, Escape: () => choose(-1), "?": help,
};

for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
byId("speed").addEventListener("change", () => { if (timer) play(); });
byId("scrub").addEventListener("input", (event) => go(Number(event.target.value)));

document.addEventListener("keydown", (event) => {
  const { key, target } = event, pressing = key === " " || key === "Enter";
  const busy = target.tagName === "SELECT" || (target.tagName === "BUTTON" && pressing);
  const other = event.ctrlKey || event.metaKey || event.altKey;
  if (busy || other || !Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
});

function partAt(event) {
  const group = event.target.closest ? event.target.closest(".part") : null;
  return group ? Number(group.dataset.part) : -1;
}

stage.addEventListener("click", (event) => {
  const p = partAt(event);
  if (p >= 0 && isBox(p)) flip(p);
  else if (p < 0 || parts[p].kind !== "constant") choose(p);
});

const tip = byId("tip");
stage.addEventListener("pointermove", (event) => {
  const p = partAt(event);
  tip.hidden = p < 0 || parts[p].kind === "constant" || event.pointerType === "touch";
  if (tip.hidden) return;
  tip.textContent = hint(p);
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
});
stage.addEventListener("pointerleave", () => { tip.hidden = true; });

// --- begin ---------------------------------------------------------------------------------------

for (const tag of ["main", "footer"]) document.querySelector(tag).hidden = false;
byId("scrub").max = lastStep;
byId("boxes").hidden = !parts.some((_, p) => isBox(p));
draw();
setZoom(Math.min(Math.max(fitting(), 0.45), 1.5));
show(0);
