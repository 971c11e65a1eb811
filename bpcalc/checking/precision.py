"""Numbers that come out of a program: how far they may lie off, and in which precision it worked.

A program's numbers are not the decimals of the exercise, and every operation rounds. What double
precision may do to a line is always allowed. What single precision does can be seen in a fourth
digit, so it is allowed only on a sheet that shows it.
"""

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from bpcalc.checking.answer_key import Formulas
from bpcalc.checking.cells import Cell
from bpcalc.maths.float_bounds import DOUBLE, SINGLE, FloatBounds, Noisy
from bpcalc.maths.keys import Key

Precision = Literal["", "double", "single"]
"""What a sheet was worked in, as far as its numbers show it: "" is by hand, or cannot be told."""

ROUNDOFF: Mapping[Precision, float] = {"": DOUBLE, "double": DOUBLE, "single": SINGLE}

SURE_DIGITS = 12
"""Digits from which on a number that a float of 32 bits prints is one: few others look like it."""

LONG_DIGITS = 8
"""Digits from which on a number is taken for one that a program printed."""

MIN_LONG_NUMBERS = 3
"""So many long numbers show what they were worked in."""

SINGLE_SHARE = 0.8
"""The share of them that must be exactly what a float of 32 bits prints."""

EXACT_SHARE = 0.5
"""The same where the rest was filled up with further digits, as NumPy does in a column."""

CUT_DIGITS = range(6, 11)
"""Decimals, or significant digits, with which `%f`, `%.8f`, `%g` print what single precision holds.

Six are the fewest in which its rounding shows.
"""

CUT_SHARE = 0.6
"""The share of numbers that have all of them; the rest ends in zeros, or is exact."""

SINGLE_DIGITS = 7
"""Digits that single precision holds; from them on its rounding shows."""

SHORTEST = range(6, 10)
"""Digits among which the shortest form of a float of 32 bits is found."""


def is_long(cell: Cell, digits: int = SINGLE_DIGITS) -> bool:
    """Return whether a number has so many digits that the rounding of a program can show."""
    return cell.value is not None and cell.exponent is not None and cell.digits >= digits


def may_show_noise(cell: Cell) -> bool:
    """Return whether rounding in single precision could reach the digits of a number."""
    return cell.exponent is not None and (cell.exponent <= -6 or cell.digits >= SINGLE_DIGITS - 1)


class ProgramNoise:
    """What rounding in a program may have moved each line by.

    The lines are worked once and in order, as far as they are needed.
    """

    def __init__(self, formulas: Formulas, number: Callable[[Key], Decimal | None]) -> None:
        """Work over these formulas.

        Args:
            formulas: in order of working.
            number: a quantity as the student has it, None if it is not known.
        """
        self._formulas = formulas
        self._waiting = iter(formulas)
        self._number = number
        self._lines: dict[Key, Noisy] = {}
        self._algebra = FloatBounds(self._noisy)

    def bound(self, key: Key, precision: Precision) -> Decimal:
        """Return how far a line may lie off; 0 where nothing can be said."""
        while key not in self._lines:
            following = next(self._waiting, None)
            if following is None:
                return Decimal(0)
            self._lines[following] = self._line(following)
        error = self._lines[key].error * ROUNDOFF[precision]
        return Decimal(error) if math.isfinite(error) else Decimal(0)

    def _noisy(self, key: Key) -> Noisy:
        line = self._lines.get(key)
        if line is None:  # a line that another convention has put behind the one that needs it
            line = self._lines[key] = self._line(key)
        return line

    def _line(self, key: Key) -> Noisy:
        worked = self._formulas[key].fold(self._algebra)
        number = self._number(key)
        # A zero of which no digit is left was none in the program, which divided by it.
        return Noisy(_float(number), worked.error) if number else worked


def ulp(value: Decimal | None, precision: Precision) -> Decimal:
    """Return how far rounding once moves a number at most."""
    return abs(value or Decimal(0)) * Decimal(ROUNDOFF[precision])


def _float(number: Decimal) -> float:
    return float(number) if number.adjusted() < 300 else math.inf


def prints_single(cell: Cell) -> bool:
    """Return whether a float of 32 bits prints exactly so: its shortest form, or as a double.

    >>> from bpcalc.checking.cells import read_cell
    >>> [prints_single(read_cell(text)) for text in ("0.75136507", "0.7513650695523157")]
    [True, False]
    """
    value = cell.value
    assert value is not None
    single = _single(float(value))
    return single is not None and (value == Decimal(repr(single)) or value == _shortest(single))


