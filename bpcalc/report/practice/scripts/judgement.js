// Every number against what follows from the student's own earlier ones, in one pass.
// @ts-check
import { askedExponent, enoughDigits, fit, halfEven, outcome, outside, placeOfZeros, roundedTwice, standing } from "./agreement.js";
import { Box, UNKNOWN } from "./boxes.js";
import { decimals, half, halfUnit } from "./cells.js";
import { Dec, absolute, add, compare, dec, equal, larger, multiply, subtract } from "./decimals.js";
import { blanksBefore, inferred, isElsewhere, withoutRivals } from "./inference.js";
import { ProgramNoise, mayShowNoise, ulp } from "./precision.js";
import { BY_ROUNDING, FIRST_VERDICTS, JUDGING, MARKING_RULE, REMARKS, REPLAYED } from "./rules.js";
import { World } from "./scheme.js";
import { isNumber, leaves } from "./trees.js";
import { digitsByKind, keptBy, replayed, roundedOnTheWay, style } from "./way.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./agreement.js").Fit} Fit */
/** @typedef {import("./agreement.js").Source} Source */
/** @typedef {import("./rounding.js").Digits} Digits */
/** @typedef {import("./scheme.js").Scheme} Scheme */
/** @typedef {import("./precision.js").Precision} Precision */
/** @typedef {Map<number, Cell>} Cells */
/** @typedef {{verdict: string, own: Box, notes: string[]}} Judged */
/** @typedef {{at: number, box: Box, own: Box}} Hidden a mistake in a line left out */
/** @typedef {Map<number, [number, Box][]>} Supposed lines left out, and what they are supposed to have been */

/**
 * What marking goes by: the digits asked of each kind, what is allowed, and what is special about the exercise.
 * @typedef {{digits: Record<string, Digits | null>, given: Record<string, Digits | null>, kept: string[], firstDecimal: number,
 *   cutOff: boolean, tolerance: import("./agreement.js").Tolerance, rule: import("./agreement.js").Rule,
 *   levels: Record<string, string[]>, ranges: Record<string, [string, string]>, inSteps: boolean, divides: boolean, fromNets: boolean, squared: boolean,
 *   forms: import("./trees.js").Forms, factors: string[], small: string[], learnt: string[], fresh: string[], steps: string[]}} Options
 */

/** After these, a later value may differ from the right one without a new mistake. */
const { OFF, TRIVIAL } = FIRST_VERDICTS;
const TRIVIAL_NUMBERS = TRIVIAL.map(dec);
const { MIN_CUT } = BY_ROUNDING;
const { MOST_AFTER, NOISE_OF_OTHER_LINES } = JUDGING;
const { MIN_DIGITS } = MARKING_RULE;
const { RUNAWAY } = REMARKS;
const { KIND_OF_SIZE } = REPLAYED;

/** One sheet, judged under one scheme. */
export class Judgement {
  /** @type {Map<number, Judged>} */
  judged = new Map();
  /** @type {Map<number, Hidden>} */
  hidden = new Map();
  /** @type {Map<number, [number, Box]>} */
  supposedLines = new Map();
  /** @type {World} */
  world;
  /** @type {number[]} */
  noisy = [];
  timesCut = 0;
  #off = new Set();
  #vanished = new Set();
  #exact = new Set();
  /** @type {Map<number, Set<number>>} */
  #leading = new Map();

