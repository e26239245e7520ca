// On paper: dark on white and at the width of a sheet, whatever the screen is. A sheet is laid out
// without the observers of sizes, so all is drawn anew before.

import { resized } from "./ink.js";

export function followPaper(root, store) {
  const turn = (isPaper) => {
    root.toggleAttribute("data-paper", isPaper);
    for (const canvas of root.querySelectorAll("canvas")) {
      if (resized(canvas)) canvas.width = 0; // else what clears it is printed, as white
    }
    store.set("paper", isPaper);
  };
  const before = () => turn(true), after = () => turn(false);
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
