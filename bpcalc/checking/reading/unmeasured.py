"""Names of errors, where an exercise works none out."""

from functools import cached_property

from bpcalc.checking.reading.name_parts import readings, trimmed
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key
from bpcalc.notation.spelling import Spelling


class UnmeasuredErrors:
    """The names of errors of which an exercise has none.

    They are told by the capital letter: `e` is what people call target - output.
    """

    def __init__(self, exercise: Exercise, spelling: Spelling) -> None:
        """Know an exercise and its spelling."""
        self._exercise, self._spelling = exercise, spelling

    def __contains__(self, name: str) -> bool:
        """Return whether a name is that of an error, and the exercise works none out."""
        if self._exercise.measured:
            return False
        return not self._names.isdisjoint(text for text, _ in readings(trimmed(name)))

    @cached_property
    def _names(self) -> frozenset[str]:
        graph = self._exercise.graph
        keys = [Key("error", *node, None, 1, 1) for node in graph.nodes(graph.last)]
        keys += [Key("total_error", None, None, None, sample, 1) for sample in (1, None)]
        return frozenset(name for key in keys for name in self._spelling.form(key))
