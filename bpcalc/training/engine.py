"""What every engine can do, whatever it runs on."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple, Protocol

from bpcalc.calc.shape import Shape

State = tuple[float, ...] | tuple[Decimal, ...]
"""Weights and biases, layer by layer, then the changes of the last update if there is momentum;
decimals if every line is rounded as on paper."""

ErrorRecorder = Callable[[float], None]
"""Takes the error of every epoch, in order."""

BOUND = 1e100
"""An error beyond which training counts as diverged; below, every weight is finite."""


class Watched(NamedTuple):
    """What became of a watched run.

    Attributes:
        epochs: how many were run; fewer than asked for if the error left its limits.
        state: after them.
    """

    epochs: int
    state: State


class Errors(NamedTuple):
    """How far the outputs are from the targets.

    Attributes:
        samples: the total error of every sample.
        outs: the outputs of every sample.
        total: the error over all samples.
    """

    samples: list[float]
    outs: list[list[float]]
    total: float


class Engine(Protocol):
    """Trains one exercise."""

    name: str

    def start(self) -> State:
        """Return the state before the first epoch."""

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs, with the samples in that order."""

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run so many epochs, recording the error before each.

        Stops before an epoch whose error is at or below the limit, or not below `BOUND`.
        """

    def errors(self, state: State) -> Errors:
        """Return errors and outputs of all samples."""


def over_all(totals: list[float], shape: Shape, penalty: float = 0.0) -> float:
    """Return the error over all samples: their sum, or mean for `batch_mean`, and a penalty."""
    total = totals[0]
    for other in totals[1:]:  # from left to right; `sum` may add otherwise
        total += other
    if shape.update == "batch_mean" and len(totals) > 1:
        total /= len(totals)
    return total + penalty


def watched(
    engine: Engine,
    epochs: int,
    limit: float,
    state: State,
    record: ErrorRecorder,
    order: Callable[[], list[int] | None] | None = None,
) -> Watched:
    """Watch an engine from outside: one epoch at a time, the error measured before each."""
    for done in range(epochs):
        total = engine.errors(state).total
        record(total)
        if not limit < total < BOUND:
            return Watched(done, state)
        state = engine.run(1, state, order() if order else None)
    return Watched(epochs, state)
