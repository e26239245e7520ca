// The player in place: the scalar graph of the row, stepped through forward, backward, and then
// each parameter against its gradient.

import { film } from "../../../../autograd/page/film/film.js";
import { PlayerFrame } from "../../../../autograd/page/film/player.js";
import { grouped } from "../../../../autograd/page/numbers.js";
import { element, writeText } from "../screen/dom.js";
import { filmed } from "./filming.js";

const MOST_NODES = 6000; // a larger graph would take seconds to lay out
const AT_ONCE = 400; // nodes that are laid out before anybody could read that it takes a while

export class Stepper {
  // tables: those of the page, of which `player` is needed; taken: called with the changes when the
  // reader takes the step of the third phase; another: makes a trainer
  constructor(tables, taken, another) {
    Object.assign(this, { table: tables.player, taken, another, frame: null, end: null });
    this.told = element("p", { class: "told", role: "status" });
    this.place = element("div");
    this.element = element("div", { class: "stepper" }, this.told, this.place);
  }

  // asked: {graph, values, output}, chosen: a node or null, rate, said, title
  show({ asked, chosen, rate, said, title, parameters, theme }) {
    this.close();
    const { length } = asked.graph.nodes;
    const many = `The graph of this row has ${grouped(length)} nodes`;
    if (length > MOST_NODES) {
      writeText(this.told, `${many}, which is too many to step through: take away layers or `
        + "neurons.");
      return;
    }
    const places = parameters.flatMap((id, k) => (id === null ? [] : [[id, k]]));
    const whole = { ...asked, chosen, update: { rate, said, places } };
    if (length <= AT_ONCE) {
      this.play(film(whole), { title, theme });
      return;
    }
    writeText(this.told, `${many}: its steps are being made. Closing them ends that.`);
    this.end = filmed(whole, this.another, ({ film: made, reason }) => {
      if (made) this.play(made, { title, theme });
      else writeText(this.told, `The steps cannot be shown: ${reason}`);
    });
  }

  play(made, { title, theme }) {
    const heard = (message) => { if (message?.kind === "take") this.taken(message.changes); };
    this.frame = new PlayerFrame(this.table, made, { title, theme, heard });
    this.frame.element.addEventListener("load", () => writeText(this.told, ""));
    this.place.replaceChildren(this.frame.element);
    if (this.sought) this.bring();
  }

  bring() { // below a neuron's many paths it would open unseen; steps in the making come later
    this.sought = this.frame === null && this.end !== null;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.element.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
  }

  step() { this.frame?.step(); }

  wear(theme) { this.frame?.wear(theme); }

  close() {
    this.end?.();
    this.frame?.close();
    this.end = this.frame = null;
    this.sought = false; // whether those in the making are to be brought where they are seen
    writeText(this.told, "");
    this.place.replaceChildren();
  }
}
