// What a browser knows and the program does not: how wide texts are, and what does not fit on the page.
// @ts-check

/** @template {Element} T @param {string} selector @returns {T[]} */
const all = (selector) => /** @type {T[]} */ ([...document.querySelectorAll(selector)]);

/** What moves within itself where the page is too narrow for it. */
const WIDE = "figure, section:has(> table), .wide";

/** Let the lines of the network run through below what stands on them, as it may become shorter: it has a seam of its own. */
export function closed() {
  for (const line of all("svg .edge")) {
    const [way, begin, end] = line.getAttribute("d")?.match(/^(M\S+ \S+) L\S+ \S+ M\S+ \S+ (L\S+ \S+)$/) ?? [];
    if (way) line.setAttribute("d", `${begin} ${end}`);
  }
}

/** Let what stands on a line of the network stand in its middle. */
export function centred() {
  const texts = /** @type {SVGTextElement[]} */ (all("svg .label text"));
  const widths = texts.map((text) => text.getBBox().width);
  texts.forEach((text, place) => widths[place] && text.setAttribute("x", String(-widths[place] / 2)));
}

/** Let the keyboard reach what can be moved to and fro. */
export function movable() {
  const parts = /** @type {HTMLElement[]} */ (all(WIDE));
  const moved = parts.map((part) => part.scrollWidth > part.clientWidth);
  parts.forEach((part, place) => (moved[place] ? part.setAttribute("tabindex", "0") : part.removeAttribute("tabindex")));
}
