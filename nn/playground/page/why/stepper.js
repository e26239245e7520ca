// The player in place: the scalar graph of the row, stepped through forward, backward, and then
// each parameter against its gradient.

import { film } from "../../../../autograd/page/film/film.js";
import { PlayerFrame } from "../../../../autograd/page/film/player.js";
import { grouped } from "../../../../autograd/page/numbers.js";
import { element } from "../screen/dom.js";

const MOST_NODES = 6000; // a larger graph would take seconds to lay out

export class Stepper {
  // tables: those of the page, of which `player` is needed; taken: called with the changes when the
  // reader takes the step of the third phase
  constructor(tables, taken) {
    Object.assign(this, { table: tables.player, taken, frame: null, shown: null });
    this.element = element("div", { class: "stepper" });
  }

  // asked: {graph, values, output}, chosen: a node or null, rate, said, title
  show({ asked, chosen, rate, said, title, parameters, theme }) {
    this.close();
    const { nodes } = asked.graph;
    if (nodes.length > MOST_NODES) {
      this.element.replaceChildren(element("p", {}, `The graph of this row has `
        + `${grouped(nodes.length)} nodes, which is too many to step through: take `
        + "away layers or neurons."));
      return;
    }
    const places = parameters.flatMap((id, k) => (id === null ? [] : [[id, k]]));
    const made = film({ ...asked, chosen, update: { rate, said, places } });
    const heard = (message) => { if (message?.kind === "take") this.taken(message.changes); };
    this.frame = new PlayerFrame(this.table, made, { title, theme, heard });
    this.element.replaceChildren(this.frame.element);
  }

  step() { this.frame?.step(); }

  wear(theme) { this.frame?.wear(theme); }

  close() {
    this.frame?.close();
    this.frame = null;
    this.element.replaceChildren();
  }
}
