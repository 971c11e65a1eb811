// The exercise that is shown: the only one of the page, or one of a set.
// @ts-check
import { spots, write } from "./spots.js";

/** What changes: at which places of a mapping, a list or a text of parts; a list holds what takes the place of all. @typedef {[any] | {[place: string]: Changes}} Changes */

/** @param {string} id @returns {any} */
const parsed = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @param {any} value @param {Changes | null} changes @returns {any} */
function changed(value, changes) {
  if (changes === null) return value;
  if (Array.isArray(changes)) return changes[0];
  const whole = typeof value === "string" ? value.split(";") : value;
  const copy = Array.isArray(whole) ? [...whole] : { ...whole };
  for (const [place, change] of Object.entries(changes)) copy[place] = changed(whole[place], change);
  return typeof value === "string" ? copy.join(";") : copy;
}

const first = parsed("exercise") ?? {};
/** @type {[Changes, import("./spots.js").Change[]][]} */
const others = parsed("others") ?? [];

/** How many exercises there are, and which one is shown, counted from 1. */
export const count = others.length + 1;
const asked = Number(globalThis.location?.hash.slice(1));
export const number = Number.isInteger(asked) && asked >= 1 && asked <= count ? asked : 1;

export const data = number === 1 ? first : changed(first, others[number - 2][0]);
if (number > 1) write(spots(/** @type {Element} */ (document.querySelector("article")), others[number - 2][1]), 1);

/** The names under which a browser keeps what is filled in, exercise by exercise. @type {string[]} */
export const names = [first.id, ...others.map(([changes]) => /** @type {any} */ (changes)?.id?.[0] ?? first.id)];

/** Show another exercise. @param {number} next */
export function show(next) {
  location.hash = String(next);
}

if (count > 1) {
  history.scrollRestoration = "manual";
  window.addEventListener("hashchange", () => location.reload());
}
