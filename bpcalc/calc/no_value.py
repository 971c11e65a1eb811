"""Why a line has no finite value, in a sentence for the person whose numbers they are."""

from collections.abc import Mapping
from decimal import Decimal

from bpcalc.calc.descriptions import describe
from bpcalc.locale import say
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Apply, Choice, Expr, Quotient
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.losses import Loss
from bpcalc.maths.precision import ZERO

NEAR_THE_LOSS: frozenset[Kind] = frozenset({"error", "total_error", "error_slope", "delta"})
SATURATING = frozenset({"binary_cross_entropy", "cross_entropy", "kl_divergence"})
"""The families of losses that have no value where an output is rounded to 0 or 1."""


def no_value(key: Key, formula: Expr, values: Mapping[Key, Decimal], loss: Loss) -> str:
    """Return the sentence for a line that has no finite value.

    Args:
        key: of the line.
        formula: of the line.
        values: of the lines before it.
        loss: of the exercise.
    """
    decimals = BoundedDecimals(lambda key: (values[key], ZERO))
    says = say(
        "{quantity} has no finite value: {reason}",
        quantity=describe(key),
        reason=_reason(_culprit(formula, decimals), decimals),
    )
    if key.kind in NEAR_THE_LOSS and loss.family in SATURATING:
        says += say(
            "; in a cross-entropy an output that is rounded to 0 or 1 does this: carry exact "
            "values, or more decimals"
        )
    return says


def _finite(formula: Expr, decimals: BoundedDecimals) -> bool:
    return formula.fold(decimals)[0].is_finite()


def _culprit(formula: Expr, decimals: BoundedDecimals) -> Expr:
    """Return the innermost part of a formula that has no finite value though its parts have."""
    while True:
        parts = formula.parts()
        if isinstance(formula, Choice):
            (tested, _), chosen = formula.tested.fold(decimals), formula.otherwise
            if tested > 0 or (tested == 0 and formula.at_zero):
                chosen = formula.above
            parts = (formula.tested, chosen)
        wrong = next((part for part in parts if not _finite(part, decimals)), None)
        if wrong is None:
            return formula
        formula = wrong


def _reason(formula: Expr, decimals: BoundedDecimals) -> str:
    if isinstance(formula, Quotient) and not formula.divisor.fold(decimals)[0]:
        return say("it divides by zero")
    operand = formula.parts()[0].fold(decimals)[0] if formula.parts() else ZERO
    if isinstance(formula, Apply) and formula.function == "ln":
        return say("it takes the logarithm of {number}", number=_short(operand))
    if isinstance(formula, Apply) and formula.function == "sqrt" and operand < 0:
        return say("it takes the square root of {number}", number=_short(operand))
    return say("it is too large to write down")


def _short(number: Decimal) -> str:
    """Return a number to four digits."""
    return f"{number:.4g}"
