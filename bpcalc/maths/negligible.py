"""The fingerprint of a formula without terms that are never seen.

Far out, the slope out + (1 - out)/(1 + e^-x) of a SiLU is 1 + x·e^-x, and e^-x below every digit
that is ever worked out. No number of digits tells this value from 1, while x is irrational: out
and 1 - out bring along errors that nobody knows to cancel. Without the term e^-x it is 1, and the
fingerprint says so: out is x, and x + (1 - x)/1 = 1.

What that changes is bounded by the running error analysis: a sum from which a term is left out
counts as known to `SEEN` digits, and what comes of that in the value is its `error`. A term is left
out where it is 10^`NEGLIGIBLE` times smaller than the largest one, and bounds grow at least about
as fast as what they come from; so the value changes by about `error`·10^(SEEN - NEGLIGIBLE), and
the powers of ten between `NEGLIGIBLE` and `LIMIT` are room for that, and for an `error` up to
`MOST_ERROR`.
"""

from decimal import Decimal

from bpcalc.maths.fingerprints import Fingerprints
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.precision import LIMIT, ONE, Bounded
from bpcalc.maths.residues import PRIME, Print, Residue, residue

NEGLIGIBLE = LIMIT + 1000
"""By how many powers of ten a term is smaller that is left out."""

SEEN = 34
"""Digits to which a sum counts as known from which a term was left out."""

MOST_ERROR = Decimal("1e100")
"""The largest error of a value that such a fingerprint decides."""

_SHARE = ONE.scaleb(-NEGLIGIBLE)
_LOST = ONE.scaleb(-SEEN)


class WithoutNegligible(Fingerprints):
    """Evaluates formulas as fingerprints, without terms that are never seen.

    >>> from decimal import localcontext
    >>> from bpcalc.maths.expr import Number, expr
    >>> from bpcalc.maths.function_calls import exp
    >>> from bpcalc.maths.precision import EXACT
    >>> one = 1 / (1 + exp(Number("-1e6")))
    >>> with localcontext(EXACT):
    ...     one.fold(Fingerprints({}.__getitem__))[1] == 1
    ...     one.fold(WithoutNegligible({}.__getitem__))[1] == 1
    False
    True
    """

    def sum(self, terms: list[Print]) -> Print:
        """Return the sum of the terms that count; what is 0 without the others is not exactly 0."""
        value, error = self._decimals.sum([term for term, _ in terms])
        largest = max(abs(number) - off for (number, off), _ in terms)
        least = largest * _SHARE
        total: Residue = 0
        for (number, off), mark in terms:
            if largest > 0 and abs(number) + off < least:
                error = error + largest * _LOST if mark != 0 else error
            else:
                total = None if total is None or mark is None else (total + mark) % PRIME
        return (value, error), total

    def product(self, factors: list[Print]) -> Print:
        """Return the product; only a factor of exactly 0 makes it exactly 0."""
        value, error = self._decimals.product([factor for factor, _ in factors])
        result: Residue = 1 if value or error else 0
        for _, mark in factors:
            if result:
                result = None if mark is None else result * mark % PRIME
        return (value, error), result

    def apply(self, function: str, *operands: Print) -> Print:
        """Return the value of a function, which is ±1 where it counts as that."""
        value, mark = super().apply(function, *operands)
        if FUNCTIONS[function].saturates and abs(value[0]) == ONE and not value[1]:
            return value, 1 if value[0] > 0 else PRIME - 1
        return value, mark

    def choice(self, tested: Print, above: Print, otherwise: Print) -> Print:
        """Return the branch that is taken; no residue where the digits do not tell which."""
        value, mark = tested
        return super().choice((value, None if value[1] else mark), above, otherwise)


def decides(found: Print, decimal: Decimal) -> bool:
    """Return whether a value is that decimal as far as it is ever worked out."""
    (_, error), mark = found
    return mark is not None and error <= MOST_ERROR and mark == residue(decimal)


def of_line(known: Bounded, found: Print) -> Print:
    """Return the fingerprint of a line: with its value as it is known, and the errors of both."""
    (value, error), ((_, further), mark) = known, found
    return (value, error + further), mark
