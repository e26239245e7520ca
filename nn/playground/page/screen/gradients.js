// How large the gradient is in every layer, on a logarithmic bar: where it vanishes, and where a
// weight gets none at all.

import { brief } from "../../../../autograd/page/numbers.js";
import { element, writeText } from "./dom.js";

// the powers of ten that a bar spans
const LOW_POWER = -6, TOP_POWER = 0;

export function gradientsPanel(host, store) {
  const list = element("ul", { class: "bars number" });
  const scale = element("p", { class: "scale quiet number", "aria-hidden": "true" },
    ...["10⁻⁶", "10⁻³", "1"].map((text) => element("span", {}, text)));
  const about = element("p", { class: "quiet" }, "typical |∂loss/∂weight| of the next step");
  host.append(list, scale, about);
  let rows = [];
  const build = () => {
    rows = groupsOf(store.get("made")).map(([name, indices]) => ({ indices, ...bar(name) }));
    list.replaceChildren(...rows.map(({ item }) => item));
  };
  const draw = () => {
    const gradient = store.get("frame")?.gradient;
    if (gradient) for (const row of rows) fillBar(row, gradient);
  };
  const stops = [store.on("made", build), store.on("frame", draw)];
  return () => stops.forEach((stop) => stop());
}

// name -> the numbers of its parameters, by layer where there are layers
function groupsOf({ layers, parameters }) {
  if (!layers.length) return [["all", Array.from({ length: parameters }, (_, i) => i)]];
  return layers.map(({ neurons }, k) => [
    k === layers.length - 1 ? "output" : `layer ${k + 1}`,
    neurons.flatMap(({ weights, bias }) => [...weights, bias]).filter((i) => i !== null),
  ]);
}

function bar(name) {
  const fill = element("span", { class: "fill" }), text = element("span", { class: "size" });
  const item = element("li", {}, element("span", { class: "name" }, name),
    element("span", { class: "track", "aria-hidden": "true" }, fill), text);
  return { item, fill, text };
}

// The root of the mean square: a single large gradient among many is seen, too.
function fillBar({ indices, fill, text }, gradient) {
  let squares = 0, zeros = 0;
  for (const i of indices) {
    squares += gradient[i] ** 2;
    zeros += gradient[i] === 0;
  }
  const size = Math.sqrt(squares / indices.length);
  const part = size > 0 ? (Math.log10(size) - LOW_POWER) / (TOP_POWER - LOW_POWER) : 0;
  fill.style.width = `${(100 * Math.min(Math.max(part, 0.01), 1)).toFixed(1)}%`;
  fill.classList.toggle("none", !size);
  writeText(text, brief(size, 2) + (zeros ? `, ${zeros} zero` : ""));
}
