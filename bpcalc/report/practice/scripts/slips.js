// Slips of the pen: a sign, a shifted point, two digits swapped, one digit, a copied neighbour.
// @ts-check
import { Box, touches } from "./boxes.js";
import { half } from "./cells.js";
import { Dec, add, equal, isTooLong, negated, quantized, shifted } from "./decimals.js";
import { rounded } from "./agreement.js";
import { MARKING_RULE, OF_THE_PEN, ROUNDED_EARLY, SLIPS } from "./rules.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./diagnosis.js").Diagnosis} Diagnosis */
/** @typedef {import("./diagnosis.js").Candidate} Candidate */

const { MIN_DIGITS } = MARKING_RULE;
const { MAX_SHIFTED_PLACES, MIN_SLIP_DIGITS, RARE, SHIFTS } = SLIPS;
const { EXACT_SHIFT, NEIGHBOURS } = OF_THE_PEN;
const { FAR_MORE } = ROUNDED_EARLY;

/**
 * Return what a student may have meant to write, "" if nothing fits.
 * @param {Cell} cell @param {Box} expected @param {Box[]} neighbours @param {number | null} spread how far wrong numbers
 *   of any other cause lie from the right one
 */
function slip(cell, expected, neighbours, spread = null) {
  const { value } = cell;
  if (value === null || !expected.known) return "";
  const room = half(cell);
  if (!value.zero && touches(negated(value), room, expected)) return "sign";
  const isShifted = (/** @type {number} */ by) => {
    const moved = shifted(value, by);
    // A single digit is that of one number in nine, unless there are no more.
    const enough = cell.digits >= MIN_DIGITS || equal(moved, expected.centre);
    return enough && touches(moved, shifted(room, by), expected);
  };
  if (!value.zero && SHIFTS.some(isShifted)) return "point";
  if (cell.digits < MIN_SLIP_DIGITS) return "";
  if (spread !== null && chance(value, cell.exponent, expected, spread) > RARE) return "";
  if (swapped(value).some((other) => touches(other, room, expected))) return "swapped";
  if (oneDigit(value, cell.exponent, expected)) return "digit";
  return neighbours.some((other) => touches(value, room, other)) ? "copied" : "";
}

/** The share of the wrong numbers around the right one that differ in one digit. @param {Dec} value @param {number} exponent @param {Box} expected @param {number} spread */
function chance(value, exponent, expected, spread) {
  const right = expected.centre.float;
  const reach = Math.abs(value.float - right) <= spread ? spread : Math.max(spread, Math.abs(right));
  const unit = 10 ** exponent;
  let places = 0;
  while (unit * 10 ** places <= reach && places < MAX_SHIFTED_PLACES) places += 1;
  return reach ? (9 * places * unit) / (2 * reach) : 1;
}

/** @param {Dec} value @returns {Dec[]} the number with two neighbouring digits exchanged */
function swapped(value) {
  const digits = String(value.mantissa).replace("-", "");
  const found = [];
  for (let at = 0; at + 1 < digits.length; at++) {
    if (digits[at] === digits[at + 1]) continue;
    const mantissa = BigInt(digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2));
    found.push(new Dec(value.sign < 0 ? -mantissa : mantissa, value.exponent));
  }
  return found;
}

/** @param {Dec} value @param {number} exponent @param {Box} expected @returns {boolean} whether one digit tells it from the right one */
function oneDigit(value, exponent, expected) {
  const right = quantized(expected.centre, exponent, "half_even");
  const negative = right.zero ? expected.centre.sign < 0 : right.sign < 0;
  if (isTooLong(right) || negative !== value.sign < 0) return false;
  const [ours, theirs] = [right, value].map((each) => String(each.mantissa).replace("-", ""));
  return ours.length === theirs.length && [...ours].filter((digit, at) => digit !== theirs[at]).length === 1;
}

/** Slips of the pen on one sheet, and the rules that explain the same number less simply. */
export class OfThePen {
  /** @param {Diagnosis} diagnosis */
  constructor(diagnosis) {
    this.diagnosis = diagnosis;
    this.judged = diagnosis.judged;
  }

