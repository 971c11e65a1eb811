// Exact numbers: what is rational stays rational, everything else is a decimal that knows how far
// it is right. The page must print the digits that the program prints; floats could not.
// @ts-check

/** Digits that an exact number may have before it is cut like any other one. */
const MOST_DIGITS = 1000;

/** How closely ±1 is approached, and how far two terms of a sum may lie apart, in digits. */
const FARTHEST = 5000;

/** The power of ten of an operand from which e^x is beyond every number. */
const LARGEST_POWER = 14;

/** From here on the tail of the normal distribution is summed in powers of 1/x²: with all digits asked for. */
const FAR_TAIL = 100;

/** Thrown where the guard digits leave a rounding open: the page works it again with more. */
export class Undecided extends Error {}

/** Powers of ten, remembered. @type {bigint[]} */
const POWERS = [1n];

/** @param {number} exponent @returns {bigint} */
function power(exponent) {
  if (exponent > 20000) return 10n ** BigInt(exponent);
  for (let n = POWERS.length; n <= exponent; n++) POWERS.push(POWERS[n - 1] * 10n);
  return POWERS[exponent];
}

/** @param {bigint} number @returns {bigint} */
const size = (number) => (number < 0n ? -number : number);

/** @param {bigint} number @returns {number} how many decimal digits it has */
const length = (number) => size(number).toString().length;

/** @param {bigint} a @param {bigint} b @returns {bigint} */
function divisor(a, b) {
  let [large, small] = [size(a), size(b)];
  while (small) [large, small] = [small, large % small];
  return large;
}

/** Return the quotient to the nearest whole number. @param {bigint} above @param {bigint} below */
function nearest(above, below) {
  const [a, b] = below < 0n ? [-above, -below] : [above, below];
  const doubled = 2n * size(a) + b;
  const whole = doubled / (2n * b);
  return a < 0n ? -whole : whole;
}

/** @param {number | null} a @param {number | null} b @returns {number | null} the larger error */
const worse = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));

