// A number as a student wrote it: its value, and how many digits stand behind it.
// @ts-check
import { Dec, ZERO } from "./decimals.js";

const DECIMAL = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:e([+-]?[0-9]{1,4}))?$/i;

/**
 * What stands in a field: `exponent` is the power of ten of the last digit written, `loose` the same if zeros at the
 * end of a whole number only fill up, `digits` the significant digits written.
 * @typedef {{raw: string, value: Dec | null, exponent: number, loose: number, digits: number, blank: boolean}} Cell
 */

/** @param {string} raw a number in plain signs, or what is none @returns {Cell} */
export function cell(raw) {
  const text = raw.trim();
  const nothing = { raw, value: null, exponent: 0, loose: 0, digits: 0, blank: text === "" };
  const [whole_, sign = "", whole = "", fraction, power = "0"] = text.match(DECIMAL) ?? [];
  if (whole_ === undefined || !(whole || fraction)) return nothing;
  const digits = (whole + (fraction ?? "")).replace(/^0+/, "");
  const exponent = Number(power) - (fraction ?? "").length;
  const mantissa = BigInt(digits || "0");
  const filling = !fraction && digits.length > 1 ? digits.length - digits.replace(/0+$/, "").length : 0;
  const value = new Dec(sign === "-" ? -mantissa : mantissa, exponent);
  return { raw, value, exponent, loose: exponent + filling, digits: digits.length, blank: false };
}

/** Half a unit of a place. @param {number} exponent @returns {Dec} */
export const halfUnit = (exponent) => new Dec(5n, exponent - 1);

/** 0 without decimals: nobody means 0.4 by that. @param {Cell} cell */
export const bareZero = (cell) => cell.value !== null && cell.exponent >= 0 && cell.value.zero;

/** Half a unit of the last digit; zero for a bare 0. @param {Cell} cell @returns {Dec} */
export const half = (cell) => (cell.value === null || bareZero(cell) ? ZERO : halfUnit(cell.exponent));

/** Places after the point. @param {Cell} cell */
export const decimals = (cell) => (cell.value === null ? 0 : Math.max(0, -cell.exponent));
