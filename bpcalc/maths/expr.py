"""The formula on the page: a small ordered tree that is never simplified and never reordered.

A formula is written once, with ordinary operators:

>>> from bpcalc.maths.function_calls import exp
>>> net = Ref(Key("net", layer=1, unit=1))
>>> 1 / (1 + exp(-net))
Quotient(Number('1'), Sum(Number('1'), Apply('exp', Minus(Ref('net', 1, 1)))))

and read many ways. A reading that yields values is an `Algebra`, folded over the tree from
the leaves up (decimals here; intervals, source code or cell addresses elsewhere). A reading
that yields text needs to see the shape of the tree and walks it (`bpcalc.notation.writing`).
"""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from functools import cache
from typing import Protocol, TypeAlias, TypeVar

from bpcalc.maths.keys import Key

T = TypeVar("T")

FRACTION_CONTEXT = Context(prec=60)
"""For the value of a fraction where a decimal has to do; its readings are exact."""

Operand: TypeAlias = "Expr | int"


class Algebra(Protocol[T]):
    """One reading of a formula: what each kind of node becomes, given what its parts became."""

    def ref(self, key: Key) -> T: ...  # noqa: D102 - named after the nodes
    def number(self, number: "Number") -> T: ...  # noqa: D102
    def sum(self, terms: list[T]) -> T: ...  # noqa: D102
    def product(self, factors: list[T]) -> T: ...  # noqa: D102
    def quotient(self, dividend: T, divisor: T) -> T: ...  # noqa: D102
    def power(self, base: T, exponent: int) -> T: ...  # noqa: D102
    def minus(self, operand: T) -> T: ...  # noqa: D102
    def apply(self, function: str, *operands: T) -> T: ...  # noqa: D102
    def choice(self, tested: T, above: T, otherwise: T) -> T: ...  # noqa: D102


class Expr:
    """A formula. Immutable by convention; two formulas are equal if they read the same."""

    __slots__ = ()

    def fold(self, algebra: Algebra[T]) -> T:
        """Return what this formula becomes in an algebra."""
        raise NotImplementedError

    def parts(self) -> tuple["Expr", ...]:
        """Return the direct parts of the formula, left to right."""
        return ()

    def with_parts(self, *parts: "Expr") -> "Expr":
        """Return the same formula with other parts in the places of its own."""
        return self

    def refs(self) -> Iterator[Key]:
        """Yield the key of every leaf, left to right, as often as it stands there."""
        for part in self.parts():
            yield from (part.key,) if type(part) is Ref else part.refs()  # leaves need no iterator

    def __add__(self, other: Operand) -> "Expr":
        """Write `self + other`, in one row of terms."""
        return Sum((*_terms(self), *_terms(expr(other))))

    def __radd__(self, other: Operand) -> "Expr":
        return expr(other) + self

    def __sub__(self, other: Operand) -> "Expr":
        return Sum((*_terms(self), Minus(expr(other))))

    def __rsub__(self, other: Operand) -> "Expr":
        return expr(other) - self

    def __mul__(self, other: Operand) -> "Expr":
        return Product((*_factors(self), expr(other)))

    def __rmul__(self, other: Operand) -> "Expr":
        return expr(other) * self

    def __truediv__(self, other: Operand) -> "Expr":
        return Quotient(self, expr(other))

    def __rtruediv__(self, other: Operand) -> "Expr":
        return expr(other) / self

    def __pow__(self, exponent: int) -> "Expr":
        return Power(self, exponent)

    def __neg__(self) -> "Expr":
        return Minus(self)

    def _state(self) -> tuple[object, ...]:
        return self.parts()

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self._state() == other._state())

    def __hash__(self) -> int:
        return hash((type(self), self._state()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self._state()))})"


