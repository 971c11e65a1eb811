"""The same exercise trained several times, with something else each time; on all cores.

Long runs go to processes of their own. These are handed the text of an exercise and give back what
came of it, since formulas are functions and cannot be sent.
"""

import os
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from bpcalc import locale
from bpcalc.errors import BpcalcError
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.experiments.varying import Setting, can_be_written_out
from bpcalc.locale import say
from bpcalc.processes import deaf_to_interrupts, pool
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine_choice import choose, run_cost
from bpcalc.training.problem import Problem, hindrance
from bpcalc.training.surely import trained
from bpcalc.training.trainer import Run, Training

WORTHWHILE = 1.5
"""Seconds of work from which on more processes than one are started, which takes a while."""


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """One run of a comparison.

    Attributes:
        settings: what it has otherwise than the exercise.
        exercise: with these settings.
        training: what came of it; None if it could not go on.
        problem_says: why it could not, "" if it could.
        doubts: how far its numbers may lie off, those of its lowest error among them.
    """

    settings: tuple[Setting, ...]
    exercise: Exercise
    training: Training | None
    problem_says: str = ""
    doubts: Doubts | None = None

    @property
    def label(self) -> str:
        """The settings in one text."""
        return ", ".join(f"{setting.name} = {setting.value}" for setting in self.settings)

    @property
    def diverged(self) -> bool:
        """Whether its error went beyond all bounds."""
        return self.training is None or self.training.stopped == "diverged"


class Planned(NamedTuple):
    """A run that is to be done."""

    settings: tuple[Setting, ...]
    exercise: Exercise


Result = tuple[Training, Doubts]
"""What came of a run, and how far its numbers may lie off."""


class _Task(NamedTuple):
    """A run, as a process is told of it."""

    text: bytes
    run: Run
    engine: str | None


def checked(planned: Sequence[Planned]) -> list[Planned]:
    """Return the runs, once it is known that each of them can be trained.

    Raises:
        BpcalcError: one cannot; the sentence says which, and why.
    """
    for plan in planned:
        refuse_given(plan.exercise, say("training"))
        if says := hindrance(plan.exercise):
            raise BpcalcError(says)
        if not plan.exercise.has_targets:
            raise BpcalcError(say("without targets there is no error to compare"))
    return list(planned)


def run_all(
    planned: Sequence[Planned], run: Run, engine: str | None = None, jobs: int | None = None
) -> list[ComparedRun]:
    """Return what comes of the runs, in their order.

    Args:
        planned: the runs; each exercise can be trained.
        run: how long each one goes on.
        engine: what to calculate with; None: chosen for each.
        jobs: in how many processes at most; None: as many as there are cores.
    """
    several = min(jobs or os.cpu_count() or 1, len(planned))
    long = several > 1 and _seconds(planned, run, engine) > WORTHWHILE
    if long and can_be_written_out(planned[0].exercise):  # the samples of all are the same
        results = _on_several(planned, run, engine, several)
    else:
        results = [_one(plan.exercise, run, engine) for plan in planned]
    return [
        ComparedRun(plan.settings, plan.exercise, None, result)
        if isinstance(result, str)
        else ComparedRun(plan.settings, plan.exercise, result[0], doubts=result[1])
        for plan, result in zip(planned, results, strict=True)
    ]


def _seconds(planned: Sequence[Planned], run: Run, engine: str | None) -> float:
    """Return about how long all runs take one after the other."""
    return sum(seconds_of(plan.exercise, run, engine) for plan in planned)


def seconds_of(exercise: Exercise, run: Run, engine: str | None) -> float:
    """Return about how long a run takes at most."""
    problem = Problem.of(exercise)
    with suppress(BpcalcError):  # it is said when its turn comes
        name = choose(problem, run.epochs, engine).name
        return run_cost(name, problem, run.epochs) / 1e6
    return 0.0


def _one(exercise: Exercise, run: Run, engine: str | None) -> Result | str:
    """Return what comes of a run, or why nothing does."""
    problem = Problem.of(exercise)
    try:
        return trained(problem, run, engine)
    except BpcalcError as error:
        return str(error)


def _on_several(
    planned: Sequence[Planned], run: Run, engine: str | None, several: int
) -> list[Result | str]:
    """Return what comes of the runs, worked out in several processes."""
    tasks = [_Task(_text(plan.exercise), run, engine) for plan in planned]
    results: list[Result | str] = []
    with pool(several, locale.use, locale.language()) as processes:
        with deaf_to_interrupts():
            futures = [processes.submit(_work, task) for task in tasks]
        for future, plan in zip(futures, planned, strict=True):
            try:
                result = future.result()
            except BrokenProcessPool:
                result = say("its process was killed; it may need too much memory")
            if not isinstance(result, str):
                training, doubts = result
                result = replace(training, problem=Problem.of(plan.exercise)), doubts
            results.append(result)
    return results


def _text(exercise: Exercise) -> bytes:
    """Return an exercise as a process is told of it; how its quantities are called is left out."""
    plain = replace(exercise, notation="mazur", own_notation=None, title=None, source=None)
    return write(plain).encode()


def _work(task: _Task) -> Result | str:
    result = _one(read(task.text, "run").exercise, task.run, task.engine)
    if isinstance(result, str):
        return result
    training, doubts = result
    # Formulas cannot be sent; the problem is known.
    return replace(training, problem=cast("Problem", None)), doubts
