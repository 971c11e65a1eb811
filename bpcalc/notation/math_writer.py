"""A formula as boxes: its leaves written as symbols, or as numbers.

Brackets stand where they stand in plain text, except that a fraction needs none.
"""

from collections.abc import Callable
from typing import ClassVar

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
from bpcalc.maths.function_entry import FunctionStyle, Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial
from bpcalc.notation import boxes
from bpcalc.notation.boxes import (
    CLOSE,
    MINUS,
    OPEN,
    Fraction,
    Glyphs,
    MathRow,
    Script,
    is_tall,
    number,
)
from bpcalc.notation.math_width import math_width
from bpcalc.notation.writing import ATOM, POWER, PRODUCT, SIGNED, SUM

WIDEST_FRACTION = 50
"""A fraction wider than so many digits is written with a slash, so that it can be broken; a root
or an absolute value has a sign in front of brackets, or two bars, that stand in the line."""

PLUS_SIGN, LESS = Glyphs("+", "binary"), Glyphs("−", "binary")
DOT = Glyphs("·", "binary")
SLASH = Glyphs("/", "mark")
RADICAL, BAR = Glyphs("√", "mark"), Glyphs("|", "mark")
COMMA = Glyphs(",", "separator")

Piece = tuple[MathRow, int]
"""Boxes, and how tightly they hold together."""


class MathWriter:
    """Writes formulas as boxes, spelling their leaves as it is told."""

    def __init__(
        self,
        leaf: Callable[[Key], MathRow],
        derivative: Callable[[Key, Key], MathRow] | None = None,
    ) -> None:
        """Write a `Ref` as `leaf(key)`, a symbol or a number, and a ∂net/∂w as in a `Writer`."""
        self._leaf = leaf
        self._derivative = derivative

    def write(self, formula: Expr) -> MathRow:
        """Return the formula as boxes."""
        return self._piece(formula)[0]

    def _piece(self, formula: Expr) -> Piece:
        return self._PIECES[type(formula)](self, formula)

    def _at_least(self, level: int, formula: Expr) -> MathRow:
        row, holds = self._piece(formula)
        return row if holds >= level else bracketed(row)

    def _ref(self, formula: Ref) -> Piece:
        row = self._leaf(formula.key)
        return row, _holds(row)

    def _number(self, formula: Number) -> Piece:
        row = number(formula.text)
        return row, _holds(row)

    def _sum(self, formula: Sum) -> Piece:
        first, *others = formula.terms
        row = self._at_least(SIGNED, first)
        for term in others:
            if isinstance(term, Minus):
                row += (LESS, *self._at_least(PRODUCT, term.operand))
            else:
                row += (PLUS_SIGN, *self._at_least(PRODUCT, term))
        return row, SUM

    def _product(self, formula: Product) -> Piece:
        first, *others = formula.factors
        row = self._at_least(PRODUCT, first)
        for factor in others:
            level = PRODUCT if type(factor) is Ref else POWER
            row += (DOT, *self._at_least(level, factor))
        return row, PRODUCT

    def _quotient(self, formula: Quotient) -> Piece:
        dividend, divisor = self.write(formula.dividend), self.write(formula.divisor)
        if max(math_width(dividend), math_width(divisor)) <= WIDEST_FRACTION:
            return (Fraction(dividend, divisor),), POWER
        inner = POWER if isinstance(formula.dividend, Quotient) else PRODUCT
        over = self._at_least(inner, formula.dividend)
        return (*over, SLASH, *self._at_least(POWER, formula.divisor)), PRODUCT

    def _power(self, formula: Power) -> Piece:
        *before, base = self._at_least(ATOM, formula.base)
        exponent = number(str(formula.exponent))
        return (*before, boxes.Power((base,), exponent)), POWER

    def _minus(self, formula: Minus) -> Piece:
        return (MINUS, *self._at_least(PRODUCT, formula.operand)), SIGNED

    def _apply(self, formula: Apply) -> Piece:
        spelling = FUNCTIONS[formula.function].spelling
        if not isinstance(spelling, Spelling):
            return self._piece(spelling(*formula.operands))
        operands: MathRow = ()
        for operand in formula.operands:
            operands += (*((COMMA,) if operands else ()), *self.write(operand))
        return _STYLES[spelling.style](spelling.text, operands), POWER

    def _choice(self, formula: Choice) -> Piece:
        tested = self.write(formula.tested)
        first, second = "≥<" if formula.at_zero else ">≤"
        rows = (
            (self.write(formula.above), (*tested, Glyphs(first, "relation"), *number("0"))),
            (self.write(formula.otherwise), (*tested, Glyphs(second, "relation"), *number("0"))),
        )
        return (boxes.Table("cases", rows),), PRODUCT - 1

    def _partial(self, formula: Partial) -> Piece:
        if self._derivative is None:
            return self._piece(formula.formula)
        row = self._derivative(formula.of, formula.by)
        return row, _holds(row)

    _PIECES: ClassVar[dict[type[Expr], Callable[..., Piece]]] = {
        Ref: _ref,
        Partial: _partial,
        Number: _number,
        Sum: _sum,
        Product: _product,
        Quotient: _quotient,
        Power: _power,
        Minus: _minus,
        Apply: _apply,
        Choice: _choice,
    }


_STYLES: dict[FunctionStyle, Callable[[str, MathRow], MathRow]] = {
    "call": lambda name, operands: (Glyphs(name, "function"), *bracketed(operands)),
    "power": lambda name, operands: (boxes.Power((Glyphs(name, "letter"),), operands),),
    "root": lambda name, operands: _around(operands, boxes.Root(operands), RADICAL, OPEN, CLOSE),
    "bars": lambda name, operands: _around(operands, boxes.Fenced(operands, "bars"), BAR, BAR),
    "symbol": lambda name, operands: (Glyphs(name, "letter"),),
}


def bracketed(row: MathRow) -> MathRow:
    """Put brackets around a row, as high as what they hold, unless it has to be broken."""
    return _around(row, boxes.Fenced(row), OPEN, CLOSE) if is_tall(row) else (OPEN, *row, CLOSE)


def _around(row: MathRow, whole: boxes.MathBox, *signs: Glyphs) -> MathRow:
    """Return a row as one box, or, if that were wider than a line, between signs of its own."""
    *before, after = signs
    return (whole,) if math_width(row) <= WIDEST_FRACTION else (*before, *row, after)


def _holds(row: MathRow) -> int:
    """Return how tightly a leaf holds; a negative one asks for brackets, one with a power too."""
    if row[:1] == (MINUS,):
        return SIGNED
    raised = (
        isinstance(box, boxes.Power | Fraction) or (isinstance(box, Script) and box.above)
        for box in boxes.boxes(row)
    )
    return POWER if any(raised) else ATOM
