"""A factor of the chain rule that is called by its derivative: ∂net/∂w, which is an output."""

from bpcalc.maths.expr import Algebra, Expr, T
from bpcalc.maths.keys import Key


class Partial(Expr):
    """A formula under the symbol ∂of/∂by; only where symbols are written is it not itself.

    >>> from bpcalc.maths.expr import expr
    >>> Partial(Key("net", 2, 1), Key("weight", 2, 1, 1), expr(3)).parts()
    (Number('3'),)

    Attributes:
        of: what is derived, a net input.
        by: by what: a weight or bias on a connection into it.
        formula: what that comes to, such as the output that comes through the connection.
    """

    __slots__ = ("by", "formula", "of")

    def __init__(self, of: Key, by: Key, formula: Expr) -> None:
        """Call a formula ∂of/∂by."""
        self.of = of
        self.by = by
        self.formula = formula

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's reading of the formula."""
        return self.formula.fold(algebra)

    def parts(self) -> tuple[Expr, ...]:
        """Return the formula."""
        return (self.formula,)

    def with_parts(self, *parts: Expr) -> Expr:
        """Return another formula under the same symbol."""
        return Partial(self.of, self.by, *parts)

    def _state(self) -> tuple[object, ...]:
        return self.of, self.by, self.formula


def put_in(formula: Expr) -> Expr:
    """Return a formula with what its derivatives come to in their places."""
    if isinstance(formula, Partial):
        return put_in(formula.formula)
    parts = formula.parts()
    return formula.with_parts(*map(put_in, parts)) if parts else formula
