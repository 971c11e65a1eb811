// Exact numbers: what is rational stays rational, everything else is a decimal that knows how far
// it is right. The page must print the digits that the program prints; floats could not.
// @ts-check

/** Digits to which a number is worked out at most. */
export const FARTHEST = 5000;

/** How closely ±1 is approached, and how far two terms of a sum may lie apart, in digits, as in the program. */
export const CLOSEST = 4 * FARTHEST;

/** Powers of ten, remembered. @type {bigint[]} */
const POWERS = [1n];

/** @param {number} exponent @returns {bigint} */
export function power(exponent) {
  if (exponent > 20000) return 10n ** BigInt(exponent);
  for (let n = POWERS.length; n <= exponent; n++) POWERS.push(POWERS[n - 1] * 10n);
  return POWERS[exponent];
}

/** Below this number, digits are counted by writing them down. */
const SHORT = 2n ** 64n;

/** Hexadecimal digits by which the size of a longer number is guessed, and how near a power of ten is compared. */
const [HEAD, NEARLY] = [12, 1e-6];

/** @param {bigint} number @returns {bigint} */
export const size = (number) => (number < 0n ? -number : number);

/** @param {bigint} number @returns {number} how many decimal digits it has */
export function length(number) {
  const plain = size(number);
  if (plain < SHORT) return plain.toString().length;
  const hex = plain.toString(16); // decimal digits take a time that grows with their square
  const guess = Math.log10(parseInt(hex.slice(0, HEAD), 16)) + (hex.length - HEAD) * Math.log10(16);
  const whole = Math.round(guess);
  if (Math.abs(guess - whole) > NEARLY) return Math.floor(guess) + 1;
  return plain >= power(whole) ? whole + 1 : whole;
}

/** @param {bigint} a @param {bigint} b @returns {bigint} */
function divisor(a, b) {
  let [large, small] = [size(a), size(b)];
  while (small) [large, small] = [small, large % small];
  return large;
}

/** Return the quotient to the nearest whole number. @param {bigint} above @param {bigint} below */
export function nearest(above, below) {
  const [a, b] = below < 0n ? [-above, -below] : [above, below];
  const doubled = 2n * size(a) + b;
  const whole = doubled / (2n * b);
  return a < 0n ? -whole : whole;
}

/** @param {number | null} a @param {number | null} b @returns {number | null} the larger error */
export const worse = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));

/** Thrown where the guard digits leave a rounding open: the page works it again with more. */
export class Undecided extends Error {
  /** @param {number} needed digits, where it is known how many */
  constructor(needed = 0) {
    super();
    this.needed = needed;
  }
}

/**
 * A number: mantissa · 10^exponent / below, wrong by at most 10^error; null: not at all.
 *
 * Its side is 1 where the true value is certainly larger, -1 where it is smaller, 0 where nobody knows: what was
 * added may be too small to be kept, and still decide a tie.
 */
export class Num {
  /**
   * @param {bigint} mantissa
   * @param {number} exponent
   * @param {bigint} below
   * @param {number | null} error
   * @param {number} side
   */
  constructor(mantissa, exponent = 0, below = 1n, error = null, side = 0) {
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.below = below;
    this.error = error;
    this.side = side;
  }

  /** @returns {boolean} */
  get zero() {
    return this.mantissa === 0n;
  }

  /** @returns {number} -1, 0 or 1 */
  get sign() {
    return this.mantissa > 0n ? 1 : this.mantissa < 0n ? -1 : 0;
  }

  /** @returns {number} the power of ten of the first digit; of zero far below all others */
  get first() {
    if (this.zero) return -(10 ** 9);
    const guess = length(this.mantissa) - length(this.below);
    const over = guess >= 0 ? this.below * power(guess) : this.below;
    const under = guess >= 0 ? size(this.mantissa) : size(this.mantissa) * power(-guess);
    return this.exponent + (under >= over ? guess : guess - 1);
  }
}

/** What ln 0 is; a product with zero is zero all the same. */
export const INFINITE = new Num(1n, 10 ** 14, 1n, null);

/** What has no value, such as 0/0 or a line that is left open; what follows from it has none, but a product with zero. */
export const UNKNOWN = new Num(0n, 10 ** 14, 1n, null);

/** @param {Num} number @returns {boolean} whether it is a number */
export const finite = (number) => number.exponent < 10 ** 13;

/** @param {Num} number @returns {boolean} whether it is a number that can be written down, and put into a function */
export const writable = (number) => number.exponent < 10 ** 7;

/** @param {Num} number @returns {boolean} whether it has no value at all */
export const unknown = (number) => number.mantissa === 0n && !finite(number);

export const ZERO = new Num(0n);
export const ONE = new Num(1n);

/** Read a decimal such as `-0.10` or `1e-3`. @param {string} text @returns {Num} */
export function decimal(text) {
  const [digits, exponent] = text.toLowerCase().split("e");
  const [whole, fraction = ""] = digits.replace(/^[+-]/, "").split(".");
  const size = BigInt(whole + fraction);
  return new Num(digits.startsWith("-") ? -size : size, Number(exponent || 0) - fraction.length);
}

/** @param {Num} number @returns {number} its sign */
export const certain = (number) => number.sign;

/** @param {Num} number @returns {number} how many digits it shares with ±1 */
export function closeness(number) {
  if (number.first !== 0 && number.first !== -1) return 0;
  const scale = Math.max(0, -number.exponent);
  const one = power(scale) * number.below;
  const distance = size(size(number.mantissa) * power(number.exponent + scale) - one);
  return distance === 0n ? 0 : Math.min(Math.max(0, length(one) - length(distance)), CLOSEST);
}

/** Return a number in its lowest terms; what ends is a decimal. */
/** @param {bigint} mantissa @param {number} exponent @param {bigint} below @param {number | null} error */
export function reduced(mantissa, exponent, below, error) {
  if (below === 1n || mantissa === 0n) return new Num(mantissa, mantissa ? exponent : 0, 1n, error);
  const common = divisor(mantissa, below);
  let [above, under] = [mantissa / common, below / common];
  while (under % 10n === 0n) [under, exponent] = [under / 10n, exponent - 1];
  while (under % 2n === 0n) [above, under, exponent] = [above * 5n, under / 2n, exponent - 1];
  while (under % 5n === 0n) [above, under, exponent] = [above * 2n, under / 5n, exponent - 1];
  return new Num(above, exponent, under, error);
}

/** @param {Num} x @param {number} scale @returns {bigint} x·10^scale, to the nearest whole number */
export function fixed(x, scale) {
  const shift = x.exponent + scale;
  if (x.zero || x.first + scale < -1) return 0n;
  return shift >= 0
    ? nearest(x.mantissa * power(shift), x.below)
    : nearest(x.mantissa, x.below * power(-shift));
}

/** @param {Num} x @returns {number} as a float */
export const roughly = (x) => Number(fixed(x, 3)) / 1000;
