// Why a sheet is wrong: of several ways to see it, the one that supposes the fewest mistakes.
// @ts-check
import { commonCauses } from "./causes.js";
import { Evidence, shown } from "./evidence.js";
import { commonFactors } from "./factors.js";
import { withHidden, withSupposed } from "./judging.js";

/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./diagnosis.js").RuleBook} RuleBook */
/** @typedef {import("./evidence.js").Reasons} Reasons */
/** @typedef {import("./rates.js").Rates} Rates */

/** Return why numbers are wrong, and the sheet, judged with mistakes in lines left out. @param {Judgement} judged @param {RuleBook} book @param {Rates} rates @returns {[Judgement, Reasons]} */
export function why(judged, book, rates) {
  if (!judged.roots.length) return [judged, new Map()];
  const [found, reasons] = withCommonCauses(...likeliest(judged, book, rates), book, rates);
  return [found, withCommonFactors(found, reasons)];
}

/** Note the factor that numbers share which are wrong of unknown cause. @param {Judgement} judged @param {Reasons} reasons @returns {Reasons} */
function withCommonFactors(judged, reasons) {
  const unknown = [...reasons].filter(([, each]) => each.verdict === "unexplained").map(([key]) => key);
  const noted = new Map(reasons);
  for (const [key, note] of commonFactors(judged, unknown)) {
    const reason = /** @type {import("./evidence.js").Reason} */ (reasons.get(key));
    noted.set(key, { ...reason, notes: [...reason.notes, note] });
  }
  return noted;
}

/** Let one mistake of unknown cause in many updates count once. @param {Judgement} judged @param {Reasons} reasons @param {RuleBook} book @param {Rates} rates @returns {[Judgement, Reasons]} */
function withCommonCauses(judged, reasons, book, rates) {
  const unknown = [...reasons].filter(([key, each]) => each.verdict === "unexplained" && !judged.hidden.has(key));
  const causes = commonCauses(judged, unknown.map(([key]) => key));
  if (!causes.size) return [judged, reasons];
  const again = withSupposed(judged, causes);
  if (again.roots.length >= judged.roots.length) return [judged, reasons];
  const rest = new Evidence(again, book, rates).reasons();
  return [again, new Map([...rest].map(([key, reason]) => [key, reasons.get(key) ?? reason]))];
}

/** The way to see a sheet that supposes the fewest mistakes. @param {Judgement} judged @param {RuleBook} book @param {Rates} rates @returns {[Judgement, Reasons]} */
function likeliest(judged, book, rates) {
  const found = settled(judged, book, rates);
  const hidden = judged.roots.length > 1 ? withHidden(judged) : judged;
  if (hidden === judged) return found;
  const other = settled(hidden, book, rates);
  const [ours, theirs] = [cost(found[1]), cost(other[1])];
  const named = unnamed(other[1]) <= unnamed(found[1]) && !isPlain(judged, found[1]);
  const [chosen, rest] = theirs < ours || (theirs === ours && named && isOnePlace(judged, hidden)) ? [other, found] : [found, other];
  return theirs === ours ? [chosen[0], withOtherWay(chosen[1], rest[1])] : chosen;
}

/** Why numbers are wrong, where another way to see the sheet is as good. @param {Reasons} reasons @param {Reasons} others @returns {Reasons} */
function withOtherWay(reasons, others) {
  const [ours, theirs] = [firstNamed(reasons), firstNamed(others)];
  const mine = [...ours.keys()].filter((rule) => !theirs.has(rule));
  const other = [...theirs.values()].filter(({ rule }) => !ours.has(rule));
  if (mine.length !== 1 || other.length !== 1) return reasons;
  const [rule, told] = [mine[0], { ...other[0], sure: "probably" }];
  const found = new Map(reasons);
  for (const [key, reason] of reasons) {
    const named = shown(reason.mistakes);
    if (named[0]?.rule !== rule || named.some((one) => one.rule === told.rule)) continue;
    const rest = reason.mistakes.filter((one) => !named.includes(one) && one.rule !== told.rule);
    found.set(key, { ...reason, mistakes: [...named.map((one) => ({ ...one, sure: "probably" })), told, ...rest] });
  }
  return found;
}

/** The rules that are said to be the reason, each as it is first suspected. @param {Reasons} reasons @returns {Map<string, import("./evidence.js").Suspicion>} */
function firstNamed(reasons) {
  /** @type {Map<string, import("./evidence.js").Suspicion>} */
  const found = new Map();
  for (const { mistakes } of reasons.values()) {
    const [first] = shown(mistakes);
    if (first && !found.has(first.rule)) found.set(first.rule, first);
  }
  return found;
}

/** @param {Judgement} judged @param {Judgement} hidden */
function isOnePlace(judged, hidden) {
  const { keys } = judged.scheme;
  const lines = new Set([...hidden.hidden.values()].map(({ at }) => `${keys[at].kind} ${keys[at].layer}`));
  return lines.size === 1 || new Set(judged.roots.map((key) => keys[key].layer)).size === 1;
}

/** @param {Reasons} reasons @returns {number} how many wrong numbers have no reason with a name */
export const unnamed = (reasons) => [...reasons.values()].filter((each) => each.verdict === "unexplained").length;

/** @param {Judgement} judged @param {Reasons} reasons @returns {boolean} whether one rule, in the updates or gradients of weights that are written, is the reason for all */
function isPlain(judged, reasons) {
  const plain = [...judged.options.fresh, "weight_gradient"];
  if (![...reasons.keys()].every((key) => plain.includes(judged.scheme.keys[key].kind))) return false;
  const named = [...reasons].map(([key, reason]) => ({ key, first: shown(reason.mistakes)[0] }));
  const rules = new Set(named.flatMap(({ first }) => (first ? [first.rule] : [])));
  return rules.size === 1 && named.every(({ key, first }) => first?.at === key);
}

/** @param {Reasons} reasons @returns {number} how many mistakes are supposed */
export function cost(reasons) {
  const all = [...reasons.values()];
  const rules = new Set(all.filter((each) => each.verdict === "mistake").map((each) => shown(each.mistakes)[0].rule));
  return rules.size + all.filter((each) => each.verdict === "slip" || each.verdict === "unexplained").length;
}

/** @param {Judgement} judged @param {RuleBook} book @param {Rates} rates @returns {[Judgement, Reasons]} */
function settled(judged, book, rates) {
  const evidence = new Evidence(judged, book, rates);
  const reasons = evidence.reasons();
  const supposed = evidence.supposed(reasons);
  if (!supposed.size) return [judged, reasons];
  const again = withSupposed(judged, supposed);
  if (again.roots.length >= judged.roots.length) return [judged, reasons];
  const rest = new Evidence(again, book, rates).reasons();
  /** @type {Map<number, number>} */
  const byLine = new Map();
  for (const [key, lines] of supposed) for (const [line] of lines) byLine.set(line, key);
  for (const key of again.roots) {
    const hidden = again.hidden.get(key);
    const reason = hidden && reasons.get(byLine.get(hidden.at) ?? key);
    if (reason) rest.set(key, reason);
  }
  return [again, rest];
}
