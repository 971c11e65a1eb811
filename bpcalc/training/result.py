"""A state of training as the numbers of an exercise."""

from decimal import Decimal

from bpcalc.exercise.parameters import with_parameters
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.training.engine import State
from bpcalc.training.problem import Problem


def numbers(state: State) -> list[Number]:
    """Return a state as decimal numbers: of a float the shortest that names it."""
    return [Number(_text(value)) for value in state]


def at_state(problem: Problem, state: State) -> Exercise:
    """Return the exercise with the weights, and the last changes, of a state."""
    written = numbers(state)
    size = len(problem.parameters)
    return with_parameters(problem.exercise, written[:size], written[size:])


def _text(value: float | Decimal) -> str:
    return str(value) if isinstance(value, Decimal) else repr(float(value))
