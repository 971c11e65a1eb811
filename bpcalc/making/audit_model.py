"""The audit of one exercise over and over, with other numbers: its wrong formulas, compiled.

Which wrong formulas a line has depends on its form, on a few signs and on the learning rate, not
on the rest of the numbers; so each is written down once, as Python over floats. Floats tell what
would be printed unless a value lies at the border of two printed numbers. Such a quantity is
audited exactly, so that what comes out is what `audit` says, on every machine.
"""

from collections.abc import Callable, Container, Iterator, Sequence
from copy import copy
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey, worked
from bpcalc.checking.audit import AuditItem, audit
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marking_rule import asked_keys
from bpcalc.checking.misconceptions import Misconception
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.spec import Exercise
from bpcalc.making.givens import Place, places_of
from bpcalc.making.printed_floats import TINY, compared, is_short, printed
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import LEARNT_KINDS, SHEET_KINDS
from bpcalc.maths.rounding import DEFAULT_DIGITS, Rounding
from bpcalc.training.python_source import Python

RATE = Key("learning_rate")

PLACED = frozenset({"input", "target", "learning_rate"}) | LEARNT_KINDS

_FLOATS = Floats(lambda key: 0.0)
_NAMESPACE: dict[str, Callable[..., float]] = {
    "divided": _FLOATS.quotient,
    **{call: partial(_FLOATS.call, call) for call in CALLS},
}

Values = list[float]
Work = Callable[[Values], tuple[float, ...]]


class Audited(NamedTuple):
    """What is to be said about one quantity of an exercise.

    Attributes:
        item: as of `audit`.
        value: near enough; 0 only if it is 0.
    """

    item: AuditItem
    value: float


class _Wrong(NamedTuple):
    """The wrong formulas of one line.

    Attributes:
        rules: ids of the mistakes, one for each formula.
        work: what the formulas give.
    """

    rules: tuple[str, ...]
    work: Work


