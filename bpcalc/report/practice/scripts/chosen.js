// The exercise that is shown: the only one of the page, or one of a set.
// @ts-check
import { lengthened } from "./markup.js";
import { withRepeats } from "./repeats.js";
import { spots, write } from "./spots.js";

/** What changes: at which places of a mapping, a list or a text of parts; a list holds what takes the place of all. @typedef {[any] | {[place: string]: Changes}} Changes */

/** @param {string} id @returns {any} */
const parsed = (id) => JSON.parse(withRepeats(document.getElementById(id)?.textContent ?? "null"));

/** @param {any} value @param {Changes | null} changes @returns {any} */
function changed(value, changes) {
  if (changes === null) return value;
  if (Array.isArray(changes)) return changes[0];
  const whole = typeof value === "string" ? value.split(";") : value;
  const copy = Array.isArray(whole) ? [...whole] : { ...whole };
  for (const [place, change] of Object.entries(changes)) copy[place] = changed(whole[place], change);
  return typeof value === "string" ? copy.join(";") : copy;
}

/** What a copy of the page holds that a browser has saved: what was filled in, by the names of fields, and which exercise is shown. @typedef {{values: Record<string, string>, number: number, hints: string}} Copy */

/** Restore the page as it was written, if this is a copy; keep it aside, if it is none, for a copy to have it. @param {HTMLElement} article @returns {Copy | null} */
function restored(article) {
  const aside = document.getElementById("aside");
  if (aside instanceof HTMLTemplateElement && aside.content.childElementCount) {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (article.querySelectorAll("input[name]"));
    const values = Object.fromEntries([...fields].map((field) => [field.name, field.getAttribute("value") ?? ""]));
    article.replaceChildren(aside.content.cloneNode(true));
    return { values, number: Number(article.dataset.number), hints: article.dataset.hints ?? "" };
  }
  const template = document.createElement("template");
  template.id = "aside";
  template.content.append(...[...article.childNodes].map((node) => node.cloneNode(true)));
  article.after(template);
  return null;
}

export const article = /** @type {HTMLElement} */ (document.querySelector("article"));
const copy = restored(article);

/** Ends the names under which a browser keeps what is filled in: a copy is a page of its own. */
export const own = copy ? location.pathname : "";

const first = parsed("exercise") ?? {};
/** @type {[Changes, import("./spots.js").Change[]][]} */
const others = parsed("others") ?? [];

/** How many exercises there are, and which one is shown, counted from 1. */
export const count = others.length + 1;
const asked = Number(location.hash.slice(1)) || copy?.number || 1;
export const number = Number.isInteger(asked) && asked >= 1 && asked <= count ? asked : 1;

/** What was filled in when a copy was saved, of the exercise that is shown. */
export const saved = copy?.number === number ? copy : null;
article.dataset.number = String(number);

export const data = number === 1 ? first : changed(first, others[number - 2][0]);
for (const place of Object.keys(data.symbols ?? {})) data.symbols[place] = lengthened(data.symbols[place], data.tags);
if (number > 1) write(spots(article, others[number - 2][1]), 1);

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
