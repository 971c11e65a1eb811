"""The formula tree: written with operators, never simplified, never reordered."""

# ruff: noqa: D102 - the methods of an arithmetic are named after the nodes of a formula

from typing import get_args

import pytest

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
    add,
    expr,
    multiply,
)
from bpcalc.maths.function_calls import exp, ln, max0, tanh
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import KINDS

A, B, C = (Ref(Key("net", 1, unit)) for unit in (1, 2, 3))
ONE, TWO = Number("1"), Number("2")


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        (A + B, Sum((A, B))),
        (A + B + C, Sum((A, B, C))),
        (A + (B + C), Sum((A, B, C))),
        (A - B, Sum((A, Minus(B)))),
        (A - (B - C), Sum((A, Minus(Sum((B, Minus(C))))))),
        (A * B * C, Product((A, B, C))),
        (A * (B * C), Product((A, Product((B, C))))),
        (A / B / C, Quotient(Quotient(A, B), C)),
        (A**2, Power(A, 2)),
        (-A, Minus(A)),
        (1 + A, Sum((ONE, A))),
        (A + 1, Sum((A, ONE))),
        (1 - A, Sum((ONE, Minus(A)))),
        (2 * A, Product((TWO, A))),
        (A * 2, Product((A, TWO))),
        (1 / A, Quotient(ONE, A)),
        (A / 2, Quotient(A, TWO)),
        (multiply(A * B, C), Product((A, B, C))),
        (multiply(A, B * C), Product((A, B, C))),
        (add([A]), A),
        (add([A, B]), Sum((A, B))),
        (exp(A), Apply("exp", A)),
        (ln(A), Apply("ln", A)),
        (tanh(A), Apply("tanh", A)),
        (max0(A), Apply("max0", A)),
        (expr(A), A),
        (expr(2), TWO),
    ],
)
def test_operators(written, tree):
    """An operator writes down what it says, in that order."""
    assert written == tree
    assert hash(written) == hash(tree)
    assert repr(written) == repr(tree)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A + B, B + A),
        (A * B, B * A),
        (A + B, A * B),
        (A - B, A + B),
        (A**2, A * A),
        (A**2, A**3),
        (Number("0.1"), Number("0.10")),
        (exp(A), ln(A)),
        (Choice(A, B, C), Choice(A, C, B)),
        (A, A.key),
        (Ref(Key("net", 1, 1, None, 1)), A),
        ((A + B) + C, Sum((Sum((A, B)), C))),
    ],
)
def test_nothing_is_simplified(one, other):
    """Formulas that read differently differ, even where their values do not."""
    assert one != other
    assert hash(one) != hash(other)


def test_number_as_written():
    """A number keeps its text, and its value is exactly what is written."""
    assert (Number("0.10").text, str(Number("0.10").value)) == ("0.10", "0.10")
    assert Number("1e-3").value == Number("0.001").value


def test_refs():
    """The leaves come from left to right, as often as they stand there."""
    formula = Choice(A, (B + A) / C**2, -exp(B) * 2)

    assert list(formula.refs()) == [ref.key for ref in (A, B, A, C, B)]
    assert list(Number("1").refs()) == []


class Shape:
    """Reads a formula as a text that shows every node, from the leaves up."""

    def ref(self, key):
        return f"r{key.unit}"

    def number(self, number):
        return number.text

    def sum(self, terms):
        return f"+({','.join(terms)})"

    def product(self, factors):
        return f"*({','.join(factors)})"

    def quotient(self, dividend, divisor):
        return f"/({dividend},{divisor})"

    def power(self, base, exponent):
        return f"^({base},{exponent})"

    def minus(self, operand):
        return f"-({operand})"

    def apply(self, function, operand):
        return f"{function}({operand})"

    def choice(self, tested, above, otherwise):
        return f"?({tested},{above},{otherwise})"


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        (1 / (1 + exp(-A)), "/(1,+(1,exp(-(r1))))"),
        (Choice(A, B * 2, C**3 - 1), "?(r1,*(r2,2),+(^(r3,3),-(1)))"),
        (tanh(max0(ln(A))), "tanh(max0(ln(r1)))"),
    ],
)
def test_fold(formula, read):
    """A reading meets every node once, with its parts already read, in order."""
    assert formula.fold(Shape()) == read


def test_formulas_are_small():
    """A node carries its parts and nothing else; without a reading of its own it has none."""
    assert not any(hasattr(node, "__dict__") for node in (A, ONE, A + B, A * B, A / B, -A, exp(A)))
    with pytest.raises(NotImplementedError):
        Expr().fold(Shape())


def test_keys():
    """A key is told by its kind and place; an update makes another key."""
    old, new = Key("weight", 1, 2, 1, 1, 1), Key("new_weight", 1, 2, 1, 1, 1)

    assert old != new
    assert old._replace(kind="new_weight") == new
    assert get_args(Kind) == KINDS
    assert len(set(KINDS)) == len(KINDS)
