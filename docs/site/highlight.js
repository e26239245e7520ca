/* Python in the classes of the theme's own code: window.highlighted(code) gives nodes. */
(() => {
  const KEYWORDS =
    "and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield None " +
    "True False";
  const STRINGS = [
    /"""[^]*?(?:"""|$)/,
    /'''[^]*?(?:'''|$)/,
    /"(?:\\.|[^"\\\n])*"?/,
    /'(?:\\.|[^'\\\n])*'?/,
  ];
  const WORDS = new RegExp(
    [
      "(#.*)",
      `((?:\\b[rbfRBF]{1,2})?(?:${STRINGS.map(({ source }) => source).join("|")}))`,
      "(\\b\\d[\\d_.]*(?:e[-+]?\\d+)?)",
      `\\b(${KEYWORDS.replaceAll(" ", "|")})\\b`,
    ].join("|"),
    "g",
  );
  const CLASSES = [null, "c1", "s", "mf", "k"]; // comment, string, number, keyword

  window.highlighted = (code) => {
    const parts = [];
    let end = 0;
    for (const found of code.matchAll(WORDS)) {
      const span = document.createElement("span");
      span.className = CLASSES[found.findIndex((text, i) => i && text !== undefined)];
      span.textContent = found[0];
      parts.push(code.slice(end, found.index), span);
      end = found.index + found[0].length;
    }
    return [...parts, code.slice(end), "\n"]; // as a textarea shows its last line
  };
})();
