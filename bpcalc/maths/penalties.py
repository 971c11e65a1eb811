"""What keeps weights and gradients small. One entry in `PENALTIES` adds a penalty, everywhere.

A penalty is a term of the error, and its derivative is added to the gradients of the update.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from bpcalc.maths.entries import complete, demand
from bpcalc.maths.expr import Expr, Number, Product, Quotient, add, expr, multiply
from bpcalc.maths.function_calls import absolute, sign
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import RATES
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Clip = Literal["", "norm", "value"]
"""How gradients are clipped: not at all, to a norm of all of them, or one by one."""


@complete
@record
class PenaltyEntry:
    """A penalty on the size of weights.

    Attributes:
        rate: the kind of its factor λ; its name in the file.
        error: (λ, weights, half) -> the term of the error.
        slope: (λ, weight, half) -> its derivative with respect to one of the weights.
        source: where it is printed.
    """

    rate: Kind
    error: Callable[[Expr, Sequence[Expr], bool], Expr]
    slope: Callable[[Expr, Expr, bool], Expr]
    source: str


def _squares(rate: Expr, weights: Sequence[Expr], half: bool) -> Expr:
    total = add([weight**2 for weight in weights])
    return Product((Quotient(expr(1), expr(2)), rate, total)) if half else Product((rate, total))


def _squares_slope(rate: Expr, weight: Expr, half: bool) -> Expr:
    return Product((rate, weight)) if half else Product((expr(2), rate, weight))


_ALL = (
    PenaltyEntry(
        "l2",
        _squares,
        _squares_slope,
        "Goodfellow, Bengio & Courville (2016), Deep Learning, section 7.1.1",
    ),
    PenaltyEntry(
        "l1",
        lambda rate, weights, half: multiply(rate, add([absolute(weight) for weight in weights])),
        lambda rate, weight, half: Product((rate, sign(weight))),
        "Goodfellow, Bengio & Courville (2016), Deep Learning, section 7.1.2",
    ),
)

PENALTIES: Mapping[Kind, PenaltyEntry] = MappingProxyType({entry.rate: entry for entry in _ALL})
demand("penalty", PENALTIES, RATES, "kind that is a rate")
"""The penalties by the name of their factor; both of them together are the elastic net."""

PENALTY_ALIASES: Mapping[str, str] = MappingProxyType(
    {"ridge": "l2", "lasso": "l1", "lambda": "l2", "weight_decay": "l2"}
)
"""Other names under which they are read."""


class PenaltyForm(NamedTuple):
    """Penalties but for their numbers.

    Attributes:
        names: of their entries; () for none.
        half: whether squares are halved: ½·λ·Σw², with the derivative λ·w, or λ·Σw².
        biases: whether biases are penalised, too.
    """

    names: tuple[Kind, ...] = ()
    half: bool = True
    biases: bool = False

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.names)

    def covers(self, parameter: Kind) -> bool:
        """Return whether they are about weights, or about biases; about no γ and β."""
        covered = parameter == "weight" or (self.biases and parameter == "bias")
        return bool(self.names) and covered

    def error(self, rate: Callable[[Kind], Expr], weights: Sequence[Expr]) -> Expr:
        """Return the term of the error."""
        return add([PENALTIES[name].error(rate(name), weights, self.half) for name in self.names])

    def slopes(self, rate: Callable[[Kind], Expr], weight: Expr) -> list[Expr]:
        """Return what is added to the gradient of a weight."""
        return [PENALTIES[name].slope(rate(name), weight, self.half) for name in self.names]


@record
class Penalty:
    """Penalties with their numbers.

    Attributes:
        form: all but the numbers.
        numbers: their factors, in order.
    """

    form: PenaltyForm = PenaltyForm()
    numbers: tuple[Number, ...] = ()


NO_PENALTY = Penalty()
