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
from bpcalc.checking.reading.arrangements import (
    BIAS_KIND_OF,
    GIVEN_KINDS,
    Arrangement,
    arrangements,
)
from bpcalc.checking.reading.gradient_or_change import how_wrong, is_open, role_of, with_numbers
from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.moments import SAYS_LAST, after_names
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.values import number_texts, padded, shape_of
from bpcalc.checking.reading.whole_batch import of_all_samples, total_names
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, NEW_KINDS, KindRole
from bpcalc.named_tuples import NamedTuple

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
    if SAYS_LAST.search(name):
        meant = [*_at_any_time(meant, index), *meant]

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


def _at_any_time(
    meant: Sequence[tuple[Label, When | None]], index: QuantityIndex
) -> Iterator[tuple[Label, When]]:
    """Yield labels of new weights at the moments of all updates, the last one first."""
    times = {(key.epoch or 1, key.sample or 0) for key in index.keys if key.kind in NEW_KINDS}
    for label, when in meant:
        if when is None and NEW_KINDS.issuperset(label.kinds):
            whens = (When(False, sample, epoch) for epoch, sample in sorted(times)[::-1])
            yield from ((label, each) for each in whens)


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
        exact = sum(c.value == index.values.get(k) for k, c in with_numbers(each.keys, cells))
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
    by_output = "error_slope" in label.kinds and first != "error"
    open_ = first not in kinds if by_output else len(kinds) > 1
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
    return sum(near(c, index.values.get(k)) for k, c in with_numbers(keys, cells))
