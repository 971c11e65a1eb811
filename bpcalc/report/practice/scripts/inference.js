// Lines left out: what they must have been, for what is written after them to follow.
// @ts-check
import { askedExponent } from "./agreement.js";
import { Box, apply, minus, plus, product, quotient, touches } from "./boxes.js";
import { halfUnit } from "./cells.js";
import { HALF, absolute, add, compare, dec, fromFloat, larger, multiply, smaller, subtract } from "./decimals.js";
import { gather } from "./groups.js";
import { BLANK_LINES, CROSSINGS, INFERENCE } from "./rules.js";
import { Bounds, Floats, leaves, parts, rebuilt } from "./trees.js";
import { widened } from "./way.js";

/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./scheme.js").Scheme} Scheme */
/** @typedef {import("./scheme.js").World} World */
/** @typedef {{box: Box, written: Set<number>, through: Set<number>, apart: Set<number>}} Inferred */
/** @typedef {{box: Box, written: Set<number>, through: number, doubtful: boolean}} Reading */
/** The digits to which lines left out may have been rounded; none of a factor. @typedef {(key: number) => import("./rounding.js").Digits | null} Asked */

const { MAX_BLANKS, MAX_LEAVES } = BLANK_LINES;
const { MAX_SEARCHES, MIN_LINES, PASSES, SOUGHT } = INFERENCE;
const { FARTHER, GROWTH, HALVINGS, HIGH, LOW, STEPS, WIDEST } = CROSSINGS;

const ONE = new Box(dec("1"));

/**
 * Return what a quantity must be for a formula to come to a value; null if that cannot be told.
 * @param {Tree} formula @param {number} key @param {Box} target @param {(part: Tree) => Box} value
 */
export function solved(formula, key, target, value) {
  while (typeof formula !== "number") {
    const all = parts(formula);
    const places = all.flatMap((part, place) => (leaves(part).includes(key) ? [place] : []));
    if (places.length !== 1) return null;
    const [place] = places;
    const others = all.filter((_, at) => at !== place).map(value);
    const found = unwrapped(formula, place, target, others);
    if (found === null || !found.known) return null;
    [formula, target] = [all[place], found];
  }
  return target;
}

/** @param {Tree} formula @param {number} place @param {Box} target @param {Box[]} others @returns {Box | null} */
function unwrapped(formula, place, target, others) {
  const [sign, name] = /** @type {any[]} */ (formula);
  if (sign === "-") return minus(target);
  if (sign === "+") return plus([target, ...others.map(minus)]);
  if (sign === "*") {
    if (!others.length) return target;
    const rest = product(others);
    // Nothing comes of whatever is multiplied by zero.
    return compare(absolute(rest.centre), rest.radius) <= 0 ? null : quotient(target, rest);
  }
  if (sign === "/") return place === 0 ? product([target, ...others]) : quotient(others[0], target);
  return sign === "f" && !others.length ? argument(name, target) : null;
}

/** @param {string} name @param {Box} target @returns {Box | null} what a function was applied to */
function argument(name, target) {
  if (name === "exp") return apply("ln", [target]);
  if (name === "ln") return apply("exp", [target]);
  if (name === "tanh") {
    const ratio = quotient(plus([ONE, target]), plus([ONE, minus(target)]));
    return product([apply("ln", [ratio]), new Box(HALF)]);
  }
  return name === "max0" && compare(target.centre, target.radius) > 0 ? target : null;
}

/**
 * Return what the blank lines must have been that lead to wrong numbers.
 * @param {Scheme} scheme @param {World} world @param {number[]} wrong @param {import("./trees.js").Forms} forms
 * @param {Asked} asked @param {(key: number) => boolean} factor whether a line is a factor of a delta
 * @returns {Map<number, Inferred>}
 */
