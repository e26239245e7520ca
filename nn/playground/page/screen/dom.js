// Elements in one line: attributes, "on…" listeners and children.

const SVG = "http://www.w3.org/2000/svg";

function furnish(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

export const element = (tag, attributes = {}, ...children) =>
  furnish(document.createElement(tag), attributes, children);

export const shape = (tag, attributes = {}, ...children) =>
  furnish(document.createElementNS(SVG, tag), attributes, children);

// The document is touched only where something changes: sixty times a second it mostly does not.
export const writeText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};
export const setAttribute = (node, name, value) => {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
};

// "x1^2" as it is written on paper: x₁²; "sin(x1)": sin x₁
export const spelled = (name) => String(name)
  .replace(/\^2/g, "²").replace(/\*/g, "").replace(/\((.*)\)/, " $1")
  .replace(/([a-z])(\d+)/g, (_, letter, digits) =>
    letter + [...digits].map((d) => "₀₁₂₃₄₅₆₇₈₉"[d]).join(""));