  /** @param {number} key @param {Cell} cell @returns {string} the slip that explains a number, "" if there is none */
  slip(key, cell) {
    const spread = this.diagnosis.spread(this.diagnosis.odd(key, cell));
    return slip(cell, this.judged.of(key).own, this.#neighbours(key), spread);
  }

  /** @param {number} key @returns {Box[]} */
  #neighbours(key) {
    const { scheme, world } = this.judged;
    const here = scheme.keys[key];
    const near = (/** @type {number | null} */ a, /** @type {number | null} */ b, /** @type {number} */ down, /** @type {number} */ up) =>
      a ? b !== null && b >= Math.max(1, a - down) && b < a + up : a === b;
    return scheme.order
      .filter((other) => {
        const there = scheme.keys[other];
        if (other === key || there.kind !== here.kind || there.layer !== here.layer) return false;
        if (there.sample !== here.sample || there.epoch !== here.epoch) return false;
        if ((there.source_layer ?? null) !== (here.source_layer ?? null)) return false;
        return near(here.unit, there.unit, NEIGHBOURS, NEIGHBOURS) && near(here.source, there.source, 2, 3);
      })
      .map((other) => world.own(other));
  }

  /** Return how a rule may be worded that a slip may explain as well, which is simpler. @param {Candidate} match @param {number} key @param {Cell} cell @param {string} certain */
  unlessSimpler(match, key, cell, certain) {
    if (certain === "possibly" || this.judged.hidden.has(key)) return certain;
    const meant = slip(cell, this.judged.of(key).own, []);
    if (meant === "point" && !this.#shifts(match, key)) return "possibly";
    return meant === "swapped" && certain !== "is" ? "possibly" : certain;
  }

  /** Whether a rule is as common, and moves the point itself: η = 0.1 left out. @param {Candidate} match @param {number} key */
  #shifts(match, key) {
    const right = this.judged.of(key).own.centre.float;
    if (match.rule.tier === "C" || !(right && match.value)) return false;
    const powers = Math.log10(Math.abs(match.value / right));
    return Math.abs(powers - Math.round(powers)) < EXACT_SHIFT;
  }
}

// Rounded too early ------------------------------------------------------------------------------

/** @type {import("./rounding.js").Digits[]} */
const EARLY = [
  ...[1, 2, 3, 4].map((count) => ({ count, significant: false })),
  ...[2, 3, 4].map((count) => ({ count, significant: true })),
];

/** A number of a single digit does not show how those before it were rounded. */
const FEWEST = 2;

/** Whether a number is right for earlier numbers with fewer digits than are written, which right siblings do not contradict. @param {Judgement} judged @param {number} key @param {Cell} cell @param {number[]} siblings */
export function roundedEarly(judged, key, cell, siblings) {
  if (cell.digits < FEWEST) return false;
  const { world, scheme } = judged;
  const parents = scheme.parents[key];
  const written = parents.filter((parent) => world.written.has(parent));
  const factor = (/** @type {number} */ each) => judged.options.factors.includes(scheme.keys[each].kind);
  return EARLY.some((digits) => {
    const groups = written.length ? [written] : [];
    if (cell.digits - digits.count >= FAR_MORE) {
      groups.push(...parents.filter((each) => written.includes(each) || factor(each)).map((each) => [each]));
    }
    const explains = groups.some((group) => gives(judged, key, cell, earlier(judged, group, digits)) === true);
    return explains && !siblings.some((other) => contradicts(judged, other, digits));
  });
}

/** @param {Judgement} judged @param {number} key @param {import("./rounding.js").Digits} digits @returns {boolean} whether a right number would have been another if those before it were rounded so */
function contradicts(judged, key, digits) {
  const written = (judged.scheme.parents[key] ?? []).filter((parent) => judged.world.written.has(parent));
  return gives(judged, key, /** @type {Cell} */ (judged.cells.get(key)), earlier(judged, written, digits)) === false;
}

/** @param {Judgement} judged @param {number} key @param {Cell} cell @param {Map<number, Box> | null} changed @returns {boolean | null} whether a number follows from others than are written */
function gives(judged, key, cell, changed) {
  return changed && touches(/** @type {Dec} */ (cell.value), half(cell), judged.world.supposing(changed).own(key));
}

/** @param {Judgement} judged @param {number[]} group @param {import("./rounding.js").Digits} digits @returns {Map<number, Box> | null} */
function earlier(judged, group, digits) {
  const boxes = group.map((key) => judged.world.seen(key));
  if (!boxes.every((box) => box.known)) return null;
  const found = boxes.map((box) => new Box(rounded(digits, box.centre)));
  const moved = found.some((box, at) => add(box.centre, negated(boxes[at].centre)).sign !== 0);
  return moved && found.every((box) => !box.centre.zero) ? new Map(group.map((key, at) => [key, found[at]])) : null;
}

