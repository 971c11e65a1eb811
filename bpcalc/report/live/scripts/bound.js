// Targets that formulas rely on: whether they are as these need them.
// @ts-check
import { Arithmetic } from "./arithmetic.js";
import { decimal } from "./numbers.js";
import { data, state } from "./state.js";

/** @typedef {import("./numbers.js").Num} Num */
/** @typedef {import("./state.js").Given} Given */

/** @returns {[number[], number[], string][]} targets that some formulas do not hold for, the lines with those, and what is said then */
export function broken() {
  return data.bound.filter((/** @type {[number[], number[], string]} */ [targets, , kind]) => {
    const texts = targets.map((place) => /** @type {Given} */ (state.givens.get(place)).value);
    return !BOUNDS[kind](texts);
  });
}

/** @returns {number[]} the places of lines that rely on targets which are not as they need them */
export const relying = () => broken().flatMap(([, lines]) => lines);

/** Whether targets are as the formulas need them. @type {Record<string, (targets: Num[]) => boolean>} */
const BOUNDS = {
  whole: (targets) => isSum(targets, "1"),
  binary: areLabels,
  labels: (targets) => !areLabels(targets),
};

/** @param {Num[]} terms @param {string} total */
function isSum(terms, total) {
  const arithmetic = new Arithmetic(state.program.digits);
  return arithmetic.sum([...terms, arithmetic.minus(decimal(total))]).zero;
}

/** Whether targets are labels of 0 and 1, and not only of 1. @param {Num[]} targets */
function areLabels(targets) {
  return targets.some((each) => each.zero) && targets.every((each) => each.zero || isSum([each], "1"));
}
