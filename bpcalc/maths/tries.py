"""The values of a calculation once more, to many digits: one try to decide what was undecided.

A sum is exact, so a value such as 0.25 - 3·10^-2000 is known to 2,000 digits as soon as the small
term is known to a few. To cut it at the digits of the try would lose that term, and further tries
would have to work out everything to 2,000 digits to find it again. So a line keeps the digits that
its error leaves it, and a quotient those that its operands have. A fraction such as the learning
rate 1/3 has as many as are ever asked for.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import BOUNDS, GUARD, LIMIT, ZERO, Bounded, context, kept

if TYPE_CHECKING:
    from bpcalc.maths.rationals import Rational

Worked = TypeVar("Worked")


class Try:
    """The values of lines to so many digits, worked out when they are asked for."""

    def __init__(
        self,
        digits: int,
        bounded: Mapping[Key, Bounded],
        formulas: Mapping[Key, Expr],
        fraction: Callable[[Key], "Rational"],
    ) -> None:
        self.decimals = _LongDecimals(self._ref, digits, ties=digits == LIMIT)
        self._digits = digits
        self._bounded = bounded
        self._formulas = formulas
        self._fraction = fraction
        self._found: dict[Key, Bounded] = {}

    def _ref(self, key: Key) -> Bounded:
        return looked_up(self._found, key, self._formulas, self._work)

    def _work(self, key: Key) -> Bounded:
        bounded = self._bounded[key]
        if not bounded[1]:
            return bounded
        rational = self._fraction(key)
        if rational is not None:
            from bpcalc.maths.rationals import as_decimal

            # Cheap, and needed where it multiplies what lies next to a short decimal: 1/3·0.75.
            return as_decimal(rational, LIMIT + self._digits)
        if key not in self._formulas:
            return bounded
        exact, error = self._formulas[key].fold(self.decimals)
        value = _with_known_digits(exact, error, self._digits)
        return value, BOUNDS.plus(error + abs(exact - value))


class _LongDecimals(BoundedDecimals):
    """Decimals of so many digits, except where more are known."""

    def quotient(self, dividend: Bounded, divisor: Bounded) -> Bounded:
        """Return the quotient, to as many digits as are known of both operands."""
        most = LIMIT + self.digits
        digits = _known_digits(*dividend), _known_digits(*divisor)
        known = min((count for count in digits if count is not None), default=most)
        if known <= self.digits:
            return super().quotient(dividend, divisor)
        longer = BoundedDecimals(self.ref, min(known, most))
        return longer.quotient(dividend, divisor)

    def apply(self, function: str, *operands: Bounded) -> Bounded:
        """Return the value of a function; NaN is certain if it is one on both sides of an operand.

        So nobody waits for the logarithm of a number that is below 0 in any case.
        """
        value, error = super().apply(function, *operands)
        if value.is_nan() and not any(number.is_nan() for number, _ in operands):
            for side in (-1, 1):
                ends = ((number + side * off, ZERO) for number, off in operands)
                if not super().apply(function, *ends)[0].is_nan():
                    return value, error
            return value, ZERO
        return value, error


def _known_digits(value: Decimal, error: Decimal) -> int | None:
    """Return how many significant digits a bound of the error leaves; None if it is exact."""
    if not error:
        return None
    return value.adjusted() - error.adjusted() if value and error.is_finite() else 0


def _with_known_digits(value: Decimal, error: Decimal, digits: int) -> Decimal:
    """Return a value cut to `digits`, or to the digits that are known of it if these are more."""
    known = _known_digits(value, error) or 0
    if known <= digits:
        return kept(value, digits)
    return context(min(known, LIMIT + digits) + GUARD).plus(value)


def looked_up(
    found: dict[Key, Worked],
    wanted: Key,
    formulas: Mapping[Key, Expr],
    work: Callable[[Key], Worked],
) -> Worked:
    """Return what `work` gives for a key, having worked out first what its formula refers to.

    What is found is remembered. There is no recursion: a calculation may be long.
    """
    waiting = [] if wanted in found else [wanted]
    while waiting:
        key = waiting[-1]
        formula = formulas.get(key)
        missing = [part for part in formula.refs() if part not in found] if formula else []
        if missing:
            waiting += missing
        else:
            found[key] = work(key)
            waiting.pop()
    return found[wanted]
