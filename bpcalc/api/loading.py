"""Exercises from whatever a program has: a path, a name, a text, a mapping."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from bpcalc.api.arguments import text_or_path
from bpcalc.exercise.building import from_mapping
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import open_exercise
from bpcalc.exercise.spec import Exercise
from bpcalc.files import exists

TEXT = "text"
"""What stands in the place of a file name where a text is at fault."""


@runtime_checkable
class HasExercise(Protocol):
    """What came of an exercise, or is one: a new one, a trained one, a solution."""

    @property
    def exercise(self) -> Exercise:
        """The exercise."""


ExerciseLike = Exercise | HasExercise | str | bytes | Path | Mapping[str, object]
"""What stands for an exercise wherever one is asked for."""

_KEY = re.compile(r"\s*[{\w\"'][^\n]*?[:：]\s")


def load(exercise: ExerciseLike) -> Exercise:
    r"""Return an exercise.

    Args:
        exercise: a path; `-` for standard input; the name of a built-in exercise; the text of an
            exercise file; a mapping with its keys; an exercise, which is returned as it is, or
            what has one, such as a new or a trained exercise.

    Raises:
        ExerciseError: it cannot be found, read or used; lists every fault.
        ArgumentError: it is nothing of all this.

    >>> load("mazur").sizes
    (2, 2, 2)
    >>> load("inputs: [1]\nweights: [[[0.5]]]\n").sizes
    (1, 1)
    >>> load({"inputs": [1, 2], "weights": [[["0.10", "0.20"]]]}).layers[0].weights[0][0].text
    '0.10'
    """
    if isinstance(exercise, Exercise):
        return exercise
    if isinstance(exercise, HasExercise):
        return exercise.exercise
    if isinstance(exercise, Mapping):
        return from_mapping(exercise)
    if isinstance(exercise, bytes):
        return read(exercise, TEXT).exercise
    if isinstance(exercise, str) and _is_text(exercise):
        return read(exercise.encode("utf-8", "surrogatepass"), TEXT).exercise
    return open_exercise(text_or_path(exercise)).exercise


def _is_text(exercise: str) -> bool:
    """Return whether this is a text rather than the name of a file."""
    return "\n" in exercise or (_KEY.match(exercise) is not None and not exists(exercise))
