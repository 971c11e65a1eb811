// The calculation of a page: the trees that the page prints, worked out over its givens.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { FARTHEST, Num, ONE, UNKNOWN, Undecided, certain, decimal, finite, unknown, writable } from "./numbers.js";
import { round, shown } from "./rounding.js";

/**
 * A formula: a number as text, the place of a line, or an operation with its parts.
 * @typedef {string | number | [string, ...any[]]} Tree
 * @typedef {{name: string, kind: string, formula: Tree | null, given?: string,
 *   digits: import("./rounding.js").Digits | null, rounded: boolean, family?: string}} Line
 * @typedef {{floats: Tree, style: string, text?: string, written?: Tree}} Spelled
 * A learning rate that changes: its line, and the epochs from which its forms hold.
 * @typedef {{place: number, forms: [number, any][]}} Rate
 * @typedef {{lines: Line[], functions: Record<string, Spelled>, carry: string, ties: string, digits: number, next: [number, number][],
 *   error: [number | null, number] | null, closing: number, kept: number | null, rate: Rate | null,
 *   others: Record<number, Tree>, symbols: Record<number, string>, floats: Record<number, [number, Tree][]>}} Program
 * @typedef {import("./rounding.js").Digits | null} Asked
 * @typedef {{values: Num[], shown: string[], finite: boolean[], nearly: boolean[], digits: Asked[]}} Worked
 */

/** Precisions that are tried one after the other, until no rounding is open. */
const PRECISIONS = [1, 4, 16];

/** How often a calculation is worked again, with as many digits as numbers of many digits are found to need. */
const ROUNDS = 8;

/** The power of ten from which on n decimals are n significant digits, or more. */
const FIRST_DECIMAL = -1;

/** So many digits of a weight are certain before the next epoch begins with it. */
const SETTLED = 40;

/**
 * Return the program of an epoch: with a schedule, the formula of the rate is another one in each.
 * @param {Program} program @param {number} epoch counted from 1
 * @returns {Program}
 */
export function inEpoch(program, epoch) {
  const { rate } = program;
  if (!rate) return program;
  const lines = program.lines.slice();
  lines[rate.place] = { ...lines[rate.place], formula: rateIn(rate, epoch) };
  return { ...program, lines };
}

/** Return a program that has its other formulas in these places. @param {Program} program @param {number[]} places @returns {Program} */
export function withOthers(program, places) {
  const [lines, floats] = [program.lines.slice(), { ...program.floats }];
  for (const place of places.filter((each) => each in program.others)) {
    const formula = program.others[place];
    lines[place] = { ...lines[place], formula };
    if (place in floats) floats[place] = [...floats[place].slice(0, -1), [place, formula]];
  }
  return { ...program, lines, floats };
}

/** Return the formula of a rate in an epoch. @param {Rate} rate @param {number} epoch @returns {Tree} */
export function rateIn(rate, epoch) {
  const [, form] = rate.forms.filter(([first]) => first <= epoch).pop() ?? rate.forms[0];
  return counted(form, epoch);
}

/** Return a form with its numbers of this epoch; its exponents are texts. @param {any} form @param {number} epoch @returns {any} */
function counted(form, epoch) {
  if (!Array.isArray(form)) return form;
  const [sign, ...parts] = form;
  if (sign === "n") return String(Math.floor((epoch + parts[0]) / parts[1]));
  const [base, ...others] = parts.map((part) => counted(part, epoch));
  return sign === "^" ? [sign, base, Number(others[0])] : [sign, base, ...others];
}

/**
 * Work a program out over these givens.
 * @param {Program} program
 * @param {Map<number, {value: Num, text: string}>} givens by the place of their lines
 * @param {Set<number>} open places of lines whose formulas do not hold for these givens: they have no value
 * @returns {Worked}
 */
export function calculate(program, givens, open = new Set()) {
  let needed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const more = PRECISIONS[Math.min(round, PRECISIONS.length - 1)];
    try {
      return attempt(program, givens, Math.max(program.digits * more, needed), open);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      needed = Math.max(needed, error.needed);
    }
  }
  throw new Error("a rounding stays open");
}

