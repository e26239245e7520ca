// The colours of the style sheet as a canvas needs them: light or dark is decided there alone.

import { element } from "./dom.js";

const COLOURS = [
  "paper", "panel", "ink", "muted", "line", "soft", "plus", "minus", "third", "act", "warn", "lit",
];

export function inksOf(root) {
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

// Keeps store's "ink" true. A notebook says on its body whether it is light or dark; elsewhere the
// system decides, which the style sheet knows by itself.
export function followTheme(root, store) {
  const wear = () => {
    const { theme, jpThemeLight, vscodeThemeKind } = document.body.dataset;
    const dark = jpThemeLight ? jpThemeLight === "false" : vscodeThemeKind?.includes("dark");
    const said = theme ?? (dark === undefined ? "" : dark ? "dark" : "light");
    if (said) root.dataset.theme = said; else delete root.dataset.theme;
    store.set("ink", inksOf(root));
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(wear);
  observer.observe(document.body, { attributes: true });
  system.addEventListener("change", wear);
  wear();
  return () => {
    observer.disconnect();
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
  if (canvas.width !== w || canvas.height !== h) {
    Object.assign(canvas, { width: w, height: h });
    pen.font = FONT; // it stays; to set it makes the browser find out the page's styles at once
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return { pen, width, height };
}
