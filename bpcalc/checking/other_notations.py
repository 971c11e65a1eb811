"""A page of `bpcalc step` in another notation than the exercise is read, and marked, in its own."""

from collections.abc import Callable
from dataclasses import replace

from bpcalc.checking.answers import Answers
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import OtherNotation
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say


def read_in_its_notation(
    read: Callable[[QuantityIndex], tuple[Answers, bool]],
    marker: Marker,
    remade: Callable[[Exercise], Marker],
) -> tuple[Marker, tuple[Answers, bool]]:
    """Return what is read, and the marker of the notation that it is in; a note says so.

    Args:
        read: returns answers by their names, and whether they are words of a command.
        marker: for the exercise in the notation that it is in.
        remade: returns a marker for an exercise.
    """
    try:
        return marker, read(marker.names)
    except OtherNotation as error:
        found = error.notation
    marker = remade(with_notation(marker.exercise, found))
    sheet, in_words = read(marker.names)
    says = say("this file is in the notation `{name}`, and read and marked in it", name=found)
    return marker, (replace(sheet, notes=(says, *sheet.notes)), in_words)