/** @param {Program} program @param {Map<number, {value: Num, text: string}>} givens @param {number} digits @param {Set<number>} open */
function attempt(program, givens, digits, open) {
  const arithmetic = new Arithmetic(digits);
  return printed(program, givens, valuesOf(program, givens, arithmetic, open), arithmetic);
}

/** @param {Program} program @param {Map<number, {value: Num, text: string}>} givens @param {Arithmetic} arithmetic @param {Set<number>} open */
function valuesOf(program, givens, arithmetic, open) {
  /** @type {Num[]} */
  const values = [];
  program.lines.forEach((line, place) => {
    const given = givens.get(place);
    const free = !given && !open.has(place);
    const value = given ? given.value : free ? arithmetic.cut(evaluate(/** @type {Tree} */ (line.formula), values, arithmetic)) : UNKNOWN;
    const stored = !given && line.rounded && line.digits && writable(value);
    values.push(stored ? round(value, /** @type {any} */ (line.digits), program.ties, arithmetic.digits) : value);
  });
  return values;
}

/** @param {Program} program @param {Map<number, {value: Num, text: string}>} givens @param {Num[]} values @param {Arithmetic} arithmetic */
function printed(program, givens, values, arithmetic) {
  const asked = keeping(program, values);
  /** @type {Worked} */
  const worked = { values, shown: [], finite: [], nearly: [], digits: asked };
  /** @type {Num[]} the numbers as they are printed */
  const numbers = [];
  program.lines.forEach((line, place) => {
    const given = givens.get(place);
    const value = values[place];
    const known = !!given || writable(value);
    const text = given ? given.text : known ? shown(value, asked[place], program.ties, arithmetic.digits) : "–";
    worked.finite.push(known);
    worked.shown.push(text);
    numbers.push(!known || text.includes("/") ? value : decimal(text));
    worked.nearly.push(!given && known && nearly(line, numbers, text, asked[place], program.ties, arithmetic));
  });
  return worked;
}

/**
 * Return the digits of every line: decimals that are given for all kinds leave every value two digits.
 * Of a kind of which a value would keep fewer, small ones are shown in as many significant digits (`Rounding.asked`).
 * @param {Program} program @param {Num[]} values
 */
function keeping(program, values) {
  const { lines, kept } = program;
  if (kept === null) return lines.map((line) => line.digits);
  const small = new Set();
  lines.forEach(({ family, formula }, place) => {
    const value = values[place];
    const known = formula === null || typeof formula === "string";
    if (!family || known || !writable(value) || value.zero) return;
    if (value.first < 1 - kept) small.add(family);
  });
  const isShort = (/** @type {Num} */ value) => value.zero || value.first < FIRST_DECIMAL;
  return lines.map(({ family, digits }, place) =>
    family && small.has(family) && isShort(values[place]) ? { count: kept, significant: true } : digits,
  );
}

/**
 * Return whether the printed numbers, worked out and rounded once, do not give the printed value.
 * @param {Line} line @param {Num[]} printed @param {string} text @param {Asked} asked @param {string} ties
 * @param {Arithmetic} arithmetic
 */
function nearly(line, printed, text, asked, ties, arithmetic) {
  if (typeof line.formula === "string") return false;
  const value = arithmetic.cut(evaluate(/** @type {Tree} */ (line.formula), printed, arithmetic));
  if (!writable(value)) return true;
  const again = shown(value, asked, ties, arithmetic.digits);
  return difference(decimal(again), decimal(text), arithmetic) !== 0;
}

/** @param {Num} a @param {Num} b @param {Arithmetic} arithmetic @returns {number} */
const difference = (a, b, arithmetic) => arithmetic.sum([a, arithmetic.minus(b)]).sign;

/** @param {Tree} tree @param {Num[]} values @param {Arithmetic} arithmetic @returns {Num} */
function evaluate(tree, values, arithmetic) {
  if (typeof tree === "number") return values[tree];
  if (typeof tree === "string") return decimal(tree);
  const [operation, ...parts] = tree;
  return OPERATIONS[operation](arithmetic, parts, (part) => evaluate(part, values, arithmetic));
}

/**
 * Return whether a sentence is true with these numbers.
 * @param {Program} program @param {Worked} worked @param {[string, Tree[]]} condition its kind; of a kink, what is 0 there
 */
