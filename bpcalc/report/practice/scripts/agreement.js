// The rule of marking: what the digits written allow, and what comes of it.
// @ts-check
import { Box, touches } from "./boxes.js";
import { bareZero, half, halfUnit } from "./cells.js";
import { Dec, ZERO, absolute, add, compare, dec, equal, isTooLong, larger, multiply, negated, quantized } from "./decimals.js";
import { MARKING_RULE } from "./rules.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./rounding.js").Digits} Digits */
/** @typedef {"" | "good" | "extra" | "few" | "cut"} Fit how a written number agrees with a value */
/** @typedef {"own" | "key"} Source */
/** @typedef {{absolute: Dec, relative: Dec}} Tolerance */

const { BARE_ZERO, MIN_DIGITS } = MARKING_RULE;

/** @type {Tolerance} */
export const EXACTLY = { absolute: ZERO, relative: ZERO };

/** The power of ten of the last digit that is asked of a value. @param {Digits | null} digits @param {Dec} value */
export function askedExponent(digits, value) {
  if (digits === null) return value.zero ? -MIN_DIGITS : Math.max(-MIN_DIGITS, value.first - MIN_DIGITS + 1);
  if (!digits.significant) return -digits.count;
  return (value.zero ? 0 : value.first) - digits.count + 1;
}

/** @param {Dec} value @param {Dec} room @param {Box} box @param {Tolerance} tolerance */
function meets(value, room, box, tolerance) {
  const size = larger(absolute(value), absolute(box.centre));
  return touches(value, room, box, add(tolerance.absolute, multiply(tolerance.relative, size)));
}

/** @param {Cell} cell one that can be read @param {Box} box @param {Digits | null} digits @param {Tolerance} tolerance @param {number} bareZero the power of ten of the last digit that a 0 without decimals stands for @returns {Fit} */
export function fit(cell, box, digits, tolerance = EXACTLY, bareZero = BARE_ZERO) {
  const value = /** @type {Dec} */ (cell.value);
  if (digits === null && value.zero) return asZero(cell, box, tolerance, bareZero);
  const wanted = askedExponent(digits, value.zero ? box.centre : value);
  if (meets(value, halfUnit(Math.min(cell.exponent, wanted)), box, tolerance)) return "good";
  const coarser = Math.max(cell.exponent, loosely(cell, digits), digits === null ? cell.exponent : wanted);
  if (meets(value, halfUnit(coarser), box, tolerance)) return rougher(cell, wanted, digits);
  return cell.exponent <= wanted ? cut(cell, box) : "";
}

/** The power of ten of the last digit of a bare 0 among these numbers. @param {Iterable<Cell>} cells */
export function placeOfZeros(cells) {
  const seen = [...cells].filter((cell) => cell.value !== null && !cell.value.zero).map((cell) => cell.exponent);
  seen.sort((one, other) => one - other);
  return seen.length ? Math.min(-MIN_DIGITS, seen[seen.length >> 1]) : BARE_ZERO;
}

/** How a zero agrees with a value of which no digits are asked. @param {Cell} cell @param {Box} box @param {Tolerance} tolerance @param {number} bare @returns {Fit} */
function asZero(cell, box, tolerance, bare) {
  const meant = cell.exponent <= -MIN_DIGITS ? cell : { ...cell, exponent: bare };
  return meets(ZERO, half(meant), box, tolerance) ? "good" : cut(meant, box);
}

/** @param {Cell} cell @param {Digits | null} digits the last significant place, with the benefit of doubt */
const loosely = (cell, digits) => (digits === null || digits.significant ? cell.loose : cell.exponent);

/** @param {Cell} cell @param {number} wanted @param {Digits | null} digits @returns {Fit} */
function rougher(cell, wanted, digits) {
  if (cell.exponent > wanted) {
    if (digits !== null && cell.digits >= digits.count) return "good";
    const bare = /** @type {Dec} */ (cell.value).zero || cell.exponent >= 0;
    return bare && cell.exponent > -MIN_DIGITS && cell.digits < MIN_DIGITS ? "" : "few";
  }
  return digits !== null && cell.exponent < wanted ? "extra" : "good";
}

