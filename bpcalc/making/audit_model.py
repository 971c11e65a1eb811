"""The audit of one exercise over and over, with other numbers: its wrong formulas, compiled.

Which wrong formulas a line has depends on its form, on a few signs and on the learning rate, not
on the rest of the numbers; so each is written down once, as Python over floats. Floats tell what
would be printed unless a value lies at the border of two printed numbers. Such a quantity is
audited exactly, so that what comes out is what `audit` says, on every machine.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from decimal import Decimal
from math import nan
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey, worked
from bpcalc.checking.audit import Audit, AuditItem, counting
from bpcalc.checking.marking_rule import asked_keys
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.spec import Exercise
from bpcalc.making.float_lines import FloatLines, Values, worked_out
from bpcalc.making.givens import Place, places_of, with_numbers
from bpcalc.making.printed_floats import TINY, AskedPrint, compared, told
from bpcalc.making.wrong_lines import RATE, Form, WrongLine, WrongLines
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import LEARNT_KINDS, SHEET_KINDS
from bpcalc.maths.rounding import Rounding

PLACED = frozenset({"input", "target", "learning_rate"}) | LEARNT_KINDS

Alike = frozenset[tuple[Key, frozenset[str]]]
"""By quantity, pairs of mistakes that give the same number, or single ones that give the right."""


class Audited(NamedTuple):
    """What is to be said about one quantity of an exercise.

    Attributes:
        item: as of `audit`.
        value: near enough; 0 only if it is 0.
    """

    item: AuditItem
    value: float


class AuditModel:
    """Exercises of one form, which differ in their numbers only.

    Attributes:
        keys: what is asked for.
    """

    def __init__(
        self,
        template: Exercise,
        rounding: Rounding,
        also: Container[str] = (),
        drawn: Container[str] = (),
    ) -> None:
        """Write the lines down.

        Args:
            template: an exercise of the form.
            rounding: what is asked for.
            also: ids of rare mistakes that count as well.
            drawn: groups of numbers for which is said from which they are drawn.
        """
        self._scheme = worked(template, 1)
        formulas = self._scheme.formulas
        self.keys = asked_keys(formulas, SHEET_KINDS, template.update_number(1))
        self._options = Options(rounding=rounding)
        self._also = also
        self._index = {key: place for place, key in enumerate(formulas)}
        self._given = [key for key, formula in formulas.items() if isinstance(formula, Number)]
        lines = [pair for pair in formulas.items() if not isinstance(pair[1], Number)]
        self._places = places_of(template, drawn)
        placed = list(self._placed(self._places))
        self._slots = [(self._index[key], at) for key, at in placed if at is not None]
        self._constant = self._constants(key for key, at in placed if at is None)
        zeros = frozenset(key for key, at in placed if at is not None and self._is_zero(at))
        code = FloatLines(self._index, zeros)
        self._work = code.compiled([f for _, f in lines], [self._index[key] for key, _ in lines])
        self._form = Form(self._scheme, code, self._rules_at)
        self._rules = {key: WrongLines(self._form, key) for key in self.keys}
        self._quick: tuple[Alike, dict[Key, WrongLines]] | None = None
        self._rounded = template.rounding.carry == "rounded"
        self._template = template

    def exercise(self, numbers: Sequence[Decimal]) -> Exercise:
        """Return the exercise of this form with these numbers at its places."""
        pairs = zip(self._places, numbers, strict=True)
        texts = [p.number if p.fixed else Number(format(number, "f")) for p, number in pairs]
        return with_numbers(self._template, texts)

    def audit(self, numbers: Sequence[Decimal]) -> Iterator[Audited]:
        """Yield what is to be said about the quantities of an exercise of this form.

        Args:
            numbers: of the exercise, one for each of its places.

        Raises:
            CalculationError: a line has no finite value.
        """
        return OneAudit(self, numbers).audited()

    def wrong_lines(self, never: Alike) -> dict[Key, WrongLines]:
        """Return the wrong formulas of all lines, of what is always alike only one."""
        if self._quick is not None and self._quick[0] == never:
            return self._quick[1]
        pairs: dict[Key, set[frozenset[str]]] = {}
        for key, rules in never:
            pairs.setdefault(key, set()).add(rules)
        lines = {key: WrongLines(self._form, key, pairs.get(key, ())) for key in self.keys}
        self._quick = never, lines
        return lines

    def zeros(self, numbers: Sequence[Decimal]) -> int:
        """Return how many asked values are 0, to the digits of floats.

        Raises:
            CalculationError: a line has no finite value.
        """
        try:
            values = self.values(numbers)
        except ArithmeticError:
            scheme = worked(self.exercise(numbers), 1)
            return sum(not scheme.values[key] for key in self.keys)
        return sum(abs(values[self._index[key]]) < TINY for key in self.keys)

    def wrong_values(
        self, numbers: Sequence[Decimal]
    ) -> dict[Key, tuple[float, dict[str, list[float]]]]:
        """Return every asked value, with what the mistakes would give in its place."""
        values = self.values(numbers)
        found: dict[Key, tuple[float, dict[str, list[float]]]] = {}
        for key in self.keys:
            given: dict[str, list[float]] = {}
            wrong = self.wrong(key, values)
            values_given = worked_out(wrong.work, values) or ()
            for (rule,), value in zip(wrong.rules, values_given, strict=False):
                given.setdefault(rule, []).append(value)
            found[key] = values[self._index[key]], given
        return found

    def values(self, numbers: Sequence[Decimal]) -> Values:
        """Return all values, in order of working; NaN where floats have none."""
        values = self._constant.copy()
        for index, place in self._slots:
            values[index] = float(numbers[place])
        self._work(values)
        return values

    def _placed(self, places: Sequence[Place]) -> Iterator[tuple[Key, int | None]]:
        """Yield the given quantities with the numbers of their places; None for no place."""
        at = 0
        for key in self._given:
            if key.kind not in PLACED:
                yield key, None
                continue
            while places[at].group == "learning_rate" and key != RATE:
                at += 1  # nothing is updated
            yield key, at
            at += 1

    def _constants(self, keys: Iterable[Key]) -> Values:
        """Return places for all values, with those of the quantities that are the same in all."""
        values = [nan] * len(self._index)
        for key in keys:
            number = self._scheme.formulas[key]
            assert isinstance(number, Number)
            values[self._index[key]] = float(number.value)
        return values

    def _is_zero(self, at: int) -> bool:
        """Return whether a 0 stays at a place."""
        return self._places[at].fixed and not self._places[at].number.value

    def wrong(self, key: Key, values: Values) -> WrongLine:
        """Return the wrong formulas for a line, with these numbers."""
        return self._rules[key].wrong(values)

    def at(self, key: Key) -> int:
        """Return the place of a line among the values."""
        return self._index[key]

    def _rules_at(self, key: Key) -> Iterable[str]:
        """Return the ids of the mistakes that count in a line."""
        return counting(self._scheme, key, self._also)

    @property
    def options(self) -> Options:
        """What is asked for."""
        return self._options

    @property
    def also(self) -> Container[str]:
        """Rare mistakes that count."""
        return self._also

    @property
    def cut(self) -> bool:
        """Whether digits are cut off."""
        return self._options.rounding.ties == "down"

    @property
    def carries_rounded(self) -> bool:
        """Whether rounded values are carried."""
        return self._rounded


class OneAudit:
    """The audit of one exercise."""

    def __init__(self, model: AuditModel, numbers: Sequence[Decimal]) -> None:
        """Audit the exercise of these numbers."""
        self._model = model
        self._numbers = numbers
        self._worked: AnswerKey | None = None
        self._audit: Audit | None = None

    @property
    def scheme(self) -> AnswerKey:
        """The right lines, worked out exactly when they are asked for."""
        if self._worked is None:
            self._worked = worked(self._model.exercise(self._numbers), 1)
        return self._worked

    def audited(self) -> Iterator[Audited]:
        """Yield what is to be said about every quantity."""
        model = self._model
        try:
            values = model.values(self._numbers)
        except ArithmeticError:
            yield from map(self.exactly, model.keys)
            return
        for key in model.keys:
            value = values[model.at(key)]
            if model.carries_rounded:
                value = float(self.scheme.values[key])
            item = self._item(key, value, values)
            yield self.exactly(key) if item is None else Audited(item, value)

    def exactly(self, key: Key) -> Audited:
        """Return what is to be said about one quantity, by the audit itself."""
        if self._audit is None:
            self._audit = Audit(self.scheme, self._model.options, self._model.also)
        return Audited(self._audit.item(key), float(self.scheme.values[key]))

    def _item(self, key: Key, value: float, values: Values) -> AuditItem | None:
        """Return what is to be said about a quantity, None if floats do not tell."""
        digits = self._model.options.digits(key, Decimal(value))
        shown = told(value, digits, self._model.cut)
        if shown is None:
            return None
        wrong = self._model.wrong(key, values)
        given = worked_out(wrong.work, values)
        if given is None:
            return None
        asked = AskedPrint(shown, digits, self._model.cut)
        rules = [wrong.rules[at] for at in wrong.order]
        return compared(key, value, asked, rules, [given[at] for at in wrong.order])
