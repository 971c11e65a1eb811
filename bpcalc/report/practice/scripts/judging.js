// The ways to judge a sheet: in the precision that it shows, with mistakes in lines left out, with numbers supposed for these.
// @ts-check
import { Judgement, leftOut } from "./judgement.js";
import { cutByPrint, isLong, printedAlike, showsSingle } from "./precision.js";
import { PRECISION } from "./rules.js";

/** @typedef {import("./judgement.js").Cells} Cells */
/** @typedef {import("./judgement.js").Options} Options */
/** @typedef {import("./judgement.js").Supposed} Supposed */
/** @typedef {import("./scheme.js").Scheme} Scheme */

const { MIN_LONG_NUMBERS } = PRECISION;

/** Judge a sheet in the precision that its numbers show. @param {Scheme} scheme @param {Cells} cells @param {Options} options */
export function judgedSheet(scheme, cells, options) {
  const judged = new Judgement(scheme, cells, options);
  const shown = showsSingle(cells);
  const long = shown ? [...cells].filter(([, cell]) => isLong(cell)).map(([key]) => key) : cutByPrint(cells);
  const alike = printedAlike(cells, long);
  /** @param {Judgement} each @param {number} key */
  const isOff = (each, key) => each.of(key).verdict !== "right" || each.of(key).notes.includes("extra");
  if (!alike.some((key) => isOff(judged, key))) return judged;
  const single = new Judgement(scheme, cells, options, "single");
  const [left, some, unrounded] = [new Set(single.roots), new Set(alike), new Set(long)];
  const mended = judged.roots.filter((key) => some.has(key) && !left.has(key));
  const within = ![...left].some((key) => some.has(key) && unrounded.has(key)) || mended.length >= MIN_LONG_NUMBERS;
  const byHand = alike.some((key) => single.of(key).notes.includes("cut"));
  const gained = alike.some((key) => isOff(judged, key) && !isOff(single, key));
  return shown || (within && gained && !byHand) ? single : judged;
}

/** Judge a sheet again, with mistakes in lines left out. @param {Judgement} judged */
export function withHidden(judged) {
  const { scheme, cells, options, precision } = judged;
  if (!leftOut(judged).size) return judged;
  const again = new Judgement(scheme, cells, options, precision, judged);
  return again.hidden.size && again.roots.length < judged.roots.length ? again : judged;
}

/** Judge a sheet again, with these numbers for lines left out. @param {Judgement} judged @param {Supposed} supposed */
export function withSupposed(judged, supposed) {
  return new Judgement(judged.scheme, judged.cells, judged.options, judged.precision, judged, supposed);
}
