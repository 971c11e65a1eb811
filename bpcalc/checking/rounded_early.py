"""Earlier numbers rounded to fewer digits than are written of a number itself."""

from bpcalc.checking.cells import Cell
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marking_rule import touches
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

EARLY = (*(Digits(n) for n in (2, 3, 4)), *(Digits(n, significant=True) for n in (2, 3, 4)))


def rounded_early(judged: SheetJudgement, key: Key, cell: Cell) -> bool:
    """Return whether a cell is right for earlier numbers with fewer digits than are written."""
    scheme, world = judged.scheme, judged.world
    parents = [parent for parent in scheme.parents.get(key, ()) if parent in world.written]
    if not parents or cell.value is None:
        return False
    for digits in EARLY:
        rounded = {
            parent: AffineNumber(digits.round(world.written[parent].centre)) for parent in parents
        }
        same = all(box.centre == world.written[parent].centre for parent, box in rounded.items())
        if same or any(not box.centre for box in rounded.values()):
            continue
        if touches(cell.value, cell.half, world.supposing(rounded, scheme.fixed).own(key)):
            return True
    return False
