// What stands above the columns: how many neurons, which activation, which inputs; layers are added
// and removed in the line above all of them.

import { element, spelled, writeText } from "./dom.js";

const MOST_LAYERS = 6, MOST_NEURONS = 32;
const FEATURES = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"];
const USUAL = ["tanh", "relu", "sigmoid", "linear"];

// A field's choices: what tables.py says; the list here serves where there are no tables.
const choicesOf = (tables, name, otherwise) => {
  const found = tables?.[name];
  if (!found) return otherwise;
  return Array.isArray(found) ? found.map((each) => each.name ?? each) : Object.keys(found);
};

const press = (sign, told, act) =>
  element("button", { type: "button", class: "small", "aria-label": told, title: told, onclick: act },
    sign);

const hiddenOf = (store) => store.get("settings").hidden ?? [];

// One activation a layer, whatever the setting says.
const activationsOf = ({ activation = "tanh" }, count) =>
  Array.from({ length: count }, (_, k) =>
    (Array.isArray(activation) ? activation[k] ?? activation.at(-1) : activation));

const inShort = (names) => (new Set(names).size === 1 ? names[0] : names);

function change(store, more) {
  store.set("chosen", null);
  store.set("settings", { ...store.get("settings"), ...more });
}

export function layersLine(store) {
  const text = element("span", { class: "number" });
  const resize = (hidden) => {
    const settings = store.get("settings"), found = activationsOf(settings, hiddenOf(store).length);
    while (found.length < hidden.length) found.push(found.at(-1) ?? "tanh");
    const kept = found.slice(0, hidden.length);
    change(store, { hidden, activation: kept.length ? inShort(kept) : settings.activation });
  };
  const fewer = press("−", "remove the last hidden layer", () => resize(hiddenOf(store).slice(0, -1)));
  const more = press("+", "add a hidden layer", () =>
    resize([...hiddenOf(store), hiddenOf(store).at(-1) ?? 4]));
  const line = element("div", { class: "row layers" }, fewer, text, more);
  const show = (count) => {
    writeText(text, count === 1 ? "1 hidden layer" : `${count} hidden layers`);
    fewer.disabled = count === 0;
    more.disabled = count >= MOST_LAYERS;
  };
  return { line, show };
}

// The head of hidden layer k; it stays the same element while the layer stays, and keeps the focus.
export function layerHead(store, k) {
  const count = element("span", { class: "number" }), name = `layer ${k + 1}`;
  const grow = (by) => () => change(store, {
    hidden: hiddenOf(store).map((size, i) => (i === k ? size + by : size)),
  });
  const fewer = press("−", `one neuron less in ${name}`, grow(-1));
  const more = press("+", `one neuron more in ${name}`, grow(1));
  const activation = element("select", {
    "aria-label": `activation of ${name}`,
    onchange: () => {
      const found = activationsOf(store.get("settings"), hiddenOf(store).length);
      found[k] = activation.value;
      change(store, { activation: inShort(found) });
    },
  }, ...choicesOf(store.get("tables"), "activations", USUAL).map((each) => element("option", {}, each)));
  const buttons = element("div", { class: "row" }, fewer, count, more);
  const head = element("div", { class: "head" }, element("span", {}, name), buttons, activation);
  const show = ({ size, activation: used }, isFixed) => {
    writeText(count, String(size));
    fewer.hidden = more.hidden = activation.hidden = isFixed;
    fewer.disabled = size <= 1;
    more.disabled = size >= MOST_NEURONS;
    activation.value = used;
  };
  return { head, show };
}

// The inputs' head opens a list of what can be fed in.
export function inputsHead(store) {
  const boxes = choicesOf(store.get("tables"), "inputs", FEATURES).map((name) =>
    element("label", {}, element("input", { type: "checkbox", value: name }), spelled(name)));
  const inputs = boxes.map((label) => label.firstChild);
  const list = element("div", { class: "choices", role: "group", "aria-label": "inputs" }, ...boxes);
  const opener = element("summary", { title: "choose what the network is fed" }, "choose");
  const details = element("details", {}, opener, list);
  list.addEventListener("change", () => {
    const wanted = inputs.filter((box) => box.checked).map((box) => box.value);
    if (wanted.length) change(store, { inputs: wanted });
    else show({ inputs: store.get("made").inputs }, false, 2);
  });
  details.addEventListener("keydown", ({ key }) => { if (key === "Escape") close(details, opener); });
  const head = element("div", { class: "head" }, element("span", {}, "inputs"), details);
  function show(made, isFixed, columns) {
    details.hidden = isFixed;
    for (const box of inputs) {
      box.checked = made.inputs.includes(box.value);
      box.parentNode.hidden = columns === 1 && box.value.includes("x2");
    }
  }
  return { head, show };
}

function close(details, opener) {
  details.open = false;
  opener.focus();
}
