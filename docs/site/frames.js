// A playground's frame loads its file when there is room for it: on a phone a picture stands there.
(() => {
  const load = () => {
    for (const frame of document.querySelectorAll("iframe[data-src]")) {
      if (getComputedStyle(frame).display === "none") continue;
      frame.src = frame.dataset.src;
      frame.removeAttribute("data-src");
    }
  };
  addEventListener("resize", load);
  load();
})();
