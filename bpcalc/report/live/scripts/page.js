// The page: fields for what is given, and everything else worked out again after every change.
// @ts-check
import { calculate, following, holds, inEpoch, withOthers } from "./calculation.js";
import { draw } from "./curve.js";
import { Arithmetic } from "./arithmetic.js";
import { Num, decimal } from "./numbers.js";
import { numeral, typeset } from "./numerals.js";
import { given, numberOf, read, written } from "./reading.js";
import { centred, closed, movable } from "./room.js";
import { round, shown } from "./rounding.js";
import { spots, write } from "./spots.js";
import { substitution, symbolic } from "./writing.js";

/** @typedef {{value: Num, text: string}} Given */
/** @typedef {Map<number, Given>} Givens */

/** Digits of a number that leaves the page. */
const SENT = { count: 17, significant: true };

/** Milliseconds between two steps of the walk. */
const PACE = 1600;

/** Epochs that are trained at most. */
const MOST_EPOCHS = 100000;

/** Signs that a field has room for. */
const [LEAST_SIGNS, MOST_SIGNS] = [6, 16];

/** Parts of an address that are quoted at most. */
const MOST_QUOTED = 5;

const data = JSON.parse(globalThis.document?.getElementById("program")?.textContent ?? '{"program": {"lines": []}}');
/** That of the epoch which is shown. @type {import("./calculation.js").Program} */
let program = data.program;
/** The languages of the page, the one that it was written in first. @type {string[]} */
const languages = data.words ? [data.language, ...Object.keys(data.words).filter((each) => each !== data.language)] : [];

/** @returns {Givens} what the exercise gives */
function original() {
  /** @type {Givens} */
  const givens = new Map();
  program.lines.forEach((line, place) => {
    if (line.given !== undefined) givens.set(place, given(line.given));
  });
  return givens;
}

const start = original();
/** @type {{givens: Givens, epoch: number, past: Givens[], worked: import("./calculation.js").Worked}} */
const state = { givens: new Map(start), epoch: 0, past: [], worked: { values: [], shown: [], finite: [], nearly: [], digits: [] } };

/** @template {Element} T @param {string} selector @returns {T[]} */
const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

/** @param {string} id @returns {HTMLElement} */
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** What is said in which language, and where the page differs in the other one. @type {{language: string, spots: import("./spots.js").Spot[]}} */
const speech = { language: data.language, spots: [] };

/** Return a sentence of the page, with its parts filled in. @param {string} name @param {Record<string, string | number>} parts */
function say(name, parts = {}) {
  const text = /** @type {string} */ (data.words[speech.language][name]);
  return text.replace(/\{(\w+)\}/g, (whole, part) => (part in parts ? String(parts[part]) : whole));
}

/** What is said until something changes, in the language that is chosen: "" if it is the error. */
let said = () => "";

/** Say something of what was typed, and nothing else until it is changed. @param {() => string} sentence */
function tell(sentence) {
  said = sentence;
  by("status").textContent = sentence();
}

/** @param {string} text @returns {string} its beginning, as it is quoted */
const quoted = (text) => text.trim().slice(0, 40);

// Showing ---------------------------------------------------------------------------------------

/** Work all lines out and put them where they stand. */
function update() {
  program = withOthers(inEpoch(data.program, state.epoch + 1), relying());
  const open = new Set(relying().filter((place) => !(place in program.others)));
  state.worked = calculate(program, state.givens, open);
  for (const id of ["next", "train"]) document.getElementById(id)?.toggleAttribute("disabled", open.size > 0);
  const { shown: texts } = state.worked;
  for (const element of all("[data-value]")) put(element, texts[Number(element.getAttribute("data-value"))]);
  for (const element of all("[data-numbers]")) {
    const formula = program.lines[Number(element.getAttribute("data-numbers"))].formula;
    if (formula !== null) element.innerHTML = substitution(formula, texts, program.functions);
  }
  for (const element of all("[data-formula]")) {
    const { formula } = program.lines[Number(element.getAttribute("data-formula"))];
    if (formula !== null) element.innerHTML = symbolic(formula, program.symbols, program.functions);
  }
  for (const element of all("[data-epoch]")) element.textContent = say("epoch", { epoch: state.epoch + 1 });
  for (const element of all("[data-relation]")) {
    element.textContent = state.worked.nearly[Number(element.getAttribute("data-relation"))] ? "≈ " : "";
  }
  for (const element of all("[data-difference]")) {
    const [fresh, old] = (element.getAttribute("data-difference") ?? "").split(" ").map(Number);
    put(element, difference(fresh, old));
  }
  for (const element of /** @type {HTMLElement[]} */ (all("[data-when]"))) {
    element.hidden = !holds(program, state.worked, JSON.parse(element.dataset.when ?? ""));
  }
  align();
  centred();
  movable();
  announce();
}

