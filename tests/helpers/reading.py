"""Reads a printed formula back: text -> tree -> value.

The grammar is that of a page of arithmetic and knows nothing of how bpcalc writes:

    choice   = sum [ "if" sum ( ">" | "≥" | ">=" ) "0" "else" sum ]
    sum      = [ "-" ] product { ("+" | "-") product }
    product  = power { ("·" | "*" | "/") power }
    power    = atom [ "²" | "³" | "^2" | "^3" ]
    atom     = number | name | "π" | "pi" | "(" choice ")" | "|" choice "|"
             | function "(" choice [ "," choice ] ")"

What follows an operation and is "|" opens, any other one closes.

A factor cannot begin with a minus: `0.4·-0.3` is no formula, `0.4·(-0.3)` is one. A tree is a
tuple: the operation, then its parts; a leaf is `("number", text)` or `("name", text)`.
"""

# ruff: noqa: D102 - the methods of an arithmetic are named after the nodes of a formula

import re
from collections.abc import Callable, Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

from mpmath import mp, mpf

NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
FUNCTIONS = {
    "e^(": "exp",
    "√(": "sqrt",
    **{
        f"{name}(": name
        for name in ("ln", "tanh", "cosh", "cos", "sin", "max", "min", "sign", "step", "sqrt")
    },
    "erf(": "erf",
}
SIGNS = ["if", "else", "pi", "π", "^2", "^3", ">=", *"²³+-*/·()>≥|,"]
POWERS = {"²": 2, "³": 3, "^2": 2, "^3": 3}

Tree = tuple[Any, ...]


class NotAFormulaError(Exception):
    """The text does not follow the grammar."""


