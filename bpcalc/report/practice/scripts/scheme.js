// The right lines, and the numbers as one student has them.
// @ts-check
import { Box, UNKNOWN } from "./boxes.js";
import { Dec, dec } from "./decimals.js";
import { gather } from "./groups.js";
import { Bounds, isNumber, leaves, same } from "./trees.js";

/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./rounding.js").Digits} Digits */

/**
 * What a line is of.
 * @typedef {{kind: string, layer: number | null, unit: number | null, source: number | null, sample: number | null,
 *   epoch: number | null, source_layer: number | null}} Key
 */

/** The lines of one exercise under one set of conventions. */
export class Scheme {
  /** @type {Map<number, number[]>} */
  #leaves = new Map();
  /** @type {Map<number, Dec | null>} */
  #values = new Map();
  /** @type {Map<number, number[]> | null} */
  #children = null;

  /**
   * @param {(Tree | null)[]} formulas by key; null: there is no such line
   * @param {(string | null)[] | null} values the true values; null: as the formulas give them
   * @param {boolean} carried whether rounded numbers are carried on
   * @param {Key[]} keys what the lines are of
   */
  constructor(formulas, values, carried, keys) {
    this.formulas = formulas;
    this.keys = keys;
    this.carried = carried;
    this.squared = true; // unless a convention has another loss
    /** @type {number[]} in order of working */
    this.order = formulas.flatMap((formula, key) => (formula === null ? [] : [key]));
    const given = new Set(this.order.filter((key) => isNumber(this.formula(key))));
    this.parents = formulas.map((formula, key) => (formula === null ? [] : this.leaves(key).filter((leaf) => !given.has(leaf))));
    const world = new World(this, new Map(), new Map());
    /** @type {Map<number, Box>} */
    this.fixed = new Map();
    for (const key of this.order) if (!this.parents[key].length) this.fixed.set(key, world.own(key));
    this.exactly = new World(this, new Map(), this.fixed);
    if (values) values.forEach((text, key) => text !== null && this.#values.set(key, text === "" ? null : dec(text)));
  }

  /** @param {number} key @returns {Tree} the formula of a line */
  formula(key) {
    return /** @type {Tree} */ (this.formulas[key]);
  }

  /** @param {number} key */
  has(key) {
    return (this.formulas[key] ?? null) !== null;
  }

  /** @param {number} key @returns {number[]} what a formula refers to, each once */
  leaves(key) {
    let found = this.#leaves.get(key);
    if (!found) this.#leaves.set(key, (found = [...new Set(leaves(this.formula(key)))]));
    return found;
  }

  /** @param {number} key @returns {Box} the true value; unknown where there is none */
  value(key) {
    let found = this.#values.get(key);
    if (found === undefined) {
      const own = this.exactly.own(key);
      this.#values.set(key, (found = own.known ? own.centre : null));
    }
    return found === null ? UNKNOWN : new Box(found);
  }

  /** @param {number} key @returns {Box} what follows from the givens alone, with nothing rounded and carried on */
  exact(key) {
    return this.carried ? this.exactly.own(key) : this.value(key);
  }

  /** The lines in whose formulas each quantity stands. @returns {Map<number, number[]>} */
  get children() {
    if (!this.#children) {
      this.#children = new Map();
      for (const line of this.order) {
        for (const parent of this.parents[line]) gather(this.#children, parent, line);
      }
    }
    return this.#children;
  }

  /** @param {Map<number, Tree>} changed @returns {Scheme} the same with other formulas for some lines */
  overlaid(changed) {
    const formulas = [...this.formulas];
    for (const [key, tree] of changed) formulas[key] = tree;
    for (let key = 0; key < formulas.length; key++) formulas[key] ??= null;
    return new Scheme(formulas, null, this.carried, this.keys);
  }

  /** @param {Scheme} other @param {number} key */
  differs(other, key) {
    return !same(this.formulas[key] ?? "", other.formulas[key] ?? "");
  }
}

/** The numbers as one student has them. */
export class World {
  /** @param {Scheme} scheme @param {Map<number, Box>} written @param {Map<number, Box>} fixed @param {Map<number, Box>} changed what is taken for something else than is written */
  constructor(scheme, written, fixed, changed = new Map()) {
    this.scheme = scheme;
    this.written = written;
    this.fixed = fixed;
    this.changed = changed;
    /** @type {Set<number>} those of them that were left out, and are only taken for something */
    this.supposed = new Set();
    /** @type {Map<number, Box>} */
    this.known = new Map();
    this.bounds = new Bounds((key) => this.seen(key));
  }

  /** A quantity as later lines use it: as written, or else as it follows. @param {number} key @returns {Box} */
  seen(key) {
    return this.changed.get(key) ?? this.written.get(key) ?? this.own(key);
  }

  /** What follows for a quantity from the student's own earlier numbers. @param {number} key @returns {Box} */
  own(key) {
    let box = this.known.get(key) ?? this.fixed.get(key);
    if (!box) this.known.set(key, (box = this.scheme.has(key) ? this.bounds.of(this.scheme.formula(key)) : UNKNOWN));
    return box;
  }

  /** @param {Tree} tree @returns {Box} what another formula gives with the student's numbers */
  value(tree) {
    return this.bounds.of(tree);
  }

  /** @param {Map<number, Box>} changed @returns {World} in which some quantities have these values; for a moment, in which nothing is written */
  supposing(changed) {
    return new World(this.scheme, this.written, this.scheme.fixed, changed);
  }
}
