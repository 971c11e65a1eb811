// The blanks of a page: what is typed into them, kept over a reload, saved to a file and read back, in either language.
// @ts-check
import { LAST_HINT, decoded, hinted, hintsGiven, origin, read, written as inFile } from "./answers.js";
import { article, count, data, names as exercises, number, own, saved, show as showExercise } from "./chosen.js";
import { renamed } from "./names.js";
import { given } from "./reading.js";
import { centred, closed, movable } from "./room.js";
import { spots, write } from "./spots.js";
import { typed, valueOf } from "./typing.js";

/** @typedef {import("./typing.js").Typed} Typed */
/** A blank: the number of its line, its name in files, its symbol, and the digits that are asked for. @typedef {{key: number, name: string, symbol: string, digits: import("./rounding.js").Digits | null}} Blank */
/** What is kept: answers by name, wrong ones given before, how many hints were given, the student and the language. */
/** @typedef {{answers: Record<string, string>, wrong: Record<string, string[]>, hints: Record<string, number>, student: string, language: string}} Kept */

/** Names that a sentence lists at most. */
const MOST_NAMES = 8;

/** @type {Blank[]} */
export const blanks = data.blanks.map((/** @type {any} */ blank) => ({ symbol: blank.name, ...blank, digits: data.roundings[blank.digits ?? 0] }));

/** @type {Kept} */
export const kept = { answers: {}, wrong: {}, hints: {}, student: "", language: data.language };

/** @param {string} id @returns {HTMLElement} */
export const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @template {Element} T @param {string} selector @returns {T[]} */
export const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

/** @param {Blank} blank @returns {HTMLInputElement} */
export const fieldOf = (blank) => /** @type {HTMLInputElement} */ (by(`b${blank.key}`));

/** @param {string} text @returns {string} with the minus of a book */
export const typeset = (text) => text.replace(/-/g, "−");

/** Return a sentence of the page, with its parts filled in. @param {string} name @param {Record<string, string | number>} parts */
export function say(name, parts = {}) {
  const text = /** @type {string} */ (data.words[kept.language][name] ?? "");
  return text.replace(/\{(\w+)\}/g, (whole, part) => (part in parts ? String(parts[part]) : whole));
}

/** The digits that are asked for, in words. @param {Blank} blank */
export function inDigits({ digits }) {
  if (!digits) return "";
  return say(digits.significant ? "significant" : "decimals", { n: digits.count });
}

// Keeping ---------------------------------------------------------------------------------------

/** Keep what has come about, so that a reload finds it. */
export function keep() {
  article.dataset.hints = hintsGiven(kept.hints);
  try {
    localStorage.setItem(data.id + own, JSON.stringify(kept));
    if (data.set) localStorage.setItem(data.set + own, JSON.stringify({ student: kept.student, language: kept.language }));
  } catch {
    // A browser that keeps nothing: the file is there.
  }
}

/** Take down that hints were given to a line. @param {string} name @param {number} times */
export function hint(name, times) {
  const before = kept.hints[name] ?? 0;
  if (times > before) kept.hints[name] = Math.min(times, LAST_HINT);
}

/** Whether a hint has shown the value of a line. @param {Blank} blank */
export const isShown = ({ name }) => kept.hints[name] === LAST_HINT;

/** @param {string} name @returns {any} what a browser has kept under it */
function stored(name) {
  const found = JSON.parse(localStorage.getItem(name + own) ?? "null");
  return found && typeof found === "object" ? found : {};
}

/** What the page holds itself, if it is a copy that a browser has saved. */
function ofCopy() {
  if (!saved) return {};
  return { answers: saved.values, hints: Object.fromEntries(hinted(`# with hints: ${saved.hints}`)), student: saved.values.student ?? "" };
}

/** Take up what was kept; name and language are those of the whole set. */
function recall() {
  try {
    const found = { ...ofCopy(), ...stored(data.id), ...(data.set ? stored(data.set) : {}) };
    const names = new Set(blanks.map((blank) => blank.name));
    for (const [name, raw] of Object.entries(found.answers ?? {})) if (names.has(name) && raw !== "") kept.answers[name] = String(raw);
    for (const [name, list] of Object.entries(found.wrong ?? {})) {
      if (names.has(name) && Array.isArray(list)) kept.wrong[name] = list.map(String);
    }
    for (const [name, times] of Object.entries(found.hints ?? {})) if (names.has(name)) hint(name, Number(times));
    kept.student = String(found.student ?? "");
    if (found.language in data.words) kept.language = found.language;
  } catch {
    // What cannot be read is as good as nothing.
  }
}

// Blanks ----------------------------------------------------------------------------------------

/** Write a text into a field, and onto the page, too: a copy of it that a browser saves holds it. @param {HTMLInputElement} field @param {string} text */
function put(field, text) {
  field.value = text;
  field.setAttribute("value", text);
}

