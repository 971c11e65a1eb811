"""What a student did, and what it should be: two lines side by side, in the student's numbers."""

from collections.abc import Callable
from typing import NamedTuple

from bpcalc.calc.lines import Calculation, Line
from bpcalc.checking.evidence import shown
from bpcalc.checking.verdicts import Mark, Marking
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import CharacterSet
from bpcalc.report.document import Inline, Mention
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
        did_line: what was done as a line, None where nobody knows it.
        should_line: what it should be as a line.
    """

    key: Key
    did: Worked
    should: Worked
    did_line: Line | None
    should_line: Line


def comparison(
    marking: Marking,
    mark: Mark,
    calculation: Calculation,
    characters: CharacterSet,
    number: Callable[[Key], str],
    value: Callable[[Key, Mark], str],
    gives: Callable[[Key, Expr], str],
) -> Comparison | None:
    """Return what was done at a mark, beside what should have been; None if there is no such line.

    Args:
        marking: the marked sheet.
        mark: of the number in which the mistake shows itself.
        calculation: the right one.
        characters: in which formulas are written.
        number: a quantity as the student has it, printed.
        value: what is right with the student's own numbers, printed beside a mark.
        gives: what a formula gives with these numbers in the line of a quantity, printed.
    """
    named = shown(mark.mistakes)
    at = named[0].at if named else marking.hidden.get(mark.key, mark.key)
    right = marking.lines_for(mark).formulas.get(at)
    if right is None:
        return None

    def worked(line: Line, comes_to: str) -> Worked:
        numbers = {key: number(key) for key in line.formula.refs()}
        own = StudentSolution(calculation, numbers, characters)
        return Worked(own.formula(line), own.substitution(line), comes_to)

    true = marking.scheme.values[at]
    should_line = Line(at, right, true)
    did_line = Line(at, named[0].formula, true) if named else None
    written = mark.cell.raw.strip() if mark.cell and at == mark.key else number(at)
    if named and at != mark.key:  # nobody wrote it down
        written = gives(at, named[0].formula)
    did = worked(did_line, written) if did_line else Worked("", "", written)
    return Comparison(at, did, worked(should_line, value(at, mark)), did_line, should_line)


def rows(found: Comparison) -> list[tuple[Inline, ...]]:
    """Return a comparison as rows of a table."""
    return [
        (say("what you did"), *_sides(found.did_line), found.did.value),
        (say("what it should be"), *_sides(found.should_line), found.should.value),
    ]


def _sides(line: Line | None) -> tuple[Inline, Inline]:
    return (Mention(line, "formula"), Mention(line, "numbers")) if line else ("", "")


def narrow_rows(found: Comparison) -> tuple[str, str]:
    """Return the rows for a page too narrow for the table."""
    said = (say("what you did"), found.did), (say("what it should be"), found.should)
    did, should = (
        say("{what}: {line}", what=what, line=" = ".join(filter(None, line))) for what, line in said
    )
    return did, should
