// The error over the epochs, as a picture.
// @ts-check
import { numeral } from "./numerals.js";

/** An axis: its ends, and the numbers that are marked on it. @typedef {{low: number, high: number, marks: number[]}} Axis */

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [520, 240, 74, 12, 14, 34];

/** Ratio of the largest and the smallest error from which on the scale is logarithmic. */
const LOGARITHMIC = 100;

/** Points that are drawn at most, and marks on an axis. */
const [POINTS, MARKS] = [400, 7];

/** What the steps between marks begin with; and the steps between powers of ten. */
const [ROUND, POWERS] = [[1, 2, 5, 10], [1, 2, 3, 5, 10, 20, 30, 50, 100, 200]];

/** Digits that a mark has at most, and powers of ten of those that are written out. */
const [DIGITS, SMALLEST, LARGEST] = [8, 1e-5, 1e7];

/** @param {SVGElement} parent @param {string} tag @param {Record<string, string | number>} attributes */
function add(parent, tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  parent.append(element);
  return element;
}

/** @param {number} value @returns {string} the number of a mark, all digits of which count */
export function label(value) {
  const short = Number(value.toPrecision(DIGITS));
  const plain = short === 0 || (Math.abs(short) >= SMALLEST && Math.abs(short) < LARGEST);
  return numeral(plain ? String(short) : short.toExponential());
}

/** Return an axis between round numbers. @param {number} low @param {number} high @param {number} least the smallest step @returns {Axis} */
export function linear(low, high, least) {
  const from = low >= high / 2 && low < high ? low : Math.min(0, low);
  const span = high - from || Math.abs(high) || 1;
  const size = 10 ** Math.floor(Math.log10(span / (MARKS - 1)));
  const step = Math.max(least, size * (ROUND.find((each) => Math.ceil(high / (each * size)) - Math.floor(from / (each * size)) < MARKS) ?? 20));
  const [first, last] = [Math.floor(from / step), Math.max(Math.ceil(high / step), Math.floor(from / step) + 1)];
  const marks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { low: first * step, high: last * step, marks };
}

/** Return an axis between powers of ten. @param {number} low @param {number} high @returns {Axis} */
export function logarithmic(low, high) {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = POWERS.find((each) => (to - from) / each < MARKS) ?? to - from;
  const marks = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
  return { low: from, high: to, marks };
}

/** Draw errors into a figure. @param {SVGSVGElement} picture @param {number[]} errors @param {string} title */
export function draw(picture, errors, title) {
  picture.replaceChildren();
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  add(picture, "title", {}, title);
  const known = errors.filter(Number.isFinite);
  if (known.length < 2) return;
  const [low, high] = known.reduce(([least, most], each) => [Math.min(least, each), Math.max(most, each)], [Infinity, -Infinity]);
  const isLogarithmic = low > 0 && high / low >= LOGARITHMIC;
  const up = isLogarithmic ? logarithmic(low, high) : linear(low, high, 0);
  const last = known.length - 1;
  const x = (/** @type {number} */ epoch) => LEFT + ((WIDTH - LEFT - RIGHT) * epoch) / last;
  const y = (/** @type {number} */ place) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (place - up.low)) / (up.high - up.low);
  for (const mark of up.marks) {
    add(picture, "line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(mark), y2: y(mark) });
    const text = label(isLogarithmic ? Number(`1e${mark}`) : mark);
    add(picture, "text", { class: "tick", x: LEFT - 8, y: y(mark) + 4, "text-anchor": "end" }, text);
  }
  for (const epoch of linear(0, last, 1).marks.filter((each) => each <= last)) {
    // The last number ends where the axis ends: none of its digits is cut off.
    const anchor = x(epoch) > WIDTH - RIGHT - LEFT / 2 ? "end" : "middle";
    add(picture, "text", { class: "tick", x: x(epoch), y: HEIGHT - 12, "text-anchor": anchor }, label(epoch));
  }
  const step = Math.max(1, Math.ceil(known.length / POINTS));
  const places = known.map((_, epoch) => epoch).filter((epoch) => epoch % step === 0 || epoch === last);
  const height = (/** @type {number} */ epoch) => y(isLogarithmic ? Math.log10(known[epoch]) : known[epoch]);
  const points = places.map((epoch) => `${x(epoch).toFixed(1)},${height(epoch).toFixed(1)}`).join(" ");
  add(picture, "polyline", { class: "curve", fill: "none", points });
}
