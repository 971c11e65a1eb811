"""A sheet of answers as a workbook that marks itself as it is filled in.

Students see the quantities that are asked for, a cell for each, and what is said of what they write
there, in colour and in words. What it is compared with stands on a hidden sheet (`key`).
"""

from decimal import Decimal

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.report.sheet import Sheet
from bpcalc.report.workbook.book import Book, Cell, Empty, Formula, SheetColumn, Text
from bpcalc.report.workbook.formulas import quoted
from bpcalc.report.workbook.givens import Givens, layer_style, sheet_name
from bpcalc.report.workbook.names import cell_names
from bpcalc.report.workbook.rounding import rounded, value_format
from bpcalc.report.workbook.rule_cells import BLANK, FOLLOWS, NO_NUMBER, RIGHT, SHORT, WRONG
from bpcalc.report.workbook.self_marking import KEY, MARK, KeySheet
from bpcalc.report.workbook.solution_workbook import needed

ANSWER, WORD = 2, 3
"""Columns of an answer and of what is said of it, counted from 0."""

GREEN, AMBER, RED = ("#0B5A1E", "#C6EFCE"), ("#7A4A00", "#FFE08A"), ("#9C0006", "#FFC7CE")
"""Colours of the text and of the cell of a mark."""

FORMULA_GAP = "¦"
"""Stands in a sentence where a formula goes."""


def workbook(sheet: Sheet) -> bytes:
    """Return a sheet of answers as the bytes of a workbook.

    Raises:
        OutputError: a formula is too long for a spreadsheet, or a given number too large.
    """
    return _Answers(sheet).bytes()


class _Answers:
    """The workbook of one sheet of answers."""

    def __init__(self, sheet: Sheet) -> None:
        solution = sheet.solution
        calculation = solution.calculation
        wanted = needed(calculation, sheet.keys)
        given = [line for line in calculation.stages[0].lines if line.key in wanted]
        worked = [line for stage in calculation.stages[1:] for line in stage.lines]
        compared = [line for line in given if line.key in sheet.keys]
        compared += [line for line in worked if line.key in wanted]
        answered = [line for line in worked if line.key in sheet.keys]
        self._sheet = sheet
        self._solution = solution
        self._title = solution.exercise.title or say("Answer sheet")
        self._words = (
            *("", say("not a number"), say("wrong")),
            *(say("follows from yours"), say("right, too few digits")),
            *(say("right, but digits are cut off"), say("right")),
        )
        self._names = cell_names(sheet.name, (line.key for line in (*given, *answered)))
        self._book = Book(self._title)
        self._page = self._book.page(sheet_name(say("Answer sheet")), _columns())
        self._givens = {line.key: self._names[line.key] for line in given}
        page = Givens(self._book, solution, self._names, "value")
        page.page.paragraph(say("What the exercise gives"), "title", height=26)
        for note in sheet.notes():
            page.page.paragraph(note, "note")
        page.write(given)
        self._key = KeySheet(self._book, solution, compared, self._givens)

    def bytes(self) -> bytes:
        self._top()
        first = self._page.row
        answers: dict[Key, str] = {}
        for title, keys in self._sheet.parts():
            self._page.band(title, "group")
            for key in keys:
                answers[key] = self._ask(self._solution[key])
        self._colour(first)
        self._key.write(answers, self._sheet.filled)
        return self._book.finished()

    def _top(self) -> None:
        """Say what is to be done, and how much of it is done."""
        page = self._page
        page.paragraph(self._title, "title", height=26)
        page.sheet.merge_range(page.row, 1, page.row, WORD, "", self._book.style("change words"))
        page.add(Text(say("Name:"), "words"), height=22)
        page.paragraph(
            say(
                "Write a number into each yellow cell. Its mark appears at once: right, wrong, or "
                "not the key's value, but what follows from your own earlier numbers."
            ),
            "note",
        )
        for note in self._sheet.notes():
            page.paragraph(note, "note")
        page.add(self._counts())
        page.heading()

    def _counts(self) -> Formula:
        """Return how many answers are right, and so on: a sentence of texts and counts."""
        marks = self._key.marks()
        counted = (f">={SHORT}", f"={FOLLOWS}", f"={WRONG}", f"={NO_NUMBER}")
        right, follow, *wrong = (f"SUMPRODUCT(--({marks}{which}))" for which in counted)
        pieces = (
            f"{FORMULA_GAP}{piece}{FORMULA_GAP}"
            for piece in (right, follow, f"({'+'.join(wrong)})")
        )
        formula = "&".join(
            piece if place % 2 else quoted(piece)
            for place, piece in enumerate(self._sentence(*pieces).split(FORMULA_GAP))
        )
        now = len(self._sheet.keys) if self._sheet.filled else 0
        return Formula(formula, self._sentence(str(now), "0", "0"), "words strong")

    def _sentence(self, right: str, follow: str, wrong: str) -> str:
        return say(
            "right: {right} of {asked}; follow from yours: {follow}; wrong: {wrong}",
            right=right,
            follow=follow,
            wrong=wrong,
            asked=len(self._sheet.keys),
        )

    def _ask(self, line: Line) -> str:
        """Ask for a quantity; return the cell of its answer."""
        key = line.key
        row = self._page.add(
            Text(self._symbol(line), f"symbol {layer_style(self._solution, key)}"),
            Text(self._sheet.digits([key]), "plain"),
            self._answer(line),
            self._word(key),
        )
        answer = self._page.reference(ANSWER, row)
        if key not in self._givens:
            self._book.name(self._names[key], answer)
        return answer

    def _symbol(self, line: Line) -> str:
        _, at, when = self._sheet.name(line.key).partition("@")
        return self._solution.symbol(line) + at + when

    def _answer(self, line: Line) -> Cell:
        """Return the cell for an answer: empty, or with what the key has."""
        if not self._sheet.filled:
            return Empty("change right")
        digits, shown = self._key.digits(line.key), self._solution.shown(line)
        formula = rounded(
            self._key.cell(KEY, line.key), digits, self._solution.exercise.rounding.ties
        )
        return Formula(formula, float(Decimal(shown)), "change", value_format(shown, digits))

    def _word(self, key: Key) -> Formula:
        mark = self._key.cell(MARK, key)
        formula = f"CHOOSE(1+{mark},{','.join(map(quoted, self._words))})"
        return Formula(formula, self._words[RIGHT if self._sheet.filled else BLANK], "plain")

    def _colour(self, first: int) -> None:
        """Colour every answer and what is said of it, by the words."""
        if self._page.row == first:
            return
        word = f"${self._page.address(WORD, first)}"
        for words, (colour, paper) in zip(
            self._words[1:], (RED, RED, AMBER, AMBER, AMBER, GREEN), strict=True
        ):
            rule = {
                "type": "formula",
                "criteria": f"={word}={quoted(words)}",
                "format": self._book.colours(colour, paper),
            }
            area = (first, ANSWER, self._page.row - 1, WORD)
            self._page.sheet.conditional_format(*area, rule)


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(say("quantity"), 18, 30),
        SheetColumn(say("digits asked for"), 24, 36),
        SheetColumn(say("your value"), 18, 18, "head right"),
        SheetColumn(say("mark"), 24, 30),
    ]
