"""Names with a layer in square brackets, `z^[1]_2` and `W^{[2]}_{1,2}`, and what they say alone.

One course has made them common: layers are counted from the first one that calculates, z is a net
input, a an output, and the first index of a weight is the unit that receives. Numbers may tell
something else (`other_books`); where they tell nothing, a wrong number is one of these.
"""

from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.placed_names import PlacedName
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import INFO
from bpcalc.patterns import pattern

_LAYER_FIRST = pattern(r"\^?\[#\]_(?:#|##|#,#)\+?")
_LAYER_LAST = pattern(r"_?(?:#|##|#,#)\^\[#\]\+?")
_KINDS: dict[str, tuple[Kind, ...]] = {
    "z": ("net",),
    "a": ("out",),
    "w": ("new_weight",),
    "b": ("new_bias",),
}
"""What letters stand for there; the others are as in any book."""


_COUNTED = pattern(r"(?:layer [0-9]|edge [0-9])(-?[0-9])[0-9]?([0-9])")


def counting(ways: Iterable[str]) -> tuple[str, str]:
    """Return from where other names of a sheet count layers and units; as usual if they differ.

    >>> counting(["layer 0-10", "edge 0-110"]), counting([])
    (('-1', '0'), ('0', '0'))
    """
    told = {(way[1], way[2]) for way in map(_COUNTED.fullmatch, ways) if way}
    return told.pop() if len(told) == 1 else ("0", "0")


def bracketed(
    name: PlacedName, counted: tuple[str, str] = ("0", "0")
) -> Iterator[tuple[Kind, str]]:
    """Yield what a name may stand for, and the way in which its numbers say the place.

    Args:
        name: the name.
        counted: what `counting` tells of the others.

    >>> from bpcalc.checking.reading.placed_names import placed_name
    >>> list(bracketed(placed_name("z^[1]_2"))), list(bracketed(placed_name("z^(1)_2")))
    ([('net', 'layer 000')], [])
    >>> list(bracketed(placed_name("w_{12}^{[1]}")))
    [('new_weight', 'edge 2000')]
    """
    first = _LAYER_FIRST.fullmatch(name.shape)
    if not (first or _LAYER_LAST.fullmatch(name.shape)):
        return
    for kind in _KINDS.get(name.letters, name.kinds):
        edge = INFO[kind].place == "edge"
        if len(name.numbers) == (3 if edge else 2):
            at = 0 if first else len(name.numbers) - 1
            layers, units = counted
            yield kind, f"edge {at}{layers}0{units}" if edge else f"layer {at}{layers}{units}"