  /**
   * @param {Scheme} scheme @param {Cells} cells @param {Options} options @param {Precision} precision
   * @param {Judgement | null} before the same sheet, judged without looking for mistakes in lines left out
   * @param {Supposed | null} supposed what such lines are supposed to have been, by the first number that shows it
   */
  constructor(scheme, cells, options, precision = "", before = null, supposed = null) {
    this.scheme = scheme;
    this.cells = cells;
    this.options = options;
    this.precision = precision;
    this.style = style(cells, (key) => options.small.includes(scheme.keys[key].kind));
    this.bareZero = placeOfZeros(cells.values());
    this.least = digitsByKind(cells, (key) => scheme.keys[key].kind);
    this.before = before;
    /** @type {Map<number, Box>} */
    const written = new Map();
    for (const [key, cell] of cells) {
      if (cell.value !== null) written.set(key, boxed(key, cell.value, standing(cell, this.digits(key), "")));
    }
    this.answered = new Set(written.keys());
    this.world = new World(scheme, written, scheme.fixed);
    this.meant = new World(scheme, new Map(written), scheme.fixed);
    this.noise = new ProgramNoise(scheme, options.forms, (key) => this.world.written.get(key)?.centre ?? null);
    this.wrongBefore = new Set(before ? before.roots : []);
    for (const [first, lines] of supposed ?? []) for (const [blank, box] of lines) this.supposedLines.set(blank, [first, box]);
    /** @type {Map<number, import("./inference.js").Inferred>} */
    this.inferred = new Map();
    if (before && supposed?.size) {
      this.hidden = new Map(before.hidden);
      for (const [line, found] of before.supposedLines) this.supposedLines.set(line, found);
    } else if (before) {
      this.inferred = withoutRivals(leftOut(before), scheme, before.world, this.wrongBefore, (key) => this.askedOf(key));
    }
    this.#judge();
    this.#blameTheFirst();
  }

  /** @param {number} key @returns {Digits | null} */
  digits(key) {
    const { digits, given, kept } = this.options;
    const { kind } = this.scheme.keys[key];
    // Of kinds whose small values are asked for in significant digits, large ones keep their decimals.
    return (kept.includes(kind) && this.#isLarge(key) ? given : digits)[kind] ?? null;
  }

  /** @param {number} key @returns {boolean} */
  #isLarge(key) {
    const { known, centre } = this.scheme.value(key);
    return known && !centre.zero && centre.first >= this.options.firstDecimal;
  }

  /** @param {number} key @returns {Digits | null} those to which a line that is left out may have been rounded: those that are asked, or that the numbers of the sheet have */
  askedOf(key) {
    if (this.isFactor(key)) return null;
    return this.digits(key) ?? keptBy(this.style, this.options.small.includes(this.scheme.keys[key].kind));
  }

  /** @param {number} key @param {Record<string, Digits | null>} asked @returns {Digits | null} those of a number on the way, of a factor those of its delta */
  onTheWay(key, asked = this.options.digits) {
    return asked[this.isFactor(key) ? "delta" : this.scheme.keys[key].kind] ?? null;
  }

  /** @param {number} key @returns {boolean} whether it is but a factor of a delta */
  isFactor(key) {
    return this.options.factors.includes(this.scheme.keys[key].kind);
  }

  /** The cells that are wrong by themselves, for whatever reason. @returns {number[]} */
  get roots() {
    return [...this.judged].filter(([, found]) => found.verdict === "unexplained").map(([key]) => key);
  }

  /** @param {number} key @returns {Judged} */
  of(key) {
    return /** @type {Judged} */ (this.judged.get(key));
  }

