// Marks a sheet: verdicts first, then conventions, then reasons, then credit.
// @ts-check
import { besideMistakes } from "./beside.js";
import { isBorneOut, keeps, madeUpFor, mayShow, together, touchedBy, waysOf } from "./conventions.js";
import { absolute, compare, dec, larger, multiply, subtract } from "./decimals.js";
import { shown } from "./evidence.js";
import { alike } from "./factors.js";
import { gather } from "./groups.js";
import { Judgement } from "./judgement.js";
import { judgedSheet } from "./judging.js";
import { withOldNumbers } from "./kept.js";
import { misreadGivens } from "./misread.js";
import { why } from "./reasons.js";
import { KEPT_CONVENTIONS, MARKER, VERDICTS } from "./rules.js";
import { Scheme } from "./scheme.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./judgement.js").Cells} Cells */
/** @typedef {import("./diagnosis.js").Rule} Rule */
/** @typedef {import("./conventions.js").Convention} Convention */
/** @typedef {import("./conventions.js").Way} Way */
/** @typedef {import("./conventions.js").Wrong} Wrong */
/** @typedef {import("./evidence.js").Suspicion} Suspicion */

/**
 * Rules of credit.
 * @typedef {{follow: string, form: string, mistake: string, once: boolean, goalPays: boolean}} Credit
 */

/**
 * All that the judge knows of an exercise.
 * @typedef {{keys: import("./scheme.js").Key[], formulas: (Tree | null)[], values: (string | null)[], carried: boolean,
 *   asked: number[], options: import("./judgement.js").Options, credit: Credit, rules: Rule[], wrong: Wrong,
 *   conventions: Convention[], rates: import("./rates.js").Rates}} Book
 */

/**
 * What is to be said about one quantity; `sought` is whether all was done to find the cause.
 * @typedef {{key: number, verdict: string, credit: number, mistakes: Suspicion[], notes: string[],
 *   own: import("./boxes.js").Box | null, sought: boolean}} Mark
 * @typedef {{rule: string, keys: number[], sure: string, others: string[], passes: boolean}} Finding
 * @typedef {{marks: Mark[], findings: Finding[], score: number, most: number, weights: string[], misread: import("./misread.js").Misread[]}} Marking
 */

const { MIN_EVIDENCE_CELLS, SAME } = KEPT_CONVENTIONS;
const { ORDER } = MARKER;
const { ERROR_VERDICTS, FACTORS, MISREAD } = VERDICTS;

/** Marks sheets of one exercise. */
export class Marker {
  /** @param {Book} book */
  constructor(book) {
    this.book = book;
    this.scheme = new Scheme(book.formulas, book.values, book.carried, book.keys);
    /** @type {Map<Way, Scheme>} */
    this.schemes = new Map();
    this.tolerance = book.options.tolerance;
  }

  /** @param {Cells} cells what stands in the fields @returns {Marking} */
  mark(cells) {
    let judged;
    [judged, cells] = withOldNumbers(judgedSheet(this.scheme, cells, this.book.options), cells);
    let kept = this.#usual();
    if (judged.roots.length) [judged, kept] = this.#conventions(judged, cells);
    const rules = kept.wrong;
    /** @type {Map<number, import("./evidence.js").Reason>} */
    let reasons = new Map();
    /** @type {import("./misread.js").Misread[]} */
    let misread = [];
    const before = judged;
    if (rules !== null && kept.then !== null) {
      const book = (/** @type {number} */ key) => rules[key] ?? [];
      const rates = { ...this.book.rates, lines: kept.rates };
      [judged, reasons, misread] = misreadGivens(judged, why(judged, book, rates), book, rates);
      if (!kept.found.length && !misread.length) {
        const beside = besideMistakes(before, reasons, kept.then, this.book.rates, (way) => this.#schemeOf(way, this.scheme));
        if (beside) [judged, reasons, kept] = [beside.judged, beside.reasons, this.#keptBeside(beside)];
      }
    }
    const marks = this.#asAsked(judged, kept, withMisread(this.#marks(judged, reasons, kept), misread, before, judged.scheme));
    this.#credit(marks);
    const asked = new Set(this.book.asked);
    const score = marks.reduce((all, mark) => all + mark.credit, 0);
    const passing = kept.found.filter((each) => each.convention.passes);
    return { marks, findings: findings(marks, passing, this.scheme), score, most: asked.size, weights: kept.weights, misread };
  }

  /** The student's numbers: what follows from them, and what was written. @param {Cells} cells */
  numbers(cells) {
    const { world } = new Judgement(this.scheme, cells, this.book.options);
    const texts = new Map([...cells].flatMap(([key, cell]) => (cell.value === null ? [] : [[key, cell.raw]])));
    return { world, texts: /** @type {Map<number, string>} */ (texts) };
  }

  /** @param {Way} way @param {Scheme} base @returns {Scheme} */
  #schemeOf(way, base) {
    let found = this.schemes.get(way);
    if (!found) this.schemes.set(way, (found = base.overlaid(new Map(way.lines))));
    found.squared = way.squared;
    return found;
  }

  /** No other convention. @returns {Kept} */
  #usual() {
    return { found: [], weights: [], wrong: this.book.wrong, rates: this.book.rates.lines, then: this.book.conventions };
  }

