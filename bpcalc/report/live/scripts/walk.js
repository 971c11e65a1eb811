// The walk through the lines, one after the other, with what each uses lit in the picture.
// @ts-check
import { all, say, state } from "./state.js";

/** Milliseconds between two steps of the walk. */
const PACE = 1600;

export const walk = { at: -1, timer: 0 };

/** @returns {HTMLTableRowElement[]} the lines of the page, in order */
export const steps = () => /** @type {HTMLTableRowElement[]} */ (all("tr[data-line], .lines tbody tr:has([data-numbers])"));

/** @param {number} to */
export function walkTo(to) {
  const rows = steps();
  rows[walk.at]?.classList.remove("now");
  walk.at = Math.max(-1, Math.min(to, rows.length));
  const row = rows[walk.at];
  document.body.classList.toggle("walking", !!row);
  if (!row) {
    pause();
    walk.at = -1;
    light(null);
    return;
  }
  row.classList.add("now");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  row.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  light(row);
}

/** Light what a line works out and what it uses. @param {HTMLTableRowElement | null} row */
export function light(row) {
  for (const element of all("svg .now, svg .then")) element.classList.remove("now", "then");
  if (!row) return;
  const place = Number(row.querySelector("[data-numbers]")?.getAttribute("data-numbers"));
  const used = leaves(/** @type {any} */ (state.program.lines[place].formula));
  for (const [places_, name] of /** @type {[number[], string][]} */ ([[used, "then"], [[place], "now"]])) {
    for (const each of places_) {
      for (const text of all(`svg [data-value="${each}"]`)) text.closest("text")?.classList.add(name);
    }
  }
  for (const text of all("figure .now")) inSight(text);
}

/** Move a picture that is wider than the page to what is lit. @param {Element} text */
function inSight(text) {
  const figure = /** @type {Element} */ (text.closest("figure"));
  const [inner, outer] = [text.getBoundingClientRect(), figure.getBoundingClientRect()];
  figure.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
}

/** @param {import("./calculation.js").Tree} tree @returns {number[]} */
function leaves(tree) {
  if (typeof tree === "number") return [tree];
  if (typeof tree === "string") return [];
  const parts = tree[0] === "^" ? [tree[1]] : tree[0] === "f" ? tree.slice(2) : tree.slice(1);
  return parts.flatMap(leaves);
}

export function play() {
  if (walk.timer) return pause();
  walkTo(walk.at + 1);
  walk.timer = window.setInterval(() => walkTo(walk.at + 1), PACE);
  nameWalk();
}

/** The button says what it does: begin, or stop. */
export function nameWalk() {
  for (const button of all("[data-walk]")) {
    button.textContent = say(walk.timer ? "stop" : "walk");
    button.classList.toggle("on", walk.timer > 0);
  }
}

export function pause() {
  window.clearInterval(walk.timer);
  walk.timer = 0;
  nameWalk();
}
