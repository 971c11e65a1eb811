"""The lines of the same exercise under conventions that change how they are worked."""

from bpcalc.checking.answer_key import AnswerKey, Formulas
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.substitution import rebuilt
from bpcalc.maths.expr import Expr, Number, Product, Ref
from bpcalc.maths.keys import Key


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


def _times_slope(scheme: AnswerKey, key: Key) -> Expr | None:
    if key.kind != "delta" or key.layer is None or key.unit is None:
        return None
    slope = LineContext(scheme, key).slope(key.layer, key.unit)
    return Product((Ref(key), slope)) if slope is not None else None


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
