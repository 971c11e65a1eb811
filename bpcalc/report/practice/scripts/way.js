// Rounding on the way: what a line gives if the numbers and products in it were rounded first.
// @ts-check
import { EXACTLY, fit, rounded } from "./agreement.js";
import { Box, UNKNOWN, around, minus, product, touches } from "./boxes.js";
import { bareZero, decimals, half } from "./cells.js";
import { Dec, HALF, ZERO, absolute, add, compare, dec, larger, multiply, smaller, subtract } from "./decimals.js";
import { MARKING_RULE, ON_THE_WAY, REPLAYED } from "./rules.js";
import { Bounds, isNumber } from "./trees.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./rounding.js").Digits} Digits */
/** @typedef {import("./scheme.js").World} World */
/** @typedef {(key: number) => Digits | null} Asked */

/** Half units of the last place beyond which rounding within a line is no excuse. Lines before it that are left out may go farther. */
const FARTHEST = dec("5");

const { MIN_DIGITS } = MARKING_RULE;
const { WAYS } = REPLAYED;

/** So many numbers, and so much of all, with so many significant digits show that all have them. */
const { MAX_BLANKS_BACK, MIN_ALIKE, MIN_USUAL, SHARE_ALIKE } = ON_THE_WAY;

/** Reads a formula, widened by what rounding its parts and the lines before may change. */
class RoundedParts extends Bounds {
  /** @type {Map<number, Box>} */
  #worked = new Map();
  #depth = 0;

  /** @param {World} student @param {Asked} asked @param {Digits} answer @param {boolean} cut @param {boolean} wholeLines whether only these are rounded */
  constructor(student, asked, answer, cut, wholeLines = false) {
    super((key) => this.quantity(key));
    this.wholeLines = wholeLines;
    this.cut = cut;
    this.student = student;
    this.asked = asked;
    this.answer = answer;
  }

  /** @param {number} key @returns {Box} */
  quantity(key) {
    const known = this.student.written.get(key) ?? this.#worked.get(key);
    if (known) return this.student.supposed.has(key) ? this.line(key, known) : known;
    const { scheme } = this.student;
    if (!scheme.has(key) || isNumber(scheme.formula(key)) || this.#depth >= MAX_BLANKS_BACK) return this.student.seen(key);
    this.#depth += 1;
    const box = this.line(key, this.of(scheme.formula(key)));
    this.#depth -= 1;
    this.#worked.set(key, box);
    return box;
  }

  /** Return a whole line that is left out, as it is or rounded. @param {number} key @param {Box} box */
  line(key, box) {
    return widened(box, this.asked(key) ?? this.answer, this.cut);
  }

  /** @param {Box[]} factors @returns {Box} the product, and of three factors or more, those of two, as they are or rounded */
  product(factors) {
    if (this.wholeLines || factors.length <= 2) return this.part(product(factors));
    return around(this.inTurn(factors), this.inTurn([...factors].reverse()));
  }

  /** Where next to nothing is left of the divisor by rounding, anything would come out. @param {Box} above @param {Box} below @returns {Box} */
  quotient(above, below) {
    if (below.known && compare(below.radius, multiply(HALF, absolute(below.centre))) > 0) return UNKNOWN;
    return super.quotient(above, below);
  }

  /** @param {Box[]} factors @returns {Box} */
  inTurn([first, ...rest]) {
    return rest.reduce((result, factor) => this.part(product([result, factor])), first);
  }

  /** @param {Box} box */
  part(box) {
    return this.wholeLines ? box : widened(box, this.answer, this.cut);
  }
}

/** Return a box that reaches as far as rounding to these digits can move it. @param {Box} box @param {Digits} digits @param {boolean} cut */
export function widened(box, digits, cut = false) {
  if (!box.known) return box;
  const [low, high] = [subtract(box.centre, box.radius), add(box.centre, box.radius)];
  let [below, above] = [rounded(digits, low), rounded(digits, high)];
  if (cut) [below, above] = [smaller(below, rounded(digits, low, "down")), larger(above, rounded(digits, high, "down"))];
  const [down, up] = [larger(ZERO, subtract(low, below)), larger(ZERO, subtract(above, high))];
  const centre = add(box.centre, multiply(HALF, subtract(up, down)));
  const more = multiply(HALF, add(up, down));
  // What is rounded goes along with other numbers no more.
  if (box.noise.size) return new Box(centre, new Map(), add(box.radius, more));
  return down.zero && up.zero ? box : new Box(centre, new Map(), add(box.rest, more));
}

/** What the numbers of a sheet show of how they were worked. @typedef {{usual: number, decimals: number | null, large: number | null, inDecimals: boolean}} Style */

/**
 * Return the significant digits in which a sheet is written, 0 if it is in no such way; the decimals of all its
 * numbers, small ones and large, null if they differ; those of all of which decimals are asked, usually, and whether
 * more of them have so many decimals than have so many digits.
 * @param {Map<number, Cell>} cells @param {(key: number) => boolean} isSmall @returns {Style}
 */
export function style(cells, isSmall) {
  const known = [...cells].filter(([, { value }]) => value !== null && !value.zero);
  const written = known.map(([, cell]) => cell);
  const large = known.filter(([key]) => !isSmall(key)).map(([, cell]) => decimals(cell));
  const [digits, places] = [mostAlike(written.map((cell) => cell.digits)), mostAlike(written.map(decimals))];
  const inDecimals = shareAlike(large) >= shareAlike(written.map((cell) => cell.digits));
  const usual = digits !== null && digits >= MIN_USUAL ? digits : 0;
  return { usual, decimals: digits === null ? places : null, large: mostAlike(large), inDecimals };
}

/** The decimals to which lines are rounded, null if that cannot be told. @param {Style} shown @param {boolean} isSmall @returns {Digits | null} */
export function keptBy({ large, inDecimals }, isSmall) {
  return large && inDecimals && !isSmall ? { count: large, significant: false } : null;
}

/** @param {number[]} all @returns {number} the share of those that are alike */
function shareAlike(all) {
  const counts = new Map();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / Math.max(all.length, 1);
}

/** @param {number[]} all @returns {number | null} what most of many have, null if they differ */
function mostAlike(all) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  const [[found, times]] = [...counts, [0, 0]].sort((a, b) => b[1] - a[1]);
  return times >= MIN_ALIKE && times >= SHARE_ALIKE * all.length ? found : null;
}

