// Back through the training: a slider over the moments that the trainer has kept. Who trains on
// from an earlier one may have the later ones back: the same seed gives the same again.

import { grouped } from "../../../../autograd/page/numbers.js";
import { element, setAttribute, writeText } from "./dom.js";

export function momentsPanel(host, store, link) {
  const slider = element("input", { type: "range", min: 0, max: 0, value: 0, step: 1,
    "aria-label": "Moment of the training" });
  const said = element("output", { class: "number quiet", "aria-live": "off" });
  host.append(element("label", { class: "look" },
    element("span", { class: "quiet" }, "Look back"), slider), said);
  const back = new Backwards(slider, said, store, link);
  host.append(back.note, goalLine(store, link));
  slider.addEventListener("input", () => back.ask());
  const stops = [
    store.on("frame", (frame) => back.frame(frame)),
    store.on("settings", () => back.forget()),
  ];
  back.frame(store.get("frame"));
  return () => stops.forEach((stop) => stop());
}

// A state may be far on: it is told where to, and it can be stopped.
function goalLine(store, link) {
  const told = element("span");
  const stop = element("button", { type: "button", onclick: () => link.pause() }, "Stop here");
  const line = element("p", { class: "row quiet", role: "status", hidden: true }, told, stop);
  store.on("goal", (goal) => {
    line.hidden = goal === null;
    writeText(told, goal === null ? "" : `It trains again up to epoch ${grouped(goal)}.`);
  });
  return line;
}

class Backwards {
  constructor(slider, said, store, link) {
    Object.assign(this, { slider, said, store, link, moments: [], wanted: null, sent: null });
    this.end = this.looked = null; // {epoch, step, edits}: how far it went; where it is looked at
    this.told = element("span");
    const again = element("button", { type: "button", onclick: () => this.bringBack() },
      "Bring them back");
    this.note = element("p", { class: "row quiet", role: "status", hidden: true },
      this.told, again);
  }

  forget() {
    this.end = null;
    this.note.hidden = true;
  }

  bringBack() {
    const { gone } = this;
    this.forget();
    this.link.make(this.store.get("settings"), gone);
  }

  // What was trained is gone as soon as training goes on from an earlier moment.
  watch({ epoch, step = 0, edits = [] }, last) {
    const goesOn = this.looked !== null && (epoch > this.looked || step > 0);
    if (this.end && goesOn && last < this.end.epoch) {
      this.gone = this.end;
      writeText(this.told, `It goes on from epoch ${grouped(this.looked)}: the later ones, up to `
        + `${grouped(this.gone.epoch)}, are gone.`);
      this.note.hidden = false;
      this.end = null;
    }
    this.looked = this.store.get("moment");
    if (epoch >= last) this.end = { epoch, step, edits };
  }

  // One moment is asked for at a time: a slider moves faster than heat maps are made.
  ask() {
    this.wanted = this.moments[Number(this.slider.value)];
    if (this.store.get("playing")) this.link.pause();
    this.send();
  }

  send() {
    if (this.sent !== null || this.wanted === null || this.wanted === undefined) return;
    this.sent = this.wanted;
    this.wanted = null;
    this.link.restore(this.sent);
  }

  frame(frame) {
    this.moments = frame?.moments ?? [];
    this.slider.disabled = this.moments.length < 2;
    if (!frame) return;
    if (this.sent === frame.epoch) this.sent = null;
    const playing = this.store.get("playing"), last = this.moments.at(-1) ?? frame.epoch;
    if (playing) this.sent = this.wanted = null; // training goes on from where it was left
    this.store.set("moment", !playing && frame.epoch < last ? frame.epoch : null);
    this.watch(frame, Math.max(last, frame.epoch));
    this.show(frame, Math.max(last, frame.epoch));
    this.send();
  }

  show({ epoch }, last) {
    setAttribute(this.slider, "max", Math.max(this.moments.length - 1, 0));
    if (this.sent === null && this.wanted === null) {
      this.slider.value = nearestMoment(this.moments, epoch);
    }
    const here = `epoch ${grouped(epoch)}`;
    const text = epoch < last ? `${here} of ${grouped(last)}` : here;
    setAttribute(this.slider, "aria-valuetext", text);
    writeText(this.said, text);
  }
}

function nearestMoment(moments, epoch) {
  let best = 0;
  for (let i = 1; i < moments.length; i += 1) {
    if (Math.abs(moments[i] - epoch) < Math.abs(moments[best] - epoch)) best = i;
  }
  return best;
}
