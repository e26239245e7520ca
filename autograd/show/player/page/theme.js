// Light or dark: what the reader chose, else what the notebook around this frame says, else what
// the system has, which the style sheet knows by itself.

const themes = { reader: "", notebook: "" };
const CHOICE = "autograd-theme";

function remembered(ask) { // null where the browser keeps nothing, as in a notebook's frame
  try {
    return ask(localStorage);
  } catch {
    return null;
  }
}

function wear() {
  const { dataset } = document.documentElement, wanted = themes.reader || themes.notebook;
  if (wanted) dataset.theme = wanted; else delete dataset.theme;
}

function switchTheme() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  themes.reader = (themes.reader || themes.notebook || system) === "dark" ? "light" : "dark";
  remembered((storage) => storage.setItem(CHOICE, themes.reader));
  wear();
}

const choice = remembered((storage) => storage.getItem(CHOICE));
if (choice === "light" || choice === "dark") themes.reader = choice;
wear();

addEventListener("message", ({ source, data }) => {
  const theme = source === parent && data ? data.theme : "";
  if (theme !== "light" && theme !== "dark") return;
  themes.notebook = theme;
  wear();
});

// --- on paper ------------------------------------------------------------------------------------

addEventListener("beforeprint", () => { // all of it, at the width of the paper
  view.printed = true;
  tellSoFar();
  bring(() => true);
  drawn.svg.setAttribute("viewBox", `0 0 ${drawn.size.join(" ")}`);
  drawn.world.removeAttribute("transform");
  drawn.svg.classList.remove("far");
});
addEventListener("afterprint", () => {
  view.printed = false;
  drawn.svg.removeAttribute("viewBox");
  place();
});
