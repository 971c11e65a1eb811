// One script, two places: the page, and the worker that trains for it.
// @ts-check
import { train } from "./floats.js";
import { begin } from "./page.js";

if (typeof document === "undefined") {
  self.onmessage = (message) => {
    const { program, givens, epochs, first } = message.data;
    self.postMessage(train(program, givens, epochs, first));
  };
} else begin();