/** Return in how many significant digits most numbers of each kind are written. @param {Map<number, Cell>} cells @param {(key: number) => string} kind @returns {Map<string, number>} */
export function digitsByKind(cells, kind) {
  /** @type {Map<string, Map<number, number>>} */
  const kinds = new Map();
  for (const [key, { value, digits }] of cells) {
    if (value === null || value.zero) continue;
    const counts = kinds.get(kind(key)) ?? new Map();
    kinds.set(kind(key), counts.set(digits, (counts.get(digits) ?? 0) + 1));
  }
  return new Map([...kinds].map(([each, counts]) => [each, [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0][0]]));
}

/**
 * Return whether rounding on the way gives a number that is otherwise one or two off.
 * @param {Cell} cell @param {import("./trees.js").Tree} line @param {World} student @param {Asked} asked
 * @param {boolean} cut whether digits are cut off on this sheet
 * @param {Style | null} shown of the whole sheet
 * @param {number} least the significant digits of most numbers of its kind
 */
export function roundedOnTheWay(cell, line, student, asked, cut, shown = null, least = 1) {
  if (cell.value === null || bareZero(cell)) return false;
  const room = half(cell);
  const farthest = add(multiply(FARTHEST, room), multiply(HALF, room));
  /** @type {Digits[]} */
  const ways = [{ count: Math.max(decimals(cell), 1), significant: false }];
  // Everything may come out of numbers with one digit, and 0 has none.
  const digitwise = shown?.decimals !== decimals(cell) && !cell.value.zero && !turns(cell.value, student.value(line), farthest);
  if (digitwise) ways.push({ count: Math.max(cell.digits, least, MIN_DIGITS), significant: true });
  return ways.some((digits) => {
    const box = new RoundedParts(student, asked, digits, cut).of(line);
    const value = /** @type {Dec} */ (cell.value);
    const reaches = (/** @type {Box} */ each) => touches(value, room, each) || (cut && fit(cell, each, null, EXACTLY) === "cut");
    if (!reaches(box)) return false;
    if (digits.significant && digits.count === shown?.usual) return true;
    if (compare(absolute(subtract(value, box.centre)), farthest) <= 0) return true;
    return reaches(new RoundedParts(student, asked, digits, cut, true).of(line));
  });
}