class Ref(Expr):
    """A leaf that stands for a quantity of the calculation."""

    __slots__ = ("key",)

    def __init__(self, key: Key) -> None:
        """Refer to the quantity with this key."""
        self.key = key

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's reading of the quantity."""
        return algebra.ref(self.key)

    def refs(self) -> Iterator[Key]:
        """Yield the one key."""
        yield self.key

    def _state(self) -> tuple[object, ...]:
        return (self.key,)

    # Leaves are compared most often, and these are those of `Expr` in one step.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ref) and type(other) is type(self) and self.key == other.key

    def __hash__(self) -> int:
        return hash((Ref, self.key))

    def __repr__(self) -> str:
        return f"Ref({', '.join(repr(part) for part in self.key if part is not None)})"


class Number(Expr):
    """A number as it was written: `0.10` stays `0.10`, and its value is exactly 0.10.

    A fraction such as `1/3` is a number as well, and is read as the quotient that it is.

    Attributes:
        text: as it was written.
        value: exactly; of a fraction that no decimal is, its first 60 digits.
        ratio: dividend and divisor of a fraction; None of a decimal.
    """

    __slots__ = ("ratio", "text", "value")

    def __init__(self, text: str) -> None:
        """Keep the text: a decimal in ASCII digits, such as `-0.10` or `1e-3`, or two and a slash.

        >>> Number("1/8").value, Number("1/3") * 3
        (Decimal('0.125'), Product(Number('1/3'), Number('3')))
        """
        self.text = text
        self.ratio: tuple[Number, Number] | None = None
        self.value: Decimal
        if "/" in text:
            dividend, divisor = map(Number, text.split("/"))
            self.ratio = dividend, divisor
            self.value = FRACTION_CONTEXT.divide(dividend.value, divisor.value)
        else:
            self.value = Decimal(text)

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's reading of the number."""
        if self.ratio is None:
            return algebra.number(self)
        dividend, divisor = self.ratio
        return algebra.quotient(algebra.number(dividend), algebra.number(divisor))

    def _state(self) -> tuple[object, ...]:
        return (self.text,)


class Sum(Expr):
    """Terms added from left to right; a `Minus` among them is written as a subtraction."""

    __slots__ = ("terms",)

    def __init__(self, terms: tuple[Expr, ...]) -> None:
        """Add these terms, in this order."""
        self.terms = terms

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's sum of the readings of the terms."""
        if len(self.terms) == 2:  # most often, and half as long without a loop
            one, other = self.terms
            return algebra.sum([one.fold(algebra), other.fold(algebra)])
        return algebra.sum([term.fold(algebra) for term in self.terms])

    def parts(self) -> tuple[Expr, ...]:
        """Return the terms."""
        return self.terms

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Sum(parts)


class Product(Expr):
    """Factors multiplied from left to right."""

    __slots__ = ("factors",)

    def __init__(self, factors: tuple[Expr, ...]) -> None:
        """Multiply these factors, in this order."""
        self.factors = factors

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's product of the readings of the factors."""
        if len(self.factors) == 2:  # as above
            one, other = self.factors
            if type(one) is Ref is type(other):
                return algebra.product([algebra.ref(one.key), algebra.ref(other.key)])
            return algebra.product([one.fold(algebra), other.fold(algebra)])
        return algebra.product([factor.fold(algebra) for factor in self.factors])

    def parts(self) -> tuple[Expr, ...]:
        """Return the factors."""
        return self.factors

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Product(parts)


class Quotient(Expr):
    """One formula divided by another."""

    __slots__ = ("dividend", "divisor")

    def __init__(self, dividend: Expr, divisor: Expr) -> None:
        """Divide the dividend by the divisor."""
        self.dividend = dividend
        self.divisor = divisor

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's quotient."""
        return algebra.quotient(self.dividend.fold(algebra), self.divisor.fold(algebra))

    def parts(self) -> tuple[Expr, ...]:
        """Return dividend and divisor."""
        return self.dividend, self.divisor

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Quotient(*parts)


