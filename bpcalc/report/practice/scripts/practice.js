// Practice: every line is marked when it is filled in, with hints, and a summary at the end.
// @ts-check
import { unpacked } from "./book.js";
import { cell } from "./cells.js";
import { shown as forStudents } from "./evidence.js";
import { data } from "./chosen.js";
import { LAST_HINT } from "./answers.js";
import { begin, blanks, by, fieldOf, fill, hint as noteHint, inDigits, isShown, keep, kept, say, typeset } from "./form.js";
import { Marker } from "./marker.js";
import { Num } from "./numbers.js";
import { shown } from "./rounding.js";
import { VERDICTS } from "./rules.js";
import { rebuilt } from "./trees.js";
import { substitution, symbolic } from "./writing.js";

/** @typedef {import("./form.js").Blank} Blank */
/** @typedef {import("./marker.js").Mark} Mark */
/** @typedef {import("./marker.js").Finding} Finding */
/** @typedef {import("./boxes.js").Box} Box */

const { ACCEPTED } = VERDICTS;

/** What a verdict looks like. @type {Record<string, string>} */
const TONES = { right: "good", follow: "fair", jump: "good", form: "fair", convention: "good", blank: "" };

/** Digits of a number whose digits nobody asks for; and such as no rounding is open at. */
const CERTAIN = 10 ** 6;

const book = unpacked(data.book);
const marker = new Marker(book);
const [FORMULA, NUMBERS] = [1, 2];

/** Hints given to a line since it was last answered. @type {Map<number, number>} */
const hints = new Map();

/** What was said to a line, in words: kept to be said again in the other language. @type {Map<number, () => string>} */
const said = new Map();

/** @type {import("./marker.js").Marking} */
let marking = { marks: [], findings: [], score: 0, most: 0, weights: [], misread: [] };

/** The marks of the lines, by their keys, and what was found out about them. @type {{marks: Map<number, Mark>, findings: Map<number, Finding>}} */
const byKey = { marks: new Map(), findings: new Map() };

const symbolNames = new Map(blanks.map((blank) => [blank.key, blank.symbol]));

/** @returns {Map<number, import("./cells.js").Cell>} the sheet as it is filled in by now */
function cells() {
  const found = new Map();
  for (const blank of blanks) {
    const raw = kept.answers[blank.name];
    if (raw !== undefined) found.set(blank.key, cell(raw));
  }
  return found;
}

function mark() {
  marking = marker.mark(cells());
  byKey.marks = new Map(marking.marks.map((each) => [each.key, each]));
  byKey.findings = new Map([...marking.findings].reverse().flatMap((found) => found.keys.map((key) => [key, found])));
}

/** @param {Blank} blank @returns {Mark} */
const markOf = (blank) => /** @type {Mark} */ (byKey.marks.get(blank.key));

// What is said ----------------------------------------------------------------------------------

/** @param {string[]} sentences */
const inARow = (sentences) => sentences.filter(Boolean).join(kept.language === "zh" ? "" : " ");

/** @param {Mark} mark @param {Blank} blank @returns {string} what is said to an answer */
function reply(mark, blank) {
  if (mark.verdict === "unreadable") return say("unread", { typed: (kept.answers[blank.name] ?? "").slice(0, 40) });
  if (!ACCEPTED.includes(mark.verdict)) return objection(mark);
  const words = { follow: "fromYours", convention: "otherConvention" }[mark.verdict] ?? "right";
  if (mark.notes.includes("few") || wantsDigits(blank)) return say("moreDigits", { digits: inDigits(blank) });
  return inARow([say(words), ...mark.notes.map((code) => note(code)).filter(Boolean).map((says) => say("but", { says }))]);
}

/** Whether a number has fewer digits than the page asks for. @param {Blank} blank */
function wantsDigits(blank) {
  const { value, exponent, digits } = cell(kept.answers[blank.name] ?? "");
  if (!blank.digits || value === null || value.zero) return false;
  const last = blank.digits.significant ? value.first - blank.digits.count + 1 : -blank.digits.count;
  return exponent > last && digits < blank.digits.count;
}

/** @param {string} code */
function note(code) {
  const [name, factor] = code.split(":");
  return say(`note.${name}`, { factor });
}

/** @param {Mark} mark @returns {string} */
function objection(mark) {
  if (!mark.sought) return inARow([say("wrong"), say("notSought")]);
  const found = byKey.findings.get(mark.key);
  return inARow([say("wrong"), found ? named(symbolOf(mark.key), sentence(found, mark)) : ""]);
}

/** @param {number} key @returns {string} the symbol of a line */
const symbolOf = (key) => symbolNames.get(key) ?? "";

/** Say something of a quantity. @param {string} name @param {string} says */
const named = (name, says) => say("ended", { text: name + say("colon") + says.replace(/[.。]$/, "") });

