"""A formula as code: the reading of its tree in a programming language."""

from collections.abc import Callable

from bpcalc.maths.expr import Number
from bpcalc.maths.float_forms import CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.report.code.languages import CodeLanguage


class Code:
    """The reading of a formula as code: an algebra that takes down what is needed twice."""

    def __init__(self, language: CodeLanguage, name: Callable[[Key], str]) -> None:
        """Write in a language, and call the quantities so."""
        self.lines: list[str] = []
        self._language = language
        self._name = name
        self._held = 0

    def ref(self, key: Key) -> str:
        """Return the variable of a quantity."""
        return self._name(key)

    def number(self, number: Number) -> str:
        """Return a number as it was written."""
        return number.text

    def sum(self, terms: list[str]) -> str:
        """Return the terms, added from left to right."""
        text = terms[0]
        for term in terms[1:]:
            text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        return f"({text})"

    def product(self, factors: list[str]) -> str:
        """Return the factors, multiplied from left to right."""
        first, *others = factors
        product = " * ".join([_bracketed(first), *map(_factor, others)])
        logarithm = self._language.calls["log"] + "("
        plain_factors = [factor for factor in factors if logarithm not in factor]
        if len(plain_factors) == len(factors) or not plain_factors:
            return product
        # 0 * ln 0 is 0 in the calculation; to a program it is no number.
        size = f"{self._language.calls['fabs']}({plain_factors[0]})"
        if self._language.calls["fabs"].startswith("torch"):
            size = f"abs({plain_factors[0]})"
        return self.choice(size, product, "0.0")

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient."""
        return f"({_bracketed(dividend)} / {_factor(divisor)})"

    def power(self, base: str, exponent: int) -> str:
        """Return repeated multiplication, which every language rounds alike."""
        return " * ".join([_factor(base)] * exponent)

    def minus(self, operand: str) -> str:
        """Return the negative."""
        return f"-{operand}" if not operand.startswith("-") else operand[1:]

    def apply(self, function: str, *operands: str) -> str:
        """Return the value of a function, as floats work it out best."""
        text: str = FUNCTIONS[function].floats(self, *operands)
        return text

    def call(self, name: CallName, operand: str) -> str:
        """Return a call of the language's own function."""
        return f"{self._language.calls[name]}({operand})"

    def once(self, value: str) -> str:
        """Return a variable with the value, unless it is one."""
        if value.isidentifier():
            return value
        self._held += 1
        name = f"y{self._held}"
        self.lines.append(self._language.assign.format(name=name, value=bare(value)))
        return name

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return the value of one of two branches."""
        return self._language.choice(tested, above, otherwise)


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _factor(text: str) -> str:
    """Return a text that is a factor wherever it stands: a product among them needs brackets."""
    whole = bare(text) != text or " " not in text
    return _bracketed(text) if whole else f"({text})"


def bare(value: str) -> str:
    """Return a value without the brackets around it all.

    >>> bare("(w1 * i1 + b1)"), bare("(a + b) * (c)")
    ('w1 * i1 + b1', '(a + b) * (c)')
    """
    if not (value.startswith("(") and value.endswith(")")):
        return value
    depth = 0
    for place, sign in enumerate(value):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(value) - 1:
            return value
    return value[1:-1]
