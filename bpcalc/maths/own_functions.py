"""Activations and losses by a formula of the exercise's own."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import product

from bpcalc.maths.activation import Activation, OwnFormula
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.derivative import derivative
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import Loss
from bpcalc.maths.precision import EXACT, ZERO

NET, OUT, TARGET = Ref(Key("net")), Ref(Key("out")), Ref(Key("target"))
"""What stands for the quantities of a unit in a formula of one's own."""

SOURCE = "the exercise itself"

KINKED = frozenset({"max", "min", "max0", "abs"})
TOLERANCE = Decimal("1e-20")


def put_in(formula: Expr, leaves: Mapping[Expr, Expr]) -> Expr:
    """Return the formula with other formulas in the places of its leaves."""
    if isinstance(formula, Ref):
        return leaves.get(formula, formula)
    return formula.with_parts(*[put_in(part, leaves) for part in formula.parts()])


def kinks(formula: Expr) -> frozenset[str]:
    """Return how branches meet in a formula: see `OwnFormula`."""
    found = frozenset().union(*map(kinks, formula.parts()))
    if isinstance(formula, Choice):
        return found | {"parts"}
    if isinstance(formula, Apply) and formula.function in KINKED:
        return found | {"kink"}
    return found


PLACES = tuple(
    map(Decimal, ("-3.71", "-1.37", "-0.713", "-0.0317", "0.137", "0.531", "0.913", "2.3"))
)
"""Where two formulas are compared; none is a place at which anything would be rounded off."""


def agree(one: Expr, other: Expr, leaves: Sequence[Key]) -> bool:
    """Return whether two formulas have the same values, wherever both have finite ones."""
    with localcontext(EXACT):
        for numbers in product(PLACES, repeat=len(leaves)):
            given = {key: (number, ZERO) for key, number in zip(leaves, numbers, strict=True)}
            decimals = BoundedDecimals(given.__getitem__)
            (a, _), (b, _) = one.fold(decimals), other.fold(decimals)
            if a.is_finite() and b.is_finite() and abs(a - b) > TOLERANCE * (1 + abs(a)):
                return False
    return True


@lru_cache(maxsize=1024)
def own_activation(value: Expr, slope: Expr | None, written: str) -> Activation:
    """Return an activation; the same formulas make it once, so that it is equal.

    Args:
        value: over `NET`.
        slope: over `NET` and `OUT`; None if it is to be derived from the value.
        written: as an exercise file has it.
    """
    derived = derivative(value, NET.key)
    steep = derived if slope is None else slope
    true = slope is None or agree(derived, put_in(steep, {OUT: value}), [NET.key])
    return Activation(
        name="formula",
        value=lambda nets, unit: put_in(value, {NET: nets[unit]}),
        slope=lambda net, out: put_in(steep, {NET: net, OUT: out}),
        source=SOURCE,
        written=written,
        own=OwnFormula(value, steep, slope is None, kinks(value), true),
    )


@lru_cache(maxsize=1024)
def own_loss(error: Expr, slope: Expr | None, written: str) -> Loss:
    """Return a loss; the same formulas make it once, so that it is equal.

    Args:
        error: over `TARGET` and `OUT`.
        slope: its derivative over `OUT`; None if it is to be derived.
        written: as an exercise file has it.
    """
    derived = derivative(error, OUT.key)
    steep = derived if slope is None else slope
    true = slope is None or agree(derived, steep, [TARGET.key, OUT.key])

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
        own=OwnFormula(error, steep, slope is None, kinks(error), true),
    )
