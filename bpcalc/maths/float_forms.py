"""How functions are worked out in floats: at the far ends as well as in the middle.

There a formula may overflow, or cancel, where its value is small or large. Each form is written
once, in terms of what the C library has, for every program and language.
"""

from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar, get_args

from bpcalc.maths.expr import HALF, ONE, TWO, ZERO, Algebra, Number

T = TypeVar("T")

CallName = Literal[
    "exp",
    "log",
    "log1p",
    "expm1",
    "sinh",
    "cosh",
    "tanh",
    "erf",
    "erfc",
    "sqrt",
    "fabs",
    "cos",
    "sin",
]
"""The functions of the C library that float forms may call."""


CALLS: tuple[CallName, ...] = get_args(CallName)


class FloatAlgebra(Algebra[T], Protocol[T]):
    """A reading of a formula in floats: an algebra that can call the C library."""

    def call(self, name: CallName, operand: T) -> T:
        """Return what a function of the C library makes of the operand."""

    def once(self, value: T) -> T:
        """Return the value, ready to be used several times without being worked out again."""


MINUS_ONE = Number("-1")
LN_2 = Number("0.693147180559945309417")
PI = Number("3.14159265358979323846")
HALF_ROOT = Number("0.707106781186547524401")
FAR = Number("20")
"""From here on, 1 + e^-2x is 1 in floats."""


def softplus_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Work out max(0, x) + ln(1 + e^-|x|)."""
    x = code.once(operand)
    rest = code.call("log1p", code.call("exp", code.minus(code.call("fabs", x))))
    return code.sum([max0_in_floats(code, x), rest])


def ln_cosh_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Work out ln(1 + 2·sinh²(x/2)), or |x| - ln 2 where x is large."""
    size = code.once(code.call("fabs", operand))
    beyond = code.once(code.sum([size, code.minus(code.number(FAR))]))
    held = code.choice(beyond, code.number(FAR), size)
    half = code.once(code.call("sinh", code.product([code.number(HALF), held])))
    near = code.call("log1p", code.product([code.number(TWO), half, half]))
    return code.choice(beyond, code.sum([size, code.minus(code.number(LN_2))]), near)


def normal_cdf_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Work out (1 - erf(-x/√2))/2 by the complement of erf."""
    place = code.product([code.number(HALF_ROOT), code.minus(operand)])
    return code.product([code.number(HALF), code.call("erfc", place)])


def half_one_plus_tanh_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Work out 1/(1 + e^-2|x|), or e^-2|x|/(1 + e^-2|x|) below 0."""
    x = code.once(operand)
    twice = code.product([code.number(TWO), code.call("fabs", x)])
    grown = code.once(code.call("exp", code.minus(twice)))
    whole = code.sum([code.number(ONE), grown])
    return code.choice(
        code.minus(x), code.quotient(grown, whole), code.quotient(code.number(ONE), whole)
    )


def max0_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Return x, or 0 where it is below."""
    return code.choice(operand, operand, code.number(ZERO))


def sign_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Return -1, 0 or 1."""
    x = code.once(operand)
    below = code.choice(code.minus(x), code.number(MINUS_ONE), code.number(ZERO))
    return code.choice(x, code.number(ONE), below)


def step_in_floats(code: FloatAlgebra[T], operand: T) -> T:
    """Return 0 below 0, else 1."""
    return code.choice(code.minus(operand), code.number(ZERO), code.number(ONE))


def larger_in_floats(code: FloatAlgebra[T], one: T, other: T) -> T:
    """Return the larger of two."""
    a, b = code.once(one), code.once(other)
    return code.choice(code.sum([a, code.minus(b)]), a, b)


def smaller_in_floats(code: FloatAlgebra[T], one: T, other: T) -> T:
    """Return the smaller of two."""
    a, b = code.once(one), code.once(other)
    return code.choice(code.sum([a, code.minus(b)]), b, a)


def calling(name: CallName) -> Callable[..., Any]:
    """Return the form of a function that the C library has."""
    return lambda code, operand: code.call(name, operand)
