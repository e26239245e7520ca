/* What scrolls sideways is reached by keys, too, and only that. */
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
  addEventListener("load", mark);
  addEventListener("resize", mark);
  document.addEventListener("formulas", mark);
})();
