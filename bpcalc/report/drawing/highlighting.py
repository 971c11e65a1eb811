"""Which parts of the picture stand out when a stage of the calculation is worked on."""

from collections.abc import Callable, Iterable, Iterator

from bpcalc.maths.keys import Key, Kind

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
    return frozenset(part for key in keys for part in _LIGHTS[key.kind](key, outputs))


def _unit(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield ("unit", key.layer, key.unit, None)
    if key.source is not None:  # a slope of softmax, between two units of one layer
        yield ("unit", key.layer, key.source, None)


def _edge(key: Key, outputs: int) -> Iterator[PicturePart]:
    """Light the line and the units at its ends, by which one knows which line it is."""
    yield ("edge", *key[1:4])
    if key.layer is not None:
        yield ("unit", key.layer, key.unit, None)
        yield ("unit", key.layer - 1, key.source, None)


def _bias(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield ("bias", *key[1:4])


def _target(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield ("target", None, key.unit, None)


def _error(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield from _unit(key, outputs)
    yield from _target(key, outputs)


def _total(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield TOTAL
    for unit in range(1, outputs + 1):
        yield target_part(unit)


def _nothing(key: Key, outputs: int) -> Iterator[PicturePart]:
    yield from ()


_LIGHTS: dict[Kind, Callable[[Key, int], Iterator[PicturePart]]] = {
    "input": _unit,
    "target": _target,
    "learning_rate": _nothing,
    "momentum": _nothing,
    "weight": _edge,
    "bias": _bias,
    "net": _unit,
    "out": _unit,
    "error": _error,
    "total_error": _total,
    "error_slope": _unit,
    "slope": _unit,
    "delta": _unit,
    "weight_gradient": _edge,
    "bias_gradient": _bias,
    "weight_change": _edge,
    "bias_change": _bias,
    "new_weight": _edge,
    "new_bias": _bias,
}