def tokens(text: str, names: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the (kind, text) of every token; names are tried before signs, the longest first."""
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    calls, signs = ("|".join(map(re.escape, part)) for part in (FUNCTIONS, SIGNS))
    sign = rf"(?P<call>{calls})|(?P<name>{known})|(?P<number>{NUMBER})|(?P<sign>{signs})"
    pattern = re.compile(rf"\s*(?:{sign})")
    found, at = [], 0
    while at < len(text.rstrip()):
        match = pattern.match(text, at)
        if match is None:
            raise NotAFormulaError(f"{text[at:]!r} in {text!r}")
        kind = str(match.lastgroup)
        found.append(("sign" if kind == "call" else kind, match[kind]))
        at = match.end()
    return found


def parse(text: str, names: Iterable[str] = ()) -> Tree:
    """Return the tree of a formula."""
    reader = _Reader(tokens(text, names))
    tree = reader.choice()
    if reader.left:
        raise NotAFormulaError(f"{reader.left} left over in {text!r}")
    return tree


class _Reader:
    def __init__(self, left: list[tuple[str, str]]) -> None:
        self.left = left

    def take(self, *signs: str) -> str:
        """Return the next token if it is one of these signs, else ""."""
        if self.left and self.left[0] in [("sign", sign) for sign in signs]:
            return self.left.pop(0)[1]
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise NotAFormulaError(f"expected {sign}, found {self.left}")

    def choice(self) -> Tree:
        above = self.sum()
        if not self.take("if"):
            return above
        tested = self.sum()
        at_zero = self.take(">=", "≥")
        if not at_zero:
            self.need(">")
        if self.left[:1] != [("number", "0")]:
            raise NotAFormulaError(f"expected 0, found {self.left}")
        self.left.pop(0)
        self.need("else")
        otherwise = self.sum()
        if at_zero:  # x ≥ 0 is: not -x > 0
            return "choice", ("minus", tested), otherwise, above
        return "choice", tested, above, otherwise

    def sum(self) -> Tree:
        negative = self.take("-")
        first = self.product()
        terms = [("minus", first) if negative else first]
        while sign := self.take("+", "-"):
            term = self.product()
            terms.append(("minus", term) if sign == "-" else term)
        return terms[0] if len(terms) == 1 else ("sum", *terms)

    def product(self) -> Tree:
        tree, row = self.power(), False
        while sign := self.take("·", "*", "/"):
            factor = self.power()
            if sign == "/":
                tree, row = ("quotient", tree, factor), False
            elif row:
                tree = (*tree, factor)
            else:
                tree, row = ("product", tree, factor), True
        return tree

    def power(self) -> Tree:
        base = self.atom()
        sign = self.take(*POWERS)
        return ("power", base, POWERS[sign]) if sign else base

    def atom(self) -> Tree:
        if self.left and self.left[0][0] in ("number", "name"):
            return self.left.pop(0)
        if self.take("("):
            tree = self.choice()
            self.need(")")
            return tree
        if self.take("|"):
            tree = self.choice()
            self.need("|")
            return "abs", tree
        if self.take("π", "pi"):
            return ("pi",)
        function = self.take(*FUNCTIONS)
        if not function:
            raise NotAFormulaError(f"expected a number or a bracket, found {self.left}")
        operands = [self.choice()]
        while self.take(","):
            operands.append(self.choice())
        self.need(")")
        return FUNCTIONS[function], *operands


def leaves(tree: Tree) -> list[Tree]:
    """Return the leaves, in the order in which they are evaluated by `value`."""
    if tree[0] in ("number", "name"):
        return [tree]
    return [leaf for part in tree[1:] if isinstance(part, tuple) for leaf in leaves(part)]


def value(tree: Tree, leaf: Callable[[Tree], Any], arithmetic: Any) -> Any:
    """Return the value of a tree, its leaves read by `leaf`, in the order of `leaves`."""
    if tree[0] in ("number", "name"):
        return leaf(tree)
    parts = [
        value(part, leaf, arithmetic) if isinstance(part, tuple) else part for part in tree[1:]
    ]
    return getattr(arithmetic, tree[0])(*parts)


EXACT = Context(prec=1500, Emax=MAX_EMAX, Emin=MIN_EMIN)
CLOSE = Context(prec=120, Emax=MAX_EMAX, Emin=MIN_EMIN)


class Exactly:
    """Arithmetic in decimals: sums and products exact, all else to 120 digits."""

    @staticmethod
    def sum(*terms: Decimal) -> Decimal:
        total = Decimal(0)
        for term in terms:
            total = EXACT.add(total, term)
        return total

    @staticmethod
    def product(*factors: Decimal) -> Decimal:
        result = Decimal(1)
        for factor in factors:
            result = EXACT.multiply(result, factor)
        return result

    @staticmethod
    def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
        return CLOSE.divide(dividend, divisor)

    @staticmethod
    def power(base: Decimal, exponent: int) -> Decimal:
        return EXACT.power(base, exponent)

    @staticmethod
    def minus(operand: Decimal) -> Decimal:
        return operand.copy_negate()

    @staticmethod
    def exp(operand: Decimal) -> Decimal:
        return CLOSE.exp(operand)

    @staticmethod
    def ln(operand: Decimal) -> Decimal:
        return CLOSE.ln(operand) if operand else Decimal(-(10**1000))  # 0·ln 0 stays 0

    @staticmethod
    def tanh(operand: Decimal) -> Decimal:
        twice = CLOSE.exp(EXACT.multiply(2, operand))
        return CLOSE.divide(EXACT.subtract(twice, 1), EXACT.add(twice, 1))

    @staticmethod
    def cosh(operand: Decimal) -> Decimal:
        grown = CLOSE.exp(operand)
        return CLOSE.divide(EXACT.add(grown, CLOSE.divide(1, grown)), 2)

    @staticmethod
    def cos(operand: Decimal) -> Decimal:
        with mp.workdps(120):
            return Decimal(mp.nstr(mp.cos(mpf(str(operand))), 110))

    @staticmethod
    def sin(operand: Decimal) -> Decimal:
        with mp.workdps(120):
            return Decimal(mp.nstr(mp.sin(mpf(str(operand))), 110))

    @staticmethod
    def sqrt(operand: Decimal) -> Decimal:
        return CLOSE.sqrt(operand)

    @staticmethod
    def erf(operand: Decimal) -> Decimal:
        with mp.workdps(120):
            return Decimal(mp.nstr(mp.erf(mpf(str(operand))), 110))

    @staticmethod
    def pi() -> Decimal:
        with mp.workdps(130):
            return Decimal(mp.nstr(mp.pi, 125))

    @staticmethod
    def abs(operand: Decimal) -> Decimal:
        return operand.copy_abs()

    @staticmethod
    def sign(operand: Decimal) -> Decimal:
        return Decimal((operand > 0) - (operand < 0))

    @staticmethod
    def step(operand: Decimal) -> Decimal:
        return Decimal(operand >= 0)

    @staticmethod
    def max(one: Decimal, other: Decimal) -> Decimal:
        return max(one, other)

    @staticmethod
    def min(one: Decimal, other: Decimal) -> Decimal:
        return min(one, other)

    @staticmethod
    def choice(tested: Decimal, above: Decimal, otherwise: Decimal) -> Decimal:
        return above if tested > 0 else otherwise


INFINITY = Decimal("Infinity")
Interval = tuple[Decimal, Decimal]


def _hull(points: Iterable[Decimal]) -> Interval:
    points = [point for point in points if not point.is_nan()]
    return min(points), max(points)


def _quiet_product(a: Decimal, b: Decimal) -> Decimal:
    return Decimal(0) if not a or not b else EXACT.multiply(a, b)


class Between:
    """Arithmetic in intervals: every value that numbers within the bounds can give."""

    @staticmethod
    def sum(*terms: Interval) -> Interval:
        return Exactly.sum(*(low for low, _ in terms)), Exactly.sum(*(high for _, high in terms))

    @staticmethod
    def product(*factors: Interval) -> Interval:
        result = factors[0]
        for factor in factors[1:]:
            result = _hull(_quiet_product(a, b) for a in result for b in factor)
        return result

    @staticmethod
    def quotient(dividend: Interval, divisor: Interval) -> Interval:
        if divisor[0] <= 0 <= divisor[1]:
            return -INFINITY, INFINITY
        return _hull(CLOSE.divide(a, b) for a in dividend for b in divisor)

    @staticmethod
    def power(base: Interval, exponent: int) -> Interval:
        ends = [EXACT.power(end, exponent) for end in base]
        return _hull([*ends, Decimal(0)] if base[0] < 0 < base[1] else ends)

    @staticmethod
    def minus(operand: Interval) -> Interval:
        return operand[1].copy_negate(), operand[0].copy_negate()

    @staticmethod
    def exp(operand: Interval) -> Interval:
        return Exactly.exp(operand[0]), Exactly.exp(operand[1])

    @staticmethod
    def ln(operand: Interval) -> Interval:
        low, high = (CLOSE.ln(end) if end > 0 else -INFINITY for end in operand)
        return low, high

    @staticmethod
    def tanh(operand: Interval) -> Interval:
        return Exactly.tanh(operand[0]), Exactly.tanh(operand[1])

    @staticmethod
    def cosh(operand: Interval) -> Interval:
        ends = [Exactly.cosh(end) for end in operand]
        return _hull([*ends, Decimal(1)] if operand[0] < 0 < operand[1] else ends)

    @staticmethod
    def cos(operand: Interval) -> Interval:
        middle, width = Exactly.cos(operand[0]), operand[1] - operand[0]
        return middle - width, middle + width  # no slope is steeper than 1

    @staticmethod
    def sin(operand: Interval) -> Interval:
        middle, width = Exactly.sin(operand[0]), operand[1] - operand[0]
        return middle - width, middle + width  # no slope is steeper than 1

    @staticmethod
    def sqrt(operand: Interval) -> Interval:
        low, high = (CLOSE.sqrt(max(end, Decimal(0))) for end in operand)
        return low, high

    @staticmethod
    def erf(operand: Interval) -> Interval:
        return Exactly.erf(operand[0]), Exactly.erf(operand[1])

    @staticmethod
    def pi() -> Interval:
        return Exactly.pi(), Exactly.pi()

    @staticmethod
    def abs(operand: Interval) -> Interval:
        ends = [end.copy_abs() for end in operand]
        return _hull([*ends, Decimal(0)] if operand[0] < 0 < operand[1] else ends)

    @staticmethod
    def sign(operand: Interval) -> Interval:
        return Exactly.sign(operand[0]), Exactly.sign(operand[1])

    @staticmethod
    def step(operand: Interval) -> Interval:
        return Exactly.step(operand[0]), Exactly.step(operand[1])

    @staticmethod
    def max(one: Interval, other: Interval) -> Interval:
        return max(one[0], other[0]), max(one[1], other[1])

    @staticmethod
    def min(one: Interval, other: Interval) -> Interval:
        return min(one[0], other[0]), min(one[1], other[1])

    @staticmethod
    def choice(tested: Interval, above: Interval, otherwise: Interval) -> Interval:
        if tested[0] > 0:
            return above
        return otherwise if tested[1] <= 0 else _hull([*above, *otherwise])
