// What the surface says in words: the number at a place, how the run stands, which row is chosen.

import { brief, grouped } from "../../../../autograd/page/numbers.js";
import { element, writeText } from "./dom.js";
import { between } from "./heat.js";
import { labelOf } from "./reading.js";

// The answer at a place, from the grid that the picture is made of.
export function answersAt(surface, { low, high, side }, place) {
  const part = place.map((x, d) => (x - low[d]) / (high[d] - low[d]));
  if (part.length === 2) return surface.map((numbers) => between(numbers, side, ...part));
  const k = Math.min(Math.max(part[0], 0), 1) * (side - 1), i = Math.min(Math.floor(k), side - 2);
  return surface.map((numbers) => numbers[i] + (numbers[i + 1] - numbers[i]) * (k - i));
}

// Outputs as people read them. What cross-entropy was trained on are the logarithms of shares, up
// to a number that all have in common: their shares are told.
export function answerText({ kind, middle }, answers, hasShares) {
  const numbers = answers.map((x) => brief(x, 3)).join(", ");
  if (kind === "number" || kind === "neuron") return `it answers ${numbers}`;
  const scores = answers.length > 1 ? answers : [middle, answers[0]];
  const best = scores.indexOf(Math.max(...scores));
  if (!hasShares) return `it answers ${numbers}: label ${best}`;
  const all = scores.reduce((sum, score) => sum + Math.exp(score - scores[best]), 0);
  const raw = answers.length > 1 ? "" : ` (out ${numbers})`;
  return `label ${best} with ${brief(100 / all, 3)} %${raw}`;
}

export function described(made, frame) {
  if (!made || !frame) return "No answers yet";
  const { loss, accuracy } = frame.measure.train, isCounted = Number.isFinite(accuracy);
  const right = isCounted ? `, ${Math.round(100 * accuracy)} % of the training rows are right` : "";
  return `What the network answers over the inputs, with ${made.rows.X.length} rows of data. `
    + `Epoch ${grouped(frame.epoch)}: loss ${brief(loss)}${right}.`;
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
      : `row ${chosen + 1} of ${count}: should be ${brief(labelOf(made.rows.y[chosen]))}`);
  };
  return { line, show };
}