  /** One convention on a sheet that has mistakes besides. @param {import("./beside.js").Beside} beside @returns {Kept} */
  #keptBeside({ convention, way, touched }) {
    const { weights, wrong, rates } = way;
    return { found: [{ convention, touched }], weights, wrong, rates, then: [] };
  }

  /** Return the sheet judged under the conventions that it keeps. @param {Judgement} judged @param {Cells} cells @returns {[Judgement, Kept]} */
  #conventions(judged, cells) {
    const single = this.#singles(judged, cells);
    const pair = single[0].roots.length ? this.#pair(judged, cells) : null;
    return pair && pair[0].roots.length < single[0].roots.length ? pair : single;
  }

  /** Return the sheet under the conventions that show themselves one by one. @param {Judgement} judged @param {Cells} cells @returns {[Judgement, Kept]} */
  #singles(judged, cells) {
    const kept = this.#usual();
    for (let place = 0; kept.then !== null && place < kept.then.length; place++) {
      const convention = kept.then[place];
      if (!judged.roots.length || kept.found.some((each) => each.convention.id === convention.id)) continue;
      if (!mayShow(judged, convention)) continue;
      const best = this.#best(convention, convention.ways.map((way) => [way]), judged, cells);
      if (!best) continue;
      judged = best.other;
      const [way] = best.ways;
      kept.found.push({ convention, touched: best.touched[0] });
      kept.wrong = way.wrong;
      kept.rates = way.rates;
      if (way.weights.length) kept.weights = way.weights;
      kept.then = judged.roots.length ? way.then : [];
      place = -1;
    }
    return [judged, kept];
  }

  /** Return the sheet under the two conventions that pass and explain the most together. @param {Judgement} judged @param {Cells} cells @returns {[Judgement, Kept] | null} */
  #pair(judged, cells) {
    /** @type {[Judgement, Kept] | null} */
    let found = null;
    const passing = this.book.conventions.filter((convention) => convention.passes);
    const seconds = passing.map((first) => new Map(first.ways.flatMap(({ then }) => (then ?? []).map((each) => [each.about, each]))));
    for (const [place, first] of passing.entries()) {
      for (const second of seconds[place].values()) {
        const both = together(first, second);
        if (!second.passes || !mayShow(judged, both)) continue;
        const ways = first.ways.flatMap((way) => waysOf(way, second).map((further) => [way, further]));
        const best = this.#best(both, ways, judged, cells);
        if (!best || (found && best.other.roots.length >= found[0].roots.length)) continue;
        const kept = this.#usual();
        kept.found = [first, second].map((convention, step) => ({ convention, touched: best.touched[step] }));
        kept.weights = best.ways.flatMap((way) => way.weights);
        kept.wrong = null;
        kept.then = best.other.roots.length ? null : [];
        found = [best.other, kept];
        if (!best.other.roots.length) return found;
      }
    }
    return found;
  }

  /** Return the sheet under a convention that it keeps, or several together, and what each of its steps touches. @param {Convention} convention @param {Way[][]} all @param {Judgement} judged @param {Cells} cells */
  #best(convention, all, judged, cells) {
    /** @type {{other: Judgement, ways: Way[], touched: Set<number>[]}[]} */
    const found = [];
    for (const ways of all) {
      const schemes = [judged.scheme];
      for (const way of ways) schemes.push(this.#schemeOf(way, schemes[schemes.length - 1]));
      const scheme = schemes[schemes.length - 1];
      const touched = touchedBy(judged.scheme, scheme, cells);
      if (!judged.roots.some((key) => touched.has(key))) continue;
      const other = new Judgement(scheme, cells, this.book.options, judged.precision);
      if (!this.#isEnough(convention, judged, other, touched, cells)) continue;
      found.push({ other, ways, touched: ways.map((_, step) => changedBy(schemes[step], schemes[step + 1], cells)) });
    }
    return found.length ? found.reduce((a, b) => (b.other.roots.length < a.other.roots.length ? b : a)) : null;
  }

  /** @param {Convention} convention @param {Judgement} judged @param {Judgement} other @param {Set<number>} touched @param {Cells} cells */
  #isEnough(convention, judged, other, touched, cells) {
    const affected = judged.roots.filter((key) => touched.has(key)).length;
    const witnesses = convention.borneOut.length ? madeUpFor(judged, other, touched) : 0;
    let enough = affected + witnesses >= MIN_EVIDENCE_CELLS && 2 * other.roots.length < judged.roots.length;
    if (convention.passes) {
      const written = [...cells].filter(([key, cell]) => touched.has(key) && cell.value !== null).length;
      enough = affected + madeUpFor(judged, other, touched) >= Math.min(written, MIN_EVIDENCE_CELLS);
    }
    return enough && isBorneOut(convention, other) && keeps(judged, other, touched, convention);
  }

  /** @param {Judgement} judged @param {Map<number, import("./evidence.js").Reason>} reasons @param {Kept} kept @returns {Mark[]} */
  #marks(judged, reasons, kept) {
    const excused = [...reasons.values()].every((reason) => reason.verdict !== "unexplained");
    const sought = !judged.roots.length || (kept.wrong !== null && kept.then !== null);
    const faults = new Set();
    return this.book.asked.map((key) => {
      const found = judged.judged.get(key);
      if (!found) return { key, verdict: "blank", credit: 0, mistakes: [], notes: [], own: judged.world.own(key), sought };
      const own = found.own.known ? found.own : judged.world.own(key);
      let { verdict, mistakes, notes } = reasons.get(key) ?? { verdict: found.verdict, mistakes: [], notes: found.notes };
      if (verdict === "trivial" && excused && sought) verdict = "follow";
      const convention = this.#touching(kept, key);
      let shownOwn = own;
      if (verdict === "right" && convention) {
        const asked = this.scheme.value(key);
        const differs = !isSame(asked, judged.scheme.value(key));
        if (differs && convention.passes) {
          verdict = "convention";
        } else if (differs) {
          verdict = faults.has(convention.id) || isElsewhere(convention, key, judged) ? "follow" : "mistake";
          shownOwn = asked;
          mistakes = verdict === "mistake" ? [{ rule: convention.id, formula: judged.scheme.formula(key), at: key, chance: 0, sure: "is" }] : [];
          if (verdict === "mistake") faults.add(convention.id);
        }
      }
      return { key, verdict, credit: 0, mistakes, notes, own: shownOwn, sought: sought || verdict !== "unexplained" };
    });
  }

  /** The last convention that touches a line, or lies in it. @param {Kept} kept @param {number} key @returns {Convention | null} */
  #touching(kept, key) {
    const { kind } = this.scheme.keys[key];
    const touching = kept.found.filter(({ touched, convention }) => touched.has(key) || (!convention.passes && convention.seat.includes(kind)));
    return touching.length ? touching[touching.length - 1].convention : null;
  }

  /** What is right by a convention that does not pass, and another value than what is asked, follows. @param {Judgement} judged @param {Kept} kept @param {Mark[]} marks @returns {Mark[]} */
  #asAsked(judged, kept, marks) {
    const touching = kept.found.filter((each) => each.touched.size);
    if (!kept.found.length || touching.some((each) => each.convention.passes)) return marks;
    return marks.map((mark) => {
      const [asked, found] = [this.scheme.value(mark.key), judged.scheme.value(mark.key)];
      const differs = mark.verdict === "right" && !isSame(asked, found);
      return differs ? { ...mark, verdict: "follow" } : mark;
    });
  }

  /** @param {Mark[]} marks */
  #credit(marks) {
    const { credit } = this.book;
    const paid = credit.goalPays ? this.#paid(marks) : new Set();
    const seen = new Set();
    /** @type {Record<string, number>} */
    const earns = { right: 1, jump: 1, convention: 1, follow: Number(credit.follow), form: Number(credit.form) };
    for (const mark of marks) {
      const cause = causeOf(mark, this.scheme);
      const again = cause !== "" && seen.has(cause);
      if (cause) seen.add(cause);
      mark.credit = mark.verdict === "mistake" ? Number(credit.mistake) : (earns[mark.verdict] ?? 0);
      if (again && credit.once) mark.credit = 1;
      if (paid.has(mark.key)) mark.credit = 1;
    }
  }

  /** The blank cells for which a right value that builds on them pays. @param {Mark[]} marks @returns {Set<number>} */
  #paid(marks) {
    const filled = new Set(marks.filter((mark) => mark.verdict !== "blank").map((mark) => mark.key));
    const waiting = marks.filter((mark) => mark.verdict === "right" || mark.verdict === "jump").map((mark) => mark.key);
    /** @type {Set<number>} */
    const paid = new Set();
    while (waiting.length) {
      for (const parent of this.scheme.parents[/** @type {number} */ (waiting.pop())]) {
        if (filled.has(parent) || paid.has(parent)) continue;
        paid.add(parent);
        waiting.push(parent);
      }
    }
    return paid;
  }
}

