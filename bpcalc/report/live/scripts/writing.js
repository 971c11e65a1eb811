// The numbers put into a formula, as MathML: brackets stand where the program writes them.
// @ts-check

/** @typedef {import("./calculation.js").Tree} Tree */
/** @typedef {{text: string, holds: number, tall?: boolean}} Piece */

/** How tightly a piece holds together; a place asks for at least so much. */
const [SUM, SIGNED, PRODUCT, POWER, ATOM] = [0, 1, 2, 3, 4];

const BREAK = "</math><wbr><math>";

/** @param {string} sign */
const infix = (sign) => `<mo form="infix">${sign}</mo>`;

/** @param {string} inner */
const row = (inner) => `<mrow>${inner}</mrow>`;

/** @param {string} text @returns {string} with the signs escaped that mean something in a page */
export function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Return a number as MathML. @param {string} text @returns {string} */
export function number(text) {
  const ratio = text.match(/^(-?)([^/]+)\/([^/]+)$/);
  if (ratio) return `${ratio[1] ? '<mo form="prefix">−</mo>' : ""}<mfrac>${row(number(ratio[2]))}${row(number(ratio[3]))}</mfrac>`;
  const [, minus, digits, power] = /** @type {RegExpMatchArray} */ (text.match(/^(-?)(.*?)(?:e([+-]?\d+))?$/s));
  const sign = minus ? '<mo form="prefix">−</mo>' : "";
  const tail = power === undefined ? "" : `<mo>×</mo><msup><mn>10</mn>${exponent(Number(power))}</msup>`;
  return `${sign}<mn>${escaped(digits)}</mn>${tail}`;
}

/** @param {number} power */
const exponent = (power) =>
  power < 0 ? row(`<mo form="prefix">−</mo><mn>${-power}</mn>`) : `<mn>${power}</mn>`;

/** @param {string} text @returns {Piece} */
function leaf(text) {
  if (text.startsWith("-")) return { text: number(text), holds: SIGNED };
  return { text: number(text), holds: /[e/]/.test(text) ? POWER : ATOM };
}

/** Writes one formula. */
class Writer {
  /**
   * @param {(place: number) => Piece} quantity writes what stands for a line
   * @param {Record<string, import("./calculation.js").Spelled>} functions
   */
  constructor(quantity, functions) {
    this.quantity = quantity;
    this.functions = functions;
    this.depth = 0; // a formula is broken only outside of fractions, exponents and brackets
  }

  /** @param {Tree} tree @returns {Piece} */
  piece(tree) {
    if (typeof tree === "number") return this.quantity(tree);
    if (typeof tree === "string") return leaf(tree);
    const [operation, ...parts] = tree;
    return PIECES[operation](this, parts);
  }

  /** @param {number} level @param {Tree} tree */
  atLeast(level, tree) {
    const { text, holds } = this.piece(tree);
    if (holds >= level) return text;
    const inner = typeof tree === "object" ? this.inside(tree) : text;
    if (inner.includes("<mfrac") || inner.includes("<mtable")) return row(`<mo>(</mo>${inner}<mo>)</mo>`);
    return `<mo stretchy="false">(</mo>${inner}<mo stretchy="false">)</mo>`;
  }

  /** Return a formula that is not broken. @param {Tree} tree */
  inside(tree) {
    this.depth += 1;
    const { text } = this.piece(tree);
    this.depth -= 1;
    return text;
  }

  /** @param {string} sign */
  between(sign) {
    return this.depth ? `<mo>${sign}</mo>` : BREAK + infix(sign);
  }
}

/** @param {Tree} tree @returns {boolean} */
const negated = (tree) => Array.isArray(tree) && tree[0] === "-";

/** @param {Tree} tree @returns {boolean} */
const isSum = (tree) => Array.isArray(tree) && tree[0] === "+";

