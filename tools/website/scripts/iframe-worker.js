/* A page from a folder may start no worker; there, the search runs in a hidden frame. */
if (location.protocol === "file:") {
  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.inner = frame.contentWindow;
      this.listen = (event) => {
        if (event.source !== this.inner) return;
        this.dispatchEvent(new MessageEvent("message", { data: event.data }));
      };
      addEventListener("message", this.listen);
      const inside = frame.contentDocument;
      inside.open();
      inside.write(
        "<script>" +
          "postMessage = parent.postMessage.bind(parent);" +
          "importScripts = (...urls) => urls.reduce((before, url) => before.then(() =>" +
          " new Promise((done) => { const script = document.createElement('script');" +
          " script.src = url; script.onload = done; document.body.append(script); })), Promise.resolve())" +
          "</script><body></body>",
      );
      inside.close();
      this.ready = new Promise((done) => {
        const script = inside.createElement("script");
        script.src = String(url);
        script.onload = done;
        inside.body.append(script);
      });
    }

    set onmessage(heard) {
      this.addEventListener("message", heard);
    }

    postMessage(data) {
      this.ready.then(() => this.inner.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      removeEventListener("message", this.listen);
      this.inner.frameElement.remove();
    }
  }
  window.IFrameWorker = IFrameWorker;
  window.NativeWorker = window.Worker;
  window.Worker = IFrameWorker;
}
