"""A formula with other leaves: the way in which most wrong formulas come about."""

from collections.abc import Callable
from typing import NamedTuple

from bpcalc.maths.expr import (
    Apply,
    Choice,
    Expr,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
)
from bpcalc.maths.keys import Key

Swap = Callable[[Key], Expr | None]
"""Returns what stands in the place of a quantity, None where it stays."""


class Rebuilding(NamedTuple):
    """The same formula again, with some of its leaves replaced; an `Algebra[Expr]`."""

    swap: Swap

    def ref(self, key: Key) -> Expr:
        """Return what stands in the place of the quantity."""
        return self.swap(key) or Ref(key)

    def number(self, number: Number) -> Expr:
        """Return the number."""
        return number

    def sum(self, terms: list[Expr]) -> Expr:
        """Return the sum."""
        return Sum(tuple(terms))

    def product(self, factors: list[Expr]) -> Expr:
        """Return the product."""
        return Product(tuple(factors))

    def quotient(self, dividend: Expr, divisor: Expr) -> Expr:
        """Return the quotient."""
        return Quotient(dividend, divisor)

    def power(self, base: Expr, exponent: int) -> Expr:
        """Return the power."""
        return Power(base, exponent)

    def minus(self, operand: Expr) -> Expr:
        """Return the negative."""
        return Minus(operand)

    def apply(self, function: str, *operands: Expr) -> Expr:
        """Return the function of the operands."""
        return Apply(function, *operands)

    def choice(self, tested: Expr, above: Expr, otherwise: Expr) -> Expr:
        """Return the choice."""
        return Choice(tested, above, otherwise)


def rebuilt(formula: Expr, swap: Swap) -> Expr:
    """Return the formula with some of its leaves replaced.

    >>> from bpcalc.maths.expr import exp
    >>> net = Ref(Key("net", 1, 1))
    >>> rebuilt(exp(-net), lambda key: Ref(key._replace(kind="out")))
    Apply('exp', Minus(Ref('out', 1, 1)))
    """
    return formula.fold(Rebuilding(swap))
