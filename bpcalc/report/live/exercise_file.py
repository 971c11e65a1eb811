"""The exercise file of a page, in parts: texts, and the places of the numbers between them."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.report.live.solution import LiveSolution

BORDER = "\x00"
"""Stands around what will be filled in; no exercise has it."""

AFTER = "after "
"""Stands before a number of epochs, to tell it from a place."""

FilePart = str | int | dict[str, int]
"""A text, the place of a line whose number stands there, or `{"after": n}`: how many epochs were
run before, n of them before the first one of the page."""


class Blank(Number):
    """Stands in an exercise where a number of the page will come."""

    __slots__ = ()

    def __init__(self, place: int, number: Number) -> None:
        """Keep the place where a text is expected, and the value."""
        self.text = f"{BORDER}{place}{BORDER}"
        self.value = number.value
        self.ratio = None


class EpochsBlank(int):
    """Stands in an exercise where the number of epochs will come that were run before."""

    def __str__(self) -> str:
        """Return what is found again in the text."""
        return f"{BORDER}{AFTER}{int(self)}{BORDER}"

    def __bool__(self) -> bool:
        """Return that it is written, even if it is 0."""
        return True


def file_parts(solution: LiveSolution) -> list[FilePart]:
    """Return the text of the exercise, with the places of lines where their numbers stand."""
    given = {
        id(line.formula): place
        for line, place in zip(solution, solution.places.values(), strict=True)
        if isinstance(line.formula, Number)
    }
    pieces = write(_counting(_blank(solution.exercise, given))).split(BORDER)
    return [_filled(piece) if number % 2 else piece for number, piece in enumerate(pieces)]


def _filled(piece: str) -> FilePart:
    """Return what a blank stands for."""
    if piece.startswith(AFTER):
        return {"after": int(piece.removeprefix(AFTER))}
    return int(piece)


def _counting(exercise: Exercise) -> Exercise:
    """Return the exercise with a blank for the epochs that a schedule counts, if it has one."""
    schedule = exercise.schedule
    if schedule is None:
        return exercise
    form = schedule.form._replace(after=EpochsBlank(schedule.form.after))
    return replace(exercise, schedule=replace(schedule, form=form))


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
