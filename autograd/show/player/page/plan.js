// The order of the steps. A closed box is one step, as soon as everything it takes is there; what
// stands open is taken one by one, in the engine's order.

const groupOf = (p) => (isNode(p) || parts[p].kind === "box" ? shownAs(p) : p);

function putTogether(order, needs) { // -> [[group, its parts], …]; needs(p): what comes before p
  const plan = new Plan(order, needs);
  while (plan.left.size) {
    const before = plan.left.size;
    for (const p of order) {
      const group = groupOf(p);
      if (plan.left.has(p) && !plan.missing.get(group)) plan.take(group, plan.members.get(group));
    }
    // boxes that take from one another come in turns: as much of the next as is possible
    if (plan.left.size === before) plan.takeSome();
  }
  return plan.found;
}

class Plan {
  constructor(order, needs) {
    this.needs = (p) => [...new Set(needs(p))].filter((q) => this.known.has(q));
    [this.known, this.left, this.found] = [new Set(order), new Set(order), []];
    this.members = new Map(); // group -> its parts, in order
    this.missing = new Map(); // group -> how many parts outside it still waits for
    this.waiting = new Map(order.map((p) => [p, new Set()])); // part -> groups that wait for it
    for (const p of order) this.enter(p, groupOf(p));
  }

  enter(p, group) {
    if (!this.members.has(group)) this.members.set(group, []);
    this.members.get(group).push(p);
    for (const q of this.needs(p)) {
      if (groupOf(q) === group || this.waiting.get(q).has(group)) continue;
      this.waiting.get(q).add(group);
      this.missing.set(group, (this.missing.get(group) || 0) + 1);
    }
  }

  take(group, members) {
    const now = members.filter((p) => this.left.delete(p));
    for (const p of now) {
      for (const other of this.waiting.get(p)) this.missing.set(other, this.missing.get(other) - 1);
    }
    this.found.push([group, now]);
  }

  takeSome() {
    const [first] = this.left, group = groupOf(first), ready = new Set();
    for (const p of this.members.get(group)) {
      const there = (q) => !this.left.has(q) || ready.has(q);
      if (this.left.has(p) && this.needs(p).every(there)) ready.add(p);
    }
    if (ready.size) this.take(group, [...ready]);
    else this.takeWhole();
  }

  takeWhole() { // what is left out of the page has no parts to take turns with
    const box = [...this.left].find((p) => parts[p].kind === "box");
    this.take(box, [box]);
  }
}

// --- forward and backward ------------------------------------------------------------------------

const computed = film.order.filter((p) => parts[p].kind !== "leaf");
const reversed = [...computed].reverse();

function forwardPlan() {
  const needs = (p) => [...operandsOf(p).map(({ part }) => part), ...takenBy(p)];
  const found = putTogether(computed, needs);
  return found.map(([p, members]) => ({ kind: "make", p, members }));
}

function backwardPlan() {
  const users = (p) => uses[p].map(([q]) => q);
  return putTogether(reversed, users).flatMap(([p, members]) => {
    if (isBox(p)) return members.some(hands) ? [{ kind: "box", p, members }] : [];
    return parts[p].kind === "box" ? [{ kind: "box", p, members }] : pushes(p);
  });
}

const hands = (p) => parts[p].kind === "box" || operandsOf(p).some(receives);

function pushes(p) { // one step for each operand; those within one closed box come together
  const found = new Map();
  operandsOf(p).forEach((operand, i) => {
    if (!receives(operand)) return;
    const to = operand.part, shown = shownAs(to), key = shown === to ? `${to}:${i}` : shown;
    if (!found.has(key)) found.set(key, { kind: "push", p, to, members: [p], places: [] });
    found.get(key).places.push(i);
  });
  return [...found.values()];
}
