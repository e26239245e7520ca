(() => { // takes the still picture away and tells the player in this output what the notebook's
  // theme is, now and when it changes
  const frame = document.currentScript.parentElement.querySelector("iframe");
  frame.previousElementSibling.remove();
  const theme = ({ dataset, classList }) => {
    const has = (...names) => names.some((name) => classList.contains(name));
    if (dataset.jpThemeLight) return dataset.jpThemeLight === "true" ? "light" : "dark";
    if (has("vscode-light", "vscode-high-contrast-light")) return "light";
    return has("vscode-dark", "vscode-high-contrast") ? "dark" : "";
  };
  const tell = () => {
    if (!frame.isConnected) watcher.disconnect();
    else frame.contentWindow.postMessage({ theme: theme(document.body) }, "*");
  };
  const watcher = new MutationObserver(tell);
  const attributeFilter = ["data-jp-theme-light", "class"];
  watcher.observe(document.body, { attributes: true, attributeFilter });
  frame.addEventListener("load", tell);
})();
