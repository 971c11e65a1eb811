// A given number that was misread, or miscopied, and then used all through the sheet: one mistake.
// @ts-check
import { Dec, dec, equal, fromFloat, negated, shifted, significant } from "./decimals.js";
import { SCALE_LENGTH } from "./diagnosis.js";
import { blanksBefore } from "./inference.js";
import { Judgement } from "./judgement.js";
import { cost, unnamed, why } from "./reasons.js";
import { EVIDENCE, MISREAD_GIVENS, SLIPS_OF_READING } from "./rules.js";
import { Floats, isNumber } from "./trees.js";

/** @typedef {import("./diagnosis.js").RuleBook} RuleBook */
/** @typedef {import("./evidence.js").Reasons} Reasons */
/** @typedef {import("./rates.js").Rates} Rates */
/** What one wrong line says of a given number. @typedef {{key: number, low: number, high: number}} Range */
/** That another number was used for a given one. @typedef {{given: number, read: string, usual: boolean, lines: number, chance: number}} Supposition */
/** What a given number may be taken for. @typedef {{text: string, value: Dec, rank: number}} Misreading */
/**
 * A given number that was read as another one: where that shows first, and what is right there.
 * @typedef {{given: number, asked: string, read: string, usual: boolean, first: number, own: import("./boxes.js").Box, chance: number, sure: string}} Misread
 */

const { CERTAIN, PROBABLE } = EVIDENCE;
const { BY_FIT_ALONE, EVEN, LARGEST_SHEET, MOST_LINES, MOST_MISREAD, MOST_SECANTS, MOST_TRIED, NEAR_ENOUGH } = MISREAD_GIVENS;
const { OF_A_TARGET, READ_OFF, WIDER } = MISREAD_GIVENS;
const { READ_DIGITS } = SLIPS_OF_READING;

/**
 * Return the sheet judged with the numbers that were misread, and why the rest is wrong.
 * @param {Judgement} judged as it stands @param {[Judgement, Reasons]} explained the same with mistakes in lines left out, and why it is wrong
 * @param {RuleBook} book @param {Rates} rates @returns {[Judgement, Reasons, Misread[]]}
 */
export function misreadGivens(judged, explained, book, rates) {
  /** @type {Misread[]} */
  const found = [];
  let [now, reasons] = explained;
  while (found.length < MOST_MISREAD && isWorthIt(judged, reasons)) {
    const better = oneMore(judged, reasons, book, rates);
    if (!better) break;
    judged = better.other;
    [now, reasons] = better.left;
    found.push(better.misread);
  }
  return [now, reasons, found];
}

/** Whether several mistakes are supposed, or one without a name, on a sheet by hand. @param {Judgement} judged @param {Reasons} reasons */
function isWorthIt({ scheme, roots }, reasons) {
  const open = cost(reasons) > 1 || unnamed(reasons) > 0;
  return open && scheme.order.length <= LARGEST_SHEET && roots.length <= MOST_LINES;
}

/** Return the sheet with one given taken for misread, null if that explains nothing better. @param {Judgement} judged @param {Reasons} reasons @param {RuleBook} book @param {Rates} rates */
function oneMore(judged, reasons, book, rates) {
  const { scheme } = judged;
  const tried = suppositions(judged).sort((a, b) => b.lines - a.lines || a.chance - b.chance);
  const fitting = tried.slice(0, MOST_TRIED).flatMap((one) => {
    const changed = scheme.overlaid(new Map([[one.given, one.read]]));
    changed.squared = scheme.squared;
    const other = new Judgement(changed, judged.cells, judged.options, judged.precision);
    const mended = mendedBy(judged, other);
    return mended.length && mended.length >= one.lines ? [{ one, other, mended }] : [];
  });
  const most = Math.max(...fitting.map(({ mended }) => mended.length));
  let best = fitting.filter(({ mended }) => mended.length === most);
  const usual = best.filter(({ one }) => one.usual);
  if (usual.length) best = usual;
  if (new Set(best.map(({ one }) => one.given)).size !== 1) return null; // nobody can tell which of them was misread
  const [{ one, other, mended }] = best;
  const told = mended.flatMap((key) => (reasons.has(key) ? [reasons.get(key)?.mistakes.length !== 0] : []));
  if (mended.length === 1 ? told.some(Boolean) : told.every(Boolean) && isANeighbour(judged, one)) return null; // a rule says as much
  if (!isSeen(scheme.keys, one, mended)) return null;
  const left = why(other, book, rates);
  const [ours, theirs] = [cost(reasons), 1 + cost(left[1])];
  if (theirs > ours || (theirs === ours && unnamed(left[1]) >= unnamed(reasons))) return null;
  const first = Math.min(...mended);
  const sure = one.chance <= CERTAIN && mended.length > 1 ? "is" : "probably"; // a slip of the pen in one line may look the same
  const asked = /** @type {string} */ (scheme.formula(one.given));
  const { given, read, chance } = one;
  return { other, left, misread: { given, asked, read, usual: one.usual, first, own: judged.of(first).own, chance, sure } };
}

