// A film that takes a while is made by a trainer of its own, so that the page stays usable; where
// a page may start no Worker it is made in the page, after that was told.

import { trainer } from "../training/worker.js";

// asked: as for film(). done({film}) or done({reason}) is called once, unless it is ended by what
// is given back. another: makes a trainer
export function filmed(asked, another, done) {
  const { graph, rows, ...more } = asked;
  let worker = null;
  const end = () => {
    cancelAnimationFrame(seen);
    clearTimeout(begun);
    worker?.terminate();
    worker = null;
  };
  const begin = () => {
    worker = (another ?? trainer)();
    worker.onmessage = ({ data }) => {
      end();
      done(data);
    };
    worker.onerror = ({ message }) => worker.onmessage({ data: { reason: message } });
    worker.postMessage({ kind: "tables", tables: { ops: { rows } } });
    worker.postMessage({ kind: "film", asked: { ...more, ...graph.sweep(), nodes: graph.nodes } });
  };
  let begun = 0;
  const seen = requestAnimationFrame(() => { begun = setTimeout(begin); });
  return end;
}
