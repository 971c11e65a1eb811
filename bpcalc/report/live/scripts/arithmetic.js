// The arithmetic of a calculation: sums, products and functions of exact numbers, to so many digits.
// @ts-check

import { FUNCTIONS } from "./functions.js";
import {
  CLOSEST,
  FARTHEST,
  INFINITE,
  Num,
  ONE,
  UNKNOWN,
  Undecided,
  ZERO,
  closeness,
  finite,
  fixed,
  length,
  nearest,
  power,
  reduced,
  roughly,
  size,
  unknown,
  worse,
  writable,
} from "./numbers.js";
import { errorSum, exactRoot, exponential, logarithm, tailSum, whole } from "./series.js";

/** Digits that an exact number may have before it is cut like any other one. */
const MOST_DIGITS = 1000;

/** Digits of work beyond which what may be 0 counts as 0. */
const PATIENCE = 1000;

/** Up to so many factors a power is their product, as it is written. */
const FEW_FACTORS = 4;

/** The power of ten of an operand from which e^x is beyond every number. */
const LARGEST_POWER = 14;

/** So many digits more than are asked for must e^(-x²/2) lie below 1 for its tail to be summed in powers of 1/x². */
const TAIL_SPARE = 35;

/** The digits before the point of the largest x of which the tail is looked at. */
const FARTHEST_TAIL = 9;

/** The arithmetic of one calculation: to so many significant digits where it cannot be exact. */
export class Arithmetic {
  /** @param {number} digits */
  constructor(digits) {
    this.digits = digits;
  }

  /** @param {Num[]} terms @returns {Num} */
  sum(terms) {
    if (!terms.every(finite)) return this.#endless(terms);
    let total = terms[0];
    for (const term of terms.slice(1)) total = this.#add(total, term);
    if (total.error !== null && total.first <= total.error + 1) return new Num(0n, 0, 1n, total.error);
    return total;
  }

