// The steps of both phases, and what each part has at each of them. They depend on which boxes are
// closed, so they are made anew when one is opened.

let steps, seedStep, endStep, lastStep; // the backward phase is over at endStep
let madeAt; // part -> the step from which on its value is there
let handedAt; // "part:position" -> the step in which that operand receives its share
let movedAt; // leaf -> the step in which it is moved, where there is a third phase
let received; // part -> [step, sum so far, share] for each share that it receives

function makeSteps() {
  const forward = [{ kind: "given" }, ...forwardPlan()];
  steps = [...forward, { kind: "seed" }, ...backwardPlan(), { kind: "end" }];
  [seedStep, endStep] = [forward.length, steps.length - 1];
  steps.push(...updatePlan());
  lastStep = steps.length - 1;
  madeAt = parts.map((part) => (part.kind === "leaf" ? 0 : Infinity));
  [handedAt, movedAt, received] = [new Map(), new Map(), parts.map(() => [])];
  steps.forEach((step, k) => {
    if (step.kind === "move") for (const p of step.members) movedAt.set(p, k);
    if (step.kind === "make") for (const p of [step.p, ...step.members]) madeAt[p] = k;
    for (const [p, share, place] of handedOn(step)) receive(p, k, number(share), place);
  });
  for (const p of film.order) { // the engine's own sum stands at the end of each
    if (isNode(p) && received[p].length) received[p].at(-1)[1] = number(parts[p].grad);
  }
  trouble = findTrouble();
}

function receive(p, k, share, place) {
  const before = received[p].length ? received[p].at(-1)[1] : 0;
  received[p].push([k, before + share, share]);
  if (place) handedAt.set(place, k);
}

function handedOn(step) { // [part, share, "from:position"] for each share of one step
  if (step.kind === "seed") return isNode(root) ? [[root, 1]] : [];
  if (step.kind === "push") return step.places.map((i) => share(step.p, i));
  return step.kind === "box" ? step.members.flatMap(allShares) : [];
}

const share = (p, i) => {
  const operand = operandsOf(p)[i];
  return [operand.part, operand.share, `${p}:${i}`];
};

function allShares(p) {
  const some = operandsOf(p).flatMap((operand, i) => (receives(operand) ? [share(p, i)] : []));
  return [...some, ...givenBy(p)];
}

function gradAt(p, k) { // the gradient of a part at a step, or null before its first share
  const past = received[p].filter(([at]) => at <= k);
  return past.length ? past.at(-1)[1] : null;
}

const isWhole = (p, k) => { // whether a part has all of its shares
  const last = received[p].at(-1);
  return last ? last[0] <= k : k >= endStep;
};
const isHanded = (p, i) => handedAt.get(`${p}:${i}`) <= told();

function sameStep(old) { // the step of the present ones that is about the same
  if (!old.members) return { given: 0, seed: seedStep, end: endStep, moved: lastStep }[old.kind];
  const phase = (step) => ["make", "move"].indexOf(step.kind);
  const about = (step) => {
    if (!step.members || phase(step) !== phase(old)) return false;
    const same = step.members.includes(old.members[0]);
    return same && (!old.places || !step.places || step.places.includes(old.places[0]));
  };
  return Math.max(steps.findIndex(about), 0);
}
