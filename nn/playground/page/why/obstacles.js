// What keeps a network from learning: dead ReLUs, neurons that are alike, one straight line for
// what no line can part, gradients that vanish. Each judge gives what those of progress.js give.

import { countOf, percent, short } from "../../../../autograd/page/numbers.js";
import { inputColumns } from "../training/inputs.js";
import { isStalled, knowsNothing, leftOver, meanOf } from "./progress.js";
import { separable } from "./separable.js";
import { LEVEL, SMALL_WEIGHT, VANISHED } from "./thresholds.js";

const GATES = ["xor", "xnor", "and", "or", "nand", "nor"];

const TANH = { activation: "tanh" };

const incoming = ({ weights, bias }) => [...weights, ...(bias === null ? [] : [bias])];

// --- one straight line ---------------------------------------------------------------------------

function classesOf({ rows: { train, X, y }, settings }, tables) { // points, as the network is told
  const columns = inputColumns(settings.inputs, train.map((row) => X[row]), tables);
  const classes = new Map();
  train.forEach((row, i) => {
    const key = String(y[row]);
    if (!classes.has(key)) classes.set(key, []);
    classes.get(key).push(columns.map((column) => column[i]));
  });
  return [...classes.values()];
}

export function linear(seen) {
  const { made, tables } = seen, { settings, rows, layers, fixed } = made;
  const isCurved = layers.some(({ activation }) => activation !== "linear");
  if (fixed || !layers.length || isCurved || rows.kind !== "two" || !isStalled(seen)) return null;
  const [one, other] = classesOf(made, tables);
  if (!other || separable(one, other) !== false) return null;
  const task = GATES.includes(settings.task) ? settings.task.toUpperCase() : "this";
  const says = "Without a curved layer in between, the network draws one straight line, and no "
    + "straight line has the one class on one side and the other on the other.";
  const curved = { hidden: [4], ...TANH };
  const tries = [{ text: "A hidden layer of 4 tanh", settings: curved }];
  return { kind: "stuck", title: `No linear model can do ${task}`, says, tries };
}

// The best plane is found where all gradients are 0: the squared error has one valley.
export function plane(seen) {
  const { made, frame: { gradient, measure } } = seen, left = leftOver(made, measure.train);
  const isCurved = made.layers.some(({ activation }) => activation !== "linear");
  if (made.fixed || made.layers.length !== 1 || isCurved || left === null) return null;
  if (!isStalled(seen) || gradient.some((x) => Math.abs(x) > LEVEL)) return null;
  const says = "Without a curved layer the network is a plane, and this is the best one: all "
    + `gradients are 0, and ${percent(left)} of the variation is left as error.`;
  const tries = [{ text: "A hidden layer of 8 tanh", settings: { hidden: [8], ...TANH } }];
  return { kind: "stuck", title: "No linear model can do this", says, tries };
}

// --- a penalty -----------------------------------------------------------------------------------

export function outweighed(seen) {
  const { made: { layers, settings: { l1 = 0, l2 = 0 } }, frame: { parameters } } = seen;
  if (!(l1 > 0 || l2 > 0) || !layers.length || !isStalled(seen) || !knowsNothing(seen)) return null;
  const weights = layers.flatMap(({ neurons }) => neurons.flatMap((neuron) => neuron.weights));
  const largest = Math.max(...weights.map((i) => Math.abs(parameters[i])));
  if (largest > SMALL_WEIGHT) return null;
  const said = [["L1", l1], ["L2", l2]].filter(([, x]) => x > 0).map((pair) => pair.join(" "));
  const says = `${said.join(" and ")} pulls each weight to 0 harder than the data pull it away: `
    + `the largest is ${short(largest)}.`;
  const tries = [{ text: "Without a penalty", settings: { l1: 0, l2: 0 } }];
  return { kind: "stuck", title: "The penalty outweighs the data", says, tries };
}

// --- neurons that are alike ----------------------------------------------------------------------

