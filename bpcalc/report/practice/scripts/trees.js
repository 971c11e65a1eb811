// Readings of a formula: between bounds, in floats, and in floats that know how they are rounded.
// @ts-check
import { Box, apply, choice, minus, plus, product, quotient } from "./boxes.js";
import { dec } from "./decimals.js";
import { CALLS } from "./library.js";

/** @typedef {import("./calculation.js").Tree} Tree */
/** @typedef {Record<string, Tree>} Forms how functions are worked out in floats, by name */

/** @param {Tree} tree @returns {number[]} the lines that a formula refers to, again where they stand again */
export function leaves(tree) {
  if (typeof tree === "number") return [tree];
  if (typeof tree === "string") return [];
  return parts(tree).flatMap(leaves);
}

/** @param {Tree} tree @returns {Tree[]} */
export function parts(tree) {
  if (!Array.isArray(tree) || tree[0] === "@") return [];
  if (tree[0] === "^") return [tree[1]];
  return tree.slice(tree[0] === "f" ? 2 : 1);
}

/** Return a formula with some of its lines replaced. @param {Tree} tree @param {(key: number) => Tree | null} swap @returns {Tree} */
export function rebuilt(tree, swap) {
  if (typeof tree === "number") return swap(tree) ?? tree;
  if (!parts(tree).length) return tree;
  const [sign, first, ...rest] = /** @type {any[]} */ (tree);
  if (sign === "^") return /** @type {Tree} */ (/** @type {any} */ ([sign, rebuilt(first, swap), ...rest]));
  const head = sign === "f" ? [sign, first] : [sign];
  return /** @type {Tree} */ (/** @type {any} */ ([...head, ...parts(tree).map((part) => rebuilt(part, swap))]));
}

/** @param {Tree} tree @returns {boolean} whether it is a number, and nothing else */
export const isNumber = (tree) => typeof tree === "string";

/** @param {Tree} one @param {Tree} other @returns {boolean} */
export const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);

/** Reads formulas between bounds. */
export class Bounds {
  /** @param {(key: number) => Box} ref */
  constructor(ref) {
    this.ref = ref;
  }

  /** @param {Tree} tree @returns {Box} */
  of(tree) {
    if (typeof tree === "number") return this.ref(tree);
    if (typeof tree === "string") return new Box(dec(tree));
    const [sign, first] = tree;
    if (sign === "+") return plus(this.all(tree));
    if (sign === "*") return this.product(this.all(tree));
    if (sign === "/") return this.quotient(this.of(first), this.of(tree[2]));
    if (sign === "-") return minus(this.of(first));
    if (sign === "^") return this.power(this.of(first), tree[2]);
    if (sign === "f") return this.part(apply(first, this.all(tree)));
    return choice(this.of(first), this.of(tree[2]), this.of(tree[3]));
  }

  /** @param {Tree} tree @returns {Box[]} */
  all(tree) {
    return parts(tree).map((each) => this.of(each));
  }

  /** @param {Box[]} factors @returns {Box} */
  product(factors) {
    return this.part(product(factors));
  }

  /** @param {Box} above @param {Box} below @returns {Box} */
  quotient(above, below) {
    return this.part(quotient(above, below));
  }

  /** @param {Box} base @param {number} exponent @returns {Box} */
  power(base, exponent) {
    return this.part(product(Array(exponent).fill(this.part(base))));
  }

  /** A product, quotient, power or function within a formula. @param {Box} box @returns {Box} */
  part(box) {
    return box;
  }
}

/** @param {string} name @param {number} x @returns {number} NaN where a program would complain */
function called(name, x) {
  const value = CALLS[name](x);
  return Number.isFinite(x) && !Number.isFinite(value) ? NaN : value;
}

/** Reads formulas in floats; what has no value is NaN. */
export class Floats {
  /** @param {Forms} forms @param {(key: number) => number} ref @param {number[]} operands */
  constructor(forms, ref, operands = []) {
    this.forms = forms;
    this.ref = ref;
    this.operands = operands;
  }

