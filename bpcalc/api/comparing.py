"""The same exercise trained with other settings, for programs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bpcalc.api.arguments import error_to_reach, whole
from bpcalc.api.frames import frame
from bpcalc.api.loading import ExerciseLike, load
from bpcalc.api.shown import Picture, Shown
from bpcalc.api.training import DEFAULT_EPOCHS, TrainedExercise
from bpcalc.errors import BpcalcError
from bpcalc.exercise.building import flow
from bpcalc.exercise.presentations import asked
from bpcalc.exercise.spec import Exercise
from bpcalc.experiments.runs import ComparedRun, Planned, checked, run_all
from bpcalc.experiments.varying import EXAMPLES, plan
from bpcalc.locale import say
from bpcalc.training.trainer import Run

if TYPE_CHECKING:
    from bpcalc.report.document import Document

PAGE_WIDTH = 100
"""Of a comparison as text, in characters."""


@dataclass(frozen=True, slots=True)
class ComparisonRun:
    """One run of a comparison.

    Attributes:
        label: the settings in one text.
        settings: what it has otherwise than the exercise, by name.
        trained: what came of it; None if it could not go on.
        diverged: whether its error went beyond all bounds.
        problem: why it could not go on, "" if it could.
    """

    label: str
    settings: Mapping[str, str]
    trained: TrainedExercise | None
    diverged: bool
    problem: str


class ComparedExercise(Shown):
    """Several runs of one exercise, in the order of their settings; it shows itself.

    >>> import bpcalc
    >>> found = bpcalc.compare("mazur", learning_rate=[0.1, 0.5], epochs=20)
    >>> for run in found:
    ...     print(run.label, round(run.trained.error, 4), run.diverged)
    learning_rate = 0.1 0.2681 False
    learning_rate = 0.5 0.1491 False
    """

    def __init__(
        self, exercise: Exercise, runs: list[ComparedRun], until: float | None = None
    ) -> None:
        """Take the runs, and the error that they were to reach."""
        self._exercise = exercise
        self._until = until
        self._runs = runs
        self.runs = [
            ComparisonRun(
                run.label,
                {setting.name: setting.value for setting in run.settings},
                None if run.training is None else TrainedExercise(run.training),
                run.diverged,
                run.problem_says,
            )
            for run in runs
        ]

    def __iter__(self) -> Iterator[ComparisonRun]:
        """Iterate over the runs."""
        return iter(self.runs)

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.runs)

    def __getitem__(self, place: int) -> ComparisonRun:
        """Return a run, counted from 0."""
        return self.runs[place]

    @property
    def document(self) -> "Document":
        """The report, as blocks for any format."""
        from bpcalc.report.compared_runs import of_comparison

        return of_comparison(self._exercise, self._runs, PAGE_WIDTH, until=self._until)

    def draw(self) -> Picture:
        """Return the error curves in one picture, which shows itself."""
        from bpcalc.report.compared_runs import curves_of
        from bpcalc.report.drawing.curves import curves_picture

        return Picture(curves_picture(curves_of(self._runs)))

    def to_frame(self) -> Any:
        """Return the errors as a data frame of pandas, else of polars: a row per run and epoch.

        Raises:
            MissingExtra: neither is installed.
        """
        return frame(
            {"run": run.label, **run.settings, "epoch": point.epoch, "error": point.error}
            for run in self.runs
            for point in (run.trained.history if run.trained else ())
        )

    def __repr__(self) -> str:
        """Return how many runs there are."""
        return f"<ComparedExercise: {len(self)} runs>"


def compare(
    exercise: ExerciseLike,
    *,
    epochs: int | None = None,
    until: float | None = None,
    shuffle: bool = False,
    seed: int = 0,
    engine: str | None = None,
    jobs: int | None = None,
    **vary: Iterable[object],
) -> ComparedExercise:
    """Return an exercise trained with every value of a setting, or of each with each of several.

    Args:
        exercise: what `load` takes.
        epochs: at most so many a run; None: as many as the exercise says, else 1000.
        until: stop a run at an error at or below this; 0: at none.
        shuffle: whether samples come in a new random order each epoch.
        seed: of that order, the same in each run.
        engine: what to calculate with; None: chosen by size.
        jobs: in how many processes at most; None: as many as there are cores.
        vary: values by the key of the exercise file: `learning_rate=[0.1, 0.5]`,
            `activation=["sigmoid", "tanh"]`; `weights=["given", "zero", "random:1"]`.

    Raises:
        ExerciseError: the exercise cannot be used.
        BpcalcError: a setting or a value cannot; the sentence says which.
    """
    spec = load(exercise)
    if not vary:
        says = say("what differs? Write for example {example}", example="learning_rate=[0.1, 0.5]")
        raise BpcalcError(says)
    words = [
        f"{name}={','.join(map(_written, _values(name, values)))}" for name, values in vary.items()
    ]
    planned = checked([Planned(*each) for each in plan(spec, words)])
    if until is not None:
        until = error_to_reach(until)
    elif spec.until is not None:
        until = float(spec.until.value)
    number, rest = asked(spec, None if epochs is None else whole("epochs", epochs))
    run = Run(DEFAULT_EPOCHS if number is None else number, until, shuffle, seed, rest=rest)
    return ComparedExercise(spec, run_all(planned, run, engine, jobs), until)


def _written(value: object) -> str:
    """Return a value as in an exercise file, words without quotation marks."""
    return value if isinstance(value, str) else re.sub(r'"(\w+)"', r"\1", flow(value))


def _values(name: str, values: Iterable[object]) -> Iterable[object]:
    """Return the values of a setting; a text or a number is no list of them."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        example = EXAMPLES.get(name, EXAMPLES["learning_rate"])
        raise BpcalcError(
            say("`{name}` needs values, such as {example}", name=name, example=example)
        )
    return values
