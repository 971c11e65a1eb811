"""What a sheet asks for, and what it does not: the same for sheet, key, workbook and marking."""

from collections.abc import Collection, Iterable, Mapping

from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key, Kind


def same_quantities(formulas: Mapping[Key, Expr]) -> dict[Key, Key]:
    """Return the errors of single outputs that are the total error as well, each with that.

    Where there is one output, and nothing is added to its error, both are one number under two
    names. Sheets ask for the total error; whoever writes the other name has answered it, too.
    """
    return {
        formula.key: key
        for key, formula in formulas.items()
        if key.kind == "total_error" and isinstance(formula, Ref) and formula.key.kind == "error"
    }


def asked_keys(formulas: Mapping[Key, Expr], kinds: Collection[Kind], epochs: int) -> list[Key]:
    """Return what is asked for of these kinds, in order of working.

    Args:
        formulas: all lines, the given ones included.
        kinds: what is to be asked for.
        epochs: of so many epochs; what is worked out after the last update is not asked for.
            Nor are the changes before the first epoch, which the exercise gives.
    """
    same = same_quantities(formulas)
    wanted = (
        same.get(key, key)
        for key in formulas
        if key.kind in kinds and 1 <= (1 if key.epoch is None else key.epoch) <= epochs
    )
    return _in_order(wanted, formulas)


def _in_order(keys: Iterable[Key], formulas: Mapping[Key, Expr]) -> list[Key]:
    wanted = set(keys)
    return [key for key in formulas if key in wanted]
