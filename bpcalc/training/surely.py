"""Runs of which floats know too few digits, once more in decimals where that does not take long."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import cast

from bpcalc.maths.held_digits import all_hold
from bpcalc.training.doubts import Doubts, errors_at
from bpcalc.training.engine_choice import choose, run_cost
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Interrupt, Progress, Run, Training, train

MOST_AGAIN = 1_000_000
"""Microseconds that a run in decimals may take that nobody has asked for."""


def lacks_digits(training: Training, doubts: Doubts) -> bool:
    """Return whether fewer digits of a number are known than are to be told."""
    rounding = training.problem.exercise.rounding
    outs = training.errors_after.outs
    told: list[tuple[float | Decimal, float]] = [
        *zip(cast("Sequence[float | Decimal]", training.after), doubts.weights, strict=False),
        *(pair for each in zip(outs, doubts.outs, strict=True) for pair in zip(*each, strict=True)),
    ]
    if training.problem.taught:
        told += [(error, doubts.errors[at]) for at, error in errors_at(training, doubts.errors)]
    return not all(all_hold(value, rounding, doubt) for value, doubt in told)


def uncertain(training: Training, doubts: Doubts, until: float | None) -> bool:
    """Return whether the error at the end may lie on either side of the one to be reached."""
    if not until or not training.problem.taught:
        return False
    after, off = training.errors_after.total, doubts.at_end
    return bool(off) and after - off <= until < after + off


def movement(training: Training, doubts: Doubts) -> float | None:
    """Return by how much the error has changed; None if it is not known to have fallen or grown."""
    by = training.errors_after.total - training.errors_before.total
    return None if 0 < abs(by) <= doubts.errors[0] + doubts.at_end else by


def in_decimals(
    training: Training,
    doubts: Doubts,
    run: Run,
    *,
    progress: Progress | None = None,
    interrupt: Interrupt | None = None,
) -> Training:
    """Return the run, or the same in decimals where floats lack digits and that is soon done.

    Args:
        training: the run in floats.
        doubts: how far its numbers may lie off.
        run: how it was trained.
        progress: told after every portion.
        interrupt: asked after every portion.
    """
    problem = training.problem
    if training.engine == "paper" or training.stopped in ("interrupted", "diverged"):
        return training
    most = max(1, 2 * training.epochs)  # the error to be reached may come a little later
    if run_cost("paper", problem, most) > MOST_AGAIN:
        return training
    if not (lacks_digits(training, doubts) or uncertain(training, doubts, run.until)):
        return training
    soon = run if run.epochs <= most else replace(run, epochs=most, rest=0)
    paper = choose(problem, soon.epochs, "paper")
    again = train(problem, paper, soon, progress=progress, interrupt=interrupt)
    cut_off = again.stopped == "interrupted" or (
        soon is not run and again.stopped in ("epochs", "limit")
    )
    return training if cut_off else again


def trained(problem: Problem, run: Run, engine: str | None) -> tuple[Training, Doubts]:
    """Return a run, and how far its numbers may lie off, with that of its lowest error.

    Args:
        problem: what to train.
        run: how long, and in which order.
        engine: what to calculate with; None: the quickest, and decimals where that lacks digits.
    """
    training = train(problem, choose(problem, run.epochs, engine), run)
    doubts = doubts_of(training, [lowest_epoch(training)])
    again = training if engine else in_decimals(training, doubts, run)
    return again, doubts if again is training else doubts_of(again, [lowest_epoch(again)])


def lowest_epoch(training: Training) -> float:
    """Return after how many epochs the error was lowest, the first of several."""
    points = [point for point in training.history.points if isfinite(point.error)]
    return min(points, key=lambda point: point.error).epoch if points else training.epochs