/** Write the rows: symbol and blank, the button for hints where there are any, and places for what is said. */
function layOut() {
  for (const { key, name, symbol } of blanks) {
    const row = by(`r${key}`);
    row.innerHTML = written(key);
    by(`b${key}`).setAttribute("name", name);
    for (const spoken of row.querySelectorAll(".spoken")) spoken.textContent = symbol;
  }
}

/** @param {number} key @returns {string} */
const written = (key) =>
  `<label for="b${key}"><math aria-hidden="true">${data.symbols[key]}<mo>=</mo></math><span class="spoken"></span></label>
<input id="b${key}" autocomplete="off" autocapitalize="off" spellcheck="false" inputmode="text" aria-describedby="v${key} m${key}">
${data.book ? hintButton(key) : ""}<span class="verdict" id="v${key}"></span>
<p class="says" id="m${key}" aria-live="polite"></p>${data.book ? `<div class="hints" id="h${key}" aria-live="polite"></div>` : ""}`;

/** @param {number} key @returns {string} */
const hintButton = (key) =>
  `<button id="t${key}" type="button" aria-controls="h${key}" aria-describedby="n${key}"><span data-word="hintButton"></span><span class="spoken" id="n${key}"></span></button>`;

/** The numbers that may be called by name in arithmetic. */
function names() {
  const known = new Map(Object.entries(data.givens).map(([name, text]) => [name, given(/** @type {string} */ (text)).value]));
  for (const { name } of blanks) {
    const found = typed(kept.answers[name] ?? "", null, new Map());
    if (found.readable) known.set(name, valueOf(found.raw)); // what comes from a file is still as it was written
  }
  return known;
}

/** @param {string} text @returns {boolean} whether it says that nothing is there, as `check` reads it */
const isBlank = (text) => data.nothing.includes(text.trim().toLowerCase());

/**
 * Take down what stands in a field; return what it was understood as, null if it is empty.
 * @param {Blank} blank @returns {Typed | null}
 */
export function take(blank) {
  const field = fieldOf(blank);
  field.removeAttribute("aria-invalid");
  put(field, field.value);
  if (isBlank(field.value)) {
    delete kept.answers[blank.name];
    keep();
    return null;
  }
  const found = typed(field.value, blank.digits, names());
  kept.answers[blank.name] = found.raw;
  if (found.readable) put(field, found.raw);
  else field.setAttribute("aria-invalid", "true");
  keep();
  return found;
}

/** Put an answer into its field. @param {Blank} blank @param {string} raw */
export function fill(blank, raw) {
  kept.answers[blank.name] = raw;
  put(fieldOf(blank), raw);
  keep();
}

function fillAll() {
  for (const blank of blanks) put(fieldOf(blank), kept.answers[blank.name] ?? "");
  put(student(), kept.student);
}

/** @returns {HTMLInputElement} */
const student = () => /** @type {HTMLInputElement} */ (by("student"));

// The file --------------------------------------------------------------------------------------

/** Offer the answers as a file. */
function save() {
  const answers = blanks.map(({ name }) => /** @type {[string, string]} */ ([name, kept.answers[name] ?? ""]));
  const text = inFile(data.file.head, kept.student, answers, kept.hints);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = data.file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  tell(say("saved", { file: data.file.name }));
}

/**
 * Fill the blanks from a file; ask before one is replaced that holds something else.
 * @param {File} file @param {() => void} after @param {Map<string, number> | null} right the right numbers, where the page knows them
 */
async function load(file, after, right) {
  const text = decoded(await file.arrayBuffer());
  const found = renamed(read(text), blanks.map(({ name }) => name), data.books, right);
  const known = blanks.filter(({ name }) => found.get(name));
  const [ours, theirs] = [origin(`# ${data.file.head[0]}`), origin(text)];
  const here = new Set(["student", ...blanks.map(({ name }) => name)]);
  const others = [...found.keys()].filter((name) => !here.has(name));
  const filled = known.filter(({ name }) => kept.answers[name] !== undefined && kept.answers[name] !== found.get(name));
  const replaced = !filled.length || window.confirm(say("replace", { names: listed(filled.map(({ name }) => name)) }));
  const left = new Set(replaced ? [] : filled);
  const taken = known.filter((blank) => !left.has(blank));
  for (const { name } of taken) kept.answers[name] = /** @type {string} */ (found.get(name));
  const named = found.get("student") ?? "";
  const another = named && kept.student && named !== kept.student;
  if (!another && named) kept.student = named;
  const given = new Map(hinted(text));
  for (const { name } of taken) if (given.has(name)) hint(name, given.get(name) ?? 0);
  fillAll();
  for (const blank of taken) take(blank);
  keep();
  after();
  tell(
    [
      !known.length ? say("unloaded", { file: file.name.slice(0, 80) }) : taken.length === 1 ? say("loadedOne") : say("loaded", { n: taken.length }),
      replaced ? "" : say("left", { names: listed(filled.map(({ name }) => name)) }),
      others.length ? say("unknown", { names: listed(others) }) : "",
      another ? say("nameLeft", { name: named.slice(0, 80) }) : "",
      theirs && theirs !== ours ? say("ofAnother", { exercise: theirs.slice(0, 80) }) : "",
    ].filter(Boolean).join(kept.language === "zh" ? "" : " "),
  );
}

