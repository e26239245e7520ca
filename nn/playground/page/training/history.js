// What training has left behind, epoch by epoch: nn.History, with the losses of held out rows.

// names of its courses: `losses` and `accuracy` are means over an epoch, each row as it was met;
// `test` and `test_accuracy` belong to the end of the epoch
const COURSES = ["losses", "accuracy", "test", "test_accuracy"];

export class RunHistory {
  constructor() {
    for (const name of COURSES) this[name] = [];
    this.known = this.told = 0; // so many epochs are known to the reader of `news`; were told
  }

  // One more epoch; what stood behind it, of before a restore, is gone.
  note(epoch, train, test) {
    const numbers = [train.loss, train.accuracy, test?.loss ?? null, test?.accuracy ?? null];
    COURSES.forEach((name, i) => {
      this[name].length = Math.min(epoch, this[name].length);
      if (numbers[i] !== null) this[name].push(numbers[i]);
    });
    this.told = Math.min(this.told, epoch);
    this.known = Math.min(this.known, epoch);
  }

  clear() {
    for (const name of COURSES) this[name] = [];
    this.known = this.told = 0;
  }

  // What was told is known now.
  acknowledge() {
    this.known = this.told;
  }

  // What is not known yet: it stands `from` so many epochs on.
  news() {
    const from = this.known;
    this.told = this.losses.length;
    return { from, ...Object.fromEntries(COURSES.map((name) => [name, this[name].slice(from)])) };
  }
}
