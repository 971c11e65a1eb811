"""What a quantity is, apart from how any book spells it."""

from typing import NamedTuple

from bpcalc.maths.kinds import Kind

__all__ = ["Key", "Kind", "Moment", "Node"]


class Node(NamedTuple):
    """A unit of the network: its layer, 0 for the inputs, and its number there, from 1."""

    layer: int
    unit: int


class Moment(NamedTuple):
    """One update: from which sample (None: from the whole batch), in which epoch."""

    sample: int | None
    epoch: int


class Key(NamedTuple):
    """The identity of one quantity.

    The weight before an update and the weight after it are different keys, so no line ever
    says `w = w - …`.

    Attributes:
        kind: one of `KINDS`.
        layer: 0 is the input layer; a weight, bias or gradient belongs to the layer that
            receives it; None where there is no layer (learning rate, total error).
        unit: counted from 1; for a weight the receiving unit; None for a bias shared by its
            layer.
        source: counted from 1: the sending unit of a weight, its gradient and its change; of
            a softmax slope ∂out_unit/∂net_source the unit whose net input moves.
        sample: counted from 1; None for what belongs to no single sample (a batch gradient).
        epoch: counted from 1; the forward pass after the last update is epoch N + 1.
        source_layer: the layer of the sending unit, where that is not the layer before.
    """

    kind: Kind
    layer: int | None = None
    unit: int | None = None
    source: int | None = None
    sample: int | None = None
    epoch: int | None = None
    source_layer: int | None = None

    @property
    def when(self) -> tuple[int | None, int | None]:
        """The sample and epoch."""
        return self.sample, self.epoch

    @property
    def timeless(self) -> "Key":
        """The same quantity of whatever sample and epoch: what a name depends on."""
        return Key(self.kind, self.layer, self.unit, self.source, None, None, self.source_layer)

    @property
    def receiver(self) -> Node | None:
        """The unit that the quantity belongs to; None if it belongs to no single one."""
        if self.layer is None or self.unit is None:
            return None
        return Node(self.layer, self.unit)

    @property
    def sender(self) -> Node | None:
        """The unit at the other end: where a connection starts, or whose net input moves."""
        if self.layer is None or self.source is None:
            return None
        if self.kind == "slope":
            return Node(self.layer, self.source)
        before = self.layer - 1 if self.source_layer is None else self.source_layer
        return Node(before, self.source)

    def turned(self, kind: Kind, sample: int | None, epoch: int | None) -> "Key":
        """Return the quantity of another kind at the same place, of this sample and epoch.

        >>> Key("weight", 2, 1, 3).turned("weight_gradient", 1, 2)[:4]
        ('weight_gradient', 2, 1, 3)
        """
        _, layer, unit, source, _, _, source_layer = self
        return _tuple(Key, (kind, layer, unit, source, sample, epoch, source_layer))


_tuple = tuple.__new__  # a named tuple in one step, at half the cost of its own constructor
