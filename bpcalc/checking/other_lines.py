"""The lines of the same exercise under conventions that change how they are worked."""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.substitution import exchanged, rebuilt
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Choice, Expr, Number, Product, Quotient, Ref
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, CHANGE_KINDS, GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.learning_rules import GRADIENT

BIAS_UPDATES: frozenset[Kind] = frozenset({"bias_gradient", "bias_change", "new_bias"})
"""What updates give of biases."""

SLOPES: frozenset[Kind] = frozenset({"slope", "delta"})
"""Where the slope of an activation stands: some notations have no line for it."""


def slope_later(scheme: AnswerKey) -> Formulas:
    """Return the lines in which delta is the error, and the slope comes with the gradient."""
    lines: dict[Key, Expr] = {}
    for key, formula in scheme.formulas.items():
        here = LineContext(scheme, key)
        if key.kind == "delta":
            coming = here.coming(here.layer, here.unit)
            if coming is None or here.slope(here.layer, here.unit) is None:
                return {}
            lines[key] = rebuilt(here.written_out(coming), lambda leaf: _times_slope(scheme, leaf))
        elif "delta" in {leaf.kind for leaf in formula.refs()}:
            lines[key] = rebuilt(formula, lambda leaf: _times_slope(scheme, leaf))
    return lines


def slope_at_update(scheme: AnswerKey) -> Formulas:
    """Return the lines in which the slope comes only where a gradient is used, and not in it.

    Delta is the error, a gradient is delta times output, and what goes on from the gradient, which
    is an update or the sum over the samples, multiplies by the slope.
    """
    later = slope_later(scheme)
    lines = {key: line for key, line in later.items() if _of_a_unit(scheme, key) is None}
    for key, formula in scheme.formulas.items() if lines else ():
        used = rebuilt(formula, lambda leaf: _gradient_times_slope(scheme, leaf))
        if used != formula:
            lines[key] = used
    return lines


def _of_a_unit(scheme: AnswerKey, key: Key) -> Key | None:
    """Return the delta of which a gradient is made; None for a sum, or what is no gradient."""
    if key.kind not in GRADIENT_KINDS or key not in scheme.formulas:
        return None
    deltas = {leaf for leaf in scheme.formulas[key].refs() if leaf.kind == "delta"}
    return deltas.pop() if len(deltas) == 1 else None


def _gradient_times_slope(scheme: AnswerKey, key: Key) -> Expr | None:
    delta = _of_a_unit(scheme, key)
    return _sloped(scheme, delta, Ref(key)) if delta else None


def _times_slope(scheme: AnswerKey, key: Key) -> Expr | None:
    return _sloped(scheme, key, Ref(key)) if key.kind == "delta" else None


def _sloped(scheme: AnswerKey, delta: Key, times: Ref) -> Expr | None:
    if delta.layer is None or delta.unit is None:
        return None
    slope = LineContext(scheme, delta).slope(delta.layer, delta.unit)
    return Product((times, slope)) if slope is not None else None


def other_side(scheme: AnswerKey) -> Formulas:
    """Return the lines in which a slope at a corner of the activation is that of the other side.

    ReLU has no slope at a net input of exactly 0: some take 0, and others 1.
    """
    right = AffineAlgebra(lambda key: AffineNumber(scheme.values[key]))

    def turned(part: Expr) -> Expr | None:
        if not isinstance(part, Choice) or part.tested.fold(right).centre:
            return None
        return Choice(*part.parts(), at_zero=not part.at_zero)

    lines = {
        key: exchanged(formula, turned)
        for key, formula in scheme.formulas.items()
        if key.kind in SLOPES
    }
    return {key: line for key, line in lines.items() if line != scheme.formulas[key]}


def rate_in_delta(scheme: AnswerKey) -> Formulas:
    """Return the lines in which delta has the learning rate, and the update has none: Δw = δ·out.

    Gradients are what they are; what comes back to hidden units has the rate from their outputs.
    """
    lines: dict[Key, Expr] = {}
    for key, formula in scheme.formulas.items() if _has_one_rate(scheme) else ():
        deltas = any(leaf.kind == "delta" for leaf in formula.refs())
        if key.kind == "delta":
            rate = None if deltas else LineContext(scheme, key).rate
            lines |= {key: Product((Ref(rate), formula))} if rate else {}
        elif deltas:
            lines[key] = rebuilt(formula, lambda leaf: _without_rate(scheme, leaf))
    return lines


def rate_in_gradients(scheme: AnswerKey) -> Formulas:
    """Return the lines in which delta, and so the gradients, have the learning rate already."""
    lines = {key: line for key, line in rate_in_delta(scheme).items() if key.kind == "delta"}
    for key, formula in scheme.formulas.items() if lines else ():
        if key.kind in CHANGE_KINDS | NEW_KINDS:
            rate = LineContext(scheme, key).rate
            used = rebuilt(formula, lambda leaf, rate=rate: Number("1") if leaf == rate else None)  # type: ignore[misc]
            lines |= {key: used} if used != formula else {}
    return lines


def _has_one_rate(scheme: AnswerKey) -> bool:
    """Return whether all steps are the gradients times one number that is not 1."""
    exercise = scheme.exercise
    rate = exercise.learning_rate
    plain = exercise.learning_rule == GRADIENT and not exercise.layer_rates
    return plain and rate is not None and rate.value not in (0, 1)


def _without_rate(scheme: AnswerKey, key: Key) -> Expr | None:
    if key.kind != "delta":
        return None
    return Quotient(Ref(key), Ref(LineContext(scheme, key).rate))


def next_epoch(scheme: AnswerKey) -> Formulas:
    """Return the given weights and biases as the first epoch leaves them."""
    last = {
        key.turned(BELONGS_TO[key.kind], None, None): value
        for key, value in scheme.values.items()
        if key.kind in ("new_weight", "new_bias") and key.epoch == 1
    }
    updated: dict[Key, Expr] = {}
    for key, formula in scheme.formulas.items():
        value = last.get(key.timeless) if isinstance(formula, Number) else None
        if value is not None:
            updated[key] = Number(str(value))
    return updated


def biases_kept(scheme: AnswerKey) -> Formulas:
    """Return the lines of new biases that are the old ones."""
    if not scheme.exercise.update_biases:
        return {}
    kept: dict[Key, Expr] = {}
    for key, formula in scheme.formulas.items():
        if key.kind == "new_bias":
            kept[key] = Ref(next(iter(formula.refs())))
    return kept


def biases_constant(scheme: AnswerKey) -> Iterator[tuple[Exercise, Formulas]]:
    """Yield the lines of biases that are taken for constants, so that nothing depends on them."""
    exercise = scheme.exercise
    if exercise.learning_rule != GRADIENT:  # has a mistake of that kind in its own words
        return
    if exercise.updates and any(exercise.graph.biases) and exercise.update_biases:
        kinds = BIAS_UPDATES - {"new_bias"}
        zeros: Formulas = {key: Number("0") for key in scheme.formulas if key.kind in kinds}
        yield replace(exercise, update_biases=False), {**zeros, **biases_kept(scheme)}