export function inferred(scheme, world, wrong, forms, asked, factor) {
  const blanks = blanksBefore(scheme, world.written, wrong);
  if (!blanks.size || blanks.size > MAX_BLANKS) return new Map();
  addBlanksAfter(blanks, scheme, world.written);
  const reader = new Reader(scheme, world, blanks, forms, asked, factor);
  const order = [...blanks].sort((a, b) => b - a);
  for (let pass = 0; pass < PASSES; pass++) for (const blank of order) reader.read(blank);
  return reader.found;
}

/** Add the blank lines that follow from blank lines: numbers that are right speak, too. @param {Set<number>} blanks @param {Scheme} scheme @param {{has: (key: number) => boolean}} written */
function addBlanksAfter(blanks, scheme, written) {
  for (const line of scheme.order) {
    if (blanks.has(line) || written.has(line) || !scheme.parents[line].some((parent) => blanks.has(parent))) continue;
    blanks.add(line);
    if (blanks.size >= MAX_BLANKS) return;
  }
}

/** Reads blank lines off the lines after them, the last one first. */
class Reader {
  /** @type {Map<number, Inferred>} */
  found = new Map();
  searches = 0;
  /** Whether other quantities of a line are read off single lines, too. */
  singly = false;

  /**
   * @param {Scheme} scheme @param {World} world @param {Set<number>} blanks @param {import("./trees.js").Forms} forms
   * @param {Asked} asked @param {(key: number) => boolean} factor
   */
  constructor(scheme, world, blanks, forms, asked, factor) {
    this.asked = asked;
    this.factor = factor;
    this.scheme = scheme;
    this.world = world;
    this.forms = forms;
    /** Lines with factors that are left out, these written out. @type {Map<number, Tree>} */
    this.whole = new Map();
    /** The lines off which each blank may be read. @type {Map<number, number[]>} */
    this.after = new Map([...blanks].map((key) => [key, []]));
    for (const line of scheme.order) this.#readOff(line);
    this.bounds = new Bounds((key) => this.seen(key));
  }

  /** Let blanks be read off a line; all but factors off it with its factors written out. @param {number} line */
  #readOff(line) {
    const { scheme, after } = this;
    const parents = scheme.parents[line];
    if (parents.length > MAX_LEAVES) return;
    const gone = (/** @type {number} */ key) => this.factor(key) && after.has(key);
    const written = parents.some(gone);
    if (written) this.whole.set(line, rebuilt(scheme.formula(line), (key) => (gone(key) ? scheme.formula(key) : null)));
    for (const parent of parents) if (this.factor(parent) || !(written || gone(line))) after.get(parent)?.push(line);
    if (!written || gone(line)) return;
    for (const leaf of new Set(leaves(/** @type {Tree} */ (this.whole.get(line))))) if (!this.factor(leaf)) after.get(leaf)?.push(line);
  }

  /** A line in which a blank stands, its factors written out unless it is one. @param {number} blank @param {number} line @returns {Tree} */
  formula(blank, line) {
    return (this.factor(blank) ? null : this.whole.get(line)) ?? this.scheme.formula(line);
  }

  /** @param {number} key @returns {Box} another quantity of a line */
  seen(key) {
    const found = this.found.get(key);
    return found && (this.singly || found.through.size >= MIN_LINES) ? found.box : this.world.seen(key);
  }

  /** @param {number} blank */
  read(blank) {
    const lines = /** @type {number[]} */ (this.after.get(blank));
    const readings = lines.flatMap((line) => this.of(blank, line));
    if (!readings.length) return;
    const certain = readings.filter((reading) => !reading.doubtful);
    let found = certain.length ? agreed(certain) : null;
    if (found === null || found.through.size < MIN_LINES) found = agreed(readings);
    if (certain.length && found.through.size < MIN_LINES) {
      this.singly = true;
      found = agreed([...readings, ...lines.flatMap((line) => this.of(blank, line))]);
      this.singly = false;
    }
    this.found.set(blank, found);
  }

  /** @param {number} blank @param {number} line @returns {Reading[]} */
  of(blank, line) {
    let [box, written] = [this.world.written.get(line), new Set([line])];
    const known = this.found.get(line);
    if (!box && known) [box, written] = [this.unrounded(line, known.box), known.written];
    if (!box || (box.centre.zero && box.radius.zero)) return []; // 0 may stand for anything small
    const formula = this.formula(blank, line);
    const doubtful = leaves(formula).some((leaf) => leaf !== blank && this.doubtful(leaf));
    if (this.singly && !doubtful) return [];
    return this.solutions(blank, formula, box).map((solution) => ({ box: solution, written, through: line, doubtful }));
  }

  /** @param {number} line @param {Box} box @returns {Box} what a line left out may have been before it was rounded */
  unrounded(line, box) {
    const digits = this.asked(line);
    if (!digits || !box.known) return box;
    return new Box(box.centre, box.noise, add(box.rest, halfUnit(askedExponent(digits, box.centre))));
  }

  /** @param {number} blank @param {Tree} formula @param {Box} box @returns {Box[]} */
  solutions(blank, formula, box) {
    const once = leaves(formula).filter((leaf) => leaf === blank).length === 1;
    const solution = once ? solved(formula, blank, box, (part) => this.bounds.of(part)) : null;
    if (solution) return [solution];
    if (!this.isSought(blank) || this.searches >= MAX_SEARCHES) return [];
    this.searches += 1;
    return crossings(formula, blank, box, (key) => this.number(key), this.forms);
  }

  /** @param {number} key @returns {boolean} whether lines may hold it more than once */
  isSought(key) {
    return SOUGHT.includes(this.scheme.keys[key].kind);
  }

  /** @param {number} key @returns {number} */
  number(key) {
    const box = this.seen(key);
    return box.known ? box.centre.float : NaN;
  }

  /** @param {number} key @returns {boolean} whether it may be wrong, and is not read off two lines */
  doubtful(key) {
    const found = this.found.get(key);
    return this.after.has(key) && (!found || found.through.size < MIN_LINES);
  }
}

