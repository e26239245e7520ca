// Python beside a page: Pyodide, this project's wheel, and cells one after another.
//
// in   {code, title}
// out  {kind: "ready"}, then for each cell {kind: "printed" | "warned" | "failed", told: text},
//      {kind: "shown", told: {mimetype: text}}, and last {kind: "ended", told: came it through?};
//      {kind: "lost", told: why} at any time, after which nothing comes any more
import { loadPyodide } from "./pyodide/pyodide.mjs";

const here = (path) => new URL(path, import.meta.url).href;

const bytes = async (path) => {
  const answer = await fetch(here(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
};

// all is fetched at once, while Python starts
const start = async () => {
  const archives = Promise.all([bytes("chainrule.whl"), bytes("needed.zip")]);
  const python = await loadPyodide({ indexURL: here("pyodide/") });
  const [wheel, needed] = await archives;
  python.unpackArchive(wheel, "wheel");
  python.unpackArchive(needed, "zip");
  const run = python.runPython("import cell; cell.run");
  const scope = python.runPython("{'__name__': '__main__'}");
  const tell = (kind, told) => {
    const plain = told.toJs ? told.toJs({ dict_converter: Object.fromEntries }) : told;
    postMessage({ kind, told: plain });
    told.destroy?.();
  };
  return ({ code, title }) => run(code, scope, title, tell);
};

const started = start();
const lost = (error) => postMessage({ kind: "lost", told: String(error) });
started.then(() => postMessage({ kind: "ready" }), lost);
onmessage = async ({ data }) => {
  try {
    const run = await started;
    postMessage({ kind: "ended", told: run(data) });
  } catch (error) {
    lost(error); // Python itself, not the cell, whose errors are told
  }
};
