"""The hidden sheet of a workbook that marks itself: the key, what follows from the answers, marks.

Every line is worked out twice: from the key, and from the numbers on the sheet of answers. Where an
answer is missing, or none is asked for, what follows for it from the numbers before it stands in
its place; so a mistake is followed through to the end.

An answer is right if it agrees with the key to the digits asked for, which is half a unit of the
last one; further digits do no harm. Whoever carries rounded numbers, as on paper, drifts away from
the key: what follows from the numbers before is right as well, if there is no mistake among them.
If there is one, it follows from the student's own. Whoever then carries more digits than they write
may lie two units off.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits
from bpcalc.report.sheet import USUAL
from bpcalc.report.workbook.book import Book, Cell, Column, Formula, Page, Text
from bpcalc.report.workbook.formulas import FormulaWriter
from bpcalc.report.workbook.givens import sheet_name
from bpcalc.report.workbook.rounding import rounded, unit
from bpcalc.report.workbook.rows import checked, unrounded
from bpcalc.solution import Solution

KEY_WORKED, KEY, OWN_WORKED, OWN, USED, BEFORE, MISTAKE, MARK, KEY_UNIT, OWN_UNIT = range(1, 11)
"""Columns, counted from 0: a value by the key, and one by the answers, each before and after it is
rounded; the one that later lines use; whether there is a mistake among the numbers that the line
uses, and whether there is one now; how an answer compares; units of the last digit asked for."""

BLANK, NO_NUMBER, WRONG, FOLLOWS, RIGHT = range(5)
"""The marks."""

HALF, TWO = "0.5000001", "2.0000001"
"""Half a unit and two, with what binary numbers may be off."""

SOME = Digits(USUAL, significant=True)
"""What is expected where no digits are asked for."""


class KeySheet:
    """The hidden sheet of one workbook."""

    def __init__(
        self, book: Book, solution: Solution, lines: Sequence[Line], givens: Mapping[Key, str]
    ) -> None:
        """Prepare for these lines.

        Args:
            book: the workbook.
            solution: which spells and rounds the lines.
            lines: all that are worked out, or asked for; in order of working.
            givens: the names of the cells in which the given quantities stand.
        """
        headings = (
            *(say("quantity"), say("key, before rounding"), say("key")),
            *(say("own, before rounding"), say("own"), say("used")),
            *(say("mistake before"), say("mistake"), say("mark")),
            *(say("unit of the key"), say("unit of the own")),
        )
        columns = [Column(heading, 12, 40) for heading in headings]
        self._page: Page = book.page(sheet_name(say("Key")), columns)
        self._page.heading()
        self._page.sheet.very_hidden()
        self._solution = solution
        self._rounding = solution.exercise.rounding
        self._lines = lines
        self._rows = {line.key: row for row, line in enumerate(lines, start=self._page.row)}
        self._givens = givens
        self._by_key = FormulaWriter(lambda key: self._leaf(KEY, key))
        self._by_answers = FormulaWriter(lambda key: self._leaf(USED, key))
        self._exact = unrounded(solution.calculation)

    def cell(self, column: int, key: Key) -> str:
        """Return the cell of a quantity, as formulas on other sheets name it."""
        return self._page.reference(column, self._rows[key])

    def marks(self) -> str:
        """Return the cells of all marks, as formulas on other sheets name them."""
        last = self._page.reference(MARK, max(len(self._lines), 1))
        return f"{self._page.reference(MARK, 1)}:{last.rpartition('!')[2]}"

    def digits(self, key: Key) -> Digits:
        """Return the digits that are asked of a quantity."""
        return self._rounding.asked(key.kind) or SOME

    def write(self, answers: Mapping[Key, str], filled: bool) -> None:
        """Write the sheet.

        Args:
            answers: the cells of the answers that are asked for.
            filled: whether the answers of the key stand there.
        """
        for line in self._lines:
            answer = answers.get(line.key)
            compared = self._compared(line, answer, filled) if answer else self._followed(line)
            self._page.add(*self._worked(line), *compared)

    def _worked(self, line: Line) -> list[Cell]:
        """Return the name of a line and its values by the key and by the answers."""
        symbol = self._solution.symbol(line)
        cells: list[Cell] = [Text(self._solution.spelling.full(line.key), "name")]
        for column, writer in ((KEY_WORKED, self._by_key), (OWN_WORKED, self._by_answers)):
            given = self._givens.get(line.key)
            formula = given or checked(writer.write(line.formula), symbol)
            worked = line.value if given else self._exact(line)
            cells.append(Formula(formula, float(worked)))
            cells.append(Formula(self._carried(line, self._here(column, line)), float(line.value)))
        return cells

    def _carried(self, line: Line, worked: str) -> str:
        """Return the formula for a value as later lines use it."""
        digits = self._rounding.asked(line.key.kind)
        if self._rounding.carry == "exact" or digits is None or line.key in self._givens:
            return worked
        return rounded(worked, digits, self._rounding.ties)

    def _followed(self, line: Line) -> list[Cell]:
        """Return how a line that is not asked for passes on what comes before it."""
        return [
            Formula(self._here(OWN, line), float(line.value)),
            Formula(self._mistake_before(line), 0.0),
            Formula(self._here(BEFORE, line), 0.0),
        ]

    def _compared(self, line: Line, answer: str, filled: bool) -> list[Cell]:
        """Return what later lines use of an answer, and how it compares."""
        own, before, mark = (self._here(column, line) for column in (OWN, BEFORE, MARK))
        digits = self.digits(line.key)
        value = Decimal(self._solution.shown(line)) if filled else line.value
        one = _unit(line.value, digits)
        return [
            Formula(f"IF(ISNUMBER({answer}),{answer},{own})", float(value)),
            Formula(self._mistake_before(line), 0.0),
            Formula(f"IF({mark}={RIGHT},0,IF({mark}={WRONG},1,{before}))", 0.0),
            Formula(self._mark(line, answer), float(RIGHT if filled else BLANK)),
            Formula(unit(self._here(KEY, line), digits), one),
            Formula(unit(own, digits), one),
        ]

    def _mistake_before(self, line: Line) -> str:
        """Return the formula for whether there is a mistake in what a line uses: 1 or 0."""
        used = dict.fromkeys(key for key in line.formula.refs() if key in self._rows)
        found = "+".join(self._leaf(MISTAKE, key) for key in used)
        return checked(f"IF({found}>0,1,0)", self._solution.symbol(line)) if found else "0"

    def _mark(self, line: Line, answer: str) -> str:
        """Return the formula for the mark of an answer."""
        before = f"{self._here(BEFORE, line)}=1"
        right = self._within(HALF, line, answer, KEY, KEY_UNIT)
        follows = self._within(HALF, line, answer, OWN, OWN_UNIT)
        nearly = self._within(TWO, line, answer, OWN, OWN_UNIT)
        after_a_mistake = f"IF({nearly},{FOLLOWS},{WRONG})"
        without = f"IF({follows},{RIGHT},{WRONG})"
        number = f"IF({right},{RIGHT},IF({before},{after_a_mistake},{without}))"
        return f"IF(ISBLANK({answer}),{BLANK},IF(ISNUMBER({answer}),{number},{NO_NUMBER}))"

    def _within(self, units: str, line: Line, answer: str, column: int, unit_column: int) -> str:
        """Return the condition that an answer lies within so many units of a value.

        It is false where the value is none, as after the logarithm of a negative number.
        """
        value, one = self._here(column, line), self._here(unit_column, line)
        return f"IFERROR(ABS({answer}-{value})<={units}*{one},FALSE)"

    def _here(self, column: int, line: Line) -> str:
        return self._page.address(column, self._rows[line.key])

    def _leaf(self, column: int, key: Key) -> str:
        row = self._rows.get(key)
        return self._givens[key] if row is None else self._page.address(column, row)


def _unit(value: Decimal, digits: Digits) -> float:
    size = value.adjusted() if digits.significant and value else 0
    return float(Decimal(1).scaleb(size - digits.count + digits.significant))
