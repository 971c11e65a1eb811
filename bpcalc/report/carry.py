"""What rounding on the way does: the numbers on paper beside the exact ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.precision import EXACT
from bpcalc.report.document import Block, Document, Grid, Inline, Mention, Paragraph, Section
from bpcalc.report.step_titles import step_title
from bpcalc.solution import Solution


def with_comparison(document: Document) -> Document:
    """Return the report with a table of its lines: on paper, exact, and the difference.

    On paper, the printed numbers are carried; the difference is that of the printed numbers. Each
    epoch and sample has a table of its own, and so has the pass after the update: a quantity that
    has a line in several of them stands under the heading of each.
    """
    solution = document.solution
    paper, exact = (_carrying(solution, carry) for carry in ("rounded", "exact"))
    words = say("On paper, the printed numbers are carried; exactly, all of their digits are.")
    blocks: list[Block] = [Section(say("Rounded on the way, and exact")), Paragraph(words)]
    for title, lines in groupby(_calculated(document), key=_titles(solution)):
        blocks.append(_compared(title, list(lines), paper, exact))
    return replace(document, blocks=[*document.blocks, *blocks])


def _calculated(document: Document) -> Iterator[Line]:
    """Yield the lines of a report that are not among the given ones."""
    given = {line.key for line in document.solution.stages[0].lines}
    yield from (line for line in document.lines if line.key not in given)


def _titles(solution: Solution) -> Callable[[Line], str]:
    """Return what tells the title of the epoch and sample in which a line is worked."""
    titles = {
        line.key: step_title(stage.heading, solution.calculation)
        for stage in solution.stages[1:]
        for line in stage.lines
    }
    return lambda line: titles[line.key]


def _compared(title: str, lines: list[Line], paper: Solution, exact: Solution) -> Grid:
    """Return the table of the lines under one title."""
    rows: list[tuple[Inline, ...]] = []
    listed: list[str] = []
    for line in lines:
        on_paper, true = paper[line.key], exact[line.key]
        off = EXACT.subtract(paper.printed(on_paper), exact.printed(true))
        shown = paper.shown(on_paper)
        values = (shown, exact.shown(true), f"{off.normalize():f}") if off else (shown, shown, "0")
        rows.append((Mention(line, "symbol"), *values))
        listed.append(" ".join((paper.symbol(on_paper), *values)))
    headers = (say("Symbol"), say("On paper"), say("Exact"), say("Difference"))
    return Grid(title, headers, rows, tuple(listed))


def _carrying(solution: Solution, carry: str) -> Solution:
    """Return the solution of the same exercise with rounded or exact numbers carried."""
    calculation = solution.calculation
    exercise = solution.exercise
    # Digits beyond the given ones are kept only where exact numbers are carried.
    rounding = replace(exercise.rounding.as_given(), carry=carry)  # type: ignore[arg-type]  # one of two
    inputs = any(stage.heading.name == "inputs" for stage in solution.stages)
    again = calculate(replace(exercise, rounding=rounding), calculation.times, inputs=inputs)
    return Solution(again)
