// Buttons and keys.

// --- through the steps ---------------------------------------------------------------------------

let timer = 0;

function pause() {
  clearInterval(timer);
  timer = 0;
  labelPlay("▶ Play", "polite");
}

function play() {
  if (state.now >= lastStep) show(0);
  clearInterval(timer);
  const advance = () => {
    if (state.now >= lastStep || guessing.covered) pause();
    else show(state.now + 1);
  };
  timer = setInterval(advance, 1000 / Number(byId("speed").value));
  labelPlay("⏸ Pause", "off");
}

function labelPlay(text, live) { // a screen reader could not keep up with what is played
  write(byId("play"), text);
  byId("story").setAttribute("aria-live", live);
}

const toggle = () => (timer ? pause() : play());
const go = (k) => { pause(); show(k); };
const turns = () => [0, seedStep, endStep, lastStep]; // where one phase ends and another begins
const onward = () => go(turns().find((k) => k > state.now) ?? lastStep);
const backward = () => go(turns().findLast((k) => k < state.now) ?? 0);

function faster(way) {
  const speed = byId("speed");
  const wanted = speed.selectedIndex + way;
  speed.selectedIndex = Math.min(Math.max(wanted, 0), speed.options.length - 1);
  if (timer) play();
}

// --- boxes and nodes -----------------------------------------------------------------------------

function redraw() { // other boxes are closed, so the steps are others: stay at the same one
  const old = steps[state.now];
  clearTravel();
  draw();
  makeSteps();
  hideTip();
  guessing.covered = false;
  state.now = sameStep(old);
  byId("scrub").max = lastStep;
  place();
  show(state.now);
}

function flip(box) { // what was clicked stays where it is
  const before = drawn.spots.get(box);
  if (!shut.delete(box)) shut.add(box);
  redraw();
  const after = drawn.spots.get(box);
  if (before && after) pan(...shift(before, after));
  follow(shownAs(box));
}

const shift = (before, after) => {
  const corner = ({ x, y, w, h }) => [x - w / 2, y - h / 2];
  const [a, b] = [corner(before), corner(after)];
  return [(a[0] - b[0]) * view.zoom, (a[1] - b[1]) * view.zoom];
};

function flipAll() {
  const all = parts.flatMap((_, p) => (isBox(p) ? [p] : [])), open = shut.size > 0;
  for (const box of all) if (open) shut.delete(box); else shut.add(box);
  redraw();
  refit();
}

function boxOf(p) { // the box that is meant when this part is chosen
  if (p < 0 || isBox(p)) return p;
  return shownAs(p) !== p ? shownAs(p) : parts[p].within;
}

function flipChosen() {
  const box = boxOf(state.chosen);
  if (box >= 0) flip(box);
}

function neighbour(way) { // among what is shown; a closed box is one thing
  const shown = [...new Set(film.order.map(shownAs))], n = shown.length;
  const inner = shown.find((p) => isInside(p, state.chosen));
  if (inner !== undefined && way > 0) { // from an open box into it
    choose(inner);
    return;
  }
  const at = state.chosen < 0 ? -1 : shown.indexOf(inner ?? shownAs(state.chosen));
  choose(shown[((at < 0 && way < 0 ? 0 : at) + way + n) % n]);
}

// --- the page ------------------------------------------------------------------------------------

const larger = () => zoomTo(view.zoom * 1.25);
const smaller = () => zoomTo(view.zoom / 1.25);
const fit = () => refit(), all = () => refit("all");

function help() {
  byId("keys").hidden = !byId("keys").hidden;
  byId("help").setAttribute("aria-expanded", String(!byId("keys").hidden));
}

function close() { // what lies over the graph first, then the choice
  if (!tip.hidden) hideTip();
  else if (!byId("keys").hidden) help();
  else choose(-1);
}

// --- who calls what ------------------------------------------------------------------------------

const first = () => go(0), back = () => go(state.now - 1);
const step = () => (guessing.covered ? judge() : go(state.now + 1)), last = () => go(lastStep);

const clicks = {
  first, back, play: toggle, step, last,
  smaller, larger, fit, boxes: flipAll, guess: switchGuessing,
  theme: switchTheme, help,
};
const keys = {
  " ": toggle, ArrowRight: step, ArrowLeft: back, Home: first, End: last,
  PageDown: onward, PageUp: backward, "<": () => faster(-1), ">": () => faster(1),
  n: () => neighbour(1), p: () => neighbour(-1), o: flipChosen, b: flipAll, g: switchGuessing,
  Enter: flipChosen, "+": larger, "=": larger, "-": smaller, f: fit, a: all,
  d: switchTheme, Escape: close, "?": help,
};

for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
byId("speed").addEventListener("change", () => { if (timer) play(); });
byId("scrub").addEventListener("input", (event) => go(Number(event.target.value)));

document.addEventListener("keydown", (event) => {
  const { key, target } = event, pressing = key === " " || key === "Enter";
  const free = target === guess && key !== "Enter"
    && (guess.readOnly || (!guess.value && key.length > 1)); // what a guess has no use for
  const busy = (target.matches("select, input:not([type=range])") && !free)
    || (target.tagName === "BUTTON" && pressing);
  const other = event.ctrlKey || event.metaKey || event.altKey;
  if (busy || other) return;
  if (guessing.covered && /^[-−.,\d]$/.test(key)) guess.focus(); // the key is typed there
  else if (Object.hasOwn(keys, key)) {
    event.preventDefault();
    keys[key]();
  }
});

// --- begin ---------------------------------------------------------------------------------------

for (const tag of ["main", "footer"]) document.querySelector(tag).hidden = false;
byId("boxes").hidden = !parts.some((_, p) => isBox(p));
draw();
makeSteps();
byId("scrub").max = lastStep;
show(0);
resized();
// what the page around the player asks about; the focus stays in that page
if (film.chosen >= 0) choose(film.chosen, false);
// a frame in a notebook has no size when its script runs, and may get another at any time
new ResizeObserver(resized).observe(document.querySelector("main"));
