// One factor of unknown cause in many lines of a kind: fitted once, and told once.
// @ts-check
import { fromFloat, significant } from "./decimals.js";
import { SCALE_LENGTH } from "./diagnosis.js";
import { COMMON_FACTORS } from "./rules.js";

/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {{key: number, low: number, high: number}} Times by which factors a number may be wrong */

const { CURVED, FACTOR_DIGITS, FARTHEST_FACTOR, MIN_ALIKE, MOST_ALIKE, MOST_BY_CHANCE, SURELY_RIGHT, SHARE, SLACK } = COMMON_FACTORS;

/** @param {string} kind @returns {string} what the kinds share in whose lines one thing is done */
export const alike = (kind) => kind.replaceAll("bias", "weight");

/**
 * Return the notes on numbers that are wrong of unknown cause, and all by one factor.
 * @param {Judgement} judged @param {number[]} unknown @returns {Map<number, string>}
 */
export function commonFactors(judged, unknown) {
  const { scheme } = judged;
  const of = (/** @type {number} */ key) => alike(scheme.keys[key].kind);
  const open = unknown.filter((key) => scheme.has(key) && !judged.hidden.has(key));
  /** @type {Map<number, string>} */
  const found = new Map();
  for (const kind of new Set(open.map(of))) {
    const wrong = open.filter((key) => of(key) === kind);
    if (CURVED.includes(kind) || wrong.length < MIN_ALIKE || wrong.length > MOST_ALIKE) continue;
    const right = [...judged.judged.keys()].filter((key) => of(key) === kind && SURELY_RIGHT.includes(judged.of(key).verdict) && scheme.has(key));
    for (const [keys, others] of groups(judged, wrong, right)) {
      const rest = keys.filter((key) => !found.has(key));
      if (rest.length < MIN_ALIKE || others.length > MOST_ALIKE) continue;
      for (const [key, note] of shared(judged, rest, others)) found.set(key, note);
    }
  }
  return found;
}

/** Return wrong numbers in which one factor may be, with the right ones among them: all of a kind, of a layer, of a unit. @param {Judgement} judged @param {number[]} wrong @param {number[]} right @returns {[number[], number[]][]} */
function groups({ scheme }, wrong, right) {
  const ofLayer = (/** @type {number} */ key) => `${scheme.keys[key].layer}`;
  const ofUnit = (/** @type {number} */ key) => `${scheme.keys[key].layer} ${scheme.keys[key].unit}`;
  /** @type {[number[], number[]][]} */
  const found = [[wrong, right]];
  for (const place of [ofLayer, ofUnit]) {
    for (const at of new Set(wrong.map(place))) {
      const there = (/** @type {number[]} */ keys) => keys.filter((key) => place(key) === at);
      found.push([there(wrong), there(right)]);
    }
  }
  return found;
}

/** @param {Judgement} judged @param {number[]} wrong @param {number[]} right @returns {[number, string][]} the notes on the numbers that share one factor */
function shared(judged, wrong, right) {
  const known = wrong.flatMap((key) => ranges(judged, key)).sort((a, b) => a.high - a.low - (b.high - b.low));
  if (known.length < MIN_ALIKE) return [];
  let { low, high } = known[0];
  /** @type {Times[]} */
  const fitting = [];
  for (const each of known) {
    if (Math.max(low, each.low) > Math.min(high, each.high)) continue;
    [low, high] = [Math.max(low, each.low), Math.min(high, each.high)];
    fitting.push(each);
  }
  if (fitting.length < Math.max(MIN_ALIKE, SHARE * wrong.length)) return [];
  if (fitting.slice(1).reduce((all, each) => all * share(each), 1) > MOST_BY_CHANCE) return [];
  if (right.flatMap((key) => ranges(judged, key)).some((each) => each.low > high || each.high < low)) return [];
  const factor = shortest(low, high);
  const name = (/** @type {number} */ key) => (judged.options.fresh.includes(judged.scheme.keys[key].kind) ? "steps" : "times");
  return factor ? fitting.map(({ key }) => [key, `${name(key)}:${factor}`]) : [];
}

/** @param {Times} times @returns {number} how much of all factors they are, about */
function share({ low, high }) {
  const middle = Math.abs(low + high) / 2;
  return middle ? Math.min((high - low) / (middle * SCALE_LENGTH), 1) : 1;
}

/** @param {Judgement} judged @param {number} key @returns {Times[]} by which factors it may be wrong; of a new weight, it is that of the step */
function ranges(judged, key) {
  const cell = judged.cells.get(key);
  const { own: box } = judged.of(key);
  const base = baseOf(judged, key);
  const own = box.known ? box.centre.float - base : 0;
  if (!cell || cell.value === null || !own || !Number.isFinite(own)) return [];
  const middle = (cell.value.float - base) / own;
  const away = judged.room(key, cell).float + Math.abs(middle) * box.radius.float;
  const room = away / Math.abs(own) + SLACK * Math.abs(middle);
  return [{ key, low: middle - room, high: middle + room }];
}

/** @param {Judgement} judged @param {number} key @returns {number} the old weight or bias of which a line gives the new one, 0 for other lines */
function baseOf({ scheme, options, world }, key) {
  const formula = scheme.formula(key);
  const first = Array.isArray(formula) && formula[0] === "+" ? formula[1] : null;
  const learnt = typeof first === "number" && options.learnt.includes(scheme.keys[first].kind);
  return learnt ? world.seen(first).centre.float : 0;
}

/** @param {number} low @param {number} high @returns {string} the number with the fewest digits between them, "" if it has many */
function shortest(low, high) {
  const middle = (low + high) / 2;
  if (!(Math.abs(middle) <= FARTHEST_FACTOR && Math.abs(middle) * FARTHEST_FACTOR >= 1)) return "";
  for (let digits = 1; digits <= FACTOR_DIGITS; digits++) {
    const rounded = significant(fromFloat(middle), digits, "half_even").float;
    if (low <= rounded && rounded <= high) return String(rounded);
  }
  return "";
}
