"""Numbers that are not lines of a calculation, shown as such lines are."""

from decimal import ROUND_CEILING, Decimal

from bpcalc.maths.held_digits import held_digits
from bpcalc.maths.keys import Kind
from bpcalc.maths.rounding import TIES, Digits, Rounding
from bpcalc.maths.worked_float import exact_decimal


def shown_float(
    value: float | Decimal, rounding: Rounding, doubt: float = 0.0, kind: Kind = "weight"
) -> str:
    """Return a number of a training run in the digits of its exercise.

    Args:
        value: the number.
        rounding: its exercise's.
        doubt: how far the true number may lie from it. There are no more digits than are the same
            for all that it may be; where there is none, it is said what it may be.
        kind: of quantity; an exercise may ask of one for other digits than of another.

    >>> shown_float(0.1, Rounding()), shown_float(2 / 3, Rounding())
    ('0.1', '0.666667')
    >>> [shown_float(2 / 3, Rounding(), doubt) for doubt in (1e-9, 1e-5, 0.1, 1.0)]
    ['0.666667', '0.6667', '0.7 ± 0.2', '0 ± 2']
    """
    # A float stands for the shortest decimal that names it: 0.1, not 0.1000000000000000055….
    exact = exact_decimal(value)
    if not exact.is_finite():
        return str(value)
    digits = held_digits(exact, rounding, doubt, kind)
    if digits is None:
        return _within(exact, doubt)
    if digits == rounding.printed_digits(kind, exact):
        return rounding.shown(kind, exact)
    return _written(digits.round(exact, TIES[rounding.ties]), digits)


def shown_error(
    value: float | Decimal, rounding: Rounding, doubt: float, kind: Kind = "total_error"
) -> str:
    """Return an error, which is never below 0, of which no digit may be known.

    >>> shown_error(1.79712e-29, Rounding(), 2e-31), shown_error(0.0, Rounding(), 1.03e-30)
    ('1.8e-29', '< 2e-30')
    """
    exact, off = exact_decimal(value), Decimal(doubt)
    known = (exact + off).is_finite() and value >= 0
    if not known or held_digits(exact, rounding, doubt, kind):
        return shown_float(value, rounding, doubt, kind)
    return f"< {_upwards(exact + off)}"


def _written(value: Decimal, digits: Digits) -> str:
    """Return a number in digits all of which count, also those before the point."""
    last = value.adjusted() - digits.count + 1
    if digits.significant and last > 0:
        return _scientific(value, digits.count)
    return Rounding(digits).shown("weight", value)


def _within(value: Decimal, doubt: float) -> str:
    """Return between what and what a number lies, in a digit each."""
    off = Decimal(doubt)
    if not off.is_finite():
        return "?"
    if abs(value) <= off:
        return f"0 ± {_upwards(abs(value) + off)}"
    middle = Digits(1, significant=True).round(value)
    return f"{_plain(middle)} ± {_upwards(off + abs(value - middle))}"


def _upwards(value: Decimal) -> str:
    """Return the next number with one digit that is not smaller."""
    return _plain(Digits(1, significant=True).round(value, ROUND_CEILING))


def _plain(value: Decimal) -> str:
    return _scientific(value, 1) if value.adjusted() > 0 else Rounding().shown("weight", value)


def _scientific(value: Decimal, count: int) -> str:
    mantissa, power = f"{value:.{count - 1}e}".split("e")
    return f"{mantissa}e{int(power)}"
