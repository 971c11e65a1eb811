// What the judge knows of an exercise, unpacked: trees whose parts were written once.
// @ts-check
import { dec } from "./decimals.js";

/** @typedef {import("./trees.js").Tree} Tree */
/** @typedef {import("./diagnosis.js").Rule} Rule */

/** Signs that stand for small steps from pair to pair, of the rule and of the formula. */
const STEPS = /[A-X]/g;

/** @param {string} text @returns {import("./scheme.js").Key} */
function key(text) {
  const [kind, ...rest] = text.split(" ");
  const [layer, unit, source, sample, epoch, source_layer] = rest.map((part) => (part ? Number(part) : null));
  return { kind, layer, unit, source, sample, epoch, source_layer };
}

/** @param {string} text @returns {Rule} */
function rule(text) {
  const [id, tier, sole] = text.split(" ");
  return { id, tier, sole: sole !== undefined };
}

/** @param {string} sign @returns {string} the steps that it stands for */
function steps(sign) {
  const place = sign.charCodeAt(0) - 65;
  return ` ${Math.floor(place / 8)} ${place % 8} `;
}

/** @param {string} list @returns {number[]} */
const numbers = (list) => list.replace(STEPS, steps).trim().split(/[ ,]+/).map(number);

/** @param {string} text @returns {number} */
const number = (text) => parseInt(text, 36);

/** @param {string} text @returns {Tree[]} */
function trees(text) {
  /** @type {Tree[]} */
  const found = [];
  for (const node of text.split(";")) found.push(tree(node.split(" "), found));
  return found;
}

/** @param {string[]} words @param {Tree[]} known @returns {Tree} */
function tree([sign, ...parts], known) {
  if (sign.startsWith("#")) return sign.slice(1);
  if (sign === "@") return ["@", 0];
  if (!parts.length) return number(sign);
  const of = (/** @type {string} */ part) => known[number(part)];
  if (sign === "^") return ["^", of(parts[0]), Number(parts[1])];
  if (sign === "f") return ["f", parts[0], ...parts.slice(1).map(of)];
  return [sign, ...parts.map(of)];
}

/**
 * Return the book of a page as marking reads it.
 * @param {any} packed @returns {import("./marker.js").Book}
 */
export function unpacked(packed) {
  const all = trees(packed.trees);
  const rules = packed.rules.split(";").map(rule);
  const lists = packed.lists.split(";").map((/** @type {string} */ list) => {
    const found = numbers(list);
    /** @type {[Rule, Tree][]} */
    const pairs = [];
    let [place, node] = [0, 0];
    for (let at = 0; at + 1 < found.length; at += 2) {
      [place, node] = [place + found[at], node + found[at + 1]];
      pairs.push([rules[place], all[node]]);
    }
    return pairs;
  });
  /** @param {Record<string, number>} places @param {Record<string, any>} found @param {Record<string, any>} before */
  const picked = (places, found, before = {}) => {
    const result = { ...before };
    for (const [key, place] of Object.entries(places)) {
      if (place < 0) delete result[key];
      else result[key] = found[place];
    }
    return result;
  };
  const wrong = picked(packed.wrong, lists);
  const rates = picked(packed.rates.lines, all);
  /** @param {[number, any[]][]} list @returns {import("./marker.js").Convention[]} */
  const conventions = (list) => list.map(([place, ways]) => ({ ...packed.about[place], ways: ways.map(way) }));
  /** @param {any[]} packedWay @returns {import("./marker.js").Way} */
  const way = ([lines, weights, wrongs, otherRates, then]) => ({
    weights,
    lines: Object.entries(lines).map(([key, place]) => [Number(key), all[Number(place)]]),
    wrong: then ? picked(wrongs, lists, wrong) : null,
    rates: then ? picked(otherRates, all, rates) : {},
    then: then ? conventions(then) : null,
  });
  const keys = packed.keys.split(";").map(key);
  const [absolute, relative] = packed.options.tolerance.map(dec);
  return {
    ...packed,
    keys,
    rules,
    formulas: keys.map((/** @type {unknown} */ _, /** @type {number} */ key) => all[packed.formulas[key]] ?? null),
    options: { ...packed.options, tolerance: { absolute, relative } },
    wrong,
    conventions: conventions(packed.conventions),
    rates: { ...packed.rates, lines: rates },
  };
}
