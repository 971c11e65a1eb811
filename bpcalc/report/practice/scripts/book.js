// What the judge knows of an exercise, unpacked.
// @ts-check
import { dec } from "./decimals.js";
import { trees } from "./pool.js";

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
  const [id, tier, ...more] = text.split(" ");
  return { id, tier, sole: more.includes("sole"), mutual: more.includes("mutual"), ofRule: more.includes("rule") };
}

/** @param {string} sign @returns {string} the steps that it stands for */
function steps(sign) {
  const place = sign.charCodeAt(0) - 65;
  return ` ${Math.floor(place / 8)} ${place % 8} `;
}

/** @param {string} text @returns {number} */
const number = (text) => parseInt(text, 36);

/** Unpack pairs of numbers, each a step from the one before. @param {string} list @returns {[number, number][]} */
function pairs(list) {
  const found = list ? list.replace(STEPS, steps).trim().split(/[ ,]+/).map(number) : [];
  /** @type {[number, number][]} */
  const result = [];
  let [one, other] = [0, 0];
  for (let at = 0; at < found.length; at += 2) {
    [one, other] = [one + found[at], other + found[at + 1]];
    result.push([one, other]);
  }
  return result;
}

/**
 * Return the book of a page as marking reads it.
 * @param {any} packed @returns {import("./marker.js").Book}
 */
export function unpacked(packed) {
  const all = trees(packed.trees);
  const rules = packed.rules.split(";").map(rule);
  const lists = packed.lists.split(";").map((/** @type {string} */ list) => pairs(list).map(([place, node]) => [rules[place], all[node]]));
  /** @param {string} places @param {any} found @param {Record<string, any>} before */
  const picked = (places, found, before = {}) => {
    const result = { ...before };
    for (const [key, place] of pairs(places)) {
      if (place < 0) delete result[key];
      else result[key] = found[place];
    }
    return result;
  };
  const wrong = picked(packed.wrong, lists);
  const rates = picked(packed.rates.lines, all);
  /** @param {[number, any[]][]} list @returns {import("./marker.js").Convention[]} */
  const conventions = (list) => list.map(([place, ways]) => ({ about: place, ...packed.about[place], ways: ways.map(way) }));
  /** @param {any[]} packedWay @returns {import("./marker.js").Way} */
  const way = ([lines, weights = [], wrongs, otherRates, then]) => ({
    weights,
    squared: !lines.startsWith("!"),
    lines: pairs(lines.replace("!", "")).map(([key, place]) => [key, all[place]]),
    wrong: then ? picked(wrongs, lists, wrong) : null,
    rates: then ? picked(otherRates, all, rates) : {},
    then: then ? conventions(then) : null,
  });
  const places = pairs(packed.formulas);
  const keys = packed.keys.split(";").map(key);
  const [absolute, relative] = packed.options.tolerance.map(dec);
  return {
    ...packed,
    keys,
    rules,
    formulas: keys.map((/** @type {unknown} */ _, /** @type {number} */ key) => all[places[key]?.[1]] ?? null),
    options: { ...packed.options, tolerance: { absolute, relative } },
    wrong,
    conventions: conventions(packed.conventions),
    rates: { ...packed.rates, lines: rates },
  };
}
