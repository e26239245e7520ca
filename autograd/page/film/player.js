// The player in a page that makes its films itself: its own page, in a frame that may run its
// script and reach nothing around it.

// table: what show/player/template.py gives; film: what film.js makes
function playerPage(table, film) {
  // "<" ends no script and opens no tag when it is written as an escape
  const text = JSON.stringify(film).replaceAll("<", "\\u003c");
  const [before, after] = table.page.split(table.hole);
  return before + text + after;
}

export class PlayerFrame {
  constructor(table, film, { title, theme = "", heard = () => {} }) {
    this.element = document.createElement("iframe");
    this.element.title = title;
    this.element.setAttribute("sandbox", "allow-scripts allow-forms");
    this.element.srcdoc = playerPage(table, film);
    this.element.addEventListener("load", () => this.wear(theme));
    this.listen = ({ source, data }) => {
      if (source === this.element.contentWindow) heard(data);
    };
    addEventListener("message", this.listen);
  }

  wear(theme) { // "light", "dark", or "" for the system's
    this.element.contentWindow?.postMessage({ theme }, "*");
  }

  step() { // one step more; after the last one the step is taken
    this.element.contentWindow?.postMessage({ step: 1 }, "*");
  }

  close() {
    removeEventListener("message", this.listen);
    this.element.remove();
  }
}
