// Why the numbers of a sheet are wrong, all of them looked at together.
// @ts-check
import { half } from "./cells.js";
import { equal, isTooLong, quantized } from "./decimals.js";
import { Diagnosis, joined, nothingFits, onlyOf } from "./diagnosis.js";
import { gather } from "./groups.js";
import { fittedRate } from "./rates.js";
import { EVIDENCE } from "./rules.js";
import { OfThePen, roundedEarly } from "./slips.js";
import { halfMeant } from "./zeros.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./judgement.js").Supposed} Supposed */
/** @typedef {import("./diagnosis.js").Candidate} Candidate */
/** @typedef {import("./diagnosis.js").Explained} Explained */
/** @typedef {import("./diagnosis.js").RuleBook} RuleBook */
/** @typedef {{rule: string, formula: import("./trees.js").Tree, at: number, chance: number, sure: string, misread?: import("./misread.js").Misread}} Suspicion */
/** @typedef {{verdict: string, mistakes: Suspicion[], notes: string[]}} Reason */
/** @typedef {Map<number, Reason>} Reasons */
/** @typedef {import("./rates.js").Rates} Rates */

/** Chances of a coincidence up to which a rule is named: for certain, as probable; where everything is exact; and there of a learning rule. */
const { CERTAIN, EXACT_PROBABLE, FARTHER, PROBABLE, RULE_PROBABLE } = EVIDENCE;
const { MIN_SIBLINGS, MOST_CLOSER, MOST_ROUNDED, NO_FARTHER, SEARCHED, WITNESSES } = EVIDENCE;

/** @param {Suspicion[]} mistakes @returns {Suspicion[]} those that are for the student */
export const shown = (mistakes) => mistakes.filter((mistake) => mistake.sure !== "possibly");

/** What speaks for and against the rules, on one sheet. */
export class Evidence {
  /** @type {Map<number, Explained>} */
  explained = new Map();
  /** @type {Map<string, number[]>} */
  families = new Map();
  /** @type {Map<string, number[]>} */
  right = new Map();
  /** @type {Map<string, [number, number]>} */
  #against = new Map();
  /** By rule, its pieces of evidence; and how many numbers it does not explain. @type {Map<string, Map<number, number>>} */
  #known = new Map();
  /** @type {Map<string, number>} */
  #unlike = new Map();

  /** @param {Judgement} judged @param {RuleBook} book @param {Rates} rates */
  constructor(judged, book, rates) {
    this.judged = judged;
    this.diagnosis = new Diagnosis(judged, book);
    this.pen = new OfThePen(this.diagnosis);
    this.roots = judged.roots;
    for (const key of this.roots) this.#join(this.families, key);
    for (const keys of this.families.values()) this.#explain(keys);
    this.#fitTheRate(rates);
    this.support = this.#counted();
    if (this.#lookFarther()) this.support = this.#counted();
    if (this.#lookCloser()) this.support = this.#counted();
    for (const [key, found] of judged.judged) if (found.verdict === "right" || found.verdict === "follow") this.#join(this.right, key);
  }

  /** @param {Map<string, number[]>} families @param {number} key */
  #join(families, key) {
    gather(families, this.family(key), key);
  }

  /** Lines that are worked alike: of updates, weights and biases are one. @param {number} key @returns {string} */
  family(key) {
    const { kind, layer } = this.judged.scheme.keys[key];
    return `${kind.replaceAll("bias", "weight")} ${layer}`;
  }

  /** @param {number} key @returns {Cell} */
  cell(key) {
    return /** @type {Cell} */ (this.judged.cells.get(key));
  }

  /** @param {number} key @returns {Explained} */
  of(key) {
    return /** @type {Explained} */ (this.explained.get(key));
  }

  /** Explain the numbers of a family: the first by any rule, the rest by what they share. @param {number[]} keys */
  #explain(keys) {
    /** @type {Map<string, number>} */
    const suspects = new Map();
    keys.forEach((key, number) => {
      const odd = this.diagnosis.odd(key, this.cell(key));
      const only =
        number < SEARCHED ? null : new Set([...suspects].filter(([, times]) => 2 * times > SEARCHED).map(([rule]) => rule));
      const found = only && !only.size ? nothingFits() : this.diagnosis.explain(odd, only);
      this.explained.set(key, found);
      if (number < SEARCHED) for (const { rule } of found.matches) suspects.set(rule.id, (suspects.get(rule.id) ?? 0) + 1);
    });
  }

