// What leaves the page: its numbers in the address, and in a file.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { numberOf, written } from "./reading.js";
import { round } from "./rounding.js";
import { data, start, state } from "./state.js";

/** @typedef {import("./state.js").Given} Given */

/** Digits of a number that leaves the page. */
export const SENT = { count: 17, significant: true };

/** @param {Given} given @returns {string} the number as it leaves the page */
export function sent(given) {
  const known = numberOf(given.text);
  const arithmetic = new Arithmetic(state.program.digits);
  const same = known && arithmetic.sum([known.value, arithmetic.minus(given.value)]);
  if (same && same.zero && given.value.error === null) return given.text;
  return written(round(given.value, SENT, "half_even", 10 ** 6));
}

/** Keep what was changed in the address, so that it can be sent, and which epoch begins with it. */
export function address() {
  const changed = [...state.givens].filter(([place, given]) => given.text !== start.get(place)?.text);
  const parts = changed.map(([place, given]) => `${place}=${encodeURIComponent(sent(given))}`);
  const query = [...(state.epoch ? [`epoch=${state.epoch + 1}`] : []), ...parts].join("&");
  history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
}

/** @param {string} text */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Return what stands in a place of the file: a number of the page, or how many epochs were run before. @param {string | number | {after: number}} part */
function filled(part) {
  if (typeof part === "number") return sent(/** @type {Given} */ (state.givens.get(part)));
  return typeof part === "string" ? part : String(part.after + state.epoch);
}

/** Offer the exercise with the numbers of the page as a file. */
export function save() {
  const text = data.file.map(filled).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = data.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
