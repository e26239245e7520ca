// The colours of the style sheet as a canvas needs them: light or dark is decided there alone.

import { element } from "./dom.js";

const COLOURS = [
  "paper", "panel", "ink", "muted", "line", "soft", "plus", "minus", "third", "act", "warn", "lit",
];

function inksOf(root) {
  const probe = element("span", { hidden: true });
  root.append(probe);
  const found = {};
  for (const name of COLOURS) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

// What a page says of itself on its body: JupyterLab, VS Code, marimo, MkDocs with Material; ""
// where it says nothing.
function themeOf({ dataset: { theme, jpThemeLight, mdColorScheme }, classList }) {
  const has = (...names) => names.some((name) => classList.contains(name));
  if (theme) return theme;
  if (jpThemeLight) return jpThemeLight === "true" ? "light" : "dark";
  if (mdColorScheme) return mdColorScheme === "slate" ? "dark" : "light";
  if (has("vscode-light", "vscode-high-contrast-light", "light")) return "light";
  return has("vscode-dark", "vscode-high-contrast", "dark") ? "dark" : "";
}

// This page's body, and that of the page around a frame where one may look at it.
function bodies() {
  try {
    return [document.body, window.frameElement?.ownerDocument.body].filter(Boolean);
  } catch {
    return [document.body];
  }
}

// Keeps store's "ink" true: paper is white, and where no page says whether it is light or dark the
// system decides, which the style sheet knows by itself.
export function followTheme(root, store) {
  const asked = bodies(), system = matchMedia("(prefers-color-scheme: dark)");
  let apart = false; // a notebook takes cells out of the document: there they have no colours
  const wear = () => {
    const said = store.get("paper") ? "light" : asked.map(themeOf).find(Boolean);
    if (said) root.dataset.theme = said; else delete root.dataset.theme;
    apart = !root.isConnected;
    if (!apart || !store.get("ink")) store.set("ink", inksOf(root));
  };
  const back = new ResizeObserver(() => { if (apart && root.isConnected) wear(); });
  back.observe(root);
  const observer = new MutationObserver(wear);
  for (const body of asked) observer.observe(body, { attributes: true });
  system.addEventListener("change", wear);
  const stop = store.on("paper", wear);
  wear();
  return () => {
    stop();
    observer.disconnect();
    back.disconnect();
    system.removeEventListener("change", wear);
  };
}

// To ask for an element's size in the middle of a frame makes the browser lay out the page at once:
// so sizes are kept until somebody says that they may be others.
const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const canvasSizes = new WeakMap();

export const resized = (canvas) => canvasSizes.delete(canvas);

// A canvas as sharp as the screen, sized by the style sheet; its pen counts in CSS pixels.
export function sharpened(canvas) {
  const { clientWidth, clientHeight } = canvasSizes.get(canvas) ?? canvas;
  if (clientWidth) canvasSizes.set(canvas, { clientWidth, clientHeight });
  const [width, height, ratio] = [clientWidth, clientHeight, devicePixelRatio || 1];
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  const pen = canvas.getContext("2d");
  const isNew = canvas.width !== w || canvas.height !== h;
  if (isNew) {
    Object.assign(canvas, { width: w, height: h });
    pen.font = FONT; // it stays; to set it makes the browser find out the page's styles at once
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (!isNew) pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}
