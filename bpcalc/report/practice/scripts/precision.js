// Numbers that come out of a program: how far they may lie off, and in which precision it worked.
// @ts-check
import { decimals } from "./cells.js";
import { Dec, ZERO, absolute, dec, equal, fromFloat, multiply } from "./decimals.js";
import { PRECISION } from "./rules.js";
import { Noise } from "./trees.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {"" | "double" | "single"} Precision */
/** @typedef {Map<number, Cell>} Cells */

/** @type {Record<Precision, number>} */
const ROUNDOFF = { "": 2 ** -53, double: 2 ** -53, single: 2 ** -24 };

const { CUT_DIGITS, CUT_SHARE, EXACT_SHARE, LONG_DIGITS, MIN_LONG_NUMBERS } = PRECISION;
const { SHORTEST, SINGLE_DIGITS, SINGLE_SHARE, SURE_DIGITS } = PRECISION;

/** @param {Cell} cell @param {number} digits */
export const isLong = (cell, digits = SINGLE_DIGITS) => cell.value !== null && cell.digits >= digits;

/** Whether rounding in single precision could reach the digits of a number. @param {Cell} cell */
export const mayShowNoise = (cell) => cell.value !== null && (cell.exponent <= -6 || cell.digits >= SINGLE_DIGITS - 1);

/** What rounding in a program may have moved each line by. */
export class ProgramNoise {
  /** @type {Map<number, import("./trees.js").Noisy>} */
  #lines = new Map();

  /** @param {import("./scheme.js").Scheme} scheme @param {import("./trees.js").Forms} forms @param {(key: number) => Dec | null} number */
  constructor(scheme, forms, number) {
    this.scheme = scheme;
    this.number = number;
    this.algebra = new Noise(forms, (key) => this.line(key));
  }

  /** @param {number} key @param {Precision} precision @returns {Dec} how far a line may lie off; 0 where nothing can be said */
  bound(key, precision) {
    const error = this.line(key).error * ROUNDOFF[precision];
    return Number.isFinite(error) ? fromFloat(error) : ZERO;
  }

  /** @param {number} key @returns {import("./trees.js").Noisy} */
  line(key) {
    let found = this.#lines.get(key);
    if (!found) {
      found = this.algebra.of(this.scheme.formula(key));
      const number = this.number(key);
      // A zero of which no digit is left was none in the program, which divided by it.
      if (number !== null && !number.zero) found = { value: Number.isNaN(number.float) ? Infinity : number.float, error: found.error };
      this.#lines.set(key, found);
    }
    return found;
  }
}

/** How far rounding once moves a number at most. @param {Dec} value @param {Precision} precision @returns {Dec} */
export const ulp = (value, precision) => multiply(absolute(value), fromFloat(ROUNDOFF[precision]));

/** @param {Cell} cell @returns {boolean} whether it is what a float of 32 bits prints */
function printsSingle(cell) {
  const value = /** @type {Dec} */ (cell.value);
  const single = Math.fround(value.float);
  if (!Number.isFinite(single)) return false;
  return equal(value, fromFloat(single)) || equal(value, shortest(single));
}

/** @param {Cell} cell @returns {boolean} whether it is a float of 32 bits to as many digits as are written, as in a column with exponents */
function fillsUp(cell) {
  const value = /** @type {Dec} */ (cell.value);
  const single = Math.fround(value.float);
  return Number.isFinite(single) && cell.digits <= 100 && equal(value, dec(single.toExponential(Math.max(cell.digits, 1) - 1)));
}

/** @param {number} single @returns {Dec} the shortest decimal that reads as this float of 32 bits */
function shortest(single) {
  for (const digits of SHORTEST) {
    const text = single.toExponential(digits - 1);
    if (Math.fround(Number(text)) === single) return dec(text);
  }
  return fromFloat(single);
}

/** @param {Cells} cells @returns {boolean} whether the long numbers of a sheet are what floats of 32 bits print */
export function showsSingle(cells) {
  const long = [...cells.values()].filter((cell) => isLong(cell, LONG_DIGITS));
  const exact = long.filter(printsSingle);
  const few = long.length < MIN_LONG_NUMBERS && !exact.some((cell) => isLong(cell, SURE_DIGITS));
  if (few || exact.length < EXACT_SHARE * long.length) return false;
  return long.filter((cell) => printsSingle(cell) || fillsUp(cell)).length >= SINGLE_SHARE * long.length;
}

/** @param {Cells} cells @returns {number[]} the numbers that a program may have cut short, as they are all over the sheet */
export function cutByPrint(cells) {
  const long = [...cells].filter(([, cell]) => isLong(cell)).map(([key]) => key);
  // A loss that was printed by itself has all its digits, and is known by them.
  const known = (/** @type {Cell} */ cell) => isLong(cell, LONG_DIGITS) && printsSingle(cell);
  for (const some of [long, long.filter((key) => !known(/** @type {Cell} */ (cells.get(key))))]) {
    const places = new Set(some.map((key) => decimalsOf(cells, key)));
    if (some.length >= MIN_LONG_NUMBERS && places.size === 1) return CUT_DIGITS.includes([...places][0]) ? some : [];
  }
  const readable = [...cells].filter(([, cell]) => cell.value !== null);
  for (const count of [decimals, (/** @type {Cell} */ cell) => cell.digits]) {
    const most = Math.max(0, ...readable.map(([, cell]) => count(cell)));
    const full = readable.filter(([, cell]) => count(cell) === most).map(([key]) => key);
    if (CUT_DIGITS.includes(most) && full.length >= Math.max(MIN_LONG_NUMBERS, CUT_SHARE * readable.length)) return full;
  }
  const finest = Math.max(0, ...long.map((key) => decimalsOf(cells, key)));
  const full = long.filter((key) => decimalsOf(cells, key) === finest);
  return CUT_DIGITS.includes(finest) && full.length >= MIN_LONG_NUMBERS ? full : [];
}

/** @param {Cells} cells @param {number} key */
const decimalsOf = (cells, key) => decimals(/** @type {Cell} */ (cells.get(key)));

/** @param {Cells} cells @param {number[]} long @returns {number[]} what was printed as the long ones were */
export function printedAlike(cells, long) {
  const places = new Set(long.map((key) => decimalsOf(cells, key)));
  const counts = new Set(long.map((key) => /** @type {Cell} */ (cells.get(key)).digits));
  if (places.size !== 1 && counts.size === 1) {
    const [most] = counts;
    return [...cells].filter(([, cell]) => isLong(cell, 1) && cell.digits <= most).map(([key]) => key);
  }
  if (places.size !== 1) return long;
  const [[place], known] = [[...places], new Set(long)];
  return [...cells].filter(([key, cell]) => known.has(key) || (isLong(cell, 1) && decimals(cell) === place)).map(([key]) => key);
}
