"""An exercise as the questions of a quiz: keys, what is accepted, and what mistakes would give.

What is accepted is what `check` calls right in an answer with all the digits that are asked for:
no further from the value than half a unit of the last of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Decimal,
    localcontext,
)
from typing import NamedTuple

from bpcalc.calc.lines import Calculation, Line
from bpcalc.checking.answer_key import AnswerKey, StudentValues, scheme_of
from bpcalc.checking.cells import half_unit
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marking_rule import (
    asked_exponent,
    asked_keys,
    asking,
    digits_compared,
    same_quantities,
)
from bpcalc.checking.messages import rule as sentence_of
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS, SHEET_KINDS
from bpcalc.maths.rounding import Digits
from bpcalc.notation.latex import latex
from bpcalc.report.math_reading import MathReading
from bpcalc.report.sheet import Sheet

KEY_DIGITS = 15
"""Significant digits of keys and bounds: as many as platforms work with."""

LOST_IN_DOUBLES = Decimal("4e-15")
"""Which part of an edge a platform loses when it works it out."""

MORE_BEFORE_CUTTING = 6
"""So many more digits a wrong value keeps before it is looked at where it is cut off."""

NOISE = Decimal("1e-25")
"""What is left of terms that cancel each other is smaller."""


class Bounds(NamedTuple):
    """Numbers that are taken for one value.

    Attributes:
        low, high: the smallest and the largest of them.
        value: the one that they are taken for.
    """

    low: Decimal
    high: Decimal
    value: Decimal

    @property
    def edges(self) -> tuple[str, str]:
        """Both, as platforms read them, neither of them further in for having fewer digits."""
        return positional(self.low, ROUND_FLOOR), positional(self.high, ROUND_CEILING)

    @property
    def parts(self) -> Iterator[tuple[str, str]]:
        """The numbers as middles with tolerances: those around the value, then those beyond.

        They reach further to one side where digits may be cut off, and down to a power of ten.
        """
        with localcontext(WORK):
            below, above = self.value - self.low, self.high - self.value
            near, far = min(below, above), max(below, above)
            yield self._around(self.value, near)
            if far > near:
                middle = (near + far) / 2 * (1 if above > below else -1)
                yield self._around(self.value + middle, (far - near) / 2)

    @property
    def around(self) -> tuple[str, str]:
        """The value and one tolerance, which reaches as far to both sides."""
        with localcontext(WORK):
            return self._around(self.value, max(self.value - self.low, self.high - self.value))

    def _around(self, middle: Decimal, reach: Decimal) -> tuple[str, str]:
        """Return a middle and a tolerance that platforms with doubles reach as far with."""
        text = positional(middle)
        if reach:
            reach += abs(Decimal(text) - middle) + LOST_IN_DOUBLES * (abs(middle) + reach)
        return text, positional(reach, ROUND_CEILING)


class Mistake(NamedTuple):
    """What known mistakes would give.

    Attributes:
        bounds: the numbers.
        says: to whoever gives one of them.
        formula: the wrong formula.
        rule: the short name of the mistake, of several that of the first.
    """

    bounds: Bounds
    says: str
    formula: Expr
    rule: str


class Givens(NamedTuple):
    """Some of what is given.

    Attributes:
        title: what is said before.
        formulas: what is given, as LaTeX.
    """

    title: str
    formulas: list[str]

    def text(self, write: Callable[[str], str] = str, maths: str = r"\({}\)") -> str:
        """Return it as a line of text.

        Args:
            write: what keeps a text from meaning anything to its format.
            maths: what stands around LaTeX.
        """
        formulas = ", ".join(maths.format(write(formula)) for formula in self.formulas)
        return f"{write(self.title)} {formulas}".rstrip()


@dataclass(frozen=True)
class Question:
    """One quantity that is asked for.

    Attributes:
        place: in order of working, counted from 1.
        key: the quantity.
        name: its full name.
        symbol: as LaTeX.
        formula: as LaTeX.
        digits: in words, which are asked for.
        shown: the key, as it would be written.
        bounds: what is right.
        mistakes: the usual ones, with everything before being right.
    """

    place: int
    key: Key
    name: str
    symbol: str
    formula: str
    digits: str
    shown: str
    bounds: Bounds
    mistakes: tuple[Mistake, ...]

    @property
    def title(self) -> str:
        """What it is called in a list that platforms sort by name."""
        return f"{self.place:03} {self.name}"

    def text(self, write: Callable[[str], str] = str, maths: str = r"\({}\)") -> str:
        """Return what is asked as a line of text; by the name in it, answers are told again.

        Args:
            write: what keeps a text from meaning anything to its format.
            maths: what stands around LaTeX.
        """
        asked = maths.format(write(f"{self.formula} = {{?}}"))
        return f"{write(self.name)}: {asked} {write(self.digits)}"


class Quiz:
    """An exercise as questions.

    Attributes:
        title: of the exercise.
        questions: in order of working.
        calculation: the lines.
        scheme: the same as an answer key.
    """

    def __init__(self, exercise: Exercise) -> None:
        """Work the exercise out, and ask for what a sheet asks for."""
        from bpcalc.calc.calculate import calculate

        self.calculation: Calculation = calculate(asking(exercise, told=False))
        self.scheme: AnswerKey = scheme_of(self.calculation)
        self.title = exercise.title or say("Answer sheet")
        kinds, epochs = frozenset(SHEET_KINDS), self.calculation.epochs
        keys = asked_keys(self.scheme.formulas, kinds, epochs, self.calculation.given)
        self._sheet = Sheet(self.calculation, keys, filled=True)
        self._maths = MathReading(self._sheet.solution)
        same = same_quantities(self.scheme.formulas)  # a total of one error is that error
        self._same = {told: self.calculation.by_key[one] for one, told in same.items()}
        with localcontext(WORK):
            world = StudentValues(self.scheme.formulas, {}, self.scheme.fixed)
            self.questions = [
                self._question(place, key, world) for place, key in enumerate(keys, start=1)
            ]

    def givens(self) -> list[Givens]:
        """Return what is given; of several samples, each for itself."""
        solution = self._sheet.solution
        lines = [line for line in self.calculation if solution.is_given(line)]
        shown = {line.key.timeless._replace(sample=line.key.sample): line for line in lines}
        several = len(self.calculation.exercise.samples) > 1
        parts: dict[int | None, list[str]] = {None: []}
        for line in shown.values():
            formula = f"{latex(self._maths.symbol(line))} = {latex(self._maths.value(line))}"
            parts.setdefault(line.key.sample if several else None, []).append(formula)
        return [
            Givens(say("Given:") if sample is None else _of_sample(sample), formulas)
            for sample, formulas in parts.items()
            if formulas
        ]

    def preface(self) -> list[Givens]:
        """Return what is given, and with which digits to go on where nothing follows through."""
        if self.calculation.exercise.rounding.carry == "rounded":
            advice = say("Go on with the numbers as you have rounded them.")
        elif self.cut_off:
            advice = say("Go on with all digits; cut off further ones only where you write down.")
        else:
            advice = say("Go on with all digits; round only what you write down.")
        return [*self.givens(), Givens(advice, [])]

    def with_factors(self, key: Key) -> Iterator[Line]:
        """Yield a line behind those of the factors in it, which no sheet asks for."""
        line = self.calculation.by_key[key]
        for leaf in dict.fromkeys(line.formula.refs()):
            if leaf.kind in FACTOR_KINDS and leaf not in self._sheet.keys:
                yield from self.with_factors(leaf)
        yield line

    def latex(self, line: Line) -> str:
        """Return a line without its value as LaTeX, with the formula by which it is worked out."""
        worked = self._same.get(line.key, line)
        text = f"{latex(self._maths.symbol(line))} = {latex(self._maths.formula(worked))}"
        return " ".join(text.split())

    def digits(self, key: Key) -> Digits:
        """Return the digits that are asked of a quantity."""
        rounding = self.calculation.exercise.rounding
        return digits_compared(rounding, key.kind, self.scheme.values[key])

    @property
    def cut_off(self) -> bool:
        """Whether further digits may be cut off."""
        return self.calculation.exercise.rounding.ties == "down"

    @property
    def reach(self) -> Decimal:
        """Which part of its last digit an answer may be off from what follows."""
        return Decimal(1) if self.cut_off else Decimal("0.5")

    def _question(self, place: int, key: Key, world: StudentValues) -> Question:
        line = self.calculation.by_key[key]
        true, digits = self.scheme.values[key], self.digits(key)
        bounds = accepted(true, digits, self.cut_off)
        name = self._sheet.name(key)
        return Question(
            place,
            key,
            name,
            latex(self._maths.symbol(line)),
            r" \quad ".join(self.latex(each) for each in self.with_factors(key)),
            self._sheet.digits([key]),
            self._sheet.value(key),
            bounds,
            tuple(self._mistakes(key, world, bounds)),
        )

    def _mistakes(self, key: Key, world: StudentValues, right: Bounds) -> Iterator[Mistake]:
        """Yield what mistakes give; those that give the same are said together."""
        found: dict[Bounds, dict[str, tuple[str, Expr]]] = {}
        for rule, formula in mistakes_at(self.scheme, key):
            box = world.value(formula)
            if rule.tier == "C" or not box.known:
                continue
            wrong = self.rounded(key, box.centre, more=MORE_BEFORE_CUTTING if self.cut_off else 0)
            bounds = accepted(wrong, self.digits(key), self.cut_off)
            if bounds.low <= right.high and right.low <= bounds.high:
                continue  # nobody can see it
            found.setdefault(bounds, {}).setdefault(
                sentence_of(rule.id, key.kind), (rule.id, formula)
            )
        taken: list[Bounds] = []
        for bounds, sentences in found.items():
            if all(b.high < bounds.low or bounds.high < b.low for b in taken):
                taken.append(bounds)
                rule_id, formula = next(iter(sentences.values()))
                yield Mistake(bounds, say(" Or: ").join(sentences), formula, rule_id)

    def rounded(self, key: Key, value: Decimal, more: int = 0) -> Decimal:
        """Return a value in the digits asked for, or in more; what cancels down to noise is 0."""
        digits = self.digits(key)
        value = Decimal(0) if abs(value) < NOISE else value
        return Digits(digits.count + more, digits.significant).round(value)


def _of_sample(sample: int) -> str:
    return say("Sample {sample}:", sample=sample)


def accepted(true: Decimal, digits: Digits, cut_off: bool = False) -> Bounds:
    """Return the numbers that are right for a value in so many digits, or in more.

    Args:
        true: the value.
        digits: that are asked for.
        cut_off: whether further digits may be cut off instead of rounded.

    >>> accepted(Decimal("0.37754"), Digits(4))
    Bounds(low=Decimal('0.37749'), high=Decimal('0.37759'), value=Decimal('0.37754'))
    >>> accepted(Decimal("0.37759"), Digits(4), cut_off=True)
    Bounds(low=Decimal('0.3775'), high=Decimal('0.37764'), value=Decimal('0.37759'))
    """
    if digits.significant and not true:
        return Bounds(true, true, true)  # no other number has the digits of 0
    with localcontext(WORK):
        half = half_unit(asked_exponent(digits, true))
        low, high = true - half, true + half
        if digits.significant and true:  # below a power of ten, digits reach further down
            border = Decimal(1).scaleb(true.adjusted()).copy_sign(true)
            if min(abs(low), abs(high)) < abs(border):
                inner = max(half_unit(asked_exponent(digits, true) - 1), abs(true - border))
                low, high = (true - inner, high) if true > 0 else (low, true + inner)
        cut = digits.round(true, ROUND_DOWN) if cut_off else true
        return Bounds(+min(low, cut), +max(high, cut), true)


def positional(value: Decimal, rounding: str = ROUND_HALF_EVEN) -> str:
    """Return a key or a bound as platforms read it: plain digits, no exponent.

    Args:
        value: the number.
        rounding: of what has more digits, as `decimal` names it.

    >>> positional(Decimal("1.50E-7")), positional(Decimal(3))
    ('0.00000015', '3')
    """
    with localcontext() as context:
        context.prec, context.rounding = KEY_DIGITS, rounding
        text = format(+value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