/**
 * Whether a line shows a target that was misread in no usual way: farther on it is but a factor of all that comes back from its output.
 * @param {{kind: string, layer: number | null}[]} keys @param {Supposition} one @param {number[]} mended
 */
function isSeen(keys, one, mended) {
  const { kind, layer } = keys[one.given];
  if (one.usual || kind !== "target") return true;
  return mended.some((key) => OF_A_TARGET.includes(keys[key].kind) && [null, layer].includes(keys[key].layer));
}

/** Return the wrong numbers that are right with another given; none if others contradict it. @param {Judgement} judged @param {Judgement} other @returns {number[]} */
function mendedBy(judged, other) {
  const [before, after] = [new Set(judged.roots), new Set(other.roots)];
  if ([...after].some((key) => !before.has(key))) return [];
  for (const [key, { verdict }] of other.judged) {
    const was = judged.of(key).verdict;
    if (["jump", "form", "trivial"].includes(verdict) && was !== verdict && was !== "unexplained") return [];
  }
  return [...before].filter((key) => !after.has(key));
}

/** Whether the number is that of another given of the kind. @param {Judgement} judged @param {Supposition} one */
function isANeighbour({ scheme }, { given, read }) {
  const { kind, layer } = scheme.keys[given];
  return scheme.order.some((other) => {
    const number = scheme.formula(other);
    const alike = other !== given && scheme.keys[other].kind === kind && scheme.keys[other].layer === layer;
    return alike && typeof number === "string" && equal(dec(number), dec(read));
  });
}

// What the lines say ----------------------------------------------------------------------------

/** @param {Judgement} judged @returns {Supposition[]} numbers that may have been used for given ones */
function suppositions(judged) {
  /** @type {Map<number, {known: Range[], others: number}>} */
  const found = new Map();
  for (const line of judged.roots) {
    if (!judged.scheme.has(line) || (judged.cells.get(line)?.value ?? null) === null) continue;
    const before = new Before(judged, line);
    for (const given of before.givens) {
      const told = found.get(given) ?? { known: [], others: 1 };
      told.others = Math.max(told.others, before.givens.length);
      told.known.push(...before.ranges(given));
      found.set(given, told);
    }
  }
  return [...found].flatMap(([given, { known, others }]) => agreed(judged, given, known, others));
}

/** @param {Judgement} judged @param {number} given @param {Range[]} known @param {number} others givens in the same line @returns {Supposition[]} numbers on which the most lines agree */
function agreed(judged, given, known, others) {
  const number = /** @type {string} */ (judged.scheme.formula(given));
  const told = misreadings(number);
  /** @type {Supposition[]} */
  const found = [];
  const isNew = (/** @type {string} */ text) => !found.some(({ read }) => equal(dec(read), dec(text)));
  for (const seed of byWidth(known)) {
    const { low, high, lines } = intersection(seed, known);
    const rest = lines.slice(1).reduce((all, each) => all * share(each), 1);
    const inside = told.find(({ value }) => low <= value.float && value.float <= high);
    if (inside && isNew(inside.text)) {
      const ways = others * told.filter(({ rank }) => rank <= inside.rank).length;
      const chance = Math.min(1, ways * share(lines[0]) * rest);
      if (chance <= PROBABLE) found.push({ given, read: inside.text, usual: true, lines: lines.length, chance });
    }
    const read = inside || lines.length < 2 ? null : shortestBetween(low, high);
    if (read !== null && isNew(read) && rest * others <= BY_FIT_ALONE) {
      if (judged.scheme.keys[given].kind === "target" && !isAsShort(number, read)) continue;
      found.push({ given, read, usual: false, lines: lines.length, chance: rest * others });
    }
  }
  return found;
}

