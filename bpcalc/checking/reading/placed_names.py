"""Names that are letters and numbers: what they may stand for, and where in a network.

Every book has letters of its own for net inputs and outputs, and its own way to say of which
layer and unit: `v_1^(2)`, `s2`, `y5`, `a1(1)`, `w_31`. The letters tell a few kinds, the numbers a
few places; which of them is meant, the numbers on the sheet decide (`other_books`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, product
from typing import TypeAlias
from unicodedata import normalize

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.checking.reading.name_index import NAME_SIGNS, NEW
from bpcalc.checking.reading.words_in_indices import word_last
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.layout import Layout
from bpcalc.patterns import pattern

_OF_WEIGHTS: tuple[Kind, ...] = ("weight_gradient", "weight_change")
_OF_BIASES: tuple[Kind, ...] = ("bias_gradient", "bias_change")

_LETTERS: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys(("net", "netin", "in", "sum", "u", "n", "yin", "zin"), ("net",)),
    **dict.fromkeys(("a", "h", "z", "i", "x"), ("out", "net")),
    "s": ("net", "delta", "out"),
    **dict.fromkeys(("y", "yhat", "o", "out", "f", "r", "phi"), ("out",)),
    "b": ("out", "new_bias", "bias"),
    "theta": ("new_bias", "new_weight", "bias", "weight"),
    **dict.fromkeys(("l",), ("net", "error")),
    **dict.fromkeys(("c",), ("out", "error")),
    **dict.fromkeys(("delta", "d", "dz", "da", "dnet", "g", "sigma", "beta", "eps"), ("delta",)),
    **dict.fromkeys(("e", "err", "error"), ("error", "delta")),
    "v": ("net", "new_weight", "weight", "out"),
    "w": ("new_weight", "weight", "weight_gradient"),
    **dict.fromkeys(("dw", "dv", "gw", "de/dw", "dl/dw", "dj/dw", "dc/dw"), _OF_WEIGHTS),
    **dict.fromkeys(("db", "gb", "de/db", "dl/db", "dj/db", "dc/db"), _OF_BIASES),
}
"""What letters stand for in one book or another, as they are after `_signs`."""

_SIGNS = str.maketrans(NAME_SIGNS)
_RAISED = pattern(r"[⁰¹²³⁴-⁹⁽⁾]+")
_LOWERED = pattern(r"[₀-₉₍₎]+")
_UNSAID = pattern(r"[\s{}\\$]")
_NEW = pattern(rf"{NEW}|\(t\+1\)$")
_PLACED = pattern(
    r"([a-z]{1,8}(?:/[a-z]{1,3})?)((?:[\^_(\[,]{0,3}(?:[0-9]{1,4}|[a-z])[)\]]?){1,4})"
)
_IS_NEW = "+"
_NUMBER = pattern(r"[0-9]+")


class PlacedName(NamedTuple):
    """A name of letters and numbers.

    Attributes:
        letters: what stands before the numbers, as it is typed on any keyboard.
        shape: how the numbers stand behind it, each as #, and a + at the end of what is new.
        numbers: the numbers, in their order.
    """

    letters: str
    shape: str
    numbers: tuple[int, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the letters may stand for; nothing if no book has them."""
        kinds = _LETTERS.get(self.letters, ())
        new = self.shape.endswith(_IS_NEW)
        return tuple(kind for kind in kinds if INFO[kind].role == "new") if new else kinds


