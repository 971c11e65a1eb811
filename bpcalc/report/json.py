"""JSON for programs: every line, with values as strings so that no digit is lost."""

import json
from collections.abc import Sequence

from bpcalc import __version__
from bpcalc.calc.lines import Line
from bpcalc.locale.cleaning import cleaned_json
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO
from bpcalc.notation.latex import one_line
from bpcalc.report.document import Document
from bpcalc.report.escaping import latex as escaped
from bpcalc.report.math_reading import MathReading
from bpcalc.solution import Solution


def json_text(documents: Sequence[Document]) -> str:
    """Return what the last report has for programs, else the lines; of several, a list."""
    summed = [document.data for document in documents if document.data]
    contents = [summed[-1]()] if summed else [_lines(document) for document in documents]
    content = contents[0] if len(contents) == 1 else contents
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return cleaned_json(text) + "\n"


def _lines(document: Document) -> dict[str, object]:
    """Return all lines of the solution, or those that were selected."""
    solution = document.solution
    reading = MathReading(solution)
    return {
        "bpcalc": __version__,
        "title": solution.exercise.title,
        "notation": solution.exercise.notation,
        "lines": [row(solution, line, reading) for line in document.lines],
    }


def row(solution: Solution, line: Line, reading: MathReading) -> dict[str, object]:
    """Return a line as programs read it.

    Args:
        solution: that it belongs to.
        line: the line.
        reading: of the solution, which remembers what it has read.

    `worked_out` is there only where the exercise gives a value: what its line would give; `on` only
    where a weight stands on several connections: all of them.
    """
    worked = {each.key: str(each.value) for each in solution.calculation.replaced}
    return {
        "name": solution.name(line),
        "symbol": solution.symbol(line),
        **_place(line.key),
        **_connections(solution, line.key),
        "formula": solution.formula(line),
        "substitution": solution.substitution(line),
        "value": str(line.value),
        "shown": solution.shown(line),
        "relation": solution.relation(line),
        "latex": one_line(reading.chain(line), escaped),
        **({"worked_out": worked[line.key]} if line.key in worked else {}),
    }


def _place(key: Key) -> dict[str, object]:
    """Return the members that tell a quantity from all others.

    `source_layer` is there only where a connection leaps over a layer.
    """
    members: dict[str, object] = key._asdict()
    if key.source_layer is None:
        del members["source_layer"]
    return members


def _connections(solution: Solution, key: Key) -> dict[str, object]:
    """Return where else a weight stands, and what belongs to it."""
    graph = solution.exercise.graph
    if not graph.shared or INFO[key.kind].place != "edge":
        return {}
    edges = graph.on(key.turned("weight", None, None))
    if len(edges) < 2:
        return {}
    places = [
        {
            "layer": edge.target.layer,
            "unit": edge.target.unit,
            "source_layer": edge.source.layer,
            "source": edge.source.unit,
        }
        for edge in edges
        if edge.source is not None
    ]
    return {"on": places}
