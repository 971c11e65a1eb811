// Numbers that are not known exactly: a centre, how much it moves with what was written, and a rest.
// @ts-check
import {
  Dec,
  HALF,
  ONE,
  TWO,
  ZERO,
  absolute,
  add,
  compare,
  dec,
  divide,
  larger,
  multiply,
  negated,
  root,
  smaller,
  subtract,
  worked,
} from "./decimals.js";

/** Relative error that working with so many digits may leave. */
const SLACK = dec("1e-30");

/** @type {Map<number, Dec>} */
const NO_NOISE = new Map();

/** What a number is, and by how much it may be off. */
export class Box {
  /** @type {Dec | null} */
  #radius = null;

  /**
   * @param {Dec} centre its most probable value
   * @param {Map<number, Dec>} noise by quantity, how much it moves if that moves by half its unit
   * @param {Dec} rest what else it may move by
   * @param {boolean} known whether it has bounds at all
   */
  constructor(centre, noise = NO_NOISE, rest = ZERO, known = true) {
    this.centre = centre;
    this.noise = noise;
    this.rest = rest;
    this.known = known;
  }

  /** @returns {Dec} how far the value may lie from the centre */
  get radius() {
    if (this.#radius === null) {
      let total = this.rest;
      for (const part of this.noise.values()) total = add(total, absolute(part));
      this.#radius = total;
    }
    return this.#radius;
  }

  /** @returns {boolean} */
  get exact() {
    return this.known && !this.noise.size && this.rest.zero;
  }
}

export const UNKNOWN = new Box(ZERO, NO_NOISE, ZERO, false);
const NOTHING = new Box(ZERO);

/** @param {Dec} value @param {Dec} half @param {Box} box @param {Dec} room @returns {boolean} whether value ± half meets a box */
export function touches(value, half, box, room = ZERO) {
  if (!box.known) return false;
  const slack = multiply(SLACK, larger(absolute(value), absolute(box.centre)));
  const reach = add(add(half, box.radius), add(room, slack));
  return compare(absolute(subtract(value, box.centre)), reach) <= 0;
}

/** @param {Box[]} terms @returns {Box} */
export function plus(terms) {
  if (!terms.every((term) => term.known)) return UNKNOWN;
  let { centre, rest } = terms[0];
  const noise = new Map(terms[0].noise);
  for (const term of terms.slice(1)) {
    centre = add(centre, term.centre);
    rest = add(rest, term.rest);
    for (const [key, part] of term.noise) {
      const before = noise.get(key);
      noise.set(key, before ? add(before, part) : part);
    }
  }
  return new Box(centre, noise, rest);
}

/** @param {Map<number, Dec>} noise @param {Dec} factor */
const stretched = (noise, factor) => new Map([...noise].map(([key, part]) => [key, multiply(part, factor)]));

/** @param {Box} box @param {Dec} factor @returns {Box} */
function scaled(box, factor) {
  if (!box.known) return UNKNOWN;
  return new Box(multiply(box.centre, factor), stretched(box.noise, factor), multiply(box.rest, absolute(factor)));
}

/** @param {Box} a @param {Box} b @returns {Box} */
export function times(a, b) {
  if (a.exact) return a.centre.zero ? NOTHING : scaled(b, a.centre);
  if (b.exact) return b.centre.zero ? NOTHING : scaled(a, b.centre);
  if (!(a.known && b.known)) return UNKNOWN;
  const noise = stretched(a.noise, b.centre);
  for (const [key, part] of b.noise) {
    const [before, moved] = [noise.get(key), multiply(part, a.centre)];
    noise.set(key, before ? add(before, moved) : moved);
  }
  const mixed = add(multiply(absolute(a.centre), b.rest), multiply(absolute(b.centre), a.rest));
  return new Box(multiply(a.centre, b.centre), noise, add(mixed, multiply(a.radius, b.radius)));
}

/** @param {Box} box @returns {Box} */
export function minus(box) {
  if (!box.known) return UNKNOWN;
  return new Box(negated(box.centre), new Map([...box.noise].map(([key, part]) => [key, negated(part)])), box.rest);
}

