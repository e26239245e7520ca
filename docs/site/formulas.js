/* Formulas by KaTeX, which is loaded where there are any. */
(() => {
  const HERE = document.currentScript.src;
  const FENCES = /^\s*(\\\(|\\\[|\$\$?)([^]*?)(\\\)|\\\]|\$\$?)\s*$/;
  let loaded;

  const load = () => {
    loaded ??= new Promise((resolve, reject) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet" });
      style.href = new URL("katex/katex.min.css", HERE);
      const script = document.createElement("script");
      Object.assign(script, { src: new URL("katex/katex.min.js", HERE), onload: resolve });
      script.onerror = reject;
      document.head.append(style, script);
    });
    return loaded;
  };

  // what heads a column is told by its name, into which browsers take letters and no formula
  const spell = (formula) => {
    const letters = formula.querySelector("mrow").textContent;
    formula.ariaHidden = "true";
    formula.after(Object.assign(document.createElement("span"), {
      className: "said", textContent: letters,
    }));
  };

  window.setFormulas = async (within) => {
    const found = [...within.querySelectorAll(".arithmatex:not([data-set])")];
    if (!found.length) return;
    await load();
    for (const element of found) {
      const text = element.textContent.match(FENCES)?.[2] ?? element.textContent;
      const displayMode = element.tagName === "DIV";
      window.katex.render(text, element, { displayMode, throwOnError: false });
      element.dataset.set = "";
    }
    within.querySelectorAll("th .katex:not([aria-hidden])").forEach(spell);
    document.dispatchEvent(new Event("formulas"));
  };
  window.setFormulas(document);
})();
