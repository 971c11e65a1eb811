// Constants, roots and series over whole numbers: a value times a power of ten, to the nearest one.
// @ts-check

import { Num, fixed, length, nearest, power, roughly } from "./numbers.js";

/** @type {Map<string, bigint>} */
const CONSTANTS = new Map();

/** @param {string} name @param {number} scale @param {(scale: number) => bigint} worked */
function constant(name, scale, worked) {
  const key = `${name} ${scale}`;
  let value = CONSTANTS.get(key);
  if (value === undefined) CONSTANTS.set(key, (value = worked(scale)));
  return value;
}

/** artanh(1/n)·10^scale. @param {bigint} n @param {number} scale */
function inverse(n, scale) {
  let [term, sum] = [power(scale) / n, 0n];
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term /= n * n;
  }
  return sum;
}

/** ln 2 · 10^scale; ln 2 = 2 artanh(1/3). @param {number} scale */
const ln2 = (scale) => constant("ln2", scale, (s) => (2n * inverse(3n, s + 10)) / power(10));

/** e^x as [value, twos], where e^x = value·10^-scale · 2^twos. @param {bigint} x @param {number} scale */
export function exponential(x, scale) {
  const extra = 12;
  const work = scale + extra;
  const fine = x * power(extra);
  const twos = nearest(fine, ln2(work));
  const halvings = 10;
  const rest = (fine - twos * ln2(work)) / 2n ** BigInt(halvings);
  const one = power(work);
  let [term, sum] = [one, one];
  for (let n = 1n; term !== 0n; n++) {
    term = (term * rest) / (one * n);
    sum += term;
  }
  for (let n = 0; n < halvings; n++) sum = (sum * sum) / one;
  return /** @type {[bigint, number]} */ ([nearest(sum, power(extra)), Number(twos)]);
}

/** ln x · 10^scale, by Newton's steps on the exponential. @param {Num} x @param {number} scale */
export function logarithm(x, scale) {
  const work = scale + 10;
  const tens = x.first;
  const scaled = new Num(x.mantissa, x.exponent - tens, x.below);
  const target = fixed(scaled, work);
  const one = power(work);
  let guess = BigInt(Math.round(Math.log(Number(fixed(scaled, 15)) / 1e15) * 1e15)) * power(work - 15);
  for (let right = 14; right < 2 * work; right *= 3) {
    const [value, twos] = exponential(guess, work);
    const here = twos >= 0 ? value * 2n ** BigInt(twos) : value / 2n ** BigInt(-twos);
    guess += (2n * one * (target - here)) / (target + here); // Halley: three times as many digits
  }
  const ten = constant("ln10", work, (s) => 3n * ln2(s) + (2n * inverse(9n, s + 10)) / power(10));
  return nearest(guess + BigInt(tens) * ten, power(10));
}

/** The whole part of a square root. @param {bigint} number */
export function whole(number) {
  if (number < 2n) return number;
  let root = power(Math.ceil(length(number) / 2));
  for (;;) {
    const next = (root + number / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** @param {Num} x @returns {Num | null} the root of a number that has one in whole terms */
export function exactRoot(x) {
  const odd = Math.abs(x.exponent % 2) === 1;
  const mantissa = odd ? x.mantissa * 10n : x.mantissa;
  const [above, below] = [whole(mantissa), whole(x.below)];
  if (above * above !== mantissa || below * below !== x.below) return null;
  return new Num(above, (odd ? x.exponent - 1 : x.exponent) / 2, below);
}

/** π · 10^scale; Machin. @param {number} scale */
export const pi = (scale) => constant("pi", scale, (s) => (16n * arctan(5n, s + 10) - 4n * arctan(239n, s + 10)) / power(10));

/** @param {bigint} n @param {number} scale */
function arctan(n, scale) {
  let [term, sum, sign] = [power(scale) / n, 0n, 1n];
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += (sign * term) / k;
    term /= n * n;
    sign = -sign;
  }
  return sum;
}

/** Binary digits of a decimal one. */
const BITS = Math.log2(10);

/**
 * (1 + 2·x²/3 + 4·x⁴/15 + 8·x⁶/105 + …)·10^scale for x², all of whose terms are positive.
 *
 * Multiplications of long numbers are few: the terms are added up in columns, so many to a row, and only from row to
 * row a power of x² comes in.
 * @param {Num} square @param {number} scale
 */
export function errorSum(square, scale) {
  const rough = roughly(square);
  const columns = Math.floor(Math.sqrt(scale + 3 * rough)) + 1;
  const bits = BigInt(Math.ceil(scale * BITS + columns * Math.log2(2 * rough + 2)) + 64);
  const places = Math.max(0, -square.exponent);
  const above = square.mantissa * power(Math.max(0, square.exponent));
  const step = (above << (bits + 1n)) / (power(places) * square.below);
  let row = 1n << bits;
  for (let n = 0; n < columns; n++) row = (row * step) >> bits;
  const sums = new Array(columns).fill(0n);
  let [term, odd] = [1n << bits, 1n];
  while (term) {
    for (let column = 0; column < columns; column++) {
      sums[column] += term;
      odd += 2n;
      term /= odd;
    }
    term = (term * row) >> bits;
  }
  const total = sums.reduceRight((sum, part) => ((sum * step) >> bits) + part, 0n);
  return (total * power(scale)) >> bits;
}

/**
 * 1 - 1/x² + 1·3/x⁴ - 1·3·5/x⁶ + … for x² so large that its terms become too small to count, before they grow.
 * @param {Num} square @param {number} scale @returns {Num}
 */
export function tailSum(square, scale) {
  const one = power(scale);
  const divisor = fixed(square, scale);
  let [term, total, odd] = [one, one, 1n];
  for (; term !== 0n; odd += 2n) {
    term = -(term * odd * one) / divisor;
    total += term;
  }
  return new Num(total, -scale, 1n, length(odd) - scale);
}
