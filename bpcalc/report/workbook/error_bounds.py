"""How far a line may lie off when the numbers it is worked with are known to some digits only.

The reading of a formula is its differential: what the value moves by if every leaf moves by its
leeway, all of them the wrong way; to first order, but where it is divided. A leaf that stands in
a formula twice counts twice, so that the bound is rather too wide than too narrow.

>>> from bpcalc.maths.keys import Key
>>> net = Ref(Key("net", 1, 1))
>>> writer = LeewayWriter(lambda key: "x", lambda key: Leeway("dx", 0.5), lambda formula: 3.0)
>>> writer.write(net * net + 3)
Leeway(formula='ABS(x)*dx+ABS(x)*dx', now=3.0)

Source: Taylor (1997), An Introduction to Error Analysis, section 3.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, NamedTuple

from bpcalc.maths.expr import (
    ONE,
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
    expr,
    multiply,
)
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial
from bpcalc.report.workbook.formulas import FormulaWriter

ALL, BEYOND = "1E+300", 1e300
"""The leeway of what may be anything, such as the logarithm of a number that may be 0."""


class Leeway(NamedTuple):
    """A formula for a leeway, "" for none, and what it comes to now."""

    formula: str
    now: float


NONE = Leeway("", 0.0)


class LeewayWriter:
    """Writes the leeway of formulas over cells."""

    def __init__(
        self,
        leaf: Callable[[Key], str],
        leeway: Callable[[Key], Leeway],
        value: Callable[[Expr], float],
    ) -> None:
        """Write a `Ref` as `leaf(key)`.

        Args:
            leaf: the cell of a quantity.
            leeway: its leeway.
            value: what a part of a formula comes to now.
        """
        self._writer = FormulaWriter(leaf)
        self._leeway = leeway
        self._value = value

    def write(self, formula: Expr) -> Leeway:
        """Return the leeway of a formula."""
        return self._LEEWAYS[type(formula)](self, formula)

    def _ref(self, formula: Ref) -> Leeway:
        return self._leeway(formula.key)

    def _number(self, formula: Number) -> Leeway:
        return NONE

    def _partial(self, formula: Partial) -> Leeway:
        return self.write(formula.formula)

    def _minus(self, formula: Minus) -> Leeway:
        return self.write(formula.operand)

    def _sum(self, formula: Sum) -> Leeway:
        return _added([self.write(term) for term in formula.terms])

    def _product(self, formula: Product) -> Leeway:
        factors = formula.factors
        parts = []
        for place, factor in enumerate(factors):
            others = (*factors[:place], *factors[place + 1 :])
            rest = others[0] if len(others) == 1 else multiply(*others)
            parts.append(self._times(rest, self.write(factor)))
        return _added(parts)

    def _quotient(self, formula: Quotient) -> Leeway:
        above, below = formula.parts()
        moved = self.write(below)
        return self._divided(_added([self.write(above), self._times(formula, moved)]), below, moved)

    def _power(self, formula: Power) -> Leeway:
        slope = multiply(expr(formula.exponent), *[formula.base] * (formula.exponent - 1))
        return self._times(slope, self.write(formula.base))

    def _apply(self, formula: Apply) -> Leeway:
        function = FUNCTIONS[formula.function]
        parts = [self.write(operand) for operand in formula.operands]
        if function.gentle:
            return _added(parts)
        slopes = function.slope(*formula.operands)
        return _added([self._sloped(*pair) for pair in zip(slopes, parts, strict=True)])

    def _sloped(self, slope: Expr, part: Leeway) -> Leeway:
        """Return a leeway times a slope; 1/x is divided by the least that x may be."""
        if isinstance(slope, Quotient) and slope.dividend == ONE:
            return self._divided(part, slope.divisor, part)
        return self._times(slope, part)

    def _choice(self, formula: Choice) -> Leeway:
        return _added([self.write(formula.above), self.write(formula.otherwise)])

    def _divided(self, part: Leeway, divisor: Expr, moved: Leeway) -> Leeway:
        """Return a leeway divided by the least that a divisor may be; there may be no least."""
        if not part.formula:
            return NONE
        written, size = self._size(divisor)
        if not moved.formula:
            return Leeway(f"({part.formula})/{written}", part.now / size if size else BEYOND)
        left = size - moved.now
        formula = (
            f"IF({written}>{moved.formula},({part.formula})/({written}-({moved.formula})),{ALL})"
        )
        return Leeway(formula, part.now / left if left > 0 else BEYOND)

    def _times(self, factor: Expr, part: Leeway) -> Leeway:
        if not part.formula:
            return NONE
        written, size = self._size(factor)
        grouped = f"({part.formula})" if "+" in part.formula else part.formula
        return Leeway(f"{written}*{grouped}", size * part.now)

    def _size(self, formula: Expr) -> tuple[str, float]:
        return f"ABS({self._writer.write(formula)})", abs(self._value(formula))

    _LEEWAYS: ClassVar[dict[type[Expr], Callable[..., Leeway]]] = {
        Ref: _ref,
        Number: _number,
        Partial: _partial,
        Minus: _minus,
        Sum: _sum,
        Product: _product,
        Quotient: _quotient,
        Power: _power,
        Apply: _apply,
        Choice: _choice,
    }


def _added(parts: Iterable[Leeway]) -> Leeway:
    found = [part for part in parts if part.formula]
    return Leeway("+".join(part.formula for part in found), sum(part.now for part in found))
