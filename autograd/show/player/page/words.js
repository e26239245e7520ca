// The step in words: what is computed, by which rule, and why now.

const d = (above, below) => `∂${above}/∂${below}`;
const byTouch = matchMedia("(pointer: coarse)").matches;
const called = (operand) => operand.name || short(number(operand.data));

function operation(part, words) { // as Python writes it
  if (part.infix) return words.join(` ${part.op} `);
  return part.op === "neg" ? `−${words[0]}` : `${part.op}(${words.join(", ")})`;
}

const isSign = (part) => part.infix || part.op === "neg";
const inNames = (part) => operation(part, part.operands.map(called));

function inNumbers(part) {
  const written = isSign(part) ? signed : short; // a call has brackets of its own
  return operation(part, part.operands.map((operand) => written(number(operand.data))));
}

// the partial along one arrow; ∂ of a name stands for the whole derivative everywhere
function local(part, operand) {
  const said = inNames(part), above = isSign(part) ? `(${said})` : said;
  const same = part.operands.filter(({ part: p }) => p === operand.part);
  const nth = ["first", "second", "third"][same.indexOf(operand)];
  return d(above, same.length > 1 ? `(the ${nth} ${operand.name})` : operand.name);
}

function list(words) {
  const last = words.at(-1);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${last}`;
}

const FORWARD = "Forward: the values", BACKWARD = "Backward: the chain rule";
const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const many = (n, word) => `${COUNTS[n] || n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
const tellers = {
  given: () => ({
    phase: FORWARD,
    formula: "The leaves are given.",
    rule: "In each box: its name and operation, its value, and in the backward phase ∂, "
      + "the derivative of the output with respect to it.",
    why: byTouch ? "Press ▶ for one step. Drag to move, pinch to zoom, tap a node for more."
      : "Press space to play, → for one step, ? for all keys.",
  }),
  make: (step) => (isNode(step.p) ? tellMake(parts[step.p]) : tellBox(step)),
  seed: () => ({
    phase: BACKWARD,
    formula: `${d(film.output, film.output)} = 1.0`,
    why: `${film.output} is the output: moving it by a little moves it by as much. From here each `
      + "node hands its derivative on to what it was made from, times the partial on the arrow.",
  }),
  push: tellPush,
  box: tellBoxBack,
  end: () => ({
    phase: film.update ? BACKWARD : "Done",
    formula: trouble.text
      ? `Every gradient of ${film.output} is there; not every number is finite.`
      : `Every gradient of ${film.output} is complete.`,
    why: `${byTouch ? "Tap" : "Click"} a node to see its derivative as a sum over paths.`,
  }),
  move: tellMove,
  moved: tellMoved,
};

function tell(step) {
  const said = covered(tellers[step.kind](step));
  for (const id of ["phase", "formula", "rule", "sum", "why"]) write(byId(id), said[id] || "");
  write(byId("trouble"), trouble.isThere() ? trouble.text : "");
  byId("story").dataset.step = step.kind;
}

function tellSoFar() { // the steps up to this one, for paper
  const past = steps.slice(0, state.now).map((step) => tellers[step.kind](step).formula);
  const lines = [...past, byId("formula").textContent];
  byId("so-far").replaceChildren(...lines.map((line) => element("li", line)));
}

function tellMake(part) {
  const words = inNames(part), numbers = inNumbers(part);
  const middle = words === numbers ? "" : `${numbers} = `;
  return {
    phase: FORWARD,
    formula: `${part.name} = ${words} = ${middle}${short(number(part.data))}`,
    why: `${part.name} may be computed now: everything it is made from is there.`,
  };
}

const openIt = (p) => (isBox(p)
  ? `Open ${parts[p].name} (a click, or o) for the steps in it.`
  : `${parts[p].facts[0]} are left out of this page.`);

function shortList(texts) {
  return texts.slice(0, 6).join(", ") + (texts.length > 6 ? ", …" : "");
}

function tellBox({ p, members }) { // what a closed box computes in one step
  const { name } = parts[p], why = openIt(p);
  if (!isBox(p)) return { phase: FORWARD, formula: `All of ${name} at once`, why };
  const now = new Set(members), answers = answersOf(p).filter((q) => now.has(q));
  const { length } = answers;
  const outputs = length === 1 ? "its output" : `its ${many(length, "output")}`;
  return {
    phase: FORWARD,
    formula: `${name} computes ${length ? outputs : many(members.length, "node")}`,
    rule: shortList(answers.map((q) => `${parts[q].name} = ${short(number(parts[q].data))}`)),
    why: `Everything that it takes is there. ${why}`,
  };
}

function tellBoxBack(step) { // what a closed box passes on in one step
  const { p } = step, L = film.output, { name } = parts[p];
  if (!isBox(p)) {
    return { phase: BACKWARD, formula: `All steps within ${name} at once`, why: openIt(p) };
  }
  const taken = [...new Set(handedOn(step).map(([q]) => q))].sort((a, b) => a - b);
  const own = taken.filter((q) => isInside(q, p) && parts[q].kind === "leaf");
  const others = [...new Set(taken.filter((q) => !isInside(q, p)).map(shownAs))];
  const names = others.slice(0, 6).map((q) => parts[q].name);
  const on = names.length ? `hands on to ${list(names)}` : "";
  const gets = own.length ? `gets ${many(own.length, "gradient")} of its own` : "";
  return {
    phase: BACKWARD,
    formula: `${name} ${list([gets, on].filter(Boolean)) || "applies the chain rule within"}`,
    rule: shortList(own.map((q) => `${d(L, parts[q].name)} = ${short(gradAt(q, state.now))}`)),
    why: `All that uses its outputs is done. ${openIt(p)}`,
  };
}

function tellPush(step) {
  const part = parts[step.p], told = step.places.map((i) => pushed(part, part.operands[i]));
  return {
    phase: BACKWARD,
    formula: told.map(([formula]) => formula).join("; "),
    rule: told.map(([, rule]) => rule).join("; "),
    sum: isNode(step.to) && step.places.length === 1 ? sumSoFar(step.to) : "",
    why: step.p === root ? whyFirst(part) : whyNow(step.p),
  };
}

function pushed(part, operand) { // what one operand receives, and the rule for it
  const partial = short(number(operand.partial)), along = local(part, operand);
  const L = film.output, symbols = `${d(L, operand.name)} += ${d(L, part.name)} · ${along}`;
  const factors = [short(number(part.grad)), signed(number(operand.partial))].join(" · ");
  const known = minus(operand.rule || ""), rule = known && known !== partial ? `${known} = ` : "";
  return [
    `${symbols} = ${factors} = ${short(number(operand.share))}`,
    `${along} = ${rule}${partial}, as ${part.name} = ${inNames(part)}`,
  ];
}

const whyFirst = (part) =>
  `${part.name} is taken first: it is the output, and nothing else is made from it.`;

function whyNow(p) {
  const { name, grad } = parts[p];
  const users = [...new Set(uses[p].map(([q]) => parts[shownAs(q)].name))];
  const shown = list(users.slice(0, 6)) + (users.length > 6 ? " and others" : "");
  return `${name} may be taken now: ${users.length === 1 ? "what" : "all that"} uses it, `
    + `${shown}, is done, so ${d(film.output, name)} = ${short(number(grad))} is complete.`;
}

function sumSoFar(p) { // of what a node has received at this step
  const got = received[p], at = got.findIndex(([k]) => k === state.now);
  const name = d(film.output, parts[p].name);
  if (got.length === 1) return `${name} = ${short(got[0][1])}: one use, so this is all of it.`;
  const terms = got.slice(0, at + 1).map(([, , amount]) => signed(amount));
  const shown = terms.length > 6 ? ["…", ...terms.slice(-5)] : terms;
  const sum = shown.length > 1 ? `${shown.join(" + ")} = ` : "";
  return `${name} so far: ${sum}${short(got[at][1])} (${at + 1} of ${got.length} uses)`;
}
