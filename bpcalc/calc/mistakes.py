"""How many epochs a perceptron is shown its samples: until one has no mistake."""

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key

MOST_EPOCHS = 32
"""Epochs that are worked at most where nobody says how many."""
MOST_LINES = 300
"""Weights, times samples, beyond which a single epoch is worked."""


def usual_epochs(exercise: Exercise) -> int:
    """Return how many epochs are worked where nobody says how many.

    That is one; with the perceptron rule as many as it takes until one has no mistake, or one
    again if there is no such epoch among the first few.
    """
    perceptron = exercise.learning_rule.startswith("perceptron") and exercise.updates
    if not perceptron or exercise.graph.weights * len(exercise.samples) > MOST_LINES:
        return 1
    if exercise.epochs is not None:
        return min(exercise.epochs, MOST_EPOCHS)
    tried, epochs = 0, 2
    while epochs <= MOST_EPOCHS:
        worked = calculate(exercise, epochs)
        for epoch in range(tried + 1, epochs + 1):
            if not has_mistakes(worked, epoch):
                return epoch
        tried, epochs = epochs, epochs * 2
    return 1


def has_mistakes(calculation: Calculation, epoch: int) -> bool:
    """Return whether a δ of an epoch is not 0."""
    return mistakes_in(calculation, epoch) > 0


def mistakes_in(calculation: Calculation, epoch: int) -> int:
    """Return how many δ of the outputs are not 0 in an epoch."""
    exercise = calculation.exercise
    last = len(exercise.layers)
    return sum(
        calculation.values[Key("delta", last, unit, None, sample, epoch)] != 0
        for sample in range(1, len(exercise.samples) + 1)
        for unit in range(1, exercise.sizes[-1] + 1)
    )
