"""Training for programs: its history, its weights, and any epoch worked out."""

from functools import cached_property
from math import nan
from typing import TYPE_CHECKING, Any

from bpcalc.api.arguments import error_to_reach, whole
from bpcalc.api.frames import frame
from bpcalc.api.loading import ExerciseLike, load
from bpcalc.api.shown import Picture, Shown
from bpcalc.api.solving import SolvedExercise
from bpcalc.calc.calculate import calculate
from bpcalc.errors import BpcalcError
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.presentations import asked
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.rounding import Rounding
from bpcalc.training.engine_choice import choose
from bpcalc.training.history import Point
from bpcalc.training.problem import Problem, hindrance
from bpcalc.training.result import at_epoch, at_state
from bpcalc.training.trainer import Run, Stopped, Training
from bpcalc.training.trainer import train as run_training

if TYPE_CHECKING:
    from bpcalc.api.arrays import Array
    from bpcalc.report.document import Document

DEFAULT_EPOCHS = 1000
"""Epochs where neither the call nor the exercise says."""


class TrainedExercise(Shown):
    """An exercise that was trained; it shows itself.

    >>> import bpcalc
    >>> trained = bpcalc.train("mazur", epochs=3)
    >>> len(trained.history), trained.stopped, round(trained.error, 6)
    (4, 'epochs', 0.275943)
    >>> trained.step_by_step(1)["w5_new"].value == bpcalc.solve("mazur")["w5_new"].value
    True

    Attributes:
        training: the run, with the states at its start and end.
    """

    def __init__(self, training: Training) -> None:
        """Take a run."""
        self.training = training

    @property
    def epochs(self) -> int:
        """How many epochs were run."""
        return self.training.epochs

    @property
    def stopped(self) -> Stopped:
        """Why no more were: `epochs`, `until`, `interrupted` or `diverged`."""
        return self.training.stopped

    @property
    def history(self) -> list[Point]:
        """The error before every epoch and at the end: records of `epoch` and `error`.

        Without targets there is none.
        """
        return self.training.history.points

    @property
    def error(self) -> float:
        """The error over all samples at the end; not a number without targets."""
        if not self.training.problem.taught:
            return nan
        return float(self.training.errors_after.total)

    @property
    def outputs(self) -> "Array":
        """The outputs at the end, shape (samples, outputs)."""
        import numpy as np

        return np.array([[float(out) for out in outs] for outs in self.training.errors_after.outs])

    @cached_property
    def exercise(self) -> Exercise:
        """The exercise with the weights that were reached."""
        return at_state(self.training.problem, self.training.after)

    @property
    def weights(self) -> "list[Array]":
        """The weights that were reached, shape (units, units before), in layer order."""
        return self._reached.weights

    @property
    def biases(self) -> "list[Array]":
        """The biases that were reached, shape (units,), or (1,) where a layer shares one."""
        return self._reached.biases

    @cached_property
    def _reached(self) -> SolvedExercise:
        return SolvedExercise(calculate(self.exercise))

    def step_by_step(self, epoch: int) -> SolvedExercise:
        """Return the worked solution of an epoch, with the numbers as they stood before it.

        Args:
            epoch: counted from 1.

        Raises:
            BpcalcError: there was no such epoch.
        """
        if whole("epoch", epoch) > max(self.epochs, 1):
            says = say("epoch {step} is not reached in {epochs}", step=epoch, epochs=self.epochs)
            raise BpcalcError(says)
        exercise = at_epoch(self.training.problem, self.training.engine, epoch)
        return SolvedExercise(calculate(exercise), trained=epoch > 1)

    @property
    def document(self) -> "Document":
        """The report, as blocks for any format."""
        from bpcalc.report.training import of_training

        return of_training(self.training)

    def draw(self) -> Picture:
        """Return the error curve, which shows itself."""
        from bpcalc.report.drawing.curve import curve

        return Picture(curve([(point.epoch, point.error) for point in self.history]))

    def draw_regions(self) -> Picture:
        """Return the outputs over the plane of two inputs, with the weights that were reached.

        Raises:
            BpcalcError: there are not two inputs.
        """
        from bpcalc.report.training_figures import regions_of

        return Picture(regions_of(self._reached, self.training))

    def draw_path(self, first: str, second: str) -> Picture:
        """Return the path of two weights over the error.

        Args:
            first: the name of a weight or bias, such as `w1`.
            second: the name of another one.

        Raises:
            BpcalcError: these are not the names of two.
        """
        from bpcalc.report.training_figures import path_of

        return Picture(path_of(self._reached, self.training, (first, second)))

    def to_frame(self) -> Any:
        """Return the history as a data frame of pandas, else of polars.

        Raises:
            MissingExtra: neither is installed.
        """
        return frame(point._asdict() for point in self.history)

    def __repr__(self) -> str:
        """Return how far it came."""
        from bpcalc.report.numbers import shown_error
        from bpcalc.training.following import doubts_of

        errors = doubts_of(self.training).errors
        error = shown_error(self.error, Rounding(), errors[max(errors)])
        return f"<TrainedExercise: {self.epochs} epochs, error {error}>"


def train(
    exercise: ExerciseLike,
    epochs: int | None = None,
    *,
    until: float | None = None,
    shuffle: bool = False,
    seed: int = 0,
    engine: str | None = None,
) -> TrainedExercise:
    """Return an exercise trained until there is a reason to stop.

    Args:
        exercise: what `load` takes.
        epochs: at most so many; None: as many as the exercise says, else 1000.
        until: stop at an error at or below this; None: what the exercise says.
        shuffle: whether samples come in a new random order each epoch.
        seed: of that order.
        engine: what to calculate with; None: chosen by size. All give the same numbers.

    Raises:
        ExerciseError: the exercise cannot be used.
        BpcalcError: it has no learning rate, or no targets although its rule learns from them.
    """
    spec = load(exercise)
    if says := hindrance(spec):
        raise BpcalcError(says)
    refuse_given(spec, say("training"))
    if until is not None:
        until = error_to_reach(until)
    elif spec.until is not None:
        until = float(spec.until.value)
    number, rest = asked(spec, None if epochs is None else whole("epochs", epochs, least=0))
    run = Run(DEFAULT_EPOCHS if number is None else number, until, shuffle, seed, rest=rest)
    problem = Problem.of(spec)
    return TrainedExercise(run_training(problem, choose(problem, run.epochs, engine), run))
