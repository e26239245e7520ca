// Who trains: a Worker of its own for every playground, so that the page stays quick; or, where a
// page may start none, the same trainer in the page itself.

import { trainer } from "./training/worker.js";

// In a Worker, whose scope this is: messages go to a trainer and come back.
export function serve(scope) {
  const own = trainer();
  own.onmessage = ({ data }) => scope.postMessage(data);
  scope.onmessage = ({ data }) => {
    own.postMessage(data);
    if (data.kind === "close") scope.close();
  };
}

// Looks like a Worker. A page whose policy forbids Workers tells so at once or only after a while:
// until the first answer, what was said is kept, to be said again to the one who steps in.
export class OwnTrainer {
  constructor(script) {
    this.onmessage = this.onerror = null;
    this.said = [];
    this.own = this.begun(script) ?? this.instead();
  }

  begun(script) {
    try {
      const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      const worker = new Worker(address);
      this.address = address;
      worker.onmessage = (event) => this.answered(event);
      worker.onerror = (event) => this.failed(event);
      return worker;
    } catch {
      return null;
    }
  }

  answered(event) {
    this.settle();
    this.own.onmessage = ({ data }) => this.onmessage?.({ data });
    this.onmessage?.(event);
  }

  failed(event) {
    if (!this.said) return this.onerror?.(event);
    const { said } = this;
    event.preventDefault();
    this.own.terminate();
    this.own = this.instead();
    for (const message of said) this.own.postMessage(message);
  }

  instead() {
    const own = trainer();
    this.settle();
    own.onmessage = ({ data }) => this.onmessage?.({ data });
    return own;
  }

  settle() {
    this.said = null;
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = null;
  }

  postMessage(message) {
    this.said?.push(message);
    this.own.postMessage(message);
  }

  terminate() {
    this.settle();
    this.own.terminate();
  }
}
