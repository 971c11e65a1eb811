// What a known mistake would have given in the place of a number, and how much that proves.
// @ts-check
import { Box, touches } from "./boxes.js";
import { bareZero, decimals, half } from "./cells.js";
import { Dec, ZERO, dec, equal, multiply } from "./decimals.js";
import { asRounded } from "./inference.js";
import { COINCIDENCE, DIAGNOSIS, NEARNESS, ROUNDED_EARLY } from "./rules.js";
import { Floats } from "./trees.js";
import { roundedOnTheWay } from "./way.js";
import { halfMeant } from "./zeros.js";

/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./scheme.js").World} World */

/** A known mistake. @typedef {{id: string, tier: string, sole: boolean, mutual?: boolean, ofRule?: boolean}} Rule */
/** The wrong formulas of a line, each with its rule. @typedef {[Rule, Tree][]} WrongFormulas */
/** @typedef {(key: number) => WrongFormulas} RuleBook */

/**
 * A number that is wrong by itself, or would be if the line were written.
 * @typedef {{key: number, value: Dec, half: Dec, own: Box, relative: boolean, room: Dec | null}} Odd
 */
/** @typedef {{rule: Rule, formula: Tree, at: number, value: number, fits: boolean, lines: [number, Tree][]}} Candidate */
/**
 * The rules that give what was written, and how much that means.
 * @typedef {{matches: Candidate[], chance: number, shares: Map<string, number>, common: Map<string, number>, showing: Set<string>}} Explained
 */

const { MAX_BLANK_DISTANCE, MAX_HIDDEN_LINES, NOTHING_SHARE, ROUNDED_ROOM, SURE_ENOUGH, UNSEEN_SHARE } = DIAGNOSIS;
const { ALIKE, NEAR_SHARE } = NEARNESS;
const { SPREAD } = COINCIDENCE;
const { FAR_MORE } = ROUNDED_EARLY;

/** @returns {Explained} */
export const nothingFits = () => ({ matches: [], chance: 1, shares: new Map(), common: new Map(), showing: new Set() });

/** @param {Explained} one @param {Explained} other @returns {Explained} */
export const joined = (one, other) => ({
  matches: [...one.matches, ...other.matches],
  chance: Math.max(one.chance, other.chance),
  shares: new Map([...other.shares, ...one.shares]),
  common: new Map([...other.common, ...one.common]),
  showing: new Set([...one.showing, ...other.showing]),
});

/** Some of the rules, as probable as they are among all. @param {Explained} one @param {Set<string>} rules @returns {Explained} */
export const onlyOf = (one, rules) => ({
  ...one,
  matches: one.matches.filter((match) => rules.has(match.rule.id)),
  shares: new Map([...one.shares].filter(([rule]) => rules.has(rule))),
});

/** Tells which formulas are worth working out exactly, after they were in floats. */
class Nearby {
  /** @param {Odd} odd @param {number} base */
  constructor(odd, base) {
    this.base = base;
    this.room = 4 * (odd.half.float + (odd.own.known ? odd.own.radius.float : 0));
    this.written = odd.value.float;
    this.step = Math.abs(this.written - base);
  }

  /** @param {number} value */
  has(value) {
    const step = Math.max(Math.abs(value - this.base), this.step);
    return Math.abs(value - this.written) <= this.room + NEAR_SHARE * step || !Number.isFinite(value);
  }
}

/** Whether a value is visibly not the right one. @param {Box} own @param {Dec} half @returns {(value: number) => boolean} */
function visible(own, half) {
  const centre = own.known ? own.centre.float : NaN;
  const room = own.known ? 2 * (own.radius.float + half.float) : Infinity;
  return (value) => Math.abs(value - centre) > room && Number.isFinite(value);
}

/** Whether a formula gives the right value itself: η² where η is 1. @param {number} value @param {Box} own @returns {boolean} */
function alike(value, own) {
  const centre = own.known ? own.centre.float : NaN;
  return Math.abs(value - centre) <= ALIKE * Math.max(Math.abs(value), Math.abs(centre));
}

