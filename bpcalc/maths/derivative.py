"""The derivative of a formula, by the rules of a first course.

A derivative is a formula like any other, to be printed and worked out. Nothing is rearranged; only
terms of 0 and factors of 1 are left out, as everybody does on paper:

>>> net = Ref(Key("net"))
>>> derivative(net**2 + 3 * net, net.key)
Sum(Product(Number('2'), Ref('net')), Number('3'))

Where two branches meet, as in max and |x|, each of them has the slope 0 (see `functions`).
"""

from collections.abc import Callable, Sequence
from typing import Any

from bpcalc.maths.expr import (
    ONE,
    ZERO,
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
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key


def derivative(formula: Expr, over: Key) -> Expr:
    """Return the derivative of a formula with respect to a quantity in it."""
    if all(key != over for key in formula.refs()):
        return ZERO
    return _RULES[type(formula)](formula, over)


def _is(formula: Expr, number: int) -> bool:
    return isinstance(formula, Number) and formula.value == number


def _sum(terms: Sequence[Expr]) -> Expr:
    left = [term for term in terms if not _is(term, 0)]
    return add(left) if left else ZERO


def _product(*factors: Expr) -> Expr:
    """Return a product, its minus in front, without factors of 1."""
    if any(_is(factor, 0) for factor in factors):
        return ZERO
    negative = sum(isinstance(factor, Minus) for factor in factors) % 2
    bare = [factor.operand if isinstance(factor, Minus) else factor for factor in factors]
    left = [factor for factor in bare if not _is(factor, 1)]
    whole = left[0] if len(left) == 1 else multiply(*left) if left else ONE
    return _minus(whole) if negative else whole


def _quotient(above: Expr, below: Expr) -> Expr:
    """Return a quotient, its minus in front."""
    if isinstance(above, Minus):
        return Minus(Quotient(above.operand, below))
    return Quotient(above, below)


def _minus(formula: Expr) -> Expr:
    if _is(formula, 0):
        return ZERO
    return formula.operand if isinstance(formula, Minus) else Minus(formula)


def _of_sum(formula: Sum, over: Key) -> Expr:
    return _sum([derivative(term, over) for term in formula.terms])


def _of_product(formula: Product, over: Key) -> Expr:
    """Return u'·v + u·v', for as many factors as there are."""
    terms = []
    for place, factor in enumerate(formula.factors):
        factors = list(formula.factors)
        factors[place] = derivative(factor, over)
        terms.append(_product(*factors))
    return _sum(terms)


def _of_quotient(formula: Quotient, over: Key) -> Expr:
    """Return u'/v - u·v'/v²."""
    above, below = formula.dividend, formula.divisor
    first, second = derivative(above, over), derivative(below, over)
    left = ZERO if _is(first, 0) else _quotient(first, below)
    if _is(second, 0):
        return left
    return _sum([left, _minus(_quotient(_product(above, second), Power(below, 2)))])


def _of_power(formula: Power, over: Key) -> Expr:
    base, exponent = formula.base, formula.exponent
    lower = base if exponent == 2 else Power(base, exponent - 1)
    return _product(expr(exponent), lower, derivative(base, over))


def _of_minus(formula: Minus, over: Key) -> Expr:
    return _minus(derivative(formula.operand, over))


def _of_function(formula: Apply, over: Key) -> Expr:
    """Return f'(u)·u', the chain rule."""
    slopes = FUNCTIONS[formula.function].slope(*formula.operands)
    inner = [derivative(operand, over) for operand in formula.operands]
    return _sum([_product(slope, part) for slope, part in zip(slopes, inner, strict=True)])


def _of_choice(formula: Choice, over: Key) -> Expr:
    above, otherwise = derivative(formula.above, over), derivative(formula.otherwise, over)
    if above == otherwise:
        return above
    return Choice(formula.tested, above, otherwise, at_zero=formula.at_zero)


_RULES: dict[type[Expr], Callable[[Any, Key], Expr]] = {
    Ref: lambda formula, over: ONE,
    Sum: _of_sum,
    Product: _of_product,
    Quotient: _of_quotient,
    Power: _of_power,
    Minus: _of_minus,
    Apply: _of_function,
    Choice: _of_choice,
}
