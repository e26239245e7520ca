// The chosen neuron's weights, or the chosen weight, as sliders: the way to change them with a
// keyboard, on a phone, and to a number that one has in mind. A model of somebody's own that shows
// no layers has all of its parameters here.

import { brief } from "../../../../autograd/page/numbers.js";
import { element, spelled, writeText } from "./dom.js";

const LEAST_REACH = 4; // a slider reaches at least so far each way
const MOST_SLIDERS = 60;

export function networkCard(store, link) {
  const { card, title, sliders, close, why } = cardParts(store);
  let shown = [];
  const build = () => {
    const made = store.get("made"), isWhole = made?.layers.length === 0;
    const rows = isWhole ? wholeRows(store, made) : rowsOf(made, store.get("chosen"));
    card.hidden = !rows;
    close.hidden = isWhole;
    title.textContent = rows?.title ?? "";
    why.hidden = !panelOf(card, "why");
    shown = (rows?.parameters ?? []).map(([name, index]) => slider(name, index, link));
    sliders.replaceChildren(...shown.map(({ line }) => line));
    fill();
  };
  const fill = () => {
    const { parameters, gradient } = store.get("frame") ?? {};
    if (parameters) for (const each of shown) each.show(parameters, gradient);
  };
  sliders.addEventListener("focusin", ({ target }) => { // to ask why, where there are no lines
    if (!store.get("made").layers.length) store.set("chosen", { parameter: Number(target.name) });
  });
  const chosen = () => { if (store.get("made")?.layers.length) build(); };
  const stops = [store.on("chosen", chosen), store.on("made", build), store.on("frame", fill)];
  return { card, stop: () => stops.forEach((stop) => stop()) };
}

function cardParts(store) {
  const title = element("h3"), sliders = element("div", { class: "sliders" });
  const close = element("button", { type: "button", class: "small", "aria-label": "close",
    onclick: () => store.set("chosen", null) }, "×");
  const why = element("button", { type: "button", class: "small", onclick: ({ target }) =>
    panelOf(target, "why")?.scrollIntoView({ block: "start" }) }, "Why? ↓");
  const card = element("div", { class: "card", hidden: true },
    element("div", { class: "row" }, title, why, close), sliders);
  return { card, title, sliders, close, why };
}

export const neuronName = (layers, layer, neuron) => {
  const last = layer === layers.length - 1;
  if (last) return layers[layer].size > 1 ? `output ${neuron}` : "the output";
  return `neuron ${neuron + 1} of layer ${layer + 1}`;
};

export const sourceName = (made, layer, from) =>
  (layer === 0 ? spelled(made.inputs[from]) : `neuron ${from + 1} of layer ${layer}`);

const panelOf = (node, name) => node.closest(".playground")?.querySelector(`.panel.${name}`);

function wholeRows(store, { parameters: count }) {
  const { names = [] } = store.get("tables").own ?? {}, shown = Math.min(count, MOST_SLIDERS);
  const parameters = Array.from({ length: shown }, (_, i) => [names[i] ?? `parameter ${i}`, i]);
  const most = shown < count ? `the first ${shown} of its ${count}` : `its ${count}`;
  return { title: `The model shows no layers of neurons: ${most} parameters`, parameters };
}

// What a choice is about: {title, parameters: [[name, index]]}; null for nothing of this run.
function rowsOf(made, chosen) {
  if (!made || !chosen) return null;
  const { layers } = made, found = layers[chosen.layer]?.neurons[chosen.neuron];
  if (found) {
    const { weights, bias } = found, parameters = weights.map((index, from) =>
      [`from ${sourceName(made, chosen.layer, from)}`, index]);
    if (bias !== null) parameters.push(["bias", bias]);
    return { title: capital(neuronName(layers, chosen.layer, chosen.neuron)), parameters };
  }
  const { parameter } = chosen;
  for (const [layer, { neurons }] of layers.entries()) {
    for (const [neuron, { weights, bias }] of neurons.entries()) {
      const from = weights.indexOf(parameter), to = neuronName(layers, layer, neuron);
      if (from < 0 && bias !== parameter) continue;
      const name = from < 0 ? "bias" : `from ${sourceName(made, layer, from)}`;
      return { title: `A weight of ${to}`, parameters: [[name, parameter]] };
    }
  }
  return null;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function slider(name, index, link) {
  const input = element("input", { type: "range", step: "0.01", "aria-label": name, name: index });
  const number = element("output", { class: "number" });
  const slope = element("span", { class: "quiet number" });
  const line = element("label", {}, element("span", {}, name), input, number, slope);
  let held = false;
  const release = () => { held = false; };
  input.addEventListener("input", () => {
    held = true;
    link.weights([[index, Number(input.value)]]);
  });
  for (const event of ["change", "pointerup", "blur"]) input.addEventListener(event, release);
  const show = (parameters, gradient) => {
    const value = parameters[index], reach = Math.max(LEAST_REACH, Math.ceil(Math.abs(value)));
    if (!held && Number.isFinite(value)) {
      if (!input.max || Number(input.max) < reach) {
        Object.assign(input, { min: -reach, max: reach });
      }
      input.value = value;
    }
    writeText(number, brief(value));
    writeText(slope, `∂ ${brief(gradient[index], 2)}`);
  };
  return { line, show };
}