// The chance of a coincidence --------------------------------------------------------------------

const SCALE = 4 * Math.log(SPREAD);

/** The numbers that a student may write: evenly spread on a logarithmic scale, either sign. @typedef {{base: number, size: number, room: number, relative: number}} Scale */

/** @param {Scale} scale @param {number} value @returns {[number, number][]} what a number covers of the scale */
function spans(scale, value) {
  if (!(Number.isFinite(value) && scale.size > 0)) return [];
  const room = scale.room * (scale.relative && value ? Math.abs(value) / scale.relative : 1);
  const [low, high] = [scale.size / SPREAD, scale.size * SPREAD];
  const beyond = 2 * Math.abs(Math.log(high)) + 2 * Math.abs(Math.log(low)) + 10;
  /** @type {[number, number][]} */
  const found = [];
  for (const sign of [1, -1]) {
    const centre = sign * (value - scale.base);
    const [start, end] = [Math.max(centre - room, low), Math.min(centre + room, high)];
    const shift = sign > 0 ? 0 : beyond;
    if (start < end) found.push([Math.log(start) + shift, Math.log(end) + shift]);
  }
  return found;
}

/** @param {[number, number][]} all @returns {number} the share of the scale that spans cover together */
function covered(all) {
  let [total, reached] = [0, -Infinity];
  for (const [start, end] of [...all].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (end <= reached) continue;
    total += end - Math.max(start, reached);
    reached = end;
  }
  return Math.min(total / SCALE, 1);
}

export const SCALE_LENGTH = SCALE;

// Explaining one number --------------------------------------------------------------------------

/** What known mistakes give on one sheet. */
export class Diagnosis {
  /** @type {Map<number, number>} */
  #floats = new Map();

  /** @param {Judgement} judged @param {RuleBook} book */
  constructor(judged, book) {
    this.judged = judged;
    this.book = book;
    this.quick = new Floats(judged.options.forms, (key) => this.number(key));
  }

  /** @param {number} key @returns {number} a quantity as the student has it, about */
  number(key) {
    let value = this.#floats.get(key);
    if (value === undefined) {
      const box = this.judged.world.seen(key);
      this.#floats.set(key, (value = box.known ? box.centre.float : NaN));
    }
    return value;
  }

  /** @param {number} key @param {Cell} cell @returns {Odd} a written number as something to be explained */
  odd(key, cell) {
    const { judged } = this;
    const value = /** @type {Dec} */ (cell.value);
    const hidden = judged.hidden.get(key);
    if (hidden) {
      const { at, box, own } = hidden;
      return { key: at, value: box.centre, half: asRounded(box, judged.askedOf(at)).radius, own, relative: false, room: null };
    }
    const relative = judged.digits(key)?.significant ?? false;
    const steps = judged.options.inSteps || judged.levels(key).length > 0;
    const exact = steps && (judged.world.written.get(key)?.exact ?? false);
    return { key, value, half: exact ? ZERO : judged.room(key, cell), own: judged.of(key).own, relative, room: half(cell) };
  }

  /** @param {number} key @param {Set<string> | null} only @returns {WrongFormulas} */
  at(key, only) {
    const all = this.book(key);
    return only ? all.filter(([rule]) => only.has(rule.id)) : all;
  }

