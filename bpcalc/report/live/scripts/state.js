// What the page knows: the exercise, the numbers that it has now, and what it says in which language.
// @ts-check
import { given } from "./reading.js";

/** @typedef {{value: import("./numbers.js").Num, text: string}} Given */
/** @typedef {Map<number, Given>} Givens */

export const data = JSON.parse(globalThis.document?.getElementById("program")?.textContent ?? '{"program": {"lines": []}}');
/** The languages of the page, the one that it was written in first. @type {string[]} */
export const languages = data.words ? [data.language, ...Object.keys(data.words).filter((each) => each !== data.language)] : [];

/** @returns {Givens} what the exercise gives */
function original() {
  /** @type {Givens} */
  const givens = new Map();
  /** @type {import("./calculation.js").Program} */ (data.program).lines.forEach((line, place) => {
    if (line.given !== undefined) givens.set(place, given(line.given));
  });
  return givens;
}

export const start = original();
/** The numbers that the page has now; the program is that of the epoch which is shown. */
/** @type {{program: import("./calculation.js").Program, givens: Givens, epoch: number, past: Givens[], worked: import("./calculation.js").Worked}} */
export const state = { program: data.program, givens: new Map(start), epoch: 0, past: [], worked: { values: [], shown: [], finite: [], nearly: [], digits: [] } };

/** @template {Element} T @param {string} selector @returns {T[]} */
export const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

/** @param {string} id @returns {HTMLElement} */
export const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What is said in which language, until something changes ("" if it is the error), and where the page differs in the other one. */
/** @type {{language: string, said: () => string, spots: import("./spots.js").Spot[]}} */
export const speech = { language: data.language, said: () => "", spots: [] };

/** Return a sentence of the page, with its parts filled in. @param {string} name @param {Record<string, string | number>} parts */
export function say(name, parts = {}) {
  const text = /** @type {string} */ (data.words[speech.language][name]);
  return text.replace(/\{(\w+)\}/g, (whole, part) => (part in parts ? String(parts[part]) : whole));
}

/** Say something of what was typed, and nothing else until it is changed. @param {() => string} sentence */
export function tell(sentence) {
  speech.said = sentence;
  by("status").textContent = sentence();
}

/** @param {string} text @returns {string} its beginning, as it is quoted */
export const quoted = (text) => text.trim().slice(0, 40);