/** @param {Box[]} factors @returns {Box} */
export const product = (factors) => factors.slice(1).reduce(times, factors[0]);

/** @param {Box} box @param {Dec | null} value @param {Dec} slope @param {Dec} rest @returns {Box} */
function bent(box, value, slope, rest) {
  if (value === null) return UNKNOWN;
  return new Box(value, stretched(box.noise, slope), add(multiply(box.rest, absolute(slope)), rest));
}

/** @param {Box} box @returns {Box} */
function inverse(box) {
  if (!box.known || box.centre.zero) return UNKNOWN;
  const value = divide(ONE, box.centre);
  const relative = multiply(box.radius, absolute(value));
  if (compare(relative, ONE) >= 0) return UNKNOWN;
  const rest = divide(multiply(multiply(absolute(value), relative), relative), subtract(ONE, relative));
  return bent(box, value, negated(multiply(value, value)), rest);
}

/** @param {Box} above @param {Box} below @returns {Box} */
export const quotient = (above, below) => times(above, inverse(below));

/** @param {Dec} low @param {Dec} high @returns {Box} */
const between = (low, high) => new Box(multiply(add(low, high), HALF), NO_NOISE, multiply(subtract(high, low), HALF));

/** @param {Box} box @returns {[Dec, Dec]} */
const ends = (box) => [subtract(box.centre, box.radius), add(box.centre, box.radius)];

/** @param {Box} a @param {Box} b @returns {Box} what holds both */
export function around(a, b) {
  if (!(a.known && b.known)) return UNKNOWN;
  return between(smaller(ends(a)[0], ends(b)[0]), larger(ends(a)[1], ends(b)[1]));
}

/** @param {Box} tested @param {Box} above @param {Box} otherwise @returns {Box} the branch that is taken */
export function choice(tested, above, otherwise) {
  if (!tested.known) return UNKNOWN;
  if (compare(tested.centre, tested.radius) > 0) return above;
  if (ends(tested)[1].sign <= 0) return otherwise;
  if (!(above.exact && otherwise.exact)) return around(above, otherwise);
  const [taken, other] = tested.centre.sign > 0 ? [above, otherwise] : [otherwise, above];
  return new Box(taken.centre, NO_NOISE, absolute(subtract(taken.centre, other.centre)));
}

/** @param {string} name @param {Box[]} operands @returns {Box} */
export function apply(name, operands) {
  if (!operands.every((operand) => operand.known)) return UNKNOWN;
  return BOUNDS[name](...operands);
}

// Functions -------------------------------------------------------------------------------------

/** @param {Dec} radius @param {string} share @returns {Dec} radius²·share */
const curved = (radius, share) => multiply(multiply(radius, radius), dec(share));

/** @param {Dec} x @returns {Dec} e^x; of what is endless, next to nothing or next to everything */
const grown = (x) => worked("exp", x) ?? dec("1e400");

/** @param {Dec} x @returns {Dec} */
const known = (/** @type {Dec | null} */ x) => x ?? ZERO;

const pi = () => /** @type {Dec} */ (worked("pi", ZERO));

