// The steps of both phases, in the engine's order, and what each part has at each of them.

const computed = film.order.filter((p) => parts[p].kind !== "leaf");

function backwardSteps() {
  const found = [];
  for (const p of [...computed].reverse()) {
    if (parts[p].kind === "box") found.push({ kind: "box", p });
    operandsOf(p).forEach((operand, i) => {
      if (receives(operand)) found.push({ kind: "push", p, i, to: operand.part });
    });
  }
  return found;
}

const forwardSteps = [{ kind: "given" }, ...computed.map((p) => ({ kind: "make", p }))];
const steps = [...forwardSteps, { kind: "seed" }, ...backwardSteps(), { kind: "end" }];
const seedStep = forwardSteps.length;
const lastStep = steps.length - 1;

// part -> the step from which on its value is there
const madeAt = parts.map((part) => (part.kind === "leaf" ? 0 : Infinity));
steps.forEach((step, k) => {
  if (step.kind === "make") madeAt[step.p] = k;
});

function handedOn(step) { // [part, share] for each share of one step
  if (step.kind === "seed" && isNode(root)) return [[root, 1]];
  if (step.kind === "push") return [[step.to, operandsOf(step.p)[step.i].share]];
  return step.kind === "box" ? givenBy(step.p) : [];
}

// part -> [step, sum so far, share] for each share that it receives
const received = parts.map(() => []);
steps.forEach((step, k) => {
  for (const [p, share] of handedOn(step)) {
    const before = received[p].length ? received[p].at(-1)[1] : 0;
    received[p].push([k, before + number(share), number(share)]);
  }
});
for (const p of film.order) { // the engine's own sum stands at the end of each
  if (isNode(p) && received[p].length) received[p].at(-1)[1] = number(parts[p].grad);
}

function gradAt(p, k) { // the gradient of a part at a step, or null before its first share
  const past = received[p].filter(([at]) => at <= k);
  return past.length ? past.at(-1)[1] : null;
}
