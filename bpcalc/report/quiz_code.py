"""Formulas in the languages of platforms that work out what follows from an answer."""

from collections.abc import Callable
from dataclasses import dataclass

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.entries import complete
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.function_entry import Foreign, Function, Word
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key


@complete
@dataclass(frozen=True, kw_only=True)
class QuizLanguage:
    """How a language spells what is not the same in all of them.

    Attributes:
        name: of the language, or of the platform.
        word: its word for a function; see the records in `functions`.
        choice: with `{tested}`, `{above}` and `{otherwise}`.
    """

    name: str
    word: Callable[[Function], Word]
    choice: str


class QuizCode:
    """The reading of a formula in such a language; an `Algebra[str]`."""

    def __init__(self, language: QuizLanguage, name: Callable[[Key], str]) -> None:
        """Write in a language, and call the quantities so."""
        self._language = language
        self._name = name

    def ref(self, key: Key) -> str:
        """Return the name of a quantity."""
        return self._name(key)

    def number(self, number: Number) -> str:
        """Return the number, in brackets if it has a sign."""
        text = format(number.value, "f")
        return f"({text})" if text.startswith("-") else text

    def sum(self, terms: list[str]) -> str:
        """Return the sum."""
        return f"({' + '.join(terms)})"

    def product(self, factors: list[str]) -> str:
        """Return the product; 0·ln 0 is 0 in the calculation, and no number on a platform."""
        product = f"({' * '.join(factors)})"
        logarithm = self.apply("ln", "").partition("(")[0] + "("
        others = [factor for factor in factors if logarithm not in factor]
        if len(others) == len(factors) or not others:
            return product
        size = self.apply("abs", others[0])
        return self.choice(size, product, "0")

    def quotient(self, dividend: str, divisor: str) -> str:
        """Return the quotient."""
        return f"({dividend} / {divisor})"

    def power(self, base: str, exponent: int) -> str:
        """Return the power."""
        return f"({base}^{exponent})"

    def minus(self, operand: str) -> str:
        """Return the negative."""
        return f"(-{operand})"

    def apply(self, function: str, *operands: str) -> str:
        """Return the value of a function.

        Raises:
            OutputError: the language has no such function.
        """
        word = self._language.word(FUNCTIONS[function])
        if isinstance(word, str):
            return word.format(*operands)
        spelling = FUNCTIONS[function].spelling
        if word is Foreign.LACKING or not callable(spelling):
            raise OutputError(
                say(
                    "{platform} has no function {name}", platform=self._language.name, name=function
                )
            )
        stand_ins = [Key("net", -1, place) for place in range(len(operands))]
        texts = dict(zip(stand_ins, operands, strict=True))
        written: Expr = spelling(*map(Ref, stand_ins))
        return written.fold(QuizCode(self._language, texts.__getitem__))

    def choice(self, tested: str, above: str, otherwise: str) -> str:
        """Return the branch that is taken."""
        return self._language.choice.format(tested=tested, above=above, otherwise=otherwise)