class Power(Expr):
    """A formula to a whole, positive power."""

    __slots__ = ("base", "exponent")

    def __init__(self, base: Expr, exponent: int) -> None:
        """Raise the base to the exponent."""
        self.base = base
        self.exponent = exponent

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's power."""
        return algebra.power(self.base.fold(algebra), self.exponent)

    def parts(self) -> tuple[Expr, ...]:
        """Return the base."""
        return (self.base,)

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Power(parts[0], self.exponent)

    def _state(self) -> tuple[object, ...]:
        return self.base, self.exponent


class Minus(Expr):
    """The negative of a formula."""

    __slots__ = ("operand",)

    def __init__(self, operand: Expr) -> None:
        """Negate the operand."""
        self.operand = operand

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's negative."""
        return algebra.minus(self.operand.fold(algebra))

    def parts(self) -> tuple[Expr, ...]:
        """Return the operand."""
        return (self.operand,)

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Minus(*parts)


class Apply(Expr):
    """A named function of one operand or several; see `bpcalc.maths.functions`."""

    __slots__ = ("function", "operands")

    def __init__(self, function: str, *operands: Expr) -> None:
        """Apply the function of that name."""
        self.function = function
        self.operands = operands

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's value of the function."""
        if len(self.operands) == 1:
            return algebra.apply(self.function, self.operands[0].fold(algebra))
        return algebra.apply(self.function, *[part.fold(algebra) for part in self.operands])

    def parts(self) -> tuple[Expr, ...]:
        """Return the operands."""
        return self.operands

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Apply(self.function, *parts)

    def _state(self) -> tuple[object, ...]:
        return self.function, *self.operands


class Choice(Expr):
    """One formula where `tested` is above zero, another one below.

    Attributes:
        at_zero: whether the first one holds at zero as well.
    """

    __slots__ = ("above", "at_zero", "otherwise", "tested")

    def __init__(
        self, tested: Expr, above: Expr, otherwise: Expr, *, at_zero: bool = False
    ) -> None:
        """Choose `above` if `tested` > 0 (or ≥ 0, if so at zero), else `otherwise`."""
        self.tested = tested
        self.above = above
        self.otherwise = otherwise
        self.at_zero = at_zero

    def fold(self, algebra: Algebra[T]) -> T:
        """Return the algebra's choice; x ≥ 0 is read as: not -x > 0."""
        tested, above, otherwise = (part.fold(algebra) for part in self.parts())
        if self.at_zero:
            return algebra.choice(algebra.minus(tested), otherwise, above)
        return algebra.choice(tested, above, otherwise)

    def parts(self) -> tuple[Expr, ...]:
        """Return what is tested, then the two branches."""
        return self.tested, self.above, self.otherwise

    def with_parts(self, *parts: Expr) -> Expr:
        """Return the same with other parts."""
        return Choice(*parts, at_zero=self.at_zero)

    def _state(self) -> tuple[object, ...]:
        return (*self.parts(), *(["at zero"] if self.at_zero else []))


ZERO, ONE, TWO, HALF = map(Number, ("0", "1", "2", "0.5"))
"""Numbers of formulas; those of decimals stand in `precision`."""


def expr(operand: Operand) -> Expr:
    """Return the operand as a formula; a whole number becomes a `Number`."""
    return operand if isinstance(operand, Expr) else _whole(operand)


@cache
def _whole(number: int) -> Number:
    return Number(str(number))


def add(terms: Sequence[Expr]) -> Expr:
    """Return the sum of the terms; the sum of one term is that term."""
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def multiply(*factors: Expr) -> Expr:
    """Return the product of the factors, in one row."""
    return Product(tuple(part for factor in factors for part in _factors(factor)))


def _terms(formula: Expr) -> tuple[Expr, ...]:
    return formula.terms if isinstance(formula, Sum) else (formula,)


def _factors(formula: Expr) -> tuple[Expr, ...]:
    return formula.factors if isinstance(formula, Product) else (formula,)
