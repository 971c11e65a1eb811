"""The hidden sheet of a workbook that marks itself: the key, what follows from the answers, marks.

Every line is worked out twice: from the key, and from the numbers on the sheet of answers. Where an
answer is missing, or none is asked for, what follows for it from the numbers before it stands in
its place; so a mistake is followed through to the end.

An answer is right if it agrees with the key to the digits asked for, which is half a unit of the
last one; further digits do no harm, and with one or two fewer it is right but for its digits.
Whoever goes on with the numbers that they have written, or with more digits than these, drifts away
from the key: what follows from the numbers before is right as well, if there is no mistake among
them. If there is one, it follows from the student's own. How far it may lie off is worked out with
every line: a number on the sheet stands for all that are written so (`leeway`).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpcalc.calc.lines import Line
from bpcalc.checking.marking_rule import digits_asked, digits_compared
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits
from bpcalc.report.workbook.book import Book, Cell, Formula, SheetColumn, SheetPage, Text
from bpcalc.report.workbook.error_bounds import NONE, Leeway, LeewayWriter
from bpcalc.report.workbook.formulas import FormulaWriter
from bpcalc.report.workbook.givens import sheet_name
from bpcalc.report.workbook.rounding import rounded, unit
from bpcalc.report.workbook.rows import MAX_FORMULA_LENGTH, checked
from bpcalc.solution import Solution

KEY_WORKED, KEY, OWN, OFF, USED, USED_OFF, BEFORE, MISTAKE, MARK = range(1, 10)
KEY_UNIT, OWN_UNIT, USED_UNIT = range(10, 13)
"""Columns, counted from 0: a value by the key, before and after it is rounded; one by the answers,
and how far it may lie off; the one that later lines use, and how far that may lie off; whether
there is a mistake among the numbers that the line uses, and whether there is one now; how an answer
compares; units of the last digit asked for in three of these values."""

BLANK, NO_NUMBER, WRONG, FOLLOWS, SHORT, RIGHT = range(6)
"""The marks; `SHORT` is right but for too few digits."""

HALF, WHOLE = 0.5000001, 1.0000001
"""Half a unit, and a whole one where digits are cut off, with what binary numbers may be off."""

DUST = "1E-15"
"""What is left in binary numbers of a sum that is 0."""

FEWER = (10, 100)
"""Units of an answer that has one digit less than is asked for, or two; but never less than two
digits at all."""


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
            *(say("own"), say("leeway"), say("used"), say("leeway")),
            *(say("mistake before"), say("mistake"), say("mark")),
            *(say("unit of the key"), say("unit of the own"), say("unit of the used")),
        )
        columns = [SheetColumn(heading, 12, 40) for heading in headings]
        self._page: SheetPage = book.page(sheet_name(say("Key")), columns)
        self._page.heading()
        self._page.sheet.very_hidden()
        self._solution = solution
        self._rounding = solution.exercise.rounding
        self._lines = lines
        self._rows = {line.key: row for row, line in enumerate(lines, start=self._page.row)}
        self._givens = givens
        self._by_key = FormulaWriter(lambda key: self._leaf(KEY, key))
        self._by_answers = FormulaWriter(lambda key: self._leaf(USED, key))
        self._value = solution.calculation.value_of
        self._leeways = LeewayWriter(lambda key: self._leaf(USED, key), self._used_off, self._now)
        self._off: dict[Key, float] = {}
        self._half = WHOLE if self._rounding.ties == "down" else HALF

    def cell(self, column: int, key: Key) -> str:
        """Return the cell of a quantity, as formulas on other sheets name it."""
        return self._page.reference(column, self._rows[key])

    def marks(self) -> str:
        """Return the cells of all marks, as formulas on other sheets name them."""
        last = self._page.reference(MARK, max(len(self._lines), 1))
        return f"{self._page.reference(MARK, 1)}:{last.rpartition('!')[2]}"

    def digits(self, key: Key) -> Digits:
        """Return the digits that are asked of a quantity."""
        return digits_compared(self._rounding, key.kind)

    def write(self, answers: Mapping[Key, str], filled: bool) -> None:
        """Write the sheet.

        Args:
            answers: the cells of the answers that are asked for.
            filled: whether the answers of the key stand there.
        """
        for line in self._lines:
            worked = self._worked(line)
            answer = answers.get(line.key)
            compared = self._compared(line, answer, filled) if answer else self._followed(line)
            self._page.add(*worked, *compared)

    def _worked(self, line: Line) -> list[Cell]:
        """Return the name of a line, its value by the key, and what follows from the answers."""
        given = self._givens.get(line.key)
        key, own = (
            given or checked(writer.write(line.formula), self._solution.symbol(line))
            for writer in (self._by_key, self._by_answers)
        )
        worked = float(line.value if given else self._value(line.formula))
        off = self._leeways.write(line.formula)
        bound = f"IFERROR({off.formula},2*{self._here(OWN_UNIT, line)})" if off.formula else "0"
        if len(bound) >= MAX_FORMULA_LENGTH:
            bound = f"2*{self._here(OWN_UNIT, line)}"
        self._off[line.key] = off.now
        return [
            Text(self._solution.spelling.full(line.key), "name"),
            Formula(key, worked),
            Formula(self._carried(line, self._here(KEY_WORKED, line)), float(line.value)),
            Formula(own, worked),
            Formula(bound, off.now),
        ]

    def _carried(self, line: Line, worked: str) -> str:
        """Return the formula for a value as later lines use it."""
        digits = digits_asked(self._rounding, line.key.kind)
        if self._rounding.carry == "exact" or digits is None or line.key in self._givens:
            return worked
        return rounded(worked, digits, self._rounding.ties)

    def _followed(self, line: Line) -> list[Cell]:
        """Return how a line that is not asked for passes on what comes before it.

        Nobody knows whether the student has rounded this one.
        """
        off, own_unit = self._here(OFF, line), self._here(OWN_UNIT, line)
        given = line.key in self._givens
        if not given:
            self._off[line.key] += self._half * _unit(line.value, self.digits(line.key))
        return [
            Formula(self._here(OWN, line), float(line.value)),
            Formula(off if given else f"{off}+{self._half}*{own_unit}", self._off[line.key]),
            Formula(self._mistake_before(line), 0.0),
            Formula(self._here(BEFORE, line), 0.0),
            Text(""),
            *self._units(line),
        ]

    def _compared(self, line: Line, answer: str, filled: bool) -> list[Cell]:
        """Return what later lines use of an answer, and how it compares."""
        own, before, mark = (self._here(column, line) for column in (OWN, BEFORE, MARK))
        value = Decimal(self._solution.shown(line)) if filled else line.value
        off, one = self._here(OFF, line), self._here(USED_UNIT, line)
        here = f"ISNUMBER({answer})"
        short = f"IF({mark}={SHORT},{self._half * FEWER[-1]:.9g},{self._half})*{one}"
        now = self._half * _unit(line.value, self.digits(line.key))
        self._off[line.key] = now if filled else self._off[line.key] + now
        return [
            Formula(f"IF({here},{answer},{own})", float(value)),
            Formula(f"IF({here},{short},{off}+{self._half}*{one})", self._off[line.key]),
            Formula(self._mistake_before(line), 0.0),
            Formula(f"IF({mark}>={SHORT},0,IF({mark}={WRONG},1,{before}))", 0.0),
            Formula(self._mark(line, answer), float(RIGHT if filled else BLANK)),
            *self._units(line),
        ]

    def _units(self, line: Line) -> list[Cell]:
        """Return the units of the last digit asked for: in the key, and by the answers."""
        digits = self.digits(line.key)
        now = _unit(line.value, digits)
        columns = (KEY, OWN, USED)
        return [Formula(unit(self._here(column, line), digits), now) for column in columns]

    def _mistake_before(self, line: Line) -> str:
        """Return the formula for whether there is a mistake in what a line uses: 1 or 0."""
        used = dict.fromkeys(key for key in line.formula.refs() if key in self._rows)
        found = "+".join(self._leaf(MISTAKE, key) for key in used)
        return checked(f"IF({found}>0,1,0)", self._solution.symbol(line)) if found else "0"

    def _mark(self, line: Line, answer: str) -> str:
        """Return the formula for the mark of an answer.

        What has no value, as after the logarithm of a negative number, agrees with nothing; but
        nobody can say that an answer does not follow from it.
        """
        before = f"{self._here(BEFORE, line)}=1"
        right, short = self._agrees(line, KEY, self._here(KEY_UNIT, line))
        units = f"MAX({self._here(OWN_UNIT, line)},{self._here(USED_UNIT, line)})"
        own, short_own = self._agrees(line, OWN, units, f"{self._here(OFF, line)}+")
        unknown = f"AND({before},ISERROR({self._here(OWN, line)}))"
        after = f"IF({before},{FOLLOWS},"
        number = (
            f"IF({right},{RIGHT},IF({own},{after}{RIGHT}),"
            f"IF({short},{SHORT},IF({short_own},{after}{SHORT}),"
            f"IF({unknown},{FOLLOWS},{WRONG})))))"
        )
        return f"IF(ISBLANK({answer}),{BLANK},IF(ISNUMBER({answer}),{number},{NO_NUMBER}))"

    def _agrees(self, line: Line, column: int, one: str, off: str = "") -> tuple[str, str]:
        """Return the conditions that an answer agrees with a value, and that it does in part.

        It does so to fewer digits if it has fewer, and agrees with the value to these. `off` is how
        far the value itself may lie off, with a plus behind it.
        """
        answer, value = self._here(USED, line), self._here(column, line)
        away = f"ABS({answer}-{value})"
        fewer = ",".join(
            f"AND(ABS({value})>={10 * n}*{one},"
            f"ABS(ROUND({answer}/({n}*{one}),0)*{n}*{one}-{answer})<0.001*{one},"
            f"{away}<={off}{self._half * n:.9g}*{one})"
            for n in FEWER
        )
        whole = f"IFERROR({away}<={off}{self._half}*{one}+{DUST},FALSE)"
        return whole, f"IFERROR(OR({fewer}),FALSE)"

    def _used_off(self, key: Key) -> Leeway:
        """Return how far the value of a quantity that a line uses may lie off."""
        row = self._rows.get(key)
        if row is None or key in self._givens:
            return NONE
        return Leeway(self._page.address(USED_OFF, row), self._off[key])

    def _now(self, formula: Expr) -> float:
        return float(self._value(formula))

    def _here(self, column: int, line: Line) -> str:
        return self._page.address(column, self._rows[line.key])

    def _leaf(self, column: int, key: Key) -> str:
        row = self._rows.get(key)
        return self._givens[key] if row is None else self._page.address(column, row)


def _unit(value: Decimal, digits: Digits) -> float:
    if digits.significant and not value:
        return 0.0
    size = value.adjusted() if digits.significant else 0
    return float(Decimal(1).scaleb(size - digits.count + digits.significant))
