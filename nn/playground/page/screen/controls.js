// The settings of learning: a control for each field of the table that no other panel shows, and
// for those that the chosen optimiser and schedule have of their own.

import { element } from "./dom.js";
import { fieldControl } from "./fields.js";

// these stand in the network's picture
const ELSEWHERE = ["inputs", "hidden", "activation"];
// a field with settings of its own -> the setting that holds them
const OWN_SETTINGS = { optimizer: "optimizer_settings", schedule: "schedule_settings" };

// The fields that somebody may set here: a model of one's own has settled some, and has its loss.
export function openFields(store) {
  const { fields, own, settled } = store.get("tables"), hidden = store.get("hidden") ?? [];
  const closed = own ? [...hidden, ...settled, "loss"] : hidden;
  return fields.filter(({ name }) => !closed.includes(name));
}

export function controlsPanel(host, store) {
  const wanted = openFields(store).filter((field) => field.group !== "data"
    && field.kind !== "settings" && !ELSEWHERE.includes(field.name));
  const row = element("div", { class: "fields" });
  if (wanted.length) host.append(row);
  const controls = fieldsIn(row, wanted, store);
  const own = Object.entries(OWN_SETTINGS).filter(([name]) => controls.has(name))
    .map(([name, holder]) => ownFields(controls.get(name).node, name, holder, store));
  const fits = controls.has("loss") ? [fittingLosses(controls.get("loss"), store)] : [];
  return stopAll([...own, ...fits, () => controls.stop()]);
}

// Only losses for the targets at hand may be chosen.
function fittingLosses(control, store) {
  const select = control.node.querySelector("select"), options = [...select.options];
  const field = store.get("tables").fields.find(({ name }) => name === "loss");
  const show = (settings) => {
    const kind = kindOfTask(settings, store);
    const fits = ({ value }) => !value
      || field.choices.find(({ name }) => name === value).kinds.includes(kind);
    select.replaceChildren(...options.filter(fits));
    control.show(settings.loss);
  };
  show(store.get("settings"));
  return store.on("settings", show);
}

export function kindOfTask({ task, rows }, store) {
  if (rows) return rows.kind;
  const field = store.get("tables").fields.find(({ name }) => name === "task");
  return field.choices.find(({ name }) => name === task)?.kind;
}

const stopAll = (stops) => () => stops.forEach((stop) => stop());

// Controls for these fields, which follow the settings and the trainer's refusals: name -> control.
export function fieldsIn(host, fields, store, change = (name, value) => ({ [name]: value })) {
  const controls = new Map();
  for (const field of fields) {
    const control = fieldControl(field, (value) => {
      const settings = store.get("settings");
      store.set("settings", { ...settings, ...suited(field, value, settings, store),
        ...change(field.name, value) });
    });
    controls.set(field.name, control);
    host.append(control.node);
  }
  controls.stop = followStore(store, controls);
  return controls;
}

function followStore(store, controls) {
  const show = (settings) => {
    for (const [name, control] of controls) control.show(settings[name]);
  };
  const refuse = (message) => {
    const about = message?.kind === "refused" ? message.field : null;
    for (const [name, control] of controls) {
      control.refuse(name === about ? message.reason : "");
    }
  };
  show(store.get("settings"));
  return stopAll([store.on("settings", show), store.on("message", refuse)]);
}

// What goes with a choice: a task its noise and points, an optimiser its rate; and what no longer
// fits goes: another rule's settings, a loss for other targets.
export function suited(field, value, settings, store) {
  const choice = field.choices?.find(({ name }) => name === value);
  const found = { ...choice?.defaults };
  if (field.name in OWN_SETTINGS) found[OWN_SETTINGS[field.name]] = {};
  if (field.name === "task") {
    const losses = store.get("tables").fields.find(({ name }) => name === "loss").choices;
    const loss = losses.find(({ name }) => name === settings.loss);
    if (loss && !loss.kinds.includes(choice?.kind)) found.loss = null;
    if (value !== "own") found.rows = null;
    // rows of one's own may have had one column only
    if (!settings.inputs.includes("x2")) found.inputs = ["x1", "x2"];
  }
  return found;
}

// The fields of the chosen rule stand below it; there are others as soon as another is chosen.
function ownFields(host, name, holder, store) {
  const place = element("div", { class: "own" });
  host.append(place);
  let shown = null, controls = new Map();
  const field = store.get("tables").fields.find((one) => one.name === name);
  const commit = (own) => (value) => {
    const settings = store.get("settings");
    store.set("settings", { ...settings, [holder]: { ...settings[holder], [own.name]: value } });
  };
  const show = (settings) => {
    const choice = field.choices.find((one) => one.name === settings[name]);
    const { fields = [] } = choice ?? {};
    if (choice !== shown) {
      shown = choice;
      controls = new Map(fields.map((own) => [own, fieldControl(own, commit(own))]));
      place.replaceChildren(...[...controls.values()].map(({ node }) => node));
    }
    showOwn(controls, fields, settings[holder]);
  };
  const refuse = (message) => {
    for (const [own, control] of controls) {
      const about = message?.kind === "refused" && message.field === own.name;
      control.refuse(about ? message.reason : "");
    }
  };
  show(store.get("settings"));
  return stopAll([store.on("settings", show), store.on("message", refuse)]);
}

function showOwn(controls, fields, given) {
  const value = (own) => given[own.name] ?? own.default;
  for (const [own, control] of controls) {
    control.show(value(own));
    const needed = fields.find(({ name }) => name === own.needs);
    control.node.hidden = Boolean(needed && !value(needed)); // it has no say without the other
  }
}
