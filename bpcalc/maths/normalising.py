"""Data brought to one scale, and results turned back: all as formulas."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from bpcalc.maths.expr import Expr, Number, Product, Quotient, Sum, add, expr
from bpcalc.maths.function_calls import maximum, minimum, sqrt
from bpcalc.maths.keys import Kind
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Scale = Literal["", "min_max", "z_score"]
"""How numbers are brought to one scale; "" leaves them as they are."""

SCALES: tuple[Scale, ...] = ("min_max", "z_score")
SCALE_ALIASES: Mapping[str, str] = MappingProxyType(
    {"standard": "z_score", "standardize": "z_score", "standardise": "z_score"}
)
"""Other names under which scales are read."""
SCALE_STATISTICS: Mapping[Scale, tuple[Kind, Kind]] = MappingProxyType(
    {"min_max": ("lowest", "highest"), "z_score": ("mean", "deviation")}
)
"""What each scale is known by."""


@record
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
    low: Number = Number("0")
    high: Number = Number("1")
    input_bounds: tuple[tuple[Number, Number], ...] = ()
    output_bounds: tuple[tuple[Number, Number], ...] = ()

    @cached_property
    def form(self) -> "NormalisingForm":
        """What its formulas depend on."""
        return NormalisingForm(
            self.inputs,
            self.outputs,
            (self.low, self.high),
            bool(self.input_bounds),
            bool(self.output_bounds),
        )


class NormalisingForm(NamedTuple):
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
