"""The quantities of a solution as NumPy arrays, layer by layer."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO

if TYPE_CHECKING:
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]


class LayerArrays:
    """The quantities of one sample and epoch, or of a whole batch, as arrays of floats.

    Lists have an array for every layer that calculates, the first hidden layer first: `deltas[-1]`
    are those of the outputs. Quantities that the exercise does not come to are empty lists; where
    it comes to those of other units or connections only, there is a NaN. A weight that stands on
    several connections is at each of them. Connections that leap over a layer have no place in a
    matrix; their weights are among the `values` of a solution, by name.
    """

    def __init__(
        self,
        exercise: Exercise,
        values: Mapping[Key, "Decimal"],
        sample: int | None = None,
        epoch: int = 1,
    ) -> None:
        """Look at the values of a calculation.

        Args:
            exercise: what was worked out.
            values: of all quantities.
            sample: of which; None: of the batch where it has a value of its own, else the first.
            epoch: of which.
        """
        self._exercise = exercise
        self._sample = sample
        self._epoch = epoch
        self._values = values
        self._by_kind: dict[Kind, dict[Key, list[Key]]] = {}
        for key in values:
            self._by_kind.setdefault(key.kind, {}).setdefault(key.timeless, []).append(key)

    def __repr__(self) -> str:
        """Return of which moment these are."""
        sizes = "-".join(map(str, self._exercise.sizes))
        sample = "" if self._sample is None else f" sample {self._sample},"
        return f"<LayerArrays: {sizes},{sample} epoch {self._epoch}>"

    @property
    def inputs(self) -> "Array":
        """The inputs, shape (inputs,)."""
        return self._vector("input", 0)

    @property
    def targets(self) -> "Array":
        """The targets, shape (outputs,); empty if there are none."""
        return self._vector("target", len(self._exercise.layers))

    @property
    def weights(self) -> "list[Array]":
        """The weights, shape (units, units before); 0 where there is no connection."""
        return self._matrices("weight")

    @property
    def biases(self) -> "list[Array]":
        """The biases, shape (units,), or (1,) where a layer shares one; (0,) where it has none.

        A unit that has none beside others that have one has a 0.
        """
        return self._vectors("bias")

    @property
    def nets(self) -> "list[Array]":
        """The net inputs, shape (units,)."""
        return self._vectors("net")

    @property
    def outs(self) -> "list[Array]":
        """The outputs, shape (units,)."""
        return self._vectors("out")

    @property
    def deltas(self) -> "list[Array]":
        """The deltas, shape (units,), with the sign that the exercise gives them."""
        return self._vectors("delta")

    @property
    def gradients(self) -> "list[Array]":
        """∂E/∂w, shape (units, units before)."""
        return self._matrices("weight_gradient")

    @property
    def bias_gradients(self) -> "list[Array]":
        """∂E/∂b, shape (units,), or (1,) where a layer shares one bias."""
        return self._vectors("bias_gradient")

    @property
    def new_weights(self) -> "list[Array]":
        """The weights after this sample's, or this batch's, update."""
        return self._matrices("new_weight")

    @property
    def new_biases(self) -> "list[Array]":
        """The biases after it; empty lists where they are not updated."""
        return self._vectors("new_bias")

    def _matrices(self, kind: Kind) -> "list[Array]":
        import numpy as np

        graph = self._exercise.graph
        if kind not in self._by_kind:
            return []
        matrices = []
        for layer in graph.layers:
            matrix = np.zeros((graph.sizes[layer], graph.sizes[layer - 1]))
            for node in graph.nodes(layer):
                for connection in graph.connections(node):
                    if connection.source_layer is None and connection.source is not None:
                        place = graph.parameter(connection).turned(kind, None, None)
                        matrix[node.unit - 1, connection.source - 1] = self._number(place)
            matrices.append(matrix)
        return matrices

    def _vectors(self, kind: Kind) -> "list[Array]":
        if kind not in self._by_kind:
            return []
        return [self._vector(kind, layer) for layer in range(1, len(self._exercise.sizes))]

    def _vector(self, kind: Kind, layer: int) -> "Array":
        import numpy as np

        graph, of_biases = self._exercise.graph, INFO[kind].place == "bias"
        units: Iterable[int | None] = range(1, graph.sizes[layer] + 1)
        if of_biases and None in graph.biases[layer - 1]:
            units = (None,)
        places = [Key(kind, layer, unit) for unit in units]
        if not any(self._has(place) for place in places):
            return np.array([], dtype=float)
        there = graph.biases[layer - 1] if of_biases else units
        return np.array([self._number(p) if p.unit in there else 0.0 for p in places], dtype=float)

    def _has(self, place: Key) -> bool:
        return self._chosen(self._by_kind.get(place.kind, {}).get(place, [])) is not None

    def _number(self, place: Key) -> float:
        """Return the value of the quantity at a place; NaN where the exercise comes to none."""
        key = self._chosen(self._by_kind.get(place.kind, {}).get(place, []))
        return float("nan") if key is None else float(self._values[key])

    def _chosen(self, keys: list[Key]) -> Key | None:
        """Return the key of the sample and epoch that is looked at."""
        times = {(key.sample, key.epoch): key for key in keys}
        wanted = [None, 1] if self._sample is None else [self._sample, None]
        for sample in wanted:
            for epoch in (self._epoch, None) if self._epoch == 1 else (self._epoch,):
                if (sample, epoch) in times:
                    return times[sample, epoch]
        if keys and self._sample is None and self._epoch == 1:
            return keys[0]  # what is given once has the sample of its first use
        return None
