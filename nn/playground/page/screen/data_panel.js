// The data: which set, how many points, how noisy, how many held out; rows of one's own from a
// table or drawn by hand.

import { element } from "./dom.js";
import { fieldsIn, kindOfTask, openFields } from "./controls.js";
import { drawData } from "./drawing.js";
import { loadTable } from "./table_dialog.js";

// these have a say only where the task asks for them
const ASKED = ["points", "noise", "test"];
const GROUPS = [
  ["Points of classes", ({ kind, asks = [] }) => kind && kind !== "number" && asks.length],
  ["Functions", ({ kind }) => kind === "number"],
  ["Logic gates", ({ kind, asks = [] }) => kind && !asks.length],
  ["Your own", ({ kind }) => !kind],
];

export function dataPanel(host, store) {
  const { fields } = store.get("tables");
  const wanted = openFields(store).filter(({ group, kind }) => group === "data" && kind !== "rows");
  const controls = fieldsIn(host, wanted, store);
  const task = fields.find(({ name }) => name === "task");
  if (controls.has("task")) {
    groupTasks(controls.get("task").node.querySelector("select"), task);
    controls.get("task").node.after(ownRows(host, store, fields));
  }
  const show = (settings) => {
    const choice = task.choices.find(({ name }) => name === settings.task);
    for (const name of [...ASKED, "data_seed"]) {
      const asked = name === "data_seed" ? choice?.asks?.length : choice?.asks?.includes(name);
      if (controls.has(name)) controls.get(name).node.hidden = !asked;
    }
    const own = controls.get("task")?.node.querySelector("option[value=own]");
    if (own) own.disabled = !settings.rows; // there is nothing to choose before something is loaded
  };
  show(store.get("settings"));
  const stop = store.on("settings", show);
  return () => {
    stop();
    controls.stop();
  };
}

function groupTasks(select, { choices }) { // sixteen gates would hide the others
  const options = new Map([...select.options].map((option) => [option.value, option]));
  const chosen = select.value;
  select.replaceChildren(...GROUPS.map(([label, belongs]) =>
    element("optgroup", { label }, choices.filter(belongs).map(({ name }) => options.get(name)))));
  select.value = chosen;
}

function ownRows(host, store, fields) {
  const find = (name) => fields.find((field) => field.name === name);
  const task = find("task"), { most } = find("points");
  const use = (rows) => {
    const { defaults = {} } = task.choices.find(({ name }) => name === "own");
    const settings = { ...store.get("settings"), ...defaults, task: "own", rows, loss: null };
    settings.inputs = rows.X[0].map((_, i) => `x${i + 1}`);
    settings.test = rows.y.length < 12 ? 0 : settings.test || 0.25;
    store.set("settings", settings);
  };
  const root = () => host.closest(".playground");
  const table = () => loadTable(root(), most, use);
  const drawn = () => {
    const settings = store.get("settings"), { rows } = settings;
    const begun = rows?.X[0].length === 2 ? rows : null, kind = kindOfTask(settings, store);
    drawData(root(), store.get("ink"), use, { begun, kind });
  };
  return element("div", { class: "row" },
    element("button", { type: "button", onclick: table }, "CSV…"),
    element("button", { type: "button", onclick: drawn }, "Draw…"));
}
