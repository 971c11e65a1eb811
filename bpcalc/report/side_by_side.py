"""What a student did, and what it should be: two lines side by side, in the student's numbers."""

from collections.abc import Callable

from bpcalc.calc.lines import Calculation, Line
from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.marking_rule import only_error, written_out
from bpcalc.checking.verdicts import Mark, Marking, shown
from bpcalc.locale import say
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
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
    number: Callable[[Key, AnswerKey], str],
    value: Callable[[Key, Mark], str],
    gives: Callable[[Key, Expr], str],
) -> Comparison | None:
    """Return what was done at a mark, beside what should have been; None if there is no such line.

    Args:
        marking: the marked sheet.
        mark: of the number in which the mistake shows itself.
        calculation: the right one.
        characters: in which formulas are written.
        number: a quantity as the student has it, or as it follows by some lines, printed.
        value: what is right with the student's own numbers, printed beside a mark.
        gives: what a formula gives with these numbers in the line of a quantity, printed.
    """
    named = shown(mark.mistakes)
    at = named[0].at if named else marking.hidden.get(mark.key, mark.key)
    right = marking.lines_for(mark).formulas.get(at)
    if right is None:
        return None
    done = named[0].formula if named else None
    if done == right:
        at, done, right = _where_they_differ(marking, mark, at, right)
    if at == only_error(mark.key, marking.scheme.formulas):
        at = mark.key  # under its own name it is on no sheet

    def worked(line: Line, comes_to: str, lines: AnswerKey = marking.scheme) -> Worked:
        numbers = {key: number(key, lines) for key in line.formula.refs()}
        own = StudentSolution(calculation, numbers, characters)
        return Worked(own.formula(line), own.substitution(line), comes_to)

    lines = marking.lines_for(mark).formulas
    right = written_out(at, right, lines)
    done = written_out(at, done, lines) if done else None
    true = marking.scheme.values[at]
    should_line = Line(at, right, true)
    did_line = Line(at, done, true) if done else None
    written = mark.cell.raw.strip() if mark.cell and at == mark.key else number(at, marking.scheme)
    if done and at != mark.key:  # nobody wrote it down
        written = gives(at, done)
    did = worked(did_line, written) if did_line else Worked("", "", written)
    should = worked(should_line, value(at, mark), marking.lines_for(mark))
    return Comparison(at, did, should, did_line, should_line)


def _where_they_differ(
    marking: Marking, mark: Mark, at: Key, formula: Expr
) -> tuple[Key, Expr, Expr]:
    """Return the line before one that looks the same by two conventions: there they differ.

    Such a line is a factor, which nobody writes down; with it, its formulas as they were used and
    as the exercise has them. A given number that was misread differs where it is put in.
    """
    used, asked = marking.scheme.formulas, marking.lines_for(mark).formulas
    for key in formula.refs():
        if key in used and key in asked and used[key] != asked[key]:
            if isinstance(used[key], Number) and isinstance(asked[key], Number):
                break
            return key, used[key], asked[key]
    return at, formula, formula


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
