// Old numbers handed in as new ones: digits that tell them from numbers that are rounded.
// @ts-check
import { askedExponent } from "./agreement.js";
import { touches } from "./boxes.js";
import { halfUnit } from "./cells.js";
import { Dec, dec, equal } from "./decimals.js";
import { Judgement } from "./judgement.js";
import { OLD_NUMBERS } from "./rules.js";
import { isNumber } from "./trees.js";

/** @typedef {import("./cells.js").Cell & {value: Dec}} Written */
/** @typedef {import("./judgement.js").Cells} Cells */

const { BIAS_STEPS, MIN_OTHERS, MORE_DIGITS, MOST_DIGITS } = OLD_NUMBERS;

/** Return a sheet on which old numbers are told from rounded ones. @param {Judgement} judged @param {Cells} cells @returns {[Judgement, Cells]} */
export function withOldNumbers(judged, cells) {
  const { scheme, options, precision } = judged;
  const [old, others] = toldApart(judged, cells);
  if (!old.length || others.length < MIN_OTHERS) return [judged, cells];
  const place = Math.max(-MOST_DIGITS, ...others.map((each) => each.exponent), ...placesOfSteps(judged, cells));
  const digits = Math.min(MOST_DIGITS, ...others.map((each) => each.digits));
  const found = new Map(cells);
  for (const [key, cell] of old) {
    const asked = judged.digits(key);
    const least = asked === null ? place : Math.max(place, askedExponent(asked, scheme.value(key).centre));
    const last = Math.max(least, cell.value.first - digits + 1);
    if (last > cell.exponent - MORE_DIGITS) continue;
    const right = [judged.of(key).own, scheme.value(key)].some((box) => touches(cell.value, halfUnit(last), box));
    if (!right) found.set(key, { ...cell, exponent: last, loose: last, digits: cell.digits + cell.exponent - last });
  }
  if ([...found].every(([key, cell]) => cell === cells.get(key))) return [judged, cells];
  return [new Judgement(scheme, found, options, precision), found];
}

/** The new numbers that are the old ones, and the others that show their digits. @param {Judgement} judged @param {Cells} cells @returns {[[number, Written][], Written[]]} */
function toldApart(judged, cells) {
  const { options, scheme } = judged;
  /** @type {[number, Written][]} */
  const old = [];
  /** @type {Written[]} */
  const others = [];
  for (const [key, cell] of written(cells)) {
    if (!options.fresh.includes(scheme.keys[key].kind) || !scheme.has(key)) continue;
    const [before, last] = numberBefore(judged, cells, key);
    if (before !== null && equal(cell.value, before) && cell.exponent >= last) old.push([key, cell]);
    else if (!equalsKey(judged, key, cell)) others.push(cell);
  }
  return [old, others];
}

/** The numbers that can be read, but for 0, which has a rule of its own. @param {Cells} cells @returns {[number, Written][]} */
const written = (cells) =>
  /** @type {[number, Written][]} */ ([...cells].filter(([, cell]) => cell.value !== null && !cell.value.zero));

/** @param {Judgement} judged @param {number} key @param {Written} cell */
function equalsKey({ scheme }, key, cell) {
  const right = scheme.value(key);
  return right.known && equal(cell.value, right.centre);
}

/** The old number of a line, as it is written or given, and the power of ten of its last digit. @param {Judgement} judged @param {Cells} cells @param {number} key @returns {[Dec | null, number]} */
function numberBefore({ options, scheme }, cells, key) {
  const old = scheme.leaves(key).find((leaf) => options.learnt.includes(scheme.keys[leaf].kind));
  if (old === undefined) return [null, 0];
  const cell = cells.get(old);
  if (cell && cell.value !== null) return [cell.value, cell.exponent];
  const formula = scheme.has(old) ? scheme.formula(old) : null;
  if (formula === null || !isNumber(formula)) return [null, 0];
  const given = dec(/** @type {string} */ (formula));
  return [given, given.exponent];
}

/** The powers of ten of the last digits of the gradients and changes of biases. @param {Judgement} judged @param {Cells} cells @returns {number[]} */
function placesOfSteps(judged, cells) {
  const { keys } = judged.scheme;
  const steps = written(cells).filter(([key]) => BIAS_STEPS.includes(keys[key].kind));
  return steps.filter(([key, cell]) => !equalsKey(judged, key, cell)).map(([, cell]) => cell.exponent);
}
