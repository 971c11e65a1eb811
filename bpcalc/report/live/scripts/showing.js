// Everything that follows from the givens, worked out again and put where it stands.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { broken, relying } from "./bound.js";
import { calculate, holds, inEpoch, withOthers } from "./calculation.js";
import { numeral, typeset } from "./numerals.js";
import { centred, movable } from "./room.js";
import { shown } from "./rounding.js";
import { all, by, data, say, speech, state } from "./state.js";
import { substitution, symbolic } from "./writing.js";

/** Signs that a field has room for. */
const [LEAST_SIGNS, MOST_SIGNS] = [6, 16];

/** Work all lines out and put them where they stand. */
export function update() {
  state.program = withOthers(inEpoch(data.program, state.epoch + 1), relying());
  const open = new Set(relying().filter((place) => !(place in state.program.others)));
  state.worked = calculate(state.program, state.givens, open);
  for (const id of ["next", "train"]) document.getElementById(id)?.toggleAttribute("disabled", open.size > 0);
  const { shown: texts } = state.worked;
  for (const element of all("[data-value]")) put(element, texts[Number(element.getAttribute("data-value"))]);
  for (const element of all("[data-numbers]")) {
    const formula = state.program.lines[Number(element.getAttribute("data-numbers"))].formula;
    if (formula !== null) element.innerHTML = substitution(formula, texts, state.program.functions);
  }
  for (const element of all("[data-formula]")) {
    const { formula } = state.program.lines[Number(element.getAttribute("data-formula"))];
    if (formula !== null) element.innerHTML = symbolic(formula, state.program.symbols, state.program.functions);
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
    element.hidden = !holds(state.program, state.worked, JSON.parse(element.dataset.when ?? ""));
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
  const arithmetic = new Arithmetic(state.program.digits);
  const change = arithmetic.cut(arithmetic.sum([values[fresh], arithmetic.minus(values[old])]));
  return shown(change, state.worked.digits[fresh], state.program.ties, 10 ** 6);
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
    blank.dataset.room = room;
    element.before(blank);
  });
}

/** Say the error before and after, and the epoch. */
export function announce() {
  by("epoch").textContent = say("epoch", { epoch: state.epoch + 1 });
  /** @type {HTMLButtonElement} */ (by("back")).disabled = !state.past.length;
  const [bound] = broken();
  const open = bound?.[1].some((place) => !(place in state.program.others));
  const note = bound ? say(bound[2]) : "";
  by("status").textContent = speech.said() || note;
  if (!state.program.error || open) return;
  const [before, after] = state.program.error;
  const error = (/** @type {number} */ place) => numeral(state.worked.shown[place]);
  if (before === null) {
    by("status").textContent = speech.said() || `${note} ${say("errorAfter", { after: error(after) })}`.trim();
    return;
  }
  by("status").textContent = speech.said() || `${note} ${say("error", { before: error(before), after: error(after) })}`.trim();
  for (const sentence of all("[data-trend]")) sentence.textContent = trend(before, after);
}

/** @param {number} before @param {number} after @returns {string} */
function trend(before, after) {
  const { values, finite } = state.worked;
  if (!finite[before] || !finite[after]) return "";
  const arithmetic = new Arithmetic(state.program.digits);
  const { sign } = arithmetic.sum([values[after], arithmetic.minus(values[before])]);
  return sign < 0 ? say("fell") : sign > 0 ? say("rose") : say("same");
}

/** Put the givens into their fields. */
export function fill() {
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
