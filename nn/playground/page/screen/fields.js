// One control for one field of the table: what is shown, how it is read, and what is said of it.
//
//   const control = fieldControl(field, commit);   // commit(value) when the reader has decided
//   control.node; control.show(value); control.refuse(reason)   // "" for all is well

import { element, setAttribute, writeText } from "./dom.js";
import { numberOf } from "./own_data.js";

let fieldCount = 0;

export function fieldControl(field, commit) {
  const id = `pg-field-${fieldCount += 1}`;
  const kind = KINDS_OF_CONTROL[field.kind];
  const parts = kind(field, commit, id);
  const help = element("span", { id: `${id}-help`, class: "help" }, field.help);
  const reason = element("p", { class: "reason", role: "alert", id: `${id}-reason` });
  for (const input of parts.inputs) {
    input.setAttribute("aria-describedby", `${id}-help ${id}-reason`);
  }
  const node = element("div", { class: `field ${field.kind}`, title: field.help },
    element("label", { for: id }, field.label), parts.nodes, help, reason);
  return {
    node,
    show: parts.show,
    refuse(text) {
      writeText(reason, inWords(text, field));
      for (const input of parts.inputs) setAttribute(input, "aria-invalid", String(Boolean(text)));
    },
  };
}

// The trainer says what Python says: "batch_size is …, got 0: write batch_size=None".
const inWords = (text, { name, label }) => text.replace(new RegExp(`^${name} is `), `${label} is `)
  .replace(`: write ${name}=`, ": write ").replace(/: write None$/, ": write nothing");

// --- one of some ---------------------------------------------------------------------------------

function choiceControl(field, commit, id) {
  const option = ({ name, label, help = "" }) =>
    element("option", { value: name, title: help }, label);
  const short = field.none?.replace(/^the one that /, ""); // it stands alone here
  const none = short ? [element("option", { value: "" }, short)] : [];
  const select = element("select", { id, onchange: () => commit(select.value || null) },
    none, field.choices.map(option));
  return { nodes: [select], inputs: [select], show: (value) => { select.value = value ?? ""; } };
}

function flagControl(field, commit, id) {
  const box = element("input", { type: "checkbox", id, onchange: () => commit(box.checked) });
  return { nodes: [box], inputs: [box], show: (value) => { box.checked = value; } };
}

// --- numbers -------------------------------------------------------------------------------------

// What a slider stops at: 1, 2, 3, 5 in each decade, as rates are tried; small ranges by 0.05.
export function ladder({ least = 0, above = 0, most, kind, scale }) {
  if (most <= 1) {
    const count = Math.round((most - least) * 20);
    return Array.from({ length: count + 1 }, (_, i) => Number((least + i / 20).toFixed(2)));
  }
  const decades = scale === "log" ? 6 : 3, top = Math.floor(Math.log10(most));
  const found = [];
  for (let power = top - decades; power <= top; power += 1) {
    for (const digit of [1, 2, 3, 5]) found.push(Number(`${digit}e${power}`));
  }
  const fits = (x) => x >= least && x > above && x <= most && (kind !== "whole" || x % 1 === 0);
  return [...(least === 0 && scale !== "log" ? [0] : []), ...found.filter(fits)];
}

const nearest = (stops, x) =>
  stops.reduce((best, stop, i) => (Math.abs(stop - x) < Math.abs(stops[best] - x) ? i : best), 0);

// What was written: a number, null where nothing means something, else the text, to be refused.
const readNumber = (text, field) =>
  (text.trim() === "" && field.none ? null : numberOf(text.trim()) ?? text);

function numberControl(field, commit, id) {
  let shown = null;
  const decide = (value) => {
    if (value !== shown) commit(value);
  };
  const box = element("input", { type: "text", id, inputmode: "decimal", autocomplete: "off",
    placeholder: field.none ?? "", onchange: () => decide(readNumber(box.value, field)) });
  const show = (value) => {
    shown = value;
    box.value = value ?? "";
  };
  const slider = hasSlider(field) ? sliderBeside(field, box, decide) : null;
  if (!slider) return { nodes: [box], inputs: [box], show };
  const both = (value) => {
    show(value);
    slider.show(value);
  };
  const pair = element("div", { class: "slider" }, slider.node, box);
  return { nodes: [pair], inputs: [box, slider.node], show: both };
}

const hasSlider = ({ scale, most, group }) => scale === "log" || (group === "data" && most < 1e6);

function sliderBeside(field, box, decide) { // the box follows while it moves; the run begins after
  const stops = ladder(field), at = () => stops[Number(node.value)];
  const follow = () => {
    box.value = at();
    setAttribute(node, "aria-valuetext", at());
  };
  const node = element("input", { type: "range", min: 0, max: stops.length - 1, step: 1,
    "aria-label": `${field.label}, slider`, oninput: follow, onchange: () => decide(at()) });
  const show = (value) => {
    node.value = nearest(stops, value);
    setAttribute(node, "aria-valuetext", value);
  };
  return { node, show };
}

function pairControl(field, commit, id) {
  const read = () => boxes.map((box) => readNumber(box.value, field));
  const [first, second] = field.label.split(", ");
  const boxes = [first, second].map((label, i) => element("input", { type: "text",
    inputmode: "decimal", id: i ? null : id, "aria-label": label ?? `${first}, second`,
    onchange: () => commit(read()) }));
  const show = (values) => boxes.forEach((box, i) => { box.value = values[i]; });
  return { nodes: [element("div", { class: "row pair" }, boxes)], inputs: boxes, show };
}

const KINDS_OF_CONTROL = {
  choice: choiceControl, flag: flagControl, whole: numberControl, number: numberControl,
  pair: pairControl,
};
