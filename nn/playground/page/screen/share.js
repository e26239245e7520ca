// What can be taken along: the address of this state, its text, and the Python that does the same.

import { element, writeText } from "./dom.js";
import { copied, dialogIn, labelled, spoken } from "./dialog.js";
import { readState, stateText } from "./states.js";
import { codeText } from "../code.js";
import { Refused } from "../training/refused.js";

const AT_FIRST = 100; // epochs of a script where none were trained yet; as in code.py

export function sharePanel(host, store) {
  if (store.get("tables").own) return () => {}; // a text holds no model of somebody's own
  const root = () => host.closest(".playground"), hidden = store.get("hidden") ?? [];
  const button = (text, onclick) => element("button", { type: "button", onclick }, text);
  const code = hidden.includes("python") ? null
    : button("Python…", () => showCode(root(), store));
  host.append(element("div", { class: "row" },
    button("Share…", () => shareState(root(), store)),
    button("Open a state…", () => openState(root(), store)), code));
  return () => {};
}

// --- the state -----------------------------------------------------------------------------------

function shareState(host, store) {
  const told = spoken(), text = stateText(store), { protocol, href } = location;
  const line = (label, value, note) => {
    const field = element("input", { readonly: true, value });
    const copy = element("button", { type: "button", onclick: () =>
      copied(field, (said) => writeText(told, said)) }, "Copy");
    return [labelled(label, field, note), copy];
  };
  // in a notebook the address is the notebook's: there only the text leads back
  const own = ["file:", "http:", "https:"].includes(protocol) && store.get("address") !== false;
  const address = own ? line("Address", `${href.split("#", 1)[0]}#${text}`, null) : [];
  dialogIn(host, "Share this state", [
    element("p", {}, "Settings, seed, epoch, pace and the weights that were changed by hand: "
      + "whoever opens it sees the same numbers, to the last digit."),
    ...address, ...line("State", text, element("span", { class: "quiet" },
      "in Python: Playground(state=\"…\")")), told,
  ]);
}

function openState(host, store) {
  const told = spoken(), field = element("input", { autocomplete: "off", spellcheck: "false" });
  const read = () => {
    try {
      const { settings, replay, pace } = readState(field.value, store.get("tables"));
      store.set("replay", replay);
      store.set("pace", pace);
      store.set("settings", settings);
      dialog.close();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      writeText(told, `${error.reason}.`);
    }
  };
  const form = element("form", { onsubmit: (event) => {
    event.preventDefault();
    read();
  } }, labelled("A state, or an address with one", field),
  element("button", { type: "submit", class: "first" }, "Open"));
  const dialog = dialogIn(host, "Open a state", [form, told]);
  field.focus();
}

// --- the code ------------------------------------------------------------------------------------

function showCode(host, store) {
  const { epoch = 0, edits = [] } = store.get("frame") ?? {}, told = spoken();
  const text = codeText(store.get("tables"), store.get("settings"), {
    epoch: epoch || AT_FIRST, edits,
  });
  const area = element("textarea", { readonly: true, rows: Math.min(text.split("\n").length, 24),
    spellcheck: "false", class: "code", "aria-label": "Python code" });
  area.value = text;
  const save = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
    element("a", { href: url, download: "playground.py" }).click();
    setTimeout(() => URL.revokeObjectURL(url));
  };
  dialogIn(host, "The same in Python", [area, told, element("div", { class: "row" },
    element("button", { type: "button", class: "first", onclick: () =>
      copied(area, (said) => writeText(told, said)) }, "Copy"),
    element("button", { type: "button", onclick: save }, "Save as playground.py"))],
  { wide: true });
}
