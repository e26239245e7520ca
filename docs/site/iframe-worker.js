/* Search in pages that are opened from a folder. Browsers start no worker there, so what would run
   in one runs in a hidden frame. The theme loads this before its own script. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.inside = new Promise(resolve => {
        const frame = document.createElement("iframe");
        frame.hidden = true;
        frame.onload = () => resolve(this.start(frame, url));
        document.documentElement.append(frame);
      });
    }
    start(frame, url) {
      frame.onload = null;
      const inside = frame.contentWindow;
      inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = frame.contentDocument.createElement("script");
      script.src = url;
      return new Promise(resolve => {
        script.onload = () => resolve(inside);
        frame.contentDocument.body.append(script);
      });
    }
    postMessage(data) {
      this.inside.then(to => to.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
}
