// Names of lines as people type them, in the notation of any book.
// @ts-check
import { NAME_INDEX } from "./readings.js";

/** @type {{NAME_SIGNS: Record<string, string>, NEW: string, NOISE: string, BETWEEN_PARTS: string}} */
const { BETWEEN_PARTS, NEW, NOISE, NAME_SIGNS } = NAME_INDEX;
const [ENDING, LEFT_OUT] = [new RegExp(NEW), new RegExp(`${NOISE}|[${BETWEEN_PARTS}]`, "g")];

/** The number of an answer before its name: in a circle, in brackets, or as in a list. */
const NUMBERED = /^\s*(?:[①-⒛❶-❿➀-➓⓵-⓾]\s*|[-*•‣]\s+|[(（]?\d{1,3}[.)、）．]\s*(?=\D))/;

/** What stands below before what is raised: the layer comes last, and what is a layer cannot be told without the book. */
const LAYER_LAST = /[_₀-₉].*[\^⁰¹²³⁴-⁹]/;

/** Signs of a name in words. */
const LONGEST = 60;

/** @param {string} text */
const signed = (text) => Array.from(text, (sign) => NAME_SIGNS[sign] ?? sign).join("");

/** Return a name without what people type in many ways, "" for one that may be read in two. @param {string} name @returns {string} */
export function plain(name) {
  if (LAYER_LAST.test(name)) return "";
  const text = signed(signed(name.replace(NUMBERED, "")).normalize("NFKC")).toLowerCase().replaceAll("partial", "d");
  const bare = text.replace(ENDING, "");
  return bare.replace(LEFT_OUT, "") + (bare === text ? "" : "+");
}

/** @type {[RegExp, (rest: string) => string[]][]} Other words for what a line is about, each with the names it may have. */
const IN_WORDS = [
  [/^(?:new|updated|neu|新的?|更新后的?)(?: (?:weight|bias))?[\s_]*|[\s_^({]+(?:new|updated)[)}]*$|\s+after(?: the)? (?:update|training|step)$/i, (rest) => [`${rest}_new`]],
  [/^(?:grad(?:ient)?(?: of)?|梯度|偏导数?)[\s_(]*|[\s_.]+grad(?:ient)?$|的?(?:梯度|偏导数?)$|^[d∂][LCJ]\s*\/\s*[d∂]|^δE\s*\/\s*δ/i, (rest) => [`dE/d${rest}`]],
  [/^(?:E|E_?tot|loss|cost|error|total (?:error|loss)|总?误差|E总|损失)$/i, () => ["E_total"]],
  [/^输出(?=[a-z])/i, (rest) => [`out_${rest}`]],
  [/^净输入(?=[a-z])/i, (rest) => [`net_${rest}`]],
  [/^(?=[a-z]_?\d+ (?:net|out|delta|E|δ)$)/i, (rest) => [rest.split(" ").reverse().join("_")]],
];

/** @param {string} name @returns {string[]} the names that one in words stands for: `new w5`, `gradient w5`, `h1 net` */
function inWords(name) {
  const bare = name.trim().slice(0, LONGEST);
  return IN_WORDS.flatMap(([words, names]) => (words.test(bare) ? names(bare.replace(words, "").replace(/[)}]$/, "")) : []));
}

/** The sample, raised at the end of a name: net_h1^(2). */
const RAISED = /\s?(?:\^\s?\{?\(\s?(\d{1,9})\s?\)\}?|⁽([⁰¹²³⁴-⁹]{1,9})⁾)$/;

/** A name, and the sample and epoch behind it. @param {string} name @returns {[string, string]} */
function parted(name) {
  const raised = RAISED.exec(name);
  if (raised?.index) return [name.slice(0, raised.index), `@s${Number((raised[1] ?? raised[2] ?? "").normalize("NFKC"))}`];
  const at = name.indexOf("@");
  return at < 0 ? [name, ""] : [name.slice(0, at), name.slice(at)];
}

/** Names by what is typed for them; not those that are typed alike. @param {string[]} names @param {string[]} own what each is called on the page */
function typedNames(names, own) {
  /** @type {Map<string, string>} */
  const found = new Map();
  names.forEach((name, at) => found.set(plain(name), found.has(plain(name)) ? "" : own[at]));
  found.delete("");
  return found;
}

/**
 * Return answers under the names of the page: as they are where the page has them, and otherwise by the one book, this
 * exercise's own first, that knows most of the names.
 * @param {Map<string, string>} answers @param {string[]} names of the page
 * @param {string[]} books the names that other books have for the same lines, in their order, with ; between
 * @returns {Map<string, string>}
 */
export function renamed(answers, names, books) {
  const own = [...new Set(names.map((name) => parted(name)[0]))];
  const all = [own, ...books.map((book) => book.split(";"))].map((book) => typedNames(book, own));
  const meaning = (/** @type {Map<string, string>} */ book, /** @type {string} */ base) =>
    book.get(plain(base)) || inWords(base).map((each) => book.get(plain(each))).find(Boolean) || "";
  const counts = all.map((book) => [...answers.keys()].filter((name) => meaning(book, parted(name)[0])).length);
  const book = all[counts.indexOf(Math.max(...counts))];
  /** @type {Map<string, string>} */
  const found = new Map();
  const known = new Set(names);
  for (const [name, raw] of answers) {
    const [base, when] = parted(name);
    const meant = known.has(name) ? name : meaning(book, base) + when;
    const alone = meant.replace(/@s1$/, ""); // the only sample
    const told = [meant, alone].find((each) => known.has(each)) ?? name;
    const first = told === name ? "" : answers.get(told) || found.get(told);
    if (!first) found.set(told, raw);
    else if (first !== raw) found.set(name, raw); // answered twice: it is told as what is not taken
  }
  return found;
}
