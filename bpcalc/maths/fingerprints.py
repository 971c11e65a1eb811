"""The reading of a formula as a fingerprint: how an identity is recognised without any digits.

The outputs of a softmax add up to 1, so the gradient of a bias that they share is exactly 0; but
worked out in decimals it is 10^-35, or 10^-5001 with more of them. Such an identity holds whatever
the powers of e in it are. So every number is read as a residue of a large prime, and every power
of e as a residue drawn at random, the same for the same exponent and the inverse for its negative.
If two formulas come to the same residue, they are the same number: a false identity would have to
hold by chance, one time in 10^38. If they do not, nothing is known.

A root is recognised where what stands under it is the square of a quantity it came from, but for
a rational factor: the length √(w²) of a unit with one weight is ±w, and the √(0.01·g²) of a moment
is ±0.1·g. Whether it is, the residues say, and which sign, the values.

Sources: Schwartz (1980), Fast probabilistic algorithms for verification of polynomial identities,
Journal of the ACM 27(4); Gonnet (1984), Determining equivalence of expressions in random
polynomial time, STOC '84.
"""

from collections import deque
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import isqrt

from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, ZERO, Bounded
from bpcalc.maths.residues import PRIME, Print, Residue, drawn_at, residue

MOST_SQUARES = 64
"""How many of the numbers last squared are looked at where there is a root."""

_LONGEST = isqrt(PRIME // 2)  # of numerators and denominators that a residue determines
_CLOSE = Decimal("1e-12")


class Fingerprints:
    """Evaluates formulas as fingerprints; an `Algebra[Print]`.

    >>> from decimal import localcontext
    >>> from bpcalc.maths.expr import expr
    >>> from bpcalc.maths.function_calls import exp
    >>> one = exp(expr(3)) * exp(expr(-3)) * Number("0.25")
    >>> with localcontext(EXACT):
    ...     one.fold(Fingerprints({}.__getitem__))[1] == residue(Decimal("0.25"))
    True
    """

    def __init__(
        self, ref: Callable[[Key], Print], sources: Callable[[], Iterable[Key]] = tuple
    ) -> None:
        """Evaluate a quantity as `ref(key)`, and roots as multiples of `sources()`."""
        self.ref = ref
        self._sources = sources
        self._squared: deque[Print] = deque(maxlen=MOST_SQUARES)
        self._decimals = BoundedDecimals(_no_quantity)

    def number(self, number: Number) -> Print:
        """Return the number."""
        return (number.value, ZERO), residue(number.value)

    def sum(self, terms: list[Print]) -> Print:
        """Return the sum."""
        total: Residue = 0
        for _, term in terms:
            total = None if total is None or term is None else (total + term) % PRIME
        return _signed(self._decimals.sum([value for value, _ in terms]), total)

    def product(self, factors: list[Print]) -> Print:
        """Return the product."""
        result: Residue = 1
        for _, factor in factors:
            result = None if result is None or factor is None else result * factor % PRIME
        return _signed(self._decimals.product([value for value, _ in factors]), result)

    def quotient(self, dividend: Print, divisor: Print) -> Print:
        """Return the quotient."""
        (above, top), (below, bottom) = dividend, divisor
        value = self._decimals.quotient(above, below)
        return value, None if top is None or not bottom else top * pow(bottom, -1, PRIME) % PRIME

    def power(self, base: Print, exponent: int) -> Print:
        """Return the power; a root may turn out to be a multiple of what is squared."""
        if exponent == 2:
            self._squared.append(base)
        return self.product([base] * exponent)

    def minus(self, operand: Print) -> Print:
        """Return the negative."""
        value, mark = operand
        return self._decimals.minus(value), None if mark is None else -mark % PRIME

    def apply(self, function: str, *operands: Print) -> Print:
        """Return the value of a named function, whose record says what its residue is."""
        return FUNCTIONS[function].residue(self, function, *operands)

    def value(self, function: str, *operands: Print) -> Bounded:
        """Return what a function is in decimals."""
        return self._decimals.apply(function, *(operand for operand, _ in operands))

    def root_of(self, operand: Print, mark: int) -> int:
        """Return the residue of a root: that of a multiple of a source, or one that is drawn."""
        if not mark:
            return 0
        for (value, error), source in chain(map(self.ref, self._sources()), self._squared):
            if not source or abs(value) <= error:
                continue
            factor = _square_root(mark * pow(source, -2, PRIME) % PRIME)
            if factor and _is_square(operand[0][0], value, factor):
                times = factor.numerator * pow(factor.denominator, -1, PRIME)
                return (times if value > 0 else -times) * source % PRIME
        return drawn_at("sqrt", mark)

    def choice(self, tested: Print, above: Print, otherwise: Print) -> Print:
        """Return the branch that is taken; no residue where it is not known which."""
        (value, error), mark = tested
        if value > error:
            return above
        if value + error <= 0 or mark == 0:
            return otherwise
        return self._decimals.choice((value, error), above[0], otherwise[0]), None


def _square_root(mark: int) -> Fraction | None:
    """Return the root of the fraction that has this residue; None if no short one is a square.

    Source: Wang, Guy & Davenport (1982), p-adic reconstruction of rational numbers, ACM SIGSAM
    Bulletin 16(2).
    """
    above, below, rest, times = PRIME, mark, 0, 1
    while below > _LONGEST:
        quotient = above // below
        above, below = below, above - quotient * below
        rest, times = times, rest - quotient * times
    if times < 0:
        below, times = -below, -times
    if below <= 0 or times > _LONGEST:
        return None
    root = Fraction(isqrt(below), isqrt(times))
    return root if root * root == Fraction(below, times) else None


def _is_square(square: Decimal, value: Decimal, factor: Fraction) -> bool:
    """Return whether a number is that multiple of another one, squared, as far as is known."""
    wanted = EXACT.multiply(square, Decimal(factor.denominator**2))
    found = EXACT.multiply(EXACT.multiply(value, value), Decimal(factor.numerator**2))
    return abs(EXACT.subtract(wanted, found)) < abs(found) * _CLOSE


def _signed(value: Bounded, mark: Residue) -> Print:
    """Return a fingerprint whose value is exactly 0 if it is known to be."""
    return ((ZERO, ZERO) if mark == 0 else value), mark


def _no_quantity(key: Key) -> Bounded:
    raise KeyError(key)
