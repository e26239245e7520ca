// Points drawn by hand: press or drag on the square with a class or a number; by keyboard, arrows
// and space.

import { element } from "./dom.js";
import { dialogIn, spoken } from "./dialog.js";
import { PENS, penChoice } from "./pens.js";

const SIZE = 360, REACH = 1.5; // pixels of the square, and what its half side stands for
const APART = 0.06; // a dragged pen leaves a point at such a distance
const MOST = 1000;

const rounded = (x) => Math.round(x * 1000) / 1000;

class Sheet { // what was drawn with each pen, and how it looks
  constructor(canvas, ink, told) {
    Object.assign(this, { canvas, ink, told, at: [0, 0], focused: false, kind: "class" });
    this.drawn = { class: [], number: [] };
    this.value = { class: 0, number: 1 }; // of the next point
  }

  get points() { return this.drawn[this.kind]; }

  get pen() { return PENS[this.kind]; }

  add([x, y]) {
    if (Math.abs(x) > REACH || Math.abs(y) > REACH || this.points.length >= MOST) return;
    this.points.push([rounded(x), rounded(y), this.value[this.kind]]);
    this.draw();
  }

  drag(to) {
    const last = this.points.at(-1);
    if (!last || Math.hypot(last[0] - to[0], last[1] - to[1]) >= APART) this.add(to);
  }

  undo() {
    this.points.pop();
    this.draw();
  }

  clear() {
    this.drawn[this.kind] = [];
    this.draw();
  }

  place(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const x = (event.clientX - left) / width, y = (event.clientY - top) / height;
    return [(2 * x - 1) * REACH, (1 - 2 * y) * REACH];
  }

  draw() {
    const pen = this.canvas.getContext("2d"), { ink } = this;
    pen.clearRect(0, 0, SIZE, SIZE);
    pen.strokeStyle = ink.soft;
    pen.strokeRect(SIZE / 2, -1, 0, SIZE + 2);
    pen.strokeRect(-1, SIZE / 2, SIZE + 2, 0);
    for (const [x, y, value] of this.points) this.pen.mark(pen, ink, ...onSheet([x, y]), value);
    if (this.focused) sheetCross(pen, ...onSheet(this.at), ink.ink);
    this.told.textContent = this.pen.said(this.points.map((point) => point[2]));
  }

  rows() {
    const X = this.points.map(([x, y]) => [x, y]);
    return { X, ...this.pen.targets(this.points.map((point) => point[2])) };
  }
}

const onSheet = ([x, y]) => [(x / REACH + 1) * (SIZE / 2), (1 - y / REACH) * (SIZE / 2)];

function sheetCross(pen, x, y, colour) {
  pen.strokeStyle = colour;
  pen.strokeRect(x - 8, y, 16, 0);
  pen.strokeRect(x, y - 8, 0, 16);
}

function byPointer(sheet) {
  const { canvas } = sheet;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    sheet.focused = false;
    sheet.add(sheet.place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) sheet.drag(sheet.place(event));
  });
}

const isUndo = ({ key, ctrlKey, metaKey }) => key.toLowerCase() === "z" && (ctrlKey || metaKey);

function byKeyboard(sheet, choose) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const inside = (x) => Math.min(Math.max(x, -REACH), REACH);
  sheet.canvas.addEventListener("keydown", (event) => {
    const { key } = event, way = ways[key];
    if (way) sheet.at = sheet.at.map((x, i) => inside(x + 0.1 * way[i]));
    else if (key === " ") sheet.add(sheet.at);
    else if (key === "Backspace" || isUndo(event)) sheet.undo();
    else if (!choose(key)) return;
    event.preventDefault();
    sheet.focused = true;
    sheet.draw();
  });
}

// Opens the sheet in the colours of `ink`; `use(rows)` gets {X, y, kind} when the reader is done.
// What is drawn at first: `begun`, rows of before, or nothing, of the kind that is learnt.
export function drawData(host, ink, use, { begun = null, kind = "two" } = {}) {
  const told = spoken(), canvas = element("canvas", { width: SIZE, height: SIZE, tabindex: "0",
    class: "sheet", role: "img", "aria-label": "Square for points from −1.5 to 1.5: arrows move "
      + "the cross, space sets a point, Backspace takes the last one back, 0, 1, 2 are classes, "
      + "+ and − change a number" });
  const sheet = new Sheet(canvas, ink, told);
  sheet.kind = kind === "number" ? "number" : "class";
  if (begun) sheet.drawn[sheet.kind] = begun.X.map((x, i) => [...x, begun.y[i]]);
  const { node, choose } = penChoice(sheet);
  byPointer(sheet);
  byKeyboard(sheet, choose);
  const done = () => {
    const few = sheet.points.length < 4 ? "Draw four points at least." : "";
    const missing = sheet.pen.missing(sheet.points.map((point) => point[2])) || few;
    if (missing) told.textContent = missing;
    else {
      use(sheet.rows());
      dialog.close();
    }
  };
  const button = (text, onclick, kind = "") => element("button", { type: "button", onclick,
    class: kind }, text);
  const dialog = dialogIn(host, "Draw your own data", [node, canvas, told,
    element("div", { class: "row" }, button("Use these points", done, "first"),
      button("Take back", () => sheet.undo()), button("Clear", () => sheet.clear()))]);
  sheet.draw();
  return dialog;
}
