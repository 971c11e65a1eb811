"""Net inputs normalised on arrays: over the samples of a batch, or over the units of a layer.

A second writing as well: the way back is put together to one formula,
∂E/∂x = (g - mean(g) - x̂·mean(g·x̂))/√(σ² + ε) with g = γ·∂E/∂y, where the page has a line for the
derivative by the variance and one for that by the mean.

Source: Ioffe & Szegedy (2015), Batch normalization, section 3; Ba, Kiros & Hinton (2016), Layer
normalization, eqs. 3 and 4.
"""

import numpy as np

from bpcalc.calc.shape import BiasLayout
from bpcalc.maths.net_norms import NetNormForm
from bpcalc.training.array_functions import Array


class NormBuffers:
    """The normalisation of one layer during a pass."""

    def __init__(self, norm: NetNormForm, gains: Array, gradients: Array, *, many: bool) -> None:
        """Normalise as this form says.

        Args:
            norm: over what, and what is added to the variance.
            gains: γ and β of the units, shape (2, units).
            gradients: room for their gradients.
            many: whether net inputs have a column for every sample, and are no vector.
        """
        self._axis = -1 if norm.way == "batch" else 0
        self._epsilon = float(norm.epsilon.value)
        columns = (..., None) if many else (...,)
        self._gamma, self._beta = gains[0][columns], gains[1][columns]
        self._gradients, self._many = gradients, many
        self._normalised = self._root = np.array(0.0)

    def drops(self, biases: BiasLayout) -> bool:
        """Return whether these biases change nothing but the mean, which is taken out again."""
        return self._axis == -1 or biases == "shared"

    def forward(self, net: Array) -> None:
        """Put γ·x̂ + β in the place of the net inputs, shape (units,) or (units, samples)."""
        far = net - self._mean(net)
        self._root = np.sqrt(self._mean(np.square(far)) + self._epsilon)
        self._normalised = far / self._root
        np.add(self._gamma * self._normalised, self._beta, out=net)

    def back(self, delta: Array) -> None:
        """Put ∂E/∂net in the place of ∂E/∂y, and set the gradients of γ and β."""
        normalised = self._normalised
        both = delta * normalised, delta
        for row, each in zip(self._gradients, both, strict=True):
            row[:] = np.add.reduce(each, 1) if self._many else each
        slope = delta * self._gamma
        along = normalised * self._mean(slope * normalised)
        np.divide(slope - self._mean(slope) - along, self._root, out=delta)

    def _mean(self, numbers: Array) -> Array:
        found: Array = np.mean(numbers, axis=self._axis, keepdims=True)
        return found
