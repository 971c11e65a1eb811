// Numbers in running text and in pictures, as a book sets them.
// @ts-check

/** Digits above the line. @type {Record<string, string>} */
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** @param {string} text @returns {string} with the minus of a book */
export const typeset = (text) => text.replace(/-/g, "−");

/** Return a number as it stands where there is no markup: -1.5e-7 is −1.5×10⁻⁷. @param {string} text @returns {string} */
export function numeral(text) {
  const [mantissa, power] = text.split("e");
  const raised = power === undefined ? "" : "×10" + Array.from(String(Number(power)), (sign) => RAISED[sign]).join("");
  return typeset(mantissa) + raised;
}
