"""Activations and losses by a formula of the exercise's own."""

from collections.abc import Callable, Mapping
from functools import cache

from bpcalc.maths.activation import Activation, OwnFormula
from bpcalc.maths.derivative import derivative
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import Loss

NET, OUT, TARGET = Ref(Key("net")), Ref(Key("out")), Ref(Key("target"))
"""What stands for the quantities of a unit in a formula of one's own."""

SOURCE = "the exercise itself"

KINKED = frozenset({"max", "min", "max0", "abs"})


def put_in(formula: Expr, leaves: Mapping[Expr, Expr]) -> Expr:
    """Return the formula with other formulas in the places of its leaves."""
    if isinstance(formula, Ref):
        return leaves.get(formula, formula)
    return formula.with_parts(*[put_in(part, leaves) for part in formula.parts()])


def has_kinks(formula: Expr) -> bool:
    """Return whether branches meet in a formula."""
    if isinstance(formula, Choice) or (isinstance(formula, Apply) and formula.function in KINKED):
        return True
    return any(map(has_kinks, formula.parts()))


@cache
def own_activation(value: Expr, slope: Expr | None, written: str) -> Activation:
    """Return an activation; the same formulas make it once, so that it is equal.

    Args:
        value: over `NET`.
        slope: over `NET` and `OUT`; None if it is to be derived from the value.
        written: as an exercise file has it.
    """
    steep = derivative(value, NET.key) if slope is None else slope
    return Activation(
        name="formula",
        value=lambda nets, unit: put_in(value, {NET: nets[unit]}),
        slope=lambda net, out: put_in(steep, {NET: net, OUT: out}),
        source=SOURCE,
        written=written,
        own=OwnFormula(value, steep, slope is None, has_kinks(value)),
    )


@cache
def own_loss(error: Expr, slope: Expr | None, written: str) -> Loss:
    """Return a loss; the same formulas make it once, so that it is equal.

    Args:
        error: over `TARGET` and `OUT`.
        slope: its derivative over `OUT`; None if it is to be derived.
        written: as an exercise file has it.
    """
    steep = derivative(error, OUT.key) if slope is None else slope

    def of(formula: Expr) -> Callable[[Expr, Expr, int], Expr]:
        return lambda target, out, n: put_in(formula, {TARGET: target, OUT: out})

    fall = steep.operand if isinstance(steep, Minus) else Minus(steep)
    return Loss(
        name="formula",
        family="formula",
        error=lambda target, out: put_in(error, {TARGET: target, OUT: out}),
        slope=of(steep),
        descent=of(fall),
        source=SOURCE,
        written=written,
        own=OwnFormula(error, steep, slope is None, has_kinks(error)),
    )
