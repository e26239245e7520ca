// Moments of a training to go back to: few enough to keep, close enough to one another.

const MOST_MOMENTS = 200;

export class Moments {
  constructor() {
    this.kept = [];
    this.apart = 1; // epochs between two of them
  }

  get epochs() {
    return this.kept.map(({ epochs }) => epochs);
  }

  // Keeps the present of a run, if it stands between two epochs and far enough from the last one;
  // where it is paused any distance is far enough.
  note(run, paused = false) {
    if (run.step) return;
    this.kept = this.kept.filter(({ epochs }) => epochs < run.epochs);
    const last = this.kept.at(-1)?.epochs ?? -Infinity;
    if (run.epochs - last < (paused ? 1 : this.apart)) return;
    this.kept.push(run.snapshot());
    if (this.kept.length <= MOST_MOMENTS) return;
    this.apart = Math.max(2 * this.apart, Math.ceil(run.epochs / (MOST_MOMENTS / 2)));
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
  }

  // The nearest one to so many epochs.
  nearest(epochs) {
    const distance = (moment) => Math.abs(moment.epochs - epochs);
    return this.kept.reduce((best, moment) => (distance(moment) < distance(best) ? moment : best));
  }

  clear() {
    this.kept = [];
    this.apart = 1;
  }
}
