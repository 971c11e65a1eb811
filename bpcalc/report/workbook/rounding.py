"""Rounding in a spreadsheet: as a formula, where a rounded value is carried, and as a format."""

from decimal import Decimal
from typing import NamedTuple

from bpcalc.maths.rounding import DEFAULT_DIGITS, Digits, Ties

SURE_BINARY_DIGITS = 9
"""Digits beyond those asked for that binary numbers have right.

A sum that is 0.3925 on paper may be 0.39249999999999996 in binary; to so many further digits it
is 0.3925 again, and a tie again a tie. LibreOffice sees to that by itself; others may not."""

MOST_DECIMALS = 13
"""Decimals beyond which a number of everyday size has no right digits."""

MOST_PRINTED = 30
"""Decimals that a spreadsheet prints at most."""

MOST_DIGITS = 15
"""Digits of a number that a spreadsheet prints; behind them it writes zeros."""

GENERAL = "General"

MIN_SHOWN_DIGITS = 3
"""Digits that a value has at least, where nobody asks for a number of them."""

MAX_COLUMN_DIGITS = 14
"""Digits for which a column has room."""

LAST = -300
"""The size of a value of 0, which has none: any other one is printed by its power of ten."""


def rounded(cell: str, digits: Digits, ties: Ties) -> str:
    """Return the formula that rounds the number in a cell, as `Digits.round` does.

    >>> rounded("C5", Digits(3), "half_up")
    'ROUND(ROUND(C5,12),3)'
    >>> rounded("C5", Digits(3, significant=True), "down")
    'IF(C5=0,0,ROUNDDOWN(ROUND(C5,11-INT(LOG10(ABS(C5)))),2-INT(LOG10(ABS(C5)))))'
    """
    if not digits.significant:
        n = digits.count
        places = str(n)
        sure = str(max(n + 2, min(n + SURE_BINARY_DIGITS, MOST_DECIMALS)))
        return _TIES[ties](cell, places, sure)
    size = f"INT(LOG10(ABS({cell})))"
    places, sure = f"{digits.count - 1}-{size}", f"{digits.count - 1 + SURE_BINARY_DIGITS}-{size}"
    return f"IF({cell}=0,0,{_TIES[ties](cell, places, sure)})"


def _half_up(cell: str, places: str, sure: str) -> str:
    return f"ROUND(ROUND({cell},{sure}),{places})"


def _down(cell: str, places: str, sure: str) -> str:
    return f"ROUNDDOWN(ROUND({cell},{sure}),{places})"


def _half_even(cell: str, places: str, sure: str) -> str:
    """Round half of a tie, which is none, and double it: the result is even."""
    unit = f"10^({places})"
    counted = f"ROUND(ABS({cell})*{unit},{SURE_BINARY_DIGITS})"
    # The remainder MOD refuses large numbers.
    tie = f"{counted}-INT({counted})=0.5"
    return f"IF({tie},2*ROUND({cell}*{unit}/2,0)/{unit},ROUND({cell},{places}))"


_TIES = {"half_up": _half_up, "half_even": _half_even, "down": _down}


def unit(cell: str, digits: Digits) -> str:
    """Return the formula for one unit in the last digit asked of the number in a cell.

    Zero has no significant digit, and so no unit.

    >>> unit("C5", Digits(4)), unit("C5", Digits(4, significant=True))
    ('10^-4', 'IF(C5=0,0,10^(INT(LOG10(ABS(C5)))-3))')
    """
    if not digits.significant:
        return f"10^-{digits.count}"
    return f"IF({cell}=0,0,10^(INT(LOG10(ABS({cell})))-{digits.count - 1}))"


def given_format(text: str) -> str:
    """Return the number format of a number as written; the user may type more digits than that.

    >>> given_format("0.20"), given_format("3"), given_format("1e-3")
    ('0.00##########', 'General', 'General')
    """
    _, point, decimals = text.partition(".")
    if not point or not decimals.isdecimal() or len(decimals) > MOST_DECIMALS:
        return GENERAL
    return f"0.{'0' * len(decimals)}{'#' * (12 - len(decimals))}"


def value_format(shown: str, digits: Digits | None) -> str:
    """Return the number format that prints a value as it is shown.

    Args:
        shown: the value as it is printed now.
        digits: those asked for; None if there are none. Then further ones may be printed once a
            given number has been changed.

    >>> value_format("0.5000", Digits(4)), value_format("0.3775", None)
    ('0.0000', '0.0000##')
    >>> value_format("1.20e-9", Digits(3, True)), value_format("2", None)
    ('0.00E+00', 'General')
    """
    mantissa, power, _ = shown.lstrip("-").partition("e")
    decimals = len(mantissa.partition(".")[2])
    surplus = len(mantissa.replace(".", "").lstrip("0")) - MOST_DIGITS
    decimals -= min(decimals, max(0, surplus))
    if digits is not None:
        return _format(decimals, 0) + ("E+00" if power else "")
    if not decimals:
        return GENERAL
    written = len(mantissa.replace(".", "").lstrip("0"))
    further = max(0, DEFAULT_DIGITS.count - written)
    return _format(decimals, further) + ("E+00" if power else "")


class Limits(NamedTuple):
    """Where a number format no longer prints a value, because what it follows from was changed.

    Attributes:
        least: a smaller value, but for 0, would have too few digits; 0 if none would.
        most: one at least so large would have too many, or no room.
        printed: the format for these.
        zero: whether that is the format of 0 as well.
    """

    least: float
    most: float
    printed: str
    zero: bool = False


def limits(shown: str, digits: Digits | None) -> Limits | None:
    """Return the limits of the format that prints a value as it is shown, None if it has none.

    >>> limits("0.3775", None)
    Limits(least=0.001, most=100000000.0, printed='0.00000E+00', zero=False)
    >>> limits("0.00877", Digits(3, significant=True))
    Limits(least=0.0009995, most=0.009995, printed='0.00E+00', zero=False)
    >>> limits("0.0088", Digits(4)).least
    0.0
    """
    printed = value_format(shown, digits)
    if "E" in printed or (printed == GENERAL and digits is None):
        return None
    decimals = printed.partition(".")[2]
    if digits is None:
        return Limits(
            10.0 ** (MIN_SHOWN_DIGITS - len(decimals)), _room(len(decimals)), "0.00000E+00"
        )
    if not digits.significant:
        return Limits(0.0, _room(len(decimals)), "0.00000E+00")
    size = Decimal(shown).adjusted() if Decimal(shown) else LAST
    # What is rounded up to a power of ten belongs to it.
    short = 1 - Decimal("0.5").scaleb(-digits.count)
    least, most = (float(short.scaleb(power)) for power in (size, size + 1))
    return Limits(least, most, _format(digits.count - 1, 0) + "E+00")


def _room(decimals: int) -> float:
    """Return the least number that has no room in a column, beside so many decimals."""
    return 10.0 ** max(1, MAX_COLUMN_DIGITS - decimals)


def _format(decimals: int, further: int) -> str:
    decimals = min(decimals, MOST_PRINTED)
    return "0" + ("." if decimals else "") + "0" * decimals + "#" * further
