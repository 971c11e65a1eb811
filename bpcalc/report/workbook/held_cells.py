"""How the cells of a workbook print what floats know of a value, and no digit more.

A spreadsheet calculates in floats, which have 16 digits and end at 10^-308. Of a difference of
nearly equal numbers they know few digits, and of what is smaller nothing. So a cell has a format
for the digits that hold however its formula is rounded; where none does, the format itself says
within what the number is, and goes on to be true when a given number is changed.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from math import isfinite, isnan
from typing import NamedTuple

from bpcalc.calc.lines import Line
from bpcalc.locale import say
from bpcalc.maths.float_bounds import DOUBLE, FUNCTION_ERROR, FloatBounds, Noisy
from bpcalc.maths.held_digits import all_hold, held_digits
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import DEFAULT_DIGITS, TIES, Digits, Rounding
from bpcalc.maths.worked_float import exact_decimal
from bpcalc.report.numbers import shown_error
from bpcalc.report.workbook.rounding import (
    GENERAL,
    SURE_BINARY_DIGITS,
    Limits,
    limits,
    value_format,
)
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts
from bpcalc.training.surely import lacks_digits
from bpcalc.training.trainer import Training

LEAST_NORMAL = 2.0**-1022
"""Spreadsheets take what is smaller for 0."""

SURE_FACTOR = 4
"""So many times over counts what roundings may come to, as functions of spreadsheets may be less
precise, and terms are added in an order of their own."""

PLAIN = "0.00000E+00"
"""The format of a number of any size."""

ANY_NUMBER = 1e300
"""A number so large that none has to be told from it."""

GENERAL_DIGITS = Digits(11, significant=True)
"""What a cell prints whose format names no digits."""


SMALL_ERROR = 1e-14
"""An error about whose square roundings of floats begin, where numbers are of everyday size."""


class Printed(NamedTuple):
    """How a cell prints its number.

    Attributes:
        form: the number format.
        limits: beyond which a number is printed by its power of ten; None for never.
        width: how many characters it has.
    """

    form: str
    limits: Limits | None
    width: int


def said_of_small_errors(runs: Iterable[tuple[Training, Doubts]]) -> str:
    """Return from where on errors of these runs are no more than roundings, "" if none comes near.

    Spreadsheets calculate them in floats, whatever they were trained in.
    """
    near = list(filter(isfinite, (_nearly_nothing(*each) for each in runs)))
    if not any(near):
        return ""
    return say(
        "Spreadsheets calculate with 16 digits: of an error of these rows near {most}, or below, "
        "digits are made by roundings.",
        most=f"{max(near):.0e}",
    )


def _nearly_nothing(training: Training, doubts: Doubts) -> float:
    """Return how large an error may be of which floats know nothing; 0 if none is so small."""
    if training.engine != "paper":
        if not lacks_digits(training, doubts):
            return 0.0
        last, error = doubts.at_end, training.errors_after.total
        # Where roundings have grown, digits of an error far above them are theirs as well.
        rounding = training.problem.exercise.rounding
        return last if all_hold(error, rounding, last, "total_error") else last + error
    exact = training.problem.exercise.rounding.carry == "exact"
    return SMALL_ERROR**2 if exact and training.errors_after.total < SMALL_ERROR else 0.0


def printed_error(error: float, rounding: Rounding, doubt: float) -> Printed:
    """Return how a cell prints an error of a training run, as a report has it.

    Args:
        error: the number in the cell.
        rounding: its exercise's.
        doubt: how far the true error may lie from it.
    """
    shown, exact = shown_error(error, rounding, doubt), exact_decimal(error)
    held = held_digits(exact, rounding, doubt, "total_error")
    if held is not None:
        all_of_them = held == rounding.printed_digits("total_error", exact)
        return Printed(value_format(shown, None if all_of_them else held), None, len(shown))
    if not shown.startswith("< "):
        return Printed(f'"{shown}"', None, len(shown))
    return _below(float(shown[2:]), shown)


def _below(limit: float, says: str) -> Printed:
    """Return a format that says within what a number is, as long as it is."""
    form = f'{PLAIN};-{PLAIN};"{says}"'
    return Printed(form, Limits(limit, ANY_NUMBER, f'"{says}"', zero=True), len(says))


class HeldCells:
    """The formats of the lines of one solution."""

    def __init__(self, solution: Solution) -> None:
        """Know nothing yet of how far the lines may lie off."""
        self._solution = solution
        self._rounding = solution.exercise.rounding

    def printed(self, line: Line) -> Printed:
        """Return how the cell of a line prints it, in the digits that it is shown in."""
        asked = self._rounding.asked(line.key.kind, line.value)
        held = self._held(line, asked or DEFAULT_DIGITS)
        if held is None:
            return self._within(line)
        if held == (asked or DEFAULT_DIGITS):
            shown = self._solution.shown(line)
            return Printed(value_format(shown, asked), limits(shown, asked), len(shown))
        shown = Rounding(held, ties=self._rounding.ties).shown(line.key.kind, line.value)
        return Printed(value_format(shown, held), None, len(shown))

    def plainly(self, line: Line) -> Printed:
        """Return how a cell prints it beside which it stands once more, as it is asked for."""
        held = self._held(line, GENERAL_DIGITS)
        if held is None:
            return self._within(line)
        if held == GENERAL_DIGITS:
            return Printed(GENERAL, None, 0)
        shown = Rounding(held).shown(line.key.kind, line.value)
        return Printed(value_format(shown, held), None, len(shown))

    def lacks(self, line: Line) -> bool:
        """Return whether fewer digits of a line are printed than it is shown in."""
        asked = self._rounding.printed_digits(line.key.kind, line.value)
        return self._held(line, asked) != asked

    def note(self) -> str:
        """Return a sentence if digits of any line are left out, "" if none are."""
        if not any(map(self.lacks, self._solution)):
            return ""
        return say(
            "Spreadsheets calculate with 16 digits, and not below 10^-307: cells print the digits "
            "that are right of numbers that have more; other formats have all."
        )

    def _held(self, line: Line, digits: Digits) -> Digits | None:
        value, doubt = line.value, self._known[line.key].error
        if not value.is_finite() or not value:
            return digits
        # Formulas round to some further digits first, so that a tie is one again. A short decimal
        # comes of sums and products alone, which are the same in all spreadsheets.
        sure = Digits(digits.count + SURE_BINARY_DIGITS, digits.significant)
        mode, found = TIES[self._rounding.ties], Decimal(repr(self._known[line.key].value))
        short = sure.round(value) == value and found.is_finite()
        if short and digits.round(sure.round(found), mode) == digits.round(value, mode):
            return digits
        return held_digits(value, Rounding(digits, ties=self._rounding.ties), doubt)

    @cached_property
    def _known(self) -> dict[Key, Noisy]:
        """What floats make of every line, and how far that may lie from the line's value."""
        known: dict[Key, Noisy] = {}
        found: dict[Key, Noisy] = {}
        algebra = FloatBounds(known.__getitem__)
        for line in self._solution:
            noisy = line.formula.fold(algebra)
            if isnan(noisy.error):  # formulas of spreadsheets are written so that nothing overflows
                noisy = Noisy(float(line.value), FUNCTION_ERROR * abs(float(line.value)))
            stored = self._rounding.stored(line.key.kind) is not None
            size = abs(float(line.value))
            known[line.key] = Noisy(float(line.value), size) if stored else noisy
            doubt = SURE_FACTOR * DOUBLE * noisy.error
            if line.value and abs(line.value) < Decimal(LEAST_NORMAL):
                doubt = max(doubt, LEAST_NORMAL)
            found[line.key] = Noisy(noisy.value, doubt)
        return found

    def _within(self, line: Line) -> Printed:
        """Return a format for a number of which no digit is known: it is as good as 0."""
        most = abs(line.value) + Decimal(self._known[line.key].error)
        limit = Digits(1, significant=True).round(most, ROUND_CEILING)
        if not limit.is_finite():
            return Printed(GENERAL, None, 1)
        return _below(float(limit), f"0 ± {limit:.0E}")
