// One script, two places: the page, and the worker that trains for it.
// @ts-check
import { train } from "./floats.js";
import { begin } from "./page.js";

if (typeof document === "undefined") {
  self.onmessage = (message) => {
    const { program, givens, epochs } = message.data;
    self.postMessage(train(program, givens, epochs));
  };
} else begin();
