// The step in words: what is computed, by which rule, and why now.

const d = (above, below) => `∂${above}/∂${below}`;
const called = (operand) => operand.name || short(number(operand.data));

function operation(part, words) { // as Python writes it
  if (part.infix) return words.join(` ${part.op} `);
  return part.op === "-" ? `−${words[0]}` : `${part.op}(${words.join(", ")})`;
}

const inNames = (part) => operation(part, part.operands.map(called));

function list(words) {
  const last = words.at(-1);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${last}`;
}

const FORWARD = "Forward: the values", BACKWARD = "Backward: the chain rule";
const tellers = {
  given: () => ({
    phase: FORWARD,
    formula: "The leaves are given.",
    rule: "In each box: its name and operation, its value, and in the backward phase ∂, "
      + "the derivative of the output with respect to it.",
    why: "Press space to play, → for one step, ? for all keys.",
  }),
  make: (step) => tellMake(parts[step.p]),
  seed: () => ({
    phase: BACKWARD,
    formula: `${d(film.output, film.output)} = 1.0`,
    why: `${film.output} is the output: moving it by a little moves it by as much. `
      + "From here each node hands on shares to its operands.",
  }),
  push: tellPush,
  box: (step) => ({
    phase: BACKWARD,
    formula: `All steps within ${parts[step.p].name} at once`,
    why: `${parts[step.p].facts[0]} are left out of this page; `
      + "everything after the box is done.",
  }),
  end: () => ({
    phase: "Done",
    formula: `Every gradient of ${film.output} is complete.`,
    why: "Click a node to see its derivative as a sum over paths.",
  }),
};

function tell(step) {
  const said = tellers[step.kind](step);
  for (const id of ["phase", "formula", "rule", "sum", "why"]) write(byId(id), said[id] || "");
}

function tellMake(part) {
  if (part.kind === "box") {
    const why = `${part.facts[0]} are left out of this page.`;
    return { phase: FORWARD, formula: `All of ${part.name} at once`, why };
  }
  const words = inNames(part);
  const numbers = operation(part, part.operands.map((o) => signed(number(o.data))));
  const middle = words === numbers ? "" : `${numbers} = `;
  return {
    phase: FORWARD,
    formula: `${part.name} = ${words} = ${middle}${short(number(part.data))}`,
    why: `${part.name} may be computed now: everything it is made from is there.`,
  };
}

function tellPush(step) {
  const part = parts[step.p], operand = part.operands[step.i], L = film.output;
  const partial = short(number(operand.partial)), local = d(part.name, operand.name);
  const symbols = `${d(L, operand.name)} += ${d(L, part.name)} · ${local}`;
  const numbers = `${short(number(part.grad))} · ${partial} = ${short(number(operand.share))}`;
  const known = minus(operand.rule || ""), rule = known && known !== partial ? `${known} = ` : "";
  return {
    phase: BACKWARD,
    formula: `${symbols} = ${numbers}`,
    rule: `${local} = ${rule}${partial}, as ${part.name} = ${inNames(part)}`,
    sum: isNode(step.to) ? sumSoFar(step.to) : "",
    why: step.p === root ? whyFirst(part) : whyNow(step.p),
  };
}

const whyFirst = (part) =>
  `${part.name} is taken first: it is the output, and nothing else is made from it.`;

function whyNow(p) {
  const { name, grad } = parts[p];
  const users = [...new Set(uses[p].map(([q]) => parts[q].name))], one = users.length === 1;
  const shown = list(users.slice(0, 6)) + (users.length > 6 ? " and others" : "");
  return `${name} may be taken now: ${one ? "its only consumer" : "all its consumers"}, `
    + `${shown}, ${one ? "is" : "are"} done, `
    + `so ${d(film.output, name)} = ${short(number(grad))} is complete.`;
}

function sumSoFar(p) { // of the shares that a node has received at this step
  const got = received[p], at = got.findIndex(([k]) => k === state.now);
  const name = d(film.output, parts[p].name);
  if (got.length === 1) return `${name} = ${short(got[0][1])}: one share, so this is all of it.`;
  const terms = got.slice(0, at + 1).map(([, , share]) => signed(share));
  const shown = terms.length > 6 ? ["…", ...terms.slice(-5)] : terms;
  const sum = shown.length > 1 ? `${shown.join(" + ")} = ` : "";
  return `${name} so far: ${sum}${short(got[at][1])} (${at + 1} of ${got.length} shares)`;
}
