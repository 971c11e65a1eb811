"""A formula as text: its leaves written as symbols, or as numbers.

The text parses back to the same tree: brackets stand wherever leaving them out would change
the order of working, and around negative numbers (`0.4·(-0.3)`, never `0.4·-0.3`).
"""

from collections.abc import Callable
from typing import ClassVar, Literal

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
from bpcalc.maths.function_entry import Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial
from bpcalc.named_tuples import NamedTuple

# How tightly a piece of text holds together; a place asks for at least so much.
SUM, SIGNED, PRODUCT, POWER, ATOM = range(5)

WrittenPiece = tuple[str, int]

RAISED_SIGNS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺′⁾₀₁₂₃₄₅₆₇₈₉ʸᵒ")
"""Signs at the end of a symbol, above or below the line."""


class CharacterSet(NamedTuple):
    """The signs of a text, and which spelling of a quantity goes with them.

    Attributes:
        spelt: the field of a `Form` that is written.
        times: between two factors.
        power: an exponent as it stands after its base.
    """

    spelt: Literal["name", "symbol"]
    times: str
    power: Callable[[int], str]


RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", RAISED_DIGITS)
UNICODE = CharacterSet(spelt="symbol", times="·", power=lambda n: str(n).translate(_RAISED))
ASCII = CharacterSet(spelt="name", times="*", power=lambda n: f"^{n}")


class Writer:
    """Writes formulas with the signs of one `CharacterSet`, spelling their leaves as it is told."""

    def __init__(
        self,
        leaf: Callable[[Key], str],
        characters: CharacterSet = UNICODE,
        derivative: Callable[[Key, Key], str] | None = None,
    ) -> None:
        """Write a `Ref` as `leaf(key)`, and ∂net/∂w as `derivative(net, w)` or what it comes to."""
        self._leaf = leaf
        self._characters = characters
        self._derivative = derivative

    def write(self, formula: Expr) -> str:
        """Return the formula as text."""
        return self._piece(formula)[0]

    def _at_least(self, level: int, formula: Expr) -> str:
        text, holds = self._piece(formula)
        return text if holds >= level else f"({text})"

    def _piece(self, formula: Expr) -> WrittenPiece:
        return self._PIECES[type(formula)](self, formula)

    def _ref(self, formula: Ref) -> WrittenPiece:
        return _atom(self._leaf(formula.key))

    def _factor(self, factor: Ref) -> str:
        """Write a leaf in a product, the short way: a large network has a million of them."""
        text = self._leaf(factor.key)
        return f"({text})" if text[0] == "-" or is_fraction(text) else text

    def _number(self, formula: Number) -> WrittenPiece:
        return _atom(formula.text)

    def _sum(self, formula: Sum) -> WrittenPiece:
        first, *others = formula.terms
        text = self._at_least(SIGNED, first)
        for term in others:
            if isinstance(term, Minus):
                text += " - " + self._at_least(PRODUCT, term.operand)
            else:
                text += " + " + self._at_least(PRODUCT, term)
        return text, SUM

    def _product(self, formula: Product) -> WrittenPiece:
        level = PRODUCT
        factors = []
        for factor in formula.factors:
            if type(factor) is Ref:
                factors.append(self._factor(factor))
            else:
                factors.append(self._at_least(level, factor))
            level = POWER
        return self._characters.times.join(factors), PRODUCT

    def _quotient(self, formula: Quotient) -> WrittenPiece:
        inner = POWER if isinstance(formula.dividend, Quotient) else PRODUCT
        dividend = self._at_least(inner, formula.dividend)
        return f"{dividend}/{self._at_least(POWER, formula.divisor)}", PRODUCT

    def _power(self, formula: Power) -> WrittenPiece:
        base = self._at_least(ATOM, formula.base)
        # a²₁² would be read as another symbol, and ∂E/∂w² as another quotient.
        if base[-1] in RAISED_SIGNS or (isinstance(formula.base, Ref) and "/" in base):
            base = f"({base})"
        return base + self._characters.power(formula.exponent), POWER

    def _minus(self, formula: Minus) -> WrittenPiece:
        return "-" + self._at_least(PRODUCT, formula.operand), SIGNED

    def _apply(self, formula: Apply) -> WrittenPiece:
        spelling = FUNCTIONS[formula.function].spelling
        if not isinstance(spelling, Spelling):
            return self._piece(spelling(*formula.operands))
        return self._named(spelling, ", ".join(map(self.write, formula.operands))), ATOM

    def _named(self, spelling: Spelling, operands: str) -> str:
        name = spelling.ascii if self._characters.spelt == "name" else spelling.text
        if spelling.style == "symbol":
            return name
        if spelling.style == "bars":
            return f"{name}{operands}{name}"
        return f"{name}^({operands})" if spelling.style == "power" else f"{name}({operands})"

    def _choice(self, formula: Choice) -> WrittenPiece:
        tested = self._at_least(PRODUCT, formula.tested)
        above = self._at_least(PRODUCT, formula.above)
        otherwise = self._at_least(PRODUCT, formula.otherwise)
        sign = ">" if not formula.at_zero else ">=" if self._characters.spelt == "name" else "≥"
        return f"{above} if {tested} {sign} 0 else {otherwise}", SUM

    def _partial(self, formula: Partial) -> WrittenPiece:
        if self._derivative is None:
            return self._piece(formula.formula)
        return _atom(self._derivative(formula.of, formula.by))

    _PIECES: ClassVar[dict[type[Expr], Callable[..., WrittenPiece]]] = {
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


def is_fraction(text: str) -> bool:
    """Return whether a leaf is a number with a slash; ∂E/∂w1 is none."""
    return text[0].isdigit() and "/" in text


def _atom(text: str) -> WrittenPiece:
    """Return a leaf; a negative number asks for brackets, and so does 1e-9 under a power."""
    if text.startswith("-"):
        return text, SIGNED
    if is_fraction(text):
        return text, PRODUCT
    return text, POWER if text[0].isdigit() and "e" in text else ATOM
