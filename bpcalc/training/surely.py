"""Runs of which floats know too few digits, once more in decimals where that does not take long."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from math import isfinite
from typing import cast

from bpcalc.maths.held_digits import all_hold
from bpcalc.maths.keys import Kind
from bpcalc.maths.rounding import Rounding
from bpcalc.maths.worked_float import exact_decimal
from bpcalc.training.doubts import Doubts, errors_at
from bpcalc.training.engine_choice import choose, run_cost
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Interrupt, Progress, Run, Training, train

MOST_AGAIN = 1_000_000
"""Microseconds that a run in decimals may take that nobody has asked for."""


def lacks_digits(training: Training, doubts: Doubts) -> bool:
    """Return whether fewer digits of a number are known than are to be told."""
    rounding = told_rounding(training, doubts)
    told = _told(training, doubts)
    return not all(all_hold(value, rounding, doubt, kind) for kind, value, doubt in told)


def told_rounding(training: Training, doubts: Doubts) -> Rounding:
    """Return the digits in which the numbers of a run are told, as the page of its exercise does.

    Small ones of a kind keep more than the decimals that are given, see `Rounding.keeping`.
    """
    rounding = training.problem.exercise.rounding
    if rounding.decimals_kept is None:
        return rounding
    told = [(kind, value) for kind, value, _ in _told(training, doubts)]
    looks = (training.errors_before, training.errors_after)
    told += [("total_error", error) for look in looks for error in look.samples]  # on the page, too
    exact = ((kind, exact_decimal(value)) for kind, value in told)
    return rounding.keeping((kind, value) for kind, value in exact if value.is_finite())


def _told(training: Training, doubts: Doubts) -> Iterator[tuple[Kind, float | Decimal, float]]:
    """Yield what is told of a run: of which kind it is, and how far it may lie off."""
    state = cast("Sequence[float | Decimal]", training.after)
    numbers = zip(training.problem.parameters, state, doubts.weights, strict=False)
    yield from ((told_kind(key.kind), value, doubt) for key, value, doubt in numbers)
    for values, offs in zip(training.errors_after.outs, doubts.outs, strict=True):
        yield from (("out", value, doubt) for value, doubt in zip(values, offs, strict=True))
    if training.problem.taught:
        known = errors_at(training, doubts.errors)
        yield from (("total_error", error, doubts.errors[at]) for at, error in known)


def told_kind(kind: Kind) -> Kind:
    """Return as what a parameter is told that has been trained.

    >>> told_kind("weight")
    'new_weight'
    """
    return cast(Kind, f"new_{kind}")


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
