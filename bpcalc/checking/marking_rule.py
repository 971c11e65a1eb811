"""The rule of marking: what is asked for, what the digits written allow, and what comes of it.

Sheet, key, workbook, check and grade read it here, and nothing of it is written down elsewhere.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from bpcalc.checking.cells import Cell, half_unit
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.intervals import RELATIVE_SLACK, AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import DATA, SHEET_KINDS, SMALL_KINDS, STATISTIC_KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.named_tuples import NamedTuple

# What is asked for ----------------------------------------------------------------------------

USUAL_DIGITS = 4
"""Digits that a sheet asks for where the exercise does not say."""

MIN_DIGITS = 2
"""Decimals, or significant digits, that are enough where nothing is asked for."""

BARE_ZERO = -4
"""The power of ten of the last digit of a bare 0 that stands alone."""


def same_quantities(formulas: Mapping[Key, Expr]) -> dict[Key, Key]:
    """Return the errors of single outputs that are the total error as well, each with that.

    Where there is one output, and nothing is added to its error, both are one number under two
    names. Sheets ask for the total error; whoever writes the other name has answered it, too.
    """
    totals = (key for key in formulas if key.kind == "total_error")
    return {alone: key for key in totals if (alone := only_error(key, formulas))}


def written_out(key: Key, formula: Expr, formulas: Mapping[Key, Expr]) -> Expr:
    """Return a formula of a total error with that of the only error put in, which is on no sheet.

    >>> error, total = Key("error", 2, 1), Key("total_error")
    >>> formulas = {error: Ref(Key("out", 2, 1)) ** 2, total: Ref(error)}
    >>> written_out(total, 2 * Ref(error), formulas)
    Product(Number('2'), Power(Ref('out', 2, 1), 2))
    """
    alone = only_error(key, formulas)
    if alone is None:
        return formula
    return rebuilt(formula, lambda leaf: formulas[leaf] if leaf == alone else None)


def only_error(key: Key, formulas: Mapping[Key, Expr]) -> Key | None:
    """Return the error of the only output, which is this total error; None for other lines."""
    formula = formulas.get(key)
    alone = key.kind == "total_error" and isinstance(formula, Ref) and formula.key.kind == "error"
    return formula.key if alone and isinstance(formula, Ref) else None


def is_worked_datum(key: Key, formula: Expr) -> bool:
    """Return whether a quantity is an input or target that is worked out: brought to a scale."""
    return key.kind in DATA and not isinstance(formula, Number)


def is_given_bound(key: Key, formula: Expr) -> bool:
    """Return whether a quantity is a bound of a scale that the exercise gives."""
    return key.kind in STATISTIC_KINDS and isinstance(formula, Number)


def asked_keys(
    formulas: Mapping[Key, Expr],
    kinds: Collection[Kind],
    epochs: int,
    given: Collection[Key] = frozenset(),
) -> list[Key]:
    """Return what is asked for of these kinds, in order of working.

    Args:
        formulas: all lines, the given ones included.
        kinds: what is to be asked for.
        epochs: of so many epochs; what is worked out after the last update is not asked for.
            Nor are the changes before the first epoch, which the exercise gives.
        given: what it gives besides, although it could be worked out.
    """
    same = same_quantities(formulas)
    full = set(SHEET_KINDS) <= set(kinds)
    wanted = (
        same.get(key, key)
        for key in formulas
        if (key.kind in kinds or (full and is_worked_datum(key, formulas[key])))
        and not is_given_bound(key, formulas[key])
        and key not in given
        and 1 <= (1 if key.epoch is None else key.epoch) <= epochs
    )
    return _in_order(wanted, formulas)


def _in_order(keys: Iterable[Key], formulas: Mapping[Key, Expr]) -> list[Key]:
    wanted = set(keys)
    return [key for key in formulas if key in wanted]


def asking(exercise: Exercise, told: bool) -> Exercise:
    """Return the exercise with the digits that a sheet asks for.

    Digits that are given hold. Where nothing is said, decimals are asked for, and small numbers in
    significant digits: with decimals, one could not tell from 0.0004 whether it is right.

    Args:
        exercise: the exercise.
        told: whether the digits were asked for when the sheet was.
    """
    rounding: Rounding = exercise.rounding
    return exercise if told else replace(exercise, rounding=asked_on_sheet(rounding))


def asked_on_sheet(rounding: Rounding) -> Rounding:
    """Return what a blank sheet asks for where nobody has told it any digits: see `asking`."""
    if rounding.digits is not None or rounding.carry == "rounded":
        return rounding
    general = Digits(USUAL_DIGITS)
    small = {kind: Digits(general.count, significant=True) for kind in SMALL_KINDS}
    by_kind = {**small, **rounding.by_kind}
    return replace(rounding, digits=general, by_kind=by_kind)


def digits_asked(rounding: Rounding, kind: Kind, value: Decimal | None) -> Digits | None:
    """Return the digits that are asked of a value; None: any `MIN_DIGITS` or more will do."""
    return rounding.asked(kind, value)


def digits_compared(rounding: Rounding, kind: Kind, value: Decimal) -> Digits:
    """Return the digits to which what cannot be seen to have any is compared, as in a workbook."""
    return digits_asked(rounding, kind, value) or Digits(USUAL_DIGITS, significant=True)


# What digits allow ----------------------------------------------------------------------------

Fit = Literal["", "good", "extra", "few", "cut"]
"""How a written number agrees with a value:

    good    to the digits written, or to those asked for with zeros left out at the end
    extra   to the digits asked for; further ones are wrong
    few     to the digits written, and they are fewer than asked for
    cut     if the rest was cut off instead of rounded
