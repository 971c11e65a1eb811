"""The pages of an exercise that compute and mark, from Python."""

from typing import TYPE_CHECKING

from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.locale import say

if TYPE_CHECKING:  # a program that writes no page needs none of the reports
    from bpcalc.calc.lines import Calculation


class WithPages:
    """What has a calculation, and with it the pages of its exercise.

    Attributes:
        calculation: the calculation.
    """

    calculation: "Calculation"

    def live_page(self) -> str:
        """Return the page on which every given number can be changed, as `step --live` writes it.

        Raises:
            MissingExtra: jinja2 is not installed.
            BpcalcError: quantities in the middle of the calculation are given.
        """
        from bpcalc.calc.calculate import calculate
        from bpcalc.report.formats import find
        from bpcalc.solution import Solution

        find("html").check_needs()
        exercise = self.calculation.exercise
        refuse_given(exercise, say("a live page"))
        from bpcalc.report.live.page import live_page  # takes jinja2, which not everyone has

        return live_page(Solution(calculate(exercise)))

    def practice_page(self, *, exam: bool = False) -> str:
        """Return the page to practise on, as `sheet -o practice.html` writes it.

        Args:
            exam: a page without a key, which only collects.

        Raises:
            MissingExtra: jinja2 is not installed.
            BpcalcError: quantities in the middle of the calculation are given.

        >>> import bpcalc
        >>> page = bpcalc.solve("mazur").practice_page(exam=True)
        >>> "0.3775" in page
        False
        """
        from bpcalc.calc.calculate import calculate
        from bpcalc.checking.marker import Marker
        from bpcalc.checking.marking_rule import asking
        from bpcalc.report.sheet import MarkedBy, Sheet
        from bpcalc.report.sheets import SHEET_FOLDER

        chosen = SHEET_FOLDER.find("html")
        chosen.check_needs()
        exercise, epochs = self.calculation.exercise, self.calculation.epochs
        refuse_given(exercise, say("a page to practise on"))
        marker = Marker(exercise, epochs)
        by = MarkedBy(marker, "bpcalc check EXERCISE", at_once=not exam)
        calculation = calculate(asking(exercise, told=False), epochs)
        written = chosen.write(Sheet(calculation, marker.asked, filled=False, marked_by=by))
        return written if isinstance(written, str) else written.decode()