export function holds(program, worked, [kind, zero]) {
  if (kind === "nearly") return worked.nearly.some(Boolean);
  if (kind === "kept") return worked.digits.some((digits, place) => digits !== program.lines[place].digits);
  const arithmetic = new Arithmetic(program.digits);
  const values = zero.map((tree) => evaluate(tree, worked.values, arithmetic));
  const isZero = (/** @type {Num} */ value) => value.zero && value.error === null && finite(value); // else it is not certainly there
  if (kind === "kink") return values.some(isZero);
  return values.every(finite) && values.every(isZero) === (kind === "all zero");
}

/** @type {Record<string, (a: Arithmetic, parts: any[], of: (part: Tree) => Num) => Num>} */
const OPERATIONS = {
  "+": (arithmetic, parts, of) => arithmetic.sum(parts.map(of)),
  "*": (arithmetic, parts, of) => arithmetic.product(parts.map(of)),
  "/": (arithmetic, parts, of) => share(arithmetic, parts, of) ?? arithmetic.quotient(of(parts[0]), of(parts[1])),
  "^": (arithmetic, parts, of) => arithmetic.raised(of(parts[0]), parts[1]),
  "-": (arithmetic, parts, of) => arithmetic.minus(of(parts[0])),
  f: (arithmetic, parts, of) => arithmetic.apply(parts[0], parts.slice(1).map(of)),
  "?": (_, [test, above, otherwise], of) => {
    const tested = of(test);
    return unknown(tested) ? UNKNOWN : certain(tested) > 0 ? of(above) : of(otherwise);
  },
};

/**
 * Return e^a/(e^a + e^b + …) as 1/(1 + e^b/e^a + …), in which nothing of a tiny share is lost; null for other quotients.
 * @param {Arithmetic} arithmetic @param {any[]} parts @param {(part: Tree) => Num} of
 * @returns {Num | null}
 */
function share(arithmetic, [above, below], of) {
  if (above[0] !== "f" || above[1] !== "exp" || below[0] !== "+") return null;
  const own = JSON.stringify(above);
  const terms = /** @type {Tree[]} */ (below.slice(1));
  const at = terms.findIndex((term) => JSON.stringify(term) === own);
  const value = of(above);
  if (at < 0 || value.zero || !finite(value)) return null;
  const others = terms.filter((_, place) => place !== at).map((term) => arithmetic.quotient(of(term), value));
  return arithmetic.quotient(ONE, arithmetic.sum([ONE, ...others]));
}

/**
 * Return the givens of the epoch that follows: what the update left takes the place of what it began with.
 *
 * They begin anew as exact numbers of many digits. Bounds that were carried on would grow by tens of digits an
 * epoch, and soon leave the digits open that are shown.
 * @param {Program} program @param {Map<number, {value: Num, text: string}>} givens @param {Worked} worked
 */
export function following(program, givens, worked) {
  const values = settled(program, givens, worked.values);
  const after = new Map(givens);
  for (const [old, fresh] of program.next) {
    if (worked.finite[fresh]) after.set(old, { value: exactly(values[fresh]), text: worked.shown[fresh] });
  }
  return after;
}

/** Return values of which those of the next epoch are known to many digits. @param {Program} program @param {Map<number, {value: Num, text: string}>} givens @param {Num[]} worked */
function settled(program, givens, worked) {
  let found = worked;
  for (const more of PRECISIONS) {
    if (program.next.every(([, fresh]) => isSettled(found[fresh]))) break;
    try {
      found = valuesOf(program, givens, new Arithmetic(program.digits * more), new Set());
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
    }
  }
  return found;
}

/** @param {Num} value */
const isSettled = (value) => value.error === null || !finite(value) || (!value.zero && value.error <= value.first - SETTLED);

/** @param {Num} value @returns {Num} the number itself, or that of its certain digits */
function exactly(value) {
  if (value.error === null || !finite(value)) return value;
  // What is added up to a number far below it leaves more digits certain than any number is worked out to.
  const known = Math.min(Math.max(1, value.first - value.error), FARTHEST);
  return round(value, { count: known, significant: true }, "half_even", Infinity);
}
