"""The same exercise with other signs: of delta, of the error, or of the gradients as well."""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.calc.calculate import planned_formulas
from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Minus, Number, Product, Ref, Sum
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GRADIENT_KINDS
from bpcalc.maths.learning_rules import GRADIENT

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


def of_negative_gradients(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the lines in which delta is that of t - o, and δ·out, its gradient, is added.

    What is written for ∂E/∂w then is -∂E/∂w.
    """
    exercise = scheme.exercise
    gradients = [key for key in scheme.formulas if key.kind in GRADIENT_KINDS]
    if exercise.learning_rule != GRADIENT or not gradients:
        return
    updates = max(key.epoch or 1 for key in gradients)
    epochs, _ = exercise.moment(updates)
    others = delta_sign(exercise) if exercise.delta == "o-t" else iter((exercise,))
    for other in others:
        planned = planned_formulas(other, epochs, inputs=True)
        lines = {key: planned.get(key, formula) for key, formula in scheme.formulas.items()}
        changed: dict[Key, Expr] = {}
        for key, formula in lines.items():
            line = rebuilt(formula, _negative_gradient)
            line = _negated(line) if key.kind in GRADIENT_KINDS else _simpler(line)
            if line != scheme.formulas[key] and not isinstance(formula, Number):
                changed[key] = line
        yield other, changed


def _negative_gradient(key: Key) -> Expr | None:
    return Minus(Ref(key)) if key.kind in GRADIENT_KINDS else None


def _negated(formula: Expr) -> Expr:
    """Return the formula with the other sign, as one would write it down.

    >>> x = Ref(Key("net"))
    >>> _negated(Sum((x, Minus(x)))), _negated(Minus(x))
    (Sum(Minus(Ref('net')), Ref('net')), Ref('net'))
    """
    if isinstance(formula, Minus):
        return _simpler(formula.operand)
    if isinstance(formula, Sum):
        return Sum(tuple(map(_negated, formula.terms)))
    formula = _simpler(formula)
    return formula.operand if isinstance(formula, Minus) else Minus(formula)


def _simpler(formula: Expr) -> Expr:
    """Return the formula with the minus of a factor in front of the product, and no two of them."""
    if isinstance(formula, Minus):
        return _negated(formula.operand)
    if isinstance(formula, Product):
        factors = [_simpler(factor) for factor in formula.factors]
        odd = sum(isinstance(factor, Minus) for factor in factors) % 2
        bare = Product(tuple(f.operand if isinstance(f, Minus) else f for f in factors))
        return Minus(bare) if odd else bare
    parts = formula.parts()
    return formula.with_parts(*map(_simpler, parts)) if parts else formula
