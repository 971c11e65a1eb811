"""The calculation itself: numbers put into the formulas, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import lru_cache
from types import MappingProxyType
from typing import NoReturn

from bpcalc.calc.lines import Calculation, Line, Stage, worked_values
from bpcalc.calc.plan import Plan, PlannedLine
from bpcalc.calc.planner import build_plan
from bpcalc.calc.shape import Shape, shape_of
from bpcalc.errors import CalculationError
from bpcalc.exercise.parameters import parameters
from bpcalc.exercise.spec import Exercise, is_unknown
from bpcalc.locale import say
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO
from bpcalc.maths.precision import EXACT

SMALL = 500
"""Weights up to which the formulas of a shape are remembered for the next exercise of it."""


def calculate(
    exercise: Exercise,
    epochs: int = 1,
    *,
    inputs: bool = False,
    known: Mapping[Key, Decimal] = MappingProxyType({}),
) -> Calculation:
    """Work out an exercise.

    Args:
        exercise: without targets, there is a forward pass only; without a learning rate, the
            calculation ends with the gradients.
        epochs: how often all samples are worked through; only once if nothing is updated.
        inputs: whether to work out ∂E/∂input as well.
        known: values that are not worked out again: those of the same exercise set out in other
            lines, which come to other numbers where rounded ones are carried.

    Raises:
        CalculationError: a line has no finite value.
    """
    form = shape_of(exercise, epochs, inputs=inputs)
    planned = _plan(form)
    worker = _Worker(exercise, _numbers(planned, exercise), known)
    with localcontext(EXACT):
        stages = worker.work(planned)
        replaced = worker.replaced(planned)
    if exercise.given:
        _look_at(planned, form)
    # What is certain to so many decimals is certain to as many significant digits: the values stay.
    rounding = exercise.rounding.keeping(worked_values(stages))
    return Calculation(
        replace(exercise, rounding=rounding) if rounding is not exercise.rounding else exercise,
        form.epochs,
        stages,
        worker.values,
        replaced,
        planned.dropped,
    )


def planned_formulas(
    exercise: Exercise, epochs: int = 1, *, inputs: bool = False
) -> dict[Key, Expr]:
    """Return the lines of a calculation, in order of working, without their values.

    Args:
        exercise: as in `calculate`, and so the others.
        epochs: how often all samples are worked through.
        inputs: whether to work out ∂E/∂input as well.
    """
    planned = _plan(shape_of(exercise, epochs, inputs=inputs))
    numbers = _numbers(planned, exercise)
    return {
        key: numbers[key] if formula is None else formula
        for stage in planned.stages
        for key, formula in stage.entries
    }


def scaled_samples(exercise: Exercise) -> list[tuple[Decimal, ...]]:
    """Return the inputs and targets of every sample as they go into the network."""
    form = shape_of(exercise, 1)
    planned = _plan(form)
    data = Plan()
    data.stages = [part for part in planned.stages if part.heading.name in ("given", "normalise")]
    worker = _Worker(exercise, _numbers(planned, exercise), {})
    with localcontext(EXACT):
        worker.work(data)
    places = (("input", 0), *((("target", form.last),) if form.has_targets else ()))
    values = worker.values.values
    return [
        tuple(
            values[Key(kind, layer, unit, None, sample)]
            for kind, layer in places
            for unit in form.units(layer)
        )
        for sample in range(1, form.samples + 1)
    ]


def _numbers(planned: Plan, exercise: Exercise) -> dict[Key, Number]:
    """Return the numbers of what stands on the first page of a plan."""
    keys = [key for key, _ in planned.stages[0].entries]
    numbers = _given_numbers(exercise)
    if not exercise.given:  # then there is nothing that it does not tell
        return dict(zip(keys, numbers, strict=True))
    given = dict(exercise.given)
    told = (number for number in numbers if not is_unknown(number))
    return dict(zip((key for key in keys if key not in given), told, strict=True)) | given


def _look_at(planned: Plan, form: Shape) -> None:
    """Look whether anything is left to be worked out, in every epoch that is asked for.

    Raises:
        CalculationError: it is not.
    """
    if len(planned.stages) == 1:
        raise CalculationError(say("nothing can be worked out from what this exercise gives"))
    dropped = set(planned.dropped)
    news = [key for key in planned.dropped if INFO[key.kind].role == "new" and key.epoch != 1]
    lacking = [key for key in news if key._replace(epoch=1) not in dropped]
    if form.epochs > 1 and lacking:
        from bpcalc.calc.descriptions import describe

        says = say(
            "what this exercise gives is enough for one step, not for {epochs} epochs: "
            "{quantity} and others cannot be worked out",
            epochs=form.epochs,
            quantity=describe(lacking[0]),
        )
        raise CalculationError(says)


def _plan(form: Shape) -> Plan:
    weights = sum(a * b for a, b in zip(form.sizes, form.sizes[1:], strict=False))
    if weights * form.samples * form.epochs <= SMALL:
        return _remembered(form)
    return build_plan(form)


_remembered = lru_cache(maxsize=32)(build_plan)  # of some two MiB each at most


class _Worker:
    """Evaluates lines, rounds them as the exercise says, and keeps their values."""

    def __init__(
        self, exercise: Exercise, numbers: dict[Key, Number], known: Mapping[Key, Decimal]
    ) -> None:
        rounding = exercise.rounding
        self._loss = exercise.loss
        self.values = CorrectValues(rounding.precision())
        self._known = known
        self._numbers = numbers
        self._rounding = rounding
        self._rounded = rounding.carry == "rounded"
        self._places = rounding.places()

    def work(self, plan: Plan) -> list[Stage]:
        lines = self._rounded_lines if self._rounded else self._exact_lines
        return [Stage(heading, lines(entries)) for heading, entries in plan.stages]

    def replaced(self, plan: Plan) -> list[Line]:
        """Return what the lines give in whose place the exercise gives a number."""
        lines: list[Line] = []
        for key, formula in plan.replaced:
            assert formula is not None  # only lines are replaced
            value = self.values.value(formula, self._places[key.kind], near_one=key.kind == "out")
            lines.append(Line(key, formula, value))
        return lines

    def _exact_lines(self, entries: list[PlannedLine]) -> list[Line]:
        """Return lines whose values are carried as they are; there may be a great many of them."""
        work, enter, new = self.values.work, self.values.enter, tuple.__new__
        places, numbers = self._places, self._numbers
        lines = []
        for key, formula in entries:
            if formula is None:
                number = numbers[key]
                lines.append(new(Line, (key, number, enter(key, number))))
                continue
            value = work(key, formula, places[key.kind])
            if not value.is_finite():
                self._refuse(key, formula)
            lines.append(new(Line, (key, formula, value)))  # at half the cost of its constructor
        return lines

    def _rounded_lines(self, entries: list[PlannedLine]) -> list[Line]:
        lines = []
        for key, formula in entries:
            if formula is None:
                lines.append(self._given(key))
                continue
            value = self._rounded_value(key, formula)
            if not value.is_finite():
                self._refuse(key, formula)
            lines.append(Line(key, formula, value))
        return lines

    def _refuse(self, key: Key, formula: Expr) -> NoReturn:
        from bpcalc.calc.no_value import no_value

        raise CalculationError(no_value(key, formula, self.values.values, self._loss))

    def _given(self, key: Key) -> Line:
        number = self._numbers[key]
        return tuple.__new__(Line, (key, number, self.values.enter(key, number)))

    def _rounded_value(self, key: Key, formula: Expr) -> Decimal:
        """Return the value of a line that is carried as rounded, if the exercise asks for that."""
        kind = key.kind
        if not self._rounding.stored(kind):
            return self.values.work(key, formula, self._places[kind])
        value = self.values.value(formula, self._places[kind], near_one=kind == "out")
        if value.is_finite():
            value = self._known[key] if key in self._known else self._rounding.carried(kind, value)
            self.values.give(key, value)
        return value


def _given_numbers(exercise: Exercise) -> Iterator[Number]:
    """Yield the numbers of an exercise in the order in which a plan asks for them."""
    for sample in exercise.samples:
        yield from sample.inputs
        yield from sample.targets or ()
    scale = exercise.normalise
    for pair in (*scale.input_bounds, *(scale.output_bounds if exercise.has_targets else ())):
        yield from pair
    if exercise.updates and exercise.learning_rate is not None:
        yield from (number for _, number in exercise.rates)
    yield from parameters(exercise)
    if exercise.updates and exercise.rule.form.kept:
        yield from exercise.previous_changes or ()
