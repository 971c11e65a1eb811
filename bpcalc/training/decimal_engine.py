"""The engine for numbers that are rounded at every line: decimals, as on paper.

It evaluates the very lines of the hand calculation, so after N epochs its weights are those of
`calculate(exercise, epochs=N)`, digit for digit. It is a thousand times slower than floats.

The bounds of errors are worked out worst case by worst case, so they grow faster than the errors.
Once they are wider than the numbers, those are still right to many digits; but what is as small as
its bound may be anything, also 0. So from there on numbers are taken for what they are, and a
second run, moved by the last bounds that held, shows what may have become of them.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, localcontext
from random import Random
from typing import cast

from bpcalc.calc.calculate import calculate
from bpcalc.calc.descriptions import kind_word
from bpcalc.calc.plan import PlannedLine, PlannedStage
from bpcalc.calc.planner import build_plan, first_moment
from bpcalc.calc.shape import shape_of
from bpcalc.calc.update import kept_keys
from bpcalc.calc.weights_in_force import after, at_start
from bpcalc.errors import CalculationError
from bpcalc.locale import say
from bpcalc.maths.correct import CorrectValues, Known
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import INFO
from bpcalc.maths.precision import BOUNDS, EXACT, Bounded
from bpcalc.maths.worked_float import WorkedFloat
from bpcalc.training.engine import ErrorRecorder, Errors, State, Watched, watched
from bpcalc.training.engine_limits import jumps
from bpcalc.training.problem import Problem, scaled

AS_GOOD_AS_PROVEN = Decimal("1e-60")
"""A value that is taken for 0, or for another decimal, and lies so near it, is as good as proven:
it has many more digits than are shown."""

FURTHER_DIGITS = 100
"""Digits more than are shown: the bounds of the errors that an epoch hands on grow into them."""

LATELY = 8
"""So many epochs count as shortly before."""

ASSUMED = Decimal(1).scaleb(-FURTHER_DIGITS)
"""By such a part of itself a number is taken to lie off in one epoch where no bound holds any more,
so that what is 0 on paper, or a tie, is yet known to be."""


class Paper:
    """Runs one exercise in decimals.

    An epoch that is not the first begins with the weights the one before has left, and copies
    them, rounded as weights are; in the first one they are as the exercise gives them.
    """

    name = "paper"

    def __init__(self, problem: Problem) -> None:
        """Write down the lines of the first epoch, of a later one, and of the closing pass."""
        self._problem = problem
        exercise = problem.exercise
        # Which lines there are to round depends on the working; the problem's shape is that
        # of floats, for which it does not matter.
        self._shape = shape_of(exercise, 2)
        stages = build_plan(self._shape).stages
        self._first, self._later, self._closing = (_of(stages, epoch) for epoch in (1, 2, 3))
        self._rounding = exercise.rounding
        self._places = exercise.rounding.places()
        lines = [
            line
            for stage in calculate(exercise).stages
            if stage.heading.name in ("given", "normalise")
            for line in stage.lines
        ]
        self._given = {line.key: line.value for line in lines}
        self._fractions = {
            line.key: line.formula
            for line in lines
            if isinstance(line.formula, Number) and line.formula.ratio
        }
        self._start = self._parameters_at_start()

    def set_rate(self, rate: Decimal) -> None:
        """Go on at this learning rate."""
        self._given[Key("learning_rate")] = rate

    def start(self) -> State:
        """Return the parameters that the exercise gives, and the changes or zeros."""
        return self._start

    def run(self, epochs: int, state: State, order: list[int] | None = None) -> State:
        """Return the state after so many epochs.

        Raises:
            CalculationError: a line has no finite value.
        """
        first = state is self._start  # an equal state may come from epochs that changed nothing
        worker = self if order is None else self._in_order(order)
        numbers = cast(tuple[Decimal, ...], state)
        for _ in range(epochs):
            numbers = worker._epoch(numbers, first=first)
            first = False
        return numbers

    def watch(self, epochs: int, limit: float, state: State, record: ErrorRecorder) -> Watched:
        """Run epochs and record the error before each; stop at the limit."""
        return watched(self, epochs, limit, state, record)

    def errors(self, state: State) -> Errors:
        """Return the error and the outputs of every sample, and the error over all.

        They know how far they may lie off, as long as that is proven.

        Raises:
            CalculationError: a line has no finite value.
        """
        form = self._shape
        worked = self._closing_values(cast(tuple[Decimal, ...], state))
        bounds = self._closing_bounds(worked, state)

        def told(key: Key) -> float:
            return WorkedFloat(worked.bounded[key][0], bounds[key][1] if bounds else None)

        samples = range(1, form.samples + 1)
        totals = [told(_error(sample)) for sample in samples]
        outs = [
            [told(Key("out", form.last, unit, None, sample, 3)) for unit in form.units(form.last)]
            for sample in samples
        ]
        total = told(_error(None)) if len(totals) > 1 else totals[0]
        return Errors(totals, outs, total)

    def _closing_values(self, state: tuple[Decimal, ...]) -> CorrectValues:
        """Return the values of the closing pass.

        An output may be nearer to 1 than the numbers of the state are to what they stand for, and
        its error nearer to 0. What has been taken for that is as these numbers have it, unless an
        output jumps: then it is what it was taken for.
        """
        closing, left = self._closing, self._left_by(2)
        worked = self._work(closing, left, state)
        if not (isinstance(state, Left) and worked.unproven):
            return worked
        if worked.unproven > AS_GOOD_AS_PROVEN:
            worked = self._work(closing, left, state.unbounded())
        if jumps(self._shape):
            return worked
        values, exact = worked.values, self._work(closing, left, tuple(state))
        taken = (key for key, value in values.items() if abs(value) in (0, 1))
        return exact if any(exact.values[key] != values[key] for key in taken) else worked

    def _closing_bounds(self, worked: CorrectValues, state: State) -> dict[Key, Bounded] | None:
        """Return how far each value of the closing pass may lie off; None if nobody knows."""
        if isinstance(state, Left):
            if state.proven is not None:
                return None
            if state.unproven:
                try:
                    worked = self._work(self._closing, self._left_by(2), state.widened())
                except CalculationError:  # what is divided by may be 0 as far as is known only
                    return None
        return None if worked.unproven else worked.bounded

    def _in_order(self, order: list[int]) -> "Paper":
        """Return an engine for the samples in that order."""
        exercise = scaled(self._problem.exercise)
        samples = tuple(exercise.samples[place] for place in order)
        return Paper(Problem.of(replace(exercise, samples=samples)))

    def _epoch(self, state: tuple[Decimal, ...], *, first: bool) -> tuple[Decimal, ...]:
        if first:
            return Left.by(self._work(self._first), self._left_by(1))
        if not isinstance(state, Left):
            return self._later_epoch(state)
        if state.beside is None:
            with suppress(CalculationError):  # what is divided by may be 0 as far as is known only
                left = self._later_epoch(state)
                if left.proven is None:
                    return left
        return self._side_by_side(state, state.beside or state.moved())

    def _later_epoch(self, state: tuple[Decimal, ...]) -> "Left":
        worked = self._work(self._later, self._left_by(1), state)
        return Left.by(worked, self._left_by(2), state)

    def _unbounded_epoch(self, state: "Left") -> "Left":
        """Return what an epoch leaves of a state as it stands, of which no bound is known."""
        with suppress(CalculationError):
            return self._later_epoch(state.unbounded())
        worked = self._work(self._later, self._left_by(1), tuple(state))
        return Left.by(worked, self._left_by(2), state)

    def _side_by_side(self, state: "Left", beside: "Left") -> "Left":
        """Return what an epoch leaves of a state whose bounds are too wide, and of another one."""
        left = self._unbounded_epoch(state)
        left.proven = state.epochs if state.proven is None else state.proven
        try:
            left.beside = self._unbounded_epoch(beside)
        except CalculationError:  # then it tells nothing of how far the first one is off
            left.beside, left.unproven = beside, Decimal("Infinity")
        left.parts = state.parts
        left.parts[left.epochs] = left.part
        return left

    def _work(
        self,
        entries: Iterable[PlannedLine],
        left: Sequence[Key] = (),
        state: tuple[Decimal, ...] = (),
    ) -> CorrectValues:
        """Work out lines, each from the values before it and the state, and round them."""
        values = CorrectValues(self._rounding.precision(), FURTHER_DIGITS)
        for key, value in self._given.items():
            values.give(key, value)
        for key, number in self._fractions.items():
            values.enter(key, number)
        for key, known in zip(left, _known(state), strict=True):
            values.go_on(key, known)
        with localcontext(EXACT):
            for key, formula in entries:
                if formula is None:
                    continue
                kind = key.kind
                if self._rounding.stored(kind):
                    value = values.value(formula, self._places[kind], near_one=kind == "out")
                    values.give(key, self._rounding.carried(kind, value))
                else:
                    value = values.work(key, formula, self._places[kind])
                if not value.is_finite():
                    raise CalculationError(_no_value(key))
        return values

    def _left_by(self, epoch: int) -> list[Key]:
        """Return the keys of a state after that epoch."""
        form = self._shape
        last = Moment(None if form.together else form.samples, epoch)
        keys = [leaf.key for leaf in after(form, last, first_moment(form))]
        return keys + kept_keys(form, last)

    def _parameters_at_start(self) -> tuple[Decimal, ...]:
        first = first_moment(self._shape)
        keys = [leaf.key for leaf in at_start(self._shape, first, first)]
        keys += kept_keys(self._shape, Moment(first.sample, 0))
        usual = [Decimal(INFO[key.kind].role == "power") for key in keys]
        return tuple(map(self._given.get, keys, usual))


class Left(tuple[Decimal, ...]):
    """The state that an epoch leaves, with what is known of numbers that are not rounded.

    Attributes:
        known: the numbers, each with a proven bound of its error.
        epochs: how many have left it.
        proven: after how many of them the bounds still were; None if they are.
        unproven: how far a value may lie off that was taken for a decimal when its bound had grown
            beyond its digits; the largest of all epochs.
        beside: where bounds no longer hold, the same state of a run that has been moved.
        parts: by which part the two have differed, by how many epochs had been run.
    """

    known: list[Known]
    epochs: int
    proven: int | None
    unproven: Decimal
    beside: "Left | None" = None
    parts: dict[int, float]

    @classmethod
    def by(
        cls, values: CorrectValues, keys: Sequence[Key], before: tuple[Decimal, ...] = ()
    ) -> "Left":
        """Return the state in which these values leave these quantities."""
        with localcontext(EXACT):
            known = [values.known(key) for key in keys]
        left = cls(each.value for each in known)
        left.known = known
        past = before if isinstance(before, Left) else None
        left.epochs = past.epochs + 1 if past else 1
        left.proven = past.proven if past else None
        left.parts = {}
        left.unproven = max(values.unproven, past.unproven if past else Decimal(0))
        if left.proven is None and values.unproven > AS_GOOD_AS_PROVEN:
            left.proven = left.epochs - 1
        return left

    def followed_by(self, number: Decimal) -> "Left":
        """Return the state with another number behind it; `inner` is then the state itself."""
        wide = Left((*self, number))
        wide.__dict__ |= self.__dict__ | {"inner": self}
        if self.beside is not None:
            wide.beside = self.beside.followed_by(number)
        return wide

    def unbounded(self) -> "Left":
        """Return the same state, of which nobody knows how far it may lie off."""
        return self._with(
            each if each.rational is not None else each._replace(error=abs(each.value) * ASSUMED)
            for each in self.known
        )

    def widened(self) -> "Left":
        """Return the same state with bounds that hold what was taken for a decimal as well."""
        with localcontext(BOUNDS):
            part = self.unproven * self.epochs
            return self._with(
                each._replace(error=each.error + part * (abs(each.value) or 1), rational=None)
                for each in self.known
            )

    def moved(self) -> "Left":
        """Return a state that lies as far off as this one may, one way or the other."""
        random = Random(0)
        signs = [random.choice((-1, 1)) for _ in self.known]
        return self._with(
            each
            if each.rational is not None
            else each._replace(value=each.value + sign * each.error)
            for each, sign in zip(self.known, signs, strict=True)
        )

    def lately(self, epochs: int) -> float:
        """Return by which part the two runs differed at most, up to that epoch and shortly before.

        Runs that have nothing to do with each other any more may meet by chance.
        """
        found = (self.parts.get(epoch, 0.0) for epoch in range(epochs - LATELY, epochs + 1))
        return max(self.part if epochs >= self.epochs else 0.0, *found)

    def _with(self, known: Iterable[Known]) -> "Left":
        """Return a state of which something else is known."""
        with localcontext(EXACT):
            listed = list(known)
        found = Left(each.value for each in listed)
        found.__dict__ |= self.__dict__ | {"known": listed}
        return found

    @property
    def part(self) -> float:
        """How far its numbers may lie off, as a part of themselves; 0 if they are exact.

        It is proven as long as the bounds hold, and then an estimate.
        """
        with localcontext(BOUNDS):
            offs = [each.error for each in self.known]
            if self.beside is not None:
                others = (each.value for each in self.beside.known)
                offs = [
                    abs(each.value - other) for each, other in zip(self.known, others, strict=True)
                ]
            sizes = (abs(each.value) or 1 for each in self.known)
            parts = [off / size for off, size in zip(offs, sizes, strict=True)]
            unproven = self.unproven * (self.epochs - (self.proven or 0))
            return float(max([*parts, unproven, *offs]))


def _known(state: tuple[Decimal, ...]) -> list[Known]:
    """Return what is known of the numbers of a state; others are exact."""
    if isinstance(state, Left):
        return state.known
    return [Known(value, Decimal(0), None) for value in state]


def _of(stages: Iterable[PlannedStage], epoch: int) -> list[PlannedLine]:
    """Return the lines of an epoch."""
    return [entry for part in stages if part.heading.epoch == epoch for entry in part.entries]


def _error(sample: int | None) -> Key:
    return Key("total_error", None, None, None, sample, 3)


def _no_value(key: Key) -> str:
    return say(
        "after some epochs {quantity} has no finite value: rounded as on paper, an output may "
        "become 0 or 1; carry exact values, or more decimals",
        quantity=kind_word(key),
    )
