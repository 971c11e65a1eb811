"""Single lines of a solution, named one by one, as a report."""

from collections.abc import Sequence
from itertools import groupby

from bpcalc.calc.lines import Heading, Line
from bpcalc.locale import say
from bpcalc.report.document import Block, ColumnName, Document, Items, Lines, Mention
from bpcalc.report.layout import WORKED
from bpcalc.report.selection import Selection
from bpcalc.report.step_titles import step_title
from bpcalc.solution import Solution


def of_lines(solution: Solution, lines: Sequence[Line], selection: Selection) -> Document:
    """Return single lines, in their order and each once.

    Nothing stands around them, but where they are of several samples or epochs, whose symbols and
    formulas are the same, it is said of which.
    """
    lines = list({line.key: line for line in lines}.values())
    columns: tuple[ColumnName, ...] = tuple(filter(selection.shows, WORKED))
    titles = {line.key: _title(solution, line) for line in lines}
    worked = {titles[line.key] for line in lines if not solution.is_given(line)}
    several = len(worked) > 1 or len(set(titles.values()) - worked) > 1

    def place(line: Line) -> tuple[bool, str]:
        return solution.is_given(line), titles[line.key] if several else ""

    blocks: list[Block] = []
    for (given, title), together in groupby(lines, key=place):
        kept = list(together)
        if given:
            blocks.append(Items(title, tuple(map(Mention, kept))))
        else:
            blocks.append(Lines(title, columns, kept))
    return Document(solution, lines, blocks)


def _title(solution: Solution, line: Line) -> str:
    """Return of which epoch and sample a line is; "" for what is given for all of them."""
    key = line.key
    if key.epoch is None:
        return step_title(Heading("normalise", sample=key.sample), solution.calculation)
    heading = Heading("net", sample=key.sample, epoch=key.epoch)
    return step_title(heading, solution.calculation) or say("Epoch {epoch}", epoch=key.epoch)