  /** @param {Num[]} terms */
  #endless(terms) {
    const signs = new Set(terms.filter((term) => !finite(term)).map((term) => term.sign));
    return signs.size > 1 || signs.has(0) ? UNKNOWN : /** @type {Num} */ (terms.find((t) => !finite(t)));
  }

  /** @param {Num} a @param {Num} b @returns {Num} */
  #add(a, b) {
    const error = worse(a.error, b.error);
    const grown = error === null ? null : a.error !== null && b.error !== null ? error + 1 : error;
    if (b.zero) return new Num(a.mantissa, a.exponent, a.below, grown);
    if (a.zero) return new Num(b.mantissa, b.exponent, b.below, grown);
    const [high, low] = a.first >= b.first ? [a, b] : [b, a];
    if (high.first - low.first > CLOSEST) {
      return new Num(high.mantissa, high.exponent, high.below, worse(grown, low.first + 1));
    }
    const exponent = Math.min(a.exponent, b.exponent);
    const [x, y] = [a.mantissa * power(a.exponent - exponent), b.mantissa * power(b.exponent - exponent)];
    if (a.below === b.below) return reduced(x + y, exponent, a.below, grown);
    return reduced(x * b.below + y * a.below, exponent, a.below * b.below, grown);
  }

  /** @param {Num[]} factors @returns {Num} */
  product(factors) {
    if (factors.some((factor) => factor.zero && factor.error === null && finite(factor))) return ZERO;
    if (factors.some(unknown)) return UNKNOWN;
    if (!factors.every(finite)) {
      if (factors.some((factor) => factor.zero)) return ZERO;
      return factors.reduce((sign, factor) => sign * factor.sign, 1) < 0 ? this.minus(INFINITE) : INFINITE;
    }
    let result = factors[0];
    for (const factor of factors.slice(1)) result = this.#times(result, factor);
    return result;
  }

  /** @param {Num} a @param {Num} b @returns {Num} */
  #times(a, b) {
    const left = b.error === null ? null : Math.max(a.first + 1, a.error ?? -Infinity) + b.error;
    const right = a.error === null ? null : b.first + 1 + a.error;
    const error = left !== null && right !== null ? Math.max(left, right) + 1 : worse(left, right);
    return reduced(a.mantissa * b.mantissa, a.exponent + b.exponent, a.below * b.below, error);
  }

  /** @param {Num} above @param {Num} below @returns {Num} */
  quotient(above, below) {
    if (unknown(above) || unknown(below)) return UNKNOWN;
    if (!finite(above)) return finite(below) ? above : UNKNOWN;
    if (!finite(below)) return ZERO;
    if (below.zero && below.error !== null && this.digits < PATIENCE) throw new Undecided(); // it is hardly 0
    if (below.zero) return above.zero ? UNKNOWN : above.sign < 0 ? this.minus(INFINITE) : INFINITE;
    if (above.zero && above.error === null) return ZERO;
    const sign = below.mantissa < 0n ? -1n : 1n;
    const [over, under] = [sign * above.mantissa * below.below, size(below.mantissa) * above.below];
    const exponent = above.exponent - below.exponent;
    if (above.error === null && below.error === null) return reduced(over, exponent, under, null);
    const exact = new Num(over, exponent, under);
    const first = exact.zero ? (above.error ?? 0) - below.first : exact.first;
    const left = above.error === null ? null : above.error - below.first;
    const right = below.error === null ? null : below.error + first + 1 - below.first;
    const error = left !== null && right !== null ? Math.max(left, right) + 1 : worse(left, right);
    return this.cut(new Num(exact.mantissa, exact.exponent, exact.below, error));
  }

  /** @param {Num} base @param {number} exponent @returns {Num} */
  raised(base, exponent) {
    if (exponent <= FEW_FACTORS) return this.product(Array.from({ length: exponent }, () => base));
    // By squares, each cut to the digits that are kept: all digits of 0.9^1000 would be a thousand.
    const half = this.cut(this.raised(base, Math.floor(exponent / 2)));
    return this.cut(this.product(exponent % 2 ? [half, half, base] : [half, half]));
  }

  /** @param {Num} number @returns {Num} */
  minus(number) {
    return new Num(-number.mantissa, number.exponent, number.below, number.error, -number.side);
  }

  /** Return a number to the digits that are kept: more of one that is close to ±1. @param {Num} number */
  cut(number) {
    if (!finite(number) || number.zero) return number;
    const short = length(number.mantissa) + (number.below === 1n ? 0 : length(number.below)) <= MOST_DIGITS;
    if (number.error === null && short) return number;
    return this.#to(number, this.digits + closeness(number));
  }

  /** @param {Num} number @param {number} digits @returns {Num} */
  #to(number, digits) {
    const last = number.first - digits + 1;
    if (number.below === 1n && number.exponent >= last) return number;
    const shift = number.exponent - last;
    const above = shift >= 0 ? number.mantissa * power(shift) : number.mantissa;
    const below = shift >= 0 ? number.below : number.below * power(-shift);
    const kept = nearest(above, below);
    const rest = above - kept * below;
    if (rest === 0n) return new Num(kept, last, 1n, number.error, number.side);
    const lowest = last + length(rest) - length(below) - 1; // the rest is above this power of ten
    const highest = Math.min(last, lowest + 2);
    const error = number.error === null ? highest : Math.max(number.error, highest) + 1;
    const seen = number.first - lowest < FARTHEST; // farther away, nothing decides a tie any more
    const known = seen && (number.error === null || number.error < lowest);
    return new Num(kept, last, 1n, error, known ? (rest > 0n ? 1 : -1) : 0);
  }

  /** @param {string} name @param {Num[]} operands @returns {Num} */
  apply(name, operands) {
    const rule = FUNCTIONS[name];
    if (rule === undefined) throw new Error(`no function ${name}`);
    if (operands.some(unknown)) return UNKNOWN;
    const within = (/** @type {Num} */ each) => (writable(each) ? each : each.sign < 0 ? this.minus(INFINITE) : INFINITE);
    return rule(this, ...operands.map(within));
  }

  /** @param {Num} x @returns {Num} */
  exp(x) {
    if (!finite(x)) return x.sign < 0 ? ZERO : x;
    if (x.zero && x.error === null) return ONE;
    if (x.first > LARGEST_POWER) return x.sign < 0 ? new Num(0n, 0, 1n, -CLOSEST) : INFINITE;
    if (x.first > 6) return this.#farExp(x);
    // Beside e^x there may stand a 1, which has to be seen: so the digits go on behind the point.
    const needed = Math.max(0, -x.first, Math.ceil(roughly(x) / Math.LN10));
    const near = needed > FARTHEST ? 0 : needed;
    const scale = this.digits + near + 12 + Math.max(0, x.first);
    const [value, twos] = exponential(fixed(x, scale), scale);
    const result = new Num(value * (twos >= 0 ? 2n ** BigInt(twos) : 1n), -scale, twos < 0 ? 2n ** BigInt(-twos) : 1n);
    const rounded = this.#to(result, this.digits + near);
    const carried = x.error === null ? null : x.error + rounded.first + 2;
    return new Num(rounded.mantissa, rounded.exponent, 1n, worse(rounded.error, carried));
  }

  /** e^x of a large x: 10^n · e^(x - n·ln 10). @param {Num} x @returns {Num} */
  #farExp(x) {
    const more = new Arithmetic(this.digits + 2 * x.first + 20);
    const ten = more.ln(new Num(10n));
    const tens = fixed(more.quotient(x, ten), 0);
    const rest = more.exp(more.sum([x, more.minus(more.product([new Num(tens), ten]))]));
    const near = this.cut(rest);
    return new Num(near.mantissa, near.exponent + Number(tens), near.below, near.error === null ? null : near.error + Number(tens));
  }

  /** @param {Num} x @returns {Num} */
  ln(x) {
    if (!finite(x)) return x.sign > 0 ? x : UNKNOWN;
    if (x.sign <= 0) return x.zero ? this.minus(INFINITE) : UNKNOWN;
    const distance = this.#add(x, new Num(-1n));
    if (distance.zero && x.error === null) return ZERO;
    const near = Math.min(Math.max(0, -distance.first), FARTHEST);
    const scale = this.digits + near + 15;
    const value = new Num(logarithm(x, scale), -scale, 1n, -scale + 3);
    const error = worse(value.error, x.error === null ? null : x.error - x.first + 1);
    return this.cut(new Num(value.mantissa, value.exponent, 1n, error));
  }

  /** @param {Num} x @returns {Num} */
  tanh(x) {
    if (!finite(x)) return x.sign < 0 ? this.minus(ONE) : ONE;
    if (x.zero) return x;
    const small = Math.max(0, -x.first);
    if (small > this.digits) return x;
    const more = new Arithmetic(this.digits + 2 * small + 10);
    const doubled = more.exp(this.product([new Num(2n), x.sign < 0 ? this.minus(x) : x]));
    const rest = more.quotient(new Num(2n), more.sum([doubled, ONE]));
    const value = more.sum([ONE, more.minus(rest)]);
    const result = this.cut(x.sign < 0 ? this.minus(value) : value);
    // The slope is about twice what is missing to ±1, and at most e² times that where x may be off.
    const carried = x.error === null ? null : x.error + (x.error < -2 ? Math.min(0, rest.first + 3) : 0);
    return new Num(result.mantissa, result.exponent, result.below, worse(result.error, carried));
  }

  /** @param {Num} x @returns {Num} */
  sqrt(x) {
    if (!finite(x)) return x;
    if (x.sign < 0) return UNKNOWN;
    if (x.zero) return x.error === null ? ZERO : new Num(0n, 0, 1n, Math.ceil(x.error / 2));
    const exact = x.error === null ? exactRoot(x) : null;
    if (exact) return exact;
    const scale = this.digits - Math.floor(x.first / 2) + 5;
    const root = whole(fixed(x, 2 * scale));
    const error = x.error === null ? -scale : Math.max(-scale, x.error - Math.floor(x.first / 2)) + 1;
    return new Num(root, -scale, 1n, error);
  }

  /** ln(1 + e^x), without losing what is small. @param {Num} x @returns {Num} */
  softplus(x) {
    const more = new Arithmetic(this.digits + 5);
    const folded = more.ln(more.sum([ONE, more.exp(x.sign > 0 ? this.minus(x) : x)]));
    return this.cut(x.sign > 0 ? this.sum([x, folded]) : folded);
  }

  /** @param {Num} x @returns {Num} */
  cosh(x) {
    if (x.zero && x.error === null) return ONE;
    const up = this.exp(x);
    return this.cut(this.quotient(this.sum([up, this.quotient(ONE, up)]), new Num(2n)));
  }

  /** e^x - 1, without losing what is small. @param {Num} x @returns {Num} */
  expMinus1(x) {
    if (-x.first > this.digits + 10) return new Num(x.mantissa, x.exponent, x.below, worse(x.error, x.first - this.digits - 8));
    const more = new Arithmetic(this.digits + Math.max(0, -x.first) + 10);
    return this.cut(more.sum([more.exp(x), more.minus(ONE)]));
  }

  /** (1 + tanh x)/2 = 1/(1 + e^-2x). @param {Num} x @returns {Num} */
  halfOnePlusTanh(x) {
    const more = new Arithmetic(this.digits + 10);
    const size = x.sign < 0 ? x : more.minus(x);
    const grown = more.exp(more.product([new Num(2n), size]));
    const rest = more.quotient(grown, more.sum([ONE, grown]));
    return this.cut(x.sign < 0 ? rest : more.sum([ONE, more.minus(rest)]));
  }

  /** (1 + erf(x/√2))/2. @param {Num} x @returns {Num} */
  normal(x) {
    if (!finite(x)) return x.sign < 0 ? ZERO : ONE;
    if (this.#isFar(x)) return this.#tail(x);
    const lost = Math.ceil(roughly(x) ** 2 / 2 / Math.LN10);
    const more = new Arithmetic(this.digits + lost + 15);
    const place = more.quotient(x, more.sqrt(new Num(2n)));
    return this.cut(more.quotient(more.sum([ONE, new Arithmetic(this.digits + 10).erf(place)]), new Num(2n)));
  }

  /** Return whether (1 + erf(x/√2))/2 is as close to 0 or 1 as its tail needs. @param {Num} x */
  #isFar(x) {
    return x.first > FARTHEST_TAIL || roughly(x) ** 2 / 2 / Math.LN10 > this.digits + TAIL_SPARE;
  }

  /** The same far out: e^(-x²/2)/(x·√(2π))·(1 - 1/x² + 1·3/x⁴ - …), or what is missing to 1. @param {Num} x */
  #tail(x) {
    const more = new Arithmetic(this.digits + 20);
    const exactly = new Num(size(x.mantissa), x.exponent, x.below);
    const square = more.product([exactly, exactly]);
    const bell = more.exp(more.minus(more.quotient(square, new Num(2n))));
    const root = more.sqrt(more.product([new Num(2n), FUNCTIONS.pi(more)]));
    const found = more.quotient(more.product([bell, tailSum(square, more.digits + 5)]), more.product([exactly, root]));
    // Relative to it, its slope is about -x; so it is e times as large at most where x may be off.
    const carried = x.error === null ? null : x.error + (x.error + x.first < -2 ? found.first + x.first + 3 : 0);
    const missing = new Num(found.mantissa, found.exponent, found.below, worse(found.error, carried));
    return this.cut(x.sign < 0 ? missing : more.sum([ONE, more.minus(missing)]));
  }

  /** The cosine, by its series. @param {Num} x @returns {Num} */
  cos(x) {
    if (x.zero && x.error === null) return ONE;
    const scale = this.digits + Math.ceil(Math.abs(roughly(x))) + 15; // the terms grow before they fall
    const angle = fixed(x, scale);
    const one = 10n ** BigInt(scale);
    let term = one;
    let total = one;
    for (let n = 1n; term !== 0n; n += 2n) {
      term = (((-term * angle) / one) * angle) / one / (n * (n + 1n));
      total += term;
    }
    const error = worse(-scale + 5, x.error === null ? null : x.error + 1);
    return this.cut(new Num(total, -scale, 1n, error));
  }

  /** The sine, by its series. @param {Num} x @returns {Num} */
  sin(x) {
    if (x.zero && x.error === null) return ZERO;
    const scale = this.digits + Math.ceil(Math.abs(roughly(x))) + 15 - Math.min(0, x.first);
    const angle = fixed(x, scale);
    const one = 10n ** BigInt(scale);
    let term = angle;
    let total = angle;
    for (let n = 2n; term !== 0n; n += 2n) {
      term = (((-term * angle) / one) * angle) / one / (n * (n + 1n));
      total += term;
    }
    const error = worse(-scale + 5, x.error === null ? null : x.error + 1);
    return this.cut(new Num(total, -scale, 1n, error));
  }

  /** ln cosh x = |x| + ln((1 + e^-2|x|)/2). @param {Num} x @returns {Num} */
  logCosh(x) {
    if (x.zero && x.error === null) return ZERO;
    if (-x.first > this.digits + 10) {
      const half = this.cut(this.quotient(this.product([x, x]), new Num(2n))); // the next term is -x⁴/12
      return new Num(half.mantissa, half.exponent, half.below, worse(half.error, half.first - this.digits - 8));
    }
    const more = new Arithmetic(this.digits + 2 * Math.max(0, -x.first) + 10);
    const size = x.sign < 0 ? more.minus(x) : x;
    const rest = more.exp(more.minus(more.product([new Num(2n), size])));
    return this.cut(more.sum([size, more.ln(more.quotient(more.sum([ONE, rest]), new Num(2n)))]));
  }

  /** The error function, by its series; further out what is missing to ±1. @param {Num} x */
  erf(x) {
    if (x.zero && x.error === null) return ZERO;
    if (!finite(x)) return x.sign < 0 ? this.minus(ONE) : ONE;
    const more = new Arithmetic(this.digits + 10);
    const normal = more.product([x, more.sqrt(new Num(2n))]);
    if (more.#isFar(normal)) { // 2·Φ(x·√2) - 1
      const missing = more.product([new Num(2n), more.#tail(x.sign < 0 ? normal : more.minus(normal))]);
      return this.cut(x.sign < 0 ? more.sum([missing, more.minus(ONE)]) : more.sum([ONE, more.minus(missing)]));
    }
    if (-x.first > this.digits + 10) { // the next term is -2·x³/(3·√π)
      const root = this.sqrt(FUNCTIONS.pi(this));
      return this.cut(this.quotient(this.product([new Num(2n), x]), root));
    }
    if (x.zero) return new Num(0n, 0, 1n, (x.error ?? 0) + 1);
    return this.cut(this.#erfOf(x));
  }

  /** 2/√π·x·e^(-x²)·(1 + 2·x²/3 + 4·x⁴/15 + …), with all digits in which it differs from ±1. @param {Num} x */
  #erfOf(x) {
    const exactly = new Num(x.mantissa, x.exponent, x.below);
    const work = new Arithmetic(this.digits + Math.ceil(roughly(x) ** 2 / Math.LN10) + 15);
    const square = work.product([exactly, exactly]);
    const bell = work.exp(this.minus(square));
    const series = new Num(errorSum(square, work.digits), -work.digits, 1n, -work.digits + 1);
    const above = work.product([new Num(2n), work.cut(exactly), bell, series]);
    const value = work.quotient(above, work.sqrt(FUNCTIONS.pi(work)));
    // The slope is 2/√π·e^(-x²), at most e times that where x may be off.
    const error = x.error === null ? null : x.error + (x.error + Math.max(0, x.first) < -2 ? bell.first : 0) + 2;
    return new Num(value.mantissa, value.exponent, value.below, worse(value.error, error));
  }
}
