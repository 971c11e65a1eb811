// The functions of the C library, as floats have them.
// @ts-check

/** The functions of the C library, by which all others are worked out. */
/** @type {Record<string, (operand: number) => number>} */
export const CALLS = {
  exp: Math.exp,
  log: Math.log,
  cos: Math.cos,
  sin: Math.sin,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  erf: errorFunction,
  erfc: complement,
  sqrt: Math.sqrt,
  fabs: Math.abs,
};

/** By a series whose terms are all positive, so that nothing cancels. @param {number} x */
function errorFunction(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 - erf x; where that is small, by its continued fraction. @param {number} x */
function complement(x) {
  if (x < 2) return 1 - errorFunction(x);
  let fraction = x;
  for (let n = 80; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}
