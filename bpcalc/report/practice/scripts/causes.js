// One mistake of unknown cause in many updates: what their steps, which are left out, share.
// @ts-check
import { Box } from "./boxes.js";
import { half } from "./cells.js";
import { SCALE_LENGTH } from "./diagnosis.js";
import { gather } from "./groups.js";
import { solved } from "./inference.js";
import { COMMON_CAUSES } from "./rules.js";

/** @typedef {import("./judgement.js").Judgement} Judgement */
/** @typedef {{update: number, line: number, box: Box, own: Box, wrong: boolean}} Step what a new weight says of its step */
/** @typedef {[number, number]} Range */

const { AGREEING, COINCIDENCE, MIN_STEPS, MOST_STEPS } = COMMON_CAUSES;

/**
 * Return what steps left out have been, by the first update that shows one mistake in all.
 * @param {Judgement} judged @param {number[]} unexplained @returns {import("./judgement.js").Supposed}
 */
export function commonCauses(judged, unexplained) {
  const { keys } = judged.scheme;
  const wrong = new Set(unexplained.filter((key) => judged.options.fresh.includes(keys[key].kind)));
  /** @type {import("./judgement.js").Supposed} */
  const found = new Map();
  if (wrong.size < MIN_STEPS) return found;
  const steps = stepsOf(judged, wrong);
  if (steps.length > MOST_STEPS) return found;
  const taken = new Set();
  for (const group of groups(steps, keys)) {
    const rest = group.filter((step) => !taken.has(step.update));
    const told = rest.filter((step) => step.wrong);
    if (told.length < MIN_STEPS || !(isShared(rest, factor) || isShared(rest, size))) continue;
    const first = Math.min(...told.map((step) => step.update));
    found.set(first, told.map((step) => [step.line, step.box]));
    for (const step of told) taken.add(step.update);
  }
  return found;
}

/** @param {Judgement} judged @param {Set<number>} wrong @returns {Step[]} the steps that are left out of the updates that are written */
function stepsOf(judged, wrong) {
  const { scheme, world, options } = judged;
  /** @type {Step[]} */
  const steps = [];
  for (const [update, { verdict }] of judged.judged) {
    if (!options.fresh.includes(scheme.keys[update].kind) || !scheme.has(update)) continue;
    const blank = scheme.parents[update].filter((key) => options.steps.includes(scheme.keys[key].kind) && !world.written.has(key));
    const cell = judged.cells.get(update);
    if (blank.length !== 1 || !cell || cell.value === null) continue;
    if (!wrong.has(update) && !AGREEING.includes(verdict)) continue;
    const [line] = blank;
    const target = new Box(cell.value, new Map(), half(cell));
    const box = solved(scheme.formula(update), line, target, (part) => world.value(part));
    if (box?.known) steps.push({ update, line, box, own: world.own(line), wrong: wrong.has(update) });
  }
  return steps;
}

/** @param {Step[]} steps @param {import("./scheme.js").Scheme["keys"]} keys @returns {Step[][]} those that one mistake may be made in, the most first */
function groups(steps, keys) {
  const weights = steps.filter((step) => keys[step.update].kind === "new_weight");
  const [ofLayer, ofUnit, ofSource] = [["layer"], ["layer", "unit"], ["layer", "source"]];
  const by = (/** @type {Step[]} */ all, /** @type {string[]} */ names) => {
    /** @type {Map<string, Step[]>} */
    const found = new Map();
    for (const step of all) {
      const key = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (keys[step.update]));
      const place = names.map((name) => key[name] ?? "").join(" ");
      gather(found, place, step);
    }
    return [...found.values()];
  };
  return [steps, weights, ...by(steps, ofLayer), ...by(weights, ofLayer), ...by(steps, ofUnit), ...by(weights, ofUnit), ...by(weights, ofSource)];
}

/** @param {Step} step @returns {Range | null} the factors by which a step may be wrong */
function factor({ box, own }) {
  const right = own.known ? own.centre.float : 0;
  if (!right) return null;
  const middle = box.centre.float / right;
  const room = box.radius.float / Math.abs(right) + Math.abs(middle) * (own.radius.float / Math.abs(right));
  return [middle - room, middle + room];
}

/** @param {Step} step @returns {Range | null} the sizes that a step may have */
function size({ box }) {
  const [middle, room] = [Math.abs(box.centre.float), box.radius.float];
  return middle > room ? [middle - room, middle + room] : null;
}

/** @param {Step[]} steps @param {(step: Step) => Range | null} measure @returns {boolean} whether all have something in common, and not by coincidence */
function isShared(steps, measure) {
  const ranges = steps.map(measure);
  if (ranges.includes(null)) return false;
  const known = /** @type {Range[]} */ (ranges).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const [low, high] = [Math.max(...known.map((each) => each[0])), Math.min(...known.map((each) => each[1]))];
  if (low > high || !Number.isFinite(low) || !Number.isFinite(high)) return false;
  return known.slice(1).reduce((all, each) => all * share(each), 1) <= COINCIDENCE;
}

/** @param {Range} range @returns {number} how much of all factors, or sizes, it holds, about */
function share([low, high]) {
  const middle = Math.abs(low + high) / 2;
  return middle ? Math.min((high - low) / (middle * SCALE_LENGTH), 1) : 1;
}
