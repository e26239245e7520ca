// A derivative as a sum over paths: each a product of factors, in symbols, by rule, in numbers.

import { grouped, minus, short, signed } from "../../../../autograd/page/numbers.js";
import { element } from "../screen/dom.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";

function mathElement(tag, ...children) {
  const made = document.createElementNS(MATHML, tag);
  made.append(...children);
  return made;
}

function partialSymbol(above, below) { // ∂above over ∂below
  const side = (name) => mathElement("mrow", mathElement("mo", "∂"), mathElement("mtext", name));
  return mathElement("math", mathElement("mfrac", side(above), side(below)));
}

const isNumbered = (name) => /^v\d+$/.test(name); // a name that nobody gave

// Sums hand a share on as it is. Their partials, which are 1, become part of the factors beside
// them, so that these meet at a node with a name.
function factorsOf({ steps }) {
  const found = [];
  let run = steps.length ? [steps[0].above] : []; // the nodes since the last factor
  for (const step of steps) {
    if (step.partial === 1 && !step.rule) {
      run.push(step.below);
      continue;
    }
    const meet = run.find((name) => !isNumbered(name)) ?? run[0];
    if (found.length) found.at(-1).below = meet;
    found.push({ ...step, above: found.length ? meet : run[0] });
    run = [step.below];
  }
  if (!steps.length) return [];
  const { above, below } = { above: steps[0].above, below: steps.at(-1).below };
  if (!found.length) return [{ above, below, rule: "", partial: 1 }];
  found.at(-1).below = below;
  return found;
}

const ruleWritten = (rule) => minus(rule).replaceAll(" * ", " · ").replaceAll(" ** 2.0", "²");

function factorTable(factors, product) {
  const cells = (make) => factors.flatMap((factor, k) =>
    [...(k ? [element("td", { class: "sign" }, "·")] : []), element("td", {}, make(factor))]);
  const line = (name, content, end = null) => element("tr", {},
    element("th", { scope: "row" }, name), ...content, ...(end ? [end] : []));
  const result = element("td", { class: "result" }, `= ${short(product)}`);
  const number = ({ partial }) => (factors.length > 1 ? signed(partial) : short(partial));
  return element("table", { class: "factors number" },
    line("symbols", cells(({ above, below }) => partialSymbol(above, below))),
    line("by rule", cells(({ rule, partial }) => (rule ? ruleWritten(rule) : short(partial)))),
    line("here", cells(number), result));
}

// What a path gives of the whole, with a bar that is full from 100 % on.
function pathItem(path, gradient) {
  const factors = factorsOf(path), share = path.product / gradient;
  const names = factors.length ? [factors[0].above, ...factors.map(({ below }) => below)] : [];
  const part = Math.min(Math.abs(share) || 0, 1);
  const bar = element("span", { class: path.product < 0 ? "fill negative" : "fill" });
  bar.style.width = `${(100 * part).toFixed(1)}%`;
  const said = Number.isFinite(share) ? `${Math.round(100 * share)} %`.replace("-", "−") : "";
  const table = element("div", { class: "sideways", tabindex: "0", role: "region",
    "aria-label": `The factors of ${names.join(" ← ")}` }, factorTable(factors, path.product));
  return element("li", {}, element("p", { class: "path" },
    element("span", { class: "track", "aria-hidden": "true" }, bar),
    element("span", { class: "number" }, said),
    element("strong", { class: "number" }, short(path.product)),
    element("span", {}, names.join(" ← "))), table);
}

function sumOf(all, count, at) {
  if (at) return `, a sum over ${grouped(all)} paths, put together by the ${count} uses of ${at}`;
  return all === 1n ? ", by one path: the product of its partials"
    : `, a sum over ${grouped(all)} paths: of each, the product of its partials`;
}

// what explained() gives, and the number of all paths -> elements
export function pathsOf({ above, below, gradient, count, paths, rest, at }, all = count) {
  const title = element("p", { class: "sum" }, partialSymbol(above, below), ` = ${short(gradient)}`,
    count ? sumOf(all, count, at) : "");
  if (!count) {
    return [title, element("p", {}, "No path leads from here to the loss along which a number is "
      + "handed on: nothing here can be learned from this row.")];
  }
  const list = element("ol", { class: "paths" }, ...paths.map((path) => pathItem(path, gradient)));
  const more = count - BigInt(paths.length);
  const what = at ? "uses" : "paths";
  const others = more ? `and ${short(rest)} from ${grouped(more)} more ${what}` : "";
  return [title, list, element("p", { class: "quiet" },
    [others, "Additions hand a share on as it is; their partials, 1, are left out."]
      .filter(Boolean).join(". "))];
}
