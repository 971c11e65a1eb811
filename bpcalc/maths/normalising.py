"""Data brought to one scale, results turned back, and how good they are then: all as formulas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from bpcalc.maths.entries import demand
from bpcalc.maths.expr import Choice, Expr, Number, Product, Quotient, Sum, add, expr
from bpcalc.maths.function_calls import absolute, maximum, minimum, sqrt
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import kinds_for

Scale = Literal["", "min_max", "z_score"]
"""How numbers are brought to one scale; "" leaves them as they are."""

SCALES: tuple[Scale, ...] = ("min_max", "z_score")
SCALE_STATISTICS: Mapping[Scale, tuple[Kind, Kind]] = MappingProxyType(
    {"min_max": ("lowest", "highest"), "z_score": ("mean", "deviation")}
)
"""What each scale is known by."""


@dataclass(frozen=True)
class Normalising:
    """How the data of an exercise are brought to one scale.

    Attributes:
        inputs, outputs: the scale of each.
        low, high: to where the lowest and the highest number come with `min_max`.
        input_bounds, output_bounds: lowest and highest number of every unit, where the exercise
            gives them and they are not those of its samples.
    """

    inputs: Scale = ""
    outputs: Scale = ""
    low: Number = Number("0")  # noqa: RUF009 - immutable
    high: Number = Number("1")  # noqa: RUF009 - immutable
    input_bounds: tuple[tuple[Number, Number], ...] = ()
    output_bounds: tuple[tuple[Number, Number], ...] = ()

    @property
    def form(self) -> "NormalisingForm":
        """What its formulas depend on."""
        return NormalisingForm(
            self.inputs,
            self.outputs,
            (self.low, self.high),
            bool(self.input_bounds),
            bool(self.output_bounds),
        )


@dataclass(frozen=True)
class NormalisingForm:
    """How data are brought to one scale, but for the bounds.

    Attributes:
        inputs, outputs: as in `Normalising`.
        ends: its low and high end.
        inputs_bounded, outputs_bounded: whether the bounds are given.
    """

    inputs: Scale = ""
    outputs: Scale = ""
    ends: tuple[Number, Number] = (Number("0"), Number("1"))
    inputs_bounded: bool = False
    outputs_bounded: bool = False

    def __bool__(self) -> bool:
        """Return whether anything is brought to another scale."""
        return bool(self.inputs or self.outputs)

    def scaled(self, scale: Scale, number: Expr, first: Expr, second: Expr) -> Expr:
        """Return a number on its scale; `first` and `second` are what the scale is known by."""
        if scale == "z_score":
            return Quotient(number - first, second)
        share = Quotient(number - first, second - first)
        low, high = self.ends
        if low.value == 0 and high.value == 1:
            return share
        return Sum((low, Product((high - low, share))))

    def turned_back(self, scale: Scale, number: Expr, first: Expr, second: Expr) -> Expr:
        """Return a number of a scale in the units that it had."""
        if scale == "z_score":
            return Sum((first, Product((number, second))))
        low, high = self.ends
        share = number
        if low.value != 0 or high.value != 1:
            share = Quotient(number - low, high - low)
        return Sum((first, Product((share, second - first))))


def statistics(scale: Scale, numbers: Sequence[Expr], first: Expr) -> tuple[Expr, Expr]:
    """Return what a scale is known by; the variance of `z_score` is divided by n.

    Args:
        scale: which.
        numbers: of one unit, over all samples.
        first: what stands for the first of the two in the second.
    """
    if scale == "min_max":
        least = most = numbers[0]
        for number in numbers[1:]:
            least, most = minimum(least, number), maximum(most, number)
        return least, most
    return mean(numbers), sqrt(mean([(number - first) ** 2 for number in numbers]))


def mean(numbers: Sequence[Expr]) -> Expr:
    """Return the mean of numbers; that of one is the number."""
    return numbers[0] if len(numbers) == 1 else Quotient(add(numbers), expr(len(numbers)))


Pairs = Sequence[tuple[Expr, Expr]]
"""Targets and outputs."""

Border = Literal["0.5", "0", "largest"]
"""How outputs tell classes: on which side of a number they lie, or by which is the largest."""


def _squares(pairs: Pairs) -> list[Expr]:
    return [(target - out) ** 2 for target, out in pairs]


def _r2(pairs: Pairs, centre: Expr) -> Expr:
    spread = add([(target - centre) ** 2 for target, _ in pairs])
    return 1 - Quotient(add(_squares(pairs)), spread)


def _percentage(pairs: Pairs, centre: Expr) -> Expr:
    shares = [absolute(Quotient(target - out, target)) for target, out in pairs]
    return Product((expr(100), mean(shares)))


def accuracy(samples: Sequence[Pairs], border: Border) -> Expr:
    """Return the share of samples whose outputs tell the class that their targets have.

    Args:
        samples: the targets and outputs of each.
        border: how they tell it; with "largest", one target of a sample is 1, and the others 0.
    """
    return mean(
        [_largest(pairs) if border == "largest" else _side(*pairs[0], border) for pairs in samples]
    )


def _side(target: Expr, out: Expr, border: str) -> Expr:
    sides = (target, out) if border == "0" else (target - Number(border), out - Number(border))
    return Choice(Product(sides), expr(1), expr(0), at_zero=False)


def _largest(pairs: Pairs) -> Expr:
    most = pairs[0][1]
    for _, out in pairs[1:]:
        most = maximum(most, out)
    wanted = add([Product((target, out)) for target, out in pairs])
    return Choice(wanted - most, expr(1), expr(0), at_zero=True)


def border_of(targets: Sequence[Sequence[Decimal]]) -> Border | None:
    """Return how targets tell classes, None if they tell none.

    >>> border_of([[Decimal(1)], [Decimal(-1)]]), border_of([[Decimal(3)]])
    ('0', None)
    """
    numbers = {number for sample in targets for number in sample}
    if all(len(sample) == 1 for sample in targets):
        return "0.5" if numbers <= {0, 1} else "0" if numbers <= {-1, 1} else None
    whole = numbers <= {0, 1} and all(sum(sample) == 1 for sample in targets)
    return "largest" if whole else None


MEASURES: Mapping[Kind, Callable[[Pairs, Expr], Expr]] = MappingProxyType(
    {
        "mse": lambda pairs, centre: mean(_squares(pairs)),
        "rmse": lambda pairs, centre: sqrt(mean(_squares(pairs))),
        "mae": lambda pairs, centre: mean([absolute(target - out) for target, out in pairs]),
        "mape": _percentage,
        "r2": _r2,
    }
)
"""How good outputs are: (pairs, mean of the targets) -> formula."""

MEASURE_NAMES: tuple[Kind, ...] = (*MEASURES, "accuracy")
"""All measures; `accuracy` is one of whole samples."""

demand("measure", kinds_for("measure"), MEASURE_NAMES, "formula")