  /**
   * Return what mistakes in the line itself, or in blank ones before it, explain a number.
   * @param {Odd} odd @param {Set<string> | null} only @param {boolean} farther
   * @param {boolean} rounded whether lines left out may have been rounded as the number itself is
   * @returns {Explained}
   */
  explain(odd, only = null, farther = false, rounded = false) {
    if (this.judged.levels(odd.key).some((level) => equal(level, odd.value))) return this.#ofAStep(odd);
    const meant = halfMeant(this.judged, odd.key, odd.own, odd.half);
    if (meant) {
      const found = this.explain({ ...odd, half: meant, room: meant }, only, farther, rounded);
      if (found.matches.length) return found;
    }
    const nearby = new Nearby(odd, this.#base(odd.key));
    let near = this.at(odd.key, only).map(([rule, formula]) => this.#near(odd, nearby, rule, formula));
    if (rounded) {
      near = near.map((one) => this.#rounded(odd, nearby, one));
      odd = { ...odd, room: multiply(dec(ROUNDED_ROOM), odd.half) };
    }
    const found = this.#explained(odd, near);
    if (found.matches.length && found.chance <= SURE_ENOUGH && !farther) return found;
    const cell = this.judged.cells.get(odd.key);
    // 0 may stand for whatever is small, and tells of no line before it.
    const far = cell && bareZero(cell) ? [] : this.#far(odd, nearby, only);
    return this.#explained(odd, [...near, ...far]);
  }

  /** What a mistake gives after lines left out that were rounded. @param {Odd} odd @param {Nearby} nearby @param {Candidate} one @returns {Candidate} */
  #rounded(odd, nearby, one) {
    if (one.fits || !nearby.has(one.value)) return one;
    const cell = /** @type {Cell} */ (this.judged.cells.get(odd.key));
    return { ...one, fits: roundedOnTheWay(cell, one.formula, this.judged.world, (key) => this.judged.onTheWay(key), false) };
  }

  /** @param {Odd} odd @returns {Explained} what explains the output of a step unit */
  #ofAStep(odd) {
    const nearby = new Nearby(odd, 0);
    const sole = this.book(odd.key).filter(([rule]) => rule.sole);
    const found = this.#explained(odd, sole.map(([rule, formula]) => this.#near(odd, nearby, rule, formula)));
    const unseen = this.judged.scheme.parents[odd.key].some((parent) => !this.judged.world.written.has(parent));
    const share = unseen ? UNSEEN_SHARE : 0;
    return { ...found, shares: new Map([...found.shares.keys()].map((rule) => [rule, share])), chance: share, common: new Map() };
  }

  /** Whether a rule would have given another number than the right one. @param {number} key @param {string} rule @param {Box} own @param {Dec} half */
  wouldShow(key, rule, own, half) {
    const shows = visible(own, half);
    return this.at(key, new Set([rule])).some(([, formula]) => shows(this.quick.of(formula)));
  }

  /** @param {Odd} odd @param {Nearby} nearby @param {Rule} rule @param {Tree} formula @returns {Candidate} */
  #near(odd, nearby, rule, formula) {
    const value = this.quick.of(formula);
    const fits = nearby.has(value) && touches(odd.value, odd.half, this.judged.world.value(formula));
    return { rule, formula, at: odd.key, value, fits, lines: [] };
  }

