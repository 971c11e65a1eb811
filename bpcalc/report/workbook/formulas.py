"""A formula as a spreadsheet works it out: its leaves written as names or addresses of cells.

The same tree, once more read aloud. What differs from a page is what spreadsheets differ in:

- the minus of -x^2 belongs to x there, so what a minus stands before is put in brackets;
- e^x is no number from x = 710 on. A quotient of exponentials is therefore divided by its
  largest one, which leaves its value as it is, and every exponential at most 1:

>>> from bpcalc.maths.function_calls import exp
>>> net = Ref(Key("net", 1, 1))
>>> FormulaWriter(lambda key: "net_h1").write(1 / (1 + exp(-net)))
'IF(net_h1>=0,1/(1 + EXP(-net_h1)),EXP(net_h1)/(EXP(net_h1) + 1))'

- x^2 is an error in LibreOffice where it is below 10^-308, as the square of an error may be; the
  square of more than a single number is a sum of squares, with one of them;
- 0·ln 0 is an error; here, as in the calculation, a factor of zero makes a product zero.

What else has no value is an error in its cell. Numbers have 15 to 16 digits there, so that nothing
is left of 1 - x where x is closer to 1 than that.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import ClassVar

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
    add,
    multiply,
)
from bpcalc.maths.function_calls import exp
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import ATOM, POWER, PRODUCT, SIGNED, CharacterSet, Writer, WrittenPiece

CELLS = CharacterSet(spelt="name", times="*", power=lambda n: f"^{n}")


class FormulaWriter(Writer):
    """Writes formulas for cells, without the equals sign before them."""

    def __init__(self, leaf: Callable[[Key], str]) -> None:
        """Write a `Ref` as `leaf(key)`: the name or address of a cell."""
        super().__init__(leaf, CELLS)

    def _number(self, formula: Number) -> WrittenPiece:
        text = typed_number(formula.value)
        return text, SIGNED if text.startswith("-") else ATOM

    def _minus(self, formula: Minus) -> WrittenPiece:
        return "-" + self._at_least(ATOM, formula.operand), SIGNED

    def _power(self, formula: Power) -> WrittenPiece:
        if formula.exponent == 2 and not isinstance(formula.base, Ref):
            return f"SUMSQ({self.write(formula.base)})", ATOM
        return f"{self._at_least(ATOM, formula.base)}^{formula.exponent}", POWER

    def _apply(self, formula: Apply) -> WrittenPiece:
        excel = FUNCTIONS[formula.function].excel
        return excel.format(*map(self.write, formula.operands)), ATOM

    def _choice(self, formula: Choice) -> WrittenPiece:
        tested, above, otherwise = map(self.write, formula.parts())
        sign = ">=" if formula.at_zero else ">"
        return f"IF({tested}{sign}0,{above},{otherwise})", ATOM

    def _product(self, formula: Product) -> WrittenPiece:
        text, holds = super()._product(formula)
        others = [factor for factor in formula.factors if not _is(factor, "ln")]
        if len(others) in (0, len(formula.factors)):
            return text, holds
        rest = others[0] if len(others) == 1 else multiply(*others)
        return f"IF({self.write(rest)}=0,0,{text})", ATOM

    def _quotient(self, formula: Quotient) -> WrittenPiece:
        dividend, divisor = map(_terms, formula.parts())
        exponents = list(dict.fromkeys(map(_exponent, filter(_exponential, (*dividend, *divisor)))))
        if not exponents:
            return super()._quotient(formula)
        if len(exponents) > 1 or all(map(_exponential, divisor)):
            plain = not all(map(_exponential, (*dividend, *divisor)))
            most = ",".join((*(["0"] if plain else []), *map(self.write, exponents)))
            return self._lowered(dividend, divisor, f"MAX({most})"), PRODUCT
        (exponent,) = exponents
        above, _ = super()._quotient(formula)
        below, _ = super()._quotient(Quotient(_over(dividend, exponent), _over(divisor, exponent)))
        if isinstance(exponent, Minus):
            return f"IF({self.write(exponent.operand)}>=0,{above},{below})", ATOM
        return f"IF({self.write(exponent)}<=0,{above},{below})", ATOM

    def _lowered(self, dividend: list[Expr], divisor: list[Expr], most: str) -> str:
        """Write a quotient with `most` taken from every exponent."""
        above, below = (self._lowered_sum(terms, most) for terms in (dividend, divisor))
        return f"{above}/{below}"

    def _lowered_sum(self, terms: list[Expr], most: str) -> str:
        first, *others = (self._lowered_term(term, most) for term in terms)
        text = "".join((first.removeprefix(" + "), *others))
        return f"({text})" if others or first.startswith(" - ") else text

    def _lowered_term(self, term: Expr, most: str) -> str:
        sign, body = (" - ", term.operand) if isinstance(term, Minus) else (" + ", term)
        if _is(body, "exp"):
            return f"{sign}EXP({self._at_least(SIGNED, _exponent(body))}-{most})"
        return f"{sign}{self._at_least(PRODUCT, body)}*EXP(-{most})"

    _PIECES: ClassVar[dict[type[Expr], Callable[..., WrittenPiece]]] = {
        **Writer._PIECES,
        Number: _number,
        Minus: _minus,
        Power: _power,
        Apply: _apply,
        Choice: _choice,
        Product: _product,
        Quotient: _quotient,
    }


def typed_number(value: Decimal) -> str:
    """Return a number as it is typed into a formula.

    >>> typed_number(Decimal("0.10")), typed_number(Decimal("2")), typed_number(Decimal("1e-9"))
    ('0.1', '2', '1E-09')
    """
    return repr(float(value)).removesuffix(".0").upper()


def quoted(text: str) -> str:
    """Return a text as it is typed into a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _is(formula: Expr, function: str) -> bool:
    return isinstance(formula, Apply) and formula.function == function


def _terms(formula: Expr) -> list[Expr]:
    return list(formula.terms if isinstance(formula, Sum) else (formula,))


def _exponential(term: Expr) -> bool:
    """Return whether a term is e^x or -e^x."""
    return _is(term.operand if isinstance(term, Minus) else term, "exp")


def _exponent(term: Expr) -> Expr:
    """Return the x of e^x or -e^x."""
    (inner,) = term.parts()
    return inner.parts()[0] if isinstance(term, Minus) else inner


def _over(terms: list[Expr], exponent: Expr) -> Expr:
    """Return the terms divided by e^exponent, which is among them or not."""
    smaller = exp(exponent.operand if isinstance(exponent, Minus) else Minus(exponent))
    return add(list(_divided(terms, smaller)))


def _divided(terms: list[Expr], smaller: Expr) -> Iterator[Expr]:
    for term in terms:
        negative = isinstance(term, Minus)
        body = term.parts()[0] if negative else term
        divided = ONE if _is(body, "exp") else _times(body, smaller)
        yield Minus(divided) if negative else divided


def _times(factor: Expr, smaller: Expr) -> Expr:
    return smaller if factor == ONE else multiply(factor, smaller)
