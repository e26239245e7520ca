// For each data set a good setting and an instructive failure: pressed, it is set and plays, and a
// sentence says what is to be seen.

import { filledIn } from "./defaults.js";
import { element, writeText } from "./dom.js";

const KINDS_OF_RECIPE = { good: "A good setting", failure: "An instructive failure" };

export function recipesPanel(host, store, link) {
  const { fields, recipes: all = [] } = store.get("tables"), hidden = store.get("hidden") ?? [];
  // what a teacher has taken away stays as it is
  const isWhole = ({ given }) => !Object.keys(given).some((name) => hidden.includes(name));
  const recipes = all.filter(isWhole);
  const list = element("div", { class: "cards" });
  if (!recipes.length) return () => {};
  const says = element("p", { class: "says", role: "status" });
  host.append(list, says);
  let shown = null, tried = null, set = null;
  const show = (settings) => {
    if (settings.task !== shown) {
      shown = settings.task;
      list.replaceChildren(...recipes.filter(({ task }) => task === shown).map(card));
    }
    if (tried && settings !== set) tried = null;
    writeText(says, tried ? tried.says : "");
    host.hidden = !list.childElementCount;
    for (const [i, recipe] of recipes.filter(({ task }) => task === shown).entries()) {
      list.children[i].setAttribute("aria-pressed", String(recipe === tried));
    }
  };
  const card = (recipe) => element("button", { type: "button", class: `recipe ${recipe.kind}`,
    onclick: () => {
      tried = recipe;
      const kept = Object.entries(store.get("settings")).filter(([name]) => hidden.includes(name));
      const own = filledIn(fields, { task: recipe.task, ...recipe.given });
      set = { ...own, ...Object.fromEntries(kept), task: recipe.task };
      store.set("settings", set);
      link.play();
    } },
  element("span", { class: "quiet" }, KINDS_OF_RECIPE[recipe.kind]),
  element("span", {}, recipe.title));
  show(store.get("settings"));
  return store.on("settings", show);
}