class AuditModel:
    """Exercises of one form, which differ in their numbers only.

    Attributes:
        keys: what is asked for.
    """

    def __init__(self, template: Exercise, rounding: Rounding, also: Container[str] = ()) -> None:
        """Write the lines down.

        Args:
            template: an exercise of the form.
            rounding: what is asked for.
            also: ids of rare mistakes that count as well.
        """
        self._scheme = worked(template, 1)
        formulas = self._scheme.formulas
        self.keys = asked_keys(formulas, SHEET_KINDS, 1)
        self._options = Options(rounding=rounding)
        self._also = also
        self._index = {key: place for place, key in enumerate(formulas)}
        self._given = [key for key, formula in formulas.items() if isinstance(formula, Number)]
        lines = [pair for pair in formulas.items() if not isinstance(pair[1], Number)]
        self._zeros = frozenset(
            key
            for key, place in self._placed(template)
            if place is not None and place.fixed and not place.number.value
        )
        self._lines = self._compiled([f for _, f in lines], [self._index[key] for key, _ in lines])
        self._rules = {key: _RulesOf(self, key) for key in self.keys}
        self._rounded = template.rounding.carry == "rounded"
        self._tried = list(self.keys)

    def audit(self, exercise: Exercise) -> Iterator[Audited]:
        """Yield what is to be said about the quantities of an exercise of this form.

        Raises:
            CalculationError: a line has no finite value.
        """
        return _One(self, exercise).audited()

    def quickest_first(self, exercise: Exercise) -> Iterator[Audited]:
        """Yield the same as `audit`, and at the end what floats do not tell, which takes longer.

        Where nobody asks for more, the last quantity was one too many for an exercise; the next
        time it comes first, since what is wrong there is often wrong again.

        Raises:
            CalculationError: a line has no finite value.
        """
        return _One(self, exercise).audited(exact_last=True)

    def most_telling(self, key: Key) -> None:
        """Look at a quantity first, when exercises are looked at quickest first."""
        self._tried.remove(key)
        self._tried.insert(0, key)

    @property
    def tried(self) -> Sequence[Key]:
        """The quantities, the most telling first."""
        return self._tried

    def zeros(self, exercise: Exercise) -> int:
        """Return how many asked values are 0, to the digits of floats.

        Raises:
            CalculationError: a line has no finite value.
        """
        try:
            values = self.values(exercise)
        except ArithmeticError:
            scheme = worked(exercise, 1)
            return sum(not scheme.values[key] for key in self.keys)
        return sum(abs(values[self._index[key]]) < TINY for key in self.keys)

    def wrong_values(self, exercise: Exercise) -> dict[Key, tuple[float, dict[str, list[float]]]]:
        """Return every asked value, with what the mistakes would give in its place."""
        values = self.values(exercise)
        found: dict[Key, tuple[float, dict[str, list[float]]]] = {}
        for key in self.keys:
            given: dict[str, list[float]] = {}
            wrong = self.wrong(key, values)
            for rule, value in zip(wrong.rules, _worked(wrong, values) or (), strict=False):
                given.setdefault(rule, []).append(value)
            found[key] = values[self._index[key]], given
        return found

    def values(self, exercise: Exercise) -> Values:
        """Return all values, in order of working; NaN where floats have none."""
        values = [float("nan")] * len(self._index)
        for key, place in self._placed(exercise):
            number = self._scheme.formulas[key] if place is None else place.number
            assert isinstance(number, Number)
            values[self._index[key]] = float(number.value)
        self._lines(values)
        return values

    def _placed(self, exercise: Exercise) -> Iterator[tuple[Key, Place | None]]:
        """Yield the given quantities with their places; None for those that have none."""
        places = iter(places_of(exercise))
        for key in self._given:
            place = next(places) if key.kind in PLACED else None
            while place is not None and place.group == "learning_rate" and key != RATE:
                place = next(places)  # nothing is updated
            yield key, place

    def wrong(self, key: Key, values: Values) -> _Wrong:
        """Return the wrong formulas for a line, with these numbers."""
        return self._rules[key].wrong(values)

    def at(self, key: Key) -> int:
        """Return the place of a line among the values."""
        return self._index[key]

    def mistakes(self, key: Key, scheme: AnswerKey) -> Iterator[tuple[Misconception, Expr]]:
        """Yield the mistakes that count, with their formulas."""
        for rule, formula in mistakes_at(scheme, key):
            if rule.tier != "C" or rule.id in self._also:
                yield rule, formula

    def compiled(self, formulas: Sequence[Expr]) -> Work:
        """Return a function that works formulas out."""
        return self._compiled(formulas, ())

    def _compiled(self, formulas: Sequence[Expr], into: Sequence[int]) -> Work:
        """Return a function that works formulas out; into places of the values, if these are given.

        What cannot be worked out in floats leaves NaN there, or raises an ArithmeticError.
        """
        code = _Source(self._index, self._zeros)
        body: list[str] = []
        results: list[str] = []
        for number, formula in enumerate(formulas):
            text = formula.fold(code)
            body += code.lines
            code.lines.clear()
            if into:
                body.append(f"v[{into[number]}] = {text}")
            else:
                results.append(text)
        lines = [*body, f"return ({', '.join(results)}{',' if results else ''})"]
        source = "def work(v):\n" + "".join(f"    {line}\n" for line in lines)
        namespace: dict[str, object] = dict(_NAMESPACE)
        exec(compile(source, "<lines>", "exec"), namespace)
        work = namespace["work"]
        assert callable(work)
        return work

    @property
    def options(self) -> Options:
        """What is asked for."""
        return self._options

    @property
    def also(self) -> Container[str]:
        """Rare mistakes that count."""
        return self._also

    @property
    def carries_rounded(self) -> bool:
        """Whether rounded values are carried."""
        return self._rounded

    @property
    def scheme(self) -> AnswerKey:
        """The lines, with the numbers of the template."""
        return self._scheme


class _Source(Python):
    """Formulas as Python, over a list of values."""

    def __init__(self, index: dict[Key, int], zeros: frozenset[Key]) -> None:
        super().__init__()
        self._index = index
        self._zeros = {f"v[{index[key]}]" for key in zeros}

    def ref(self, key: Key) -> str:
        return f"v[{self._index[key]}]"

    def product(self, factors: list[str]) -> str:
        # A zero that stays makes all that it is multiplied by zero, even a logarithm of less.
        if any(factor.removeprefix("-") in self._zeros for factor in factors):
            return "0.0"
        return super().product(factors)

    def quotient(self, dividend: str, divisor: str) -> str:
        return f"divided({dividend}, {divisor})"


