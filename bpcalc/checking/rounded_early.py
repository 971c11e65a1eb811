"""Earlier numbers rounded to fewer digits than are written of a number itself."""

from collections.abc import Iterator

from bpcalc.checking.cells import Cell
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marking_rule import touches
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.rounding import Digits

EARLY = (*(Digits(n) for n in (2, 3, 4)), *(Digits(n, significant=True) for n in (2, 3, 4)))

FAR_MORE = 4
"""So many digits more than were kept of a single number before leave no room for coincidence."""


def rounded_early(judged: SheetJudgement, key: Key, cell: Cell) -> bool:
    """Return whether a cell is right for earlier numbers with fewer digits than are written.

    These are all the written ones; or, where the cell has many more digits, any one of them, or of
    the factors of a delta, which are seldom written.
    """
    world, fixed = judged.world, judged.scheme.fixed
    parents = judged.scheme.parents.get(key, ())
    written = [parent for parent in parents if parent in world.written]
    if cell.value is None:
        return False
    for digits in EARLY:
        groups = [written] if written else []
        if cell.digits - digits.count >= FAR_MORE:
            groups += [[one] for one in parents if one in written or one.kind in FACTOR_KINDS]
        for rounded in _rounded(judged, groups, digits):
            if touches(cell.value, cell.half, world.supposing(rounded, fixed).own(key)):
                return True
    return False


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
