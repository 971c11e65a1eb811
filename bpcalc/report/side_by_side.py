"""What a student did, and what it should be: two lines side by side, in the student's numbers."""

from collections.abc import Callable
from typing import NamedTuple

from bpcalc.calc.lines import Calculation, Line
from bpcalc.checking.evidence import shown
from bpcalc.checking.verdicts import Mark, Marking
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import Ink
from bpcalc.report.student_solution import StudentSolution


class Worked(NamedTuple):
    """One line: its formula, the same with numbers, and what it comes to.

    Attributes:
        formula: in symbols; "" where nobody knows it.
        numbers: the same with the student's numbers put in.
        value: what was written, or should have been.
    """

    formula: str
    numbers: str
    value: str


class Comparison(NamedTuple):
    """A wrong line beside the right one.

    Attributes:
        key: the quantity in whose line the mistake was made.
        did: what was done.
        should: what it should be.
    """

    key: Key
    did: Worked
    should: Worked


def comparison(
    marking: Marking,
    mark: Mark,
    calculation: Calculation,
    ink: Ink,
    number: Callable[[Key], str],
    value: Callable[[Key, Mark], str],
) -> Comparison | None:
    """Return what was done at a mark, beside what should have been; None if there is no such line.

    Args:
        marking: the marked sheet.
        mark: of the number in which the mistake shows itself.
        calculation: the right one.
        ink: in which formulas are written.
        number: a quantity as the student has it, printed.
        value: what is right with the student's own numbers, printed beside a mark.
    """
    named = shown(mark.mistakes)
    at = named[0].at if named else marking.hidden.get(mark.key, mark.key)
    right = marking.lines_for(mark).formulas.get(at)
    if right is None:
        return None

    def worked(formula: Expr, comes_to: str) -> Worked:
        numbers = {key: number(key) for key in formula.refs()}
        own = StudentSolution(calculation, numbers, ink)
        line = Line(at, formula, marking.scheme.values[at])
        return Worked(own.formula(line), own.substitution(line), comes_to)

    written = mark.cell.raw.strip() if mark.cell and at == mark.key else number(at)
    did = worked(named[0].formula, written) if named else Worked("", "", written)
    return Comparison(at, did, worked(right, value(at, mark)))


def rows(found: Comparison) -> list[tuple[str, str, str, str]]:
    """Return a comparison as rows of a table."""
    return [
        (say("what you did"), *found.did),
        (say("what it should be"), *found.should),
    ]


def listed(row: tuple[str, str, str, str]) -> str:
    """Return a row for a page too narrow for the table."""
    said, *parts = row
    return say("{what}: {line}", what=said, line=" = ".join(filter(None, parts)))
