// Other conventions, and where they show themselves on a sheet.
// @ts-check
import { dec, equal } from "./decimals.js";
import { KEPT_CONVENTIONS } from "./rules.js";
import { isNumber, same } from "./trees.js";

/** @typedef {import("./judgement.js").Cells} Cells */
/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./scheme.js").Scheme} Scheme */
/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./diagnosis.js").Rule} Rule */

/**
 * Another convention that a sheet may keep to: the lines that it changes, in one way to see it or several; and after
 * it has been found, the conventions that come behind it.
 * @typedef {{about: number, id: string, passes: boolean, needs: string[][], alone: boolean, seat: string[], borneOut: string[], ways: Way[]}} Convention
 * @typedef {{lines: [number, Tree][], squared: boolean, weights: string[], wrong: Wrong | null, rates: Record<number, Tree>, then: Convention[] | null}} Way
 * @typedef {Record<number, [Rule, Tree][]>} Wrong the wrong formulas of lines, each with its rule
 */

const { EXCEPTIONS } = KEPT_CONVENTIONS;

/** Two conventions as one: both must show themselves, and have their witness. @param {Convention} first @param {Convention} second @returns {Convention} */
export function together(first, second) {
  const [needs, borneOut] = [[...first.needs, ...second.needs], [...first.borneOut, ...second.borneOut]];
  return { ...first, needs, borneOut, alone: false, passes: first.passes && second.passes, ways: [] };
}

/** The ways to see a sheet under a further convention. @param {Way} way @param {Convention} convention @returns {Way[]} */
export const waysOf = (way, convention) => way.then?.find((each) => each.about === convention.about)?.ways ?? [];

/** The quantities whose lines differ, blank lines before them included. @param {Scheme} base @param {Scheme} other @param {Cells} cells @returns {Set<number>} */
export function touchedBy(base, other, cells) {
  /** @type {Set<number>} */
  const touched = new Set();
  const differs = (/** @type {number} */ key) => !base.has(key) || !same(base.formula(key), other.formula(key));
  const givens = new Set(other.order.filter((key) => isNumber(other.formula(key)) && differs(key)));
  for (const key of other.order) {
    const blank = other.parents[key].filter((parent) => (cells.get(parent)?.value ?? null) === null);
    const moved = differs(key) || blank.some((parent) => touched.has(parent));
    if (moved || (givens.size && other.leaves(key).some((leaf) => givens.has(leaf)))) touched.add(key);
  }
  return touched;
}

/**
 * Whether a convention shows itself in every family in which it must; errors are enough where all of them are written,
 * and nothing that follows from them.
 * @param {Judgement} judged @param {Convention} convention @param {Set<string>} kinds of what it explains
 */
export function shows(judged, convention, kinds) {
  const { keys, order } = judged.scheme;
  const missing = convention.needs.filter((family) => !family.some((kind) => kinds.has(kind)));
  if (!missing.length) return true;
  const written = [...judged.judged.keys()];
  const when = (/** @type {number} */ key) => `${keys[key].sample} ${keys[key].epoch}`;
  const totals = new Set(written.filter((key) => keys[key].kind === "total_error").map(when));
  const errors = order.filter((key) => keys[key].kind === "error" && totals.has(when(key)));
  const whole = totals.size && (errors.length === 1 || errors.every((key) => judged.judged.has(key)));
  const others = new Set(written.map((key) => keys[key].kind));
  return Boolean(convention.alone && whole && missing.every((family) => !family.some((kind) => others.has(kind))));
}

/** @param {Judgement} judged @param {Convention} convention */
export function mayShow(judged, convention) {
  const odd = [...judged.judged].filter(([, { verdict }]) => verdict === "jump" || verdict === "unexplained");
  const kinds = new Set(odd.map(([key]) => judged.scheme.keys[key].kind));
  return shows(judged, convention, kinds);
}

/** How many numbers are right beside a wrong one, and follow from it under a convention. @param {Judgement} judged @param {Judgement} other @param {Set<number>} touched */
export function madeUpFor(judged, other, touched) {
  const jumps = [...judged.judged].filter(([, found]) => found.verdict === "jump").map(([key]) => key);
  return jumps.filter((key) => touched.has(key) && other.of(key).verdict === "right").length;
}

/** Whether a convention explains all that differs under it, and nothing contradicts. @param {Judgement} judged @param {Judgement} other @param {Set<number>} touched @param {Convention} convention */
export function keeps(judged, other, touched, convention) {
  const [before, after] = [new Set(judged.roots), new Set(other.roots)];
  if ([...after].some((key) => !before.has(key))) return false;
  const mended = [...before].filter((key) => !after.has(key)).length;
  if ([...after].filter((key) => touched.has(key)).length * EXCEPTIONS > mended) return false;
  const odd = [...judged.judged].filter(([, { verdict }]) => verdict === "jump" || verdict === "unexplained");
  const kinds = new Set(odd.filter(([key]) => touched.has(key) && !after.has(key)).map(([key]) => judged.scheme.keys[key].kind));
  return shows(judged, convention, kinds);
}

/** Whether a change, or a new weight, is written and right, and is a change at all. @param {Judgement} judged @param {number} key */
function moves(judged, key) {
  const { scheme } = judged;
  if (judged.of(key).verdict !== "right") return false;
  const fresh = judged.options.fresh.includes(scheme.keys[key].kind);
  const old = fresh ? scheme.value(scheme.leaves(key)[0]).centre : dec("0");
  const now = scheme.value(key);
  return now.known && !equal(now.centre, old);
}

/** Whether one of the lines is right that make up for what a convention changes, where it needs such a witness. @param {Convention} convention @param {Judgement} judged */
export function isBorneOut({ borneOut }, judged) {
  const { keys } = judged.scheme;
  return !borneOut.length || [...judged.judged.keys()].some((key) => borneOut.includes(keys[key].kind) && moves(judged, key));
}
