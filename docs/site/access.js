/* What the theme leaves out: what scrolls sideways is reached by keys, too, and only that; the
   landmarks around its buttons for copying, which come when their code is seen, have names; and
   light and dark follow the system while a page is open, as the pictures do; paper is white. */
(() => {
  const SCROLLING =
    ".arithmatex, .lesson-output, .lesson-output div, .md-typeset__scrollwrap";
  const mark = () => {
    for (const element of document.querySelectorAll(SCROLLING)) {
      const scrolls = getComputedStyle(element).overflowX === "auto";
      if (scrolls && element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    }
  };
  let blocks = 0;
  const name = () => {
    for (const nav of document.querySelectorAll(".md-code__nav:not([aria-label])")) {
      blocks += 1;
      nav.setAttribute("aria-label", `Code block ${blocks}`);
    }
  };
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wear = (isDark) => {
    document.body.dataset.mdColorScheme = isDark ? "slate" : "default";
  };
  dark.addEventListener("change", () => wear(dark.matches));
  addEventListener("beforeprint", () => wear(false));
  addEventListener("afterprint", () => wear(dark.matches));
  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("formulas", mark);
})();
