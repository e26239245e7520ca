// What is known of the chosen neuron or weight, in numbers: on this row, on this batch, and what
// the next step makes of it.

import { short, signed } from "../../../../autograd/page/numbers.js";
import { element } from "../screen/dom.js";

const MOST_WEIGHTS = 20; // in the table of a neuron

const listOf = (pairs) => element("dl", { class: "facts number" }, ...pairs.map(([term, said]) =>
  element("div", {}, element("dt", {}, term), element("dd", {}, said))));

// shown: {store, graph (with names), gradient (by node), node, chosen}
export function factsOf(shown) {
  const isWeight = shown.chosen.parameter !== undefined;
  return isWeight ? [weightFacts(shown)] : [neuronFacts(shown), weightTable(shown)];
}

function weightFacts({ store, graph, gradient, node, chosen }) {
  const { parameters, gradient: batch } = store.get("frame"), i = chosen.parameter;
  const { name } = graph.nodes[node];
  return listOf([
    [name, short(parameters[i])],
    [`its gradient on ${batchName(store)}${withPenalty(store)}`, short(batch[i])],
    ["its gradient on this row", short(gradient[node])],
    ["the next step", nextStep(store, name, parameters[i], batch[i])],
  ]);
}

function batchName(store) {
  const { batch_size: size } = store.get("made").settings, { train } = store.get("made").rows;
  return !size || size >= train.length ? `all ${train.length} rows` : `this batch of ${size}`;
}

// The gradient of a step has the penalty in it, that of a row has not.
function withPenalty(store) {
  const { l1, l2 } = store.get("made").settings;
  return l1 > 0 || l2 > 0 ? ", with the penalty" : "";
}

// Whether a step is the rate times the gradient and nothing else.
export function isPlainDescent({ optimizer, optimizer_settings: own }) {
  return optimizer === "sgd" && Object.values(own ?? {}).every((x) => !x);
}

function nextStep(store, name, x, slope) {
  const { settings } = store.get("made"), { rate } = store.get("frame");
  if (!isPlainDescent(settings)) {
    const { choices } = store.get("tables").fields.find(({ name }) => name === "optimizer");
    const { label } = choices.find(({ name }) => name === settings.optimizer);
    return `${label} makes it of this gradient and those before`;
  }
  const after = short(x - rate * slope);
  return `${name} ← ${short(x)} − ${short(rate)} · ${signed(slope)} = ${after}`;
}

function neuronFacts({ graph, gradient, node }) {
  const { nodes, values } = graph, { name, path } = nodes[node];
  const sum = nodes.findIndex((other) =>
    other.name?.startsWith("z") && other.path.join() === path.join());
  return listOf([
    ...(sum >= 0 ? [["its weighted sum", `${nodes[sum].name} = ${short(values[sum])}`]] : []),
    ["its answer on this row", `${name} = ${short(values[node])}`],
    ["the gradient of its answer", short(gradient[node])],
  ]);
}

function weightTable({ store, graph, gradient, chosen }) {
  const { parameters, gradient: batch } = store.get("frame");
  const { weights, bias } = store.get("made").layers[chosen.layer].neurons[chosen.neuron];
  const all = [...weights, ...(bias === null ? [] : [bias])];
  const line = (i) => {
    const id = graph.parameters[i], { name } = graph.nodes[id];
    const choose = () => store.set("chosen", { parameter: i });
    const button = element("button", { type: "button", class: "small", onclick: choose,
      "aria-label": `why ${name}` }, name);
    const numbers = [parameters[i], batch[i], gradient[id]];
    return element("tr", {}, element("th", { scope: "row" }, button),
      ...numbers.map((x) => element("td", {}, short(x))));
  };
  const whole = `gradient, ${batchName(store)}${withPenalty(store)}`;
  const heads = ["weight", "number", whole, "gradient, this row"];
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const more = all.length - MOST_WEIGHTS;
  return element("div", { class: "sideways", tabindex: "0", role: "region",
    "aria-label": "Its weights" },
  element("table", { class: "weights number" }, element("thead", {}, head),
    element("tbody", {}, ...all.slice(0, MOST_WEIGHTS).map(line))),
  more > 0 ? element("p", { class: "quiet" }, `and ${more} more`) : null);
}
