(() => { // takes the still picture away that lies below the frame, and hands on the page's theme
  const box = document.currentScript.parentElement, frame = box.querySelector("iframe");
  box.firstElementChild.remove();
  const names = ["data-jp-theme-light", "data-md-color-scheme"];
  const said = names.filter((name) => document.body.hasAttribute(name))
    .map((name) => ` ${name}="${document.body.getAttribute(name)}"`);
  if (said.length) frame.srcdoc = frame.srcdoc.replace("<body", `<body${said.join("")}`);
})();