/**
 * The conventions that a sheet keeps, with what they touch; the wrong formulas under them, and the conventions that
 * may come behind; null: that is not known.
 * @typedef {{found: {convention: Convention, touched: Set<number>}[], weights: string[], wrong: Wrong | null, rates: Record<number, Tree>,
 *   then: Convention[] | null}} Kept
 */

/** Whether a fault lies in a line of another kind, one of which is written. @param {Convention} convention @param {number} key @param {Judgement} judged */
function isElsewhere({ seat }, key, judged) {
  const { keys } = judged.scheme;
  return !seat.includes(keys[key].kind) && [...judged.judged].some(([one, { verdict }]) => verdict === "right" && seat.includes(keys[one].kind));
}

/** The quantities whose lines differ and whose values do; the lines, if no value does. @param {Scheme} base @param {Scheme} other @param {Cells} cells @returns {Set<number>} */
function changedBy(base, other, cells) {
  const touched = touchedBy(base, other, cells);
  const changed = [...touched].filter((key) => !base.has(key) || !isSame(base.value(key), other.value(key)));
  return changed.length ? new Set(changed) : touched;
}

/** @param {import("./boxes.js").Box} one @param {import("./boxes.js").Box} other */
function isSame(one, other) {
  if (!one.known || !other.known) return false;
  const size = larger(absolute(one.centre), absolute(other.centre));
  return compare(absolute(subtract(one.centre, other.centre)), multiply(dec(SAME), size)) <= 0;
}

