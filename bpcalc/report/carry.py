"""What rounding on the way does: the numbers on paper beside the exact ones."""

from dataclasses import replace

from bpcalc.calc.calculate import calculate
from bpcalc.locale import say
from bpcalc.maths.precision import EXACT
from bpcalc.report.document import Block, Document, Grid, Inline, Mention, Paragraph, Section
from bpcalc.solution import Solution


def with_comparison(document: Document) -> Document:
    """Return the report with a table of its lines: on paper, exact, and the difference.

    On paper, the printed numbers are carried; the difference is that of the printed numbers.
    """
    solution = document.solution
    paper, exact = (_carrying(solution, carry) for carry in ("rounded", "exact"))
    rows: list[tuple[Inline, ...]] = []
    for line in document.lines:
        if solution.is_given(line) and line in solution.stages[0].lines:
            continue
        on_paper, true = paper[line.key], exact[line.key]
        off = EXACT.subtract(paper.printed(on_paper), exact.printed(true))
        shown = f"{off.normalize():f}" if off else "0"
        rows.append((Mention(line, "symbol"), paper.shown(on_paper), exact.shown(true), shown))
    headers = (say("quantity"), say("on paper"), say("exact"), say("difference"))
    listed = tuple(
        f"{solution.symbol(row[0].line)} {' '.join(map(str, row[1:]))}"
        for row in rows
        if isinstance(row[0], Mention)
    )
    words = say("On paper, the printed numbers are carried; exactly, all of their digits are.")
    blocks: list[Block] = [
        Section(say("Rounded on the way, and exact")),
        Paragraph(words),
        Grid("", headers, rows, listed),
    ]
    return replace(document, blocks=[*document.blocks, *blocks])


def _carrying(solution: Solution, carry: str) -> Solution:
    """Return the solution of the same exercise with rounded or exact numbers carried."""
    calculation = solution.calculation
    exercise = solution.exercise
    rounding = replace(exercise.rounding, carry=carry)  # type: ignore[arg-type]  # one of two
    inputs = any(stage.heading.name == "inputs" for stage in solution.stages)
    again = calculate(replace(exercise, rounding=rounding), calculation.times, inputs=inputs)
    return Solution(again)
