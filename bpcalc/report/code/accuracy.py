"""How near the numbers of a program are to those on paper: what the checks of a script allow.

A check allows a fraction of the number, however small that is. Where a difference of nearly equal
numbers is left with fewer right digits than that, the check is told so, by what the roundings of
the program can have moved the number at most.
"""

import math
from collections.abc import Callable

from bpcalc.calc.lines import Calculation
from bpcalc.maths.expr import Number
from bpcalc.maths.float_bounds import DOUBLE, FloatBounds, Noisy
from bpcalc.maths.held_digits import all_hold
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS
from bpcalc.maths.rounding import Digits, Rounding

FRACTION = 1e-9
"""Of a number: by so much it may differ, as the scripts have it."""

SAFETY = 64.0
"""The roundings of a script are allowed so many times what they come to on the page.

Libraries derive by other products, and the bound is one to first order."""

UNKNOWN = 1e-9
"""Allowed where nothing can be said, as next to a pole."""

LEAST_NORMAL = 1e-290
"""Below it, floats have fewer digits, or none."""

PRINTED = Rounding(Digits(6, significant=True))
"""How a script prints numbers of a run, less zeros at their end."""


class _DoubleBounds(FloatBounds):
    """The reading in double precision, also of the square of what is 0 on paper."""

    def product(self, factors: list[Noisy]) -> Noisy:
        """Return the product, with that of two errors."""
        result = factors[0]
        for factor in factors[1:]:
            value, error = super().product([result, factor])
            result = Noisy(value, error + result.error * factor.error * DOUBLE)
        return result


class Accuracy:
    """What the numbers of a calculation are allowed beyond a fraction of themselves.

    >>> import bpcalc
    >>> solution = bpcalc.solve("mazur")
    >>> Accuracy(solution.calculation).slack(solution["delta_h1"].key)
    0.0
    """

    def __init__(
        self, calculation: Calculation, start: Callable[[Key], float] = lambda key: 0.0
    ) -> None:
        """Follow the roundings through all lines.

        Args:
            calculation: the lines.
            start: how many roundings' worth a weight or bias is off before the first of them.
        """
        self._noise: dict[Key, Noisy] = {}
        rounding = calculation.exercise.rounding
        algebra = _DoubleBounds(self._noise.__getitem__)
        for line in calculation:
            value = float(line.value)
            error = line.formula.fold(algebra).error
            if isinstance(line.formula, Number):
                error += start(line.key.timeless)
            if rounding.stored(line.key.kind):
                error = abs(value)  # it is the same decimal again
            self._noise[line.key] = Noisy(value, error)

    def error(self, key: Key) -> float:
        """Return how far roundings may move a quantity, in units of the roundoff."""
        return self._noise[key].error

    def slack(self, key: Key) -> float:
        """Return what the check of a quantity allows beyond `FRACTION` of it."""
        value, error = self._noise[key]
        return allowed(value, error)


def allowed(value: float, error: float) -> float:
    """Return what a check allows beyond `FRACTION` of a value; error in units of the roundoff.

    >>> allowed(0.5, 3.0), allowed(2e-15, 3.0)
    (0.0, 2.1e-14)
    """
    if not math.isfinite(error):
        return UNKNOWN
    slack = max(SAFETY * error * DOUBLE, LEAST_NORMAL)
    if value and slack <= FRACTION * abs(value):
        return 0.0
    return float(f"{slack:.1e}") if error or abs(value) < LEAST_NORMAL else 0.0


class RunAccuracy:
    """What the checks behind a training run allow.

    The roundings of the first epoch come back in every epoch; what they do to the error is seen
    where the run ended, and where it began.
    """

    def __init__(self, first: Calculation, last: Calculation, epochs: int) -> None:
        """Follow the roundings of a run.

        Args:
            first: its first epoch.
            last: an epoch that starts from what was learnt.
            epochs: how many there were.
        """
        ends = [Accuracy(first), Accuracy(last)]
        self._weights: dict[Key, float] = {}
        for calculation, accuracy in zip((first, last), ends, strict=True):
            for line in calculation:
                if line.key.kind in NEW_KINDS:
                    place = line.key.turned(BELONGS_TO[line.key.kind], None, None)
                    error = max(epochs, 1) * accuracy.error(line.key)
                    self._weights[place] = max(error, self._weights.get(place, 0.0))
        self.errors = [
            _of_the_error(each, Accuracy(each, lambda key: self._weights.get(key, 0.0)))
            for each in (first, last)
        ]

    def weight(self, key: Key, value: float) -> float:
        """Return what the check of a weight or bias allows beyond `FRACTION` of it."""
        return allowed(value, self._weights.get(key.timeless, 0.0))

    def total(self, value: float) -> float:
        """Return what the check of the error at the end allows beyond `FRACTION` of it."""
        return allowed(value, self.errors[-1])

    def on_the_way(self, least: float) -> float:
        """Return what checks of errors allow on the way, the smallest of which is `least`."""
        return allowed(least, max(self.errors))


def _of_the_error(calculation: Calculation, accuracy: Accuracy) -> float:
    totals = [line.key for line in calculation if line.key.kind == "total_error"]
    return max(map(accuracy.error, totals))


def script_number(
    value: float, doubt: float, shown: Callable[[float, Rounding, float], str]
) -> str:
    """Return a number in six digits, or as a report shows it where fewer are known."""
    return f"{value:.6g}" if all_hold(value, PRINTED, doubt) else shown(value, PRINTED, doubt)