/** What is to be said about a finding. @param {Finding} found @param {Mark} mark */
function sentence(found, mark) {
  if (found.passes) return say("aConvention", { says: ofConvention(found.rule) });
  if (!found.rule) return without(mark);
  const kind = book.keys[(mark.mistakes[0] ?? { at: mark.key }).at].kind;
  const misread = mark.mistakes[0]?.misread;
  const text = misread ? ofMisread(misread) : [found.rule, ...found.others].map((rule) => ofRule(rule, kind)).join(say("or"));
  return found.sure === "is" ? text : say("probably", { says: text });
}

/** @param {import("./misread.js").Misread} found @returns {string} the sentence on a given number that was misread */
function ofMisread({ given, asked, read, usual }) {
  return say(usual ? "misread" : "usedInstead", { given: data.readOff[given] ?? "", asked, read });
}

/** @param {string[]} names */
const enumerated = (names) => names.join(kept.language === "zh" ? "、" : ", ");

/** @param {string} rule @returns {string} */
const ofConvention = (rule) => say(`convention.${rule}`, { weights: enumerated(marking.weights) });

/** @param {string} rule @param {string} kind @returns {string} the sentence of a mistake */
function ofRule(rule, kind) {
  const says = data.says[rule];
  const place = typeof says === "object" ? (says[kind] ?? Object.values(says)[0]) : says;
  return place === undefined ? say(`fault.${rule}`, { weights: enumerated(marking.weights) }) : data.sentences[kept.language][place];
}

/** @param {Mark} mark */
function without(mark) {
  const lead = { trivial: "trivial", unexplained: "unexplained" }[mark.verdict];
  return [lead ? say(lead) : "", ...mark.notes.map(note)].filter(Boolean).join(say("semicolon"));
}

// Numbers ---------------------------------------------------------------------------------------

/** @param {number} key @param {Box | null} box @returns {string} a value with the digits that are asked for */
function printed(key, box) {
  if (!box || !box.known) return "–";
  const digits = data.digits[book.keys[key].kind] ?? null;
  return shown(new Num(box.centre.mantissa, box.centre.exponent), digits, "half_up", CERTAIN);
}

/** The numbers of all lines, as they stand on the page or follow from what does. @returns {string[]} */
function numbers() {
  const { world, texts } = marker.numbers(cells());
  return book.keys.map((_, key) => texts.get(key) ?? data.texts[key] ?? printed(key, world.seen(key)));
}

// Rows ------------------------------------------------------------------------------------------

/** @param {Blank} blank */
function showMark(blank) {
  const found = markOf(blank);
  const row = by(`r${blank.key}`);
  const open = found.verdict === "blank";
  row.dataset.tone = open ? "" : (TONES[found.verdict] ?? "bad");
  by(`v${blank.key}`).textContent = open ? "" : say(found.sought || ACCEPTED.includes(found.verdict) ? `verdict.${found.verdict}` : "wrongOnly");
  const field = fieldOf(blank);
  if (found.verdict === "unreadable") field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  by(`m${blank.key}`).textContent = said.get(blank.key)?.() ?? "";
}

/** @param {Blank} blank @param {import("./typing.js").Typed | null} typed */
function answered(blank, typed) {
  mark();
  hints.delete(blank.key);
  by(`h${blank.key}`).replaceChildren();
  said.delete(blank.key);
  if (typed) {
    const found = markOf(blank);
    const { verdict } = found;
    if (!ACCEPTED.includes(verdict) && verdict !== "unreadable") {
      const before = kept.wrong[blank.name] ?? [];
      if (!before.includes(typed.raw)) kept.wrong[blank.name] = [...before, typed.raw];
      showWhatWasDone(blank, found);
    }
    const worked = typed.worked ? typed.raw : "";
    said.set(blank.key, () => inARow([worked ? say("comesTo", { raw: typeset(worked) }) : "", reply(markOf(blank), blank)]));
  }
  keep();
  showAll();
}

/** Show the formula that a known mistake has taken, with the numbers of whoever made it. @param {Blank} blank @param {Mark} found */
function showWhatWasDone(blank, found) {
  const [mistake] = forStudents(found.mistakes);
  if (!mistake) return;
  const at = onlyError(blank.key) === mistake.at ? blank.key : mistake.at;
  by(`h${blank.key}`).append(equation("done", [at], writtenOut(at, mistake.formula), withMisread(numbers())));
}

/** Put what was read for given numbers in their place. @param {string[]} texts @returns {string[]} */
function withMisread(texts) {
  for (const { given, read } of marking.misread) texts[given] = read;
  return texts;
}

/**
 * @param {string} word what it is called @param {number[]} of the lines @param {import("./trees.js").Tree} tree
 * @param {string[] | null} texts the numbers to be put in @returns {HTMLElement}
 */
function equation(word, [key], tree, texts) {
  const paragraph = document.createElement("p");
  const label = document.createElement("span");
  label.dataset.word = word;
  label.textContent = say(word);
  const formula = document.createElement("span");
  formula.className = "worked";
  const symbol = `<math>${data.symbols[key]}<mo>=</mo></math>`;
  const written = symbolic(tree, data.symbols, data.functions);
  formula.innerHTML = symbol + written + (texts ? "<math><mo>=</mo></math>" + substitution(tree, texts, data.functions) : "");
  paragraph.append(label, " ", formula);
  return paragraph;
}

