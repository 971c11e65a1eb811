"""An array under the name of its layer, cell by cell.

The label says what it may be, the shape which of that it can be, and the numbers decide what is
still open: whether a row of a square matrix belongs to a receiving or to a sending unit
(`array_style`: that is for all matrices of a sheet), and whether `W1` is the old matrix or the new
one.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.reading.gradient_or_change import how_wrong, is_open, role_of
from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.moments import after_names
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.values import number_texts, padded, shape_of
from bpcalc.checking.reading.whole_batch import of_all_samples, total_names
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, FELLOWS, INFO, KINDS, KindRole, fellow
from bpcalc.named_tuples import NamedTuple

BIAS_KIND_OF: dict[Kind, Kind] = {
    kind: fellow("bias", INFO[kind].role)
    for kind in KINDS
    if INFO[kind].place == "edge" and ("bias", INFO[kind].role) in FELLOWS
}
"""Kinds that a matrix has, each with that of the biases which may stand in it as well."""

GIVEN_KINDS: frozenset[Kind] = frozenset({"input", "target", "weight", "bias"})

OF_A_PARAMETER: dict[tuple[Kind, ...], tuple[Kind, ...]] = {
    ("weight", "new_weight"): ("weight_gradient",),
    ("bias", "new_bias"): ("bias_gradient",),
}
"""What else stands under the plain name of a weight or bias."""

RELATIVE = Decimal("1e-5")
"""So close a number must be to tell one reading from another; marking looks at every digit."""


class Spread(NamedTuple):
    """An array, spread over quantities.

    Attributes:
        keys: one for every number, None for one that nobody is asked for.
        texts: the numbers.
        given: whether the exercise gives all of them.
    """

    keys: tuple[Key | None, ...]
    texts: tuple[str, ...]
    given: bool = False


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


class ArrayStyle(NamedTuple):
    """How the arrays of a sheet are written, all of them; None for what they do not tell.

    Attributes:
        turned: whether what comes from one unit stands in a row of a matrix.
        first: whether biases stand before the weights.
        shift: how many layers above the one that its number names an array belongs to, at most.
        meant: what stands under names that may be of gradients or changes: the role that they
            have by themselves, and the one that their numbers are right for.
    """

    turned: bool | None = None
    first: bool | None = None
    shift: int | None = None
    meant: frozenset[tuple[KindRole, KindRole]] = frozenset()

    def agrees(self, way: Arrangement) -> tuple[bool, bool, bool]:
        """Return whether an arrangement stands that way, is of that layer, has biases there."""
        open_ = None in (self.turned, way.turned)
        stands = open_ or way.turned == self.turned
        biases = None in (self.first, way.first) or way.first == self.first
        return stands, way.shift in (None, self.shift or 0), biases


UNTOLD = ArrayStyle()
"""The style of a sheet whose arrays tell nothing."""


def near(cell: Cell, value: Decimal | None) -> bool:
    """Return whether a number is, to about its digits, a value."""
    if cell.value is None or value is None or not value.is_finite():
        return False
    unit = Decimal(0) if cell.exponent is None else Decimal((0, (1,), cell.exponent))
    return abs(cell.value - value) <= max(unit, RELATIVE * abs(value))


def spread_under(
    name: str, value: Value, index: QuantityIndex, style: ArrayStyle = UNTOLD
) -> list[Spread]:
    """Return the quantities of an array under a name; of a total, those that its numbers fit.

    What is not of weights and stands under `out_o after training` is that of the next epoch. A sum
    over all samples may stand below the last one. Rows of a matrix may be no more than lines of a
    list, where most of its numbers are right so.
    """
    told, _ = index.label_and_when(name)
    later = [] if told and not BIAS_KIND_OF.keys().isdisjoint(told.kinds) else after_names(name)
    labels = map(index.label_and_when, total_names(name) or later or [name])
    meant = [(label, when) for label, when in labels if label]

    def right(way: list[Spread]) -> int:
        cells = ((key, text) for each in way for key, text in zip(*each[:2], strict=True) if key)
        return sum(near(read_cell(text), index.values.get(key)) for key, text in cells)

    def best(written: Value) -> list[Spread]:
        ways = [spread(label, written, index, when, style) for label, when in meant]
        ways += [
            found
            for label, when in meant
            if (whole := of_all_samples(label.kinds, when, index.exercise))
            and (found := spread(label, written, index, whole, style))
            and 2 * right(found) > sum(len(each.keys) for each in found)
        ]
        return max(ways, key=right, default=[])

    found, row = best(value), in_one_row(value)
    if len(row.items) <= 1 or right(found) * 2 > len(row.items):
        return found
    listed = best(row)
    return listed if right(listed) * 2 > len(row.items) else found


def in_one_row(value: Value) -> WrittenArray:
    """Return the numbers of a matrix one behind the other; nothing of anything else."""
    shape = shape_of(value) or ()
    return WrittenArray(tuple(number_texts(value)) if len(shape) == 2 else ())


def spread(
    label: Label,
    value: Value,
    index: QuantityIndex,
    when: When | None = None,
    style: ArrayStyle = UNTOLD,
) -> list[Spread]:
    """Return the quantities of an array; empty if its shape or its numbers fit nothing.

    A list with one array for every layer is spread layer by layer. What stands under the name of a
    weight may be its gradient: `name, p.grad` is printed so.

    Args:
        label: what its name may be about.
        value: the array.
        index: the quantities.
        when: the sample and epoch that its name says.
        style: how the arrays of the sheet are written.
    """
    found, fits = _one(label, value, index, when, style)
    if found is not None and not fits and label.kinds in OF_A_PARAMETER:
        gradients = label._replace(kinds=OF_A_PARAMETER[label.kinds])
        other, fits = _one(gradients, value, index, when, style)
        found = other if fits else found
    if found is not None:
        return [found]
    layers = len(index.layout.sizes) - 1
    if not isinstance(value, WrittenArray) or len(label.layers) != layers or layers < 2:
        return []
    items = _by_layers(label.kinds, value, index.layout.sizes)
    if len(items) not in (layers, layers + 1):
        return []
    items = items[-layers:]
    each = [
        _one(label._replace(layers=(layer,)), item, index, when, style)[0]
        for layer, item in enumerate(items, start=1)
    ]
    return [found for found in each if found] if all(each) else []


def _by_layers(kinds: Sequence[Kind], value: WrittenArray, sizes: Sequence[int]) -> Sequence[Value]:
    """Return the arrays of the layers, from the first to the last.

    One row of numbers is cut into them, if there is one for every weight, or for every unit.
    """
    if not all(isinstance(item, str) for item in value.items):
        return value.items
    edges = any(kind in BIAS_KIND_OF for kind in kinds)
    lengths = [units * (before if edges else 1) for before, units in pairwise(sizes)]
    if sum(lengths) != len(value.items) or 1 in lengths:
        return ()
    ends = [*accumulate(lengths)]
    return [WrittenArray(value.items[end - n : end]) for end, n in zip(ends, lengths, strict=True)]


def _one(
    label: Label, value: Value, index: QuantityIndex, when: When | None, style: ArrayStyle
) -> tuple[Spread | None, int]:
    """Return the likeliest reading of one array, and how many of its numbers are right by it."""
    shape = shape_of(value)
    if shape is None or 0 in shape:
        return None, 0
    texts = tuple(padded(number_texts(value)))
    cells = [read_cell(text) for text in texts]
    ranked: list[tuple[tuple[int, ...], int, Arrangement]] = []
    for order, each in enumerate(arrangements(label, shape, index, when)):
        exact = sum(c.value == index.values.get(k) for k, c in _both(each.keys, cells))
        agrees = style.agrees(each)
        if each.kind in GIVEN_KINDS:
            if exact == len(cells):
                rank = (1, 1, *agrees, exact, 1, -order)
                ranked.append((rank, exact, each))
            continue
        fits = fitting(each.keys, cells, index)
        # One number may be met by chance where an array is read another way; most are not.
        most = (each.is_right(fits), 2 * fits > len(cells))
        rank = (*most, *agrees, fits, 2 * (exact == len(cells)), -order)
        ranked.append((rank, fits, each))
    if not ranked:
        return None, 0
    _, fits, best = max(ranked, key=lambda each: each[0])
    first, kinds = label.kinds[0], {way.kind for *_, way in ranked} - GIVEN_KINDS
    # What may be a delta besides is one only if its numbers say so.
    open_ = first not in kinds if first == "error_slope" else len(kinds) > 1
    if open_ and not fits:
        if not is_open(label.kinds):
            return None, 0
        ways = [each for *_, each in sorted(ranked, key=lambda each: each[0], reverse=True)]
        best = _likeliest(ways, label, cells, index, when, style)
    return Spread(best.keys, texts, best.kind in GIVEN_KINDS), fits


def _likeliest(
    ways: Sequence[Arrangement],
    label: Label,
    cells: Sequence[Cell],
    index: QuantityIndex,
    when: When | None,
    style: ArrayStyle,
) -> Arrangement:
    """Return whether wrong numbers are gradients or changes; of all samples there is no change.

    Args:
        ways: what they may be, the likeliest of a kind first.
        label: what the name may be about, the likeliest kind first.
        cells: the numbers.
        index: the quantities.
        when: the sample and epoch that the name says.
        style: how the arrays of the sheet are written.
    """
    whole = when is not None and when.all

    def wrong(way: Arrangement) -> tuple[float, ...]:
        other = (role_of(label.kinds[0]), role_of(way.kind)) not in style.meant
        return whole and way.kind in CHANGE_KINDS, other, *how_wrong(way.keys, cells, index)

    by_kind = [next((way for way in ways if way.kind == kind), None) for kind in label.kinds]
    return min(filter(None, by_kind), key=wrong)


def fitting(keys: Sequence[Key | None], cells: Sequence[Cell], index: QuantityIndex) -> int:
    """Return how many numbers are, to about their digits, what they should be."""
    return sum(near(c, index.values.get(k)) for k, c in _both(keys, cells))


def _both(keys: Sequence[Key | None], cells: Sequence[Cell]) -> Iterator[tuple[Key, Cell]]:
    return ((key, cell) for key, cell in zip(keys, cells, strict=True) if key is not None)


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
