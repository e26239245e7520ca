// What stands in the file as it is: it unpacks everything else (JSON, gzip, base64: a quarter as
// long) and starts it. The script comes from an address of the page's own making: there is no eval.

async function unpacked({ textContent }) {
  const bytes = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

// In a frame of a notebook the page around it says, once this has loaded, if it is light or dark.
addEventListener("message", ({ source, data }) => {
  if (source === parent && data?.theme !== undefined) document.body.dataset.theme = data.theme;
});

unpacked(document.getElementById("data")).then((data) => {
  globalThis.playground = data; // for file.js
  const element = document.createElement("script");
  element.src = URL.createObjectURL(new Blob([data.script], { type: "text/javascript" }));
  element.onload = () => URL.revokeObjectURL(element.src);
  document.body.append(element);
});
