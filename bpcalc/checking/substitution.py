"""A formula with other leaves: the way in which most wrong formulas come about."""

from collections.abc import Callable
from operator import is_

from bpcalc.maths.expr import Apply, Expr, Ref
from bpcalc.maths.keys import Key

Swap = Callable[[Key], Expr | None]
"""Returns what stands in the place of a quantity, None where it stays."""


def rebuilt(formula: Expr, swap: Swap) -> Expr:
    """Return the formula with some of its leaves replaced; itself where none of them is.

    >>> from bpcalc.maths.function_calls import exp
    >>> net = Ref(Key("net", 1, 1))
    >>> rebuilt(exp(-net), lambda key: Ref(key._replace(kind="out")))
    Apply('exp', Minus(Ref('out', 1, 1)))
    """
    if isinstance(formula, Ref):
        return swap(formula.key) or formula
    parts = formula.parts()
    if not parts:
        return formula
    others = [
        (swap(part.key) or part) if isinstance(part, Ref) else rebuilt(part, swap)
        for part in parts  # most of them leaves, for which no call is made
    ]
    if all(map(is_, parts, others)):
        return formula
    return formula.with_parts(*others)


Call = Callable[..., Expr]
"""Returns what stands in the place of a function of operands."""


def with_calls(formula: Expr, call: Call) -> Expr:
    """Return the formula with other functions called.

    >>> from bpcalc.maths.function_calls import exp, tanh
    >>> with_calls(exp(Ref(Key("net"))), lambda function, operand: tanh(operand))
    Apply('tanh', Ref('net'))
    """
    parts = [with_calls(part, call) for part in formula.parts()]
    if isinstance(formula, Apply):
        return call(formula.function, *parts)
    return formula.with_parts(*parts) if parts else formula


def exchanged(formula: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """Return the formula in which `change` has replaced what it knows, from the outside inwards.

    >>> from bpcalc.maths.function_calls import sqrt
    >>> exchanged(sqrt(Ref(Key("net"))), lambda part: getattr(part, "operands", [None])[0])
    Ref('net')
    """
    found = change(formula)
    if found is not None:
        return found
    parts = [exchanged(part, change) for part in formula.parts()]
    return formula.with_parts(*parts) if parts else formula