def _fills_up(cell: Cell) -> bool:
    """Return whether a number is a float of 32 bits to as many digits as are written.

    In a column with exponents NumPy gives all numbers the digits that one of them needs.

    >>> from bpcalc.checking.cells import read_cell
    >>> [_fills_up(read_cell(text)) for text in ("6.1378079e-03", "6.1378080e-03")]
    [True, False]
    """
    value = cell.value
    assert value is not None
    single = _single(float(value))
    return single is not None and value == Decimal(f"{single:.{max(cell.digits, 1) - 1}e}")


def _single(value: float) -> float | None:
    """Return the nearest float of 32 bits."""
    try:
        nearest: float = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return None
    return nearest


@lru_cache(maxsize=4096)
def _shortest(single: float) -> Decimal:
    """Return the shortest decimal that reads as this float of 32 bits."""
    for digits in SHORTEST:
        text = f"{single:.{digits - 1}e}"
        if _single(float(text)) == single:
            return Decimal(text)
    return Decimal(single)


def shows_single(cells: Iterable[Cell]) -> bool:
    """Return whether the long numbers of a sheet are what floats of 32 bits print.

    Three are enough, or one with as many digits as `loss.item()` has, or the word of the file.
    """
    cells = list(cells)
    long = [cell for cell in cells if is_long(cell, LONG_DIGITS)]
    exact = [cell for cell in long if prints_single(cell)]
    sure = any(cell.of_single for cell in cells)
    sure = sure or any(is_long(cell, SURE_DIGITS) for cell in exact)
    few = not sure and len(long) < MIN_LONG_NUMBERS
    if few or len(exact) < EXACT_SHARE * len(long):
        return False
    filled = sum(not prints_single(cell) and _fills_up(cell) for cell in long)
    return len(exact) + filled >= SINGLE_SHARE * len(long)


def told_single(cells: dict[Key, Cell], texts: Iterable[str]) -> dict[Key, Cell]:
    """Return the numbers of a file, marked where it says itself that they are of 32 bits.

    NumPy writes so behind an array; PyTorch writes nothing, as that is what it works in unasked.
    """
    if not any("float32" in text for text in texts):
        return cells
    return {key: replace(cell, of_single=True) for key, cell in cells.items()}


def cut_by_print(cells: Mapping[Key, Cell]) -> list[Key]:
    """Return the numbers that a program may have cut short, as they are written all over the sheet.

    `%f` and `%.8f` give all numbers equal decimals; `%g` gives them equal significant digits, with
    zeros at the end left out. Whether single precision lies behind them is seen by what they are.
    """
    long = [key for key, cell in cells.items() if is_long(cell)]
    # A loss that was printed by itself has all its digits, and is known by them.
    cut = [
        key for key in long if not (is_long(cells[key], LONG_DIGITS) and prints_single(cells[key]))
    ]
    for some in (long, cut):
        if len(some) >= MIN_LONG_NUMBERS and len({cells[key].decimals for key in some}) == 1:
            return some if cells[some[0]].decimals in CUT_DIGITS else []
    readable = {k: c for k, c in cells.items() if c.value is not None and c.exponent is not None}
    decimals = {key: cell.decimals for key, cell in readable.items()}
    digits = {key: cell.digits for key, cell in readable.items()}
    for counts in (decimals, digits):
        most = max(counts.values(), default=0)
        full = [key for key, count in counts.items() if count == most]
        if most in CUT_DIGITS and len(full) >= max(MIN_LONG_NUMBERS, CUT_SHARE * len(readable)):
            return full
    # Gradients with `%.8f`, weights with `%.6f`: the finer ones show it.
    finest = max((decimals[key] for key in long), default=0)
    full = [key for key in long if decimals[key] == finest]
    return full if finest in CUT_DIGITS and len(full) >= MIN_LONG_NUMBERS else []


def printed_alike(cells: Mapping[Key, Cell], long: Sequence[Key]) -> list[Key]:
    """Return the numbers that were printed as the long ones were: these, and all of equal decimals.

    Rounding in single precision shows in the last decimal of a small number, too: 0.0139999 for
    0.0140000, which has six digits only. `%g` leaves zeros out: -0.00059998 for -0.000600000.
    """
    decimals = {cells[key].decimals for key in long}
    digits = {cells[key].digits for key in long}
    if len(decimals) != 1 and len(digits) == 1:
        return [
            key for key, cell in cells.items() if is_long(cell, 1) and cell.digits <= max(digits)
        ]
    if len(decimals) != 1:
        return [*long]
    like = set(long)
    like |= {key for key, cell in cells.items() if is_long(cell, 1) and {cell.decimals} == decimals}
    return [key for key in cells if key in like]
