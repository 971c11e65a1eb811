"""The quantities of a solution as NumPy arrays, layer by layer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key, Kind

if TYPE_CHECKING:
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

MatrixPlace = tuple[int | None, int | None]
"""The unit and the source of a quantity in its layer."""


class LayerArrays:
    """The quantities of one sample and epoch, or of a whole batch, as arrays of floats.

    Lists have an array for every layer that calculates, the first hidden layer first: `deltas[-1]`
    are those of the outputs. Quantities that the exercise does not come to are empty lists.
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
        self._by_kind: dict[Kind, dict[int, dict[MatrixPlace, list[Key]]]] = {}
        for key in values:
            layers = self._by_kind.setdefault(key.kind, {})
            layers.setdefault(key.layer or 0, {}).setdefault((key.unit, key.source), []).append(key)

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
        """The biases, shape (units,), or (1,) where a layer shares one; (0,) where it has none."""
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

        found = self._by_kind.get(kind)
        if not found:
            return []
        matrices = []
        for layer in range(1, len(self._exercise.sizes)):
            matrix = np.zeros((self._exercise.sizes[layer], self._exercise.sizes[layer - 1]))
            for (unit, source), keys in found.get(layer, {}).items():
                key = self._chosen(keys)
                if key is not None and key.source_layer is None and unit and source:
                    matrix[unit - 1, source - 1] = float(self._values[key])
            matrices.append(matrix)
        return matrices

    def _vectors(self, kind: Kind) -> "list[Array]":
        if kind not in self._by_kind:
            return []
        return [self._vector(kind, layer) for layer in range(1, len(self._exercise.sizes))]

    def _vector(self, kind: Kind, layer: int) -> "Array":
        import numpy as np

        places = self._by_kind.get(kind, {}).get(layer, {})
        chosen = {place: self._chosen(keys) for place, keys in places.items()}
        units = sorted((unit or 0, key) for (unit, _), key in chosen.items() if key is not None)
        return np.array([float(self._values[key]) for _, key in units], dtype=float)

    def _chosen(self, keys: list[Key]) -> Key | None:
        """Return the key of the sample and epoch that is looked at."""
        times = {(key.sample, key.epoch): key for key in keys}
        wanted = [None, 1] if self._sample is None else [self._sample, None]
        for sample in wanted:
            for epoch in (self._epoch, None) if self._epoch == 1 else (self._epoch,):
                if (sample, epoch) in times:
                    return times[sample, epoch]
        if self._sample is None and self._epoch == 1:
            return keys[0]  # what is given once has the sample of its first use
        return None
