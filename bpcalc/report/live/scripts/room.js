// What a browser knows and the program does not: how wide texts are, and what does not fit on the page.
// @ts-check

/** @template {Element} T @param {string} selector @returns {T[]} */
const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

/** What moves within itself where the page is too narrow for it. */
const WIDE = "figure, section:has(> table), .wide";

/** What is left free beside a text on a line. */
const SEAM = 3;

/** Let the lines of the network run through: what stands on them brings the room that it needs. */
export function closed() {
  for (const line of all("svg .edge")) {
    const [way, begin, end] = line.getAttribute("d")?.match(/^(M\S+ \S+) L\S+ \S+ M\S+ \S+ (L\S+ \S+)$/) ?? [];
    if (way) line.setAttribute("d", `${begin} ${end}`);
  }
}

/** Let what stands on a line of the network stand in its middle, in a gap that is as wide. */
export function centred() {
  const texts = /** @type {SVGTextElement[]} */ (all("svg .label text"));
  const boxes = texts.map((text) => text.getBBox());
  texts.forEach((text, place) => {
    const { width, height, y } = boxes[place];
    if (!width) return;
    text.setAttribute("x", String(-width / 2));
    if (text.classList.contains("halo")) gap(text, { x: -width / 2 - SEAM, y, width: width + 2 * SEAM, height });
  });
}

/** Put a gap behind a text. @param {SVGTextElement} text @param {Record<string, number>} box */
function gap(text, box) {
  let seam = text.previousElementSibling;
  if (!seam) text.before((seam = document.createElementNS("http://www.w3.org/2000/svg", "rect")));
  seam.setAttribute("class", "seam");
  for (const [name, value] of Object.entries(box)) seam.setAttribute(name, value.toFixed(1));
}

/** Let the keyboard reach what can be moved to and fro. */
export function movable() {
  const parts = /** @type {HTMLElement[]} */ (all(WIDE));
  const moved = parts.map((part) => part.scrollWidth > part.clientWidth);
  parts.forEach((part, place) => (moved[place] ? part.setAttribute("tabindex", "0") : part.removeAttribute("tabindex")));
}
