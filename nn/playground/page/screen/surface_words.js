// What the surface says in words: the number at a place, how the run stands, which row is chosen.

import { element, shortNumber, writeText } from "./dom.js";
import { between } from "./heat.js";
import { labelOf } from "./reading.js";

// The answer at a place, from the grid that the picture is made of.
export function answersAt(surface, { low, high, side }, place) {
  const part = place.map((x, d) => (x - low[d]) / (high[d] - low[d]));
  if (part.length === 2) return surface.map((numbers) => between(numbers, side, ...part));
  const k = Math.min(Math.max(part[0], 0), 1) * (side - 1), i = Math.min(Math.floor(k), side - 2);
  return surface.map((numbers) => numbers[i] + (numbers[i + 1] - numbers[i]) * (k - i));
}

export const brief = (x) => shortNumber(Number(x.toPrecision(3)));

export function sideOf({ kind, middle }, answers) {
  if (kind === "number" || kind === "neuron") return "";
  const best = answers.indexOf(Math.max(...answers));
  return `: label ${kind === "three" ? best : Number(answers[0] > middle)}`;
}

export function described(made, frame) {
  if (!made || !frame) return "No answers yet";
  const { loss, accuracy } = frame.measure.train, isCounted = Number.isFinite(accuracy);
  const right = isCounted ? `, ${Math.round(100 * accuracy)} % of the training rows are right` : "";
  return `What the network answers over the inputs, with ${made.rows.X.length} rows of data. `
    + `Epoch ${frame.epoch}: loss ${shortNumber(loss)}${right}.`;
}

// The rows one after another, for those who have no pointer.
export function rowChooser(store) {
  const text = element("span", { class: "quiet number" });
  const go = (by) => () => {
    const count = store.get("made")?.rows.X.length ?? 0, now = store.get("row");
    const first = by > 0 ? 0 : count - 1;
    if (count) store.set("row", now === null ? first : (now + by + count) % count);
  };
  const button = (by, sign, told) => element("button",
    { type: "button", class: "small", "aria-label": told, onclick: go(by) }, sign);
  const line = element("div", { class: "row chooser" },
    button(-1, "‹", "the row before"), text, button(1, "›", "the next row"));
  const show = (made, chosen) => {
    const count = made?.rows.X.length ?? 0;
    writeText(text, chosen === null || chosen === undefined ? `${count} rows: click one`
      : `row ${chosen + 1} of ${count}: should be ${shortNumber(labelOf(made.rows.y[chosen]))}`);
  };
  return { line, show };
}
