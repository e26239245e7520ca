// Points drawn by hand: press or drag on the square with a class; by keyboard, arrows and space.

import { element } from "./dom.js";
import { dialogIn, spoken } from "./dialog.js";
import { CLASS_INKS, markPath } from "./reading.js";

const SIZE = 360, REACH = 1.5; // pixels of the square, and what its half side stands for
const APART = 0.06; // a dragged pen leaves a point at such a distance
const MOST = 1000;
const MARKS = ["circle", "triangle", "square"];

const rounded = (x) => Math.round(x * 1000) / 1000;

class Sheet { // what was drawn, and how it looks
  constructor(canvas, ink, told) {
    Object.assign(this, { canvas, ink, told, points: [], shade: 0, at: [0, 0], focused: false });
  }

  add([x, y]) {
    if (Math.abs(x) > REACH || Math.abs(y) > REACH || this.points.length >= MOST) return;
    this.points.push([rounded(x), rounded(y), this.shade]);
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
    this.points = [];
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
    for (const [x, y, shade] of this.points) {
      pen.fillStyle = ink[CLASS_INKS[shade]];
      markPath(pen, shade, ...onSheet([x, y]), 5);
      pen.fill();
    }
    if (this.focused) sheetCross(pen, ...onSheet(this.at), ink.ink);
    const counts = MARKS.map((_, k) => this.points.filter((p) => p[2] === k).length);
    this.told.textContent = `${this.points.length} points: ${counts.join(", ")} of class 0, 1, 2.`;
  }

  rows() { // classes that nobody drew are left out, so that 0 and 2 become 0 and 1
    const used = [...new Set(this.points.map((p) => p[2]))].sort();
    const X = this.points.map(([x, y]) => [x, y]), y = this.points.map((p) => used.indexOf(p[2]));
    return { X, y, kind: used.length === 3 ? "three" : "two" };
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

function byKeyboard(sheet, choose) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const inside = (x) => Math.min(Math.max(x, -REACH), REACH);
  sheet.canvas.addEventListener("keydown", (event) => {
    const { key } = event, way = ways[key];
    if (way) sheet.at = sheet.at.map((x, i) => inside(x + 0.1 * way[i]));
    else if (key === " ") sheet.add(sheet.at);
    else if (key === "Backspace") sheet.undo();
    else if (MARKS[key]) choose(Number(key));
    else return;
    event.preventDefault();
    sheet.focused = true;
    sheet.draw();
  });
}

function shades(sheet) {
  const inputs = MARKS.map((name, k) => element("input", { type: "radio", name: "pg-class",
    value: k, onchange: () => { sheet.shade = k; } }));
  const choose = (k) => {
    sheet.shade = k;
    inputs[k].checked = true;
  };
  choose(0);
  const field = element("fieldset", { class: "row" }, element("legend", {}, "Class"),
    MARKS.map((name, k) => element("label", { class: `shade shade-${k}` }, inputs[k],
      `${k} (${name})`)));
  return { field, choose };
}

// Opens the sheet in the colours of `ink`; `use(rows)` gets {X, y, kind} when the reader is done.
export function drawData(host, ink, use, begun = null) {
  const told = spoken(), canvas = element("canvas", { width: SIZE, height: SIZE, tabindex: "0",
    class: "sheet", role: "img", "aria-label": "Square for points from −1.5 to 1.5: arrows move "
      + "the cross, space sets a point, Backspace takes the last one back, 0, 1, 2 are classes" });
  const sheet = new Sheet(canvas, ink, told), { field, choose } = shades(sheet);
  byPointer(sheet);
  byKeyboard(sheet, choose);
  const refuse = (text) => { told.textContent = text; };
  const done = () => {
    const rows = sheet.rows(), classes = new Set(rows.y).size;
    if (classes < 2) refuse("Draw points of two classes at least: choose another class above.");
    else if (rows.y.length < 4) refuse("Draw four points at least.");
    else {
      use(rows);
      dialog.close();
    }
  };
  const button = (text, onclick, kind = "") => element("button", { type: "button", onclick,
    class: kind }, text);
  const dialog = dialogIn(host, "Draw your own data", [field, canvas, told,
    element("div", { class: "row" }, button("Use these points", done, "first"),
      button("Take back", () => sheet.undo()), button("Clear", () => sheet.clear()))]);
  if (begun) sheet.points = begun.X.map((x, i) => [...x, begun.y[i]]);
  sheet.draw();
  return dialog;
}
