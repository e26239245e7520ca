// Guess first: a number that is new in a step is covered until the reader asks for it.

const guessing = { on: false, covered: false };
const guess = byId("answer");

// the step up to which things are told
const told = () => state.now - (guessing.covered ? 1 : 0);

const isQuestion = ({ kind, p, places }) =>
  (kind === "make" && isNode(p)) || (kind === "push" && places.length === 1);

function expected({ kind, p, places }) {
  return number(kind === "make" ? parts[p].data : operandsOf(p)[places[0]].share);
}

function cover(onward) { // at a new step; going back covers nothing
  guessing.covered = guessing.on && onward && isQuestion(steps[state.now]);
  byId("guess-form").hidden = !guessing.covered && !byId("verdict").textContent;
  if (!guessing.covered) return;
  guess.value = "";
  write(byId("verdict"), "");
  byId("guess-form").hidden = false;
}

function reveal() { // what was guessed, and what it is
  const right = expected(steps[state.now]);
  const text = guess.value.replace("−", "-").replace(",", ".");
  const near = Math.abs(Number(text) - right) <= 0.01 * Math.max(Math.abs(right), 0.01);
  guessing.covered = false;
  const verdict = near ? `Right: ${short(right)}` : `Not ${text}: it is ${short(right)}`;
  showAll();
  tell(steps[state.now]);
  if (state.chosen >= 0) showDetails();
  write(byId("verdict"), text.trim() === "" ? "" : verdict);
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
  write(byId("verdict"), "");
  byId("guess-form").hidden = true;
  if (guessing.covered) reveal();
}

byId("guess-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (guessing.covered) reveal();
  else go(state.now + 1);
});
