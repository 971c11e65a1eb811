// What is typed into a blank: a number as it would be written on a sheet, or the arithmetic that leads to it.
// @ts-check
import { Num, decimal, writable } from "./numbers.js";
import { plainly, workedOut } from "./reading.js";
import { shown } from "./rounding.js";

/** @typedef {import("./rounding.js").Digits} Digits */
/** What was typed, understood: `raw` as on a sheet; whether it was worked out; whether it can be read. @typedef {{raw: string, worked: boolean, readable: boolean}} Typed */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** Digits of a number whose digits nobody asks for; and such as no rounding is open at. */
const [USUAL, CERTAIN] = [{ count: 6, significant: true }, 10 ** 6];

/** Digits and signs above the line. */
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";

/** What stands around a number: before it, at its ends, and behind it. */
const [ARROW, EQUALS] = [/[-=]{1,3}>|[→⇒⟶⟹➔]/, /[=＝≈≐≒≃≅]/];
const EDGES = /^[\s"'`$]+|[\s"'`$,;、]+$/g;
const LABEL = /^[\p{L}_][^:：]*[:：]\s*(?=\S)/u;
const ABOUT = /^(?:约为?|大约|about|approximately|approx\.?|ca\.|circa|~)\s*(?=\S)/i;
const BEHIND = /^([*_]{0,2})([+-]?[\d.,]+(?:e[+-]?\d+)?)\1\s*(?:(?:±|\+\/-|\\pm|\+-)\s*[\d.,]+(?:e[+-]?\d+)?\s*%?|\([^()]*\))$/i;
const CALL = /^[\w.]*(?:tensor|array|parameter|float\d*|decimal)\(\s*([^(),]*).*\)$/i;

/** What is set around a number so that it is seen, or ticks it off; √ would be a root before it. */
const TAG = /<\/?(?:b|strong|i|em|u|mark|code|kbd|ins|big|small|span|font|br)(?:\s[^<>=]{1,30}=[^<>]{0,200})?\s?\/?>/gi;
const BOX = /\\(?:boxed|fbox|mathbf|mathrm|mathit|bm|boldsymbol|textbf|textit|emph|text|underline|(?:textcolor|colorbox)\s?\{[^{}]{0,40}\})\s?\{((?:[^{}]|\{[^{}]{0,20}\}){0,200})\}/g;
const TICKS = /^(?:[✓✔☑✅🗸✗✘❌\s]|\ufe0f)+|(?:\\checkmark|[✓✔√☑✅🗸✗✘❌\s]|\ufe0f)+$/gu;
const PAIRED = /^(\*\*|__|\$\$|[*_$`])(.+)\1$/;

/** A name, or a text with a sign of arithmetic, as no number with a unit has. */
const FORMULA = /^\p{L}|^.+[-+*·×/^()²√]/u;

/** So many kinds of decoration may stand around each other. */
const AROUND = 4;

/** Characters of an answer that are looked at. */
const LONGEST = 2000;

/** Powers of ten beyond which nothing is a number of a network. */
const FARTHEST = 300;

/**
 * Return the number that a text stands for; arithmetic is rounded to the digits that are asked for.
 * @param {string} text @param {Digits | null} digits @param {Map<string, Num>} names quantities that may stand in it
 * @returns {Typed}
 */
export function typed(text, digits, names) {
  if (text.length > LONGEST) return { raw: text.trim(), worked: false, readable: false };
  const ended = text.replace(/[\s,;，；、]+$/, "").replace(/(?<=[,，].*)[.．。]$/, ""); // of a sentence, and no point of a number
  const [whole, part] = [ended || text, alone(text)].map((each) => understood(each, digits, names));
  if (whole.readable) return whole;
  return part.readable ? part : { ...whole, raw: text.trim() };
}

/** @param {string} text @param {Digits | null} digits @param {Map<string, Num>} names @returns {Typed} */
function understood(text, digits, names) {
  const plain = points(spaced(powers(plainly(raised(apart(text))).normalize("NFKC").replaceAll("⁄", "/").replace(/^[=≈~] */, "").replace(/^ー(?=[\d.])/, "-"))));
  if (NUMBER.test(plain)) return { raw: plain.replace(/^\+/, "").toLowerCase(), worked: false, readable: true };
  const share = /^([+-]?(?:\d+\.?\d*|\.\d+)) ?%$/.exec(plain);
  const value = workedOut(share ? `${share[1]}/100` : plain, names);
  if (value === null || !writable(value) || (!value.zero && Math.abs(value.first) > FARTHEST)) return { raw: text.trim(), worked: false, readable: false };
  return { raw: shown(value, digits ?? USUAL, "half_up", CERTAIN), worked: true, readable: true };
}

/**
 * Return the number of a text without what stands beside it, as `check` finds it: between equals signs the only number,
 * or else what stands behind the last of them, or behind an arrow; within brackets or quotation marks, before a remark,
 * a spread or the full stop of a sentence.
 * @param {string} text
 */
function alone(text) {
  const plain = plainly(text.replace(/\s[#].*$/, "").replace(TAG, "").replace(/\\(?:times|cdot)(?![a-z])/g, "×")).replaceAll("；", ";");
  const pieces = (parts(plain, ARROW).pop() ?? "").split(EQUALS).map(bare).filter((piece) => /\d/.test(piece));
  const numbers = pieces.filter((piece) => taken(piece));
  const single = numbers.length === 1 && pieces.every((piece) => taken(piece) || FORMULA.test(piece));
  return (single ? numbers : pieces).pop() ?? "";
}

/** @param {string} text @param {RegExp} sign @returns {string[]} the parts between these signs that have a digit */
const parts = (text, sign) => text.split(sign).filter((piece) => /\d/.test(piece));

/** Return whether a text is a number, and no formula that leads to one. @param {string} text */
function taken(text) {
  const { readable, worked } = understood(text, null, new Map());
  return readable && !worked;
}

/** Return a number without what stands beside it. @param {string} text */
function bare(text) {
  const last = undecorated(undecorated(text.replace(EDGES, "")).replace(LABEL, "").replace(ABOUT, "").replace(BEHIND, "$2").replace(EDGES, ""));
  return last.replace(CALL, "$1").replace(/^[[{(]+ *([^[\](){}]*?) *[\])}]+$/, "$1").replace(/\.$/, "");
}

/** Return a text without what is set around it, and without the signs that tick it off. @param {string} text */
function undecorated(text) {
  let found = text.replace(TAG, "");
  for (let round = 0; round < AROUND; round++) {
    found = found.replace(BOX, "$1").replace(TICKS, "").replace(PAIRED, "$2").replace(/(?<=\d)(?:\*\*|__)$/, "").trim();
  }
  return found;
}

/** Write 10⁻³ as 10^-3, before its exponent is taken for more digits. @param {string} text */
function raised(text) {
  return text.replace(/[1１][0０]([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, power) => "10^" + Array.from(power, (sign) => "0123456789-+"[RAISED.indexOf(sign)]).join(""));
}

/** Write powers of ten as exponents: ×10^-3, 10^-3 alone, and those of other programs. @param {string} text */
function powers(text) {
  return text
    .replace(/(?<=\/ ?[\d.]+) ?[*xX] ?10 ?(?:\^|\*\*) ?[({]?([+-]?\d+)[)}]?$/, "*1e$1")
    .replace(/(\d\.?) ?[*xX] ?10 ?(?:\^|\*\*) ?[({]?([+-]?\d+)[)}]?$/, "$1e$2")
    .replace(/^([+-]?) ?10 ?(?:\^|\*\*) ?[({]?([+-]?\d+)[)}]?$/, "$11e$2")
    .replace(/^([+-]?\d*\.\d*)(?:[dDᴇ]|\*\^)([+-]?\d+)$/, "$1e$2");
}

/** Write decimal commas as points, and leave those out that part thousands. @param {string} text */
function points(text) {
  const [comma, point] = [text.lastIndexOf(","), text.lastIndexOf(".")];
  if (comma >= 0 && point >= 0 && /^[+-]?[\d.,]+$/.test(text)) return text.replaceAll(comma < point ? "," : ".", "").replace(",", ".");
  return text.replace(/,(?=\d)/g, ".");
}

/** Set a whole number apart from the fraction behind it: NFKC makes 21/2 of 2½. @param {string} text */
const apart = (text) => text.replace(/(\d)\s*(?=[¼-¾⅐-⅞]|[⁰¹²³⁴-⁹]+\s?[/⁄])|(\d)\s*又\s*(?=[\d¼-¾⅐-⅞])/g, "$1$2 ");

/** A whole number and a fraction; three digits above the line may as well end a large number. */
const MIXED = /(?<![\d.][\d. ]*)(\d+) (?!0|\d{3} ?\/)(\d+) ?\/ ?(\d+)(?![\d.]*\d| \d)/g;

/** Take the room out between groups of digits, but before a fraction, where it says that they are two numbers. @param {string} text */
function spaced(text) {
  const mixed = text.replace(MIXED, (all, whole, above, below) => (Number(above) < Number(below) ? `(${whole}+${above}/${below})` : all));
  return mixed.replace(/(\d)[\s_'’](?=\d)(?!\d+ ?\/)/g, "$1");
}

/** @param {string} text @returns {Num} the value of a number that was typed */
export const valueOf = (text) => decimal(text.replace(/^([+-]?)\./, "$10.").replace(/\.(?=e|$)/i, ""));
