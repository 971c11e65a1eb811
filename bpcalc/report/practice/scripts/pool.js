// Trees that were written down together: a part that stands in several places has a number, and was written once.
// @ts-check

/** @typedef {import("./trees.js").Tree} Tree */
/** What formulas have in common: a sign, how many parts, and what else there is. @typedef {{sign: string, count: number, more: string}} Shape */

/** The signs that numbers are written in, by their places. */
const SIGNS = new Map(Array.from({ length: 94 }, (_, place) => String.fromCharCode(place + 33)).filter((sign) => !'"<;\\=#@:'.includes(sign)).map((sign, place) => [sign, place]));

/** @param {string} text @returns {Shape} */
function shape(text) {
  const [count, more = ""] = text.slice(1).split(" ");
  return { sign: text[0], count: Number(count), more };
}

/** Return the trees that a text holds. @param {string} text @returns {Tree[]} */
export function trees(text) {
  const [code, shapes, ...texts] = text.split(";");
  const [width, ...frequent] = code.split(" ").map((each) => parseInt(each, 36));
  const known = shapes.split(",").map(shape);
  /** The parts that have numbers, which go on from those of the shapes. @type {Tree[]} */
  const parts = [];
  let [rest, at] = ["", 0];

  const sign = () => SIGNS.get(rest[at++]) ?? 0;
  const number = () => {
    const first = sign();
    if (first < frequent.length) return frequent[first];
    let found = first - frequent.length;
    for (let count = 0; count < width; count++) found = found * SIGNS.size + sign();
    return found;
  };
  /** @returns {Tree} */
  const part = () => {
    const found = number();
    return found < known.length ? formula(known[found]) : parts[found - known.length];
  };
  /** @param {Shape} shape @returns {Tree} */
  const formula = ({ sign, count, more }) => {
    const inner = Array.from({ length: count }, next);
    if (sign === "^") return ["^", inner[0], Number(more)];
    return sign === "f" ? ["f", more, ...inner] : [sign, ...inner];
  };
  /** @param {Tree} tree */
  const numbered = (tree) => {
    parts.push(tree);
    return tree;
  };
  /** @returns {Tree} */
  const next = () => {
    if (rest[at] !== ":") return part();
    at += 1;
    const place = parts.push("") - 1;
    return (parts[place] = part());
  };
  return texts.map((each) => {
    [rest, at] = [each, 0];
    if (each[0] === "#") return numbered(each.slice(1));
    if (each[0] === "@") return numbered(["@", 0]);
    return each[0] === "=" ? numbered(parseInt(each.slice(1), 36)) : next();
  });
}
