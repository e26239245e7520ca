// A widget may be shown in several cells: it is one run, which is in the place that came last. The
// other places say so, and may have it back.

import { element } from "./screen/dom.js";

const runs = new Map(); // name of a widget -> {shown, host, places, at}

// Shows the run of that name in an element; `begin` starts it in a host of its own and gives what
// is `shown` there, to be destroyed. `here` is what is shown while it is in this place; `leave`
// takes the place away: with the last place the run ends.
export function placed(name, el, begin) {
  const run = runs.get(name) ?? begun(name, begin);
  run.places.push(el);
  move(run, el);
  const leave = () => {
    run.places.splice(run.places.indexOf(el), 1);
    if (!run.places.length) {
      runs.delete(name);
      run.shown.destroy();
    } else if (run.at === el) move(run, run.places.at(-1));
  };
  return { here: () => (run.at === el ? run.shown : null), leave };
}

function begun(name, begin) {
  const host = element("div"), run = { shown: begin(host), host, places: [], at: null };
  runs.set(name, run);
  return run;
}

function move(run, el) {
  run.at = el;
  el.replaceChildren(run.host);
  for (const other of run.places) {
    if (other !== el) other.replaceChildren(elsewhere(run, other));
  }
}

function elsewhere(run, el) {
  const theme = run.host.firstElementChild?.dataset.theme;
  const button = element("button", { type: "button", onclick: () => {
    move(run, el);
    run.host.querySelector("button")?.focus();
  } }, "Show it here");
  const words = element("p", {}, "This playground is shown in another cell: there it trains.");
  const note = element("div", { class: "playground" }, element("div", { class: "row" },
    words, button));
  if (theme) note.dataset.theme = theme;
  return note;
}
