"""A formula that somebody has typed, such as `max(net, 1)`, as an expression.

It is read by the grammar of Python, of which only arithmetic and the names of functions have a
meaning here; nothing in it is ever run. Every other thing is a fault with its place.
"""

import ast
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.formula_text import (
    FormulaError,
    in_ascii,
    look_at_brackets,
    with_products,
    without_lead,
)
from bpcalc.exercise.hints import named, quotable
from bpcalc.exercise.yaml_nodes import Node, Scalar
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import (
    Apply,
    Choice,
    Expr,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    expr,
)
from bpcalc.maths.function_calls import (
    absolute,
    cos,
    exp,
    ln,
    max0,
    pi,
    sign,
    sin,
    softplus,
    sqrt,
)
from bpcalc.maths.function_entry import Spelling
from bpcalc.maths.functions import FUNCTIONS

MAX_FORMULA_LENGTH = 500
MAX_FORMULA_DEPTH = 50
MAX_POWER = 9

CALLS: dict[str, Callable[[Expr], Expr]] = {
    "exp": exp,
    "log": ln,
    "tan": lambda x: sin(x) / cos(x),
    "sinh": lambda x: (exp(x) - exp(-x)) / 2,
    "sqrt": sqrt,
    "abs": absolute,
    "sgn": sign,
    "softplus": softplus,
    "relu": max0,
    "sigmoid": lambda x: 1 / (1 + exp(-x)),
    "log10": lambda x: ln(x) / ln(expr(10)),
    "log2": lambda x: ln(x) / ln(expr(2)),
    "sech": lambda x: 2 / (exp(x) + exp(-x)),
    **{
        entry.spelling.text: partial(Apply, name)
        for name, entry in FUNCTIONS.items()
        if entry.operands == 1
        and isinstance(entry.spelling, Spelling)
        and entry.spelling.style == "call"
    },
}
"""The functions of one argument: those with a record, and what is written in terms of them."""

PAIRS = ("max", "min")
"""Those of two arguments or more."""


def read_formula(page: SourceText, node: Node, names: Mapping[str, Expr]) -> Expr | None:
    """Return the formula that stands there; None, with a fault, if it is none.

    Args:
        page: for the fault.
        node: where the formula should stand.
        names: what the names in it mean.
    """
    text = node.text if isinstance(node, Scalar) else ""
    try:
        return parsed(text, names)
    except FormulaError as error:
        says = say(
            "in the formula `{formula}`, at character {n}: {problem}",
            formula=quotable(text),
            n=error.at + 1,
            problem=error.says,
        )
        page.fault(node, says)
        return None


def parsed(text: str, names: Mapping[str, Expr]) -> Expr:
    """Return a text as an expression.

    >>> from bpcalc.maths.expr import Ref
    >>> from bpcalc.maths.keys import Key
    >>> parsed("max(net, 1)", {"net": Ref(Key("net"))})
    Apply('max', Ref('net'), Number('1'))

    Raises:
        FormulaError: it is no formula.
    """
    text = without_lead(text)
    if not text.strip():
        raise FormulaError(say("nothing stands here; write one such as max(net, 1)"), 0)
    if len(text) > MAX_FORMULA_LENGTH:
        says = say("it has more than {n} characters", n=MAX_FORMULA_LENGTH)
        raise FormulaError(says, MAX_FORMULA_LENGTH)
    source, places = with_products(*in_ascii(text), names)
    look_at_brackets(source, places)
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        at = min(max((error.offset or len(places)) - 1, 0), len(places) - 1)
        says = say("this is no arithmetic")
        if re.search(r"\bif\s*\(", source):
            says = say("a choice is written like this: 1 if net > 0 else 0")
        raise FormulaError(says, places[at]) from None
    except (ValueError, MemoryError, RecursionError):
        raise FormulaError(say("this is no arithmetic"), 0) from None
    return _Reader(source, places, names).read(tree, 0)


