"""What `check` says to papers, and what a practice page says to them: side by side."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.renumbering import miscounted_layers
from bpcalc.checking.verdicts import Mark, Marking
from bpcalc.exercise.notation_choice import spelling
from bpcalc.maths.keys import Key
from bpcalc.report.practice.book import JudgeBook
from tests.helpers.node import answered
from tests.helpers.papers import Paper, papers

RUNNER = Path(__file__).parents[1] / "report" / "practice" / "judged.mjs"


class Compared(NamedTuple):
    """One paper, judged twice.

    Attributes:
        paper: the paper.
        wanted: what the program says: marks, findings, score.
        got: what the page says.
        sought: whether the page says that it has looked for every cause.
    """

    paper: Paper
    wanted: Any
    got: Any
    sought: bool


def compared(markers: Sequence[Marker], count: int, seed: int, folder: Path) -> list[Compared]:
    """Return papers to every exercise, judged by the program and by the script of a page."""
    drawn = [list(papers(each, Random(seed + at), count)) for at, each in enumerate(markers)]
    return judged_twice(list(zip(markers, drawn, strict=True)), folder)


def judged_twice(sheets: Sequence[tuple[Marker, list[Paper]]], folder: Path) -> list[Compared]:
    """Return these papers, each judged by its marker and by the script of a page."""
    asked, places = [], []
    for marker, drawn in sheets:
        book = JudgeBook(marker, marker.asked)
        packed = book.data()
        places.append({key: place for place, key in enumerate(book.keys)})
        cells = [{places[-1][key]: raw for key, raw in paper.cells.items()} for paper in drawn]
        asked.append({"book": packed, "papers": cells})
    answers = answered(RUNNER, folder, asked)
    return [
        _side_by_side(marker, known, paper, answer)
        for (marker, drawn), known, judged in zip(sheets, places, answers, strict=True)
        for paper, answer in zip(drawn, judged, strict=True)
    ]


def _side_by_side(marker: Marker, places: dict[Key, int], paper: Paper, answer: Any) -> Compared:
    cells = {key: read_cell(raw) for key, raw in paper.cells.items()}
    marking = marker.mark(cells)
    sought = all(mark["sought"] for mark in answer["marks"])
    keys = set(marker.asked)
    marks = [_mark(mark, places) for mark in marking.marks if mark.key in keys]
    wanted = {**_findings(marking, places), "marks": marks}
    unsought = {mark["key"] for mark in answer["marks"] if not mark["sought"]}
    got = {
        "marks": [{**mark, "sought": True} for mark in answer["marks"]],
        "findings": answer["findings"],
        "score": Decimal(str(answer["score"])),
        "weights": answer["weights"],
    }
    if unsought:  # of these the page says that it has not looked for the cause
        wanted = {"marks": [mark for mark in marks if mark["key"] not in unsought]}
        got = {"marks": [mark for mark in got["marks"] if mark["key"] not in unsought]}
        for mark in (*wanted["marks"], *got["marks"]):
            mark.pop("credit")
    return Compared(paper, wanted, got, sought)


def _mark(mark: Mark, places: dict[Key, int]) -> dict[str, Any]:
    return {
        "key": places[mark.key],
        "verdict": mark.verdict,
        "mistakes": [[one.rule, one.sure] for one in mark.mistakes if one.sure != "possibly"],
        "notes": list(mark.notes),
        "credit": float(mark.credit),
        "sought": True,
    }


def _findings(marking: Marking, places: dict[Key, int]) -> dict[str, Any]:
    found = [
        [one.rule, [places[key] for key in one.keys if key in places], one.sure, list(one.others)]
        for one in marking.findings
    ]
    return {"findings": found, "score": marking.score, "weights": _miscounted(marking)}


def _miscounted(marking: Marking) -> list[str]:
    """Return the weights that were counted the other way, as the report names them."""
    asked = marking.asked_for
    if asked is None or not {"numbering"} & {*marking.faults, *marking.conventions}:
        return []
    symbol = spelling(asked.exercise).symbol
    layers = miscounted_layers(asked.exercise, marking.scheme.exercise)
    return [f"{symbol(first)} … {symbol(last)}" for first, last in layers]
