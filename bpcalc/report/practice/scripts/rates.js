// One wrong learning rate, fitted to all updates of a sheet together.
// @ts-check
import { half } from "./cells.js";
import { Dec, dec, equal, fromFloat, multiply, significant } from "./decimals.js";
import { SCALE_LENGTH } from "./diagnosis.js";
import { RATES } from "./rules.js";

/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {import("./diagnosis.js").Explained} Explained */
/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {{key: number, low: number, high: number}} Range the learning rates that explain one update */

/** The lines of updates with another learning rate, which is `["@", 0]`, and the rule of it. @typedef {{key: number | null, rule: import("./diagnosis.js").Rule, lines: Record<number, Tree>}} Rates */

const { MIN_UPDATES, MOST_TRIED, RATE_DIGITS, SHARE } = RATES;

/** @param {Judgement} judged @param {Rates} rates @returns {Map<number, Explained>} the updates that one wrong learning rate explains */
export function fittedRate(judged, rates) {
  const updates = judged.roots.filter((key) => rates.lines[key] !== undefined);
  if (updates.length < MIN_UPDATES || rates.key === null) return new Map();
  const ranges = updates.slice(0, MOST_TRIED).flatMap((key) => range(judged, key, rates.lines[key]));
  ranges.sort((a, b) => a.high - a.low - (b.high - b.low));
  const rate = common(ranges);
  const own = judged.scheme.value(rates.key).centre;
  const two = new Dec(2n);
  const known = [own, multiply(own, own), multiply(own, two), multiply(own, dec("0.5"))];
  if (rate === null || known.some((each) => equal(each, rate))) return new Map();
  const fitting = ranges.filter((each) => each.low <= rate.float && rate.float <= each.high);
  const chance = fitting.slice(1).reduce((all, each) => all * share(each), 1);
  const { rule } = rates;
  return new Map(
    fitting.map((each) => {
      const formula = withRate(rates.lines[each.key], text(rate));
      const match = { rule, formula, at: each.key, value: 0, fits: true, lines: [] };
      return [each.key, { matches: [match], chance, shares: new Map([[rule.id, share(each)]]), common: new Map(), showing: new Set() }];
    }),
  );
}

/** @param {Dec} x */
const text = (x) => `${x.mantissa}e${x.exponent}`;

/** @param {Range} range @returns {number} how much of all learning rates it holds, about */
function share({ low, high }) {
  const middle = Math.abs(low + high) / 2;
  return middle ? Math.min((high - low) / (middle * SCALE_LENGTH), 1) : 1;
}

/** @param {Tree} tree @param {string} rate @returns {Tree} */
function withRate(tree, rate) {
  if (!Array.isArray(tree)) return tree;
  if (tree[0] === "@") return rate;
  return /** @type {Tree} */ (tree.map((part, at) => (at ? withRate(part, rate) : part)));
}

/** @param {Judgement} judged @param {number} key @param {Tree} line @returns {Range[]} */
function range(judged, key, line) {
  const cell = /** @type {import("./cells.js").Cell} */ (judged.cells.get(key));
  const ends = ["0", "1"].map((rate) => judged.world.value(withRate(line, rate)));
  if (!ends.every((end) => end.known)) return [];
  const [at0, at1] = ends.map((end) => end.centre.float);
  const step = at1 - at0;
  if (!step) return [];
  const middle = (/** @type {Dec} */ (cell.value).float - at0) / step;
  const { own } = judged.of(key);
  const room = Math.abs((half(cell).float + (own.known ? own.radius.float : 0)) / step);
  return [{ key, low: middle - room, high: middle + room }];
}

/** @param {Range[]} ranges the narrowest first @returns {Dec | null} the roundest learning rate that most have in common */
function common(ranges) {
  if (ranges.length < MIN_UPDATES) return null;
  let [low, high, count] = [ranges[0].low, ranges[0].high, 0];
  for (const one of ranges) {
    if (Math.max(low, one.low) > Math.min(high, one.high)) continue;
    [low, high, count] = [Math.max(low, one.low), Math.min(high, one.high), count + 1];
  }
  if (count < SHARE * ranges.length || low <= 0) return null;
  for (let digits = 1; digits <= RATE_DIGITS; digits++) {
    const rounded = significant(fromFloat((low + high) / 2), digits, "half_even");
    if (low <= rounded.float && rounded.float <= high) return rounded;
  }
  return null;
}

