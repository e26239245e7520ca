// The screen: a grid of panels around one store and one link to the one who trains.
// `start` is the door that the file and the widget use.

import { Store } from "./store.js";
import { Link } from "./link.js";
import { element } from "./dom.js";
import { followTheme } from "./ink.js";
import { followPaper } from "./paper.js";
import { gridOf } from "./plane.js";
import { barPanel } from "./bar.js";
import { PACE } from "./defaults.js";
import { dataPanel } from "./data_panel.js";
import { networkPanel } from "./network.js";
import { surfacePanel } from "./surface.js";
import { curvesPanel } from "./curves.js";
import { gradientsPanel } from "./gradients.js";
import { controlsPanel } from "./controls.js";
import { recipesPanel } from "./recipes.js";
import { momentsPanel } from "./moments.js";
import { comparePanel } from "./compare.js";
import { sharePanel } from "./share.js";
import { readState, stateText } from "./states.js";
import { Refused } from "../training/refused.js";
import { diagnosisPanel } from "../why/diagnosis.js";
import { whyPanel } from "../why/why.js";

// columns of the grid -> panels from above to below: name, heading ("" for none), function.
// A panel that puts nothing below its heading is not seen.
const LAYOUT = {
  top: [["bar", "", barPanel], ["diagnosis", "", diagnosisPanel]],
  left: [
    ["data", "Data", dataPanel],
    ["recipes", "Try this", recipesPanel],
    ["share", "Take it with you", sharePanel],
  ],
  middle: [
    ["network", "Network", networkPanel],
    ["moments", "", momentsPanel],
    ["controls", "Learning", controlsPanel],
  ],
  right: [
    ["surface", "Output", surfacePanel],
    ["curves", "Loss", curvesPanel],
    ["gradients", "Gradients by layer", gradientsPanel],
  ],
  bottom: [["why", "Why", whyPanel], ["compare", "Compare", comparePanel]],
};

// where a teacher's name for it (settings.py) is another one
const PARTS = { surface: "output", curves: "output", gradients: "output", controls: "settings" };

// host: an element. tables: tables.py's. settings: of the first run. hidden: names of panels and
// fields that are not to be shown. worker: an own one of every playground, made (a Worker, or what
// has postMessage, onmessage, terminate). another: makes a further one, to compare seeds. state: a
// text of states.js to go on from. changed: called with {settings, pace, frame, made} after what
// Python may want to know.
export function start(host, options) {
  const { tables, worker, another, state = null, changed = () => {} } = options;
  const begun = begunFrom(state, options), { settings } = begun;
  const hidden = [...(options.hidden ?? []), ...(begun.hidden ?? [])];
  const { pace = PACE } = begun;
  const store = new Store({ tables, settings, hidden, another, pace, playing: false });
  const link = new Link(store, worker);
  const stops = [followData(store, link), followSettings(store, link, options.settings)];
  stops.push(followChanges(store, changed));
  const root = element("div", { class: "playground", role: "group", "aria-label": "Playground" });
  const grid = element("div", { class: "grid" });
  root.append(grid);
  host.append(root);
  stops.push(followTheme(root, store), followPaper(root, store), ...columns(grid, store, link));
  link.send({ kind: "tables", tables });
  link.make(settings, begun.replay);
  if (begun.wrong) tellLater(store, begun.wrong);
  return {
    destroy() {
      for (const stop of stops) stop?.();
      link.close();
      root.remove();
    },
    apply: (wanted) => store.set("settings", { ...store.get("settings"), ...wanted }),
    link,
    state: () => stateText(store),
  };
}

// A state that cannot be read is told; the page begins as without it.
function begunFrom(state, { settings, tables }) {
  if (!state) return { settings };
  try {
    return readState(state, tables);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { settings, wrong: `The state that was asked for cannot be opened: ${error.reason}.` };
  }
}

function tellLater(store, reason) { // a new run takes away what is told of the one before
  const stop = store.on("made", () => {
    stop();
    store.set("message", { kind: "told", reason });
  });
}

function columns(grid, store, link) {
  const hidden = new Set(store.get("hidden")), stops = [];
  for (const [column, panels] of Object.entries(LAYOUT)) {
    const place = element("div", { class: `column ${column}` });
    grid.append(place);
    for (const [name, title, panel] of panels) {
      if (hidden.has(PARTS[name] ?? name)) continue;
      const heading = title ? element("h2", {}, title) : null;
      const names = { class: `panel ${name}`, "aria-label": title || name };
      const section = element("section", names, heading);
      place.append(section);
      stops.push(panel(section, store, link));
    }
  }
  return stops;
}

// New settings are a new run. Where the trainer refuses them the last good ones stay: the message
// says why, the run goes on.
function followSettings(store, link, first) {
  let good = first ?? store.get("settings"), undoing = false;
  const stops = [
    store.on("settings", (settings) => {
      if (undoing) return;
      const replay = store.get("replay"); // of a state that was opened
      store.set("replay", null);
      link.make(settings, replay);
    }),
    store.on("made", ({ settings }) => {
      good = settings ?? store.get("settings");
    }),
    store.on("message", (message) => {
      if (message?.kind !== "refused") return;
      const begins = !store.get("made") && store.get("settings") !== good; // of a bad state
      undoing = true;
      store.set("settings", good);
      undoing = false;
      if (!begins) return;
      link.make(good);
      tellLater(store, `The state that was asked for cannot be opened: ${message.reason}.`);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

// Python hears of it when something is made, and when training pauses; while it goes on, at times.
function followChanges(store, changed) {
  let last = 0;
  const tell = () => {
    last = performance.now();
    const told = ["settings", "pace", "frame", "made"].map((key) => [key, store.get(key)]);
    changed(Object.fromEntries(told));
  };
  const stops = [
    store.on("made", tell), store.on("pace", tell),
    store.on("frame", (frame) => {
      if (frame && (!frame.playing || performance.now() - last > 250)) tell();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

// What the run before had and this one has not is forgotten; the picture follows the data: what
// frames carry is asked for anew with every run.
function followData(store, link) {
  return store.on("made", ({ rows, layers, parameters }) => {
    const chosen = store.get("chosen"), { layer, neuron, parameter } = chosen ?? {};
    const isThere = layers[layer]?.neurons[neuron] || parameter < parameters;
    if (chosen && !isThere) store.set("chosen", null);
    if (store.get("row") >= rows.X.length) store.set("row", null);
    const grid = gridOf(rows);
    store.set("grid", grid);
    if (grid) link.view(grid);
  });
}