/** @param {Suspicion} mistake @returns {string} a rule, or one given number that was misread */
const causeBy = ({ rule, misread }) => (misread ? `${rule} ${misread.given}` : rule);

/**
 * Return the marks of a sheet on which givens were misread, as the exercise has them.
 * @param {Mark[]} marks @param {import("./misread.js").Misread[]} misread @param {Judgement} asked @param {Scheme} used @returns {Mark[]}
 */
function withMisread(marks, misread, asked, used) {
  if (!misread.length) return marks;
  return marks.map((mark) => {
    const { key } = mark;
    const one = misread.find(({ first }) => first === key);
    if (one) {
      const { own, chance, sure } = one;
      const mistakes = [{ rule: MISREAD, formula: used.formula(key), at: key, chance, sure, misread: one }];
      return { ...mark, verdict: "mistake", own, mistakes, notes: [] };
    }
    const was = mark.verdict === "right" ? asked.judged.get(key) : undefined;
    return was ? { ...mark, verdict: was.verdict === "right" ? "right" : "follow" } : mark;
  });
}

/** What costs a mark once only: a known mistake in whatever line, a factor of unknown cause in lines of one kind. @param {Mark} mark @param {Scheme} scheme @returns {string} */
function causeOf({ key, verdict, mistakes, notes }, scheme) {
  if (verdict === "mistake") return mistakes.length ? causeBy(mistakes[0]) : "";
  const factor = verdict === "unexplained" ? notes.find((note) => FACTORS.some((name) => note.startsWith(name))) : undefined;
  return factor ? `${factor} ${alike(scheme.keys[key].kind)}` : "";
}

/** The mistakes, each once, in order of working; then each convention, with its lines. @param {Mark[]} marks @param {Kept["found"]} passing @param {Scheme} scheme @returns {Finding[]} */
function findings(marks, passing, scheme) {
  /** @type {Map<string, Mark[]>} */
  const groups = new Map();
  for (const mark of marks) {
    const rules = shown(mark.mistakes).map(causeBy);
    const named = mark.verdict === "mistake" ? [...rules, scheme.keys[mark.key].kind].join(" ") : ` ${causeOf(mark, scheme) || groups.size}`;
    if (ERROR_VERDICTS.includes(mark.verdict)) gather(groups, named, mark);
  }
  const found = [...groups.values()].map(finding);
  const keys = marks.filter((mark) => mark.verdict === "convention").map((mark) => mark.key);
  const lines = passing.map(({ convention, touched }) => ({ rule: convention.id, keys: keys.filter((key) => touched.has(key)) }));
  return [...found, ...lines.map((each) => ({ ...each, sure: "is", others: [], passes: true }))];
}

/** @param {Mark[]} group @returns {Finding} */
function finding(group) {
  const keys = group.map((mark) => mark.key);
  const named = shown(group[0].mistakes);
  if (group[0].verdict !== "mistake" || !named.length) return { rule: "", keys, sure: "is", others: [], passes: false };
  const worst = named.reduce((a, b) => (ORDER.indexOf(b.sure) > ORDER.indexOf(a.sure) ? b : a));
  return { rule: named[0].rule, keys, sure: worst.sure, others: named.slice(1).map((each) => each.rule), passes: false };
}
