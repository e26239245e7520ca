// Which rows make which batch, shuffled anew for every epoch: nn.training.shuffling.

import { Random } from "./random.js";

export class Batches {
  constructor(rows, size, seed) {
    this.rows = rows;
    this.size = Math.min(size ?? rows, rows);
    this.seed = seed;
    this.reset();
  }

  reset() {
    this.order = Array.from({ length: this.rows }, (_, i) => i);
    this.source = this.size < this.rows ? new Random(this.seed) : null;
    this.done = 0;
    this.begun = false;
  }

  // The rows of the next batch; `advance` when it is done.
  next() {
    if (!this.begun) this.source?.shuffle(this.order);
    this.begun = true;
    return this.order.slice(this.done, this.done + this.size);
  }

  // Whether that was the last batch of an epoch.
  advance() {
    this.done += this.size;
    if (this.done < this.rows) return false;
    this.done = 0;
    this.begun = false;
    return true;
  }

  state() {
    const { order, done, begun, source } = this;
    return { order: order.slice(), done, begun, source: source?.state() };
  }

  restore({ order, done, begun, source }) {
    Object.assign(this, { order: order.slice(), done, begun });
    this.source?.restore(source);
  }
}
