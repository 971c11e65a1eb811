"""Formulas as a script reads them: nested lists, over the places of lines."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Number, Power, Product, Quotient, Ref, Sum
from bpcalc.maths.float_forms import CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial

Tree = str | int | list[Any]
"""A number as it is written, the place of a line, or a sign with its parts."""

TREE_SIGNS: dict[type[Expr], str] = {Sum: "+", Product: "*", Quotient: "/", Minus: "-", Choice: "?"}
"""The formulas that are no more than a sign with its parts."""


class Operand(Expr):
    """Stands for an operand of a function, by its number."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


def tree(formula: Expr, places: Mapping[Key, Tree] | Mapping[Key, int]) -> Tree:
    """Return a formula as nested lists.

    Args:
        formula: to be written down.
        places: what stands for its quantities: the places of their lines, or trees.

    >>> from bpcalc.maths.function_calls import exp
    >>> net = Key("net", 1, 1)
    >>> tree(1 / (1 + exp(-Ref(net))), {net: 7})
    ['/', '1', ['+', '1', ['f', 'exp', ['-', 7]]]]
    """
    if isinstance(formula, Ref):
        return places[formula.key]
    if isinstance(formula, Number):
        return formula.text if formula.ratio is None else ["/", *formula.text.split("/")]
    if isinstance(formula, Partial):
        return tree(formula.formula, places)
    if isinstance(formula, Operand):
        return ["@", formula.number]
    parts = [tree(part, places) for part in formula.parts()]
    if isinstance(formula, Power):
        return ["^", *parts, formula.exponent]
    if isinstance(formula, Apply):
        return ["f", formula.function, *parts]
    sign = TREE_SIGNS.get(type(formula))
    if sign is None:
        raise OutputError(say("a live page cannot read {part}", part=type(formula).__name__))
    return [sign, *parts]


class FloatTrees:
    """Writes down as trees how formulas are worked out in floats; a `FloatAlgebra[Tree]`."""

    def __init__(self, places: Mapping[Key, int] = MappingProxyType({})) -> None:
        """Write over these places; a function is worked out over its operands alone."""
        self._places = places

    def ref(self, key: Key) -> Tree:
        """Return the place."""
        return self._places[key]

    def number(self, number: Number) -> Tree:
        """Return the number as it is written."""
        return number.text

    def sum(self, terms: list[Tree]) -> Tree:
        """Return the sum of the terms."""
        return ["+", *terms]

    def product(self, factors: list[Tree]) -> Tree:
        """Return the product of the factors."""
        return ["*", *factors]

    def quotient(self, dividend: Tree, divisor: Tree) -> Tree:
        """Return the quotient."""
        return ["/", dividend, divisor]

    def power(self, base: Tree, exponent: int) -> Tree:
        """Return the power."""
        return ["^", base, exponent]

    def minus(self, operand: Tree) -> Tree:
        """Return the negative."""
        return ["-", operand]

    def apply(self, function: str, *operands: Tree) -> Tree:
        """Return what the function is worked out as."""
        worked: Tree = FUNCTIONS[function].floats(self, *operands)
        return worked

    def choice(self, tested: Tree, above: Tree, otherwise: Tree) -> Tree:
        """Return the choice."""
        return ["?", tested, above, otherwise]

    def call(self, name: CallName, operand: Tree) -> Tree:
        """Return a call of the C library."""
        return ["c", name, operand]

    def once(self, value: Tree) -> Tree:
        """Return the value; a tree may stand in several places."""
        return value
