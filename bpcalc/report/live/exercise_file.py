"""The exercise file of a page, in parts: texts, and the places of the numbers between them."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.report.live.solution import LiveSolution

_PLACE = re.compile("\x00([0-9]+)\x00")


class Blank(Number):
    """Stands in an exercise where a number of the page will come."""

    __slots__ = ()

    def __init__(self, place: int, number: Number) -> None:
        """Keep the place where a text is expected, and the value."""
        self.text = f"\x00{place}\x00"
        self.value = number.value
        self.ratio = None


def file_parts(solution: LiveSolution) -> list[str | int]:
    """Return the text of the exercise, with the places of lines where their numbers stand."""
    given = {
        id(line.formula): place
        for line, place in zip(solution, solution.places.values(), strict=True)
        if isinstance(line.formula, Number)
    }
    pieces = _PLACE.split(write(_blank(solution.exercise, given)))
    return [int(piece) if number % 2 else piece for number, piece in enumerate(pieces)]


def _blank(value: Any, given: dict[int, int]) -> Any:
    """Return a copy with blanks for these numbers; they are known by identity."""
    if isinstance(value, Number):
        return Blank(given[id(value)], value) if id(value) in given else value
    if type(value) is tuple:
        return tuple(_blank(each, given) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        blanks = {name: _blank(each, given) for name, each in inner.items()}
        changed = {name: each for name, each in blanks.items() if each is not inner[name]}
        return replace(value, **changed) if changed else value
    return value
