/* Cells of a page that can be edited and run. Python (live/worker.js) comes with the first click
   and is one for the page: a cell sees what those above it made, so these run first where they
   have not. Stopping ends the Worker, and with it all that was made. */
(() => {
  const HERE = document.currentScript.src;
  const { highlighted } = window;

  const make = (tag, properties = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };

  // Python in a Worker of its own; cells wait for one another.
  class Python {
    worker = null;
    ran = new Set(); // cells
    stops = 0;

    start() {
      this.worker = new Worker(new URL("live/worker.js", HERE), { type: "module" });
      this.worker.onmessage = ({ data: { kind, told } }) => this.heard[kind]?.(told);
      this.worker.onerror = ({ message }) => this.heard.lost(message || "its Worker ended");
      return this.awaited((resolve) => ({ ready: resolve }));
    }

    // what a cell told is shown by it; false where it failed, null where it was stopped
    run(cell) {
      const coming = this.awaited((resolve) => cell.heard(resolve));
      this.worker.postMessage({ code: cell.code, title: cell.title });
      return coming;
    }

    // until one of those that listen has heard the end, it was stopped (null), or Python is lost
    awaited(listening) {
      return new Promise((resolve, reject) => {
        this.stopped = () => resolve(null);
        this.heard = { ...listening(resolve), lost: (told) => reject(new Error(told)) };
      });
    }

    stop() {
      this.worker?.terminate();
      this.worker = null;
      this.ran.clear();
      this.stops += 1;
      this.stopped?.();
    }
  }
  const python = new Python();

  class Cell {
    constructor(block, number) {
      const text = block.querySelector("code").textContent.replace(/\n$/, "");
      this.title = `cell ${number}`;
      this.original = text;
      this.shade = make("code", {}, ...highlighted(text));
      this.area = make("textarea", {
        value: text,
        spellcheck: false,
        autocapitalize: "off",
        autocomplete: "off",
        ariaLabel: `Code of ${this.title}`,
        oninput: () => this.edited(),
        onkeydown: (event) => this.key(event),
      });
      this.area.setAttribute("wrap", "off");
      this.runner = make("button", { type: "button", textContent: "Run" });
      this.runner.onclick = () => this.isBusy || run(this);
      this.stopper = make("button", { type: "button", textContent: "Stop", hidden: true });
      this.stopper.onclick = () => python.stop();
      this.reset = make("button", { type: "button", textContent: "Undo changes", hidden: true });
      this.reset.onclick = () => this.put(this.original);
      this.status = make("span", { className: "live-status", role: "status" });
      this.output = make("div", { className: "live-output", hidden: true, role: "group" });
      this.output.setAttribute("aria-label", `What ${this.title} shows`);
      this.element = this.built();
      block.replaceWith(this.element);
    }

    built() {
      for (const button of [this.runner, this.stopper, this.reset]) {
        button.setAttribute("aria-label", `${button.textContent} ${this.title}`);
      }
      const shade = make("pre", { ariaHidden: "true" }, this.shade);
      const editor = make("div", { className: "live-editor highlight" }, shade, this.area);
      const bar = make("div", { className: "live-bar" });
      bar.append(this.runner, this.stopper, this.reset, this.status);
      return make("div", { className: "live-cell" }, editor, bar, this.output);
    }

    get isBusy() {
      return !this.stopper.hidden;
    }

    get code() {
      return this.area.value;
    }

    put(text) {
      this.area.value = text;
      this.edited();
      this.area.focus();
    }

    edited() {
      this.shade.replaceChildren(...highlighted(this.code));
      this.reset.hidden = this.code === this.original;
    }

    // Tab goes on to the next thing, as everywhere in a page; a new line begins where this one does
    key(event) {
      if (event.key !== "Enter") return;
      if (event.shiftKey || event.ctrlKey || event.metaKey) {
        event.preventDefault();
        run(this);
      } else {
        const before = this.code.slice(0, this.area.selectionStart);
        const line = before.slice(before.lastIndexOf("\n") + 1);
        const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "    " : "");
        if (!indent) return;
        event.preventDefault();
        const { selectionStart: start, selectionEnd: end } = this.area;
        this.area.setRangeText(`\n${indent}`, start, end, "end");
        this.edited();
      }
    }

    busy(on, said = "") {
      const isLeft = !on && document.activeElement === this.stopper; // by keys one is on Run again
      this.stopper.hidden = !on;
      this.runner.ariaDisabled = String(on); // and not disabled: it would lose the focus
      if (isLeft) this.runner.focus();
      this.element.toggleAttribute("data-busy", on);
      this.status.textContent = said;
    }

    heard(ended) {
      this.output.replaceChildren();
      this.output.hidden = true;
      return {
        printed: (text) => this.text(text, "live-printed"),
        warned: (text) => this.text(text, "live-warned"),
        failed: (text) => this.text(text, "live-failed"),
        shown: (bundle) => this.show(bundle),
        ended,
      };
    }

    text(text, className) {
      const last = this.output.lastElementChild;
      if (last?.className === className) last.append(text);
      else this.add(make("pre", { className, tabIndex: 0 }, text));
    }

    add(element) {
      this.output.hidden = false;
      this.output.append(element);
    }

    show(bundle) {
      const html = bundle["text/html"];
      const latex = bundle["text/latex"];
      if (html) this.add(living(make("div", { className: "live-html", innerHTML: html })));
      else if (bundle["image/svg+xml"]) {
        const svg = encodeURIComponent(bundle["image/svg+xml"]);
        const src = `data:image/svg+xml;charset=utf-8,${svg}`;
        this.add(make("img", { src, alt: bundle["text/plain"] ?? "a picture" }));
      } else if (latex) {
        this.add(make("div", { className: "arithmatex" }, latex.replace(/^\${1,2}|\${1,2}$/g, "")));
        window.setFormulas?.(this.output);
      } else this.text(`${bundle["text/plain"]}\n`, "live-printed");
    }
  }

  // scripts that come by innerHTML do not run; those of a picture that moves have to
  const living = (element) => {
    queueMicrotask(() => {
      for (const dead of element.querySelectorAll("script")) {
        const script = make("script");
        script.textContent = dead.textContent;
        dead.replaceWith(script);
      }
    });
    return element;
  };

  const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

  // cells that were clicked wait for one another; stopping ends the waiting, too
  let last = Promise.resolve();
  const run = (cell) => {
    if (location.protocol === "file:") {
      cell.status.textContent =
        "Cells run where the site is served, not from a folder: python -m http.server -d site";
      return;
    }
    const { stops } = python;
    cell.busy(true, "Waiting …");
    last = last.then(() => (stops === python.stops ? runAll(cell) : cell.busy(false)));
  };

  const runAll = async (cell) => {
    const above = cells.slice(0, cells.indexOf(cell)).filter((one) => !python.ran.has(one));
    for (const one of above) {
      if (await turn(one)) continue;
      return cell.busy(false, `Not run: ${one.title} above did not come through.`);
    }
    return turn(cell);
  };

  // One cell from its click to its end; whether it came through.
  const turn = async (cell) => {
    const begin = performance.now();
    let lost = "Python could not be loaded";
    const { stops } = python;
    try {
      if (!python.worker) {
        cell.busy(true, "Python is coming: 7 MB, the first time …");
        await python.start();
      }
      lost = "Python broke down, and what the cells had made is gone";
      if (stops !== python.stops) return cell.busy(false, stopped);
      cell.busy(true, "Running …");
      const came = await python.run(cell);
      if (came) python.ran.add(cell);
      const said = came === null ? stopped : came ? "Done" : "Failed";
      cell.busy(false, came === null ? said : `${said} after ${seconds(begin)}`);
      return came;
    } catch (error) {
      cell.busy(false, `${lost}: ${error.message}`);
      python.stop();
      return null;
    }
  };
  const stopped = "Stopped; what the cells had made is gone.";

  const cells = [...document.querySelectorAll(".live.highlight")].map(
    (block, i) => new Cell(block, i + 1),
  );
})();
