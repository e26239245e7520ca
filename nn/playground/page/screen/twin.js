// The same settings with another seed: a trainer of its own, which does what the shown one does.

import { grouped } from "../../../../autograd/page/numbers.js";
import { Link } from "./link.js";
import { Store } from "./store.js";
import { DIVERGED } from "../why/progress.js";

export class Twin {
  constructor(store, changed) {
    const settings = { ...store.get("settings") }, tables = store.get("tables");
    settings.seed += 1;
    Object.assign(this, { settings, shown: store, changed, epoch: null, making: false });
    const known = { grid: store.get("grid"), pace: store.get("pace") };
    this.store = new Store({ settings, tables, ...known, playing: false });
    this.link = new Link(this.store, store.get("another")());
    this.store.on("made", () => this.made());
    this.store.on("frame", (frame) => this.came(frame));
    this.store.on("message", (message) => this.heard(message));
    this.link.send({ kind: "tables", tables });
    this.follow(store.get("frame"));
    if (store.get("playing")) this.link.play();
  }

  made() {
    this.begun = true;
    if (this.shown.get("grid")) this.link.view(this.shown.get("grid"));
  }

  came(frame) {
    if (!frame) return;
    if (this.begun && frame.epoch >= this.epoch) this.making = false;
    this.changed();
    this.follow(this.shown.get("frame")); // it may have gone on meanwhile
  }

  heard(message) {
    if (message) this.making = false; // it comes no further
    this.changed();
  }

  // Why it stays where it is, "" where it goes on.
  get ended() {
    const message = this.store.get("message"), { epoch } = this.store.get("frame") ?? {};
    if (message?.why !== "diverged") return message?.reason ?? "";
    const after = epoch === undefined ? "" : ` after epoch ${grouped(epoch)}`;
    return `Diverged${after}: ${DIVERGED[message.of] ?? DIVERGED.loss}`;
  }

  // While one plays, so does the other; when it rests, both are at the same epoch. One that has
  // ended waits for the other to go back.
  follow(frame) {
    if (!frame) return;
    if (this.ended && frame.epoch >= (this.store.get("frame")?.epoch ?? 0)) return;
    const plays = this.store.get("playing");
    this.store.set("pace", this.shown.get("pace"));
    if (this.epoch !== null && frame.playing && !plays) this.link.play();
    else if (plays && !frame.playing && !this.making) this.link.pause();
    const { epoch, step = 0 } = frame, own = this.store.get("frame");
    const isThere = own?.epoch === epoch && own.step === step;
    if (this.making || (this.epoch !== null && (frame.playing || isThere))) return;
    this.epoch = epoch;
    this.making = true; // one at a time: a slider is quicker than training
    this.begun = false;
    this.link.make(this.settings, { epoch, step, edits: [] });
  }

  close() {
    this.link.close();
  }
}
