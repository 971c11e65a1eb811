// Rounding on the way: what a line gives if the numbers and products in it were rounded first.
// @ts-check
import { rounded } from "./agreement.js";
import { Box, touches } from "./boxes.js";
import { bareZero, decimals, half } from "./cells.js";
import { Dec, HALF, ZERO, absolute, add, compare, dec, larger, multiply, subtract } from "./decimals.js";
import { Bounds, isNumber } from "./trees.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./rounding.js").Digits} Digits */
/** @typedef {import("./scheme.js").World} World */
/** @typedef {(key: number) => Digits | null} Asked */

/** Units of the last place beyond which rounding on the way is no excuse: two, and half a unit. */
const FARTHEST = dec("5");

/** So many blank lines that lead to one another are followed back and taken as rounded. */
const FARTHEST_BACK = 12;

/** Reads a formula, widened by what rounding its parts and the lines before may change. */
class RoundedParts extends Bounds {
  /** @type {Map<number, Box>} */
  #worked = new Map();
  #depth = 0;

  /** @param {World} student @param {Asked} asked @param {Digits} answer */
  constructor(student, asked, answer) {
    super((key) => this.quantity(key));
    this.student = student;
    this.asked = asked;
    this.answer = answer;
  }

  /** @param {number} key @returns {Box} */
  quantity(key) {
    const known = this.student.written.get(key) ?? this.#worked.get(key);
    if (known) return known;
    const { scheme } = this.student;
    if (!scheme.has(key) || isNumber(scheme.formula(key)) || this.#depth >= FARTHEST_BACK) return this.student.seen(key);
    this.#depth += 1;
    const box = widened(this.of(scheme.formula(key)), this.asked(key) ?? this.answer);
    this.#depth -= 1;
    this.#worked.set(key, box);
    return box;
  }

  /** @param {Box} box */
  part(box) {
    return widened(box, this.answer);
  }
}

/** Return a box that reaches as far as rounding to these digits can move it. @param {Box} box @param {Digits} digits */
function widened(box, digits) {
  if (!box.known) return box;
  const [low, high] = [subtract(box.centre, box.radius), add(box.centre, box.radius)];
  const down = larger(ZERO, subtract(low, rounded(digits, low)));
  const up = larger(ZERO, subtract(rounded(digits, high), high));
  if (down.zero && up.zero) return box;
  const rest = add(box.rest, multiply(HALF, add(up, down)));
  return new Box(add(box.centre, multiply(HALF, subtract(up, down))), box.noise, rest);
}

/**
 * Return whether rounding on the way gives a number that is otherwise one or two off.
 * @param {Cell} cell @param {import("./trees.js").Tree} line @param {World} student @param {Asked} asked
 */
export function roundedOnTheWay(cell, line, student, asked) {
  if (cell.value === null || bareZero(cell)) return false;
  const room = half(cell);
  const farthest = add(multiply(FARTHEST, room), multiply(HALF, room));
  /** @type {Digits[]} */
  const ways = [
    { count: Math.max(decimals(cell), 1), significant: false },
    { count: Math.max(cell.digits, 1), significant: true },
  ];
  return ways.some((digits) => {
    const box = new RoundedParts(student, asked, digits).of(line);
    const value = /** @type {Dec} */ (cell.value);
    if (!box.known || compare(absolute(subtract(value, box.centre)), farthest) > 0) return false;
    return touches(value, room, box);
  });
}
