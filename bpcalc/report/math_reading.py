"""A worked solution read as mathematics: symbols, formulas and numbers as boxes."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from bpcalc.calc.lines import Line
from bpcalc.maths.keys import Key
from bpcalc.notation.boxes import MINUS, Fraction, Glyphs, MathRow, Script, number
from bpcalc.notation.math_writer import MathWriter
from bpcalc.report.cell_text import cell, sign_before
from bpcalc.report.document import ColumnName, Lines, Mention, Rule
from bpcalc.solution import Solution, apart

EQUALS, NEARLY = Glyphs("=", "relation"), Glyphs("≈", "relation")
TIMES, COMMA = Glyphs("·", "binary"), Glyphs(",", "separator")
PARTIAL = Glyphs("∂", "mark")
PREVIOUS: MathRow = (Glyphs("prev", "word"),)


class MathReading:
    """Reads the lines of a solution as boxes, in the numbers and the notation of the solution."""

    def __init__(self, solution: Solution) -> None:
        """Read this solution."""
        self.solution = solution
        self._numbers: dict[Key, MathRow] = {}  # a weight is put in many times
        self._substitute = MathWriter(self._put_in).write

    def symbol(self, line: Line) -> MathRow:
        """Return the symbol of the line's quantity."""
        return self.spell(line.key)

    def formula(self, line: Line) -> MathRow:
        """Return the formula in symbols."""
        leaf = partial(self.spell, within=line.key)
        return MathWriter(leaf, self.derivative).write(line.formula)

    def derivative(self, of: Key, by: Key) -> MathRow:
        """Return the symbol of a factor of the chain rule, as a fraction."""
        return (Fraction((PARTIAL, *self.spell(of)), (PARTIAL, *self.spell(by))),)

    def rule(self, rule: Rule) -> MathRow:
        """Return the chain rule of a gradient, and what its last factor is."""
        gradient = rule.gradient
        slope = Key("slope", gradient.layer, gradient.unit, None, gradient.sample, gradient.epoch)
        steep = self.spell(slope._replace(kind="error_slope"))
        steep = steep[1:] if steep[0] == MINUS else steep
        net, weight = slope._replace(kind="net"), gradient.turned("weight", None, None)
        passed = self.derivative(net, weight)
        row = (*self.spell(gradient), EQUALS, *steep, TIMES, *self.spell(slope), TIMES, *passed)
        if rule.last is None:
            return row
        return (*row, COMMA, *passed, EQUALS, *self.spell(rule.last))

    def around_rule(self, block: Lines) -> tuple[str, MathRow, str]:
        """Return the title of a table: what stands before its rule, the rule, and what follows.

        A title without a rule is all before it.
        """
        if block.rule is None:
            return block.title, (), ""
        before, _, after = block.title.partition(block.rule.text)
        return before, self.rule(block.rule), after

    def substitution(self, line: Line) -> MathRow:
        """Return the formula with the numbers put in, as shown."""
        return self._substitute(line.formula)

    def value(self, line: Line) -> MathRow:
        """Return the value as it is printed."""
        return number(self.solution.shown(line))

    def chain(self, line: Line) -> MathRow:
        """Return symbol = formula = numbers put in = value; a given number stands there once."""
        sides = [self.symbol(line)]
        if not self.solution.is_given(line):
            sides += [self.formula(line), self.substitution(line)]
        row = sides[0]
        for before, side in pairwise(sides):
            row += () if side == before else (EQUALS, *side)
        sign = NEARLY if self.solution.relation(line) == NEARLY.text else EQUALS
        value = self.value(line)
        return row if value == sides[-1] else (*row, sign, *value)

    def number(self, key: Key) -> MathRow:
        """Return the value of a quantity as it is printed."""
        return self.value(self.solution[key])

    def spell(self, key: Key, within: Key | None = None) -> MathRow:
        """Return the symbol of a quantity, marked as `Solution.spell` marks it within a line."""
        row = self.solution.spelling.boxes(key)
        mark = apart(key, within) if within else ""
        if not mark:
            return row
        below = PREVIOUS if mark == "_prev" else _bracketed(mark)
        return (Script((Script(row),), below),)

    def cell(self, line: Line, column: ColumnName) -> MathRow:
        """Return a line in a column, () where it has nothing to say there."""
        if column == "symbol":
            return self.symbol(line)
        if column == "formula":
            return self.formula(line)
        if column == "numbers":
            return self.substitution(line)
        return number(cell(self.solution, line, column))

    def side(self, line: Line, column: ColumnName, columns: Sequence[ColumnName]) -> MathRow:
        """Return a line in a column, behind `≈` where what is beside it does not give it quite."""
        row = self.cell(line, column)
        nearly = sign_before(self.solution, line, column, columns) == NEARLY.text
        return (NEARLY, *row) if nearly else row

    def mention(self, item: Mention) -> MathRow:
        """Return a quantity among words, without these words."""
        if item.shows == "value":
            return self.value(item.line)
        if item.shows == "symbol":
            return self.symbol(item.line)
        if item.shows == "formula":
            return self.formula(item.line)
        if item.shows == "numbers":
            return self.substitution(item.line)
        if item.shows == "chain":
            return self.chain(item.line)
        return (*self.symbol(item.line), EQUALS, *self.value(item.line))

    def _put_in(self, key: Key) -> MathRow:
        row = self._numbers.get(key)
        if row is None:
            row = self._numbers[key] = number(self.solution.put_in(key))
        return row


def said_once(sides: Sequence[MathRow]) -> list[MathRow]:
    """Return the sides of an equation, () in place of one that is the same as the next.

    >>> [len(side) for side in said_once([number("x"), number("0.5"), number("0.5")])]
    [1, 0, 1]
    """
    return [
        () if side == after else side for side, after in zip(sides, [*sides[1:], ()], strict=True)
    ]


def _bracketed(mark: str) -> MathRow:
    return Glyphs("[", "mark"), Glyphs(mark[1:-1], "number"), Glyphs("]", "mark")