class _Reader:
    """Turns a tree of Python's grammar into an expression."""

    def __init__(self, source: str, places: list[int], names: Mapping[str, Expr]) -> None:
        self._source = source
        self._places = places
        self._names = names

    def read(self, node: ast.AST, depth: int) -> Expr:
        if depth > MAX_FORMULA_DEPTH:
            raise self._fault(node, say("brackets are nested more than {n} deep", n=depth - 1))
        reader = self._READERS.get(type(node))
        if reader is None:
            raise self._fault(node, say("only arithmetic and functions can stand here"))
        return reader(self, node, depth + 1)

    def _fault(self, node: Any, says: str) -> FormulaError:
        return FormulaError(says, self._places[min(node.col_offset, len(self._places) - 1)])

    def _constant(self, node: ast.Constant, depth: int) -> Expr:
        text = self._source[node.col_offset : node.end_col_offset]
        if not re.fullmatch(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?", text):
            raise self._fault(node, say("`{text}` is no number", text=quotable(text)))
        return Number(text.rstrip(".") if text.endswith(".") else text)

    def _name(self, node: ast.Name, depth: int) -> Expr:
        if node.id in self._names:
            return self._names[node.id]
        if node.id == "pi":
            return pi()
        if node.id == "e":
            return exp(expr(1))
        known = enumerated(self._names)
        says = say("`{name}` is not known; known are {names}", name=quotable(node.id), names=known)
        raise self._fault(node, says)

    def _unary(self, node: ast.UnaryOp, depth: int) -> Expr:
        operand = self.read(node.operand, depth)
        if isinstance(node.op, ast.UAdd):
            return operand
        if isinstance(node.op, ast.USub):
            return Minus(operand)
        raise self._fault(node, say("only arithmetic and functions can stand here"))

    def _binary(self, node: ast.BinOp, depth: int) -> Expr:
        if isinstance(node.op, ast.Pow):
            return self._power(node, depth)
        left, right = self.read(node.left, depth), self.read(node.right, depth)
        if isinstance(node.op, ast.Add):
            return left + right if not isinstance(right, Sum) else Sum((left, right))
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, (ast.Mult, ast.Div)):
            bare = left.operand if isinstance(left, Minus) else left  # -2·x is -(2·x) on paper
            whole = bare * right if isinstance(node.op, ast.Mult) else Quotient(bare, right)
            return Minus(whole) if bare is not left else whole
        raise self._fault(node, say("only + - * / and ^ can stand between two numbers"))

    def _power(self, node: ast.BinOp, depth: int) -> Expr:
        exponent = self.read(node.right, depth)
        if isinstance(node.left, ast.Name) and node.left.id == "e" and "e" not in self._names:
            return exp(exponent)
        base = self.read(node.left, depth)
        value = _whole(exponent)
        if value is not None and 1 <= abs(value) <= MAX_POWER:
            raised = base if abs(value) == 1 else Power(base, abs(value))
            return raised if value > 0 else Quotient(expr(1), raised)
        if isinstance(exponent, Number) and exponent.value == Decimal("0.5"):
            return sqrt(base)
        if isinstance(base, Number) and base.value > 0:
            return exp(Product((exponent, ln(base))))
        says = say("an exponent is a whole number from 1 to {n}, or the base a number", n=MAX_POWER)
        raise self._fault(node.right, says)

    def _call(self, node: ast.Call, depth: int) -> Expr:
        written = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        name = named(written, (*CALLS, *PAIRS))
        if name is None:
            name, names = quotable(written), enumerated((*CALLS, *PAIRS))
            says = say("`{name}` is no function here; these are: {names}", name=name, names=names)
            raise self._fault(node, says)
        operands = [self.read(operand, depth) for operand in node.args]
        if name in PAIRS and len(operands) == 1 and not node.keywords:
            raise self._fault(
                node, say("`{name}` needs its numbers in brackets, two or more", name=name)
            )
        if node.keywords or not operands:
            raise self._fault(node, say("`{name}` needs its numbers in brackets", name=name))
        if name in CALLS:
            if len(operands) > 1:
                raise self._fault(node, say("`{name}` takes one number", name=name))
            return CALLS[name](operands[0])
        first, *others = operands
        for other in others:
            first = Apply(name, first, other)
        return first

    def _choice(self, node: ast.IfExp, depth: int) -> Expr:
        """Read `a if x > b else c`."""
        above, otherwise = self.read(node.body, depth), self.read(node.orelse, depth)
        return self._chosen(node.test, above, otherwise, depth)

    def _chosen(self, test: ast.AST, above: Expr, otherwise: Expr, depth: int) -> Expr:
        """Return what is chosen by a comparison, or by several of them."""
        if isinstance(test, ast.BoolOp):
            result = above if isinstance(test.op, ast.And) else otherwise
            for part in reversed(test.values):
                pair = (result, otherwise) if isinstance(test.op, ast.And) else (above, result)
                result = self._chosen(part, *pair, depth)
            return result
        if not isinstance(test, ast.Compare):
            raise self._fault(test, say("write a comparison here, such as net > 0"))
        sides = [self.read(side, depth) for side in (test.left, *test.comparators)]
        result = above
        for operator, (left, right) in reversed(list(zip(test.ops, pairwise(sides), strict=True))):
            if isinstance(operator, (ast.Gt, ast.GtE)):
                tested = _less(left, right)
            elif isinstance(operator, (ast.Lt, ast.LtE)):
                tested = _less(right, left)
            else:
                raise self._fault(test, say("write a comparison here, such as net > 0"))
            at_zero = isinstance(operator, (ast.GtE, ast.LtE))
            result = Choice(tested, result, otherwise, at_zero=at_zero)
        return result

    _READERS: dict[type[ast.AST], Callable[["_Reader", Any, int], Expr]] = {  # noqa: RUF012
        ast.Constant: _constant,
        ast.Name: _name,
        ast.UnaryOp: _unary,
        ast.BinOp: _binary,
        ast.Call: _call,
        ast.IfExp: _choice,
    }


def _less(left: Expr, right: Expr) -> Expr:
    return left if isinstance(right, Number) and not right.value else left - right


def _whole(exponent: Expr) -> int | None:
    negative = isinstance(exponent, Minus)
    number = exponent.operand if isinstance(exponent, Minus) else exponent
    if not isinstance(number, Number) or number.value != number.value.to_integral_value():
        return None
    return -int(number.value) if negative else int(number.value)