/** @param {Scheme} scheme @param {{has: (key: number) => boolean}} written @param {number[]} wrong @returns {Set<number>} */
export function blanksBefore(scheme, written, wrong) {
  const waiting = wrong.flatMap((key) => scheme.parents[key] ?? []);
  /** @type {Set<number>} */
  const blanks = new Set();
  while (waiting.length && blanks.size <= MAX_BLANKS) {
    const key = /** @type {number} */ (waiting.pop());
    if (blanks.has(key) || written.has(key)) continue;
    blanks.add(key);
    waiting.push(...scheme.parents[key]);
  }
  return blanks;
}

/** @param {Reading[]} readings @returns {Inferred} what most agree on, as narrowly as they say together */
function agreed(readings) {
  /** @type {Reading[]} */
  let best = [];
  for (const one of [...readings].sort((a, b) => compare(a.box.radius, b.box.radius))) {
    const group = readings.filter((other) => meet(one.box, other.box));
    const [ours, theirs] = [group, best].map((each) => [new Set(each.map(({ through }) => through)).size, writtenIn(each).size]);
    if (ours[0] > theirs[0] || (ours[0] === theirs[0] && ours[1] > theirs[1])) best = group;
  }
  let low = best.map((each) => subtract(each.box.centre, each.box.radius)).reduce(larger);
  let high = best.map((each) => add(each.box.centre, each.box.radius)).reduce(smaller);
  if (compare(low, high) > 0) {
    low = best.reduce((a, b) => (compare(b.box.radius, a.box.radius) < 0 ? b : a)).box.centre;
    high = low;
  }
  const box = new Box(multiply(add(low, high), HALF), new Map(), multiply(subtract(high, low), HALF));
  const written = writtenIn(best);
  const apart = new Set([...writtenIn(readings.filter((each) => !best.includes(each)))].filter((key) => !written.has(key)));
  return { box, written, through: new Set(best.map((each) => each.through)), apart };
}

/** @param {Reading[]} readings */
const writtenIn = (readings) => new Set(readings.flatMap((each) => [...each.written]));

/** @param {Box} one @param {Box} other */
const meet = (one, other) => touches(one.centre, one.radius, other);

