"""What is worked out of the outputs of a run, in the digits that hold: how good they are, say.

It is worked in decimals; but the outputs may lie off, and so may all that comes of them.
"""

from decimal import Decimal, localcontext

from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.held_digits import all_hold
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.precision import BOUNDS, EXACT, ZERO, Bounded
from bpcalc.report.document import Mention
from bpcalc.report.numbers import shown_error, shown_float
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts

NEVER_BELOW_0: frozenset[Kind] = frozenset({"mse", "rmse", "mae", "mape"})
"""Measures of which it is told below what they are, where no digit is known."""


class HeldResults:
    """The lines behind the outputs of a run."""

    def __init__(self, results: Solution, doubts: Doubts) -> None:
        """Take the forward pass with the trained weights, and how far its outputs may lie off."""
        self._results = results
        self._outs = doubts.outs
        self._known: dict[Key, Bounded] = {}
        self._algebra = _Bounds(self._bounded, results.exercise.rounding.precision())

    def off(self, key: Key) -> float:
        """Return how far a quantity may lie off."""
        with localcontext(EXACT):
            return float(self._bounded(key)[1])

    def told(self, key: Key, spelt: Solution) -> Mention | str:
        """Return a quantity and its value, as a page has its lines; where digits lack, in words.

        Args:
            key: of the quantity.
            spelt: the page.
        """
        line, off = self._results[key], self.off(key)
        given = spelt.exercise.rounding
        rounding = given.keeping([(key.kind, line.value)])
        if rounding == given and all_hold(line.value, rounding, off, key.kind):
            return Mention(line)
        if key.kind in NEVER_BELOW_0:
            text = shown_error(line.value, rounding, off, key.kind)
        else:
            text = shown_float(line.value, rounding, off, key.kind)
        sign = "" if text.startswith("<") else "= "
        return f"{spelt.spell(key)} {sign}{text}"

    def _bounded(self, key: Key) -> Bounded:
        if key not in self._known:
            self._known[key] = self._results[key].value, self._error(key)
        return self._known[key]

    def _error(self, key: Key) -> Decimal:
        line = self._results[key]
        if key.kind == "out" and key.layer == len(self._results.exercise.layers):
            assert key.sample is not None
            assert key.unit is not None
            return Decimal(self._outs[key.sample - 1][key.unit - 1])
        if next(iter(line.formula.refs()), None) is None:
            return ZERO
        value, error = line.formula.fold(self._algebra)
        apart = abs(value - line.value)
        return BOUNDS.add(error, apart) if error or apart > abs(value) * NEAR else ZERO


NEAR = Decimal("1e-20")
"""By such a part of itself two workings of a line may differ, of which none lies off."""


class _Bounds(BoundedDecimals):
    """Knows what may be at most where a number is as near to 0 as it may lie off."""

    def apply(self, function: str, *operands: Bounded) -> Bounded:
        """Return the value of a named function."""
        value, error = super().apply(function, *operands)
        if function == "sqrt" and not error.is_finite():
            ((operand, off),) = operands
            return value, BOUNDS.sqrt(operand + off)
        return value, error
