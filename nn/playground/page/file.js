// The playground as a file of its own. The page's one script is the Worker's, too: a page that was
// opened from a file has no other place to take a Worker from.

import { start } from "./screen/app.js";
import { OwnTrainer, serve } from "./trainers.js";

// A state stands behind "#" in the address; without one the file begins with its own settings.
async function openFile(host, script) {
  const { tables, settings, hidden, state } = await unpacked(document.getElementById("data"));
  const another = () => new OwnTrainer(script);
  const note = document.getElementById("note");
  let shown = null;
  const show = () => {
    const address = decodeURIComponent(location.hash.slice(1)) || null;
    const options = { tables, settings, hidden, another };
    const begin = (from) => start(host, { ...options, worker: another(), state: from });
    shown?.destroy();
    note.textContent = "";
    try {
      shown = begin(address ?? state);
    } catch (error) {
      note.textContent = `The address holds no state of a playground: ${error.message}.`;
      shown = begin(state);
    }
  };
  addEventListener("hashchange", show);
  show();
}

// What file.py has packed: JSON, gzip, base64.
async function unpacked({ textContent }) {
  const bytes = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

if (typeof document === "undefined") serve(globalThis);
else openFile(document.getElementById("playground"), document.currentScript.textContent);
