// What a reader types into a field: a number, or a calculation that comes to one.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { Num, ONE, ZERO, decimal, writable, roughly } from "./numbers.js";
import { round } from "./rounding.js";

/** Characters of one field that are read. */
const LONGEST = 200;

/** Factors of a power. */
const MOST_FACTORS = 64;

/** Digits to which a fraction without end is kept, and how large a power may be. */
const [KEPT, LARGEST] = [12, 300];

/** Digits to which a decimal without error is kept. */
const LONGEST_EXACT = 34;

/** Signs that input methods and decimal commas put in the place of others. */
const SIGNS = new Map([
  ...[..."０１２３４５６７８９"].map((sign, digit) => /** @type {[string, string]} */ ([sign, String(digit)])),
  ..."−–—－﹣".split("").map((sign) => /** @type {[string, string]} */ ([sign, "-"])),
  ..."×·⋅∙＊✕".split("").map((sign) => /** @type {[string, string]} */ ([sign, "*"])),
  ..."÷∕／".split("").map((sign) => /** @type {[string, string]} */ ([sign, "/"])),
  ["＋", "+"], ["（", "("], ["）", ")"], ["．", "."], ["。", "."], ["，", ","], ["＾", "^"], ["\u00a0", " "], ["\u3000", " "],
]);

/**
 * Return the number that was typed, null if it is none.
 * @param {string} typed @returns {{value: Num, text: string} | null}
 */
export function read(typed) {
  if (typed.length > LONGEST) return null;
  const plain = plainly(typed).replace(/,/g, ".");
  if (/^[+-]?\d+(\.\d+)?(e[+-]?\d{1,3})?$/i.test(plain)) {
    return { value: decimal(plain), text: plain.replace(/^\+/, "").toLowerCase() };
  }
  const parser = new Parser(plain);
  const value = parser.all();
  if (value === null || !writable(value)) return null;
  const exact = value.below === 1n && value.error === null && value.first - value.exponent < LONGEST_EXACT;
  const kept = exact ? value : round(value, { count: KEPT, significant: true }, "half_up", 10 ** 6);
  return { value: kept, text: written(kept) };
}

/** A quotient of two numbers, which is kept as it is. */
const FRACTION = /^[+-]?\d+(\.\d+)?\/0*[1-9]\d*$/;

/**
 * Return the number that was typed as an exercise has it, where a fraction stays one; null if it is none.
 * @param {string} typed @returns {{value: Num, text: string} | null}
 */
export function numberOf(typed) {
  if (typed.length > LONGEST) return null;
  const plain = plainly(typed).replace(/,/g, ".").replace(/ *\/ */, "/");
  return FRACTION.test(plain) ? given(plain.replace("+", "")) : read(typed);
}

/**
 * Return a number of the exercise, exactly: a decimal, or a fraction of two.
 * @param {string} text @returns {{value: Num, text: string}}
 */
export function given(text) {
  const [above, below] = text.split("/").map(decimal);
  return { value: below ? new Arithmetic(60).quotient(above, below) : above, text };
}

/** Write a decimal with all its digits. @param {Num} number @returns {string} */
export function written(number) {
  const sign = number.mantissa < 0n ? "-" : "";
  const digits = String(number.mantissa < 0n ? -number.mantissa : number.mantissa);
  if (number.zero) return "0";
  if (number.exponent >= 0) return number.exponent < 20 ? sign + digits + "0".repeat(number.exponent) : `${sign}${digits}e${number.exponent}`;
  if (-number.exponent > 40 && number.first < -8) return `${sign}${digits}e${number.exponent}`;
  const padded = digits.padStart(1 - number.exponent, "0");
  const text = `${padded.slice(0, number.exponent)}.${padded.slice(number.exponent)}`;
  return sign + text.replace(/0+$/, "").replace(/\.$/, "");
}

/** Functions that may be called by name, and what the arithmetic calls them. @type {Record<string, string>} */
const NAMED = { exp: "exp", ln: "ln", log: "ln", tanh: "tanh", sqrt: "sqrt" };

