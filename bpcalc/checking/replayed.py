"""A line worked again in rounded numbers, each of them, as it may be with a pocket calculator.

How far rounding on the way may lead is bounded in `bpcalc.checking.on_the_way`, and that is far
where every number of a line is rounded to a few digits. Here the line is worked in just these
digits, and the one number that comes out must be the one that is written.
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP
from typing import Literal

from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import touches
from bpcalc.checking.on_the_way import (
    MIN_USUAL,
    TWO_FACTORS,
    Rough,
    RoundedParts,
    Shown,
    widened,
)
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Expr, Minus, Product
from bpcalc.maths.intervals import AffineNumber, around, times
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.rounding import Digits

Asked = Callable[[Kind], Digits | None]

RoundingWay = frozenset[Literal["products", "powers", "factors"]]
"""What is rounded: products and functions within a line, what is squared, factors of a delta."""

WAYS: tuple[RoundingWay, ...] = (
    frozenset({"products", "powers", "factors"}),
    frozenset({"products", "factors"}),
    frozenset({"powers", "factors"}),
    frozenset({"factors"}),
    frozenset({"products", "powers"}),
)

KIND_OF_SIZE: Kind = "net"
"""A kind of which decimals are asked, where significant digits are of others."""


def replayed(cell: Cell, line: Expr, student: StudentValues, asked: Asked, shown: Shown) -> bool:
    """Return whether a line gives a number if each number in it is rounded.

    Args:
        cell: the number.
        line: its right formula.
        student: the numbers of the student.
        asked: the digits that are asked of a kind.
        shown: what the sheet shows of the digits in which it was worked.
    """
    return any(
        _gives(cell, Replay(student, lines, digits, each).line(line))
        for digits in _kept(cell, asked, shown)
        for lines in _of_lines(asked, digits, shown)
        if _may_give(cell, line.fold(Reach(student, lines, digits)))
        for each in WAYS
    )


def _may_give(cell: Cell, box: AffineNumber) -> bool:
    """Return whether a number lies within the bounds of all ways: most numbers do not."""
    return not box.known or _gives(cell, box)


def _of_lines(asked: Asked, digits: Digits, shown: Shown) -> Iterator[Asked]:
    """Yield the digits of lines that are left out: those asked, or those of the whole sheet."""
    yield asked
    if digits == shown.usual:
        yield lambda kind: digits


def _gives(cell: Cell, box: AffineNumber) -> bool:
    assert cell.value is not None
    return touches(cell.value, cell.half, box)


def _kept(cell: Cell, asked: Asked, shown: Shown) -> Iterator[Digits]:
    """Yield the digits that may have been kept in every single number of a line.

    Somebody writes all numbers with so many significant digits; or keeps to the decimals of the
    larger ones, and writes a small one with the digits that are asked of it.
    """
    if cell.value and cell.digits >= MIN_USUAL:
        yield Digits(cell.digits, significant=True)
    plain = asked(KIND_OF_SIZE)
    usual = plain.count if plain is not None and not plain.significant else None
    for decimals in dict.fromkeys((shown.large, usual)):
        if decimals is not None and MIN_USUAL <= decimals < cell.decimals:
            yield Digits(decimals)


class Reach(RoundedParts):
    """Bounds what comes out of a formula, whatever is rounded in it.

    An `Algebra[AffineNumber]`.
    """

    def __init__(self, student: StudentValues, asked: Asked, digits: Digits) -> None:
        """Work with what is written; see `Replay`."""
        super().__init__(student, Rough(asked, digits))
        self._digits = digits

    def _line(self, key: Key, box: AffineNumber) -> AffineNumber:
        return widened(box, self._digits) if key.kind in FACTOR_KINDS else super()._line(key, box)


class Replay(RoundedParts):
    """Works a formula with numbers that are rounded, each of them: one number comes out.

    An `Algebra[AffineNumber]`. Between two numbers lies what hangs on the order of factors.
    """

    def __init__(
        self, student: StudentValues, asked: Asked, digits: Digits, way: RoundingWay
    ) -> None:
        """Work with what is written.

        Args:
            student: the numbers of the student.
            asked: the digits that are asked of a kind.
            digits: those of what is not asked for.
            way: what is rounded; lines that are left out are in any case.
        """
        super().__init__(student, Rough(asked, digits))
        self._digits, self._way = digits, way

    def line(self, formula: Expr) -> AffineNumber:
        """Return what a whole line gives, which is rounded only when it is written down."""
        if isinstance(formula, Minus):
            return self.minus(self.line(formula.operand))
        if not isinstance(formula, Product):
            return formula.fold(self)
        factors = [factor.fold(self) for factor in formula.factors]
        if len(factors) <= TWO_FACTORS:
            return AffineAlgebra.product(self, factors)
        return around(*(times(self._in_turn(f[:-1]), f[-1]) for f in (factors, factors[::-1])))

    def _quantity(self, key: Key) -> AffineNumber:
        box = super()._quantity(key)
        return AffineNumber(box.centre) if key in self._student.written and box.known else box

    def _line(self, key: Key, box: AffineNumber) -> AffineNumber:
        if key.kind in FACTOR_KINDS:
            return _rounded(box, self._digits) if "factors" in self._way else box
        return _rounded(box, self._rough.digits(key.kind))

    def power(self, base: AffineNumber, exponent: int) -> AffineNumber:
        """Return the power; it is a product, if its base is rounded."""
        if "powers" not in self._way:
            return AffineAlgebra.product(self, [base] * exponent)
        base = _rounded(base, self._digits)
        return self._part(AffineAlgebra.product(self, [base] * exponent))

    def _part(self, box: AffineNumber) -> AffineNumber:
        return _rounded(box, self._digits) if "products" in self._way else box


def _rounded(box: AffineNumber, digits: Digits) -> AffineNumber:
    """Return a number as it is rounded; or what lies between two of them."""
    if not box.known:
        return box
    if not box.radius:
        return AffineNumber(digits.round(box.centre, ROUND_HALF_UP))
    low, high = (digits.round(box.centre + by, ROUND_HALF_UP) for by in (-box.radius, box.radius))
    return around(AffineNumber(low), AffineNumber(high))
