// Training in floats: the same trees as functions of numbers, in the order of the page.
// @ts-check
import { rateIn } from "./calculation.js";
import { DOUBTS } from "./functions.js";
import { CALLS } from "./library.js";

/** @typedef {import("./calculation.js").Tree} Tree */
/** @typedef {(values: Float64Array) => number} Reading */

/** Reads formulas as functions of the values of all lines. */
class Compiler {
  /** @param {Record<string, {floats: Tree}>} functions @param {Reading[]} operands */
  constructor(functions, operands = []) {
    this.functions = functions;
    this.operands = operands;
  }

  /** @param {Tree} tree @returns {Reading} */
  read(tree) {
    if (typeof tree === "number") return (values) => values[tree];
    if (typeof tree === "string") {
      const number = Number(tree);
      return () => number;
    }
    const [operation, ...parts] = tree;
    return READINGS[operation](this, parts);
  }

  /** @param {Tree[]} parts @param {(a: Reading, b: Reading) => Reading} join */
  folded(parts, join) {
    return parts.map((part) => this.read(part)).reduce((a, b) => join(a, b));
  }

  /** @param {string} name @param {Tree[]} operands */
  applied(name, operands) {
    const inner = new Compiler(this.functions, operands.map((operand) => this.read(operand)));
    return inner.read(this.functions[name].floats);
  }
}

/** @type {Record<string, (compiler: Compiler, parts: any[]) => Reading>} */
const READINGS = {
  "@": (compiler, [number]) => compiler.operands[number],
  "+": (compiler, parts) => compiler.folded(parts, (a, b) => (values) => a(values) + b(values)),
  "*": (compiler, parts) => compiler.folded(parts, (a, b) => (values) => a(values) * b(values)),
  "/": (compiler, parts) => compiler.folded(parts, (a, b) => (values) => a(values) / b(values)),
  "^": (compiler, [base, exponent]) => {
    const read = compiler.read(base);
    return (values) => {
      const value = read(values);
      return exponent === 2 ? value * value : value ** exponent;
    };
  },
  "-": (compiler, [operand]) => {
    const read = compiler.read(operand);
    return (values) => -read(values);
  },
  c: (compiler, [name, operand]) => {
    const [call, read] = [CALLS[name], compiler.read(operand)];
    return (values) => call(read(values));
  },
  f: (compiler, [name, ...operands]) => compiler.applied(name, operands),
  "?": (compiler, parts) => {
    const [test, yes, no] = parts.map((part) => compiler.read(part));
    return (values) => (test(values) > 0 ? yes(values) : no(values));
  },
};

/** What is worked out: where it stands, for which line, and how. @typedef {{place: number, line: number, read: Reading}} Step */

/** The directions of weights that are moved, as good as drawn. */
const SIGNS = "++-+---+-++";

/** Beside the error at the start, one so small that roundings may have made it. */
const SUSPECT = 1e-9;

/**
 * Train for some epochs; return the error of all samples before the first and after each one, and how far the last
 * one may lie off: by what roundings leave uncertain in one epoch and, where the error has not fallen all the way or
 * is very small, by what two others come to whose weights are moved by more than roundings do, one up and one down.
 * @param {import("./calculation.js").Program} program @param {[number, number][]} givens @param {number} epochs
 * @param {number} first the first of these epochs, counted from 1
 */
export function train(program, givens, epochs, first = 1) {
  const found = trained(program, givens, epochs, first, 0);
  const { errors } = found;
  const last = errors[errors.length - 1];
  const scale = Math.max(1, errors[0]);
  let doubt = DOUBTS.PART * (Math.abs(last) + 2 * Math.sqrt(Math.abs(last) * scale) + DOUBTS.PART * scale);
  const falls = errors.every((error, epoch) => epoch === 0 || error <= errors[epoch - 1]);
  if (Number.isFinite(last) && !(falls && last > SUSPECT * scale)) {
    for (const way of [1, -1]) {
      const beside = trained(program, givens, epochs, first, way).errors;
      const off = DOUBTS.MARGIN * Math.abs(beside[beside.length - 1] - last);
      doubt = Number.isFinite(off) ? Math.max(doubt, off) : Infinity;
    }
  }
  return { ...found, doubt };
}

/**
 * Train for some epochs, at whose ends weights are moved.
 * @param {import("./calculation.js").Program} program @param {[number, number][]} givens @param {number} epochs
 * @param {number} first @param {number} way 1 or -1, or 0 for not at all
 */
function trained(program, givens, epochs, first, way) {
  // A weight has several lines for every update, so that there are fewer of these.
  const drift = way * DOUBTS.DRIFT * Math.ceil(program.lines.length / Math.max(1, program.next.length));
  const compiler = new Compiler(program.functions);
  const steps = stepsOf(program, new Set(givens.map(([place]) => place)), compiler);
  const values = new Float64Array(steps.reduce((most, { place }) => Math.max(most, place + 1), program.lines.length));
  for (const [place, value] of givens) values[place] = value;
  const [, after] = /** @type {[number | null, number]} */ (program.error);
  const errors = [beginning(program, steps, values)[after]];
  const rate = steps.find(({ place }) => place === program.rate?.place);
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (rate) rate.read = compiler.read(rateIn(/** @type {import("./calculation.js").Rate} */ (program.rate), first + epoch));
    run(steps, values);
    errors.push(values[after]);
    if (!Number.isFinite(values[after])) break;
    program.next.forEach(([old, fresh], n) => {
      values[old] = values[fresh] * (1 + (SIGNS[n % SIGNS.length] === "+" ? drift : -drift));
    });
  }
  return { errors, weights: program.next.map(([old]) => /** @type {[number, number]} */ ([old, values[old]])) };
}

/** @param {import("./calculation.js").Program} program @param {Set<number>} given @param {Compiler} compiler @returns {Step[]} */
function stepsOf(program, given, compiler) {
  return program.lines.flatMap(({ formula }, line) => {
    if (given.has(line)) return [];
    const worked = program.floats[line] ?? [[line, /** @type {Tree} */ (formula)]];
    return worked.map(([place, tree]) => ({ place, line, read: compiler.read(tree) }));
  });
}

/** @param {Step[]} steps @param {Float64Array} values */
function run(steps, values) {
  for (const { place, read } of steps) values[place] = read(values);
}

/**
 * Return the values of the pass that closes an epoch, with what is given in the place of what an update leaves.
 * @param {import("./calculation.js").Program} program @param {Step[]} steps @param {Float64Array} values
 */
function beginning(program, steps, values) {
  const before = values.slice();
  for (const [old, fresh] of program.next) before[fresh] = before[old];
  run(steps.filter(({ line }) => line >= program.closing), before);
  return before;
}
