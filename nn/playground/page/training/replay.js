// A run brought to where another one was: the same epochs and batches, the same changes by hand.

import { refusal, shown } from "./refused.js";

const PAUSE = 50; // milliseconds, after which messages are heard

const isBehind = (run, [epoch, step]) =>
  run.epochs < epoch || (run.epochs === epoch && run.step < step);

// {epoch, step, edits}: until so many epochs, and batches of the next one, are done. `pause` is
// waited for now and then; when it gives false the rest is left out. Gives what the last step did.
export const replay = async (run, { epoch = 0, step = 0, edits = [] }, pause) => {
  let found = { finite: true };
  let last = performance.now();
  for (const [untilEpoch, untilStep, changes] of [...edits, [epoch, step, null]]) {
    while (found.finite && isBehind(run, [untilEpoch, untilStep])) {
      found = run.batch();
      if (performance.now() - last < PAUSE) continue;
      if (!(await pause())) return found;
      last = performance.now();
    }
    if (changes && found.finite) run.setParameters(changes);
  }
  return found;
};

// Refused where weights are changed by hand that the run has not.
export const checkReplay = ({ edits = [] }, { parameters, tables }) => {
  const odd = edits.find(([, , changes]) => changes.some(([i]) => i >= parameters.length));
  if (odd) throw refusal(tables, "state", "state's edits", { found: shown(odd) });
};
