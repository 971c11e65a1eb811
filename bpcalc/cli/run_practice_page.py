"""What marks a page to practise on: the rules of `check`, and the words that call it."""

import shlex

from bpcalc.calc.mistakes import usual_epochs
from bpcalc.checking.marker import Marker
from bpcalc.cli.grade_policy import policy_rules
from bpcalc.cli.marking_options import Rules
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.sources import Source
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.report.sheet import MarkedBy


def page_marker(
    source: Source,
    exercise: Exercise,
    epochs: int,
    only: str | None,
    digits: tuple[int | None, int | None],
    notation: str | None,
    at_once: bool,
) -> MarkedBy:
    """Return who marks a page.

    Args:
        source: where the exercise comes from; it may say how it is marked.
        exercise: as it is read, in the notation that was asked for.
        epochs: how many are asked for.
        only: the kinds that are asked for, as they were named.
        digits: decimals, or significant digits, that the command line asks for.
        notation: that it asks for.
        at_once: whether the page marks what is filled in.

    Raises:
        ExerciseError: quantities in the middle of the calculation are given.
    """
    rules = policy_rules(source, Rules.usual(epochs, only, *digits))
    told = {
        "--notation": notation,
        "--epochs": epochs if epochs > 1 else None,
        "--only": only,
        "--decimals": digits[0],
        "--significant": digits[1],
    }
    words = [f"{name}={value}" for name, value in told.items() if value is not None]
    command = shlex.join(["bpcalc", "check", source.name, *words])
    return marked_by(exercise, command, rules, at_once)


def marked_by(exercise: Exercise, command: str, rules: Rules, at_once: bool) -> MarkedBy:
    """Return who marks a page of an exercise.

    Args:
        exercise: as it is read.
        command: the words by which `check` marks the file of answers.
        rules: of credit.
        at_once: whether the page marks what is filled in.

    Raises:
        ExerciseError: quantities in the middle of the calculation are given.
    """
    refuse_given(exercise, say("a page to practise on"))
    epochs = rules.epochs or usual_epochs(exercise)
    return MarkedBy(Marker(exercise, epochs, rules.options(exercise)), command, at_once=at_once)
