"""The numbers of one student in the place of the key's, for the lines that a marked sheet shows."""

from collections.abc import Mapping
from decimal import Decimal

from bpcalc.calc.lines import Calculation, Line
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import UNICODE, CharacterSet
from bpcalc.solution import Solution, as_number


class StudentSolution(Solution):
    """A worked solution whose numbers are those of a student, as far as there are any.

    It reads lines of the scheme by which the student is marked: the very trees that have given
    the values.
    """

    def __init__(
        self,
        calculation: Calculation,
        own: Mapping[Key, str],
        characters: CharacterSet = UNICODE,
        results: Mapping[Key, str] | None = None,
    ) -> None:
        """Read the lines of a calculation in these numbers, as they are to be printed.

        Args:
            calculation: the lines.
            own: the student's numbers, as they are put in.
            characters: in which formulas are written.
            results: what lines come to in these numbers, where that is not what is put in.
        """
        super().__init__(calculation, characters)
        self._own = own
        self._results = {**own, **(results or {})}

    def in_characters(self, characters: CharacterSet) -> Solution:
        """Return the same solution, written with the signs of another `CharacterSet`."""
        return StudentSolution(self.calculation, self._own, characters, self._results)

    def shown(self, line: Line) -> str:
        """Return the student's number, or the key's where there is none."""
        return self._results.get(line.key) or super().shown(line)

    def printed(self, line: Line) -> Decimal:
        """Return the student's number, or the key's to the digits in which it is printed."""
        own = self._results.get(line.key)
        return as_number(own).value if own else super().printed(line)

    def put_in(self, key: Key) -> str:
        """Return the student's number, or the key's where there is none."""
        return self._own.get(key) or super().put_in(key)