"""


class Tolerance(NamedTuple):
    """What a teacher allows beyond the digits; nothing unless told otherwise.

    Attributes:
        absolute: to be added to the half unit.
        relative: the same as a share of the value.
    """

    absolute: Decimal = Decimal(0)
    relative: Decimal = Decimal(0)


EXACTLY = Tolerance()


def asked_exponent(digits: Digits | None, value: Decimal) -> int:
    """Return the power of ten of the last digit that is asked of a value.

    >>> asked_exponent(Digits(4), Decimal("0.00877")), asked_exponent(Digits(4, True), Decimal(12))
    (-4, -2)
    """
    if digits is None:
        return max(-MIN_DIGITS, value.adjusted() - MIN_DIGITS + 1) if value else -MIN_DIGITS
    if not digits.significant:
        return -digits.count
    return (value.adjusted() if value else 0) - digits.count + 1


def allowance(how: Fit) -> Decimal:
    """Return how far a number may lie from its value, in units of its last digit."""
    return Decimal(1) if how == "cut" else Decimal("0.5")


def touches(
    value: Decimal, half: Decimal, box: AffineNumber, tolerance: Tolerance = EXACTLY
) -> bool:
    """Return whether value ± half meets the box."""
    if not box.known:
        return False
    centre = box.centre
    size = max(value.copy_abs(), centre.copy_abs())
    room = half + box.radius + tolerance.absolute + (tolerance.relative + RELATIVE_SLACK) * size
    return (value - centre).copy_abs() <= room


def fit(
    cell: Cell,
    box: AffineNumber,
    digits: Digits | None,
    tolerance: Tolerance = EXACTLY,
    bare_zero: int = BARE_ZERO,
) -> Fit:
    """Return how a number that can be read agrees with a box.

    Args:
        cell: the number as it was written.
        box: the value.
        digits: that are asked for.
        tolerance: what a teacher allows.
        bare_zero: the power of ten of the last digit that a 0 without decimals stands for.
    """
    value = cell.value
    assert value is not None
    if not value and cell.zeros_lost and cell.exponent is not None:
        cell = replace(cell, exponent=min(cell.exponent, bare_zero))
    if cell.exponent is None:
        return "good" if touches(value, Decimal(0), box, tolerance) else ""
    if digits is None and not value:
        return _as_zero(cell, box, tolerance, bare_zero)
    wanted = asked_exponent(digits, value if value else box.centre)
    if touches(value, half_unit(min(cell.exponent, wanted)), box, tolerance):
        return "good"
    coarser = max(cell.exponent, _loose(cell, digits), cell.exponent if digits is None else wanted)
    if touches(value, half_unit(coarser), box, tolerance):
        return _rougher(cell, wanted, digits)
    return _cut(cell, box) if cell.exponent <= wanted else ""


def place_of_zeros(cells: Iterable[Cell]) -> int:
    """Return the power of ten of the last digit of a bare 0 among these numbers.

    It is that of the middle one: one long number says nothing of the others.
    """
    seen = sorted(cell.exponent for cell in cells if cell.value and cell.exponent is not None)
    return min(-MIN_DIGITS, seen[len(seen) // 2]) if seen else BARE_ZERO


def _as_zero(cell: Cell, box: AffineNumber, tolerance: Tolerance, bare: int) -> Fit:
    """Return how a zero agrees with a value of which no digits are asked."""
    assert cell.exponent is not None
    meant = cell if cell.exponent <= -MIN_DIGITS else replace(cell, exponent=bare)
    return "good" if touches(Decimal(0), meant.half, box, tolerance) else _cut(meant, box)


def _loose(cell: Cell, digits: Digits | None) -> int:
    """Return the last significant place of a whole number, with the benefit of doubt."""
    assert cell.exponent is not None
    counts = digits is None or digits.significant
    return cell.loose if counts and cell.loose is not None else cell.exponent


def _rougher(cell: Cell, wanted: int, digits: Digits | None) -> Fit:
    assert cell.exponent is not None
    if cell.exponent > wanted:
        if digits is not None and cell.digits >= digits.count:
            return "good"  # 12.35 where four decimals are asked: four digits are enough
        # One digit is few digits; a bare 0 or 1 for 0.7 is none at all.
        bare = not cell.value or cell.exponent >= 0
        return "" if bare and cell.exponent > -MIN_DIGITS and cell.digits < MIN_DIGITS else "few"
    return "extra" if digits is not None and cell.exponent < wanted else "good"


def _cut(cell: Cell, box: AffineNumber) -> Fit:
    """Return whether the box lies within the unit that begins with the number."""
    value, half = cell.value, cell.half
    assert value is not None
    up = value > 0 or (not value and box.centre > 0)
    beyond = value + half + half if up else value - half - half
    if not touches(value + half if up else value - half, half, box):
        return ""
    # A value of 0.3775 itself is not cut off to 0.3774.
    return "" if abs(box.centre) >= abs(beyond) + box.radius else "cut"


def enough_digits(cell: Cell, digits: Digits | None) -> bool:
    """Return whether a number has the digits that are asked for, by either way of counting."""
    if cell.value is None or cell.exponent is None:
        return False
    enough = digits is not None and cell.digits >= digits.count
    return enough or cell.exponent <= asked_exponent(digits, cell.value)


def half_even(cell: Cell, box: AffineNumber) -> bool:
    """Return whether a number is a half of a unit rounded to the even digit, and not up.

    >>> from bpcalc.checking.cells import read_cell
    >>> half_even(read_cell("0.392"), AffineNumber(Decimal("0.3925")))
    True
    """
    value = cell.value
    if value is None or box.rest or box.noise or cell.exponent is None:
        return False
    return value.copy_abs() < box.centre.copy_abs() == value.copy_abs() + cell.half


def standing(cell: Cell, digits: Digits | None, how: Fit) -> AffineNumber:
    """Return a written number as later lines see it, without its key.

    One digit must not buy a wide window: a number with fewer digits than asked for counts as if
    those were there. One with more may have been carried with those asked for. Where digits were
    cut off, the true value may lie a whole unit away.
    """
    assert cell.value is not None
    if cell.exponent is None or cell.bare_zero:
        return AffineNumber(cell.value)
    exponent = max(cell.exponent, _loose(cell, digits))
    if cell.value:
        wanted = asked_exponent(digits, cell.value)
        if digits is None:
            exponent = min(exponent, wanted)
        elif cell.digits < digits.count or cell.exponent < wanted:
            exponent = wanted
    return AffineNumber(cell.value, {}, Decimal((0, (1,), exponent)) * allowance(how))


# What comes of it -----------------------------------------------------------------------------

Source = Literal["own", "key"]
"""What a number is compared with: what follows from the student's own earlier numbers, or the
right value."""

Agreement = Literal["whole", "part", "unknown", "none"]
"""How it agrees: to the digits asked for; but for its form, with digits missing or cut off; nobody
can say, for the value is not known; or not at all."""

Outcome = Literal["right", "jump", "follow", "form"]
"""What a number is, if it agrees: see `bpcalc.checking.verdicts.Verdict`."""

AGREEMENTS: Mapping[Fit, Agreement] = {
    "good": "whole",
    "extra": "whole",
    "few": "part",
    "cut": "part",
    "": "none",
}


class Case(NamedTuple):
    """One line of the rule.

    Attributes:
        source: what a number is compared with.
        agreement: how it must agree.
        after_error: whether there is a mistake among the numbers before it; None: either way.
        outcome: what the number is then.
    """

    source: Source
    agreement: Agreement
    after_error: bool | None
    outcome: Outcome


CASES = (
    Case("own", "whole", False, "right"),
    Case("key", "whole", None, "right"),
    Case("own", "whole", True, "follow"),
    Case("own", "part", False, "form"),
    Case("key", "part", None, "form"),
    Case("own", "part", True, "follow"),
    Case("own", "unknown", True, "follow"),
)
"""The rule, the first line that holds deciding; what none of them covers is wrong.

What has no value, as behind the logarithm of a negative number, agrees with nothing; but nobody
can say that a number does not follow from it."""


def outcome(
    fit_to: Callable[[Source], Fit], own_known: bool, after_error: bool
) -> tuple[Outcome, Fit] | None:
    """Return what a number is by the rule, and how it agrees; None if it is wrong.

    A right number that does not follow from the one before it has jumped over a mistake, or the
    one before it was written down wrongly.

    Args:
        fit_to: how the number agrees with a value.
        own_known: whether anything follows from the student's own earlier numbers.
        after_error: whether there is a mistake among these.

    >>> outcome(lambda source: "good" if source == "key" else "", True, False)
    ('jump', 'good')
    >>> outcome(lambda source: "few" if source == "own" else "", True, True)
    ('follow', 'few')
    """
    for case in CASES:
        if case.after_error not in (None, after_error):
            continue
        known = own_known or case.source == "key"
        how = fit_to(case.source) if known else ""
        if (AGREEMENTS[how] if known else "unknown") != case.agreement:
            continue
        jumps = case.outcome == "right" and case.source == "key" and own_known
        return ("jump" if jumps and not fit_to("own") else case.outcome), how
    return None
