// For each data set a good setting and an instructive failure: pressed, it is set and plays up to
// its epochs, and a sentence says what is to be seen.

import { grouped } from "../../../../autograd/page/numbers.js";
import { filledIn } from "./defaults.js";
import { element, writeText } from "./dom.js";

const KINDS_OF_RECIPE = { good: "A good setting", failure: "An instructive failure" };

export function recipesPanel(host, store, link) {
  const all = wholeRecipes(store);
  if (!all.length) return () => {};
  const list = element("div", { class: "cards" });
  const says = element("p", { class: "says", role: "status" });
  host.append(list, says);
  let shown = [], task = null, tried = null;
  const show = () => {
    const settings = store.get("settings");
    if (settings.task !== task) {
      task = settings.task;
      shown = all.filter((one) => one.task === task);
      list.replaceChildren(...shown.map((recipe) => card(recipe, () => take(recipe))));
    }
    if (settings !== store.get("until")?.settings) tried = null;
    writeText(says, tried ? `${tried.says}${ended(tried, store)}` : "");
    host.hidden = !shown.length;
    shown.forEach((one, i) => list.children[i].setAttribute("aria-pressed", String(one === tried)));
  };
  const take = (recipe) => {
    tried = recipe;
    const settings = settingsOf(recipe, store);
    store.set("until", { settings, epochs: recipe.epochs });
    store.set("settings", settings);
    link.play();
  };
  show();
  const stops = ["settings", "message", "playing"].map((key) => store.on(key, show));
  return () => stops.forEach((stop) => stop());
}

function wholeRecipes(store) { // what a teacher has taken away stays as it is
  const { recipes = [] } = store.get("tables"), hidden = store.get("hidden") ?? [];
  const isWhole = ({ given }) => !Object.keys(given).some((name) => hidden.includes(name));
  return recipes.filter(isWhole);
}

function settingsOf({ task, given }, store) {
  const hidden = store.get("hidden") ?? [];
  const kept = Object.entries(store.get("settings")).filter(([name]) => hidden.includes(name));
  const own = filledIn(store.get("tables").fields, { task, ...given });
  return { ...own, ...Object.fromEntries(kept), task };
}

function ended({ epochs }, store) {
  const isEnded = store.get("message")?.why === "until" && !store.get("playing");
  return isEnded ? ` It pauses here, after ${grouped(epochs)} epochs: Play goes on.` : "";
}

const card = ({ kind, title }, onclick) =>
  element("button", { type: "button", class: `recipe ${kind}`, onclick },
    element("span", { class: "quiet" }, KINDS_OF_RECIPE[kind]), element("span", {}, title));
