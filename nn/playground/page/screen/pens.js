// What a point drawn by hand is given: one of three classes, or a number.

import { brief, countOf } from "../../../../autograd/page/numbers.js";
import { element, setAttribute, writeText } from "./dom.js";
import { CLASS_INKS, markPath } from "./reading.js";

const MARKS = ["circle", "triangle", "square"];
const HIGHEST = 2, STEP = 0.1; // of a number
const FAINTEST = 0.3; // how much of its colour a number of 0 has
const RADIUS = 5;

function fillMark(pen, ink, place, mark) {
  pen.fillStyle = ink[CLASS_INKS[mark]];
  markPath(pen, mark, ...place, RADIUS);
  pen.fill();
}

// kind of pen -> how a point looks, what is said of all, what is still missing, the targets
export const PENS = {
  class: {
    mark: (pen, ink, x, y, shade) => fillMark(pen, ink, [x, y], shade),
    said(values) {
      const counts = MARKS.map((_, k) => values.filter((value) => value === k).length);
      return `${countOf(values.length, "point")}: ${counts.join(", ")} of class 0, 1, 2.`;
    },
    missing: (values) => (new Set(values).size > 1 ? ""
      : "Draw points of two classes at least: choose another class above."),
    targets(values) { // classes that nobody drew are left out, so that 0 and 2 become 0 and 1
      const used = [...new Set(values)].sort();
      const kind = used.length === 3 ? "three" : "two";
      return { y: values.map((value) => used.indexOf(value)), kind };
    },
  },
  number: {
    mark(pen, ink, x, y, value) { // the farther from 0 the darker
      pen.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.min(Math.abs(value) / HIGHEST, 1);
      fillMark(pen, ink, [x, y], Number(value > 0));
      pen.globalAlpha = 1;
    },
    said(values) {
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const range = values.length ? `, numbers from ${brief(least)} to ${brief(most)}` : "";
      return `${countOf(values.length, "point")}${range}: △ above 0, ○ up to 0, stronger the `
        + "farther from it.";
    },
    missing: (values) => (new Set(values).size > 1 ? ""
      : "Draw points of two numbers at least: choose another number above."),
    targets: (values) => ({ y: values, kind: "number" }),
  },
};

// Which pen, and what it gives the next point; choose(key) says whether a key of the sheet did it.
export function penChoice(sheet) {
  const classes = classChoice(sheet), numbers = numberChoice(sheet);
  const kinds = [["class", "a class"], ["number", "a number"]];
  const select = element("select", { onchange: () => { show(select.value); sheet.draw(); } },
    kinds.map(([value, text]) => element("option", { value }, text)));
  const show = (kind) => {
    sheet.kind = select.value = kind;
    classes.node.hidden = kind !== "class";
    numbers.node.hidden = kind !== "number";
  };
  show(sheet.kind);
  const label = element("label", { class: "shade" }, "Each point has", select);
  const node = element("div", { class: "pens" }, label, classes.node, numbers.node);
  return { node, choose: (key) => (sheet.kind === "class" ? classes : numbers).choose(key) };
}

function classChoice(sheet) {
  const inputs = MARKS.map((name, k) => element("input", { type: "radio", name: "pg-class",
    value: k, onchange: () => { sheet.value.class = k; } }));
  inputs[0].checked = true;
  const choose = (key) => {
    const input = inputs[key];
    if (!input) return false;
    sheet.value.class = Number(key);
    input.checked = true;
    return true;
  };
  const node = element("fieldset", { class: "row" }, element("legend", {}, "Class"),
    MARKS.map((name, k) => element("label", { class: `shade shade-${k}` }, inputs[k],
      `${k} (${name})`)));
  return { node, choose };
}

function numberChoice(sheet) {
  const said = element("span", { class: "number" });
  const slider = element("input", { type: "range", "aria-label": "Number", min: -HIGHEST,
    max: HIGHEST, step: STEP, oninput: () => set(Number(slider.value)) });
  const set = (value) => {
    sheet.value.number = Number(Math.min(Math.max(value, -HIGHEST), HIGHEST).toFixed(1));
    slider.value = sheet.value.number;
    writeText(said, brief(sheet.value.number));
    setAttribute(slider, "aria-valuetext", said.textContent);
  };
  set(sheet.value.number);
  const choose = (key) => {
    if (!["+", "-"].includes(key)) return false;
    set(sheet.value.number + (key === "+" ? STEP : -STEP));
    return true;
  };
  return { node: element("label", { class: "shade" }, "Number", slider, said), choose };
}
