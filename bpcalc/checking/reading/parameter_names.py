"""Weights and biases by their names, and what belongs to them: gradients, changes, new values."""

from collections.abc import Iterable, Mapping
from unicodedata import normalize

from bpcalc.checking.reading.name_index import NameIndex, bare_name, one_place, plain_name
from bpcalc.checking.reading.name_parts import MODIFIED, MODIFIERS, OF_PARAMETER
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

_HAT = "\u0302"
_MOMENT = pattern(r"[mvsr](?:_?hat)?|g")
MAX_MOMENT = 8
"""Characters of the name of a moment, or of a gradient, of the only parameter."""

_AT_STEP = pattern(r"([wbvθWB]_?\{?[0-9]{1,6}\}?)\s?[(（]([0-9]{1,3})[)）]")
_COUNTED_BIAS = pattern(r"(?:b|bias|theta|偏置|阈值)([0-9]{1,4})\+?")
_NOTHING = pattern(r"(?!)")


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
        only = next(iter(around)) if len(around) == 1 else None
        self._only = own.name(only) if only else ""
        self._gradient = (
            own.name(only._replace(kind=MODIFIED["gradient"][only.kind == "bias"])) if only else ""
        )
        self._biases = sorted(key for key in around if key.kind == "bias" and key.unit)
        self._indexes = NameIndex([own], around), NameIndex(notations, around)

    def _parameter(self, name: str) -> Key | None:
        """Return the weight or bias of this name, if it is one only."""
        own, others = self._indexes
        plain = plain_name(name)
        found = (own.get(form) or others.get(form) for form in (plain, bare_name(plain)))
        keys = next(filter(None, found), [])
        return keys[0] if keys and one_place(keys) else None

    def of_only(self, text: str) -> list[str]:
        """Return the full name of what belongs to the only parameter: `m_w1` for m.

        The moments of an optimiser have hats, which are typed as one can.
        """
        name = normalize("NFD", text[:MAX_MOMENT]).replace(_HAT, "hat")
        if not self._only or len(text) > MAX_MOMENT or not _MOMENT.fullmatch(name):
            return []
        return [self._gradient] if name == "g" else [f"{name}_{self._only}"]

    def modified(self, base: str, modifier: str) -> list[Key]:
        """Return the gradients, changes or new values of a weight or bias, of all epochs."""
        parameter = self._parameter(base)
        return self._belonging(parameter, modifier) if parameter else []

    def updates(self, name: str) -> list[Key]:
        """Return the new values of the weight or bias of this name, of all epochs."""
        bare = OF_PARAMETER.sub("", name, count=1)
        return self.modified(name, "new") or (self.modified(bare, "new") if bare else [])

    def at_step(self, text: str) -> tuple[Key, ...]:
        """Return w7(1): a weight after one update, or before it where one begins to count at 1.

        Where every sample updates it, the number may be that of a sample, and nothing is told.
        """
        match = _AT_STEP.fullmatch(text)
        keys = self.updates(match[1]) if match else []
        if match is None or len({key.sample for key in keys}) != 1:
            return ()
        step = int(match[2])
        return tuple(key for key in reversed(keys) if key.epoch in (step, step - 1))

    def counted(self, text: str) -> list[list[Key]]:
        """Return what b3_new may be where every unit has its own bias.

        It may be the third of all, the third of a layer, or the only one of layer 3.
        """
        for modifier, ending in (*MODIFIERS, ("new", _NOTHING)):
            match = _COUNTED_BIAS.fullmatch(plain_name(ending.sub("", text, count=2).strip()))
            if match is None:
                continue
            number = int(match[1])
            of_all = self._biases[number - 1 : number] if number else []
            others = [
                bias
                for bias in self._biases
                if bias.unit == number or (bias.layer == number and self._is_alone(bias))
            ]
            places = dict.fromkeys([*of_all, *others])
            return [keys for bias in places if (keys := self._belonging(bias, modifier))]
        return []

    def _is_alone(self, bias: Key) -> bool:
        return sum(other.layer == bias.layer for other in self._biases) == 1

    def _belonging(self, parameter: Key, modifier: str) -> list[Key]:
        kinds = MODIFIED[modifier]
        place = parameter.timeless._replace(kind=kinds[parameter.kind == "bias"])
        found = self._by_place.get(place, [])
        if not found and modifier == "change":  # programs call a gradient dw
            found = self._belonging(parameter, "gradient")
        return found