/** @param {number} fresh @param {number} old */
function difference(fresh, old) {
  const { values, finite } = state.worked;
  if (!finite[fresh] || !finite[old]) return "–";
  const arithmetic = new Arithmetic(program.digits);
  const change = arithmetic.cut(arithmetic.sum([values[fresh], arithmetic.minus(values[old])]));
  return shown(change, state.worked.digits[fresh], program.ties, 10 ** 6);
}

/** @param {Element} element @param {string} text */
function put(element, text) {
  if (element instanceof SVGElement) {
    element.textContent = numeral(text);
    return;
  }
  const [mantissa, power] = text.split("e");
  element.replaceChildren();
  if (mantissa.startsWith("-")) element.append(span("minus", "-"));
  element.append(mantissa.replace("-", ""));
  if (power !== undefined) {
    const raised = span("power", `e${power}`);
    raised.dataset.power = typeset(String(Number(power)));
    element.append(raised);
  }
}

/** @param {string} name @param {string} text */
function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/** Let the points of the numbers in a column stand below one another. */
function align() {
  for (const table of all("table")) {
    /** @type {Map<number, HTMLElement[]>} */
    const columns = new Map();
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("tbody .n [data-value], tbody .n [data-difference]"))) {
      const cell = /** @type {HTMLTableCellElement} */ (element.closest("td, th"));
      columns.set(cell.cellIndex, [...(columns.get(cell.cellIndex) ?? []), element]);
    }
    for (const column of columns.values()) pad(column);
  }
}

/** @param {HTMLElement[]} column */
function pad(column) {
  const texts = column.map((element) => element.textContent ?? "");
  const signed = texts.some((text) => text.startsWith("-"));
  const wholes = texts.map((text) => text.replace("-", "").split(/[.e]/)[0].length);
  const widest = Math.max(...wholes);
  column.forEach((element, row) => {
    element.previousElementSibling?.tagName === "I" && element.previousElementSibling.remove();
    const room = (signed && !texts[row].startsWith("-") ? "−" : "") + "0".repeat(widest - wholes[row]);
    if (!room) return;
    const blank = document.createElement("i");
    blank.textContent = room;
    element.before(blank);
  });
}

/** Say the error before and after, and the epoch. */
function announce() {
  by("epoch").textContent = say("epoch", { epoch: state.epoch + 1 });
  /** @type {HTMLButtonElement} */ (by("back")).disabled = !state.past.length;
  const [bound] = broken();
  const open = bound?.[1].some((place) => !(place in program.others));
  const note = bound ? say(bound[2]) : "";
  by("status").textContent = said() || note;
  if (!program.error || open) return;
  const [before, after] = program.error;
  const error = (/** @type {number} */ place) => numeral(state.worked.shown[place]);
  if (before === null) {
    by("status").textContent = said() || `${note} ${say("errorAfter", { after: error(after) })}`.trim();
    return;
  }
  by("status").textContent = said() || `${note} ${say("error", { before: error(before), after: error(after) })}`.trim();
  for (const sentence of all("[data-trend]")) sentence.textContent = trend(before, after);
}

/** @returns {[number[], number[], string][]} targets that some formulas do not hold for, the lines with those, and what is said then */
function broken() {
  return data.bound.filter((/** @type {[number[], number[], string]} */ [targets, , kind]) => {
    const texts = targets.map((place) => /** @type {Given} */ (state.givens.get(place)).value);
    return !BOUNDS[kind](texts);
  });
}

