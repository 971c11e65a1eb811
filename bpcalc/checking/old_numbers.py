"""Old numbers handed in as new ones: digits that tell them from numbers that are rounded.

A bias of 0.1 that an update brings to 0.09956 is 0.1, rounded. But where the other new weights and
biases have six digits, and 0.1 is, digit for digit, what the bias was before, it is that: who had
worked it out would have written 0.09956, too. It then counts as if it had the digits of the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bpcalc.checking.cells import Cell, half_unit
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marking_rule import asked_exponent, touches
from bpcalc.maths.expr import Number
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import LEARNT_KINDS, NEW_KINDS

MORE_DIGITS = 2
"""So many places the others have at least beyond an old number."""

MIN_OTHERS = 2
"""So many others show to how many digits new numbers are written."""

MOST_DIGITS = 6
"""No more digits are taken for meant: in further ones, the rounding of programs shows."""

BIAS_STEPS: frozenset[Kind] = frozenset({"bias_gradient", "bias_change"})
"""What is worked out on the way to a new bias."""


def with_old_numbers(
    judged: SheetJudgement, cells: Mapping[Key, Cell]
) -> tuple[SheetJudgement, Mapping[Key, Cell]]:
    """Return a sheet on which old numbers are told from rounded ones.

    Args:
        judged: the sheet as it stands.
        cells: what was written.
    """
    old, others = _told_apart(judged, cells)
    if not old or len(others) < MIN_OTHERS:
        return judged, cells
    place, digits = _digits(others)
    place = max([place, *_places_of_steps(judged, cells)])
    found = {}
    for key in old:
        cell = cells[key]
        asked = judged.digits(key)
        least = place
        if asked is not None:
            least = max(place, asked_exponent(asked, judged.scheme.values[key]))
        meant = _to_the_digits(cell, least, digits)
        if meant is not None and not _is_right(judged, key, meant):
            found[key] = meant
    if not found:
        return judged, cells
    cells = {**cells, **found}
    return SheetJudgement(judged.scheme, cells, judged.options, judged.precision), cells


def _told_apart(judged: SheetJudgement, cells: Mapping[Key, Cell]) -> tuple[list[Key], list[Cell]]:
    """Return the new numbers that are the old ones, and the others that show their digits.

    What is worked out and ends by itself, as 0.15 does, shows nothing.
    """
    scheme = judged.scheme
    old: list[Key] = []
    others: list[Cell] = []
    for key, cell in cells.items():
        if key.kind not in NEW_KINDS or key not in scheme.formulas or cell.exponent is None:
            continue
        if cell.value is None or not cell.value:  # a 0 has a rule of its own
            continue
        before, last = _before(scheme.formulas[key].refs(), judged, cells)
        if cell.value == before and cell.exponent >= last:
            old.append(key)
        elif cell.value != scheme.values[key]:
            others.append(cell)
    return old, others


def _before(
    parts: Iterable[Key], judged: SheetJudgement, cells: Mapping[Key, Cell]
) -> tuple[Decimal | None, int]:
    """Return the old number of a line with these parts, as it is written or given, and its place.

    The place is the power of ten of its last digit.
    """
    key = next((part for part in parts if part.kind in LEARNT_KINDS), None)
    cell = cells.get(key) if key else None
    if cell is not None and cell.value is not None:
        return cell.value, 0 if cell.exponent is None else cell.exponent
    formula = judged.scheme.formulas.get(key) if key else None
    if not isinstance(formula, Number):
        return None, 0
    last = formula.value.as_tuple().exponent
    return formula.value, last if isinstance(last, int) else 0


def _digits(others: Iterable[Cell]) -> tuple[int, int]:
    """Return the power of ten of the last digit, and the digits, that all of these have.

    Programs leave zeros at the end out, and digits are counted by places or by significant ones.
    """
    cells = list(others)
    place = max(cell.exponent for cell in cells if cell.exponent is not None)
    return max(place, -MOST_DIGITS), min(MOST_DIGITS, *(cell.digits for cell in cells))


def _places_of_steps(judged: SheetJudgement, cells: Mapping[Key, Cell]) -> list[int]:
    """Return the powers of ten of the last digits of the gradients and changes of biases.

    Who writes few decimals there may write as few of the biases themselves.
    """
    scheme = judged.scheme
    return [
        cell.exponent
        for key, cell in cells.items()
        if key.kind in BIAS_STEPS and cell.value and cell.exponent is not None
        if key not in scheme.values or cell.value != scheme.values[key]
    ]


def _to_the_digits(cell: Cell, place: int, digits: int) -> Cell | None:
    """Return an old number with as many digits as others have; None if they have hardly more."""
    assert cell.value is not None
    assert cell.exponent is not None
    last = max(place, cell.value.adjusted() - digits + 1)
    if last > cell.exponent - MORE_DIGITS:
        return None
    return replace(cell, exponent=last, loose=last, digits=cell.digits + cell.exponent - last)


def _is_right(judged: SheetJudgement, key: Key, meant: Cell) -> bool:
    """Return whether an old number is the right new one all the same, with all these digits."""
    assert meant.value is not None
    assert meant.exponent is not None
    right = judged.judged[key].own, AffineNumber(judged.scheme.values[key])
    half = half_unit(meant.exponent)
    return any(touches(meant.value, half, box) for box in right)
