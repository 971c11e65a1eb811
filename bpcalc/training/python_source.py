"""The formula trees of one step, written out as straight-line Python.

Every line of the hand calculation becomes one assignment, in the same order, over local
variables: `net1_1 = w1_1_1 * i0_1 + w1_1_2 * i0_2 + b1`.
"""

from collections.abc import Iterable

from bpcalc.maths.expr import Number
from bpcalc.maths.float_forms import CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern
from bpcalc.training.epoch_lines import variable

_NAME = pattern(r"\w+")


class Python:
    """The reading of a formula as Python source; a `Language`.

    Operations come in the order of the tree, so that every engine rounds alike.
    """

    def __init__(self, *, samples: bool = False) -> None:
        """Begin an empty piece of source; `samples` as in `variable`."""
        self.lines: list[str] = []
        self._samples = samples
        self._held = 0

    def assign(self, key: Key, value: str) -> None:
        """Take down an assignment."""
        name = self.ref(key)
        if name != value:
            self.lines.append(f"{name} = {value}")

    def ref(self, key: Key) -> str:
        """Return the variable."""
        return variable(key, self._samples)

    def number(self, number: Number) -> str:
        """Return the number as a float."""
        return repr(float(number.value))

    def sum(self, terms: list[str]) -> str:
        """Return the terms, added from left to right."""
        text = terms[0]
        for term in terms[1:]:
            text += f" - {term[1:]}" if term.startswith("-") else f" + {term}"
        return f"({text})"

    def product(self, factors: list[str]) -> str:
        """Return the factors, multiplied from left to right."""
        return f"({' * '.join(_bracketed(factors))})"

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient."""
        return f"({' / '.join(_bracketed((dividend, divisor)))})"

    def power(self, base: str, exponent: int) -> str:
        """Return repeated multiplication: `**` would round differently."""
        return f"({' * '.join(_bracketed([base] * exponent))})"

    def minus(self, operand: str) -> str:
        """Return the negative."""
        return f"-{operand}" if not operand.startswith("-") else operand[1:]

    def apply(self, function: str, *operands: str) -> str:
        """Return the value of a function."""
        text: str = FUNCTIONS[function].floats(self, *operands)
        return text

    def call(self, name: CallName, operand: str) -> str:
        """Return the call."""
        return f"{name}({operand})"

    def once(self, value: str) -> str:
        """Return a variable with the value, unless it is one."""
        if _NAME.fullmatch(value):
            return value
        self._held += 1
        self.lines.append(f"y{self._held} = {value}")
        return f"y{self._held}"

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return the conditional expression."""
        return f"({above} if {tested} > 0.0 else {otherwise})"


def _bracketed(texts: Iterable[str]) -> list[str]:
    return [f"({text})" if text.startswith("-") else text for text in texts]
