"""JSON for programs: every line, with values as strings so that no digit is lost."""

import json

from bpcalc import __version__
from bpcalc.calc.lines import Line
from bpcalc.report.document import Document
from bpcalc.report.formats import Page
from bpcalc.solution import Solution

SUFFIXES = (".json",)


def write(document: Document, page: Page) -> str:
    """Return one JSON object with all lines of the solution, or those that were selected."""
    solution = document.solution
    content = {
        "bpcalc": __version__,
        "title": solution.exercise.title,
        "notation": solution.exercise.notation,
        "lines": [row(solution, line) for line in document.lines],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def row(solution: Solution, line: Line) -> dict[str, object]:
    """Return a line as programs read it."""
    return {
        "name": solution.name(line),
        "symbol": solution.symbol(line),
        **line.key._asdict(),
        "formula": solution.formula(line),
        "substitution": solution.substitution(line),
        "value": str(line.value),
        "shown": solution.shown(line),
    }