/** @param {string} number @param {string} read @returns {boolean} whether it has no more decimals than a given one */
const isAsShort = (number, read) => dec(read).exponent >= Math.min(dec(number).exponent, -1);

/** @param {Range} range @returns {number} how much of all numbers it is, about */
function share({ low, high }) {
  const middle = Math.abs(low + high) / 2;
  return middle ? Math.min((high - low) / (middle * SCALE_LENGTH), 1) : 1;
}

/** @param {Range[]} known @returns {Range[]} the narrowest first */
const byWidth = (known) => [...known].sort((a, b) => a.high - a.low - (b.high - b.low));

/** Return what the most lines have in common with one, the narrowest first. @param {Range} seed @param {Range[]} known */
function intersection(seed, known) {
  let { low, high } = seed;
  const lines = [seed];
  for (const each of byWidth(known)) {
    if (lines.some(({ key }) => key === each.key) || Math.max(low, each.low) > Math.min(high, each.high)) continue;
    [low, high] = [Math.max(low, each.low), Math.min(high, each.high)];
    lines.push(each);
  }
  return { low, high, lines };
}

/** One wrong line, and what leads to it and is not written: it is solved for a given number. */
class Before {
  /** @type {Map<number, number>} */
  #known = new Map();

  /** @param {Judgement} judged @param {number} line */
  constructor(judged, line) {
    const { scheme, world } = judged;
    this.judged = judged;
    this.line = line;
    const blanks = blanksBefore(scheme, world.written, [line]);
    this.lines = blanks.size <= MOST_LINES ? [...blanks].sort((a, b) => a - b) : [];
    const leaves = new Set([...this.lines, line].flatMap((key) => scheme.leaves(key)));
    this.givens = [...leaves].filter((leaf) => READ_OFF.includes(scheme.keys[leaf].kind) && scheme.has(leaf) && isNumber(scheme.formula(leaf)));
  }

  /** @param {number} given @returns {Range[]} what the number must have been for the line to give what is written */
  ranges(given) {
    const { judged, line } = this;
    const { scheme } = judged;
    const cell = judged.cells.get(line);
    const { own } = judged.of(line);
    if (!own.known || !cell || cell.value === null) return [];
    const moved = new Set([given]);
    const between = this.lines.filter((key) => scheme.leaves(key).some((leaf) => moved.has(leaf)) && moved.add(key));
    const at = dec(/** @type {string} */ (scheme.formula(given))).float;
    const written = cell.value.float;
    const room = judged.room(line, cell).float + own.radius.float;
    const away = (/** @type {number} */ step) => this.#worked(given, at + step, between) - written;
    const tiny = 1e-4 * Math.max(Math.abs(at), 1);
    return roots(away, room * NEAR_ENOUGH).flatMap((step) => {
      const slope = (away(step + tiny) - away(step - tiny)) / (2 * tiny);
      const reach = slope && Number.isFinite(slope) ? (WIDER * room) / Math.abs(slope) : Infinity;
      const shows = Number.isFinite(reach) && Math.abs(step) > reach;
      return shows ? [{ key: line, low: at + step - reach, high: at + step + reach }] : [];
    });
  }

  /** @param {number} given @param {number} number @param {number[]} between @returns {number} what the line comes to if another number is given */
  #worked(given, number, between) {
    const { scheme, options } = this.judged;
    const values = new Map([[given, number]]);
    const floats = new Floats(options.forms, (key) => values.get(key) ?? this.#number(key));
    for (const key of between) values.set(key, floats.of(scheme.formula(key)));
    return floats.of(scheme.formula(this.line));
  }

  /** @param {number} key @returns {number} a quantity as the student has it */
  #number(key) {
    let value = this.#known.get(key);
    if (value === undefined) {
      const box = this.judged.world.seen(key);
      this.#known.set(key, (value = box.known ? box.centre.float : NaN));
    }
    return value;
  }
}