  /** @param {Tree} tree @returns {number} */
  of(tree) {
    if (typeof tree === "number") return this.ref(tree);
    if (typeof tree === "string") return literal(tree);
    const [sign, first, second, third] = tree;
    if (sign === "@") return this.operands[first];
    if (sign === "+") return parts(tree).reduce((/** @type {number} */ sum, term) => sum + this.of(term), 0);
    if (sign === "*") return parts(tree).reduce((/** @type {number} */ all, factor) => all * this.of(factor), 1);
    if (sign === "/") {
      const below = this.of(second);
      return below ? this.of(first) / below : NaN;
    }
    if (sign === "-") return -this.of(first);
    if (sign === "c") return called(first, this.of(second));
    if (sign === "f") return this.function(first, parts(tree).map((each) => this.of(each)));
    if (sign === "^") {
      const base = this.of(first);
      let value = 1;
      for (let times = 0; times < second; times++) value *= base;
      return value;
    }
    return this.of(first) > 0 ? this.of(second) : this.of(third);
  }

  /** @param {string} name @param {number[]} operands @returns {number} */
  function(name, operands) {
    return new Floats(this.forms, this.ref, operands).of(this.forms[name]);
  }
}

/** @param {string} text @returns {number} */
function literal(text) {
  const [above, below] = text.split("/").map(Number);
  return below ? above / below : above;
}

/** Roundings that one call of a function counts for, and the step in which its steepness is measured. */
const [FUNCTION_ERROR, STEP] = [4, 1e-4];

/** A float, and the error that it may have, in units of the roundoff. @typedef {{value: number, error: number}} Noisy */

/** Reads formulas in floats: how far a program's number may lie from the true one. */
export class Noise {
  /** @param {Forms} forms @param {(key: number) => Noisy} ref */
  constructor(forms, ref) {
    this.ref = ref;
    this.floats = new Floats(forms, () => NaN);
  }

  /** @param {Tree} tree @returns {Noisy} */
  of(tree) {
    if (typeof tree === "number") return this.ref(tree);
    if (typeof tree === "string") {
      const value = literal(tree);
      return { value, error: Number.isInteger(value) ? 0 : Math.abs(value) };
    }
    const [sign] = tree;
    const inner = parts(tree).map((each) => this.of(each));
    if (sign === "+") return sum(inner);
    if (sign === "*") return inner.slice(1).reduce(times, inner[0]);
    if (sign === "/") return divided(inner[0], inner[1]);
    if (sign === "-") return { value: -inner[0].value, error: inner[0].error };
    if (sign === "^") return Array.from({ length: tree[2] - 1 }, () => inner[0]).reduce(times, inner[0]);
    if (sign === "f") return this.function(tree[1], inner);
    return inner[0].value > 0 ? inner[1] : inner[2];
  }

  /** @param {string} name @param {Noisy[]} operands @returns {Noisy} */
  function(name, operands) {
    const values = operands.map((operand) => operand.value);
    const value = this.floats.function(name, values);
    let error = FUNCTION_ERROR * Math.abs(value);
    operands.forEach((operand, place) => {
      const step = STEP * (1 + Math.abs(operand.value));
      const moved = [step, -step].map((by) => values.map((each, at) => (at === place ? each + by : each)));
      const [up, down] = moved.map((near) => Math.abs(this.floats.function(name, near) - value));
      error += ((down > up ? down : up) / step) * operand.error; // a root has no value on the one side
    });
    return { value, error };
  }
}

/** @param {Noisy[]} terms @returns {Noisy} */
function sum(terms) {
  const [size, value, error] = [0, 0, 0].map((_, which) =>
    terms.reduce((all, term) => all + [Math.abs(term.value), term.value, term.error][which], 0),
  );
  return { value, error: error + (terms.length - 1) * size };
}

/** @param {Noisy} a @param {Noisy} b @returns {Noisy} */
function times(a, b) {
  const value = a.value * b.value;
  return { value, error: Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + Math.abs(value) };
}

/** @param {Noisy} above @param {Noisy} below @returns {Noisy} */
function divided(above, below) {
  if (!below.value) return { value: 0, error: Infinity };
  const value = above.value / below.value;
  return { value, error: (above.error + Math.abs(value) * below.error) / Math.abs(below.value) + Math.abs(value) };
}
