"""What `train` says of epochs that are compared with the decimals."""

from typing import TYPE_CHECKING

from bpcalc.cli.streams import tell
from bpcalc.exercise.notation_choice import spelling
from bpcalc.locale import enumerated, say, say_many
from bpcalc.report.training_ending import said_of_growth
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine_choice import run_cost
from bpcalc.training.trainer import Training

if TYPE_CHECKING:
    from bpcalc.training.verification import Comparison

START_UP = 150_000
"""Microseconds that a run takes beside its training."""


def verify(training: Training, doubts: Doubts, *, asked_for: bool, reported: bool) -> None:
    """Compare epochs of the run with the decimals, and say what does not agree.

    Without being asked for, as far as it takes at most a tenth of the time of the whole run.

    Args:
        training: the run.
        doubts: how far its numbers may lie off.
        asked_for: whether epochs are compared however long that takes.
        reported: whether a page says itself that the run was not followed.
    """
    problem, engine = training.problem, training.engine
    if not doubts.followed and not reported:
        tell(said_of_growth())
    checkpoints = training.checkpoints
    if training.stopped == "diverged":  # the last epoch is where numbers end
        checkpoints = checkpoints[:1]
    if engine == "paper" or not checkpoints:
        return
    from bpcalc.training.verification import compared, verification_cost  # imports decimals

    cost = verification_cost(problem, len(checkpoints))
    if not asked_for and cost > (START_UP + run_cost(engine, problem, training.epochs)) / 10:
        says = say(
            "The first and the last epoch were not compared with the decimals, which would take "
            "longer than a tenth of the run; --verify 1 does."
        )
        tell(says)
        return
    found = compared(problem, checkpoints)
    wrong = [each for each in found if not each.agrees]
    for each in wrong:
        tell(_difference(each, training))
    if asked_for and not wrong:
        tell(_agreement(found))


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
