"""What rounding explains on one sheet: numbers that are a unit or two off, and no mistakes."""

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import enough_digits
from bpcalc.checking.on_the_way import Digitwise, rounded_on_the_way, rounded_twice
from bpcalc.checking.replayed import replayed
from bpcalc.checking.verdicts import Options
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key

MIN_CUT = 2
"""Numbers cut off after which those may have been, too, that are not written."""


class ByRounding:
    """Tells which numbers of a sheet rounding explains."""

    def __init__(
        self,
        scheme: AnswerKey,
        world: StudentValues,
        options: Options,
        digitwise: Digitwise,
    ) -> None:
        """Begin.

        Args:
            scheme: the right lines.
            world: the student's numbers, as far as they are judged.
            options: what is asked, and whether digits may be cut off.
            digitwise: what the numbers show of the digits in which they were worked.
        """
        self._scheme, self._world, self._digitwise = scheme, world, digitwise
        self._cut_off, rounding = options.cut_off, options.rounding
        # Somebody may as well keep to the decimals of the exercise where more are asked for.
        self._ways = (rounding, rounding.as_given()) if rounding.kept else (rounding,)

    def note(self, key: Key, cell: Cell, own: AffineNumber, times_cut: int) -> str:
        """Return the note on a number that rounding explains, "" if it does not.

        Args:
            key: the quantity.
            cell: the number.
            own: what would be right.
            times_cut: how many numbers before it were cut off.
        """
        line = self._scheme.formulas[key]
        for number, each in enumerate(self._ways):
            asked = each.asked(key.kind, self._scheme.values.get(key))
            if not enough_digits(cell, asked):
                continue
            plain = asked if asked and not asked.significant else None
            if number and plain and cell.decimals > plain.count:
                continue  # nobody keeps fewer decimals on the way than in what comes of it
            if rounded_twice(cell, own):
                return "twice"
            shown = self._digitwise.of(key.kind, bool(times_cut))
            place = cell, line, self._world, each.asked
            cut = self._cut_off or times_cut >= MIN_CUT
            if rounded_on_the_way(*place, cut, shown) or replayed(*place, shown):
                return "last_place"
        return ""
