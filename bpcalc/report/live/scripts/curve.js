// The error over the epochs, as a picture.
// @ts-check

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [520, 240, 74, 12, 14, 34];

/** Ratio of the largest and the smallest error from which on the scale is logarithmic. */
const LOGARITHMIC = 100;

/** Points that are drawn at most. */
const POINTS = 400;

/** @param {SVGElement} parent @param {string} tag @param {Record<string, string | number>} attributes */
function add(parent, tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.textContent = text;
  parent.append(element);
  return element;
}

/** @param {number} value */
const label = (value) => (value === 0 ? "0" : Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4 ? value.toExponential(0) : String(Number(value.toPrecision(2))));

/** Draw errors into a figure. @param {SVGSVGElement} picture @param {number[]} errors @param {string} title */
export function draw(picture, errors, title) {
  picture.replaceChildren();
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  add(picture, "title", {}, title);
  const known = errors.filter(Number.isFinite);
  if (known.length < 2) return;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const logarithmic = low > 0 && high / low >= LOGARITHMIC;
  const scale = (/** @type {number} */ value) => (logarithmic ? Math.log10(value) : value);
  const [from, to] = logarithmic ? [Math.floor(scale(low)), Math.ceil(scale(high))] : [Math.min(0, low), high || 1];
  const x = (/** @type {number} */ epoch) => LEFT + ((WIDTH - LEFT - RIGHT) * epoch) / (known.length - 1);
  const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (scale(value) - from)) / (to - from || 1);
  for (const tick of ticks(from, to, logarithmic)) {
    add(picture, "line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick) });
    add(picture, "text", { class: "tick", x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, label(tick));
  }
  for (const epoch of [0, Math.round((known.length - 1) / 2), known.length - 1]) {
    add(picture, "text", { class: "tick", x: x(epoch), y: HEIGHT - 12, "text-anchor": "middle" }, String(epoch));
  }
  const step = Math.max(1, Math.ceil(known.length / POINTS));
  const places = known.map((_, epoch) => epoch).filter((epoch) => epoch % step === 0 || epoch === known.length - 1);
  const points = places.map((epoch) => `${x(epoch).toFixed(1)},${y(known[epoch]).toFixed(1)}`).join(" ");
  add(picture, "polyline", { class: "curve", fill: "none", points });
}

/** @param {number} from @param {number} to @param {boolean} logarithmic @returns {number[]} */
function ticks(from, to, logarithmic) {
  if (!logarithmic) return [0, 0.25, 0.5, 0.75, 1].map((share) => from + (to - from) * share);
  const step = Math.max(1, Math.ceil((to - from) / 6));
  const found = [];
  for (let power = from; power <= to; power += step) found.push(10 ** power);
  return found;
}
