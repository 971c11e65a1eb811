"""Steps of an update that show few of their digits: an old value and a step make the new value.

A new weight of 0.4512 seems to have four digits; if the old one is 0.45, the step has two. Of two
digits, one number in fifty is what some mistake gives by coincidence, and none is told for sure.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.marking_rule import asked_exponent
from bpcalc.maths.expr import Ref, Sum
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import LEARNT_KINDS
from bpcalc.maths.rounding import DEFAULT_DIGITS, Rounding

SHORT = 100
"""Units of the last digit asked for: a step of so many has three digits."""


def short_steps(scheme: AnswerKey, keys: Iterable[Key], rounding: Rounding) -> Iterator[Key]:
    """Yield the new values that are less than `SHORT` units away from the old ones."""
    for key in keys:
        old = _old(scheme, key)
        if old is None:
            continue
        value = scheme.values[key]
        digits = rounding.asked(key.kind, value) or DEFAULT_DIGITS
        unit = Decimal(1).scaleb(asked_exponent(digits, value))
        if abs(value - scheme.values[old]) < SHORT * unit:
            yield key


def _old(scheme: AnswerKey, key: Key) -> Key | None:
    """Return the weight or bias from which a line takes a step, None for other lines."""
    formula = scheme.formulas[key]
    first = formula.terms[0] if isinstance(formula, Sum) else None
    return first.key if isinstance(first, Ref) and first.key.kind in LEARNT_KINDS else None
