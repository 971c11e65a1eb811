// A convention that passes, on a sheet that has mistakes besides.
// @ts-check
import { isBorneOut, madeUpFor, shows, touchedBy } from "./conventions.js";
import { Judgement } from "./judgement.js";
import { cost, unnamed, why } from "./reasons.js";
import { BESIDE_MISTAKES, KEPT_CONVENTIONS, REJUDGING } from "./rules.js";

/** @typedef {import("./conventions.js").Convention} Convention */
/** @typedef {import("./conventions.js").Way} Way */
/** @typedef {import("./evidence.js").Reasons} Reasons */
/** @typedef {import("./scheme.js").Scheme} Scheme */

/** The sheet under a convention, in one way to see it, and what that touches. @typedef {{judged: Judgement, reasons: Reasons, convention: Convention, way: Way, touched: Set<number>}} Beside */

const { LEAST_SHARE, WORTH_A_SEARCH } = BESIDE_MISTAKES;
const { MANY_WRONG } = REJUDGING;
const { MIN_EVIDENCE_CELLS } = KEPT_CONVENTIONS;

/**
 * Return the sheet under the convention that makes it the cheapest; null if none does.
 * @param {Judgement} judged the sheet as it stands @param {Reasons} explained why it is wrong @param {Convention[]} conventions
 * @param {import("./rates.js").Rates} rates @param {(way: Way) => Scheme} schemeOf @returns {Beside | null}
 */
export function besideMistakes(judged, explained, conventions, rates, schemeOf) {
  /** @type {Beside | null} */
  let best = null;
  let least = price(explained);
  if (least < WORTH_A_SEARCH) return null;
  for (const convention of conventions.filter(({ passes }) => passes)) {
    for (const way of convention.ways) {
      const { wrong } = way;
      const scheme = schemeOf(way);
      const touched = touchedBy(judged.scheme, scheme, judged.cells);
      const other = judgedUnder(convention, scheme, judged, touched);
      if (!other || wrong === null) continue;
      const [found, reasons] = why(other, (key) => wrong[key] ?? [], { ...rates, lines: way.rates });
      if (price(reasons) + 1 >= least || !showsItself(convention, judged, other, reasons, touched)) continue;
      best = { judged: found, reasons, convention, way, touched };
      least = price(reasons) + 1;
    }
  }
  return best;
}

/** What a sheet costs: its mistakes, and every number without a reason twice. @param {Reasons} reasons */
const price = (reasons) => cost(reasons) + unnamed(reasons);

/** Return the sheet under a convention; null if that cannot be, or explains nothing. @param {Convention} convention @param {Scheme} scheme @param {Judgement} judged @param {Set<number>} touched @returns {Judgement | null} */
function judgedUnder(convention, scheme, judged, touched) {
  if (!mayShowIn(convention, judged, judged.roots.filter((key) => touched.has(key)), touched)) return null;
  const other = new Judgement(scheme, judged.cells, judged.options, judged.precision);
  const [before, after] = [new Set(judged.roots), new Set(other.roots)];
  if (other.roots.some((key) => !before.has(key))) return null;
  const explained = judged.roots.filter((key) => !after.has(key));
  if (!explained.some((key) => touched.has(key))) return null;
  if (before.size >= MANY_WRONG && LEAST_SHARE * explained.length < before.size) return null;
  return isBorneOut(convention, other) ? other : null;
}

/** Whether wrong numbers, with those made up for, are what a convention shows in. @param {Convention} convention @param {Judgement} judged @param {number[]} shown @param {Set<number>} touched */
function mayShowIn(convention, judged, shown, touched) {
  const jumps = [...judged.judged].filter(([key, { verdict }]) => verdict === "jump" && touched.has(key)).map(([key]) => key);
  const odd = new Set([...shown, ...jumps]);
  return odd.size >= MIN_EVIDENCE_CELLS && shows(judged, convention, new Set([...odd].map((key) => judged.scheme.keys[key].kind)));
}

/** Whether a convention shows itself: in what is right under it, or by a known mistake. @param {Convention} convention @param {Judgement} judged @param {Judgement} other @param {Reasons} reasons @param {Set<number>} touched */
function showsItself(convention, judged, other, reasons, touched) {
  const after = new Set(other.roots);
  const shown = judged.roots.filter((key) => touched.has(key) && (!after.has(key) || reasons.get(key)?.verdict === "mistake"));
  const evidence = shown.length + madeUpFor(judged, other, touched);
  return evidence >= MIN_EVIDENCE_CELLS && mayShowIn(convention, judged, shown, touched);
}
