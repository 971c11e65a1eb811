// The page: fields for what is given, and everything else worked out again after every change.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { following } from "./calculation.js";
import { decimal } from "./numbers.js";
import { numberOf } from "./reading.js";
import { closed, movable } from "./room.js";
import { address, decoded, save } from "./sharing.js";
import { fill, update } from "./showing.js";
import { spots, write } from "./spots.js";
import { all, data, languages, quoted, say, speech, start, state, tell } from "./state.js";
import { epochsOf, forget, showTraining, train } from "./training.js";
import { light, nameWalk, pause, play, steps, walk, walkTo } from "./walk.js";

/** @typedef {import("./numbers.js").Num} Num */
/** @typedef {import("./state.js").Given} Given */
/** @typedef {import("./state.js").Givens} Givens */

/** Parts of an address that are quoted at most. */
const MOST_QUOTED = 5;

// Changing --------------------------------------------------------------------------------------

/** @param {number} place @param {Given} given */
function change(place, given) {
  speech.said = () => "";
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
  const arithmetic = new Arithmetic(state.program.digits);
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
  speech.said = () => "";
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
  show(following(state.program, state.givens, state.worked), state.epoch + 1);
}

function back() {
  const before = state.past.pop();
  if (before) show(before, state.epoch - 1);
}

function reset() {
  state.past = [];
  show(new Map(start), 0);
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
