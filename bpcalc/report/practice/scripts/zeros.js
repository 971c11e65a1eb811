// Numbers at whose end zeros were left out: how many digits are meant.
// @ts-check
import { askedExponent } from "./agreement.js";
import { Box } from "./boxes.js";
import { halfUnit } from "./cells.js";
import { Dec, compare, equal, isTooLong, quantized } from "./decimals.js";
import { ZEROS_LEFT_OUT } from "./rules.js";

const { FULLY } = ZEROS_LEFT_OUT;

/**
 * How far a number reaches with the zeros that were left out; null if none were.
 * @param {import("./judgement.js").Judgement} judged @param {number} key
 * @param {Box} own what it should be, with the student's own earlier numbers @param {Dec} half how far it reaches as it is written
 */
export function halfMeant(judged, key, own, half) {
  const last = lastMeant(judged, key, own);
  const meant = last === null ? half : halfUnit(last);
  return compare(meant, half) < 0 ? meant : null;
}

/** @param {import("./judgement.js").Judgement} judged @param {number} key @param {Box} own @returns {number | null} the last place that is meant; null: the one that is written */
function lastMeant(judged, key, own) {
  const cell = judged.cells.get(key);
  const { divides, fresh, fromNets } = judged.options;
  const { kind } = judged.scheme.keys[key];
  if (!cell || cell.value === null || !own.known) return null;
  if (divides && fresh.includes(kind)) {
    const asked = Math.min(askedExponent(judged.digits(key), own.centre), FULLY);
    const shown = quantized(own.centre, asked, "half_even");
    if (isTooLong(shown)) return null;
    return lastPlace(shown) >= cell.exponent && !equal(shown, own.centre) ? asked : null;
  }
  if (kind !== "delta" || !fromNets || !own.radius.zero) return null;
  const last = Math.min(0, lastPlace(own.centre));
  const least = Math.min(...[...judged.cells.values()].flatMap((each) => (each.value === null ? [] : [each.exponent])));
  return last >= least ? last : null;
}

/** @param {Dec} number @returns {number} the power of ten of the last digit that is not a zero at the end */
function lastPlace({ mantissa, exponent, zero }) {
  if (zero) return 0;
  while (mantissa % 10n === 0n) [mantissa, exponent] = [mantissa / 10n, exponent + 1];
  return exponent;
}
