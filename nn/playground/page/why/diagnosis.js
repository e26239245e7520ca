// What is the matter with the run, in one line above everything: solved, stuck and why, diverged
// with the operation that did it. What may help can be tried with one press.

import { grouped } from "../../../../autograd/page/numbers.js";
import { element, writeText } from "../screen/dom.js";
import { askedOf } from "./asked.js";
import { blamePicture } from "./blame.js";
import { judged } from "./judge.js";
import { namedGraph } from "./naming.js";
import { DIVERGED, slower } from "./progress.js";
import { GROWN } from "./thresholds.js";

const SIGNS = {
  solved: "✓", stuck: "■", growing: "↗", diverged: "✕", plateau: "―", heart: "!", note: "i",
  "quiet-state": "·",
};

export function diagnosisPanel(host, store, link) {
  const panel = new Diagnosis(host, store, link);
  return () => panel.close();
}

class Diagnosis {
  constructor(host, store, link) {
    Object.assign(this, { store, link, good: null, told: null });
    this.asked = null; // the row whose graph is to be blamed
    this.backTo = null; // after a divergence the epoch that was gone back to
    this.first = null; // the loss of the first frame
    this.title = element("strong");
    this.says = element("span");
    this.tries = element("span", { class: "row" });
    this.sign = element("span", { class: "sign", "aria-hidden": "true" });
    this.picture = element("div", { class: "blame", hidden: true });
    this.line = element("p", { class: "state", role: "status" }, this.sign, this.title, this.says);
    this.box = element("div", { class: "quiet-state" },
      element("div", { class: "state-line" }, this.line, this.tries), this.picture);
    host.append(this.box);
    this.tell(null);
    this.stops = [
      ...["playing", "goal"].map((key) => store.on(key, () => this.lookAgain())),
      store.on("made", () => this.forget()), store.on("frame", (frame) => this.look(frame)),
      store.on("message", (message) => this.heard(message)),
      store.on("graph", (graph) => this.blame(graph)),
    ];
  }

  forget() { // a new run
    this.good = this.asked = this.backTo = this.first = null;
    this.tell(null);
  }

  look(frame) {
    const made = this.store.get("made");
    if (!frame || !made) return;
    if (!Number.isFinite(frame.measure.train.loss)) return;
    this.first ??= frame.measure.train.loss;
    if (frame.measure.train.loss <= GROWN * this.first) this.good = frame;
    if (this.told?.kind === "diverged" && this.isBack(frame)) return; // until it goes on
    const isThere = !this.store.get("goal"), tables = this.store.get("tables");
    this.tell(isThere ? judged({ made, frame, tables }) : null);
  }

  lookAgain() { // a divergence is over when there are other numbers
    if (this.told?.kind !== "diverged") this.look(this.store.get("frame"));
  }

  isBack({ epoch }) {
    if (this.backTo === "here") this.backTo = epoch;
    return this.backTo === null || this.backTo === epoch;
  }

  tell(judgement) { // the document is touched where something changes
    const before = this.told, found = judgement ?? { tries: [], says: "", ...this.nothing() };
    this.told = found;
    if (before && ["kind", "title", "says"].every((key) => found[key] === before[key])) return;
    this.picture.hidden = true;
    this.box.className = found.kind;
    writeText(this.sign, SIGNS[found.kind]);
    writeText(this.title, `${found.title}${found.says ? ": " : ""}`);
    writeText(this.says, found.says);
    const button = (one) =>
      element("button", { type: "button", onclick: () => this.take(one) }, one.text);
    this.tries.replaceChildren(...found.tries.filter((one) => this.isAllowed(one)).map(button));
  }

  nothing() { // there is nothing the matter: one line stays, so that the page does not jump
    const frame = this.store.get("frame");
    const goal = this.store.get("goal"); // of a state that was opened
    const kind = "quiet-state";
    if (goal) return { kind, title: "On the way", says: `to epoch ${grouped(goal)}.` };
    if (this.store.get("playing")) return { kind, title: "Learning" };
    if (!frame?.epoch && !frame?.step) {
      return { kind, title: "Untrained", says: "press Play, or take a step." };
    }
    return { kind, title: "Paused", says: "choose a neuron to ask why." };
  }

  isAllowed({ settings = {} }) { // what a teacher has hidden is not offered
    const hidden = this.store.get("hidden") ?? [];
    return Object.keys(settings).every((field) => !hidden.includes(field));
  }

  take({ settings, row }) { // a row is one to look at
    if (row !== undefined) this.store.set("row", row);
    else this.store.set("settings", { ...this.store.get("settings"), ...settings });
  }

  // --- diverged ---

  heard(message) {
    if (message?.kind !== "stopped" || message.why !== "diverged") return;
    const { lr } = this.store.get("made").settings, says = DIVERGED[message.of] ?? DIVERGED.loss;
    const isAnswer = message.of === "answer"; // the model's fault, and not the rate's
    const [title, tries] = isAnswer ? ["No probability", []] : ["Diverged", [slower(lr)]];
    this.tell({ kind: "diverged", title, says, tries });
    const isTaken = !isAnswer && message.of !== "parameter"; // else the weights stay as they are
    this.backTo = isTaken ? null : "here";
    if (!isTaken) return;
    this.asked = message.row ?? this.store.get("made").rows.train[0];
    this.link.graph(this.asked); // at the weights that did it
  }

  blame(graph) {
    if (this.asked === null || graph?.row !== this.asked) return;
    this.asked = null;
    const { rows } = this.store.get("tables").ops;
    const asked = askedOf(namedGraph(graph, this.store.get("made")), rows);
    this.picture.replaceChildren(...blamePicture(asked, graph.row));
    this.picture.hidden = false;
    this.goBack();
  }

  goBack() { // to the last weights with which the loss had not grown
    const { good } = this, moments = (good?.moments ?? []).filter((epoch) => epoch <= good.epoch);
    if (!moments.length) return;
    this.backTo = Math.max(...moments);
    this.link.restore(this.backTo);
    const { says } = this.told, epoch = grouped(this.backTo);
    const again = `The weights are those of epoch ${epoch} again`;
    writeText(this.says, `${says} ${again}, the last ones before the loss grew.`);
  }

  close() { for (const stop of this.stops) stop(); }
}
