"""Names with a number that may count units, layers or samples: `output 2`, `a2`, `E2`."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias
from unicodedata import normalize

from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.name_index import plain_name
from bpcalc.checking.reading.name_parts import TOTAL, Meaning, raised_sample
from bpcalc.maths.keys import Key, Kind
from bpcalc.notation.layout import Layout

KeysAt: TypeAlias = Callable[[Kind, int | None, int | None, int | None], Iterable[Key]]
"""Returns the quantities of a kind at a layer, a unit, and the unit from which a weight leads."""

_GIVEN: frozenset[Kind] = frozenset({"weight", "bias", "target", "input"})
_MAX_DIGITS = 6


def labelled(label: Label | None, at: KeysAt) -> Meaning | None:
    """Return what a label may stand for that names a unit, or two for a weight, or counts one.

    What counts may count in several ways, and the number decides.
    """
    if label is None:
        return None
    places = _places(label)
    found = [key for kind in label.kinds for place in places for key in at(kind, *place)]
    if not found:
        return None
    several = not label.units and len({key.timeless._replace(kind="net") for key in found}) > 1
    given = not _GIVEN.isdisjoint(label.kinds)
    if label.kinds[0] == "error" != found[0].kind:  # behind a hidden unit, which has no own one
        found += at("total_error", None, None, None)
    # Where there is no such line, only a number tells whether it is a delta.
    missing = label.kinds[0] == "error_slope" != found[0].kind
    told = tuple(dict.fromkeys(found))
    return Meaning(told, plain=False, given=given, open=several or missing)


def _places(label: Label) -> list[tuple[int, int, int | None]]:
    """Return layers and units that a label names, each with the unit a weight leads from."""
    if len(label.units) == 2:
        (before, source), (layer, unit) = label.units
        return [(layer, unit, source)] if layer == before + 1 else []
    return [(layer, unit, None) for layer, unit in label.units[-1:] or label.counted]


def counted_name(text: str) -> tuple[str, int]:
    """Return a name without the number at its end, or raised there, and that number, 0 if none is.

    >>> counted_name("output 2"), counted_name("E2"), counted_name("out^(2)"), counted_name("E")
    (('output', 2), ('E', 2), ('out', 2), ('E', 0))
    """
    if raised := raised_sample(text):
        return raised[0], raised[1].sample
    plain = normalize("NFKC", text) if text[-1:].isdigit() else text
    bare = plain.rstrip("0123456789")
    digits = plain[len(bare) :]
    if not 0 < len(digits) <= _MAX_DIGITS:
        return text, 0
    return bare.rstrip(" _#"), int(digits)


def with_sample(
    told: Meaning | None, of_sample: Iterable[Key], same: Mapping[Key, Key]
) -> Meaning | None:
    """Return what a name means, be it by its number the quantity of a sample.

    Args:
        told: what the name means otherwise.
        of_sample: the quantity of the sample, if there is one.
        same: quantities that are one and the same, each with the one that is asked for.
    """
    keys = tuple(of_sample)
    if not keys or (told and {same.get(key, key) for key in told.keys}.issubset(keys)):
        return told
    others = tuple(key for key in told.keys if key not in keys) if told else ()
    return Meaning((*others, *keys), plain=False, open=bool(others))


class OnlyOutput:
    """The output of a network that has one, of which each sample has its own value."""

    def __init__(self, samples: int, layout: Layout, label: Callable[[str], Label | None]) -> None:
        """Know how many samples there are, and what labels are about."""
        self._samples, self._label = samples, label
        self._last = len(layout.sizes) - 1
        self._only = layout.sizes[-1] == 1 and samples > 1

    def counted(self, text: str) -> tuple[Key, int] | None:
        """Return the output or the error of which a number counts the samples, and that number."""
        name, number = counted_name(text) if self._only else ("", 0)
        if not 1 <= number <= self._samples:
            return None
        if plain_name(name) in TOTAL:
            return Key("total_error"), number
        label = self._label(name)
        if label is None or label.units or label.kinds[0] != "out" or label.layers[0] != self._last:
            return None
        return Key("out", self._last, 1), number
