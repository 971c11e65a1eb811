"""Which parts of the picture stand out when a stage of the calculation is worked on."""

from collections.abc import Callable, Iterable, Iterator

from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import ERROR_KINDS, INFO, KindPlace

PicturePart = tuple[str, int | None, int | None, int | None]
"""A part of the picture: what it is, and layer, unit and source of what it stands for."""

TOTAL: PicturePart = ("total", None, None, None)
"""The error of all outputs together."""


def unit_part(layer: int, unit: int) -> PicturePart:
    """Return the circle of a unit."""
    return ("unit", layer, unit, None)


def edge_part(layer: int, unit: int, source: int) -> PicturePart:
    """Return the line of a weight."""
    return ("edge", layer, unit, source)


def skip_part(source_layer: int, layer: int, unit: int, source: int) -> PicturePart:
    """Return the line of a weight that leaps over a layer."""
    return (f"skip {source_layer}", layer, unit, source)


def weight_part(key: Key) -> PicturePart:
    """Return the line of a weight, or of what belongs to one."""
    place = (key.layer or 0, key.unit or 0, key.source or 0)
    return edge_part(*place) if key.source_layer is None else skip_part(key.source_layer, *place)


def bias_part(layer: int, unit: int | None) -> PicturePart:
    """Return the place of a bias; a unit of None stands for one that its layer shares."""
    return ("bias", layer, unit, None)


def target_part(unit: int) -> PicturePart:
    """Return the text beside an output."""
    return ("target", None, unit, None)


def lit_parts(keys: Iterable[Key], outputs: int) -> frozenset[PicturePart]:
    """Return the parts of the picture that these quantities belong to.

    Args:
        keys: the quantities.
        outputs: how many units the last layer has.

    >>> sorted(lit_parts([Key("weight", 1, 2, 1)], 1))
    [('edge', 1, 2, 1), ('unit', 0, 1, None), ('unit', 1, 2, None)]
    """
    return frozenset(part for key in keys for part in _LIGHTS[INFO[key.kind].place](key, outputs))


def _unit(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield ("unit", key.layer, key.unit, None)
    if key.source is not None:  # a slope of softmax, between two units of one layer
        yield ("unit", key.layer, key.source, None)


def _edge(key: Key, outputs: int) -> Iterator[PicturePart]:
    """Light the line and the units at its ends, by which one knows which line it is."""
    yield weight_part(key)
    for node in (key.receiver, key.sender):
        if node is not None:
            yield unit_part(*node)


def _bias(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield bias_part(key.layer or 0, key.unit)
    if key.unit is None:  # that of a single unit may be drawn as one of its own
        yield bias_part(key.layer or 0, 1)


def _output(key: Key, outputs: int) -> Iterator[PicturePart]:
    """Light what stands beside an output; with its error, the output as well."""
    if key.kind in ERROR_KINDS:
        yield from _unit(key, outputs)
    yield ("target", None, key.unit, None)


def _whole(key: Key, outputs: int) -> Iterator[PicturePart]:
    """Light the error of all outputs; a rate stands nowhere on the picture."""
    if key.kind in ERROR_KINDS:
        yield TOTAL
        for unit in range(1, outputs + 1):
            yield target_part(unit)


_LIGHTS: dict[KindPlace, Callable[[Key, int], Iterator[PicturePart]]] = {
    "unit": _unit,
    "output": _output,
    "edge": _edge,
    "bias": _bias,
    "whole": _whole,
}
