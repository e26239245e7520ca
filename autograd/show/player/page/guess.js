// Guess first: a number that is new in a step is covered until the reader asks for it.

const guessing = { on: false, covered: false };
const guess = byId("answer");

// the step up to which things are told
const told = () => state.now - (guessing.covered ? 1 : 0);

const isQuestion = ({ kind, p, places }) =>
  (["make", "move"].includes(kind) && isNode(p)) || (kind === "push" && places.length === 1);

function expected({ kind, p, places }) {
  if (kind === "move") return moved(p);
  return number(kind === "make" ? parts[p].data : operandsOf(p)[places[0]].share);
}

function cover(onward) { // at a new step; going back covers nothing
  guessing.covered = guessing.on && onward && isQuestion(steps[state.now]);
  ask(guessing.covered);
  // a phone would put its keyboard over the graph
  if (guessing.covered && !byTouch) guess.focus({ preventScroll: true });
}

function ask(open, said = "") { // the form: open to a guess, with a verdict, or away
  const hidden = !open && !said;
  if (hidden && document.activeElement === guess) stage.focus({ preventScroll: true });
  byId("guess-form").hidden = hidden;
  guess.readOnly = !open;
  set(guess, "aria-invalid", String(open && said !== ""));
  if (open && !said) guess.value = "";
  write(byId("guessed"), open ? "Show" : "Next");
  write(byId("verdict"), said);
  if (said) byId("guess-form").scrollIntoView({ block: "nearest" });
}

function judge() { // what was typed; nothing at all asks for the answer
  const text = guess.value.trim(), typed = asNumber(text);
  if (text && typed === null) {
    ask(true, `${text} is no number: type one, such as 0.5 or 1/3, or nothing to be shown.`);
    guess.select();
    return;
  }
  const right = expected(steps[state.now]), it = short(right);
  reveal(text && (isNear(typed, right) ? `Right: ${it}` : `Not ${minus(text)}: it is ${it}`));
}

function reveal(verdict = "") {
  guessing.covered = false;
  showAll();
  tell(steps[state.now]);
  if (state.chosen >= 0) showDetails();
  ask(false, verdict);
  showBar();
}

function covered(said) { // the step in words, without its result
  if (!guessing.covered) return said;
  const formula = said.formula.slice(0, said.formula.lastIndexOf(" = ") + 3) + "?";
  return { ...said, formula, sum: "" };
}

function switchGuessing() {
  guessing.on = !guessing.on;
  byId("guess").setAttribute("aria-pressed", String(guessing.on));
  if (guessing.covered) reveal();
  else ask(false);
}

byId("guess-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (guessing.covered) judge();
  else go(state.now + 1);
});
