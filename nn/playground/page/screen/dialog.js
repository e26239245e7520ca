// A window over the page: the browser's own dialog, which keeps the focus inside and ends with Esc.

import { element } from "./dom.js";

let dialogs = 0;

// dialogIn(host, "Share", [nodes]) opens it; when it is closed it is gone, and the focus is back.
export function dialogIn(host, title, content, { wide = false, closed = () => {} } = {}) {
  const id = `pg-dialog-${dialogs += 1}`;
  const close = element("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  const dialog = element("dialog", { class: wide ? "dialog wide" : "dialog",
    "aria-labelledby": id },
  element("header", {}, element("h2", { id }, title), close), ...content);
  close.addEventListener("click", () => dialog.close());
  // keys are meant for what is in the window, not for the page or the notebook below it
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => { dialog.remove(); closed(); });
  host.append(dialog);
  dialog.showModal();
  return dialog;
}

// The clipboard where the browser gives it; else what is marked can be copied by hand.
export async function copied(field, told) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    told("Copied.");
  } catch {
    told("It is marked: press Ctrl+C (⌘C on a Mac).");
  }
}

// A line that a screen reader speaks when it changes.
export const spoken = (text = "") => element("p", { class: "told", role: "status" }, text);

// A labelled field: label above, what is to be said about it below.
export function labelled(label, field, note = null) {
  return element("label", { class: "field" }, element("span", {}, label), field, note);
}
