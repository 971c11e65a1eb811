"""A solution that knows where its lines stand in the script of a page."""

from functools import cached_property

from bpcalc.calc.lines import Line
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GIVEN
from bpcalc.notation.writing import CharacterSet
from bpcalc.report.live.other_formulas import other_formulas
from bpcalc.report.live.trees import Tree
from bpcalc.solution import Solution


class LiveSolution(Solution):
    """A solution whose numbers are marked with the places of their lines, in pictures too."""

    changes = True

    def in_characters(self, characters: CharacterSet) -> "LiveSolution":
        """Return the same solution, written with the signs of another `CharacterSet`."""
        return LiveSolution(self.calculation, characters, trained=bool(self._trained))

    @cached_property
    def places(self) -> dict[Key, int]:
        """The place of every line, counted from 0."""
        return {line.key: place for place, line in enumerate(self)}

    @cached_property
    def others(self) -> dict[int, Tree]:
        """Formulas for targets that do not add up to 1, by the places of their lines."""
        return other_formulas(self.exercise, self.places)

    def has_other_forms(self, key: Key) -> bool:
        """Return whether a line may come to have another formula."""
        scheduled = self.exercise.schedule is not None and key.kind == "learning_rate"
        return scheduled or self.places[key] in self.others

    def mark(self, key: Key) -> str:
        """Return the place of a quantity's line."""
        place = self.places.get(key)
        return "" if place is None else str(place)


def is_given(line: Line) -> bool:
    """Return whether a line is a number of the exercise, which a reader may change."""
    return isinstance(line.formula, Number) and line.key.kind in GIVEN