/** @returns {number[]} the places of lines that rely on targets which are not as they need them */
const relying = () => broken().flatMap(([, lines]) => lines);

/** Whether targets are as the formulas need them. @type {Record<string, (targets: Num[]) => boolean>} */
const BOUNDS = {
  whole: (targets) => isSum(targets, "1"),
  binary: areLabels,
  labels: (targets) => !areLabels(targets),
};

/** @param {Num[]} terms @param {string} total */
function isSum(terms, total) {
  const arithmetic = new Arithmetic(program.digits);
  return arithmetic.sum([...terms, arithmetic.minus(decimal(total))]).zero;
}

/** Whether targets are labels of 0 and 1, and not only of 1. @param {Num[]} targets */
function areLabels(targets) {
  return targets.some((each) => each.zero) && targets.every((each) => each.zero || isSum([each], "1"));
}

/** @param {number} before @param {number} after @returns {string} */
function trend(before, after) {
  const { values, finite } = state.worked;
  if (!finite[before] || !finite[after]) return "";
  const arithmetic = new Arithmetic(program.digits);
  const { sign } = arithmetic.sum([values[after], arithmetic.minus(values[before])]);
  return sign < 0 ? say("fell") : sign > 0 ? say("rose") : say("same");
}

/** Put the givens into their fields. */
function fill() {
  for (const field of /** @type {HTMLInputElement[]} */ (all("[data-given]"))) {
    const given = state.givens.get(Number(field.dataset.given));
    if (given && document.activeElement !== field) field.value = given.text;
    field.size = Math.min(Math.max(field.value.length, LEAST_SIGNS), MOST_SIGNS);
    field.removeAttribute("aria-invalid");
  }
  for (const slider of /** @type {HTMLInputElement[]} */ (all("[data-slider]"))) {
    const given = state.givens.get(Number(slider.dataset.slider));
    if (given) slider.value = String(given.text.split("/").map(Number).reduce((above, below) => above / below));
  }
}

// Changing --------------------------------------------------------------------------------------

/** @param {number} place @param {Given} given */
function change(place, given) {
  said = () => "";
  forget();
  state.givens.set(place, given);
  update();
  address();
}

/** Say why a number cannot stand in a place; null if it can. @param {number} place @param {string} typed @param {Given | null} given @returns {(() => string) | null} */
function refusal(place, typed, given) {
  if (given === null) return () => (typed.trim() ? say("unread", { typed: quoted(typed) }) : say("empty"));
  const power = Number(given.text.match(/e([+-]?\d+)$/)?.[1] ?? 0);
  if (Math.abs(power) > data.mostPower) return () => say("power", { text: quoted(typed), most: data.mostPower });
  if (withinDomain(data.domains[data.limits[place]], given.value)) return null;
  return () => say("outside", { typed: quoted(typed), expected: say(`domain${data.limits[place]}`) });
}

/** @param {[boolean, string, boolean] | undefined} domain @param {Num} value */
function withinDomain(domain, value) {
  if (!domain) return true;
  const [above, most, below] = domain;
  const arithmetic = new Arithmetic(program.digits);
  const room = most ? arithmetic.sum([decimal(most), arithmetic.minus(value)]).sign : 1;
  return (above ? value.sign > 0 : value.sign >= 0) && (below ? room > 0 : room >= 0);
}

/** Numbers of fields that are being typed in, as they were before: a beginning such as the 1 of 1/0 is none that was meant. @type {Givens} */
const settled = new Map();

/** Take what is typed if it can be read; else what stood there before counts. @param {HTMLInputElement} field @returns {(() => string) | null} why not */
function typing(field) {
  const place = Number(field.dataset.given);
  const [now, given] = [/** @type {Given} */ (state.givens.get(place)), numberOf(field.value)];
  const known = settled.get(place) ?? now;
  settled.set(place, known);
  const refused = refusal(place, field.value, given);
  if (refused === null) {
    change(place, /** @type {Given} */ (given));
    fill();
  } else if (known !== now) change(place, known);
  return refused;
}

