// How a run goes, from what every frame tells: solved, growing, learned by heart, no progress.
// Each judge gives {kind, title, says, tries} or null; tries: [{text, settings}] of what may help.

import { countOf, grouped, percent, short } from "../../../../autograd/page/numbers.js";
import {
  GROWN, LEFT_OVER, MEAN, MOSTLY, NEARLY, NOTHING, PROGRESS, RISEN, WINDOW,
} from "./thresholds.js";

export const meanOf = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const SMALL_WEIGHTS = [{ text: "Ask for small weights (L2 0.01)", settings: { l2: 0.01 } }];

function varianceOf({ rows: { train, y } }) { // of the targets to learn from
  const targets = train.map((row) => Number(y[row])), middle = meanOf(targets);
  return meanOf(targets.map((t) => (t - middle) ** 2));
}

// the loss by its name; "" is one of somebody's own, whose scale is not known
const lossOf = ({ fixed, objective, settings }) => (fixed ? objective : settings.loss);

// what is left of a regression's error, as a part of all variation; null where that is not known
export function leftOver(made, { loss, accuracy }) {
  const isSquare = ["mse", null, undefined].includes(lossOf(made)); // null: as it suits
  return accuracy !== null || !isSquare ? null : loss / varianceOf(made);
}

// The loss of the best answer that is the same for all rows; null for losses that are neither the
// squared error nor a cross-entropy.
function constantLoss(made) {
  const { kind, train, y } = made.rows, loss = lossOf(made);
  const isOne = (...names) => [...names, null, undefined].includes(loss); // null: as it suits
  if (kind === "number") return isOne("mse") ? varianceOf(made) : null;
  if (!isOne("bce", "bce_with_logits", "cross_entropy")) return null;
  const counts = new Map();
  for (const row of train) counts.set(String(y[row]), (counts.get(String(y[row])) ?? 0) + 1);
  const parts = [...counts.values()].map((n) => n / train.length);
  return -parts.reduce((sum, part) => sum + part * Math.log(part), 0);
}

// Whether hardly more is known than how often each answer is right.
export function knowsNothing({ made, frame }) {
  const constant = constantLoss(made), losses = courseOf(frame);
  if (constant === null) return losses.at(-1) > NOTHING * losses[0];
  return frame.measure.train.loss > NOTHING * constant;
}

const allOf = (many, which = "") =>
  many === 1 ? `the only row${which} is right` : `all ${many} rows${which} are right`;

export function solved(seen) {
  const { made, frame: { measure: { train, test } } } = seen, many = made.rows.train.length;
  if (train.accuracy === null) return fitted(leftOver(made, train));
  const wrong = Math.round((1 - train.accuracy) * many), held = test?.accuracy ?? null;
  if (wrong && !isNearlyDone(seen)) return null;
  if (held !== null && held < MOSTLY) {
    const right = wrong ? `All but ${wrong} of the ${many} rows to learn from are right`
      : allOf(many, " to learn from").replace(/^./, (first) => first.toUpperCase());
    const says = `${right}, but of those held out only ${percent(held)}.`;
    return { kind: "heart", title: "Learnt by heart", says, tries: SMALL_WEIGHTS };
  }
  const others = held === null ? "" : ` ${percent(held)} of those held out`;
  if (wrong) return { kind: "solved", ...allBut(wrong, many, train.wrong, others) };
  const says = `${allOf(many)}${others && `, and${others}`}.`;
  return { kind: "solved", title: "Solved", says };
}

function fitted(left) {
  if (left === null || !(left < LEFT_OVER)) return null;
  const says = `${percent(left)} of the variation is left as error.`;
  return { kind: "solved", title: "Solved", says };
}

// No scolding for the last few rows, unless always the same answer is right as often.
const isNearlyDone = (seen) =>
  seen.frame.measure.train.accuracy >= NEARLY && isStalled(seen) && !knowsNothing(seen);

// The rows that are wrong, as far as they are told, can be looked at.
function allBut(wrong, many, told, others) {
  const rest = wrong - told.length, names = [...told.map((row) => row + 1)];
  if (rest) names.push(`${rest} more`);
  const last = names.pop(), all = names.length ? `${names.join(", ")} and ${last}` : last;
  const says = `row${wrong === 1 ? "" : "s"} ${all} ${wrong === 1 ? "is" : "are"} wrong`
    + `${others && `;${others} are right`}.`;
  const tries = told.map((row) => ({ text: `Row ${row + 1}`, row }));
  return { title: `Solved but for ${countOf(wrong, "row")} of ${many}`, says, tries };
}

// The losses of the epochs up to the one that is looked at, since the last change by hand.
function courseOf({ epoch, edits = [], history }, name = "losses") {
  return (history?.[name] ?? []).slice(edits.at(-1)?.[0] ?? 0, epoch);
}

export function growing({ made, frame }) {
  const losses = courseOf(frame), { lr } = made.settings;
  if (losses.length < 2 * MEAN || !(meanOf(losses.slice(-MEAN)) > GROWN * losses[0])) return null;
  const [first, last] = [losses[0], losses.at(-1)].map(short);
  const says = `From ${first} to ${last}: the steps are too long, and each leads beyond the valley `
    + "that it should lead into.";
  return { kind: "growing", title: "The loss grows", says, tries: [slower(lr)] };
}

export const DIVERGED = { // what was no finite number -> what is said
  loss: "the last step led to weights with which the loss is no finite number.",
  answer: "the loss takes probabilities, and one of these rows is answered by a number below 0 or "
    + "above 1: end the model in a sigmoid, or train it with bce_with_logits.",
  parameter: "the next step would have led to a weight that is no finite number.",
};

export function slower(lr) { // a tenth of the rate, in as many digits as people write
  const less = Number((lr / 10).toPrecision(2));
  return { text: `Rate ${less}`, settings: { lr: less } };
}

export function isStalled({ frame }) {
  const losses = courseOf(frame);
  if (losses.length < WINDOW + MEAN) return false;
  const before = meanOf(losses.slice(-WINDOW - MEAN, -WINDOW)), now = meanOf(losses.slice(-MEAN));
  return before - now < PROGRESS * Math.abs(before);
}

export function plateau(seen) {
  if (!isStalled(seen)) return null;
  const { loss, accuracy } = seen.frame.measure.train;
  const right = accuracy === null ? "" : `, with ${percent(accuracy)} of the rows right`;
  const says = `The loss has been near ${short(loss)} for ${WINDOW} epochs${right}. That may be a `
    + "plateau, which ends by itself, or all that this network can do with these settings.";
  return { kind: "plateau", title: "Hardly any progress", says };
}

export function byHeart({ frame }) {
  const test = courseOf(frame, "test"), losses = courseOf(frame), last = test.length - 1;
  if (test.length < WINDOW) return null;
  const best = test.reduce((found, x, i) => (x < test[found] ? i : found), 0);
  const isWorse = last - best >= WINDOW / 2 && test[last] > RISEN * test[best];
  const isApart = test[last] > RISEN * frame.measure.train.loss; // which has no penalty in it
  if (!isWorse || !isApart || losses[last] > losses[best]) return null;
  const since = frame.epoch - (last - best);
  const says = `Since epoch ${grouped(since)} the loss of the rows held out has risen from `
    + `${short(test[best])} to ${short(test[last])}, while that of the others fell.`;
  return { kind: "heart", title: "Learnt by heart", says, tries: SMALL_WEIGHTS };
}
