// Decimals as marking works with them: 40 digits, halves to the even digit, nothing ever raised.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { Num, length, power, size } from "./numbers.js";
import { whole } from "./series.js";

/** Digits of a result. */
export const DIGITS = 40;

/** Digits to which a function is worked out before it is rounded. */
const MORE = 60;

/** Digits from which on a term of a sum no longer moves it. */
const APART = 120;

/** A decimal as it is written: 0.10 is 10·10⁻². */
export class Dec {
  /** @param {bigint} mantissa @param {number} exponent */
  constructor(mantissa, exponent = 0) {
    this.mantissa = mantissa;
    this.exponent = exponent;
  }

  /** @returns {boolean} */
  get zero() {
    return this.mantissa === 0n;
  }

  /** @returns {number} -1, 0 or 1 */
  get sign() {
    return this.mantissa > 0n ? 1 : this.mantissa < 0n ? -1 : 0;
  }

  /** @returns {number} the power of ten of the first digit */
  get first() {
    return this.exponent + length(this.mantissa) - 1;
  }

  /** @returns {number} as a float */
  get float() {
    return this.first < 300 ? Number(`${this.mantissa}e${this.exponent}`) : NaN;
  }
}

export const ZERO = new Dec(0n);
export const ONE = new Dec(1n);
export const HALF = new Dec(5n, -1);
export const TWO = new Dec(2n);

/** @type {Map<string, Dec>} */
const READ = new Map();

/** Read a decimal such as `-0.10`, `1e-3`, or a fraction of two. @param {string} text @returns {Dec} */
export function dec(text) {
  let found = READ.get(text);
  if (found === undefined) READ.set(text, (found = parsed(text)));
  return found;
}

/** @param {string} text @returns {Dec} */
function parsed(text) {
  if (text.includes("/")) {
    const [above, below] = text.split("/");
    return divide(parsed(above), parsed(below));
  }
  const [digits, exponent = "0"] = text.toLowerCase().split("e");
  const [before, fraction = ""] = digits.replace(/^[+-]/, "").split(".");
  const mantissa = BigInt(before + fraction);
  return new Dec(digits.startsWith("-") ? -mantissa : mantissa, Number(exponent) - fraction.length);
}

/** @param {number} float a finite one @returns {Dec} */
export const fromFloat = (float) => parsed(String(float));

/** What becomes of the digits after the last: of a half, or of all of them. @typedef {"half_up" | "half_even" | "down"} Ties */

/** Round to a multiple of 10^last. @param {Dec} x @param {number} last @param {Ties} ties */
export function quantized(x, last, ties) {
  if (x.exponent >= last) return new Dec(x.mantissa * power(x.exponent - last), last);
  if (x.first < last - 1) return new Dec(0n, last);
  const unit = power(last - x.exponent);
  return new Dec(nearest(x.mantissa, unit, ties), last);
}

/** Whether a number, rounded to a place, has more digits than are worked with: it is none then. @param {Dec} x */
export const isTooLong = (x) => !x.zero && x.first - x.exponent >= DIGITS;

/** @param {bigint} above @param {bigint} below more than 0 @param {Ties} ties */
function nearest(above, below, ties) {
  const positive = size(above);
  let quotient = positive / below;
  const twice = 2n * (positive % below);
  if (ties === "down") return above < 0n ? -quotient : quotient;
  if (twice > below || (twice === below && (ties === "half_up" || quotient % 2n === 1n))) quotient += 1n;
  return above < 0n ? -quotient : quotient;
}

/** Round to so many significant digits. @param {Dec} x @param {number} count @param {"half_up" | "half_even"} ties */
export function significant(x, count, ties = "half_even") {
  if (x.zero) return x;
  const found = quantized(x, x.first - count + 1, ties);
  return length(found.mantissa) > count ? new Dec(found.mantissa / 10n, found.exponent + 1) : found;
}

/** @param {bigint} mantissa @param {number} exponent @returns {Dec} */
function kept(mantissa, exponent) {
  const above = mantissa < 0n ? -mantissa : mantissa;
  return above < power(DIGITS) ? new Dec(mantissa, exponent) : significant(new Dec(mantissa, exponent), DIGITS);
}

