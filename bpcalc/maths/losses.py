"""The error functions. One entry in `LOSSES` adds one, everywhere."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bpcalc.maths.expr import Expr, Minus, expr, ln


@dataclass(frozen=True, slots=True)
class Loss:
    """An error function, summed or averaged over the output units.

    Attributes:
        name: as in the exercise file.
        error: (target, out) -> formula of the error of one output unit.
        slope: (target, out, number of outputs) -> formula of ∂E_total/∂out of that unit.
        descent: the same with the other sign, -∂E_total/∂out, as the books print it that
            define delta with `target - out`.
        averaged: whether the total error is the mean over the outputs, not the sum.
        unit_interval: whether it needs outputs strictly between 0 and 1.
        shortcut: names of the output activations with which the delta of an output unit is
            simply out - target (for softmax only if the targets add up to 1).
        source: where the formula is printed.
    """

    name: str
    error: Callable[[Expr, Expr], Expr]
    slope: Callable[[Expr, Expr, int], Expr]
    descent: Callable[[Expr, Expr, int], Expr]
    source: str
    averaged: bool = False
    unit_interval: bool = False
    shortcut: frozenset[str] = field(default_factory=frozenset)


HALF_SQUARED_ERROR = Loss(
    name="half_squared_error",
    error=lambda target, out: (expr(1) / 2) * (target - out) ** 2,
    slope=lambda target, out, n: out - target,
    descent=lambda target, out, n: target - out,
    source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 3",
)

SQUARED_ERROR = Loss(
    name="squared_error",
    error=lambda target, out: (target - out) ** 2,
    slope=lambda target, out, n: 2 * (out - target),
    descent=lambda target, out, n: 2 * (target - out),
    source="Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, eq. 11.9",
)

MEAN_SQUARED_ERROR = Loss(
    name="mean_squared_error",
    error=lambda target, out: (target - out) ** 2,
    slope=lambda target, out, n: 2 * (out - target) / n,
    descent=lambda target, out, n: 2 * (target - out) / n,
    averaged=True,
    source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 5.1.4",
)

HALF_MEAN_SQUARED_ERROR = Loss(
    name="half_mean_squared_error",
    error=lambda target, out: (expr(1) / 2) * (target - out) ** 2,
    slope=lambda target, out, n: (out - target) / n,
    descent=lambda target, out, n: (target - out) / n,
    averaged=True,
    source="Nielsen (2015), Neural Networks and Deep Learning, chapter 1, eq. 6",
)

BINARY_CROSS_ENTROPY = Loss(
    name="binary_cross_entropy",
    error=lambda target, out: Minus(target * ln(out) + (1 - target) * ln(1 - out)),
    slope=lambda target, out, n: (out - target) / (out * (1 - out)),
    descent=lambda target, out, n: (target - out) / (out * (1 - out)),
    unit_interval=True,
    shortcut=frozenset({"sigmoid"}),
    source="Bishop (2006), Pattern Recognition and Machine Learning, eq. 5.23",
)

CROSS_ENTROPY = Loss(
    name="cross_entropy",
    error=lambda target, out: -(target * ln(out)),
    slope=lambda target, out, n: -(target / out),
    descent=lambda target, out, n: target / out,
    unit_interval=True,
    shortcut=frozenset({"softmax"}),
    source="Bishop (2006), Pattern Recognition and Machine Learning, eq. 5.24",
)

LOSSES = {
    loss.name: loss
    for loss in (
        HALF_SQUARED_ERROR,
        SQUARED_ERROR,
        MEAN_SQUARED_ERROR,
        HALF_MEAN_SQUARED_ERROR,
        BINARY_CROSS_ENTROPY,
        CROSS_ENTROPY,
    )
}
