"""What an array under the name of a layer may be, by its shape.

The values of the layer's units, of one sample or of all; its weights, row by row or turned, also
with the biases in them.
"""

from collections.abc import Iterator, Sequence

from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FELLOWS, INFO, KINDS, fellow
from bpcalc.named_tuples import NamedTuple

BIAS_KIND_OF: dict[Kind, Kind] = {
    kind: fellow("bias", INFO[kind].role)
    for kind in KINDS
    if INFO[kind].place == "edge" and ("bias", INFO[kind].role) in FELLOWS
}
"""Kinds that a matrix has, each with that of the biases which may stand in it as well."""

GIVEN_KINDS: frozenset[Kind] = frozenset({"input", "target", "weight", "bias"})


class Arrangement(NamedTuple):
    """What an array may be, by its shape.

    Attributes:
        kind: the kind of its quantities.
        keys: one for every number, None for one that there is not.
        turned: whether what comes from one unit stands in a row; None where its shape tells.
        first: whether biases stand before the weights; None where there are none.
        shift: how many layers above the likeliest one that is; None where there is one only.
        shaped: what its shape tells of `turned`, if it does.
    """

    kind: Kind
    keys: tuple[Key | None, ...]
    turned: bool | None = None
    first: bool | None = None
    shift: int | None = None
    shaped: bool | None = None

    def standing(self, turned: bool, of: tuple[int, int], *, open_: bool) -> "Arrangement":
        """Return it, with which way it stands, told by its shape unless that is open.

        A vector, of a layer of such sizes, tells nothing.
        """
        if min(of) == 1:
            return self
        return self._replace(turned=turned) if open_ else self._replace(shaped=turned)

    def is_right(self, fits: int) -> bool:
        """Return whether so many right numbers are all; old biases in a matrix are none of them."""
        known = len(self.keys) - self.keys.count(None)
        return fits == known >= len(self.keys) / 2


def arrangements(
    label: Label, shape: tuple[int, ...], index: QuantityIndex, when: When | None
) -> Iterator[Arrangement]:
    """Yield what an array of this shape may be."""
    for kind in label.kinds:
        layers = _given_layers(kind, label, index)
        for layer in layers:
            shift = layer - layers[0] if len(layers) > 1 else None
            if kind in BIAS_KIND_OF:
                ways = _matrix(kind, layer, shape, index, when)
            elif label.units:
                samples = _of_samples(kind, label.units[-1], shape, index, when)
                ways = (Arrangement(kind, keys) for keys in samples)
            else:
                vectors = _vector(kind, layer, shape, index, when)
                ways = (Arrangement(kind, keys) for keys in vectors)
            yield from (way._replace(shift=shift) for way in ways if any(way.keys))


def _given_layers(kind: Kind, label: Label, index: QuantityIndex) -> tuple[int, ...]:
    if kind == "input":
        return (0,)
    return (len(index.layout.sizes) - 1,) if kind in ("target", "error") else label.layers


def _matrix(
    kind: Kind, layer: int, shape: tuple[int, ...], index: QuantityIndex, when: When | None
) -> Iterator[Arrangement]:
    """Yield the ways in which the weights of a layer may be set out in this shape."""
    units, sources = sizes = index.layout.sizes[layer], index.layout.sizes[layer - 1]
    flat, turned = _places(units, [*range(1, sources + 1)])
    squeezed = tuple(size for size in shape if size != 1)
    row = shape == (len(flat),)
    for rows, columns, places in ((units, sources, flat), (sources, units, turned)):
        fits = tuple(size for size in (rows, columns) if size != 1) == squeezed
        if fits or row:
            keys = tuple(_parameter(kind, layer, *place, index, when) for place in places)
            way, open_ = Arrangement(kind, keys), row or units == sources
            yield way.standing(places is turned, sizes, open_=open_)
    yield from _with_biases(kind, layer, shape, index, when)


def _with_biases(
    kind: Kind, layer: int, shape: tuple[int, ...], index: QuantityIndex, when: When | None
) -> Iterator[Arrangement]:
    """Yield a matrix in which the biases stand as the last or the first column or row.

    Of a layer with one unit more than come before it, the shape does not tell which of them. What
    has one unit only is a vector, and tells nothing of others.
    """
    units, sources = index.layout.sizes[layer], index.layout.sizes[layer - 1]
    every = [*range(1, sources + 1)]
    if units == 1 and shape == (sources + 1,):
        shape = (1, sources + 1)
    for turned, of_this_shape in enumerate(((units, sources + 1), (sources + 1, units))):
        if shape != of_this_shape:
            continue
        for first, order in enumerate(([*every, 0], [0, *every])):
            places = _places(units, order)[turned]
            keys = tuple(_parameter(kind, layer, *place, index, when) for place in places)
            way = Arrangement(kind, keys, first=bool(first))
            yield way.standing(bool(turned), (units, sources + 1), open_=units == sources + 1)


def _places(units: int, sources: Sequence[int]) -> tuple[list[tuple[int, int]], ...]:
    """Return units with sources, row by row: as they are in a matrix, and in the turned one."""
    flat = [(unit, source) for unit in range(1, units + 1) for source in sources]
    return flat, [(unit, source) for source in sources for unit in range(1, units + 1)]


def _parameter(
    kind: Kind, layer: int, unit: int, source: int, index: QuantityIndex, when: When | None
) -> Key | None:
    if source:
        return index.first_at(kind, layer, unit, source, when)
    return index.first_at(BIAS_KIND_OF[kind], layer, unit, None, when)


def _of_samples(
    kind: Kind,
    place: tuple[int, int],
    shape: tuple[int, ...],
    index: QuantityIndex,
    when: When | None,
) -> Iterator[tuple[Key | None, ...]]:
    """Yield the values of one unit for every sample, if there are as many numbers."""
    samples = len(index.exercise.samples)
    if samples > 1 and tuple(size for size in shape if size != 1) == (samples,):
        moments = (When(False, n, when.epoch if when else 1) for n in range(1, samples + 1))
        yield tuple(index.first_at(kind, *place, None, moment) for moment in moments)


def _vector(
    kind: Kind, layer: int, shape: tuple[int, ...], index: QuantityIndex, when: When | None
) -> Iterator[tuple[Key | None, ...]]:
    """Yield the ways in which the values of a layer's units may be set out in this shape."""
    units, samples = index.layout.sizes[layer], len(index.exercise.samples)
    squeezed = tuple(size for size in shape if size != 1)
    every = range(1, units + 1)
    if squeezed == tuple(size for size in (units,) if size != 1):
        yield tuple(index.first_at(kind, layer, unit, None, when) for unit in every)
    if kind.endswith("bias") or kind.startswith("bias"):
        if not squeezed:
            yield (index.first_at(kind, layer, None, None, when),)
        return
    if samples > 1 and (when is None or not (when.all or when.sample)):
        epoch = when.epoch if when else 1
        rows = [(sample, unit) for sample in range(1, samples + 1) for unit in every]
        columns = [(sample, unit) for unit in every for sample in range(1, samples + 1)]
        for sizes, places in (((samples, units), rows), ((units, samples), columns)):
            if squeezed == tuple(size for size in sizes if size != 1):
                yield tuple(
                    index.first_at(kind, layer, unit, None, When(False, sample, epoch))
                    for sample, unit in places
                )
