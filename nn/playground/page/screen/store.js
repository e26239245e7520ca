// What the screen knows, by key, and who wants to hear of a change: every panel reads here, and no
// panel calls another.
//
//   settings  what the reader asked for: Playground's arguments (replaced, never written into)
//   tables    what there is to choose from (tables.py)
//   made      {layers, inputs, rows, settings} of the run that is shown, null before the first
//   frame     {epoch, step, parameters, gradient, measure, view, history, diagnosis, …}: the last;
//             its `history` is the whole, not only the new part
//   playing   whether it trains
//   pace      epochs a frame while it plays, "auto", or "max" for as many as fit
//   until     {settings, epochs}: with these settings it plays so far, and pauses there
//   goal      the epoch of a state that is trained up to, null when it is reached
//   chosen    {layer, neuron} | {parameter: index} | null: what "why" is about
//   looked    {layer, neuron} of the neuron under the pointer or in focus (layer -1: an input)
//   row       the number of the row that was chosen among made.rows, or null
//   graph     the scalar graph that link.graph(row) asked for
//   moment    the moment that is looked back at, or null
//   message   {kind: "refused" | "stopped", field, reason} | null
//   grid      {side, low, high} of the heat maps in frames, null where there are none
//   paper     whether it is being printed
//   ink       the colours of the style sheet, for canvas
//   hidden    names of panels and fields that a teacher has hidden

export class Store {
  constructor(values = {}) {
    this.values = new Map(Object.entries(values));
    this.listeners = new Map();
  }

  get(key) {
    return this.values.get(key) ?? null;
  }

  set(key, value) {
    const before = this.get(key);
    if (before === value) return;
    this.values.set(key, value);
    for (const f of [...(this.listeners.get(key) ?? [])]) f(value, before);
  }

  // f(value, before) at every change from now on, until the function that is given back is called
  on(key, f) {
    if (!this.listeners.has(key)) this.listeners.set(key, new Set());
    this.listeners.get(key).add(f);
    return () => this.listeners.get(key).delete(f);
  }
}
