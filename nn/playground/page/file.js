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
    const address = decodeURIComponent(location.hash.slice(1)) || null;
    shown?.destroy();
    shown = start(host, { ...options, worker: another(), state: address ?? state });
  };
  addEventListener("hashchange", show);
  show();
}

if (typeof document === "undefined") serve(globalThis);
else openFile(document.getElementById("playground"), globalThis.playground);