/** @param {Cell} cell @param {Box} box @returns {Fit} */
function cut(cell, box) {
  const [value, room] = [/** @type {Dec} */ (cell.value), half(cell)];
  const up = value.sign > 0 || (value.zero && box.centre.sign > 0);
  const step = up ? room : negated(room);
  const middle = add(value, step);
  if (!touches(middle, room, box)) return "";
  const beyond = add(absolute(add(middle, step)), box.radius);
  return compare(absolute(box.centre), beyond) >= 0 ? "" : "cut";
}

/** Whether a number has the digits that are asked for, by either way of counting. @param {Cell} cell @param {Digits | null} digits */
export function enoughDigits(cell, digits) {
  if (cell.value === null) return false;
  return (digits !== null && cell.digits >= digits.count) || cell.exponent <= askedExponent(digits, cell.value);
}

/** Whether a number is a half of a unit rounded to the even digit, and not up. @param {Cell} cell @param {Box} box */
export function halfEven(cell, box) {
  const { value } = cell;
  if (value === null || !box.exact) return false;
  const [size, centre] = [absolute(value), absolute(box.centre)];
  return compare(size, centre) < 0 && equal(centre, add(size, half(cell)));
}

/** A written number as later lines see it: how far it may be off. @param {Cell} cell @param {Digits | null} digits @param {Fit} how @returns {Dec} */
export function standing(cell, digits, how) {
  const value = /** @type {Dec} */ (cell.value);
  if (bareZero(cell)) return ZERO;
  let exponent = Math.max(cell.exponent, loosely(cell, digits));
  if (!value.zero) {
    const wanted = askedExponent(digits, value);
    if (digits === null) exponent = Math.min(exponent, wanted);
    else if (cell.digits < digits.count || cell.exponent < wanted) exponent = wanted;
  }
  return how === "cut" ? new Dec(1n, exponent) : halfUnit(exponent);
}

/** Whether a number was rounded to more digits first, and then once more. @param {Cell} cell @param {Box} box */
export function roundedTwice(cell, box) {
  if (!box.known || compare(multiply(new Dec(10n), box.radius), half(cell)) > 0) return false;
  const first = quantized(box.centre, cell.exponent - 1, "half_up");
  return !isTooLong(first) && equal(quantized(first, cell.exponent, "half_up"), /** @type {Dec} */ (cell.value));
}

/**
 * The lines of the rule, the first that holds deciding: source, agreement, whether a mistake is before it, outcome;
 * and what agreement each fit is.
 * @typedef {{cases: [Source, string, boolean | null, string][], agreements: Record<string, string>}} Rule
 */

/**
 * Return what a number is by the rule, and how it agrees; null if it is wrong.
 * @param {Rule} rule @param {(source: Source) => Fit} fitTo @param {boolean} ownKnown @param {boolean} afterError
 * @returns {[string, Fit] | null}
 */
export function outcome(rule, fitTo, ownKnown, afterError) {
  for (const [source, agreement, after, result] of rule.cases) {
    if (after !== null && after !== afterError) continue;
    const known = ownKnown || source === "key";
    const how = known ? fitTo(source) : "";
    if ((known ? rule.agreements[how] : "unknown") !== agreement) continue;
    const jumps = result === "right" && source === "key" && ownKnown;
    return [jumps && !fitTo("own") ? "jump" : result, how];
  }
  return null;
}

/** @param {Digits} digits @param {Dec} value @param {import("./decimals.js").Ties} ties @returns {Dec} */
export function rounded(digits, value, ties = "half_up") {
  if (digits.significant && value.zero) return value;
  return quantized(value, digits.significant ? value.first - digits.count + 1 : -digits.count, ties);
}

/** Whether a number is none that a line can have. @param {Dec} value @param {[string, string]} range */
export function outside(value, [low, high]) {
  const below = low !== "-Infinity" && compare(value, dec(low)) < 0;
  return below || (high !== "Infinity" && compare(value, dec(high)) > 0);
}
