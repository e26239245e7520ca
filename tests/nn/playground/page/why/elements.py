"""A document for tests without a browser."""

#: as much of it as elements in one line need; ``text`` and ``all`` read what they made
ELEMENTS = """
class Made {
  constructor(tag) { Object.assign(this, { tag, children: [], style: {}, attributes: {} }); }
  setAttribute(name, value) { this.attributes[name] = value; }
  append(...children) { this.children.push(...children); }
  addEventListener() {}
}
const make = (tag) => new Made(tag);
globalThis.document = { createElement: make, createElementNS: (space, tag) => make(tag) };
const text = (x) => (x.tag ? x.children.map(text).join(x.tag === "mfrac" ? "/" : "") : String(x));
const all = (x, tag) =>
  (x.tag ? [...(x.tag === tag ? [x] : []), ...x.children.flatMap((y) => all(y, tag))] : []);
"""
