// Rounding as it is taught, and numbers as they are printed.
// @ts-check
import { Num, Undecided, decimal } from "./numbers.js";

/** @typedef {{count: number, significant: boolean}} Digits */

/** Digits of work beyond which a rounding that is still open counts as a tie. */
const PATIENCE = 1000;

/** Places behind the last one to which an error is told apart from none. */
const FINEST = 6000;

/** Digits of work beyond those that are printed. */
const SPARE = 20;

/** @type {Digits} */
const USUAL = { count: 6, significant: true };

/** Powers of ten of the first digit within which a number is written out. */
const [SMALLEST, LARGEST] = [-8, 20];

/** @param {number} exponent @returns {bigint} */
const power = (exponent) => 10n ** BigInt(Math.max(exponent, 0));

/**
 * Return the multiple of 10^last that a value is rounded to.
 * @param {Num} value @param {number} last @param {string} ties @param {number} worked digits of work
 */
function rounded(value, last, ties, worked) {
  if (!value.zero && value.first < last - 1 && (value.error ?? value.first) < last - 1) return new Num(0n, last);
  const needed = value.zero ? 0 : value.first - last;
  if (value.error !== null && value.error >= last && needed > worked - SPARE && needed < FINEST) {
    throw new Undecided(needed + 2 * SPARE); // not even the last printed digit is known
  }
  const error = value.error === null ? null : Math.max(value.error, last - FINEST);
  const shift = value.exponent - last;
  const finer = error === null ? 1n : power(last - error); // so that the error is whole
  const above = (value.mantissa < 0n ? -value.mantissa : value.mantissa) * power(shift) * finer;
  const below = value.below * power(-shift) * finer;
  let [halves, rest] = [(2n * above) / below, (2n * above) % below];
  if (value.zero && value.error !== null) {
    if (value.error >= last && worked < PATIENCE) throw new Undecided();
  } else if (error !== null) {
    const room = (2n * below * power(error - last)) / finer;
    const boundary = ties === "down" ? 0n : 1n;
    const tie = [halves, halves + 1n].find(
      (each) => each % 2n === boundary && (each === halves ? rest : below - rest) <= room,
    );
    if (tie === halves && rest === 0n && value.side && room < below) {
      const larger = value.mantissa > 0n === value.side > 0;
      [halves, rest] = larger ? [halves, 1n] : [halves - 1n, 1n];
    } else if (tie !== undefined) {
      if (worked < PATIENCE) throw new Undecided();
      [halves, rest] = [tie, 0n];
    }
  }
  const up = ties === "down" || (ties === "half_even" && rest === 0n && halves % 4n === 1n) ? 0n : 1n;
  const whole = (halves + up) / 2n;
  return new Num(value.mantissa < 0n ? -whole : whole, last);
}

/** Return a value to the digits of its kind. */
/** @param {Num} value @param {Digits} digits @param {string} ties @param {number} worked */
export function round(value, digits, ties, worked) {
  if (!digits.significant) return rounded(value, -digits.count, ties, worked);
  if (value.zero) {
    if (value.error !== null && worked < PATIENCE) throw new Undecided();
    return new Num(0n);
  }
  return rounded(value, value.first - digits.count + 1, ties, worked);
}

/** Return a value as it is printed; without digits that are asked for, as short as it is exact. */
/** @param {Num} value @param {Digits | null} asked @param {string} ties @param {number} worked */
export function shown(value, asked, ties, worked) {
  const digits = asked ?? USUAL;
  const result = round(value, digits, ties, worked);
  if (!digits.significant) return fixed(result, digits.count);
  if (asked === null && same(result, value, worked)) return significant(shortened(result));
  if (result.zero) return "0";
  const last = result.first - digits.count + 1;
  return significant(new Num((result.mantissa * power(result.exponent - last)) / power(last - result.exponent), last));
}

/**
 * Return an error in the digits that are the same for all that it may be; without any, below what it is.
 * @param {number} value @param {number} doubt how far it may lie off @param {Digits | null} asked @param {string} ties
 */
export function known(value, doubt, asked, ties) {
  const [least, most] = [value - doubt, value + doubt];
  const text = (/** @type {number} */ number, /** @type {Digits | null} */ digits) => shown(decimal(String(number)), digits, ties, 10 ** 6);
  if (!Number.isFinite(doubt)) return "?";
  const { count, significant } = asked ?? USUAL;
  for (let kept = count; kept >= (significant ? 1 : 0); kept--) {
    const digits = { count: kept, significant };
    if (text(least, digits) === text(most, digits)) return text(value, kept === count ? asked : digits);
  }
  const power = Math.floor(Math.log10(most));
  return `< ${Math.floor(most / 10 ** power) + 1}e${power}`;
}

/** @param {Num} result @param {Num} value @param {number} worked */
function same(result, value, worked) {
  const exponent = Math.min(result.exponent, value.exponent);
  const left = result.mantissa * power(result.exponent - exponent) * value.below;
  const difference = left - value.mantissa * power(value.exponent - exponent);
  const size = difference < 0n ? -difference : difference;
  if (value.error === null || (value.side && size === 0n)) return size === 0n && !value.side;
  if (size > value.below * power(value.error - exponent)) return false;
  if (worked < PATIENCE) throw new Undecided();
  return true;
}

/** @param {Num} number @returns {Num} without zeros at its end */
function shortened(number) {
  let { mantissa, exponent } = number;
  if (mantissa === 0n) return new Num(0n);
  while (mantissa % 10n === 0n) [mantissa, exponent] = [mantissa / 10n, exponent + 1];
  return new Num(mantissa, exponent);
}

/** @param {Num} number @param {number} decimals */
function fixed(number, decimals) {
  const digits = String(number.mantissa < 0n ? -number.mantissa : number.mantissa).padStart(decimals + 1, "0");
  const sign = number.mantissa < 0n ? "-" : "";
  if (!decimals) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Write out a number whose digits all count. @param {Num} number */
function significant(number) {
  const size = number.first;
  if (number.zero) return "0";
  if (size >= SMALLEST && size <= LARGEST) {
    if (number.exponent >= 0) return String(number.mantissa * power(number.exponent));
    return fixed(number, -number.exponent);
  }
  const digits = String(number.mantissa < 0n ? -number.mantissa : number.mantissa);
  const rest = digits.slice(1);
  return `${number.mantissa < 0n ? "-" : ""}${digits[0]}${rest ? "." + rest : ""}e${size}`;
}
