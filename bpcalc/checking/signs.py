"""The same exercise with other signs: of delta, or of the error as well."""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Minus, Number

ENTROPIES = ("binary_cross_entropy", "cross_entropy")
"""Families of errors that are the logarithm of a likelihood, but for the sign."""


def delta_sign(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the exercise with the other sign of delta, for which the update makes up."""
    signed = any(key.kind in ("delta", "error_slope") for key, _ in exercise.given)
    if not signed:  # a given δ has its sign
        yield replace(exercise, delta="o-t" if exercise.delta == "t-o" else "t-o")


def likelihood(exercise: Exercise) -> Iterator[Exercise]:
    """Yield the same where the error is a cross-entropy, so that a likelihood is made larger."""
    if exercise.loss.family in ENTROPIES:
        yield from delta_sign(exercise)


def of_likelihood(scheme: AnswerKey) -> Formulas:
    """Return the errors with the other sign: logarithms of what is to be made larger."""
    errors = {key: line for key, line in scheme.formulas.items() if key.kind == "error"}
    return {
        key: line.operand if isinstance(line, Minus) else Minus(line)
        for key, line in errors.items()
        if not isinstance(line, Number)
    }