/** @param {(step: number) => number} away @param {number} close @returns {number[]} after which steps a function is zero: of a parabola both, else the nearest one */
function roots(away, close) {
  const [here, above, below, half] = [0, 1, -1, 0.5].map(away);
  if (![here, above, below, half].every(Number.isFinite)) return [];
  const [bend, slope] = [(above + below) / 2 - here, (above - below) / 2];
  const size = Math.max(...[here, above, below].map(Math.abs));
  if (Math.abs(bend / 4 + slope / 2 + here - half) <= EVEN * size) return ofParabola(Math.abs(bend) > EVEN * size ? bend : 0, slope, here);
  let [step, value, last, before] = [0.1, away(0.1), 0, here];
  for (let times = 0; times < MOST_SECANTS; times++) {
    if (Math.abs(value) <= close) return [step];
    if (value === before || !Number.isFinite(value)) return [];
    [step, last, before] = [step - (value * (step - last)) / (value - before), step, value];
    value = away(step);
  }
  return [];
}

/** @param {number} bend @param {number} slope @param {number} here @returns {number[]} where a parabola is zero */
function ofParabola(bend, slope, here) {
  if (!bend) return slope ? [-here / slope] : [];
  const under = slope * slope - 4 * bend * here;
  return under < 0 ? [] : [1, -1].map((sign) => (-slope + sign * Math.sqrt(under)) / (2 * bend));
}

// How a number is misread -----------------------------------------------------------------------

/** @param {string} text @returns {Misreading[]} what a given number may be taken for, the most usual first */
function misreadings(text) {
  const number = dec(text);
  if (text.includes("/") || number.zero) return [];
  const seen = [number];
  return [exchanged(number), otherDigits(number)].flatMap((others, rank) =>
    others.flatMap((value) => {
      if (seen.some((other) => equal(other, value))) return [];
      seen.push(value);
      return [{ text: plain(value), value, rank }];
    }),
  );
}

/** @param {Dec} number @returns {Dec[]} with its sign lost, two digits exchanged, its point moved */
function exchanged(number) {
  const digits = spelt(number);
  const swapped = digits.slice(1).flatMap((right, place) => {
    const others = [...digits];
    [others[place], others[place + 1]] = [right, digits[place]];
    return right === digits[place] ? [] : [joined(others, number)];
  });
  return [negated(number), ...swapped, shifted(number, 1), shifted(number, -1)];
}

/** @param {Dec} number @returns {Dec[]} with one digit that is another */
function otherDigits(number) {
  const digits = spelt(number);
  return digits.flatMap((_, place) => [..."0123456789"].map((digit) => joined(digits.map((old, at) => (at === place ? digit : old)), number)));
}

/** @param {Dec} number @returns {string[]} its digits, with the zero before its point */
function spelt({ mantissa, exponent }) {
  const digits = String(mantissa).replace("-", "");
  return [...digits.padStart(1 - exponent, "0")];
}

/** @param {string[]} digits @param {Dec} like @returns {Dec} the number with these digits */
function joined(digits, { mantissa, exponent }) {
  const size = new Dec(BigInt(digits.join("")), exponent);
  return mantissa < 0n ? negated(size) : size;
}

/** @param {Dec} number @returns {string} in digits */
function plain(number) {
  if (number.exponent > 0) return String(number.mantissa * 10n ** BigInt(number.exponent));
  const digits = spelt(number);
  const whole = digits.slice(0, digits.length + number.exponent).join("");
  return (number.mantissa < 0n ? "-" : "") + whole + (number.exponent ? `.${digits.slice(number.exponent).join("")}` : "");
}

/** @param {number} low @param {number} high @returns {string | null} the number with the fewest digits between two others, null if it has many */
function shortestBetween(low, high) {
  const middle = (low + high) / 2;
  if (!middle) return "0";
  for (let digits = 1; digits <= READ_DIGITS; digits++) {
    const rounded = significant(fromFloat(middle), digits, "half_even").float;
    if (low <= rounded && rounded <= high) return plain(fromFloat(rounded));
  }
  return null;
}
