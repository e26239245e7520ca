// The playground as a file of its own. The page's script is the Worker's, too.

import { start } from "./screen/app.js";
import { OwnTrainer, serve } from "./trainers.js";

// data: what file.py has packed. A state stands behind "#" in the address; without one the file
// begins with its own settings.
function openFile(host, { tables, settings, hidden, state, script }) {
  const another = () => new OwnTrainer(script);
  const options = { tables, settings, hidden, another };
  let shown = null;
  const show = () => {
    shown?.destroy();
    shown = start(host, { ...options, worker: another(), state: addressed() || state });
  };
  addEventListener("hashchange", show);
  show();
}

// What stands behind "#"; a damaged one is told as it is.
const addressed = () => {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

if (typeof document === "undefined") serve(globalThis);
else openFile(document.getElementById("playground"), globalThis.playground);