/** Take what was typed, or say why not and what counts. @param {HTMLInputElement} field */
function typed(field) {
  const refused = typing(field);
  const place = Number(field.dataset.given);
  settled.delete(place);
  field.setAttribute("aria-invalid", String(refused !== null));
  const { text } = /** @type {Given} */ (state.givens.get(place));
  if (refused !== null) tell(() => say("counts", { text, reason: refused() }));
}

/** @param {Givens} givens @param {number} epoch */
function show(givens, epoch) {
  said = () => "";
  forget();
  settled.clear();
  state.givens = givens;
  state.epoch = epoch;
  fill();
  update();
  address();
}

function nextEpoch() {
  state.past.push(state.givens);
  show(following(program, state.givens, state.worked), state.epoch + 1);
}

function back() {
  const before = state.past.pop();
  if (before) show(before, state.epoch - 1);
}

function reset() {
  state.past = [];
  show(new Map(start), 0);
}

// The address and the file ----------------------------------------------------------------------

/** @param {Given} given @returns {string} the number as it leaves the page */
function sent(given) {
  const known = numberOf(given.text);
  const arithmetic = new Arithmetic(program.digits);
  const same = known && arithmetic.sum([known.value, arithmetic.minus(given.value)]);
  if (same && same.zero && given.value.error === null) return given.text;
  return written(round(given.value, SENT, "half_even", 10 ** 6));
}

/** Keep what was changed in the address, so that it can be sent, and which epoch begins with it. */
function address() {
  const changed = [...state.givens].filter(([place, given]) => given.text !== start.get(place)?.text);
  const parts = changed.map(([place, given]) => `${place}=${encodeURIComponent(sent(given))}`);
  const query = [...(state.epoch ? [`epoch=${state.epoch + 1}`] : []), ...parts].join("&");
  history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
}

/** Take the givens from the address, and say what in it cannot be used. */
function fromAddress() {
  const givens = new Map(start);
  /** @type {string[]} */
  const unused = [];
  let epoch = 1;
  for (const pair of location.hash.slice(1).split("&").filter(Boolean)) {
    const counted = epochsOf(pair.match(/^epoch=(\d+)$/)?.[1] ?? "");
    if (counted !== null) {
      epoch = counted;
      continue;
    }
    const [, place, text] = pair.match(/^(\d+)=(.*)$/s) ?? [];
    const typed = decoded(text ?? "");
    const given = start.has(Number(place)) ? numberOf(typed) : null;
    if (given && !refusal(Number(place), typed, given)) givens.set(Number(place), given);
    else unused.push(quoted(decoded(pair)));
  }
  state.past = [];
  show(givens, epoch - 1);
  const parts = unused.slice(0, MOST_QUOTED).join(" & ") + (unused.length > MOST_QUOTED ? " …" : "");
  if (unused.length) tell(() => say("unused", { parts }));
}