/** Return what a calculation comes to, null if it is none. @param {string} text @param {Map<string, Num>} names quantities that may stand in it */
export function workedOut(text, names) {
  return text.length > LONGEST ? null : new Parser(text, names).all();
}

/** Return a text with the signs that input methods put in the place of others. @param {string} text */
export const plainly = (text) => Array.from(text.trim(), (sign) => SIGNS.get(sign) ?? sign).join("");

/** Reads sums of products of numbers, powers and brackets, from left to right. */
class Parser {
  /** @param {string} text @param {Map<string, Num>} names */
  constructor(text, names = new Map()) {
    this.text = text;
    this.names = names;
    this.place = 0;
    this.depth = 0;
    this.arithmetic = new Arithmetic(60);
  }

  /** @returns {Num | null} the whole text */
  all() {
    const value = this.sum();
    this.blanks();
    return this.place === this.text.length ? value : null;
  }

  /** @param {string} signs @returns {string} the next sign if it is one of these */
  next(signs) {
    this.blanks();
    const sign = this.text[this.place] ?? "";
    if (!sign || !signs.includes(sign)) return "";
    this.place += 1;
    return sign;
  }

  blanks() {
    while (this.text[this.place] === " ") this.place += 1;
  }

  /** @returns {Num | null} */
  sum() {
    let total = this.product();
    for (let sign = this.next("+-"); sign && total; sign = this.next("+-")) {
      const term = this.product();
      total = term && this.arithmetic.sum([total, sign === "-" ? this.arithmetic.minus(term) : term]);
    }
    return total;
  }

  /** @returns {Num | null} */
  product() {
    let total = this.signed();
    for (let sign = this.next("*/"); sign && total; sign = this.next("*/")) {
      const factor = this.signed();
      if (!factor || (sign === "/" && factor.zero)) return null;
      total = sign === "*" ? this.arithmetic.product([total, factor]) : this.arithmetic.quotient(total, factor);
    }
    return total;
  }

  /** @returns {Num | null} */
  signed() {
    const sign = this.next("+-");
    const value = this.power();
    return value && sign === "-" ? this.arithmetic.minus(value) : value;
  }

  /** @returns {Num | null} */
  power() {
    const natural = /^\s*e\s*\^/i.test(this.text.slice(this.place));
    const base = natural ? this.e() : this.atom();
    if (!base || !this.next("^")) return base;
    if (++this.depth > 20) return null;
    const exponent = this.signed();
    this.depth -= 1;
    if (!exponent) return null;
    if (natural) return exponent.first > 3 ? null : this.arithmetic.exp(exponent);
    const count = exponent.below === 1n && exponent.exponent >= 0 ? roughly(exponent) : -1;
    return count >= 0 && count <= MOST_FACTORS ? (count ? this.arithmetic.raised(base, count) : ONE) : null;
  }

  /** @returns {Num} something to be raised */
  e() {
    this.next("eE");
    return ONE;
  }

  /** @returns {Num | null} */
  atom() {
    if (this.next("(")) {
      if (++this.depth > 20) return null;
      const value = this.sum();
      this.depth -= 1;
      return this.next(")") ? value : null;
    }
    const [name] = this.text.slice(this.place).match(/^[A-Za-z_]\w*/) ?? [""];
    if (name) return this.named(name);
    const [found] = this.text.slice(this.place).match(/^(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?/i) ?? [""];
    if (!found) return null;
    this.place += found.length;
    const number = decimal(found.replace(/^\./, "0.").replace(/\.(e|$)/i, "$1"));
    return Math.abs(number.exponent) > LARGEST + LONGEST ? null : number.zero ? ZERO : number;
  }
  /** @param {string} name @returns {Num | null} a quantity, or a function of what stands in the brackets behind it */
  named(name) {
    this.place += name.length;
    const known = this.names.get(name);
    if (known) return known;
    const rule = NAMED[name.toLowerCase()];
    this.blanks();
    if (!rule || this.text[this.place] !== "(") return null;
    const operand = this.atom();
    return operand && operand.first < 4 ? this.arithmetic.cut(this.arithmetic.apply(rule, [operand])) : null;
  }
}
