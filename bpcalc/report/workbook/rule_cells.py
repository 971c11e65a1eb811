"""The rule of marking as formulas of a spreadsheet: how an answer agrees, and its mark.

What is compared with what, in which order, and what comes of it stands in
`bpcalc.checking.marking_rule`; here it is written down for cells. Numbers are binary there, so
that every limit is given a ten-millionth of itself more. A spreadsheet does not know with how many
zeros a number was typed: its last digit is the last one that is not 0, or the last one asked for.
"""

from collections.abc import Iterator, Sequence

from bpcalc.checking.marking_rule import (
    AGREEMENTS,
    CASES,
    MIN_DIGITS,
    Agreement,
    Case,
    Fit,
    Outcome,
    allowance,
)
from bpcalc.maths.rounding import Digits

FITS: tuple[Fit, ...] = ("", "few", "cut", "good")
"""How an answer agrees, by the number that stands for it in a cell."""

UNKNOWN_FIT = len(FITS)
"""Stands in the cell if what it would have to agree with has no value."""

BLANK, NO_NUMBER, WRONG, FOLLOWS, SHORT, CUT, RIGHT = range(7)
"""The marks; `SHORT` is right but for too few digits, `CUT` but for those that were cut off."""

MARKS: dict[Outcome, int] = {"right": RIGHT, "jump": RIGHT, "follow": FOLLOWS}
"""The marks of what agrees, but for what does so in its form only."""

BINARY = 1e-7
"""The share by which a limit is wider, for what binary numbers may be off."""

DUST = "1E-15"
"""What is left in binary numbers of a sum that is 0."""


def reach(how: Fit, wider: bool = True) -> float:
    """Return how far an answer may lie from its value, in units of its last digit.

    >>> reach("good"), reach("cut"), reach("cut", wider=False)
    (0.50000005, 1.0000001, 0.9999999)
    """
    return float(allowance(how)) * (1 + BINARY if wider else 1 - BINARY)


def coarser(digits: Digits) -> Iterator[int]:
    """Yield the powers of ten of units, the largest first, in which a shorter answer may end.

    >>> list(coarser(Digits(2))), list(coarser(Digits(3, significant=True)))
    ([100, 10], [100, 10])
    """
    most = digits.count - digits.significant
    return (10**power for power in range(most, 0, -1))


def written_unit(answer: str, one: str, digits: Digits) -> str:
    """Return the formula for one unit in the last digit of an answer.

    Args:
        answer: the cell of the answer.
        one: that of a unit of the last digit that is asked of it.
        digits: those asked for.
    """
    written = one
    for n in reversed(list(coarser(digits))):
        whole = f"ABS(ROUND({answer}/({n}*{one}),0)*{n}*{one}-{answer})<0.001*{one}"
        written = f"IF({whole},{n}*{one},{written})"
    return f"IF({answer}=0,{one},{written})"


def agreement(
    answer: str,
    value: str,
    one: str,
    written: str,
    digits: Digits,
    off: str = "",
    cut: bool = False,
) -> str:
    """Return the formula for how an answer agrees: a place in `FITS`, or `UNKNOWN_FIT`.

    Args:
        answer: the cell of the answer.
        value: that of the value.
        one: that of a unit of the last digit asked for.
        written: that of a unit of the last digit written.
        digits: those asked for.
        off: how far the value itself may lie off, with a plus behind it.
        cut: whether digits may be cut off, so that such a number is as good as another.
    """
    away = f"ABS({answer}-{value})"
    half, whole = f"{reach('good'):.9g}", f"{reach('cut', wider=False):.9g}"
    nearest = f"{away}<={off}{half}*{one}+{DUST}"
    rounded = f"{away}<={off}{half}*{written}"
    enough = f"AND(ABS({answer})>={10 ** (digits.count - 1)}*{written},{rounded})"
    # One digit is few digits; a bare 1 for 0.7 is none at all.
    any_digit = f"OR({written}<0.5,ABS({answer})>={10 ** (MIN_DIGITS - 1)})"
    few = f"AND({answer}<>0,{written}>1.5*{one},{any_digit},{rounded})"
    is_cut = (
        f"AND({answer}<>0,{answer}*{value}>=0,{written}<1.5*{one},"
        f"ABS({answer})<=ABS({value})+{off}{DUST},{away}<{off}{whole}*{one})"
    )
    good, short, off_cut = (FITS.index(how) for how in ("good", "few", "cut"))
    found = (
        f"IF(OR({nearest},{enough}),{good},"
        f"IF({few},{short},IF({is_cut},{good if cut else off_cut},0)))"
    )
    return f"IF(ISERROR({value}),{UNKNOWN_FIT},IFERROR({found},0))"


def mark_formula(own: str, key: str, before: str) -> str:
    """Return the formula for the mark of an answer that is a number.

    Args:
        own: the cell of how it agrees with what follows from the answers before it.
        key: that of how it agrees with the key.
        before: that of whether there is a mistake among these answers: 1 or 0.

    >>> mark_formula("A1", "B1", "C1").partition(",IF(")[0]
    'IF(AND(A1=3,C1=0),6'
    """
    cells = {"own": own, "key": key}
    formula = str(WRONG)
    for case in reversed(CASES):
        cell = cells[case.source]
        conditions = [_any(cell, _codes(case.agreement))]
        if case.after_error is not None:
            conditions.append(f"{before}={int(case.after_error)}")
        held = f"AND({','.join(conditions)})" if len(conditions) > 1 else conditions[0]
        formula = f"IF({held},{_mark_of(case, cell)},{formula})"
    return formula


def _codes(wanted: Agreement) -> list[int]:
    if wanted == "unknown":
        return [UNKNOWN_FIT]
    return [code for code, how in enumerate(FITS) if AGREEMENTS[how] == wanted]


def _any(cell: str, codes: Sequence[int]) -> str:
    equal = [f"{cell}={code}" for code in codes]
    return equal[0] if len(equal) == 1 else f"OR({','.join(equal)})"


def _mark_of(case: Case, cell: str) -> str:
    if case.outcome != "form":
        return str(MARKS[case.outcome])
    return f"IF({cell}={FITS.index('cut')},{CUT},{SHORT})"