  /** What mistakes in the lines give that are not written and lead to this one. @param {Odd} odd @param {Nearby} nearby @param {Set<string> | null} only */
  #far(odd, nearby, only) {
    const { scheme } = this.judged;
    const blanks = this.#blanks(odd.key);
    if (blanks.length > MAX_BLANK_DISTANCE) return [];
    const between = this.#between(odd.key, blanks);
    /** @type {Candidate[]} */
    const found = [];
    /** @type {Map<string, Map<number, [Rule, Tree]>>} */
    const groups = new Map();
    const lines = blanks.filter((key) => !this.judged.options.factors.includes(scheme.keys[key].kind)).slice(0, MAX_HIDDEN_LINES);
    for (const blank of lines) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const [rule, formula] of this.at(blank, only)) {
        const number = (counts.get(rule.id) ?? -1) + 1;
        counts.set(rule.id, number);
        found.push(this.#supposed(odd, new Map([[blank, [rule, formula]]]), nearby, between));
        const { kind, layer } = scheme.keys[blank];
        const place = [rule.id, kind, layer, number].join(" ");
        groups.set(place, (groups.get(place) ?? new Map()).set(blank, [rule, formula]));
      }
    }
    for (const group of groups.values()) {
      if (group.size > 1) found.push(this.#supposed(odd, group, nearby, between));
      const [blank] = group.keys();
      if (scheme.keys[blank].kind === scheme.keys[odd.key].kind) found.push(...this.#hereToo(odd, group));
    }
    return found;
  }

  /** What a number would be if the mistake of blank lines were made in its line as well. @param {Odd} odd @param {Map<number, [Rule, Tree]>} wrong @returns {Candidate[]} */
  #hereToo(odd, wrong) {
    /** @type {[number, Tree][]} */
    const lines = [...wrong].map(([blank, [, line]]) => [blank, line]);
    const other = this.judged.world.supposing(this.#worked(lines, odd.key));
    const [[, [rule]]] = wrong;
    return this.at(odd.key, new Set([rule.id])).map(([, formula]) => {
      const box = other.value(formula);
      const value = box.known ? box.centre.float : NaN;
      return { rule, formula, at: odd.key, value, fits: touches(odd.value, odd.half, box), lines };
    });
  }

  /** @param {number} key @returns {number[]} the worked lines that lead to a number and are not written, the nearest first */
  #blanks(key) {
    const { scheme, world } = this.judged;
    const waiting = [...scheme.parents[key]];
    const seen = new Set(waiting);
    const found = [];
    for (let at = 0; at < waiting.length && found.length <= MAX_BLANK_DISTANCE; at++) {
      const blank = waiting[at];
      if (world.written.has(blank)) continue;
      found.push(blank);
      for (const parent of scheme.parents[blank]) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        waiting.push(parent);
      }
    }
    return found;
  }

  /** What the number would be if some of the lines had other values. @param {number} key @param {number[]} blanks @returns {(changed: Map<number, number>) => number} */
  #between(key, blanks) {
    const { scheme } = this.judged;
    const lines = [...new Set([...blanks, key])].sort((a, b) => a - b);
    return (changed) => {
      const values = new Map(changed);
      const quick = new Floats(this.judged.options.forms, (each) => values.get(each) ?? this.number(each));
      for (const line of lines) {
        const moves = scheme.parents[line].some((parent) => values.has(parent));
        if (!changed.has(line) && moves) values.set(line, quick.of(scheme.formula(line)));
      }
      return values.get(key) ?? NaN;
    };
  }

  /**
   * @param {Odd} odd @param {Map<number, [Rule, Tree]>} wrong @param {Nearby} nearby
   * @param {(changed: Map<number, number>) => number} between @returns {Candidate}
   */
  #supposed(odd, wrong, nearby, between) {
    const { world } = this.judged;
    const [[at, [rule, formula]]] = wrong;
    /** @type {[number, Tree][]} */
    const lines = [...wrong].map(([blank, [, line]]) => [blank, line]);
    const about = between(new Map(lines.map(([blank, line]) => [blank, this.quick.of(line)])));
    if (!(Number.isFinite(about) && nearby.has(about))) return { rule, formula, at, value: about, fits: false, lines };
    const box = world.supposing(this.#worked(lines, odd.key)).own(odd.key);
    const value = box.known ? box.centre.float : NaN;
    return { rule, formula, at, value, fits: touches(odd.value, odd.half, box), lines };
  }

  /**
   * What lines left out have come to, rounded or not; before a number with many more digits than are asked of them they were not.
   * @param {[number, Tree][]} lines @param {number} at @returns {Map<number, Box>}
   */
  #worked(lines, at) {
    const { judged } = this;
    const cell = judged.cells.get(at);
    const written = cell ? Math.min(cell.digits, decimals(cell)) : 0;
    const asked = (/** @type {number} */ blank) => {
      const digits = judged.askedOf(blank);
      return digits && written - digits.count >= FAR_MORE ? null : digits;
    };
    return new Map(lines.map(([blank, line]) => [blank, asRounded(judged.world.value(line), asked(blank))]));
  }

  /** @param {Odd} odd @param {Candidate[]} candidates @returns {Explained} */
  #explained(odd, candidates) {
    /** @type {Map<string, Candidate>} */
    const matches = new Map();
    for (const each of candidates) {
      const fresh = !matches.has(each.rule.id) && !alike(each.value, odd.own);
      if (each.fits && fresh && this.#agreesWithTheRest(odd, each)) matches.set(each.rule.id, each);
    }
    const shows = visible(odd.own, odd.half);
    const showing = new Set(candidates.filter((each) => shows(each.value)).map((each) => each.rule.id));
    if (!matches.size) return { ...nothingFits(), showing };
    const scale = this.#scale(odd);
    /** @type {Map<string, [number, number][]>} */
    const byRule = new Map();
    for (const each of candidates) {
      byRule.set(each.rule.id, [...(byRule.get(each.rule.id) ?? []), ...spans(scale, each.value)]);
    }
    const of = (/** @type {string} */ rule) => byRule.get(rule) ?? [];
    const shares = new Map([...matches.keys()].map((rule) => [rule, covered(of(rule))]));
    /** @type {Map<string, number>} */
    const common = new Map();
    for (const tier of new Set([...matches.values()].map((match) => match.rule.tier))) {
      const rules = new Set(candidates.filter((each) => each.rule.tier <= tier).map((each) => each.rule.id));
      common.set(tier, covered([...rules].flatMap(of)));
    }
    const chance = covered([...byRule.values()].flat());
    const nothing = !scale.base && Math.abs(odd.value.float) + scale.room < scale.size / SPREAD;
    for (const [rule, match] of matches) {
      if (match.value === 0 || !nothing) continue; // what has no value is not 0
      shares.set(rule, Math.max(shares.get(rule) ?? 0, NOTHING_SHARE));
      common.set(match.rule.tier, Math.max(common.get(match.rule.tier) ?? 0, NOTHING_SHARE));
    }
    return { matches: [...matches.values()], chance, shares, common, showing };
  }

  /** Whether other numbers that hang on the same blank lines speak for a mistake there. @param {Odd} odd @param {Candidate} candidate */
  #agreesWithTheRest(odd, candidate) {
    if (!candidate.lines.length) return true;
    const { judged } = this;
    const changed = this.#worked(candidate.lines, odd.key);
    const other = judged.world.supposing(changed);
    const { kind, layer } = judged.scheme.keys[odd.key];
    let [alike, unlike] = [0, 0];
    for (const key of judged.writtenAfter(changed.keys())) {
      const cell = /** @type {Cell} */ (judged.cells.get(key));
      const follows = key === odd.key || touches(/** @type {Dec} */ (cell.value), judged.room(key, cell), other.own(key));
      const place = judged.scheme.keys[key];
      if (judged.of(key).verdict !== "unexplained") {
        if (!follows) return false;
      } else if (place.kind === kind && place.layer === layer) {
        if (follows) alike += 1;
        else unlike += 1;
      }
    }
    return alike >= unlike;
  }

  /** How far wrong numbers for a line are spread to either side of the right one. @param {Odd} odd */
  spread(odd) {
    return 2 * this.#scale(odd).size;
  }

  /** The old weight or bias of which a line gives the new one, 0 for other lines. @param {number} key @returns {number} */
  #base(key) {
    const formula = this.judged.scheme.formula(key);
    const first = Array.isArray(formula) && formula[0] === "+" ? formula[1] : null;
    const learnt = typeof first === "number" && this.judged.options.learnt.includes(this.judged.scheme.keys[first].kind);
    return learnt ? this.number(first) : 0;
  }

  /** @param {Odd} odd @returns {Scale} */
  #scale(odd) {
    const base = this.#base(odd.key);
    const written = odd.value.float;
    const own = odd.own.known ? odd.own.centre.float : written;
    const size = Math.abs(own - base) || Math.abs(written - base);
    const room = (odd.room ?? odd.half).float + (odd.own.known ? odd.own.radius.float : 0);
    return { base, size, room, relative: odd.relative && !base ? Math.abs(written) : 0 };
  }
}
