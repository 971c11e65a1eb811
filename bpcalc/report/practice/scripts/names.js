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
function sampled(name) {
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

/** Whether a number is, to about its digits, a value; a delta may have the other sign. @param {string} raw @param {number | undefined} value */
function near(raw, value) {
  const [number, places] = [Number(raw.trim()), /\.(\d+)$/.exec(raw.trim())?.[1].length ?? 0];
  return value !== undefined && raw.trim() !== "" && Math.abs(Math.abs(number) - Math.abs(value)) <= Math.max(10 ** -places, 1e-5 * Math.abs(value));
}

/**
 * Return answers under the names of the page: as they are where the page has them, or types them otherwise; those of
 * other books, all of one form together, as what most of their numbers fit. Where no numbers tell, it is the one book
 * that knows most names. What may be one thing in one book and another in the next stays as it is: nobody takes it.
 * @param {Map<string, string>} answers @param {string[]} names of the page
 * @param {string[]} books the names that other books have for the same lines, in their order, with ; between
 * @param {Map<string, number> | null} right the right numbers by the names of the page, null where it does not know them
 * @returns {Map<string, string>}
 */
export function renamed(answers, names, books, right = null) {
  const own = [...new Set(names.map((name) => sampled(name)[0]))];
  const known = new Set(names);
  const several = names.some((name) => name.includes("@s"));
  const all = [own, ...books.map((book) => book.split(";"))].map((book) => typedNames(book, own));
  const parted = (/** @type {string} */ name) => (several || !RAISED.test(name) ? sampled(name) : /** @type {[string, string]} */ ([name, ""]));
  const told = (/** @type {Map<string, string>} */ book, /** @type {string} */ name) => {
    const [base, when] = parted(name);
    const meant = (book.get(plain(base)) || inWords(base).map((each) => book.get(plain(each))).find(Boolean) || "") + when;
    return [meant, meant.replace(/@s1$/, "")].find((each) => known.has(each)) ?? ""; // the only sample
  };
  const foreign = [...answers.keys()].filter((name) => !known.has(name) && !told(all[0], name));
  const forms = new Map(foreign.map((name) => [name, plain(parted(name)[0]).replace(/\d/g, "#")]));
  const fits = (/** @type {Map<string, string>} */ book, /** @type {string[]} */ some) =>
    some.filter((name) => told(book, name) && (!right || near(answers.get(name) ?? "", right.get(told(book, name))))).length;
  /** The meanings that most numbers fit; none if two differ. @param {string[]} some @returns {Map<string, string>} */
  const best = (some) => {
    const counts = all.map((book) => fits(book, some));
    const most = Math.max(...counts);
    const meanings = all.filter((_, at) => most && counts[at] === most).map((book) => some.map((name) => told(book, name)));
    const one = meanings[0] ?? [];
    return meanings.some((each) => each.join() !== one.join()) ? new Map() : new Map(some.map((name, at) => [name, one[at] ?? ""]));
  };
  const meant = new Map(right ? [...new Set(forms.values())].flatMap((form) => [...best(foreign.filter((name) => forms.get(name) === form))]) : best(foreign));
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const [name, raw] of answers) {
    const line = (known.has(name) ? name : told(all[0], name) || meant.get(name)) || name;
    const first = line === name ? "" : answers.get(line) || found.get(line);
    if (!first) found.set(line, raw);
    else if (first !== raw) found.set(name, raw); // answered twice: it is told as what is not taken
  }
  return found;
}