def placed_name(name: str) -> PlacedName | None:
    """Return what a name is made of; None if it is no letters with numbers.

    >>> placed_name("v_1^{(2)}"), placed_name("δ₁⁽²⁾")[1:], placed_name("o_k1")[1:]
    (PlacedName(letters='v', shape='_#^(#)', numbers=(1, 2)), ('_#^(#)', (1, 2)), ('_k#', (1,)))
    >>> placed_name("w_{12}^{(1)}")[1:], placed_name("y12")[1:], placed_name("E_total")
    (('_##^(#)', (1, 2, 1)), ('#', (12,)), None)
    """
    if len(name) > MAX_QUANTITY_NAME:
        return None
    text = word_last(normalize("NFC", name.strip()))
    text = _RAISED.sub(lambda run: f"^{run[0]}", text)
    text = _LOWERED.sub(lambda run: f"_{run[0]}", text).translate(_SIGNS)
    text = _UNSAID.sub("", normalize("NFKC", text).translate(_SIGNS).casefold())
    text, news = _NEW.subn("", text.replace("partial", "d"))
    match = _PLACED.fullmatch(text)
    if match is None or not _NUMBER.search(match[2]):
        return None
    letters, behind = match[1], match[2]
    numbers = _NUMBER.findall(behind)
    ends = any(INFO[kind].place == "edge" for kind in _LETTERS.get(letters, ()))
    parts = [tuple(n) if ends and len(n) == 2 else (n,) for n in numbers]
    shapes = iter("#" * len(part) for part in parts)
    shape = _NUMBER.sub(lambda _: next(shapes), behind) + _IS_NEW * bool(news)
    return PlacedName(letters, shape, tuple(int(n) for part in parts for n in part))


class UnitPlace(NamedTuple):
    """Where in a network something is; a source of 0 is the bias, no sample is the first."""

    layer: int
    unit: int | None
    source: int | None = None
    sample: int = 0


Placing: TypeAlias = Callable[[Sequence[int]], UnitPlace | None]
"""Returns where the numbers of a name lead; None if that is nowhere."""


def placings(kind: Kind, count: int, layout: Layout, samples: int) -> Iterator[tuple[str, Placing]]:
    """Yield the ways of saying a place by so many numbers, each with a name of its own.

    Args:
        kind: of the quantity.
        count: how many numbers there are.
        layout: the network.
        samples: how many samples there are.
    """
    if INFO[kind].place == "edge":
        return _of_edges(count, layout)
    if count > 2:
        return iter(())
    if INFO[kind].place == "bias" and count == 1:
        return chain(_of_layers(layout), _by_one(layout, samples))
    return (_by_two if count == 2 else _by_one)(layout, samples)


def _of_layers(layout: Layout) -> Iterator[tuple[str, Placing]]:
    """Yield the ways of naming the one bias of a layer."""
    for shift in (0, -1, 1):
        yield f"shared {shift}", partial(_shared, shift, layout.shared_bias)


def _shared(shift: int, shared: Sequence[bool], numbers: Sequence[int]) -> UnitPlace | None:
    layer = numbers[0] + shift
    return UnitPlace(layer, None) if 0 < layer <= len(shared) and shared[layer - 1] else None


def _by_two(layout: Layout, samples: int) -> Iterator[tuple[str, Placing]]:
    """Yield the ways of naming a unit by its layer, or its sample, and its number."""
    for at, off in product((0, 1), (0, 1)):
        for shift in (0, -1, 1):
            yield f"layer {at}{shift}{off}", partial(_layered, at, shift, off)
        for layer in _layers(layout) if samples > 1 else ():
            yield f"sample {at}{layer}{off}", partial(_sampled, at, layer, off)


def _by_one(layout: Layout, samples: int) -> Iterator[tuple[str, Placing]]:
    """Yield the ways of naming a unit by one number, or a sample's only one."""
    for layer in _layers(layout):
        for off in (0, 1):
            yield f"unit {layer}{off}", partial(_in_layer, layer, off)
        if samples > 1 and layout.sizes[layer] == 1:
            yield f"of sample {layer}", partial(_of_sample, layer)
    for way, units in _counts(layout):
        yield f"count {way}", partial(_counted, units)


def _layers(layout: Layout) -> range:
    return range(1, len(layout.sizes))


