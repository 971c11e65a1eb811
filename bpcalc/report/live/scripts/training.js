// Training in the page: a worker runs the epochs, and the errors that they came to are drawn.
// @ts-check
import { relying } from "./bound.js";
import { withOthers } from "./calculation.js";
import { draw } from "./curve.js";
import { numeral } from "./numerals.js";
import { read, written } from "./reading.js";
import { known, round } from "./rounding.js";
import { SENT } from "./sharing.js";
import { announce } from "./showing.js";
import { by, data, quoted, say, state, tell } from "./state.js";

/** Epochs that are trained at most. */
const MOST_EPOCHS = 100000;

/** @type {{worker: Worker | null, errors: number[] | null, doubt: number}} */
const training = { worker: null, errors: null, doubt: 0 };

/** @param {string} typed @returns {number | null} how many epochs are to be trained, null if none that can be */
export function epochsOf(typed) {
  const number = Number(read(typed)?.text);
  return Number.isInteger(number) && number >= 1 && number <= MOST_EPOCHS ? number : null;
}

export function train() {
  const field = /** @type {HTMLInputElement} */ (by("epochs"));
  const [typed, epochs] = [field.value, epochsOf(field.value)];
  field.setAttribute("aria-invalid", String(epochs === null));
  forget();
  if (epochs === null) return tell(() => say("epochsUnread", { typed: quoted(typed), most: MOST_EPOCHS }));
  field.value = String(epochs);
  tell(() => "");
  announce();
  const source = /** @type {HTMLElement} */ (document.getElementById("script")).textContent ?? "";
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.onmessage = (message) => {
    URL.revokeObjectURL(address);
    worker.terminate();
    training.errors = message.data.errors;
    training.doubt = message.data.doubt;
    showTraining();
  };
  training.worker = worker;
  const givens = [...state.givens].map(([place, given]) => [place, Number(written(round(given.value, SENT, "half_even", 10 ** 6)))]);
  worker.postMessage({ program: withOthers(data.program, relying()), givens, epochs, first: state.epoch + 1 });
}

/** End a training, and take away what one came to: beside other numbers or another sentence it would be taken for theirs. */
export function forget() {
  training.worker?.terminate();
  training.errors = null;
  by("trained").textContent = "";
  by("curve").hidden = true;
}

/** Return the digits of a trained error: those of its line, and two of a small one. @param {number} error */
function digitsOf(error) {
  const { lines, kept } = state.program;
  const line = state.program.error ? lines[state.program.error[1]] : null;
  const small = kept !== null && error !== 0 && Math.abs(error) < 10 ** (1 - kept);
  return small && line?.family ? { count: kept, significant: true } : (line?.digits ?? null);
}

/** Say what the training has come to, and draw its errors. */
export function showTraining() {
  const { errors } = training;
  if (errors === null) return;
  const [last, epochs] = [errors[errors.length - 1], errors.length - 1];
  const word = (Number.isFinite(last) ? "trained" : "diverged") + (epochs === 1 ? "Once" : "");
  const error = Number.isFinite(last) ? numeral(known(last, training.doubt, digitsOf(last), state.program.ties)) : "";
  const title = say(word, { epochs, error });
  by("trained").textContent = title;
  const figure = by("curve");
  figure.hidden = false;
  draw(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (figure.querySelector("svg"))), errors, title);
}