  /** @returns {Map<string, number>} how many numbers each rule explains */
  #counted() {
    const counts = new Map();
    for (const found of this.explained.values()) {
      for (const { rule } of found.matches) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    }
    return counts;
  }

  /** @param {string} rule */
  supportOf(rule) {
    return this.support.get(rule) ?? 0;
  }

  /** Look for what explains other numbers in the lines left out before each, too. */
  #lookFarther() {
    let found = false;
    for (const [key, explained] of this.explained) {
      if (!explained.matches.length || !this.#hangsOnBlanks(key)) continue;
      const known = new Set(explained.matches.map((match) => match.rule.id));
      const own = Math.max(...[...known].map((rule) => this.supportOf(rule)));
      const told = this.#toldOfSiblings(key);
      const wanted = [...this.support].filter(([rule, times]) => times > own || (times === own && told.has(rule)));
      const only = new Set(wanted.map(([rule]) => rule).filter((rule) => !known.has(rule)));
      if (!only.size) continue;
      const more = this.diagnosis.explain(this.diagnosis.odd(key, this.cell(key)), only, true);
      if (!more.matches.length) continue;
      found = true;
      this.explained.set(key, joined(explained, more));
    }
    return found;
  }

  /** @param {number} key @returns {Set<string>} what explains wrong numbers like those left out before one */
  #toldOfSiblings(key) {
    const { scheme, world } = this.judged;
    const gone = scheme.parents[key].filter((parent) => !world.written.has(parent));
    const alike = [...new Set(gone.map((parent) => this.family(parent)))].flatMap((kin) => (this.families.get(kin) ?? []).slice(0, SEARCHED));
    return new Set(alike.flatMap((other) => [...this.of(other).shares.keys()]));
  }

  /** Look for what explains other numbers, with the lines left out before each rounded. */
  #lookCloser() {
    let found = false;
    for (const key of [...this.explained.keys()].slice(0, MOST_CLOSER)) {
      if (!this.#isOpen(key)) continue;
      const only = new Set([...this.support].filter(([, times]) => times >= MIN_SIBLINGS).map(([rule]) => rule));
      const alike = /** @type {number[]} */ (this.families.get(this.family(key))).slice(0, SEARCHED);
      for (const other of alike) for (const rule of this.of(other).shares.keys()) only.add(rule);
      if (!only.size) continue;
      const more = this.diagnosis.explain(this.diagnosis.odd(key, this.cell(key)), only, false, true);
      if (!more.matches.length) continue;
      found = true;
      this.explained.set(key, more);
    }
    return this.#lookAtAllRounded() || found;
  }

  /** Look for what explains all numbers of a family, with what is left out before rounded. */
  #lookAtAllRounded() {
    let found = false;
    for (const keys of this.families.values()) {
      if (keys.length < MIN_SIBLINGS || keys.length > MOST_ROUNDED || !keys.every((key) => this.#isOpen(key))) continue;
      /** @type {Explained[]} */
      const each = [];
      /** @type {Set<string> | null} */
      let rules = null;
      for (const key of keys) {
        const explained = this.diagnosis.explain(this.diagnosis.odd(key, this.cell(key)), null, false, true);
        each.push(explained);
        rules = new Set([...explained.shares.keys()].filter((rule) => rules === null || rules.has(rule)));
        if (!rules.size) break;
      }
      if (!rules?.size) continue;
      found = true;
      keys.forEach((key, place) => this.explained.set(key, onlyOf(each[place], /** @type {Set<string>} */ (rules))));
    }
    return found;
  }

  /** @param {number} key @returns {boolean} whether nothing explains it, and something before it is left out */
  #isOpen(key) {
    return !this.of(key).matches.length && !this.judged.hidden.has(key) && this.#hangsOnBlanks(key);
  }

  /** @param {number} key */
  #hangsOnBlanks(key) {
    return this.judged.scheme.parents[key].some((parent) => !this.judged.world.written.has(parent));
  }

  /** Believe one wrong learning rate for all updates before any rule for a single one. @param {Rates} rates */
  #fitTheRate(rates) {
    for (const [key, explained] of fittedRate(this.judged, rates)) {
      const before = this.of(key);
      const matches = before.matches.filter((match) => match.rule.id !== rates.rule.id);
      this.explained.set(key, {
        matches: [...matches, ...explained.matches],
        chance: Math.min(before.chance, explained.chance),
        shares: new Map([...before.shares, ...explained.shares]),
        common: new Map(),
        showing: before.showing,
      });
    }
  }

  /** @returns {Reasons} the reason for every number that is wrong by itself */
  reasons() {
    const suspected = this.roots.map((key) => /** @type {const} */ ([key, this.#suspicions(key)]));
    return new Map(suspected.map(([key, mistakes]) => [key, this.#reason(key, mistakes)]));
  }

  /** @param {Reasons} reasons @returns {Supposed} the mistakes in lines left out, by the first number that shows each */
  supposed(reasons) {
    /** @type {Supposed} */
    const found = new Map();
    const taken = new Set();
    for (const key of [...reasons.keys()].sort((a, b) => a - b)) {
      const [named] = shown(/** @type {Reason} */ (reasons.get(key)).mistakes);
      const match = named && this.of(key).matches.find((each) => each.rule.id === named.rule);
      if (!match || !match.lines.length || this.judged.hidden.has(key)) continue;
      for (const [blank, formula] of match.lines) {
        if (taken.has(blank)) continue;
        taken.add(blank);
        gather(found, key, /** @type {[number, import("./boxes.js").Box]} */ ([blank, this.judged.world.value(formula)]));
      }
    }
    return found;
  }

  /** What a number is suspected of, the best explanation first. @param {number} key @returns {Suspicion[]} */
  #suspicions(key) {
    const places = this.of(key).matches.map((match) => ({
      match,
      place: /** @type {const} */ ([
        match.rule.mutual && this.supportOf(match.rule.id) === 1 ? 1 : -this.supportOf(match.rule.id),
        Number(this.#witnesses(match, this.family(key))[1] > 0),
        match.rule.tier,
      ]),
    }));
    places.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1] || (a.place[2] < b.place[2] ? -1 : a.place[2] > b.place[2] ? 1 : 0));
    const best = places.filter(({ place }) => place.every((part, at) => part === places[0].place[at])).length;
    const found = places.map(({ match }, at) => {
      const chance = this.#joint(match.rule.id, key);
      let sure = "possibly";
      if (at < best) {
        sure = this.#certainty(match, key, chance, best === 1);
        if (this.supportOf(match.rule.id) === 1) sure = this.pen.unlessSimpler(match, key, this.cell(key), sure);
      }
      return { rule: match.rule.id, formula: match.formula, at: match.at, chance, sure };
    });
    return found[0]?.sure === "is" ? this.#withAsGood(found, places.map(({ match }) => match), key) : found;
  }

  /** Suspicions, none of them for certain that another is as good as. @param {Suspicion[]} found @param {Candidate[]} ranked @param {number} key @returns {Suspicion[]} */
  #withAsGood(found, [best, ...rest], key) {
    const good = new Set(rest.filter((match) => this.#isAsGood(match, best, key)).map((match) => match.rule.id));
    const farther = this.#sameFarther(best, key);
    if (!good.size && !farther.length) return found;
    good.add(best.rule.id);
    return [...found.map((one) => (good.has(one.rule) ? { ...one, sure: "probably" } : one)), ...farther];
  }

  /** What is the same mistake in a line left out: the ½ squared, or a mean for a sum. @param {Candidate} best @param {number} key @returns {Suspicion[]} */
  #sameFarther(best, key) {
    const hangs = this.#hangsOnBlanks(this.judged.hidden.get(key)?.at ?? key);
    if (best.lines.length || this.supportOf(best.rule.id) > 1 || !hangs) return [];
    const known = new Set(this.of(key).matches.map((match) => match.rule.id));
    const odd = this.diagnosis.odd(key, this.cell(key));
    const more = this.diagnosis.explain(odd, null, true);
    const same = more.matches.filter(
      ({ rule, lines, value }) =>
        lines.length && !known.has(rule.id) && rule.tier !== "C" && Math.abs(value - best.value) <= NO_FARTHER * odd.half.float,
    );
    return same.map(({ rule, formula, at }) => ({ rule: rule.id, formula, at, chance: chanceOf(more, rule.tier), sure: "probably" }));
  }

  /** Whether a rule gives the very numbers that one gives which seems certain. @param {Candidate} match @param {Candidate} best @param {number} key */
  #isAsGood(match, best, key) {
    const { id, tier } = match.rule;
    if (this.supportOf(id) !== this.supportOf(best.rule.id)) return false;
    const share = tier === "C" || match.at !== key ? FARTHER : 1;
    const chance = this.#joint(id, key);
    if (chance > CERTAIN * share || this.#witnesses(match, this.family(key))[1]) return false;
    const sure = this.#certainty(match, key, chance, true);
    return (this.supportOf(id) === 1 ? this.pen.unlessSimpler(match, key, this.cell(key), sure) : sure) !== "possibly";
  }

  /** How a rule may be worded. @param {Candidate} match @param {number} key @param {number} chance @param {boolean} unique @returns {string} */
  #certainty(match, key, chance, unique) {
    const { id, tier } = match.rule;
    const kin = this.family(key);
    const [unexplained, contradicting] = this.#witnesses(match, kin);
    const alone = this.supportOf(id) === 1;
    if (alone && match.rule.mutual) return "possibly";
    const rare = alone && tier === "C";
    if (unexplained >= this.#alike(id, kin) || (rare && !unique) || this.#isAsInSiblings(key, id)) return "possibly";
    const share = rare || match.at !== key ? FARTHER : 1;
    const exact = unique && this.#isExact(key);
    if (alone && unexplained + contradicting) {
      return chance <= (exact ? EXACT_PROBABLE : CERTAIN * share) ? "probably" : "possibly";
    }
    if (chance <= CERTAIN * share && unique && !(contradicting || rare)) return "is";
    const ofRule = tier === "A" && match.rule.ofRule;
    const limit = !exact ? PROBABLE * share : ofRule ? RULE_PROBABLE : EXACT_PROBABLE;
    return chance <= limit ? "probably" : "possibly";
  }

  /** Whether a line before it is left out that is wrong, otherwise, in its siblings. @param {number} key @param {string} rule */
  #isAsInSiblings(key, rule) {
    return this.judged.scheme.parents[key].some((parent) => {
      if (this.judged.world.written.has(parent)) return false;
      const wrong = (this.families.get(this.family(parent)) ?? []).slice(0, SEARCHED);
      const explained = wrong.filter((other) => this.of(other).shares.has(rule)).length;
      return wrong.length >= MIN_SIBLINGS && 2 * explained < wrong.length;
    });
  }

  /** Whether a right number would have come out without rounding, in these digits. @param {number} key */
  #isExact(key) {
    const { own } = this.judged.of(key);
    const cell = this.cell(key);
    if (!own.known || !own.radius.zero) return false;
    if (!this.judged.hidden.has(key) && halfMeant(this.judged, key, own, half(cell))) return true;
    const rounded = quantized(own.centre, cell.exponent, "half_even");
    return !isTooLong(rounded) && equal(own.centre, rounded);
  }

  /** How many wrong numbers of a family a rule explains. @param {string} rule @param {string} kin */
  #alike(rule, kin) {
    return (this.families.get(kin) ?? []).filter((key) => this.of(key).shares.has(rule)).length;
  }

  /** How many siblings speak against a rule: wrong ones otherwise, and right ones. @param {Candidate} match @param {string} kin @returns {[number, number]} */
  #witnesses(match, kin) {
    const rule = match.rule.id;
    const place = this.family(match.at);
    const name = `${rule}|${kin}|${place}`;
    let found = this.#against.get(name);
    if (!found) {
      const others = (this.families.get(kin) ?? []).filter((key) => !this.of(key).shares.has(rule)).slice(0, SEARCHED);
      const right = (this.right.get(place) ?? []).slice(0, WITNESSES);
      const shows = (/** @type {number} */ key) => this.of(key).showing.has(rule) || this.#touches(rule, key);
      found = [others.filter(shows).length, right.filter((key) => this.#touches(rule, key)).length];
      this.#against.set(name, found);
    }
    return found;
  }

  /** Whether a rule would have been seen in a number. @param {string} rule @param {number} key */
  #touches(rule, key) {
    const { own } = this.judged.of(key);
    return own.known && this.diagnosis.wouldShow(key, rule, own, this.judged.room(key, this.cell(key)));
  }

  /** The chance that all that a rule explains is explained by coincidence, about. @param {string} rule @param {number} key */
  #joint(rule, key) {
    const found = this.of(key);
    const own = /** @type {Candidate} */ (found.matches.find((match) => match.rule.id === rule));
    const rest = [...this.#pieces(rule)].filter(([at]) => at !== own.at).slice(0, SEARCHED).map(([, share]) => share);
    const single = chanceOf(found, own.rule.tier);
    const chance = rest.reduce((all, share) => all * share, 1) * single;
    return Math.min(1, chance * this.#ways(rule, rest.length + 1));
  }

  /** In how many ways so many numbers are chosen from those that a rule would show in. @param {string} rule @param {number} explained */
  #ways(rule, explained) {
    let unlike = this.#unlike.get(rule);
    if (unlike === undefined) {
      unlike = [...this.explained.values()].filter((one) => !one.shares.has(rule) && one.showing.has(rule)).length;
      this.#unlike.set(rule, unlike);
    }
    return binomial(explained + Math.min(unlike, SEARCHED), explained);
  }

  /** The pieces of evidence for a rule: how much of all numbers it gives, by line. @param {string} rule @returns {Map<number, number>} */
  #pieces(rule) {
    const known = this.#known.get(rule);
    if (known) return known;
    /** @type {Map<number, number>} */
    const pieces = new Map();
    this.#known.set(rule, pieces);
    for (const found of this.explained.values()) {
      const share = found.shares.get(rule);
      const match = found.matches.find((each) => each.rule.id === rule);
      if (share !== undefined && match) pieces.set(match.at, Math.min(share, pieces.get(match.at) ?? 1));
    }
    return pieces;
  }

  /** @param {number} key @param {Suspicion[]} mistakes @returns {Reason} */
  #reason(key, mistakes) {
    const { notes } = this.judged.of(key);
    if (shown(mistakes).length) return { verdict: "mistake", mistakes, notes };
    if (this.judged.hidden.has(key)) return { verdict: "unexplained", mistakes, notes };
    const right = (this.right.get(this.family(key)) ?? []).slice(0, WITNESSES);
    if (roundedEarly(this.judged, key, this.cell(key), right)) return { verdict: "form", mistakes: [], notes: [...notes, "early"] };
    const alone = (this.families.get(this.family(key)) ?? []).length === 1;
    const meant = alone ? this.pen.slip(key, this.cell(key)) : "";
    if (meant) return { verdict: "slip", mistakes, notes: [...notes, meant] };
    return { verdict: "unexplained", mistakes, notes };
  }
}

/** The chance that a rule of a tier, or a more common one, fits by coincidence. @param {Explained} found @param {string} tier */
const chanceOf = (found, tier) => found.common.get(tier) ?? found.chance;

/** @param {number} all @param {number} some */
function binomial(all, some) {
  let result = 1;
  for (let n = 1; n <= Math.min(some, all - some); n++) result = (result * (all - n + 1)) / n;
  return result;
}
