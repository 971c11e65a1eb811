"""How a perceptron learns its samples: in how many epochs, and with how many mistakes."""

from typing import NamedTuple

from bpcalc.calc.calculate import calculate
from bpcalc.calc.mistakes import mistakes_in, usual_epochs
from bpcalc.exercise.spec import Exercise

DIFFERENCE_COST = 4
"""What an epoch or a mistake costs that there should not be, or that is missing."""

LEARNT_COST = 100
"""What it costs that one exercise is learnt and another one is not."""

ALIKE = 4
"""The part of the epochs, and of the mistakes, by which exercises that are alike may differ: ¼."""


class Course(NamedTuple):
    """What is worked of an exercise where nobody says how many epochs.

    Attributes:
        epochs: how many there are; the last one has no mistake if it is learnt.
        mistakes: how many outputs are wrong in all of them, each of which changes weights.
        learnt: whether there is an epoch without a mistake.
    """

    epochs: int
    mistakes: int
    learnt: bool

    def cost_of(self, exercise: Exercise) -> int:
        """Return what it costs that another exercise of this form is learnt in another way."""
        other = course(exercise, 2 * self.epochs if self.learnt else self.epochs)
        return self.difference(other)

    def difference(self, other: "Course") -> int:
        """Return 0 for a course that is much like this one, and more the less it is."""
        found = 0 if self.learnt == other.learnt else LEARNT_COST
        for wanted, there in ((self.epochs, other.epochs), (self.mistakes, other.mistakes)):
            beyond = abs(there - wanted) - max(1, wanted // ALIKE)
            found += DIFFERENCE_COST * max(0, beyond)
        return found


def template_course(exercise: Exercise) -> Course | None:
    """Return how an exercise is learnt, None if it is none for a perceptron."""
    if not exercise.learning_rule.startswith("perceptron") or not exercise.updates:
        return None
    return course(exercise, usual_epochs(exercise))


def course(exercise: Exercise, most: int) -> Course:
    """Return how an exercise is learnt, of which no more than so many epochs are worked."""
    worked = calculate(exercise, most)
    mistakes = 0
    for epoch in range(1, most + 1):
        found = mistakes_in(worked, epoch)
        if not found:
            return Course(epoch, mistakes, True)
        mistakes += found
    return Course(most, mistakes, False)