export function alike({ made: { layers }, frame: { parameters } }) {
  const same = (places) => places.every((place) => parameters[place] === parameters[places[0]]);
  const isAlike = ({ neurons }, k) => k < layers.length - 1 && neurons.length > 1
    && incoming(neurons[0]).every((_, i) => same(neurons.map((neuron) => incoming(neuron)[i])))
    && layers[k + 1].neurons.every(({ weights }) => same(weights));
  const layer = layers.findIndex(isAlike);
  if (layer < 0) return null;
  const says = "They began with the same weights, so they get the same gradients and stay the "
    + "same: together they are one neuron. Random weights part them.";
  const title = `The ${layers[layer].size} neurons of layer ${layer + 1} are all alike`;
  const tries = [{ text: "Begin with random weights", settings: { init: "default" } }];
  return { kind: "stuck", title, says, tries };
}

// --- steps ---------------------------------------------------------------------------------------

export function flat({ made: { layers } }) {
  const layer = layers.findLastIndex(({ activation }) => activation === "step");
  if (layer < 0) return null;
  const says = "A step is flat on both sides: its derivative is 0, so no gradient gets past layer "
    + `${layer + 1}, and what stands before it keeps its first weights.`;
  const tries = [{ text: "tanh instead", settings: TANH }];
  return { kind: "stuck", title: "A step hands nothing back", says, tries };
}

// --- dead ReLUs ----------------------------------------------------------------------------------

const RELU = "A ReLU is dead where its sum is below 0 for every row: it answers 0, hands nothing "
  + "back, and never learns again.";

function deadIn({ made: { layers }, frame: { ranges } }) { // [layer, neuron] of each
  return layers.flatMap(({ activation, neurons }, layer) => (activation !== "relu" ? []
    : neurons.flatMap((_, k) => (ranges[layer][k][1] <= 0 ? [[layer, k]] : []))));
}

const leaky = ({ layers }) => [{ text: "Leaky ReLU instead", settings: {
  activation: layers.slice(0, -1).map(({ activation: a }) => (a === "relu" ? "leaky_relu" : a)),
} }];

export function dead(seen) {
  const { made } = seen, found = deadIn(seen);
  const many = (layer) => found.filter(([at]) => at === layer).length;
  // what stands before a layer that is dead as a whole gets nothing because of that layer
  const layer = made.layers.findLastIndex(({ size }, k) => many(k) === size);
  const keepsIt = layer < 0 && found.length > 0 && isStalled(seen);
  if (layer < 0) return keepsIt ? { ...someDead(seen), kind: "stuck" } : null;
  const { size } = made.layers[layer];
  const title = size === 1 ? `The only ReLU of layer ${layer + 1} is dead`
    : `All ${size} ReLUs of layer ${layer + 1} are dead`;
  const says = `${RELU} No gradient gets past this layer.`;
  return { kind: "stuck", title, says, tries: leaky(made) };
}

export function someDead(seen) {
  const { made } = seen, found = deadIn(seen);
  if (!found.length) return null;
  const relus = made.layers.filter(({ activation }) => activation === "relu");
  const all = relus.reduce((sum, { size }) => sum + size, 0);
  const title = `${countOf(found.length, "dead ReLU")} of ${all}`;
  return { kind: "note", title, says: RELU, tries: leaky(made) };
}

// --- gradients that vanish -----------------------------------------------------------------------

export function vanished(seen) {
  const { made: { layers, fixed, settings }, frame: { gradient } } = seen;
  if (layers.length < 3 || fixed || !isStalled(seen)) return null;
  const own = layers[0].neurons.flatMap(incoming);
  const typical = Math.sqrt(meanOf(own.map((i) => gradient[i] ** 2)));
  // at the end of a good run gradients are small, too: here hardly anything was learned
  if (!knowsNothing(seen) || !(typical > 0 && typical < VANISHED)) return null;
  const [{ activation, size }] = layers;
  const says = `A typical gradient in layer 1 is ${short(typical)}: on the way back each `
    + `${activation} of the ${layers.length - 1} layers made it smaller. At rate ${settings.lr} `
    + "its weights hardly move.";
  const tries = [{ text: "One hidden layer", settings: { hidden: [size], activation } }];
  if (activation === "sigmoid") tries.unshift({ text: "tanh instead", settings: TANH });
  return { kind: "stuck", title: "Vanished gradients", says, tries };
}