/** @param {Dec} x @returns {Dec} */
export const negated = (x) => new Dec(-x.mantissa, x.exponent);

/** @param {Dec} x @returns {Dec} */
export const absolute = (x) => (x.mantissa < 0n ? negated(x) : x);

/** @param {Dec} a @param {Dec} b @returns {Dec} */
export function add(a, b) {
  if (a.zero) return kept(b.mantissa, b.exponent);
  if (b.zero) return kept(a.mantissa, a.exponent);
  if (a.exponent === b.exponent) return kept(a.mantissa + b.mantissa, a.exponent);
  const distance = a.first - b.first;
  if (distance > APART + length(a.mantissa)) return kept(a.mantissa, a.exponent);
  if (-distance > APART + length(b.mantissa)) return kept(b.mantissa, b.exponent);
  const last = Math.min(a.exponent, b.exponent);
  return kept(a.mantissa * power(a.exponent - last) + b.mantissa * power(b.exponent - last), last);
}

/** @param {Dec} a @param {Dec} b @returns {Dec} */
export const subtract = (a, b) => add(a, negated(b));

/** @param {Dec} a @param {Dec} b @returns {Dec} */
export const multiply = (a, b) => kept(a.mantissa * b.mantissa, a.exponent + b.exponent);

/** @param {Dec} a @param {Dec} b not 0 @returns {Dec} */
export function divide(a, b) {
  if (a.zero) return ZERO;
  const shift = Math.max(0, DIGITS + 3 + length(b.mantissa) - length(a.mantissa));
  const above = size(a.mantissa) * power(shift);
  const below = size(b.mantissa);
  let quotient = above / below;
  let exponent = a.exponent - shift - b.exponent;
  if (above % below) [quotient, exponent] = [quotient * 10n + 1n, exponent - 1]; // not quite that
  else while (quotient % 10n === 0n && exponent < 0) [quotient, exponent] = [quotient / 10n, exponent + 1];
  return kept(a.sign * b.sign < 0 ? -quotient : quotient, exponent);
}

/** @param {Dec} a @param {Dec} b @returns {number} below, at or above 0 as a is below, at or above b */
export function compare(a, b) {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.zero) return 0;
  if (a.first !== b.first) return (a.first - b.first) * a.sign;
  const last = Math.min(a.exponent, b.exponent);
  const difference = a.mantissa * power(a.exponent - last) - b.mantissa * power(b.exponent - last);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** @param {Dec} a @param {Dec} b */
export const equal = (a, b) => compare(a, b) === 0;

/** @param {Dec} a @param {Dec} b */
export const larger = (a, b) => (compare(a, b) >= 0 ? a : b);

/** @param {Dec} a @param {Dec} b */
export const smaller = (a, b) => (compare(a, b) <= 0 ? a : b);

/** @param {Dec} x @param {number} tens @returns {Dec} x·10^tens */
export const shifted = (x, tens) => new Dec(x.mantissa, x.exponent + tens);

/** @param {Dec} x not below 0 @returns {Dec} */
export function root(x) {
  if (x.zero) return x;
  const digits = 2 * (DIGITS + 3);
  let shift = Math.max(0, digits - length(x.mantissa));
  if ((x.exponent - shift) % 2) shift += 1;
  const above = x.mantissa * power(shift);
  const found = whole(above);
  const exponent = (x.exponent - shift) / 2;
  return found * found === above ? kept(found, exponent) : kept(found * 10n + 1n, exponent - 1);
}

const arithmetic = new Arithmetic(MORE);

/** Work out a function that has no end. @param {string} name @param {Dec} x @returns {Dec | null} null: it is endless */
export function worked(name, x) {
  const value = arithmetic.apply(name, [new Num(x.mantissa, x.exponent)]);
  if (value.exponent >= 10 ** 7) return null;
  return divide(new Dec(value.mantissa, value.exponent), new Dec(value.below));
}
