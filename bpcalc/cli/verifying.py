"""What `train` does behind a run: it sees which digits hold, and compares epochs with decimals."""

from typing import TYPE_CHECKING

from bpcalc.cli import patience
from bpcalc.cli.epoch_bar import progress_of
from bpcalc.cli.streams import tell
from bpcalc.exercise.notation_choice import spelling
from bpcalc.locale import enumerated, say, say_many
from bpcalc.report.training import ROWS, told_epochs
from bpcalc.report.training_ending import said_of_growth
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine_choice import run_cost
from bpcalc.training.following import doubts_of, following_cost
from bpcalc.training.problem import Problem
from bpcalc.training.surely import in_decimals
from bpcalc.training.trainer import Interrupt, Run, Training

if TYPE_CHECKING:
    from bpcalc.training.verification import Comparison

START_UP = 150_000
"""Microseconds that a run takes beside its training."""


def looking_cost(problem: Problem, engine: str, epochs: int, checked: int) -> float:
    """Return about how many microseconds it takes to follow a run and to compare epochs of it."""
    if engine == "paper":
        return 0.0
    from bpcalc.training.verification import verification_cost  # imports decimals

    compared = verification_cost(problem, checked + 2)
    return following_cost(problem, engine, epochs, ROWS) + compared


def looked_into(
    training: Training,
    run: Run,
    interrupt: Interrupt,
    *,
    every: int | None,
    named: str | None,
    asked_for: bool,
) -> tuple[Training, Doubts]:
    """Return the run and how far its numbers may lie off, in decimals if that is to be done.

    Args:
        training: the run.
        run: how it was trained.
        interrupt: asked after every portion of what takes long.
        every: of how many epochs one is told; None: about ten of all.
        named: the engine that was asked for, which is not exchanged.
        asked_for: whether a run is followed that takes long.
    """
    told, ended = told_epochs(training, every), _has_ended(training)
    with progress_of(training.epochs, following=True) as progress:
        doubts = doubts_of(
            training,
            told,
            unhurried=asked_for and not ended,
            progress=progress,
            interrupt=None if ended else interrupt,
        )
    if asked_for and ended and not doubts.followed:
        doubts = doubts._replace(ended=True)
    if named or interrupt.wanted:
        return training, doubts
    with progress_of(run.epochs) as progress:
        again = in_decimals(training, doubts, run, progress=progress, interrupt=interrupt)
    if again is not training:
        doubts = doubts_of(again, told_epochs(again, every))
    return again, doubts


def verify(
    training: Training, doubts: Doubts, interrupt: Interrupt, *, asked_for: bool, reported: bool
) -> bool:
    """Compare epochs of the run with the decimals, and say what does not agree.

    Without being asked for, as far as it takes at most a tenth of the time of the whole run.

    Args:
        training: the run.
        doubts: how far its numbers may lie off.
        interrupt: asked before every epoch.
        asked_for: whether epochs are compared however long that takes.
        reported: whether a page says itself that the run was not followed.

    Returns:
        Whether that was done as it was asked for, and nobody has ended it.
    """
    problem, engine = training.problem, training.engine
    if not doubts.followed and not reported:
        tell(said_of_growth(doubts))
    checkpoints = training.checkpoints
    if training.stopped == "diverged":  # the last epoch is where numbers end
        checkpoints = checkpoints[:1]
    if engine == "paper" or not checkpoints:
        return True
    from bpcalc.training.verification import compared, verification_cost  # imports decimals

    cost = verification_cost(problem, len(checkpoints))
    if not asked_for and cost > (START_UP + run_cost(engine, problem, training.epochs)) / 10:
        says = say(
            "The first and the last epoch were not compared with the decimals, which would take "
            "longer than a tenth of the run; --verify 1 does."
        )
        tell(says)
        return True
    patience.begin()
    found = compared(problem, checkpoints, None if _has_ended(training) else interrupt)
    patience.end()
    _tell(found, training, asked_for=asked_for)
    left = [str(each.epoch) for each in checkpoints[len(found) :]]
    if asked_for and left:
        tell(_interrupted(left))
    return not asked_for or (doubts.followed and not left)


def _has_ended(training: Training) -> bool:
    """Return whether Ctrl-C has ended the run; then it does not end what is yet done about it."""
    return training.stopped == "interrupted"


def _tell(found: "list[Comparison]", training: Training, *, asked_for: bool) -> None:
    """Say what does not agree; where that was asked for, that all does."""
    wrong = [each for each in found if not each.agrees]
    for each in wrong:
        tell(_difference(each, training))
    if asked_for and found and not wrong:
        tell(_agreement(found))


def _interrupted(epochs: list[str]) -> str:
    return say_many(
        "Interrupted: epoch {epochs} was not compared with the decimals.",
        "Interrupted: epochs {epochs} were not compared with the decimals.",
        len(epochs),
        epochs=enumerated(epochs),
    )


def _difference(found: "Comparison", training: Training) -> str:
    return say(
        "In epoch {epoch} the engine `{engine}` differs from the decimals: {name} by {part} of "
        "its value. Its numbers are too far apart for floats; `--engine paper` has them right.",
        epoch=found.epoch,
        engine=training.engine,
        name=spelling(training.problem.exercise).name(found.key),
        part=f"{found.difference:.1e}",
    )


def _agreement(found: list["Comparison"]) -> str:
    return say_many(
        "Compared with the decimals, no weight differs by more than {most} of its value in "
        "epoch {epochs}.",
        "Compared with the decimals, no weight differs by more than {most} of its value in "
        "epochs {epochs}.",
        len(found),
        most=f"{max(each.difference for each in found):.1e}",
        epochs=enumerated(str(each.epoch) for each in found),
    )