  #judge() {
    for (const key of this.scheme.order) {
      const cell = this.cells.get(key);
      if (!cell || cell.value === null) {
        this.#notWritten(key, cell);
        continue;
      }
      const judged = this.#written(key, cell, cell.value);
      this.judged.set(key, judged);
      this.#standExactly(key, cell.value, cell);
      if (judged.verdict === "unexplained") this.#mean(key, cell);
      if (OFF.includes(judged.verdict)) this.#off.add(key);
      const wrong = judged.verdict === "unexplained" && isTrivial(cell.value);
      if (judged.verdict === "trivial" || wrong) this.#vanished.add(key);
    }
  }

  /** @param {number} key @param {Cell | undefined} cell */
  #notWritten(key, cell) {
    if (cell) this.judged.set(key, { verdict: cell.blank ? "blank" : "unreadable", own: UNKNOWN, notes: [] });
    if (this.#wasWrong(key)) {
      this.#off.add(key);
      return;
    }
    const parents = this.scheme.parents[key];
    if (parents.every((parent) => this.#exact.has(parent))) this.#exact.add(key);
    if (parents.some((parent) => this.#vanished.has(parent))) this.#vanished.add(key);
    if (this.#afterError(key)) this.#off.add(key);
  }

  /** @param {number} key @returns {boolean} whether a line left out is taken for a wrong number; then it is */
  #wasWrong(key) {
    const forwards = this.world.own(key);
    const found = this.inferred.get(key);
    let [first, box] = this.supposedLines.get(key) ?? [-1, UNKNOWN];
    if (first < 0) {
      if (!found || !isElsewhere(key, found, forwards, this.wrongBefore, (each) => this.askedOf(each))) return false;
      box = boxed(key, found.box.centre, found.box.radius);
      first = Math.min(...[...found.written].filter((each) => this.wrongBefore.has(each)));
    }
    this.world.written.set(key, box);
    this.world.supposed.add(key);
    this.supposedLines.set(key, [first, box]);
    const shows = [...this.wrongBefore].filter((cell) => this.blanksBefore(cell).has(key));
    first = Math.min(first, ...shows);
    if (!this.hidden.has(first)) this.hidden.set(first, { at: key, box, own: forwards });
    return true;
  }

  /** @param {number} cell @returns {Set<number>} the lines left out that lead to a number */
  blanksBefore(cell) {
    let found = this.#leading.get(cell);
    if (!found) this.#leading.set(cell, (found = blanksBefore(this.scheme, this.answered, [cell])));
    return found;
  }

  /** The numbers that hang on some of these blank lines, by blank lines only. @param {Iterable<number>} blanks */
  writtenAfter(blanks) {
    const waiting = [...blanks];
    const reached = new Set(waiting);
    /** @type {number[]} */
    const found = [];
    while (waiting.length && found.length < MOST_AFTER) {
      for (const line of this.scheme.children.get(/** @type {number} */ (waiting.pop())) ?? []) {
        if (reached.has(line)) continue;
        reached.add(line);
        (this.world.written.has(line) ? found : waiting).push(line);
      }
    }
    return found.filter((key) => this.judged.has(key) && (this.cells.get(key)?.value ?? null) !== null);
  }

  /** Let the first number that shows a hidden mistake stand for it; the rest follow. */
  #blameTheFirst() {
    /** @type {Map<number, Hidden>} */
    const moved = new Map();
    for (const [first, found] of this.hidden) {
      const shows = [...this.wrongBefore].filter(
        (cell) => this.blanksBefore(cell).has(found.at) && this.of(cell).verdict !== "unexplained",
      );
      const place = !shows.length || shows.includes(first) ? first : Math.min(...shows);
      if (!moved.has(place)) moved.set(place, found);
    }
    this.hidden = moved;
    if (!this.before) return;
    for (const key of this.hidden.keys()) {
      const { own, notes } = this.before.of(key);
      this.judged.set(key, { verdict: "unexplained", own, notes });
    }
  }

  /** Let a number stand for itself if it is exact, and every one written before it. @param {number} key @param {Dec} value @param {Cell} cell */
  #standExactly(key, value, cell) {
    const right = this.scheme.exact(key);
    const exact = right.known && equal(value, right.centre) && this.scheme.parents[key].every((each) => this.#exact.has(each));
    if (exact) this.#exact.add(key);
    if (exact || this.#isMeantExactly(key, value, cell)) this.#stand(key, new Box(value));
  }

  /** Whether a number is meant in every digit because units go in steps. @param {number} key @param {Dec} value @param {Cell} cell */
  #isMeantExactly(key, value, cell) {
    if (this.levels(key).some((level) => equal(level, value))) return true;
    if (!this.options.inSteps) return false;
    const { own } = this.of(key);
    if (own.known && compare(absolute(subtract(value, own.centre)), half(cell)) <= 0) return equal(value, own.centre);
    const zeros = value.zero ? 0 : /0*$/.exec(String(value.mantissa))?.[0].length ?? 0;
    const last = value.zero ? 0 : value.exponent + zeros;
    return last > askedExponent(this.digits(key), value);
  }

  /** @param {number} key @returns {Dec[]} the only numbers that an output can be; none if there are more */
  levels(key) {
    return (this.options.levels[key] ?? []).map(dec);
  }

  /** @param {number} key @param {Box} box */
  #stand(key, box) {
    this.world.written.set(key, box);
    this.meant.written.set(key, box);
  }

  /** Take what would have been right for what was meant by a wrong number. @param {number} key @param {Cell} cell */
  #mean(key, cell) {
    const right = this.meant.own(key);
    if (!right.known || right.centre.zero) {
      this.meant.written.delete(key);
      return;
    }
    const digits = this.digits(key) ?? { count: Math.max(cell.digits, MIN_DIGITS), significant: true };
    const room = halfUnit(askedExponent(digits, right.centre));
    this.meant.written.set(key, new Box(right.centre, new Map([[key, room]])));
  }

  /** @param {number} key */
  #afterError(key) {
    return this.#off.size > 0 && this.scheme.parents[key].some((parent) => this.#off.has(parent));
  }

  /** @param {number} key @param {Cell} cell @param {Dec} value @returns {Judged} */
  #written(key, cell, value) {
    const own = this.world.own(key);
    const boxes = { own, key: this.scheme.value(key) };
    /** @type {Map<Source, Fit>} */
    const fits = new Map();
    const fitTo = (/** @type {Source} */ source) => {
      let how = fits.get(source);
      if (how === undefined) fits.set(source, (how = this.fit(key, cell, boxes[source])));
      return how;
    };
    const notes = this.#remarks(key, value);
    const found = outcome(this.options.rule, fitTo, own.known, this.#afterError(key));
    if (!found) return this.#disagreeing(key, cell, value, own, notes);
    const [verdict, how] = found;
    if (verdict === "follow" && this.#isTrivial(key, value)) return { verdict: "trivial", own, notes: [...notes, ...form(how)] };
    return this.#agreeing(key, cell, { verdict, own, notes }, how);
  }

  /** @param {number} key @param {Dec} value @returns {string[]} what strikes the eye about a value */
  #remarks(key, value) {
    const { kind, layer } = this.scheme.keys[key];
    const levels = this.levels(key);
    const range = kind === "out" ? this.options.ranges[layer ?? 0] : undefined;
    if (levels.length ? !levels.some((level) => equal(level, value)) : range && outside(value, range)) return ["out_of_range"];
    if ((kind === "error" || kind === "total_error") && value.sign < 0 && this.options.squared && this.scheme.squared) return ["negative_error"];
    const right = this.scheme.value(key);
    const far = right.known && !right.centre.zero && !value.zero && Math.abs(value.first - right.centre.first) > RUNAWAY;
    return far ? ["far_off"] : [];
  }

  /** @param {number} key @param {Cell} cell @param {Judged} judged @param {Fit} how @returns {Judged} */
  #agreeing(key, cell, { verdict, own, notes }, how) {
    if (how === "cut") {
      this.timesCut += 1;
      const value = /** @type {Dec} */ (cell.value);
      this.#stand(key, boxed(key, value, standing(cell, this.digits(key), "cut")));
      if (this.options.cutOff) return { verdict: verdict === "form" ? "right" : verdict, own, notes };
    }
    const even = verdict === "right" && halfEven(cell, own);
    return { verdict, own, notes: [...notes, ...form(how), ...(even ? ["half_even"] : [])] };
  }

  /** @param {number} key @param {Cell} cell @param {Dec} value @param {Box} own @param {string[]} notes @returns {Judged} */
  #disagreeing(key, cell, value, own, notes) {
    const code = this.#rounding(key, cell, own);
    if (code) {
      const moved = absolute(subtract(value, own.centre));
      this.#stand(key, boxed(key, value, add(moved, half(cell))));
      return { verdict: "form", own, notes: [...notes, code] };
    }
    const meant = this.#afterError(key) ? this.meant.own(key) : UNKNOWN;
    const jumps = meant.known && this.fit(key, cell, meant) === "good";
    return { verdict: jumps ? "jump" : "unexplained", own, notes };
  }

  /** How a number agrees with a box, the rounding of programs allowed for. @param {number} key @param {Cell} cell @param {Box} box @returns {Fit} */
  fit(key, cell, box) {
    const { tolerance } = this.options;
    const levels = this.levels(key);
    if (levels.length && !levels.some((level) => equal(level, /** @type {Dec} */ (cell.value)))) return "";
    const how = fit(cell, box, this.digits(key), tolerance, this.bareZero);
    if (how === "good" || !mayShowNoise(cell)) return how;
    const noise = this.noise.bound(key, this.precision);
    const wider = { ...tolerance, absolute: add(tolerance.absolute, noise) };
    const again = fit(cell, box, this.digits(key), wider, this.bareZero);
    if (!again || again === how) return how;
    this.noisy.push(key);
    return again;
  }

  /** How far a number reaches to either side: half a unit, and a program's rounding. @param {number} key @param {Cell} cell @returns {Dec} */
  room(key, cell) {
    if (!mayShowNoise(cell)) return half(cell);
    const noise = larger(this.noise.bound(key, this.precision), ulp(/** @type {Dec} */ (cell.value), this.precision));
    return add(half(cell), multiply(dec(String(NOISE_OF_OTHER_LINES)), noise));
  }

  /** @param {number} key @param {Cell} cell @param {Box} own @returns {string} the note on a number that rounding explains */
  #rounding(key, cell, own) {
    const { kind } = this.scheme.keys[key];
    const { digits, given, kept } = this.options;
    const line = this.scheme.formula(key);
    for (const asked of kept.length ? [digits, given] : [digits]) {
      const wanted = asked === given ? (given[kind] ?? null) : this.digits(key);
      if (!enoughDigits(cell, wanted)) continue;
      // Nobody keeps fewer decimals on the way than in what comes of it.
      if (asked === given && kept.length && wanted && !wanted.significant && decimals(cell) > wanted.count) continue;
      if (roundedTwice(cell, own)) return "twice";
      const least = this.least.get(this.scheme.keys[key].kind);
      const shown = this.timesCut ? { ...this.style, decimals: null } : this.style;
      const onTheWay = (/** @type {number} */ each) => this.onTheWay(each, asked);
      if (roundedOnTheWay(cell, line, this.world, onTheWay, this.timesCut >= MIN_CUT, shown, least)) return "last_place";
      if (replayed(cell, line, this.world, onTheWay, shown, asked[KIND_OF_SIZE] ?? null, (each) => this.isFactor(each))) return "last_place";
    }
    return "";
  }

  /** @param {number} key @param {Dec} value @returns {boolean} whether an earlier zero or one has made the work vanish */
  #isTrivial(key, value) {
    if (this.options.inSteps) return false;
    const formula = this.scheme.formula(key);
    if (!this.scheme.parents[key].some((each) => this.#off.has(each) && this.#vanished.has(each))) return false;
    if (typeof formula === "number") return false;
    const given = leaves(formula).filter((leaf) => isNumber(this.scheme.formula(leaf)));
    return isTrivial(value) || given.some((leaf) => equal(value, dec(/** @type {string} */ (this.scheme.formula(leaf)))));
  }
}

/** @param {Dec} value */
const isTrivial = (value) => TRIVIAL_NUMBERS.some((each) => equal(each, value));

/** @param {Fit} how @returns {string[]} */
const form = (how) => (how === "" || how === "good" ? [] : [how]);

/** A number whose uncertainty is its own. @param {number} key @param {Dec} value @param {Dec} room */
const boxed = (key, value, room) => new Box(value, room.zero ? new Map() : new Map([[key, room]]));

/** Return what lines left out must have been. @param {Judgement} judged */
export function leftOut(judged) {
  const asked = (/** @type {number} */ key) => judged.askedOf(key);
  return inferred(judged.scheme, judged.world, judged.roots, judged.options.forms, asked, (key) => judged.isFactor(key));
}
