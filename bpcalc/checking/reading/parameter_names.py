"""Weights and biases by their names, and what belongs to them: gradients, changes, new values."""

from collections.abc import Iterable, Mapping

from bpcalc.checking.reading.name_index import NameIndex, bare_name, one_place, plain_name
from bpcalc.checking.reading.name_parts import MODIFIED
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO
from bpcalc.notation.spelling import Spelling


class ParameterNames:
    """The weights and biases themselves, by their own names and those in every notation."""

    def __init__(
        self,
        own: Spelling,
        notations: Iterable[Spelling],
        keys: Iterable[Key],
        by_place: Mapping[Key, list[Key]],
    ) -> None:
        """Know the weights and biases of which there are gradients, changes or new values.

        Args:
            own: the spelling of the exercise.
            notations: that of every notation.
            keys: what may be asked for.
            by_place: the same, by place.
        """
        self._by_place = by_place
        around = {
            key.timeless._replace(kind=BELONGS_TO[key.kind]): None
            for key in keys
            if key.kind in BELONGS_TO
        }
        self._indexes = NameIndex([own], around), NameIndex(notations, around)

    def _parameter(self, name: str) -> Key | None:
        """Return the weight or bias of this name, if it is one only."""
        own, others = self._indexes
        plain = plain_name(name)
        found = (own.get(form) or others.get(form) for form in (plain, bare_name(plain)))
        keys = next(filter(None, found), [])
        return keys[0] if keys and one_place(keys) else None

    def modified(self, base: str, modifier: str) -> list[Key]:
        """Return the gradients, changes or new values of a weight or bias, of all epochs."""
        parameter = self._parameter(base)
        return self._belonging(parameter, modifier) if parameter else []

    def updates(self, name: str) -> list[Key]:
        """Return the new values of the weight or bias of this name, of all epochs."""
        return self.modified(name, "new")

    def _belonging(self, parameter: Key, modifier: str) -> list[Key]:
        kinds = MODIFIED[modifier]
        place = parameter.timeless._replace(kind=kinds[parameter.kind == "bias"])
        found = self._by_place.get(place, [])
        if not found and modifier == "change":  # programs call a gradient dw
            found = self._belonging(parameter, "gradient")
        return found