def _layered(at: int, shift: int, off: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(numbers[at] + shift, numbers[1 - at] + off)


def _sampled(at: int, layer: int, off: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(layer, numbers[1 - at] + off, sample=numbers[at])


def _in_layer(layer: int, off: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(layer, numbers[0] + off)


def _of_sample(layer: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(layer, 1, sample=numbers[0])


def _counted(units: dict[int, UnitPlace], numbers: Sequence[int]) -> UnitPlace | None:
    return units.get(numbers[0])


def _counts(layout: Layout) -> Iterator[tuple[str, dict[int, UnitPlace]]]:
    """Yield all units by numbers: those that are their names, or counted through the network."""
    places = [
        UnitPlace(layer, unit)
        for layer in range(len(layout.sizes))
        for unit in range(1, layout.sizes[layer] + 1)
    ]
    names = [layout.units[layer][(unit or 1) - 1] for layer, unit, *_ in places]
    yield "names", {int(n): p for n, p in zip(names, places, strict=True) if n.isdecimal()}
    inputs = layout.sizes[0]
    for way, first in (("all", 1), ("from 0", 0), ("hidden", 1 - inputs)):
        yield way, {number: place for number, place in enumerate(places, first) if place.layer}


def _of_edges(count: int, layout: Layout) -> Iterator[tuple[str, Placing]]:
    """Yield the ways of naming a connection: by its ends, and its layer where that is said."""
    for to, off in product((0, 1), (0, 1)):
        for layer in _layers(layout) if count == 2 else ():
            yield f"ends {layer}{to}{off}", partial(_ends, layer, to, off)
        for at, shift in product((0, 2), (0, -1, 1)) if count == 3 else ():
            yield f"edge {at}{shift}{to}{off}", partial(_edge, at, shift, to, off)
    for to in (0, 1) if count == 2 else ():
        yield f"number {to}", partial(_numbered, dict(_numbers(layout)), to)
        for way, units in _counts(layout):
            every = units | dict(_inputs(layout, way))
            yield f"counted ends {way}{to}", partial(_counted_ends, every, to)
    for layer in _layers(layout) if count == 1 else ():
        if layout.sizes[layer] == 1:
            yield f"into {layer}", partial(_into_one, layer)


def _into_one(layer: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(layer, 1, numbers[0])


def _numbers(layout: Layout) -> Iterator[tuple[int, UnitPlace]]:
    """Yield the connections by the numbers that their weights have."""
    if layout.graph is not None and not layout.graph.full:
        keys: Iterable[Key] = layout.graph.every_connection
    else:
        keys = (
            Key("weight", layer, unit, source)
            for layer in _layers(layout)
            for unit in range(1, layout.sizes[layer] + 1)
            for source in range(1, layout.sizes[layer - 1] + 1)
        )
    for key in keys:
        yield layout.weight_number(key), UnitPlace(key.layer or 1, key.unit, key.source)


def _numbered(weights: dict[int, UnitPlace], at: int, numbers: Sequence[int]) -> UnitPlace | None:
    """Return where a weight is by its number, beside that of the first step or of its layer."""
    place = weights.get(numbers[at])
    return place if place and numbers[1 - at] in (1, place.layer) else None


def _ends(layer: int, to: int, off: int, numbers: Sequence[int]) -> UnitPlace:
    return UnitPlace(layer, numbers[to] + off, numbers[1 - to] + off)


def _edge(at: int, shift: int, to: int, off: int, numbers: Sequence[int]) -> UnitPlace:
    ends = numbers[1:] if at == 0 else numbers[:2]
    return _ends(numbers[at] + shift, to, off, ends)


def _inputs(layout: Layout, way: str) -> Iterator[tuple[int, UnitPlace]]:
    """Yield the inputs by their numbers in a way of counting that counts them, too."""
    first = {"all": 1, "from 0": 0}.get(way)
    if first is not None:
        for unit in range(1, layout.sizes[0] + 1):
            yield unit - 1 + first, UnitPlace(0, unit)


def _counted_ends(units: dict[int, UnitPlace], to: int, numbers: Sequence[int]) -> UnitPlace | None:
    receiver, sender = units.get(numbers[to]), units.get(numbers[1 - to])
    if receiver is None or sender is None or sender.layer != receiver.layer - 1:
        return None
    return UnitPlace(receiver.layer, receiver.unit, sender.unit)