/** @param {string[]} names @returns {string} the first of them */
const listed = (names) => names.slice(0, MOST_NAMES).map((name) => name.slice(0, 40)).join(kept.language === "zh" ? "、" : ", ") + (names.length > MOST_NAMES ? " …" : "");

/** Say something that is about no single line. @param {string} text */
export function tell(text) {
  by("status").textContent = text;
}

// Languages -------------------------------------------------------------------------------------

/** Where the picture and the givens differ in the other language. @type {import("./spots.js").Spot[]} */
let inOther = [];

/** Show everything in the language that is chosen. */
function translate() {
  const { language } = kept;
  write(inOther, language === data.language ? 0 : 1);
  by("report").lang = data.languages[language];
  closed();
  document.documentElement.lang = data.languages[language];
  document.title = say("title");
  for (const element of /** @type {HTMLElement[]} */ (all("[data-language]"))) element.hidden = element.dataset.language !== language;
  for (const element of /** @type {HTMLElement[]} */ (all("[data-word]"))) element.textContent = say(element.dataset.word ?? "");
  if (count > 1) listExercises();
  for (const element of all("[data-label]")) element.setAttribute("aria-label", say(element.getAttribute("data-label") ?? ""));
  centred();
  movable();
}

/** Say in the list of exercises how many blanks of each are filled in. */
function listExercises() {
  const list = /** @type {HTMLSelectElement} */ (by("number"));
  [...list.options].forEach((option, place) => (option.textContent = `${place + 1}${filledIn(place)}`));
  list.value = String(number);
}

/** @param {number} place @returns {string} */
function filledIn(place) {
  try {
    const filled = place + 1 === number ? kept.answers : (stored(exercises[place]).answers ?? {});
    const times = Object.keys(filled).length;
    return times ? ` (${times}/${blanks.length})` : "";
  } catch {
    return "";
  }
}

/** Let another exercise of the set be chosen. */
function listenToList() {
  by("number").addEventListener("change", (event) => showExercise(Number(/** @type {HTMLSelectElement} */ (event.target).value)));
  by("number").addEventListener("focus", listExercises);
  by("following").addEventListener("click", () => showExercise((number % count) + 1));
}

/**
 * Begin: fill the blanks with what was kept, and listen.
 * @param {{answered: (blank: Blank, found: Typed | null) => void, show: () => void, clear: () => void, right?: () => Map<string, number>}} page
 */
export function begin(page) {
  recall();
  layOut();
  inOther = spots(by("report"), data.changes);
  translate();
  window.addEventListener("resize", movable);
  fillAll();
  const byField = new Map(blanks.map((blank) => [`b${blank.key}`, blank]));
  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const blank = byField.get(field.id);
    if (blank) page.answered(blank, take(blank));
    if (field.id === "student") {
      kept.student = field.value.trim();
      field.setAttribute("value", kept.student);
      keep();
    }
    if (field.id === "file" && field.files?.[0]) {
      load(field.files[0], page.show, page.right?.() ?? null);
      field.value = "";
    }
  });
  document.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Enter" && byField.has(field.id)) onward(field, event);
  });
  if (count > 1) listenToList();
  by("save").addEventListener("click", save);
  by("load").addEventListener("click", () => by("file").click());
  by("language").addEventListener("click", () => {
    const languages = Object.keys(data.words);
    kept.language = languages[(languages.indexOf(kept.language) + 1) % languages.length];
    keep();
    translate();
    tell("");
    page.show();
  });
  by("clear").addEventListener("click", () => {
    if (!window.confirm(say("sure"))) return;
    Object.assign(kept, { answers: {}, wrong: {}, hints: {} });
    keep();
    fillAll();
    page.clear();
    page.show();
    tell("");
  });
  page.show();
}

/** Go to the next blank after Enter; mark this one first. @param {HTMLElement} field @param {KeyboardEvent} event */
function onward(field, event) {
  event.preventDefault();
  const fields = blanks.map(fieldOf);
  const at = fields.findIndex((each) => each === field);
  const next = fields[at + (event.shiftKey ? -1 : 1)];
  if (next) next.focus();
  else field.blur();
}
