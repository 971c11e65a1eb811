// An exam: answers are collected, and it is checked that they can be read. Nothing here knows a right one.
// @ts-check
import { begin, blanks, by, fieldOf, kept, say } from "./form.js";
import { typed } from "./typing.js";

/** @typedef {import("./form.js").Blank} Blank */

/** @param {Blank} blank @param {import("./typing.js").Typed | null} found */
function answered(blank, found) {
  note(blank, found);
  count();
}

/** Say what a number was understood as, or that it is none. @param {Blank} blank @param {import("./typing.js").Typed | null} found */
function note(blank, found) {
  const row = by(`r${blank.key}`);
  row.dataset.tone = found ? (found.readable ? "noted" : "bad") : "";
  by(`v${blank.key}`).textContent = found ? say(found.readable ? "noted" : "unreadable") : "";
  by(`m${blank.key}`).textContent = found && !found.readable ? say("unread", { typed: found.raw.slice(0, 40) }) : "";
}

function count() {
  const answers = blanks.filter((blank) => kept.answers[blank.name] !== undefined);
  by("progress").textContent = say("progress", { n: answers.length, m: blanks.length });
}

function show() {
  for (const blank of blanks) {
    const raw = kept.answers[blank.name];
    const found = raw === undefined ? null : typed(raw, blank.digits, new Map());
    fieldOf(blank).toggleAttribute("aria-invalid", false);
    if (found && !found.readable) fieldOf(blank).setAttribute("aria-invalid", "true");
    note(blank, found);
  }
  count();
}

begin({ answered, show, clear: () => {} });