/** Return the error of the only output, which is this total error; null for other lines. @param {number} key @returns {number | null} */
function onlyError(key) {
  const { keys } = marker.scheme;
  const alone = marker.scheme.formula(key);
  return keys[key].kind === "total_error" && typeof alone === "number" && keys[alone].kind === "error" ? alone : null;
}

/** Return a formula of a total error with that of the only error put in, for which no field asks. @param {number} key @param {import("./trees.js").Tree} tree */
function writtenOut(key, tree) {
  const alone = onlyError(key);
  return alone === null ? tree : rebuilt(tree, (leaf) => (leaf === alone ? marker.scheme.formula(alone) : null));
}

/** Give the next hint: the formula, the numbers put in, the value. @param {Blank} blank */
function hint(blank) {
  const level = Math.min((hints.get(blank.key) ?? 0) + 1, LAST_HINT);
  hints.set(blank.key, level);
  noteHint(blank.name, level);
  keep();
  const place = by(`h${blank.key}`);
  if (level === LAST_HINT) return reveal(blank);
  const { scheme } = marker;
  const factors = scheme.leaves(blank.key).filter((leaf) => data.factors.includes(leaf));
  const texts = level === NUMBERS ? numbers() : null;
  place.replaceChildren(
    ...[...factors, blank.key].map((key) => equation(level === FORMULA ? "formula" : "putIn", [key], writtenOut(key, scheme.formula(key)), texts)),
  );
}

/** Fill the value of a line in; where the student's own number stands, say it beside that. @param {Blank} blank */
function reveal(blank) {
  const others = cells();
  others.delete(blank.key);
  const found = /** @type {Mark} */ (marker.mark(others).marks.find((each) => each.key === blank.key));
  const value = printed(blank.key, found.own?.known ? found.own : marker.scheme.value(blank.key));
  if (kept.answers[blank.name] === undefined) {
    fill(blank, value);
    said.set(blank.key, () => say("shown"));
  } else {
    by(`h${blank.key}`).replaceChildren(equation("value", [blank.key], value, null));
    said.set(blank.key, () => say("notFilled"));
  }
  mark();
  keep();
  showAll();
}

// The page --------------------------------------------------------------------------------------

function showAll() {
  for (const blank of blanks) showMark(blank);
  const answers = blanks.filter((blank) => kept.answers[blank.name] !== undefined);
  by("progress").textContent = say("progress", { n: answers.length, m: blanks.length });
  summary();
}

/** Say how it went: what was right at once, later, shown, open; the mark; and what was found. */
function summary() {
  const right = blanks.filter((blank) => ACCEPTED.includes(markOf(blank).verdict));
  const late = right.filter((blank) => kept.wrong[blank.name] && !isShown(blank)).length;
  const shownToo = right.filter(isShown).length;
  const parts = [say("atOnce", { n: right.length - late - shownToo, m: blanks.length })];
  if (late) parts.push(say("later", { n: late }));
  if (shownToo) parts.push(say("wereShown", { n: shownToo }));
  if (right.length < blanks.length) parts.push(say("open", { n: blanks.length - right.length }));
  by("counts").textContent = say("ended", { text: parts.join(say("comma")) });
  by("mark").textContent = say("mark", { n: marking.score, m: marking.most });
  by("findings").replaceChildren(...marking.findings.map(finding));
}

/** @param {Finding} found @returns {HTMLElement} */
function finding(found) {
  const item = document.createElement("li");
  const symbols = found.keys.slice(0, 8).map((key) => `<math>${data.symbols[key]}</math>`);
  const names = document.createElement("span");
  names.innerHTML = enumerated(symbols) + (found.keys.length > 8 ? " …" : "");
  const first = byKey.marks.get(found.keys[0]);
  const sought = first?.sought ?? true;
  const says = !first ? say("aConvention", { says: ofConvention(found.rule) }) : sought ? sentence(found, first) : say("notSought");
  item.append(names, named("", says || say("unreadable")));
  return item;
}

/** The right numbers, by the names of their lines. @returns {Map<string, number>} */
function right() {
  const { world } = marker.numbers(new Map());
  return new Map(blanks.map(({ key, name }) => [name, world.seen(key).centre.float]));
}

function clear() {
  hints.clear();
  said.clear();
  for (const blank of blanks) by(`h${blank.key}`).replaceChildren();
}

begin({
  answered,
  show: () => {
    mark();
    for (const blank of blanks) {
      if (kept.answers[blank.name] === undefined) said.delete(blank.key);
      else if (!said.has(blank.key)) said.set(blank.key, () => reply(markOf(blank), blank));
    }
    showAll();
  },
  clear,
  right,
});
for (const blank of blanks) {
  by(`t${blank.key}`).addEventListener("click", () => hint(blank));
}
