"""What an output is, read off its formula: a sigmoid, a bipolar sigmoid or a softmax of what."""

from bpcalc.maths.expr import ONE, Apply, Expr, Minus, Quotient, Sum
from bpcalc.maths.function_calls import exp


def negative(formula: Expr) -> Expr:
    """Return the formula with the other sign."""
    return formula.operand if isinstance(formula, Minus) else Minus(formula)


def sigmoid_argument(formula: Quotient) -> Expr | None:
    """Return the x of 1/(1 + e^-x), or of e^x/(1 + e^x); None for another quotient."""
    terms = formula.divisor.terms if isinstance(formula.divisor, Sum) else ()
    if len(terms) != 2 or ONE not in terms:
        return None
    power = terms[1] if terms[0] == ONE else terms[0]
    if not (isinstance(power, Apply) and power.function == "exp"):
        return None
    if formula.dividend == power:
        return power.operands[0]
    turned = negative(power.operands[0])
    return turned if formula.dividend == ONE else None


def bipolar_argument(formula: Quotient) -> Expr | None:
    """Return the x of (1 - e^-x)/(1 + e^-x); None for another quotient."""
    net = sigmoid_argument(Quotient(ONE, formula.divisor))
    wanted = Sum((ONE, Minus(exp(Minus(net))))) if net is not None else None
    return net if formula.dividend == wanted else None


def mixture(formula: Sum) -> tuple[Expr, Expr] | None:
    """Return the a and the x of a + (1 - a)/(1 + e^-x), as in the slope of SiLU; None for others.

    It is 1/(1 + e^-x) + a/(1 + e^x), of which nothing is lost where a is large.
    """
    first, second = formula.terms
    if not (isinstance(second, Quotient) and second.dividend == Sum((ONE, Minus(first)))):
        return None
    argument = sigmoid_argument(Quotient(ONE, second.divisor))
    return None if argument is None else (first, argument)


def softmax_arguments(formula: Quotient) -> list[Expr]:
    """Return the x_j of e^x_k/Σe^x_j where there are several; [] for another quotient."""
    terms = formula.divisor.terms if isinstance(formula.divisor, Sum) else ()
    if len(terms) < 2 or formula.dividend not in terms:
        return []
    if not all(isinstance(term, Apply) and term.function == "exp" for term in terms):
        return []
    return [part for term in terms for part in term.parts()]