class _Signs(dict[Key, Decimal]):
    """Values that take down which of them are looked at."""

    def __init__(self, model: AuditModel, values: Values) -> None:
        super().__init__()
        self._model = model
        self._values = values
        self.seen: dict[Key, None] = {}

    def __getitem__(self, key: Key) -> Decimal:
        self.seen[key] = None
        return Decimal(repr(self._values[self._model.at(key)]))

    def get(self, key: Key, default: Decimal | None = None) -> Decimal | None:  # type: ignore[override]  # one default only
        return self[key] if key in self._model.scheme.formulas else default


class _RulesOf:
    """The wrong formulas of one line, by the signs on which they depend."""

    def __init__(self, model: AuditModel, key: Key) -> None:
        self._model = model
        self._key = key
        self._reads: dict[Key, None] = {}
        self._known: dict[tuple[float, ...], _Wrong] = {}

    def wrong(self, values: Values) -> _Wrong:
        found = self._known.get(self._pattern(values))
        if found is None:
            found = self._derived(values)
        return found

    def _pattern(self, values: Values) -> tuple[float, ...]:
        at = self._model.at
        return tuple(
            values[at(key)] if key == RATE else (values[at(key)] > 0) - (values[at(key)] < 0)
            for key in self._reads
        )

    def _derived(self, values: Values) -> _Wrong:
        seen = _Signs(self._model, values)
        scheme = copy(self._model.scheme)
        object.__setattr__(scheme, "values", seen)
        pairs = list(self._model.mistakes(self._key, scheme))
        found = _Wrong(
            tuple(rule.id for rule, _ in pairs), self._model.compiled([f for _, f in pairs])
        )
        if not seen.seen.keys() <= self._reads.keys():
            self._reads |= seen.seen
            self._known.clear()
        self._known[self._pattern(values)] = found
        return found


class _One:
    """The audit of one exercise."""

    def __init__(self, model: AuditModel, exercise: Exercise) -> None:
        self._model = model
        self._exercise = exercise
        self._worked: AnswerKey | None = None

    @property
    def _scheme(self) -> AnswerKey:
        if self._worked is None:
            self._worked = worked(self._exercise, 1)
        return self._worked

    def audited(self, *, exact_last: bool = False) -> Iterator[Audited]:
        model = self._model
        try:
            values = model.values(self._exercise)
        except ArithmeticError:
            yield from map(self._exactly, model.keys)
            return
        left: list[Key] = []
        for key in tuple(model.tried) if exact_last else model.keys:
            value = values[model.at(key)]
            if model.carries_rounded:
                value = float(self._scheme.values[key])
            item = self._item(key, value, values)
            if item is not None:
                try:
                    yield Audited(item, value)
                except GeneratorExit:
                    model.most_telling(key)
                    raise
            elif exact_last:
                left.append(key)
            else:
                yield self._exactly(key)
        yield from map(self._exactly, left)

    def _exactly(self, key: Key) -> Audited:
        model = self._model
        [item] = audit(self._scheme, [key], model.options, model.also)
        return Audited(item, float(self._scheme.values[key]))

    def _item(self, key: Key, value: float, values: Values) -> AuditItem | None:
        """Return what is to be said about a quantity, None if floats do not tell."""
        digits = self._model.options.digits(key)
        shown = printed(value, digits or DEFAULT_DIGITS)
        if shown is None or (value and abs(value) < TINY):
            return None
        if digits is None and value and is_short(value):
            return None
        wrong = self._model.wrong(key, values)
        given = _worked(wrong, values)
        if given is None:
            return None
        return compared(key, value, (shown, digits), zip(wrong.rules, given, strict=True))


def _worked(wrong: _Wrong, values: Values) -> tuple[float, ...] | None:
    try:
        return wrong.work(values)
    except ArithmeticError:
        return None
