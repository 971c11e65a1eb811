"""What a picture of a network says: which quantity stands where."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from bpcalc.calc.lines import StageName
from bpcalc.exercise.parameters import number_of
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import PARAMETERS, fellow
from bpcalc.solution import Solution

PictureItem = Literal["weights", "values", "gradients", "changes", "new"]
"""What labels can say:

    weights    weights and biases, before the update
    values     inputs, net inputs, outputs, targets and errors
    gradients  deltas, and the gradients of weights and biases
    changes    what the update adds to weights and biases
    new        weights and biases after the update
"""

Show = frozenset[PictureItem]

PICTURE_ITEMS: tuple[PictureItem, ...] = get_args(PictureItem)
DEFAULT_ITEMS: Show = frozenset({"weights", "values"})


class Kinds(NamedTuple):
    """The quantities that an item writes to one part of the picture each.

    Attributes:
        edge: beside the line between two units.
        bias: at a bias.
        under: under a unit that calculates.
        within: in a unit that calculates.
        given: in an input.
        beside: beside an output.
        total: below all that is beside the outputs.
    """

    edge: tuple[Kind, ...] = ()
    bias: tuple[Kind, ...] = ()
    under: tuple[Kind, ...] = ()
    within: tuple[Kind, ...] = ()
    given: tuple[Kind, ...] = ()
    beside: tuple[Kind, ...] = ()
    total: tuple[Kind, ...] = ()


ITEM_KINDS: dict[PictureItem, Kinds] = {
    "weights": Kinds(edge=("weight",), bias=("bias",)),
    "values": Kinds(
        under=("net",),
        within=("out",),
        given=("input",),
        beside=("target", "error"),
        total=("total_error",),
    ),
    "gradients": Kinds(edge=("weight_gradient",), bias=("bias_gradient",), under=("delta",)),
    "changes": Kinds(edge=("weight_change",), bias=("bias_change",)),
    "new": Kinds(edge=("new_weight",), bias=("new_bias",)),
}

SHOWN: dict[StageName, Show] = {
    "given": DEFAULT_ITEMS,
    "normalise": frozenset({"values"}),
    "rate": frozenset({"values"}),
    "weights": frozenset({"weights", "new"}),
    "ahead": frozenset({"weights"}),
    "net": DEFAULT_ITEMS,
    "out": frozenset({"values"}),
    "net_norm": frozenset({"values"}),
    "dropout": frozenset({"values"}),
    "error": frozenset({"values"}),
    "all_errors": frozenset({"values"}),
    "delta": frozenset({"weights", "values", "gradients", "new"}),
    "net_norm_back": frozenset({"gradients"}),
    "inputs": frozenset({"weights", "gradients"}),
    "gradient": frozenset({"values", "gradients"}),
    "gradient_sum": frozenset({"gradients"}),
    "penalised": frozenset({"weights", "gradients"}),
    "clip": frozenset({"gradients"}),
    "power": frozenset({"gradients"}),
    "moment": frozenset({"gradients"}),
    "norm": frozenset({"weights", "gradients"}),
    "turned_back": frozenset({"values"}),
    "measures": frozenset({"values"}),
    "update": frozenset({"weights", "values", "gradients", "changes", "new"}),
}
"""What belongs on the picture beside a stage of the calculation, as far as it is lit.

Outputs are on the picture of the net inputs before them, changes on that of the new values.
"""


class PictureEntry(NamedTuple):
    """A quantity on the picture.

    Attributes:
        key: the quantity.
        shown: its number, as the report prints it.
        value: its number, to its last digit.
    """

    key: Key
    shown: str
    value: Decimal


class Reader:
    """Finds the numbers of one sample in one epoch."""

    def __init__(
        self,
        solution: Solution,
        show: Show,
        sample: int | None,
        epoch: int,
        only: frozenset[Key] | None = None,
    ) -> None:
        """Read these items.

        Args:
            solution: whose numbers they are.
            show: which items.
            sample: whose numbers; None for those of the whole batch.
            epoch: likewise.
            only: quantities to which the items are narrowed.
        """
        self._solution = solution
        self._lines = solution.calculation.by_key
        self._items = [ITEM_KINDS[item] for item in PICTURE_ITEMS if item in show]
        self._only = only
        last = len(solution.exercise.samples)
        self._now = [(sample, epoch), (None, epoch), (sample, None)]
        # The pass after the last update is worked with what that update left, and a bias that
        # is not updated keeps the number that it was given.
        self._left = [(last, epoch - 1), (None, epoch - 1)] if epoch > 1 else []
        self._first: list[tuple[int | None, int | None]] = [(1, 1), (None, 1)]

    def edge(self, parameter: Key) -> list[PictureEntry]:
        """Return what is said of a weight."""
        kinds = (kind for item in self._items for kind in item.edge)
        found = (self._entry(parameter.turned(kind, None, None)) for kind in kinds)
        return [entry for entry in found if entry and self._belongs(entry.key)]

    def bias(self, layer: int, unit: int | None) -> list[PictureEntry]:
        """Return what is said of a bias; a unit of None stands for a shared one."""
        return self._entries((k for item in self._items for k in item.bias), layer, unit)

    def within(self, layer: int, unit: int) -> list[PictureEntry]:
        """Return what stands in a unit."""
        kinds = (k for item in self._items for k in (item.within if layer else item.given))
        return self._entries(kinds, layer, unit)

    def under(self, layer: int, unit: int) -> list[PictureEntry]:
        """Return what stands under a unit that calculates."""
        return self._entries((k for item in self._items for k in item.under), layer, unit)

    def beside(self, unit: int) -> list[PictureEntry]:
        """Return what stands beside an output."""
        last = len(self._solution.exercise.layers)
        return self._entries((k for item in self._items for k in item.beside), last, unit)

    def total(self) -> list[PictureEntry]:
        """Return what stands below all that is beside the outputs."""
        return self._entries((k for item in self._items for k in item.total), None, None)

    def _entries(
        self,
        kinds: Iterable[Kind],
        layer: int | None,
        unit: int | None,
        source: int | None = None,
    ) -> list[PictureEntry]:
        found = (self._entry(Key(kind, layer, unit, source)) for kind in kinds)
        return [entry for entry in found if entry and self._belongs(entry.key)]

    def _belongs(self, key: Key) -> bool:
        return self._only is None or key in self._only

    def _entry(self, place: Key) -> PictureEntry | None:
        for key in self._candidates(place):
            line = self._lines.get(key)
            if line is not None:
                return PictureEntry(line.key, self._solution.shown(line), line.value)
        return self._written(place) if not self._lines else None

    def _candidates(self, place: Key) -> Iterator[Key]:
        for sample, epoch in self._now:
            yield place._replace(sample=sample, epoch=epoch)
        if place.kind in PARAMETERS:  # once the last update has replaced it
            for sample, epoch in self._left:
                yield place.turned(fellow(place.kind, "new"), sample, epoch)
        if place.kind == "bias":
            for sample, epoch in self._first:
                yield place._replace(sample=sample, epoch=epoch)

    def _written(self, place: Key) -> PictureEntry | None:
        """Return a weight or bias as the exercise gives it, where nothing is worked out."""
        number = _given(self._solution, place)
        return None if number is None else PictureEntry(place, number.text, number.value)


def _given(solution: Solution, place: Key) -> Number | None:
    graph = solution.exercise.graph
    if place.kind not in PARAMETERS or not graph.has(place):
        return None
    return number_of(solution.exercise, graph.parameter(place))
