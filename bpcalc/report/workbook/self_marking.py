"""The hidden sheet of a workbook that marks itself: the key, what follows from the answers, marks.

Every line is worked out twice: from the key, and from the numbers on the sheet of answers. Where an
answer is missing, or none is asked for, what follows for it from the numbers before it stands in
its place; so a mistake is followed through to the end.

How an answer compares is the rule of marking (`rule_cells`). Whoever goes on with the numbers that
they have written, or with more digits than these, drifts away from the key: what follows from the
numbers before is right as well, if there is no mistake among them.
If there is one, it follows from the student's own. How far it may lie off is worked out with
every line: a number on the sheet stands for all that are written so (`leeway`).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpcalc.calc.lines import Line
from bpcalc.checking.marking_rule import digits_compared
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
from bpcalc.report.workbook.rule_cells import (
    BLANK,
    CUT,
    DUST,
    FITS,
    NO_NUMBER,
    RIGHT,
    SHORT,
    WRONG,
    agreement,
    coarser,
    mark_formula,
    reach,
    written_unit,
)
from bpcalc.solution import Solution

KEY_WORKED, KEY, OWN, OFF, USED, USED_OFF, BEFORE, MISTAKE, MARK = range(1, 10)
OWN_UNIT, USED_UNIT, EXACT, WRITTEN_UNIT, KEY_FIT, OWN_FIT = range(10, 16)
"""Columns, counted from 0: a value by the key, before and after it is rounded; one by the
answers, and how far it may lie off; the one that later lines use, and how far that may lie off;
whether there is a mistake among the numbers that the line uses, and whether there is one now; how
an answer compares; units of the last digit asked for in two of these values; whether what is used
is exact, as all is that it follows from; the unit of the last digit written; how an answer agrees
with the key, and with what follows from the answers."""


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
            *(say("last digit of the own"), say("last digit of the used"), say("exact")),
            *(say("last digit written"), say("agrees with the key"), say("agrees with the own")),
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
        self._exact: set[Key] = set()
        self._cut = self._rounding.ties == "down"
        self._half = reach("cut" if self._cut else "good")

    def cell(self, column: int, key: Key) -> str:
        """Return the cell of a quantity, as formulas on other sheets name it."""
        return self._page.reference(column, self._rows[key])

    def marks(self) -> str:
        """Return the cells of all marks, as formulas on other sheets name them."""
        last = self._page.reference(MARK, max(len(self._lines), 1))
        return f"{self._page.reference(MARK, 1)}:{last.rpartition('!')[2]}"

    def digits(self, key: Key) -> Digits:
        """Return the digits that are asked of a quantity."""
        return digits_compared(self._rounding, key.kind, self._solution[key].value)

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
        digits = self._rounding.stored(line.key.kind)
        if digits is None or line.key in self._givens:
            return worked
        return rounded(worked, digits, self._rounding.ties)

    def _followed(self, line: Line) -> list[Cell]:
        """Return how a line that is not asked for passes on what comes before it.

        Nobody knows whether the student has rounded this one.
        """
        off, own_unit = self._here(OFF, line), self._here(OWN_UNIT, line)
        given = line.key in self._givens
        own = self._here(OWN, line)
        exact = self._exactly(line, f"ROUND({own}/{own_unit},0)*{own_unit}", line.value)
        if not given:
            self._move(line, self._off[line.key])
        rough = f"IF({self._here(EXACT, line)}=1,0,{off}+{self._half:.9g}*{own_unit})"
        return [
            Formula(own, float(line.value)),
            Formula(off if given else rough, self._off[line.key]),
            Formula(self._mistake_before(line), 0.0),
            Formula(self._here(BEFORE, line), 0.0),
            Text(""),
            *self._units(line),
            exact,
        ]

    def _compared(self, line: Line, answer: str, filled: bool) -> list[Cell]:
        """Return what later lines use of an answer, and how it compares."""
        own, before, mark = (self._here(column, line) for column in (OWN, BEFORE, MARK))
        value = Decimal(self._solution.shown(line)) if filled else line.value
        off, one = self._here(OFF, line), self._here(USED_UNIT, line)
        here = f"ISNUMBER({answer})"
        reached = f"IF({mark}={CUT},{reach('cut'):.9g},{self._half:.9g})*{one}"
        exact = self._exactly(line, self._here(USED, line), value)
        self._move(line, 0.0 if filled else self._off[line.key])
        off = f"IF({self._here(EXACT, line)}=1,0,IF({here},{reached},{off}+{self._half:.9g}*{one}))"
        return [
            Formula(f"IF({here},{answer},{own})", float(value)),
            Formula(off, self._off[line.key]),
            Formula(self._mistake_before(line), 0.0),
            Formula(f"IF({mark}>={SHORT},0,IF({mark}={WRONG},1,{before}))", 0.0),
            Formula(self._mark(line, answer), float(RIGHT if filled else BLANK)),
            *self._units(line),
            exact,
            *self._agreements(line, value),
        ]

    def _exactly(self, line: Line, used: str, now: Decimal) -> Formula:
        """Return the formula for whether what is used is exact, as all is that it follows from.

        Args:
            line: the line.
            used: the number that is used, to the digits asked for if none is written.
            now: this number as it is now.
        """
        parents = dict.fromkeys(key for key in line.formula.refs() if key in self._rows)
        worked = self._here(KEY_WORKED, line)
        equal = f"IFERROR(ABS({used}-{worked})<={DUST},{worked}=0)"
        if self._exact.issuperset(parents) and self._is_exact(line, now):
            self._exact.add(line.key)
        exact = "+".join(self._leaf(EXACT, key) for key in parents)
        both = f"AND({exact}={len(parents)},{equal})" if exact else equal
        formula = checked(f"IF({both},1,0)", self._solution.symbol(line))
        return Formula(formula, float(line.key in self._exact))

    def _is_exact(self, line: Line, now: Decimal) -> bool:
        worked = line.value if line.key in self._givens else self._value(line.formula)
        return now == worked == self.digits(line.key).round(worked)

    def _move(self, line: Line, before: float) -> None:
        """Keep how far what is used may lie off now."""
        half = self._half * _unit(line.value, self.digits(line.key))
        self._off[line.key] = 0.0 if line.key in self._exact else before + half

    def _units(self, line: Line) -> list[Cell]:
        """Return the units of the last digit asked for: by the answers, and in what is used."""
        digits = self.digits(line.key)
        now = _unit(line.value, digits)
        return [Formula(unit(self._here(column, line), digits), now) for column in (OWN, USED)]

    def _agreements(self, line: Line, value: Decimal) -> list[Cell]:
        """Return the unit of the last digit written, and how the answer agrees."""
        digits = self.digits(line.key)
        answer, one, written = (
            self._here(column, line) for column in (USED, USED_UNIT, WRITTEN_UNIT)
        )
        against = ((KEY, ""), (OWN, f"{self._here(OFF, line)}+"))
        good = float(FITS.index("good"))
        return [
            Formula(written_unit(answer, one, digits), _written_unit(value, digits)),
            *(
                Formula(
                    agreement(
                        answer, self._here(column, line), one, written, digits, off, self._cut
                    ),
                    good,
                )
                for column, off in against
            ),
        ]

    def _mistake_before(self, line: Line) -> str:
        """Return the formula for whether there is a mistake in what a line uses: 1 or 0."""
        used = dict.fromkeys(key for key in line.formula.refs() if key in self._rows)
        found = "+".join(self._leaf(MISTAKE, key) for key in used)
        return checked(f"IF({found}>0,1,0)", self._solution.symbol(line)) if found else "0"

    def _mark(self, line: Line, answer: str) -> str:
        """Return the formula for the mark of an answer."""
        number = mark_formula(*(self._here(column, line) for column in (OWN_FIT, KEY_FIT, BEFORE)))
        return f"IF(ISBLANK({answer}),{BLANK},IF(ISNUMBER({answer}),{number},{NO_NUMBER}))"

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


def _written_unit(value: Decimal, digits: Digits) -> float:
    """Return one unit in the last digit of an answer, as `written_unit` has it."""
    one = Decimal(str(_unit(value, digits)))
    return float(next((n * one for n in coarser(digits) if value and not value % (n * one)), one))
