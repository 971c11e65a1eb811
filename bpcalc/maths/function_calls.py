"""The elementary functions as they are written into formulas: `exp(-net)`, `maximum(0, net)`.

Each only writes the name of a record of `functions`, where all that is known of it stands.
"""

from bpcalc.maths.expr import Apply, Expr


def exp(operand: Expr) -> Expr:
    """Write e to the power of the operand."""
    return Apply("exp", operand)


def ln(operand: Expr) -> Expr:
    """Write the natural logarithm of the operand."""
    return Apply("ln", operand)


def tanh(operand: Expr) -> Expr:
    """Write the hyperbolic tangent of the operand."""
    return Apply("tanh", operand)


def max0(operand: Expr) -> Expr:
    """Write the larger one of 0 and the operand."""
    return Apply("max0", operand)


def maximum(one: Expr, other: Expr) -> Expr:
    """Write the larger one of two formulas."""
    return Apply("max", one, other)


def minimum(one: Expr, other: Expr) -> Expr:
    """Write the smaller one of two formulas."""
    return Apply("min", one, other)


def absolute(operand: Expr) -> Expr:
    """Write the operand without its sign."""
    return Apply("abs", operand)


def sign(operand: Expr) -> Expr:
    """Write 1, 0 or -1, as the operand is above, at or below 0."""
    return Apply("sign", operand)


def sqrt(operand: Expr) -> Expr:
    """Write the square root of the operand."""
    return Apply("sqrt", operand)


def cos(operand: Expr) -> Expr:
    """Write the cosine."""
    return Apply("cos", operand)


def sin(operand: Expr) -> Expr:
    """Write the sine."""
    return Apply("sin", operand)


def cosh(operand: Expr) -> Expr:
    """Write the hyperbolic cosine of the operand."""
    return Apply("cosh", operand)


def erf(operand: Expr) -> Expr:
    """Write the error function of the operand."""
    return Apply("erf", operand)


def softplus(operand: Expr) -> Expr:
    """Write ln(1 + e^x)."""
    return Apply("softplus", operand)


def ln_cosh(operand: Expr) -> Expr:
    """Write the logarithm of the hyperbolic cosine of the operand."""
    return Apply("ln_cosh", operand)


def exp_minus_1(operand: Expr) -> Expr:
    """Write e^x - 1."""
    return Apply("exp_minus_1", operand)


def normal_cdf(operand: Expr) -> Expr:
    """Write (1 + erf(x/√2))/2, the share of a normal distribution below the operand."""
    return Apply("normal_cdf", operand)


def half_one_plus_tanh(operand: Expr) -> Expr:
    """Write (1 + tanh(x))/2."""
    return Apply("half_one_plus_tanh", operand)


def pi() -> Expr:
    """Write π."""
    return Apply("pi")