/** @type {Record<string, (writer: Writer, parts: any[]) => Piece>} */
const PIECES = {
  "+": (writer, [first, ...others]) => {
    let text = writer.atLeast(SIGNED, first);
    for (const term of others) {
      const [sign, body] = negated(term) ? ["−", term[1]] : ["+", term];
      text += writer.between(sign) + writer.atLeast(PRODUCT, body);
    }
    return { text, holds: SUM };
  },
  "*": (writer, parts) => {
    // Factors in brackets are long: the line may end before their sign, as it may before a plus.
    const sign = parts.some(isSum) && !writer.depth ? BREAK + infix("⋅") : "<mo>⋅</mo>";
    return { text: parts.map((part, place) => writer.atLeast(place ? POWER : PRODUCT, part)).join(sign), holds: PRODUCT };
  },
  "/": (writer, [above, below]) => ({
    text: `<mfrac>${row(writer.inside(above))}${row(writer.inside(below))}</mfrac>`,
    holds: POWER,
  }),
  "^": (writer, [base, exponent]) => ({
    text: `<msup>${row(writer.atLeast(ATOM, base))}<mn>${exponent}</mn></msup>`,
    holds: POWER,
  }),
  "-": (writer, [operand]) => ({
    text: `<mo form="prefix">−</mo>${writer.atLeast(PRODUCT, operand)}`,
    holds: SIGNED,
  }),
  f: (writer, [name, ...operands]) => {
    const { style, text = "", written } = writer.functions[name];
    if (written !== undefined) return writer.piece(filled(written, operands));
    return { text: STYLES[style](text, operands.map((operand) => writer.inside(operand))), holds: POWER };
  },
  "?": (writer, [tested, above, otherwise]) => {
    const [test, yes, no] = [tested, above, otherwise].map((part) => writer.inside(part));
    const cases =
      `<mtr><mtd>${yes}</mtd><mtd>${test}<mo>&gt;</mo><mn>0</mn></mtd></mtr>` +
      `<mtr><mtd>${no}</mtd><mtd>${test}<mo>≤</mo><mn>0</mn></mtd></mtr>`;
    return { text: row(`<mo>{</mo><mtable class="cases">${cases}</mtable>`), holds: SIGNED };
  },
};

/** How a function stands with its operands. @type {Record<string, (text: string, inner: string[]) => string>} */
const STYLES = {
  power: (text, [inner]) => `<msup><mi>${escaped(text)}</mi>${row(inner)}</msup>`,
  root: (_, [inner]) => `<msqrt>${inner}</msqrt>`,
  bars: (_, [inner]) => row(`<mo>|</mo>${inner}<mo>|</mo>`),
  symbol: (text) => `<mi>${escaped(text)}</mi>`,
  call: (text, inner) => {
    const brackets = row(`<mo>(</mo>${inner.join("<mo>,</mo>")}<mo>)</mo>`);
    return `<mi mathvariant="normal">${escaped(text)}</mi>${brackets}`;
  },
};

/** Put operands into the formula that a function is written as. @param {Tree} tree @param {Tree[]} operands @returns {Tree} */
function filled(tree, operands) {
  if (!Array.isArray(tree)) return tree;
  const [operation, ...parts] = tree;
  if (operation === "@") return operands[parts[0]];
  if (operation === "^") return ["^", filled(parts[0], operands), parts[1]];
  if (operation === "f") return ["f", parts[0], ...parts.slice(1).map((part) => filled(part, operands))];
  return [operation, ...parts.map((part) => filled(part, operands))];
}

/**
 * Return the numbers put into a formula, as one or more elements.
 * @param {Tree} tree @param {string[]} shown @param {Record<string, import("./calculation.js").Spelled>} functions
 */
export function substitution(tree, shown, functions) {
  return `<math>${new Writer((place) => leaf(shown[place]), functions).piece(tree).text}</math>`;
}

/**
 * Return a formula in symbols, as one or more elements.
 * @param {Tree} tree @param {Record<number, string>} symbols of lines by their places, as MathML @param {Record<string, import("./calculation.js").Spelled>} functions
 */
export function symbolic(tree, symbols, functions) {
  const quantity = (/** @type {number} */ place) => ({ text: row(symbols[place]), holds: ATOM });
  return `<math>${new Writer(quantity, functions).piece(tree).text}</math>`;
}
