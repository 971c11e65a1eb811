"""An exercise as floats: what an engine trains."""

from dataclasses import dataclass, replace
from functools import cached_property

from bpcalc.calc.calculate import scaled_samples
from bpcalc.calc.planner import first_moment
from bpcalc.calc.shape import Shape, shape_of
from bpcalc.calc.update import kept_keys
from bpcalc.calc.weights_in_force import at_start
from bpcalc.exercise.parameters import parameters
from bpcalc.exercise.spec import Exercise, Sample
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO
from bpcalc.maths.losses import HALF_SQUARED_ERROR
from bpcalc.maths.normalising import Normalising


def hindrance(exercise: Exercise) -> str:
    """Return why an exercise cannot be trained, "" if it can: nothing to learn from, or no rate."""
    if exercise.updates and (exercise.has_targets or exercise.until is None):
        return ""
    if exercise.updates:
        return say("without targets there is no error that could come down to `until`")
    missing = say("a learning rate") if exercise.has_targets else say("targets")
    return say("training needs {missing}; the exercise has none", missing=missing)


def scaled(exercise: Exercise) -> Exercise:
    """Return an exercise with the numbers that go into the network, whose samples stand alone.

    What brings data to one scale depends on all samples, so a part of them would have another one.
    """
    if not exercise.normalise.form:
        return exercise
    inputs = exercise.sizes[0]
    samples = tuple(
        Sample(tuple(numbers[:inputs]), tuple(numbers[inputs:]) if exercise.has_targets else None)
        for numbers in ([Number(str(n)) for n in each] for each in scaled_samples(exercise))
    )
    return replace(exercise, samples=samples, normalise=Normalising(), measures=())


def _with_zeros(exercise: Exercise) -> Exercise:
    """Return an exercise whose targets are zeros, and its error one that they always have."""
    zeros = (Number("0"),) * exercise.sizes[-1]
    samples = tuple(replace(sample, targets=zeros) for sample in exercise.samples)
    return replace(exercise, samples=samples, loss=HALF_SQUARED_ERROR)


@dataclass(frozen=True)
class Problem:
    """An exercise with its numbers as floats.

    Attributes:
        exercise: it must have a learning rate, and targets unless its rule needs none.
        shape: its structure, for one epoch.
        measured: whether the exercise itself has lines for an error, as training always has.
        taught: whether the exercise has targets; without, those of `exercise` are zeros, which take
            no part in the learning, and its error is none.
    """

    exercise: Exercise
    shape: Shape
    measured: bool = True
    taught: bool = True

    @classmethod
    def of(cls, exercise: Exercise) -> "Problem":
        """Return the problem that an exercise poses; training looks at an error in any case."""
        watched = exercise if exercise.measured else replace(exercise, measured=True)
        if not exercise.has_targets:
            watched = _with_zeros(watched)
        return cls(watched, shape_of(watched), exercise.measured, exercise.has_targets)

    @property
    def told(self) -> Exercise:
        """The exercise with an error and with targets only if it has them itself."""
        told = replace(self.exercise, measured=self.measured)
        if self.taught:
            return told
        samples = tuple(replace(sample, targets=None) for sample in told.samples)
        return replace(told, samples=samples)

    @cached_property
    def parameters(self) -> list[Key]:
        """The keys of the weights and biases, in the order of a state."""
        first = first_moment(self.shape)
        return [leaf.key for leaf in at_start(self.shape, first, first)]

    @cached_property
    def updated(self) -> list[Key]:
        """The keys of those that an update changes."""
        fixed = not self.shape.update_biases
        return [key for key in self.parameters if not (fixed and key.kind == "bias")]

    @cached_property
    def given(self) -> list[Number]:
        """Every number that the exercise gives."""
        exercise = self.exercise
        rates = [number for _, number in exercise.rates]
        data = [n for sample in exercise.samples for n in (*sample.inputs, *(sample.targets or ()))]
        weights = parameters(exercise)
        return [*rates, *data, *weights, *(exercise.previous_changes or ())]

    @cached_property
    def samples(self) -> list[tuple[float, ...]]:
        """For every sample its inputs, then its targets, as they go into the network."""
        if self.shape.normalise:
            return [tuple(map(float, sample)) for sample in scaled_samples(self.exercise)]
        return [
            tuple(float(number.value) for number in (*sample.inputs, *(sample.targets or ())))
            for sample in self.exercise.samples
        ]

    @property
    def rate(self) -> float:
        """The learning rate."""
        rate = self.exercise.learning_rate
        return 0.0 if rate is None else float(rate.value)

    @property
    def rates(self) -> dict[Key, float]:
        """Every number by which the update is set, in the order of the shape; none without one."""
        given = dict(self.exercise.rates)
        return {key: float(given[key].value) for key in self.shape.rates}

    @cached_property
    def kept(self) -> list[Key]:
        """The keys of what an update hands on beside the weights, in the order of a state."""
        moment = first_moment(self.shape)
        return kept_keys(self.shape, moment)

    def start(self) -> tuple[float, ...]:
        """Return the parameters as given and, with momentum, changes of zero."""
        given = [float(number.value) for number in parameters(self.exercise)]
        kept = [1.0 if INFO[key.kind].role == "power" else 0.0 for key in self.kept]
        if self.shape.goes_on and self.exercise.previous_changes is not None:
            kept = [float(number.value) for number in self.exercise.previous_changes]
        return (*given, *kept)
