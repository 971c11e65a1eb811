"""The value of a formula over numbers that are exact."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT


def value_of(formula: Expr, numbers: Mapping[Key, Decimal], digits: int = 40) -> Decimal:
    """Return the value of a formula, to so many digits."""
    values = CorrectValues(digits)
    for key in set(formula.refs()):
        values.give(key, numbers[key])
    with localcontext(EXACT):
        return values.value(formula)
