// Numbers that are not finite: which came first, and why.

const LARGEST_FLOAT = "the largest float, about 1.8e308";
const GROWING = new Set("add sub mul div pow exp exp2 expm1 sinh cosh".split(" "));
const isFinal = (x) => Number.isFinite(number(x));
let trouble = { text: "", isThere: () => false };

function findTrouble() {
  const made = computed.find((p) => isNode(p) && !isFinal(parts[p].data));
  if (made !== undefined) return { text: tellMade(made), isThere: () => madeAt[made] <= told() };
  for (const p of reversed) {
    const i = operandsOf(p).findIndex((o) => receives(o) && !isFinal(o.share));
    if (i >= 0) return { text: tellShare(parts[p], i), isThere: () => isHanded(p, i) };
  }
  return { text: "", isThere: () => false };
}

function tellMade(p) {
  const { name, data, row, operands } = parts[p], result = short(number(data));
  const from = operands.find((operand) => !isFinal(operand.data));
  if (from) return `${name} is ${result}, as ${from.name || "a constant"} is not finite.`;
  const asked = operation(parts[p], operands.map((o) => signed(number(o.data))));
  const isPole = operands.some((o) => number(o.data) === 0) || !GROWING.has(row);
  let why = isPole ? "it has no finite value there" : `that is beyond ${LARGEST_FLOAT}`;
  if (result === "nan") why = "it is not defined there";
  return `${name} is the first that is not finite: ${asked} = ${result}, as ${why}. `
    + "What is made from it, and its gradients, follow from that.";
}

function tellShare(part, i) {
  const operand = part.operands[i], gradient = d(film.output, part.name);
  const begin = `${d(film.output, operand.name)} is the first gradient that is not finite: `;
  if (!isFinal(operand.partial)) {
    return `${begin}${local(part, operand)} = ${short(number(operand.partial))} where `
      + `${operand.name} = ${short(number(operand.data))}.`;
  }
  const why = isFinal(part.grad) ? "its product" : `the sum of the shares of ${gradient}`;
  return `${begin}${why} is beyond ${LARGEST_FLOAT}.`;
}
