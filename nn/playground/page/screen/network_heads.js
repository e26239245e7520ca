// What stands above the columns: how many neurons, which activation, which inputs; layers are added
// and removed in the line above all of them. What may be changed is said by the table of settings.

import { element, setAttribute, spelled, writeText } from "./dom.js";

const fieldOf = (store, name) =>
  store.get("tables").fields.find((field) => field.name === name);

// What a teacher has hidden, and an own model, cannot be changed here.
function mayChange(store, name) {
  const hidden = store.get("hidden");
  return !store.get("made")?.fixed && !hidden.includes("edit") && !hidden.includes(name);
}

const hiddenOf = (store) => store.get("settings").hidden;

// One activation a layer, whatever the setting says.
const activationsOf = ({ activation }, count) =>
  Array.from({ length: count }, (_, k) =>
    (Array.isArray(activation) ? activation[k] ?? activation.at(-1) : activation));

const inShort = (names) => (new Set(names).size === 1 ? names[0] : names);

function change(store, more) {
  store.set("chosen", null);
  store.set("settings", { ...store.get("settings"), ...more });
}

function press(sign, told, act) {
  const about = { type: "button", class: "small", "aria-label": told, title: told, onclick: act };
  return element("button", about, sign);
}

// A button at its end says so and does nothing, but keeps the focus.
const atEnd = (button, is) => setAttribute(button, "aria-disabled", is);
const isAtEnd = ({ currentTarget }) => currentTarget.getAttribute("aria-disabled") === "true";

export function layersLine(store) {
  const text = element("span", { class: "number" }), { length: most } = fieldOf(store, "hidden");
  const resize = (wanted) => (event) => {
    if (isAtEnd(event)) return;
    const settings = store.get("settings"), hidden = wanted(hiddenOf(store));
    if (hidden.length > most) return; // pressed before the last press has been shown
    const found = activationsOf(settings, hidden.length);
    const usual = fieldOf(store, "activation").default;
    const activation = hidden.length ? inShort(found.map((name) => name ?? usual)) : usual;
    change(store, { hidden, activation });
  };
  const fewer = press("−", "remove the last hidden layer", resize((sizes) => sizes.slice(0, -1)));
  const more = press("+", "add a hidden layer", resize((sizes) => [...sizes, sizes.at(-1) ?? 4]));
  const line = element("div", { class: "row layers" }, fewer, text, more);
  const show = (count) => {
    line.hidden = !mayChange(store, "hidden");
    writeText(text, count === 1 ? "1 hidden layer" : `${count} hidden layers`);
    atEnd(fewer, count === 0);
    atEnd(more, count >= most);
  };
  return { line, show };
}

// The head of hidden layer k; it stays the same element while the layer stays, and keeps the focus.
export function layerHead(store, k) {
  const count = element("span", { class: "number" }), name = `layer ${k + 1}`;
  const { least, most } = fieldOf(store, "hidden");
  const grow = (by) => (event) => {
    const size = hiddenOf(store)[k] + by;
    if (isAtEnd(event) || !(size >= least && size <= most)) return;
    change(store, { hidden: hiddenOf(store).map((old, i) => (i === k ? size : old)) });
  };
  const fewer = press("−", `one neuron less in ${name}`, grow(-1));
  const more = press("+", `one neuron more in ${name}`, grow(1));
  const choice = activationChoice(store, k, name);
  const buttons = element("div", { class: "row" }, fewer, count, more);
  const head = element("div", { class: "head" }, element("span", {}, name), buttons, choice);
  const show = ({ size, activation }) => {
    writeText(count, String(size));
    fewer.hidden = more.hidden = !mayChange(store, "hidden");
    choice.hidden = !mayChange(store, "activation");
    atEnd(fewer, size <= least);
    atEnd(more, size >= most);
    choice.value = activation;
  };
  return { head, show };
}

function activationChoice(store, k, name) {
  const options = fieldOf(store, "activation").choices.map(({ name: value, label, help }) =>
    element("option", { value, title: help }, label));
  const onchange = () => {
    const found = activationsOf(store.get("settings"), hiddenOf(store).length);
    found[k] = choice.value;
    change(store, { activation: inShort(found) });
  };
  const choice = element("select", { "aria-label": `activation of ${name}`, onchange }, options);
  return choice;
}

// The inputs' head opens a list of what can be fed in.
export function inputsHead(store) {
  const list = element("div", { class: "choices", role: "group", "aria-label": "inputs" });
  const opener = element("summary", { title: "what the network is told of a point" }, "choose");
  const details = element("details", {}, opener, list);
  const head = element("div", { class: "head" }, element("span", {}, "inputs"), details);
  const show = (made) => {
    details.hidden = !mayChange(store, "inputs");
    const focused = document.activeElement?.value, inside = list.contains(document.activeElement);
    list.replaceChildren(...feeds(store, made).map(({ name, label }) => element("label", {},
      element("input", { type: "checkbox", value: name, checked: made.inputs.includes(name) }),
      label ?? spelled(name))));
    if (inside) list.querySelector(`input[value="${focused}"]`)?.focus();
  };
  list.addEventListener("change", () => {
    const wanted = [...list.querySelectorAll(":checked")].map((box) => box.value);
    if (wanted.length) change(store, { inputs: wanted });
    else show(store.get("made")); // a network needs an input
  });
  closeByKey(details, opener);
  return { head, show };
}

// The columns themselves; of two and more also what is made of the first two.
function feeds(store, { rows: { X } }) {
  const raw = X[0].map((_, d) => ({ name: `x${d + 1}` })), known = raw.map(({ name }) => name);
  const made = fieldOf(store, "inputs").choices.filter(({ name }) => !known.includes(name));
  return raw.length < 2 ? raw : [...raw, ...made];
}

// Escape, and a press elsewhere.
function closeByKey(details, opener) {
  details.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    details.open = false;
    opener.focus();
  });
  details.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !details.contains(relatedTarget)) details.open = false;
  });
}
