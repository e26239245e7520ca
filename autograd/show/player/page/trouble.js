// Numbers that are not finite: which came first, and why.

const LARGEST_FLOAT = "the largest float, about 1.8e308";
const GROWING = new Set("add sub mul div pow exp exp2 expm1 sinh cosh".split(" "));
const isFinal = (x) => Number.isFinite(number(x));
let trouble = { text: "", isThere: () => false };

function findTrouble() {
  const made = computed.find((p) => isNode(p) && !isFinal(parts[p].data));
  if (made !== undefined) return { text: tellMade(made), isThere: () => madeAt[made] <= told() };
  for (const p of [...film.order].reverse()) {
    if (isNode(p) && !isFinal(parts[p].grad)) { // its shares from within the page are finite
      return { text: tellSum(p), isThere: () => isWhole(p, told()) };
    }
    const i = operandsOf(p).findIndex((o) => receives(o) && !isFinal(o.share));
    if (i >= 0) return { text: tellShare(parts[p], i), isThere: () => isHanded(p, i) };
  }
  return { text: "", isThere: () => false };
}

function tellMade(p) {
  const { name, data, row, operands } = parts[p], result = short(number(data));
  const from = operands.find((operand) => !isFinal(operand.data));
  if (from) return `${name} is ${result}, as ${from.name || "a constant"} is not finite.`;
  const isPole = operands.some((o) => number(o.data) === 0) || !GROWING.has(row);
  let why = isPole ? "it has no finite value there" : `that is beyond ${LARGEST_FLOAT}`;
  if (result === "nan") why = "it is not defined there";
  return `${name} is the first that is not finite: ${inNumbers(parts[p])} = ${result}, `
    + `as ${why}. What is made from it, and its gradients, follow from that.`;
}

const firstGradient = ({ name }) =>
  `${d(film.output, name)} is the first gradient that is not finite: `;

function tellSum(p) {
  const why = received[p].every(([, , amount]) => Number.isFinite(amount))
    ? `the sum of its shares is beyond ${LARGEST_FLOAT}`
    : "a share from what is left out of this page is not";
  return `${firstGradient(parts[p])}${why}.`;
}

function tellShare(part, i) {
  const operand = part.operands[i], partial = short(number(operand.partial));
  const factors = `${short(number(part.grad))} · ${signed(number(operand.partial))}`;
  const why = isFinal(operand.partial) ? `${factors} is beyond ${LARGEST_FLOAT}`
    : `${local(part, operand)} = ${partial} where ${operand.name} = ${short(number(operand.data))}`;
  return `${firstGradient(operand)}${why}.`;
}
