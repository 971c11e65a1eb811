"""The lines of the same exercise under conventions that change how they are worked."""

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.substitution import rebuilt
from bpcalc.maths.expr import Expr, Number, Product, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GRADIENT_KINDS


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


def next_epoch(scheme: AnswerKey) -> Formulas:
    """Return the given weights and biases as the first epoch leaves them."""
    last = {
        key.turned("weight" if key.kind == "new_weight" else "bias", None, None): value
        for key, value in scheme.values.items()
        if key.kind in ("new_weight", "new_bias") and key.epoch == 1
    }
    updated: dict[Key, Expr] = {}
    for key, formula in scheme.formulas.items():
        value = last.get(key.timeless) if isinstance(formula, Number) else None
        if value is not None:
            updated[key] = Number(str(value))
    return updated