/** Whether a number has another sign than the right one, and lies beyond zero by far. @param {Dec} value @param {Box} right @param {Dec} farthest */
function turns(value, right, farthest) {
  const turned = right.known && value.sign * right.centre.sign < 0;
  return turned && compare(absolute(subtract(value, right.centre)), farthest) > 0;
}

/** Works a line with numbers that are rounded, each of them: one number comes out. */
class Replay extends RoundedParts {
  /** @param {World} student @param {Asked} asked @param {Digits} digits @param {readonly string[]} way what is rounded @param {(key: number) => boolean} isFactor */
  constructor(student, asked, digits, way, isFactor) {
    super(student, asked, digits, false);
    this.way = way;
    this.isFactor = isFactor;
  }

  /** Return what a whole line gives, which is rounded only when it is written down. @param {import("./trees.js").Tree} tree @returns {Box} */
  whole(tree) {
    if (!Array.isArray(tree)) return this.of(tree);
    if (tree[0] === "-") return minus(this.whole(tree[1]));
    if (tree[0] !== "*") return this.of(tree);
    const factors = this.all(tree);
    if (factors.length <= 2) return product(factors);
    const last = (/** @type {Box[]} */ all) => product([this.inTurn(all.slice(0, -1)), all[all.length - 1]]);
    return around(last(factors), last([...factors].reverse()));
  }

  /** @param {number} key @returns {Box} */
  quantity(key) {
    const box = super.quantity(key);
    return this.student.written.has(key) && box.known ? new Box(box.centre) : box;
  }

  /** @param {number} key @param {Box} box @returns {Box} */
  line(key, box) {
    if (this.isFactor(key)) return this.way.includes("factors") ? at(box, this.answer) : box;
    return at(box, this.asked(key) ?? this.answer);
  }

  /** @param {Box} base @param {number} exponent @returns {Box} */
  power(base, exponent) {
    if (!this.way.includes("powers")) return product(Array(exponent).fill(base));
    return this.part(product(Array(exponent).fill(at(base, this.answer))));
  }

  /** @param {Box} box @returns {Box} */
  part(box) {
    return this.way.includes("products") ? at(box, this.answer) : box;
  }
}

/** Return a number as it is rounded; or what lies between two of them. @param {Box} box @param {Digits} digits @returns {Box} */
function at(box, digits) {
  if (!box.known) return box;
  if (box.radius.zero) return new Box(rounded(digits, box.centre));
  const [low, high] = [subtract(box.centre, box.radius), add(box.centre, box.radius)];
  return around(new Box(rounded(digits, low)), new Box(rounded(digits, high)));
}

/**
 * Return whether a line gives a number if each number in it is rounded.
 * @param {Cell} cell @param {import("./trees.js").Tree} line @param {World} student @param {Asked} asked
 * @param {Style} shown of the whole sheet
 * @param {Digits | null} plain the digits that are asked of net inputs
 * @param {(key: number) => boolean} isFactor whether a line is but a factor of a delta
 */
export function replayed(cell, line, student, asked, shown, plain, isFactor) {
  const { value } = cell;
  if (value === null) return false;
  /** @type {Digits[]} */
  const kept = [];
  if (!value.zero && cell.digits >= MIN_USUAL) kept.push({ count: cell.digits, significant: true });
  for (const places of new Set([shown.large, plain && !plain.significant ? plain.count : null])) {
    if (places !== null && MIN_USUAL <= places && places < decimals(cell)) kept.push({ count: places, significant: false });
  }
  return kept.some((digits) => {
    const isUsual = digits.significant && digits.count === shown.usual;
    return (isUsual ? [asked, () => digits] : [asked]).some((lines) =>
      WAYS.some((way) => touches(value, half(cell), new Replay(student, lines, digits, way, isFactor).whole(line))),
    );
  });
}
