"""A state of training as the numbers of an exercise."""

from dataclasses import replace
from decimal import Decimal

from bpcalc.exercise.parameters import with_parameters
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.training.engine import State
from bpcalc.training.problem import Problem


def state_numbers(state: State) -> list[Number]:
    """Return a state as decimal numbers: of a float the shortest that names it."""
    return [Number(_text(value)) for value in state]


def at_state(problem: Problem, state: State) -> Exercise:
    """Return the exercise with the weights, and the last changes, of a state."""
    exercise, schedule = problem.told, problem.exercise.schedule
    if schedule is not None:  # the epochs done come last
        form = schedule.form._replace(after=int(state[-1]))
        exercise = replace(exercise, schedule=replace(schedule, form=form))
        state = state[:-1]
    written = state_numbers(state)
    size = len(problem.parameters)
    return with_parameters(exercise, written[:size], written[size:])


def at_epoch(problem: Problem, engine: str, epoch: int) -> Exercise:
    """Return the exercise with the numbers as they stood before an epoch, counted from 1.

    Args:
        problem: what was trained.
        engine: the name of the engine that ran.
        epoch: which.
    """
    from bpcalc.training.engine_choice import choose  # the engines need not be there to round

    if epoch == 1:
        return problem.told
    running = choose(problem, epoch, engine)
    return at_state(problem, running.run(epoch - 1, running.start()))


def _text(value: float | Decimal) -> str:
    return str(value) if isinstance(value, Decimal) else repr(float(value))