/** A number: mantissa · 10^exponent / below, wrong by at most 10^error; null: not at all. */
export class Num {
  /**
   * @param {bigint} mantissa
   * @param {number} exponent
   * @param {bigint} below
   * @param {number | null} error
   */
  constructor(mantissa, exponent = 0, below = 1n, error = null) {
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.below = below;
    this.error = error;
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
export const INFINITE = new Num(1n, 10 ** 8, 1n, null);
export const UNKNOWN = new Num(0n, 10 ** 8, 1n, null);

/** @param {Num} number @returns {boolean} whether it is a number that can be written down */
export const finite = (number) => number.exponent < 10 ** 7;

export const ZERO = new Num(0n);
export const ONE = new Num(1n);

/** Read a decimal such as `-0.10` or `1e-3`. @param {string} text @returns {Num} */
export function decimal(text) {
  const [digits, exponent] = text.toLowerCase().split("e");
  const [whole, fraction = ""] = digits.replace(/^[+-]/, "").split(".");
  const size = BigInt(whole + fraction);
  return new Num(digits.startsWith("-") ? -size : size, Number(exponent || 0) - fraction.length);
}

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
    if (high.first - low.first > 2 * FARTHEST + this.digits) {
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
    if (!factors.every(finite)) {
      if (factors.some((factor) => factor.zero)) return factors.includes(UNKNOWN) ? UNKNOWN : ZERO;
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
    if (!finite(above)) return finite(below) ? above : UNKNOWN;
    if (!finite(below)) return ZERO;
    if (below.zero) return above.zero ? UNKNOWN : above.sign < 0 ? this.minus(INFINITE) : INFINITE;
    if (above.zero && above.error === null) return ZERO;
    const sign = below.mantissa < 0n ? -1n : 1n;
    const exact = reduced(
      sign * above.mantissa * below.below,
      above.exponent - below.exponent,
      size(below.mantissa) * above.below,
      null,
    );
    if (above.error === null && below.error === null) return exact;
    const first = exact.zero ? (above.error ?? 0) - below.first : exact.first;
    const left = above.error === null ? null : above.error - below.first;
    const right = below.error === null ? null : below.error + first + 1 - below.first;
    const error = left !== null && right !== null ? Math.max(left, right) + 1 : worse(left, right);
    return this.cut(new Num(exact.mantissa, exact.exponent, exact.below, error));
  }

  /** @param {Num} base @param {number} exponent @returns {Num} */
  raised(base, exponent) {
    return this.product(Array.from({ length: exponent }, () => base));
  }

  /** @param {Num} number @returns {Num} */
  minus(number) {
    return new Num(-number.mantissa, number.exponent, number.below, number.error);
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
    const error = number.error === null ? last : Math.max(number.error, last) + 1;
    return new Num(nearest(above, below), last, 1n, error);
  }

  /** @param {string} name @param {Num[]} operands @returns {Num} */
  apply(name, operands) {
    const rule = FUNCTIONS[name];
    if (rule === undefined) throw new Error(`no function ${name}`);
    return rule(this, ...operands);
  }

  /** @param {Num} x @returns {Num} */
  exp(x) {
    if (!finite(x)) return x.sign < 0 ? ZERO : x;
    if (x.zero && x.error === null) return ONE;
    if (x.first > LARGEST_POWER) return x.sign < 0 ? new Num(0n, 0, 1n, -FARTHEST * 4) : INFINITE;
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
    return new Num(result.mantissa, result.exponent, result.below, worse(result.error, x.error));
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
    const rough = finite(x) ? Number(String(size(fixed(x, 3)))) / 1000 : Infinity;
    if (rough > FAR_TAIL && finite(x)) return this.#tail(x);
    if (rough > FAR_TAIL) return x.sign < 0 ? ZERO : ONE;
    const more = new Arithmetic(this.digits + Math.ceil((rough * rough) / Math.LN10) + 15);
    const place = more.quotient(x, more.sqrt(new Num(2n)));
    return this.cut(more.quotient(more.sum([ONE, more.erf(place)]), new Num(2n)));
  }

  /** The same far out: e^(-x²/2)/(x·√(2π))·(1 - 1/x² + 1·3/x⁴ - …), or what is missing to 1. @param {Num} x */
  #tail(x) {
    const more = new Arithmetic(this.digits + 20);
    const large = x.sign < 0 ? more.minus(x) : x;
    const square = more.product([large, large]);
    let [total, term] = [ONE, ONE];
    for (let odd = 1n; term.first > -more.digits - 10; odd += 2n) {
      term = more.cut(more.minus(more.quotient(more.product([term, new Num(odd)]), square)));
      total = more.cut(more.sum([total, term]));
    }
    const bell = more.exp(more.minus(more.quotient(square, new Num(2n))));
    const root = more.sqrt(more.product([new Num(2n), FUNCTIONS.pi(more)]));
    const missing = more.quotient(more.product([bell, total]), more.product([large, root]));
    return this.cut(x.sign < 0 ? missing : more.sum([ONE, more.minus(missing)]));
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
    if (!finite(x) || x.first > 2) return x.sign < 0 ? this.minus(ONE) : ONE;
    if (-x.first > this.digits + 10) { // the next term is -2·x³/(3·√π)
      const root = this.sqrt(FUNCTIONS.pi(this));
      return this.cut(this.quotient(this.product([new Num(2n), x]), root));
    }
    const square = Number(String(size(fixed(x, 3)))) / 1000;
    const lost = Math.ceil(square * square / Math.LN10);
    const scale = this.digits + 2 * lost + Math.max(0, -x.first) + 15;
    const value = errorFunction(fixed(x, scale), scale);
    const error = worse(-scale + 5, x.error === null ? null : x.error + 1);
    return this.cut(new Num(value, -scale, 1n, error));
  }
}

/** @type {Record<string, (arithmetic: Arithmetic, ...operands: Num[]) => Num>} */
const FUNCTIONS = {
  exp: (arithmetic, x) => arithmetic.exp(x),
  ln: (arithmetic, x) => arithmetic.ln(x),
  tanh: (arithmetic, x) => arithmetic.tanh(x),
  max0: (arithmetic, x) => (certain(x) > 0 ? x : ZERO),
  abs: (arithmetic, x) => (x.sign < 0 ? arithmetic.minus(x) : x),
  sqrt: (arithmetic, x) => arithmetic.sqrt(x),
  softplus: (arithmetic, x) => arithmetic.softplus(x),
  erf: (arithmetic, x) => arithmetic.erf(x),
  cosh: (arithmetic, x) => arithmetic.cosh(x),
  ln_cosh: (arithmetic, x) => arithmetic.logCosh(x),
  exp_minus_1: (arithmetic, x) => arithmetic.expMinus1(x),
  normal_cdf: (arithmetic, x) => arithmetic.normal(x),
  half_one_plus_tanh: (arithmetic, x) => arithmetic.halfOnePlusTanh(x),
  pi: (arithmetic) => new Num(pi(arithmetic.digits + 5), -arithmetic.digits - 5, 1n, -arithmetic.digits - 4),
  sign: (arithmetic, x) => new Num(BigInt(certain(x))),
  step: (arithmetic, x) => (certain(x) >= 0 ? ONE : ZERO),
  min: (arithmetic, ...all) => all.reduce((a, b) => (compared(arithmetic, b, a) < 0 ? b : a)),
  max: (arithmetic, ...all) => all.reduce((a, b) => (compared(arithmetic, b, a) > 0 ? b : a)),
};

/** The names of the functions that this arithmetic knows. */
export const KNOWN = Object.keys(FUNCTIONS);

/** @param {Arithmetic} arithmetic @param {Num} a @param {Num} b @returns {number} */
const compared = (arithmetic, a, b) => arithmetic.sum([a, arithmetic.minus(b)]).sign;

/** @param {Num} number @returns {number} its sign */
export const certain = (number) => number.sign;

/** @param {Num} number @returns {number} how many digits it shares with ±1 */
function closeness(number) {
  if (number.first !== 0 && number.first !== -1) return 0;
  const scale = Math.max(0, -number.exponent);
  const one = power(scale) * number.below;
  const distance = size(size(number.mantissa) * power(number.exponent + scale) - one);
  return distance === 0n ? 0 : Math.min(Math.max(0, length(one) - length(distance)), FARTHEST);
}

/** Return a number in its lowest terms; what ends is a decimal. */
/** @param {bigint} mantissa @param {number} exponent @param {bigint} below @param {number | null} error */
function reduced(mantissa, exponent, below, error) {
  if (below === 1n || mantissa === 0n) return new Num(mantissa, mantissa ? exponent : 0, 1n, error);
  const common = divisor(mantissa, below);
  let [above, under] = [mantissa / common, below / common];
  while (under % 10n === 0n) [under, exponent] = [under / 10n, exponent - 1];
  while (under % 2n === 0n) [above, under, exponent] = [above * 5n, under / 2n, exponent - 1];
  while (under % 5n === 0n) [above, under, exponent] = [above * 2n, under / 5n, exponent - 1];
  return new Num(above, exponent, under, error);
}

/** @param {Num} x @param {number} scale @returns {bigint} x·10^scale, to the nearest whole number */
function fixed(x, scale) {
  const shift = x.exponent + scale;
  if (x.zero || x.first + scale < -1) return 0n;
  return shift >= 0
    ? nearest(x.mantissa * power(shift), x.below)
    : nearest(x.mantissa, x.below * power(-shift));
}

/** @type {Map<string, bigint>} */
const CONSTANTS = new Map();

/** @param {Num} x @returns {number} as a float */
const roughly = (x) => Number(fixed(x, 3)) / 1000;

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
function exponential(x, scale) {
  const extra = 12;
  const work = scale + extra;
  const fine = x * power(extra);
  const twos = nearest(fine, ln2(work));
  const halvings = 10;
  let rest = (fine - twos * ln2(work)) / 2n ** BigInt(halvings);
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
function logarithm(x, scale) {
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
function whole(number) {
  if (number < 2n) return number;
  let root = power(Math.ceil(length(number) / 2));
  for (;;) {
    const next = (root + number / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** @param {Num} x @returns {Num | null} the root of a number that has one in whole terms */
function exactRoot(x) {
  const odd = Math.abs(x.exponent % 2) === 1;
  const mantissa = odd ? x.mantissa * 10n : x.mantissa;
  const [above, below] = [whole(mantissa), whole(x.below)];
  if (above * above !== mantissa || below * below !== x.below) return null;
  return new Num(above, (odd ? x.exponent - 1 : x.exponent) / 2, below);
}

/** π · 10^scale; Machin. @param {number} scale */
const pi = (scale) => constant("pi", scale, (s) => (16n * arctan(5n, s + 10) - 4n * arctan(239n, s + 10)) / power(10));

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

/** 2/√π · Σ (-1)^n x^(2n+1) / (n! (2n+1)). @param {bigint} x @param {number} scale */
function errorFunction(x, scale) {
  const one = power(scale);
  const square = (x * x) / one;
  let [term, sum] = [x, x];
  for (let n = 1n; term !== 0n; n++) {
    term = -(term * square) / (one * n);
    sum += term / (2n * n + 1n);
  }
  return (2n * sum * one) / whole(pi(scale) * one);
}
