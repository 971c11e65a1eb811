"""A worked calculation, spelt: its lines by name, and each line as it is read aloud."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation, localcontext
from functools import cached_property, partial
from typing import Literal

from bpcalc.calc.lines import Calculation, Line, Stage
from bpcalc.errors import NotAQuantity
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, GIVEN, MOMENT_KINDS, TRAINED
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rounding import DecimalPlaces
from bpcalc.notation.layout import default_units
from bpcalc.notation.spelling import Spelling
from bpcalc.notation.writing import UNICODE, CharacterSet, Writer

Relation = Literal["=", "≈"]
"""Whether the printed numbers give the printed value to its last digit, or nearly so."""


def apart(key: Key, within: Key) -> str:
    """Return the mark that tells a quantity from another one of its symbol.

    In a line of another sample it has the number of its sample, as `[2]`; the change of the step
    before is `_prev`; one that needs no mark has "".
    """
    if key.when == within.when:
        return ""
    if key.kind == within.kind and key.kind in CHANGE_KINDS | MOMENT_KINDS:
        return "_prev"
    if within.sample is None and key.sample is not None and key.epoch in (None, within.epoch):
        return f"[{key.sample}]"
    return ""


def as_number(text: str) -> Number:
    """Return a printed number, NaN for a text that is none."""
    try:
        return Number(text)
    except (InvalidOperation, ValueError):
        return Number("NaN")


class Solution:
    """The worked solution of an exercise.

    Iterating yields the lines in order of working. A line is looked up by its key, or by its
    name or symbol in the exercise's notation; of several lines of one name, that of the first
    epoch and sample is meant, and `line` finds the others.

    >>> import bpcalc
    >>> solution = bpcalc.solve(bpcalc.load("mazur"))
    >>> solution["net_h2"].value
    Decimal('0.3925')
    >>> line = solution["w5_new"]
    >>> solution.formula(line), solution.substitution(line), solution.shown(line)
    ('w5 - η·∂E/∂w5', '0.40 - 0.5·0.0821670', '0.358916')
    >>> solution.shown(solution.line("E_total", epoch=2))
    '0.291028'

    Attributes:
        calculation: the lines, in stages, without names.
        changes: whether a reader can change the numbers on the page.
    """

    changes = False

    def __init__(
        self, calculation: Calculation, characters: CharacterSet = UNICODE, *, trained: bool = False
    ) -> None:
        """Spell a calculation in the notation of its exercise, with the signs of a `CharacterSet`.

        Args:
            calculation: the lines.
            characters: in which they are written.
            trained: whether the given weights come out of a program; they are then rounded
                like any other number, because nobody wrote them.
        """
        self.calculation = calculation
        self._characters = characters
        self._symbols: dict[Key, str] = {}  # a weight stands in many formulas
        self._trained = TRAINED if trained else frozenset()

    @cached_property
    def spelling(self) -> Spelling:
        """The names and symbols of the quantities."""
        return spelling(self.exercise)

    def mark(self, key: Key) -> str:
        """Return by what a script finds the number of a quantity in a picture, "" if by nothing."""
        return ""

    def in_characters(self, characters: CharacterSet) -> "Solution":
        """Return the same solution, written with the signs of another `CharacterSet`."""
        return Solution(self.calculation, characters, trained=bool(self._trained))

    @property
    def unicode(self) -> bool:
        """Whether signs beyond ASCII may be written."""
        return self._characters.spelt != "name"

    @property
    def exercise(self) -> Exercise:
        """The exercise that was worked out."""
        return self.calculation.exercise

    @property
    def stages(self) -> list[Stage]:
        """The stages, in order of working."""
        return self.calculation.stages

    @cached_property
    def units(self) -> tuple[tuple[str, ...], ...]:
        """What the units are called in pictures and tables, layer by layer.

        That is their names, or, where nobody has named them and the notation does not either,
        the symbols of their outputs.
        """
        names = self.exercise.units
        by_name = self.spelling.notation.forms["input"].name == "{u}"
        if by_name or names != default_units(self.exercise.sizes):
            return names
        kinds: list[Kind] = ["input", *["out"] * len(self.exercise.layers)]  # type: ignore[list-item]  # str literals
        return tuple(
            tuple(self.spell(Key(kind, layer, unit)) for unit in range(1, len(row) + 1))
            for layer, (kind, row) in enumerate(zip(kinds, names, strict=True))
        )

    def __repr__(self) -> str:
        """Return what it is the solution of."""
        sizes = "-".join(map(str, self.exercise.sizes))
        return f"<Solution of {self.exercise.title or sizes!r}: {len(self)} lines>"

    def __iter__(self) -> Iterator[Line]:
        """Iterate over all lines, in order of working."""
        return iter(self.calculation)

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.calculation)

    def __getitem__(self, wanted: str | Key) -> Line:
        """Return the line with this key, or the first one with this name or symbol.

        Raises:
            NotAQuantity: there is none; a `KeyError` as well.
        """
        if isinstance(wanted, str):
            return self.line(wanted)
        try:
            return self.calculation.by_key[wanted]
        except (KeyError, TypeError):  # a list, say, is no key of anything
            raise NotAQuantity(say("this calculation has no {key}", key=wanted)) from None

    def line(self, name: str, sample: int | None = None, epoch: int | None = None) -> Line:
        """Return the line with this name or symbol, of that sample and epoch if they are given.

        Raises:
            NotAQuantity: there is none; the message says what the name might have been.
        """
        if not isinstance(name, str):
            raise NotAQuantity(say("this calculation has no {key}", key=name))
        keys = (
            key
            for key in self.calculation.by_key
            if sample in (None, key.sample) and epoch in (None, key.epoch)
        )
        return self.calculation.by_key[self.spelling.read(name, keys)]

    def name(self, line: Line) -> str:
        """Return the ASCII name of the line's quantity, such as `delta_o1`."""
        return self.spelling.name(line.key)

    def symbol(self, line: Line) -> str:
        """Return the symbol of the line's quantity, such as `δ_o1`."""
        return self.spell(line.key)

    def formula(self, line: Line) -> str:
        """Return the formula in symbols."""
        leaf = partial(self.spell, within=line.key)
        return Writer(leaf, self._characters, self.derivative).write(line.formula)

    def derivative(self, of: Key, by: Key) -> str:
        """Return the symbol of a factor of the chain rule, such as `∂net_o1/∂w7`."""
        sign = "∂" if self.unicode else "d"
        return f"{sign}{self.spell(of)}/{sign}{self.spell(by)}"

    def substitution(self, line: Line) -> str:
        """Return the formula with the numbers put in, as shown."""
        return self._numbers.write(line.formula)

    def chain(self, line: Line) -> str:
        """Return the whole line: symbol = formula = numbers put in = value.

        What would stand there twice stands there once.

        >>> import bpcalc
        >>> solution = bpcalc.solve("mazur")
        >>> solution.chain(solution["w5_new"])
        'w5⁺ = w5 - η·∂E/∂w5 = 0.40 - 0.5·0.0821670 ≈ 0.358916'
        """
        given = self.is_given(line)
        worked = () if given else (self.formula(line), self.substitution(line))
        sides = dict.fromkeys((self.symbol(line), *worked))
        value = self.shown(line)
        chain = " = ".join(sides)
        return chain if value in sides else f"{chain} {self.relation(line)} {value}"

    def shown(self, line: Line) -> str:
        """Return the value as it is printed: given numbers as written, others rounded."""
        formula, kind = line.formula, line.key.kind
        if isinstance(formula, Number) and self.is_given(line) and kind not in self._trained:
            return formula.text
        return self.exercise.rounding.shown(line.key.kind, line.value)

    def is_given(self, line: Line) -> bool:
        """Return whether the exercise gives the number of a line, as it is shown."""
        return isinstance(line.formula, Number) and (
            line.key.kind in GIVEN or line.key in self.calculation.given
        )

    def relation(self, line: Line) -> Relation:
        """Return the sign before the value: whether the numbers put in, as shown, give it.

        They do if the formula, worked out with them and rounded once to the digits shown, comes
        to the value that is printed; `≈` says that the numbers put in had further digits.

        >>> import bpcalc
        >>> solution = bpcalc.solve("mazur")
        >>> solution.relation(solution["net_h1"]), solution.relation(solution["w5_new"])
        ('=', '≈')
        """
        formula = line.formula
        if isinstance(formula, Number):
            return "="
        given = self._shown_numbers
        for key in formula.refs():
            number = given.carried(key)
            if number is None:
                number = given.enter(key, as_number(self.put_in(key)))
            if number.is_nan():
                return "≈"
        with localcontext(EXACT):
            value = given.value(formula, self._places[line.key.kind])
        if not value.is_finite():
            return "≈"
        again = self.exercise.rounding.printed(line.key.kind, value)
        return "=" if again == self.printed(line) else "≈"

    def printed(self, line: Line) -> Decimal:
        """Return the value to the digits in which it is printed."""
        return self.exercise.rounding.printed(line.key.kind, line.value)

    @cached_property
    def _shown_numbers(self) -> CorrectValues:
        """The numbers that are put into formulas, as they are printed."""
        return CorrectValues(self.exercise.rounding.precision())

    @cached_property
    def _places(self) -> DecimalPlaces:
        return self.exercise.rounding.places()

    def spell(self, key: Key, within: Key | None = None) -> str:
        """Return the symbol of a quantity, in this solution's signs.

        Args:
            key: the quantity.
            within: the line in whose formula it stands; a quantity of another sample is marked
                with the sample's number, the change of the step before as previous.
        """
        text = self._symbols.get(key)
        if text is None:
            text = self._symbols[key] = self._spell(key)
        return text if within is None else text + apart(key, within)

    @cached_property
    def _spell(self) -> Callable[[Key], str]:
        return self.spelling.name if self._characters.spelt == "name" else self.spelling.symbol

    def put_in(self, key: Key) -> str:
        """Return the number of a quantity in a formula."""
        return self.shown(self.calculation.by_key[key])

    @cached_property
    def _numbers(self) -> Writer:
        texts: dict[Key, str] = {}  # a weight is put in many times

        def number(key: Key) -> str:
            text = texts.get(key)
            if text is None:
                text = texts[key] = self.put_in(key)
            return text

        return Writer(number, self._characters)
