"""The error of a run in one line of bars, for a terminal."""

from math import isfinite, isnan, log10

BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "_.:-=+*#"
DECADES = 2
"""An error that falls through more powers of ten than this is drawn to a logarithmic scale."""


def sparkline(errors: list[float], bars: str = BARS, width: int = 60) -> str:
    """Return the curve in one line, to a logarithmic scale where it spans decades.

    >>> sparkline([4.0, 3.0, 2.0, 1.0]), sparkline([4.0, 3.0, 2.0, 1.0], ASCII_BARS)
    ('█▆▃▁', '#+:_')

    Below 0 there are no decades:

    >>> sparkline([0.01, 1.0, -1.0])
    '▅█▁'

    An error beyond all floats is at the top:

    >>> sparkline([1.0, 2.0, float("inf")])
    '▁██'
    """
    errors = [error for error in errors if not isnan(error)]
    picked = errors[:: max(1, -(-len(errors) // width))]
    finite = [error for error in picked if isfinite(error)]
    if not finite:
        return bars[-1] * len(picked)
    positive = [error for error in finite if error > 0]
    floor = min(positive, default=0.0)
    logarithmic = bool(positive) and min(finite) >= 0 and max(finite) / 10**DECADES > floor

    def scaled(error: float) -> float:
        return log10(max(error, floor)) if logarithmic else error

    least, most = scaled(min(finite)), scaled(max(finite))
    if most == least and len(finite) == len(picked):
        return bars[0] * len(picked)
    top = len(bars) - 1
    return "".join(
        bars[round((scaled(error) - least) / ((most - least) or 1) * top)]
        if isfinite(error)
        else bars[-1]
        for error in picked
    )
