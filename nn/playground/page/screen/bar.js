// The bar on top: play and pause, reset, steps of three grains, the epoch and the losses.

import { brief, grouped } from "../../../../autograd/page/numbers.js";
import { element, setAttribute, writeText } from "./dom.js";
import { dialogIn } from "./dialog.js";

// epochs a frame: at the rate of most screens sixty times as many a second
const PACES = [["auto", "auto"], [1, "×1"], [10, "×10"], [50, "×50"], ["max", "max"]];
const GRAINS = [["epoch", "epoch"], ["batch", "batch"], ["chain", "chain rule"]];
const HELP = [
  ["Space", "play or pause"], ["→", "one step, as coarse as is chosen beside the button"],
  ["r", "back to the first weights"], ["1, 2, 3", "steps by epoch, by batch, by chain rule"],
  ["?", "these keys"], ["Esc", "close a window"],
];

export function barPanel(host, store, link) {
  const actions = actionsOf(host, store, link);
  const live = element("p", { class: "told", role: "status" });
  const buttons = buttonsOf(actions, store), numbers = figuresOf(store);
  const wrong = element("p", { class: "reason wide", role: "alert" });
  host.append(element("div", { class: "row" }, buttons.nodes, numbers.node), wrong, live);
  const root = host.closest(".playground"), press = (event) => pressed(event, actions);
  root.tabIndex = -1; // a click beside all controls gives it the keys
  root.addEventListener("keydown", press);
  // in a file of its own the keys are the playground's also where nothing has the focus
  const alone = (event) => {
    if (event.target === document.body && root.closest("#playground")) pressed(event, actions);
  };
  document.addEventListener("keydown", alone);
  const stops = [
    store.on("playing", () => buttons.show()),
    store.on("grain", () => buttons.show()),
    store.on("pace", () => buttons.show()),
    store.on("frame", (frame, before) => { // what is said is said once, of what stands there
      numbers.show();
      const paused = before?.playing && !frame?.playing;
      if (frame) writeText(live, paused ? `Paused at ${numbers.said()}` : "");
    }),
    store.on("message", (message) => queueMicrotask(() => tellWrong(wrong, root, message))),
    () => root.removeEventListener("keydown", press),
    () => document.removeEventListener("keydown", alone),
  ];
  return () => stops.forEach((stop) => stop());
}

// What is refused is told beside its field; what has no field here is told in the bar. Of training
// that diverged the diagnosis speaks.
function tellWrong(place, root, message) {
  const beside = root.querySelector(".field .reason:not(:empty)");
  const { kind, why } = message ?? {};
  const mine = kind === "refused" ? !beside : kind === "told" || ["error", "enough"].includes(why);
  writeText(place, mine ? message.reason : "");
}

function actionsOf(host, store, link) {
  const grain = () => store.get("grain") ?? "epoch";
  const toggle = () => (store.get("playing") ? link.pause() : link.play());
  const step = () => {
    if (store.get("playing")) link.pause(); // a chain of rules is that of weights that rest
    if (grain() === "chain") store.set("chain", (store.get("chain") ?? 0) + 1);
    else link.step(grain());
  };
  const choose = (name) => store.set("grain", name);
  const help = () => dialogIn(host.closest(".playground"), "Keys", [
    element("dl", { class: "keys" }, HELP.map(([key, what]) =>
      element("div", {}, element("dt", {}, key), element("dd", {}, what)))),
  ]);
  const pace = (epochs) => store.set("pace", epochs);
  return { toggle, step, choose, help, pace, reset: () => link.reset() };
}

function buttonsOf(actions, store) {
  const button = (text, onclick, more = {}) =>
    element("button", { type: "button", onclick, ...more }, text);
  const choice = (label, pairs, chosen) => {
    const select = element("select", { "aria-label": label, title: label,
      onchange: () => chosen(select.value) },
    pairs.map(([value, text]) => element("option", { value }, text)));
    return select;
  };
  const play = playButton(actions.toggle), reset = element("span", { class: "word" }, " Reset");
  const pace = choice("Epochs a frame", PACES, (value) => actions.pace(Number(value) || value));
  const grain = choice("How far a step goes", GRAINS, actions.choose);
  const nodes = [
    element("span", { class: "joined" }, play.node, pace),
    button(["↺", reset], actions.reset,
      { "aria-label": "Reset", title: "Back to the first weights" }),
    element("span", { class: "joined" }, button("Step", actions.step), grain),
    button("?", actions.help, { "aria-label": "Keys", class: "word" }),
  ];
  const show = () => {
    play.show(store.get("playing"));
    showPace(pace, String(store.get("pace")));
    grain.value = store.get("grain") ?? "epoch";
  };
  show();
  return { nodes, show };
}

function showPace(select, pace) { // a state may have one that stands nowhere else
  select.value = pace;
  if (select.value === pace) return;
  select.append(element("option", { value: pace }, `×${pace}`));
  select.value = pace;
}

function playButton(onclick) { // where there is little room, the sign alone
  const sign = element("span", { "aria-hidden": "true" });
  const word = element("span", { class: "word" });
  const node = element("button", { type: "button", onclick, class: "play first" }, sign, word);
  const show = (playing) => {
    setAttribute(node, "aria-label", playing ? "Pause" : "Play");
    writeText(sign, playing ? "❙❙" : "▶");
    writeText(word, playing ? " Pause" : " Play");
  };
  return { node, show };
}

function figuresOf(store) { // sixty times a second: only the texts change, never their places
  const pairs = ["epoch", "loss", "test loss", "accuracy"].map((label) => {
    const number = element("output", { class: "number", "aria-live": "off" }, "–");
    return [label, number, element("span", { class: "figure" }, element("span", { class: "quiet" },
      label), " ", number)];
  });
  const outputs = new Map(pairs.map(([label, number]) => [label, number]));
  const figures = new Map(pairs.map(([label, , figure]) => [label, figure]));
  const show = () => {
    const frame = store.get("frame");
    if (!frame) return;
    const { train, test } = frame.measure ?? {}, accuracy = (test ?? train)?.accuracy;
    figures.get("test loss").hidden = !test;
    figures.get("accuracy").hidden = accuracy === undefined || accuracy === null;
    writeText(figures.get("accuracy").firstChild, test ? "test accuracy" : "accuracy");
    writeText(outputs.get("epoch"), grouped(frame.epoch));
    writeText(outputs.get("loss"), brief(train?.loss ?? NaN));
    writeText(outputs.get("test loss"), brief(test?.loss ?? NaN));
    writeText(outputs.get("accuracy"), `${Math.round(100 * (accuracy ?? 0))} %`);
  };
  const said = () => pairs.filter(([, , figure]) => !figure.hidden)
    .map(([, , figure]) => figure.textContent).join(", ");
  const node = element("div", { class: "readout" }, pairs.map(([, , figure]) => figure));
  return { node, show, said };
}

// Keys of the playground, where no control has a use for them.
function pressed(event, actions) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target.matches("input, select, textarea, [contenteditable]")) return;
  const isRoot = target === event.currentTarget || target === document.body;
  const pressing = target.matches("button, summary, a, [role], [tabindex]"); // space is theirs
  const free = isRoot || !pressing;
  const plain = { r: actions.reset, "?": actions.help, ArrowRight: actions.step,
    1: () => actions.choose("epoch"), 2: () => actions.choose("batch"),
    3: () => actions.choose("chain") };
  const action = plain[key] ?? (free && key === " " ? actions.toggle : null);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}
