"""Earlier numbers rounded to fewer digits than are written of a number itself."""

from collections.abc import Collection, Iterator

from bpcalc.checking.cells import Cell
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marking_rule import touches
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.rounding import Digits

EARLY = (*(Digits(n) for n in (1, 2, 3, 4)), *(Digits(n, significant=True) for n in (2, 3, 4)))

FEWEST = 2
"""A number of a single digit does not show how those before it were rounded."""

FAR_MORE = 4
"""So many digits more than were kept of a single number before leave no room for coincidence."""


def rounded_early(
    judged: SheetJudgement, key: Key, cell: Cell, siblings: Collection[Key] = ()
) -> bool:
    """Return whether a cell is right for earlier numbers with fewer digits than are written.

    These are all the written ones; or, where the cell has many more digits, any one of them, or of
    the factors of a delta, which are seldom written.

    Args:
        judged: the sheet.
        key: the quantity.
        cell: what was written.
        siblings: right numbers that are worked alike; that they were worked with all digits speaks
            against it.
    """
    return any(
        _explains(judged, key, cell, digits)
        and not any(_contradicts(judged, other, digits) for other in siblings)
        for digits in EARLY
    )


def _explains(judged: SheetJudgement, key: Key, cell: Cell, digits: Digits) -> bool:
    """Return whether earlier numbers with so many digits give a number."""
    if cell.digits < FEWEST:
        return False
    parents = judged.scheme.parents.get(key, ())
    written = _written(judged, key)
    groups = [written] if written else []
    if cell.digits - digits.count >= FAR_MORE:
        groups += [[one] for one in parents if one in written or one.kind in FACTOR_KINDS]
    return any(_gives(judged, key, cell, one) for one in _rounded(judged, groups, digits))


def _contradicts(judged: SheetJudgement, key: Key, digits: Digits) -> bool:
    """Return whether a right number would have been another if those before it were rounded so."""
    rounded = _rounded(judged, [_written(judged, key)], digits)
    return any(not _gives(judged, key, judged.cells[key], one) for one in rounded)


def _written(judged: SheetJudgement, key: Key) -> list[Key]:
    """Return the numbers that are written of those in a line."""
    return [one for one in judged.scheme.parents.get(key, ()) if one in judged.world.written]


def _gives(judged: SheetJudgement, key: Key, cell: Cell, changed: dict[Key, AffineNumber]) -> bool:
    """Return whether a number follows from others than are written."""
    own = judged.suppositions.of(changed).own(key)
    return cell.value is not None and touches(cell.value, cell.half, own)


def _rounded(
    judged: SheetJudgement, groups: list[list[Key]], digits: Digits
) -> Iterator[dict[Key, AffineNumber]]:
    """Yield the numbers of each group, rounded, where that makes a difference."""
    for group in groups:
        boxes = {key: judged.world.seen(key) for key in group}
        if not all(box.known for box in boxes.values()):
            continue
        rounded = {key: AffineNumber(digits.round(box.centre)) for key, box in boxes.items()}
        same = all(box.centre == boxes[key].centre for key, box in rounded.items())
        if not same and all(box.centre for box in rounded.values()):
            yield rounded
