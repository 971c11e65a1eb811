"""A solution set out so that what a picture shows has lines of its own."""

from collections.abc import Collection
from dataclasses import replace

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.spec import Exercise
from bpcalc.solution import Solution


def with_lines(exercise: Exercise, show: Collection[str]) -> Exercise:
    """Return the exercise set out so that what is asked for has lines of its own."""
    if "gradients" in show:
        exercise = replace(exercise, working=exercise.working._replace(lines="chain"))
    if "changes" in show:
        exercise = replace(exercise, changes=True)
    return exercise


def differs(exercise: Exercise, set_out: Exercise) -> bool:
    """Return whether more lines come to other numbers, because each is rounded."""
    return exercise.rounding.carry == "rounded" and set_out != exercise


def with_lines_of(solution: Solution, show: Collection[str]) -> Solution:
    """Return the solution with lines for what is asked for, and with the numbers that it has."""
    exercise = with_lines(solution.exercise, show)
    if exercise == solution.exercise:
        return solution
    known = solution.calculation.values if differs(solution.exercise, exercise) else {}
    return Solution(calculate(exercise, solution.calculation.times, known=known))