/** @param {string} text */
function decoded(text) {
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
function save() {
  const text = data.file.map(filled).join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = data.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// Training --------------------------------------------------------------------------------------

/** @type {{worker: Worker | null, errors: number[] | null}} */
const training = { worker: null, errors: null };

/** @param {string} typed @returns {number | null} how many epochs are to be trained, null if none that can be */
function epochsOf(typed) {
  const number = Number(read(typed)?.text);
  return Number.isInteger(number) && number >= 1 && number <= MOST_EPOCHS ? number : null;
}

function train() {
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
    showTraining();
  };
  training.worker = worker;
  const givens = [...state.givens].map(([place, given]) => [place, Number(written(round(given.value, SENT, "half_even", 10 ** 6)))]);
  worker.postMessage({ program: withOthers(data.program, relying()), givens, epochs, first: state.epoch + 1 });
}

/** End a training, and take away what one came to: beside other numbers or another sentence it would be taken for theirs. */
function forget() {
  training.worker?.terminate();
  training.errors = null;
  by("trained").textContent = "";
  by("curve").hidden = true;
}

/** Say what the training has come to, and draw its errors. */
function showTraining() {
  const { errors } = training;
  if (errors === null) return;
  const [last, epochs] = [errors[errors.length - 1], errors.length - 1];
  const word = (Number.isFinite(last) ? "trained" : "diverged") + (epochs === 1 ? "Once" : "");
  const digits = program.error ? program.lines[program.error[1]].digits : null;
  const title = say(word, { epochs, error: Number.isFinite(last) ? numeral(shown(decimal(String(last)), digits, program.ties, 10 ** 6)) : "" });
  by("trained").textContent = title;
  const figure = by("curve");
  figure.hidden = false;
  draw(/** @type {SVGSVGElement} */ (/** @type {unknown} */ (figure.querySelector("svg"))), errors, title);
}

// The language ----------------------------------------------------------------------------------

/** Show the page in a language, with the numbers that it has. @param {string} language */
function speak(language) {
  if (language === speech.language || !languages.includes(language)) return;
  speech.language = language;
  write(speech.spots, languages.indexOf(language));
  document.documentElement.lang = data.languages[language];
  document.title = say("title");
  fill();
  update();
  showTraining();
  const row = steps()[walk.at];
  row?.classList.add("now");
  light(row ?? null);
  closed();
  nameWalk();
}

function switchLanguage() {
  speak(languages[1 - languages.indexOf(speech.language)]);
  try {
    localStorage.setItem(data.id, speech.language);
  } catch {
    // A browser that keeps nothing begins in the first language again.
  }
}

/** @returns {string} the language that was chosen before */
function chosen() {
  try {
    return localStorage.getItem(data.id) ?? data.language;
  } catch {
    return data.language;
  }
}

// The walk --------------------------------------------------------------------------------------

const walk = { at: -1, timer: 0 };

/** @returns {HTMLTableRowElement[]} the lines of the page, in order */
const steps = () => /** @type {HTMLTableRowElement[]} */ (all("tr[data-line], .lines tbody tr:has([data-numbers])"));

/** @param {number} to */
function walkTo(to) {
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
function light(row) {
  for (const element of all("svg .now, svg .then")) element.classList.remove("now", "then");
  if (!row) return;
  const place = Number(row.querySelector("[data-numbers]")?.getAttribute("data-numbers"));
  const used = leaves(/** @type {any} */ (program.lines[place].formula));
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

function play() {
  if (walk.timer) return pause();
  walkTo(walk.at + 1);
  walk.timer = window.setInterval(() => walkTo(walk.at + 1), PACE);
  nameWalk();
}

/** The button says what it does: begin, or stop. */
function nameWalk() {
  for (const button of all("[data-walk]")) {
    button.textContent = say(walk.timer ? "stop" : "walk");
    button.classList.toggle("on", walk.timer > 0);
  }
}

function pause() {
  window.clearInterval(walk.timer);
  walk.timer = 0;
  nameWalk();
}

// Start -----------------------------------------------------------------------------------------

/** @param {string} id @param {() => void} action */
function on(id, action) {
  document.getElementById(id)?.addEventListener("click", action);
}

export function begin() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.dataset.given) typed(field);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement)) return;
    if (field.dataset.given) typing(field);
    if (field.dataset.slider) {
      settled.delete(Number(field.dataset.slider));
      change(Number(field.dataset.slider), { value: decimal(field.value), text: field.value });
      fill();
    }
  });
  closed();
  window.addEventListener("resize", movable);
  speech.spots = spots(/** @type {Element} */ (document.querySelector("article")), data.changes);
  on("language", switchLanguage);
  on("next", nextEpoch);
  on("back", back);
  on("reset", reset);
  on("save", save);
  on("train", train);
  for (const button of all("[data-walk]")) button.addEventListener("click", play);
  for (const button of all("[data-step]")) button.addEventListener("click", () => (pause(), walkTo(walk.at + 1)));
  window.addEventListener("hashchange", fromAddress);
  if (location.hash.length > 1) fromAddress();
  else {
    fill();
    update();
  }
  speak(chosen());
}