/** @param {Box} box @param {import("./rounding.js").Digits | null} digits @returns {Box} a line that is left out as it is, or rounded */
export const asRounded = (box, digits) => (digits ? widened(box, digits) : box);

/**
 * @param {number} key @param {Inferred} found @param {Box} forwards @param {Set<number>} wrong @param {Asked} asked
 * @returns {boolean} whether a mistake was made in a line left out
 */
export function isElsewhere(key, found, forwards, wrong, asked) {
  const witnesses = [...found.written].filter((key) => wrong.has(key));
  if (witnesses.length < MIN_LINES || found.through.size < MIN_LINES) return false;
  return [...found.apart].every((key) => wrong.has(key)) && forwards.known && !meet(found.box, asRounded(forwards, asked(key)));
}

/**
 * Return what lines left out must have been, each wrong number put down to one of a kind.
 * @param {Map<number, Inferred>} found @param {Scheme} scheme @param {World} world @param {Set<number>} wrong @param {Asked} asked
 * @returns {Map<number, Inferred>}
 */
export function withoutRivals(found, scheme, world, wrong, asked) {
  /** @type {Map<string, {key: number, shows: number[]}[]>} */
  const groups = new Map();
  for (const [key, one] of found) {
    if (!isElsewhere(key, one, world.seen(key), wrong, asked)) continue;
    const { kind, layer } = scheme.keys[key];
    gather(groups, `${kind} ${layer}`, { key, shows: [...one.written].filter((each) => wrong.has(each)) });
  }
  const kept = new Map(found);
  for (const group of groups.values()) {
    group.sort((a, b) => b.shows.length - a.shows.length || a.key - b.key);
    group.forEach(({ key, shows }, place) => {
      const stronger = group.slice(0, place).map((each) => new Set(each.shows));
      if (stronger.some((set) => shows.every((each) => set.has(each)))) kept.delete(key);
    });
  }
  return kept;
}

// What an output must have been for a formula that holds it more than once -----------------------

const PLACES = placesOfOutputs();

/** @returns {number[]} where outputs are looked for, in rising order */
function placesOfOutputs() {
  const width = (HIGH - LOW) / STEPS;
  const near = Array.from({ length: STEPS }, (_, number) => LOW + width * (number + 0.4321));
  const far = Array.from({ length: FARTHER }, (_, number) => GROWTH ** (number + 1));
  return [...far.map((x) => near[0] * x).reverse(), ...near, ...far.map((x) => near[STEPS - 1] * x)];
}

/**
 * Return the outputs for which a formula comes to a value.
 * @param {Tree} formula @param {number} key @param {Box} target @param {(key: number) => number} number
 * @param {import("./trees.js").Forms} forms @returns {Box[]}
 */
function crossings(formula, key, target, number, forms) {
  const [middle, room] = [target.centre.float, target.radius.float];
  const away = (/** @type {number} */ x) => new Floats(forms, (leaf) => (leaf === key ? x : number(leaf))).of(formula) - middle;
  const found = [];
  for (const x of zeros(away)) {
    const step = 1e-6;
    const slope = Math.abs(away(x + step) - away(x - step)) / (2 * step);
    if (slope * WIDEST * Math.max(1, Math.abs(x)) > room) found.push(new Box(fromFloat(x), new Map(), fromFloat(room / slope + 1e-12)));
  }
  return found;
}

/** @param {(x: number) => number} away @returns {number[]} */
function zeros(away) {
  const values = PLACES.map(away);
  const found = [];
  for (let at = 0; at + 1 < PLACES.length; at++) {
    const [left, right] = [values[at], values[at + 1]];
    if (Number.isFinite(left) && Number.isFinite(right) && left * right < 0) found.push(halved(away, PLACES[at], PLACES[at + 1], left));
  }
  return found;
}

/** @param {(x: number) => number} away @param {number} low @param {number} high @param {number} left */
function halved(away, low, high, left) {
  for (let time = 0; time < HALVINGS; time++) {
    const middle = (low + high) / 2;
    if (away(middle) * left > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
