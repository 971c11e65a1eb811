"""Answers as they are typed: a number, or the arithmetic that leads to it."""

import re
from decimal import localcontext
from typing import NamedTuple

from bpcalc.checking.cells import read_cell
from bpcalc.exercise.formula_text import FormulaError
from bpcalc.exercise.formulas import parsed
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Kind
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import Digits, Rounding

SPARE_DIGITS = 25
"""So many digits are worked out, of which those that are asked for are kept."""

_COMMA = re.compile(r"(?<=[0-9])[,，](?=[0-9])")
_FRACTION = re.compile(r"\s*[-+]?[0-9]+\s*/\s*[0-9]+\s*")


class Typed(NamedTuple):
    """What was typed, understood.

    Attributes:
        raw: the number, as it would be written on a sheet.
        worked: whether it was worked out from arithmetic.
        problem: why it cannot be understood; "" if it can.
    """

    raw: str
    worked: bool = False
    problem: str = ""


def typed(text: str, kind: Kind, rounding: Rounding, names: dict[str, str]) -> Typed:
    """Return the number that a text stands for; arithmetic is rounded to the digits asked for.

    Args:
        text: such as `0.3775` or `0.15*0.05 + 0.2*0.1 + 0.35`.
        kind: of the quantity that is asked for.
        rounding: the digits that are asked for.
        names: quantities that may stand in it, with their numbers.

    >>> from bpcalc.maths.rounding import Digits
    >>> typed("1/(1+e^-0.3775)", "out", Rounding(Digits(4)), {}).raw
    '0.5933'
    """
    text = text.strip().removeprefix("=").lstrip()
    cell = read_cell(_COMMA.sub(".", text))
    if cell.value is not None and not _FRACTION.fullmatch(text):
        return Typed(text)
    known: dict[str, Expr] = {name: Number(number) for name, number in names.items()}
    try:
        formula = parsed(text, known)
    except FormulaError as error:
        return Typed(text, problem=error.says)
    with localcontext(EXACT):
        value = CorrectValues(SPARE_DIGITS).value(formula, SPARE_DIGITS)
    if not value.is_finite():
        return Typed(text, problem=cell.notes[0] if cell.notes else text)
    digits = rounding.asked(kind, value) or Digits(6, significant=True)
    raw = Rounding(digits).shown(kind, value)
    notes = read_cell(raw).notes
    return Typed(raw, worked=True, problem=notes[0] if read_cell(raw).value is None else "")
