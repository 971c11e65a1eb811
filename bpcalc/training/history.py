"""What is remembered of a run: the error before every epoch, or before every Nth."""

from typing import NamedTuple

MAX_KEPT_EPOCHS = 10_000
"""Epochs up to which every error is kept; of longer runs, about so many."""


class Point(NamedTuple):
    """The error over all samples after so many epochs; epoch 0 is before training.

    Where a run stops inside an epoch, its last point is at a fraction: 1.5 with half of the second.
    """

    epoch: float
    error: float


class History:
    """The errors of a run.

    Attributes:
        stride: 1 if every epoch is kept, k if only every k-th one is.
        points: in order of epochs.
    """

    def __init__(self, epochs: int) -> None:
        """Prepare for a run of at most so many epochs."""
        self.stride = max(1, -(-epochs // MAX_KEPT_EPOCHS))
        self.points: list[Point] = []

    @property
    def thinned(self) -> bool:
        """Whether epochs were left out."""
        return self.stride > 1

    def record(self, epoch: int, error: float) -> None:
        """Keep the error, if it is the turn of this epoch."""
        if epoch % self.stride == 0:
            self.points.append(Point(epoch, error))

    def close(self, epoch: float, error: float) -> None:
        """Keep the error at the end, whatever its turn."""
        if not self.points or self.points[-1].epoch < epoch:
            self.points.append(Point(epoch, error))