/** Where a function lies, by its value and slope at the centre, and how far it is curved. */
/** @type {Record<string, (...operands: Box[]) => Box>} */
const BOUNDS = {
  exp: (x) => {
    const value = worked("exp", x.centre);
    const { radius } = x;
    const near = compare(radius, HALF) <= 0;
    const rest = near ? multiply(radius, radius) : subtract(subtract(grown(radius), ONE), radius);
    return value === null ? UNKNOWN : bent(x, value, value, multiply(value, rest));
  },
  ln: (x) => {
    if (x.centre.sign <= 0) return UNKNOWN;
    const slope = divide(ONE, x.centre);
    const relative = multiply(x.radius, slope);
    if (compare(relative, ONE) >= 0) return UNKNOWN;
    const rest = divide(multiply(relative, relative), multiply(TWO, subtract(ONE, relative)));
    return bent(x, worked("ln", x.centre), slope, rest);
  },
  tanh: (x) => {
    const value = known(worked("tanh", x.centre));
    return bent(x, value, subtract(ONE, multiply(value, value)), smaller(curved(x.radius, "0.385"), TWO));
  },
  cosh: (x) => {
    const steepest = worked("cosh", add(absolute(x.centre), x.radius));
    if (steepest === null) return UNKNOWN;
    const slope = multiply(subtract(grown(x.centre), grown(negated(x.centre))), HALF);
    return bent(x, worked("cosh", x.centre), slope, multiply(curved(x.radius, "0.5"), steepest));
  },
  ln_cosh: (x) => {
    const rest = smaller(curved(x.radius, "0.5"), multiply(TWO, x.radius));
    return bent(x, worked("ln_cosh", x.centre), known(worked("tanh", x.centre)), rest);
  },
  softplus: (x) => {
    const slope = divide(ONE, add(ONE, grown(negated(x.centre))));
    return bent(x, worked("softplus", x.centre), slope, smaller(curved(x.radius, "0.125"), x.radius));
  },
  erf: (x) => {
    const slope = multiply(divide(TWO, root(pi())), grown(negated(multiply(x.centre, x.centre))));
    const rest = smaller(curved(x.radius, "0.485"), add(TWO, multiply(TWO, x.radius)));
    return bent(x, worked("erf", x.centre), slope, rest);
  },
  exp_minus_1: (x) => plus([BOUNDS.exp(x), new Box(dec("-1"))]),
  normal_cdf: (x) => {
    const bell = grown(negated(multiply(multiply(x.centre, x.centre), HALF)));
    const slope = divide(bell, root(multiply(TWO, pi())));
    return bent(x, worked("normal_cdf", x.centre), slope, smaller(curved(x.radius, "0.125"), add(ONE, x.radius)));
  },
  half_one_plus_tanh: (x) => scaled(plus([BOUNDS.tanh(x), new Box(ONE)]), HALF),
  sqrt: (x) => {
    if (x.centre.sign <= 0) return x.exact && x.centre.zero ? NOTHING : UNKNOWN;
    const relative = divide(x.radius, x.centre);
    if (compare(relative, ONE) > 0) return UNKNOWN;
    const value = root(x.centre);
    const square = multiply(relative, relative);
    const far = compare(relative, dec("0.75")) > 0;
    const rest = far ? multiply(square, HALF) : divide(square, multiply(dec("8"), subtract(ONE, relative)));
    return bent(x, value, divide(HALF, value), multiply(value, rest));
  },
  max0: (x) => {
    if (compare(x.centre, x.radius) > 0) return x;
    const high = ends(x)[1];
    return high.sign <= 0 ? NOTHING : between(ZERO, high);
  },
  abs: (x) => {
    if (compare(absolute(x.centre), x.radius) >= 0) return x.centre.sign >= 0 ? x : minus(x);
    return between(ZERO, add(absolute(x.centre), x.radius));
  },
  sign: (x) => between(...pair(ends(x).map((end) => new Dec(BigInt(end.sign))))),
  step: (x) => between(...pair(ends(x).map((end) => (end.sign >= 0 ? ONE : ZERO)))),
  max: (a, b) => {
    const [low, high] = ends(plus([a, minus(b)]));
    return low.sign >= 0 ? a : high.sign <= 0 ? b : around(a, b);
  },
  min: (a, b) => {
    const [low, high] = ends(plus([a, minus(b)]));
    return low.sign >= 0 ? b : high.sign <= 0 ? a : around(a, b);
  },
  cos: (x) => {
    const slope = known(worked("cos", add(x.centre, multiply(pi(), HALF))));
    return bent(x, worked("cos", x.centre), slope, smaller(curved(x.radius, "0.5"), add(TWO, x.radius)));
  },
  sin: (x) => {
    const slope = known(worked("cos", x.centre));
    return bent(x, worked("sin", x.centre), slope, smaller(curved(x.radius, "0.5"), add(TWO, x.radius)));
  },
  pi: () => new Box(pi()),
};

/** @param {Dec[]} list @returns {[Dec, Dec]} */
const pair = (list) => [list[0], list[1]];
