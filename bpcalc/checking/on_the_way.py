"""Rounding on the way: what a line gives if the numbers and products in it were rounded first.

Who works with a pocket calculator and writes every intermediate result down, with as many digits
as the answer has, ends up one off in the last place now and then. That is no mistake, and it can
be worked out: every blank line before a number, and every product, quotient and function within
the line, is taken as it is, as it would be rounded, or anything in between.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import MIN_DIGITS, fit, touches
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber, around, times
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS, SMALL_KINDS
from bpcalc.maths.precision import HALF, ZERO
from bpcalc.maths.rounding import Digits
from bpcalc.named_tuples import NamedTuple

FARTHEST_UNITS = Decimal("2.5")
"""Units of the last place beyond which rounding within a line is no excuse: two, and half a unit.

Rounding the lines before it that are not written may go farther: that is what was asked for."""

TWO_FACTORS = 2

MAX_BLANKS_BACK = 12
"""So many blank lines that lead to one another are followed back and taken as rounded."""

MIN_ALIKE, SHARE_ALIKE, MIN_USUAL = 5, 0.8, 3
"""So many numbers, and so much of all, with so many significant digits show that all have them."""


class Rough(NamedTuple):
    """Digits of the numbers on the way: asked ones by kind, else those of the answer."""

    asked: Callable[[Kind], Digits | None]
    answer: Digits
    cut: bool = False
    """Whether digits may have been cut off instead of rounded, as they are all over the sheet."""

    def digits(self, kind: Kind | None) -> Digits:
        """Return the digits of a quantity, or of a part of a formula.

        Nobody is asked for the factors of a delta; who works it out step by step keeps the digits
        of the delta.
        """
        kind = "delta" if kind in FACTOR_KINDS else kind
        return (self.asked(kind) if kind else None) or self.answer


class RoundedParts(AffineAlgebra):
    """Evaluates a formula, widened by what rounding its parts and the lines before may change.

    An `Algebra[AffineNumber]`. A line that is neither written nor given is worked in the same
    way, and rounded as well.
    """

    def __init__(self, student: StudentValues, rough: Rough, whole_lines: bool = False) -> None:
        """Evaluate over what is written; the rest follows from the formulas.

        Args:
            student: the numbers of the student.
            rough: the digits of the numbers on the way.
            whole_lines: whether only whole lines are rounded, and no products within them.
        """
        super().__init__(self._quantity)
        self._student, self._rough, self._whole_lines = student, rough, whole_lines
        self._worked: dict[Key, AffineNumber] = {}
        self._depth = 0

    def _quantity(self, key: Key) -> AffineNumber:
        box = self._student.written.get(key) or self._worked.get(key)
        if box is not None:
            return box if key not in self._student.supposed else self._line(key, box)
        formula = self._student.formula(key)
        if formula is None or isinstance(formula, Number) or self._depth >= MAX_BLANKS_BACK:
            return self._student.seen(key)
        self._depth += 1
        box = self._line(key, formula.fold(self))
        self._depth -= 1
        self._worked[key] = box
        return box

    def _line(self, key: Key, box: AffineNumber) -> AffineNumber:
        """Return a whole line that is left out, as it is or rounded."""
        return widened(box, self._rough.digits(key.kind), self._rough.cut)

    def product(self, factors: list[AffineNumber]) -> AffineNumber:
        """Return the product, as it is or rounded; of three factors or more, those of two, too."""
        if self._whole_lines or len(factors) <= TWO_FACTORS:
            return self._part(super().product(factors))
        return around(self._in_turn(factors), self._in_turn(factors[::-1]))

    def _in_turn(self, factors: list[AffineNumber]) -> AffineNumber:
        """Return the product of one factor after the other, each as it is or rounded."""
        result = factors[0]
        for factor in factors[1:]:
            result = self._part(times(result, factor))
        return result

    def quotient(self, dividend: AffineNumber, divisor: AffineNumber) -> AffineNumber:
        """Return the quotient, as it is or rounded.

        Where next to nothing is left of the divisor by rounding, anything would come out.
        """
        if divisor.known and divisor.radius > HALF * divisor.centre.copy_abs():
            return UNKNOWN
        return self._part(super().quotient(dividend, divisor))

    def power(self, base: AffineNumber, exponent: int) -> AffineNumber:
        """Return the power, as it is or rounded, of a base that may be rounded, too."""
        return self._part(super().product([self._part(base)] * exponent))

    def apply(self, function: str, *operands: AffineNumber) -> AffineNumber:
        """Return the function, as it is or rounded."""
        return self._part(super().apply(function, *operands))

    def _part(self, box: AffineNumber) -> AffineNumber:
        return box if self._whole_lines else widened(box, self._rough.digits(None), self._rough.cut)


def widened(box: AffineNumber, digits: Digits, cut: bool = False) -> AffineNumber:
    """Return a box that reaches as far as rounding to these digits, or cutting off, can move it.

    >>> box = widened(AffineNumber(Decimal("0.12346")), Digits(4))
    >>> box.centre - box.rest, box.centre + box.rest
    (Decimal('0.123460'), Decimal('0.123500'))
    """
    if not box.known:
        return box
    radius = box.radius
    low, high = box.centre - radius, box.centre + radius
    below, above = (digits.round(end, ROUND_HALF_UP) for end in (low, high))
    if cut:
        below = min(below, digits.round(low, ROUND_DOWN))
        above = max(above, digits.round(high, ROUND_DOWN))
    down, up = max(ZERO, low - below), max(ZERO, above - high)
    centre = box.centre + HALF * (up - down)
    if box.noise:  # what is rounded goes along with other numbers no more
        return AffineNumber(centre, {}, radius + HALF * (up + down))
    return AffineNumber(centre, {}, box.rest + HALF * (up + down)) if down or up else box


class Shown(NamedTuple):
    """What a sheet shows of the significant digits in which its numbers are worked.

    Attributes:
        usual: those of all its numbers, and so of the products within a line; None if they differ.
        least: those of most numbers of a kind. A small difference of large numbers has fewer, and
            so has one whose zeros at the end were left out.
        decimals: of all its numbers, small ones and large; None if they differ.
        large: the decimals of those of which decimals are asked, usually; None if they differ.
    """

    usual: Digits | None = None
    least: int = 1
    decimals: int | None = None
    large: int | None = None


NOTHING_SHOWN = Shown()


class Digitwise:
    """The significant digits in which the numbers of a sheet are written."""

    def __init__(self, cells: Mapping[Key, Cell]) -> None:
        """Count them."""
        kinds: dict[Kind, Counter[int]] = {}
        decimals: Counter[int] = Counter()
        large: Counter[int] = Counter()
        for key, cell in cells.items():
            if cell.value and cell.exponent is not None:
                kinds.setdefault(key.kind, Counter())[cell.digits] += 1
                decimals[cell.decimals] += 1
                large[cell.decimals] += key.kind not in SMALL_KINDS
        counts = sum(kinds.values(), Counter())
        self._usual = _usual(counts)
        self._least = {kind: _most(counts) for kind, counts in kinds.items()}
        # Where they have as many digits as well, both ways are one.
        self._decimals = None if _alike(counts) else _alike(decimals)
        self._large = _alike(large)
        self._in_decimals = _share(large) >= _share(counts)

    def of(self, kind: Kind, cut: bool) -> Shown:
        """Return what is known of the numbers of a kind; less, if one before it was cut off."""
        decimals = None if cut else self._decimals
        return Shown(self._usual, self._least.get(kind, 1), decimals, self._large)

    def kept(self, kind: Kind) -> Digits | None:
        """Return the decimals to which lines of a kind are rounded, None if that cannot be told.

        So many significant digits are fine enough for small numbers, and change little in others.
        """
        told = self._large is not None and self._in_decimals and kind not in SMALL_KINDS
        return Digits(self._large) if told and self._large else None


def _share(counts: Counter[int]) -> float:
    """Return the share of numbers that are alike."""
    return max(counts.values(), default=0) / max(counts.total(), 1)


def _most(counts: Counter[int]) -> int:
    """Return the digits that most numbers have; of equally many, the more."""
    return max(counts, key=lambda digits: (counts[digits], digits))


def _usual(counts: Counter[int]) -> Digits | None:
    """Return the significant digits in which a sheet is written, None if it is in no such way."""
    digits = _alike(counts) or 0
    return Digits(digits, significant=True) if digits >= MIN_USUAL else None


def _alike(counts: Counter[int]) -> int | None:
    """Return what most of many numbers have, None if they differ."""
    (found, times), *_ = counts.most_common(1) or [(0, 0)]
    return found if times >= MIN_ALIKE and times >= SHARE_ALIKE * counts.total() else None


def ways(cell: Cell, shown: Shown = NOTHING_SHOWN) -> tuple[Digits, ...]:
    """Return the digits that a number suggests for those before it: as many decimals, or digits.

    Of these, no fewer than others like it have, and no single one: everything may come out of
    numbers with one digit, and 0 has none. Where the whole sheet is written in so many decimals, it
    was worked in them.
    """
    assert cell.exponent is not None
    decimals = Digits(max(cell.decimals, 1))
    if shown.decimals == cell.decimals or not cell.value:
        return (decimals,)
    return decimals, Digits(max(cell.digits, shown.least, MIN_DIGITS), significant=True)


def rounded_on_the_way(
    cell: Cell,
    line: Expr,
    student: StudentValues,
    asked: Callable[[Kind], Digits | None],
    cut: bool = False,
    shown: Shown = NOTHING_SHOWN,
) -> bool:
    """Return whether rounding on the way gives a number that is otherwise one or two off.

    Args:
        cell: the number.
        line: its right formula.
        student: the numbers of the student.
        asked: the digits that are asked of a kind.
        cut: whether digits are cut off on this sheet.
        shown: what it shows of the digits in which it was worked.
    """
    if cell.value is None or cell.exponent is None or cell.bare_zero:
        return False
    farthest = FARTHEST_UNITS * 2 * cell.half + HALF * cell.half
    for digits in ways(cell, shown):
        if digits.significant and _turns(cell.value, student.value(line), farthest):
            continue
        rough = Rough(asked, digits, cut)
        box = line.fold(RoundedParts(student, rough))
        if not _reaches(cell, box, cut):
            continue
        if digits == shown.usual or (cell.value - box.centre).copy_abs() <= farthest:
            return True
        if _reaches(cell, line.fold(RoundedParts(student, rough, True)), cut):
            return True
    return False


def _turns(value: Decimal, right: AffineNumber, farthest: Decimal) -> bool:
    """Return whether a number has another sign than the right one, and lies beyond zero by far."""
    turned = right.known and value * right.centre < 0
    return turned and (value - right.centre).copy_abs() > farthest


def _reaches(cell: Cell, box: AffineNumber, cut: bool) -> bool:
    assert cell.value is not None
    return touches(cell.value, cell.half, box) or (cut and fit(cell, box, None) == "cut")


def rounded_twice(cell: Cell, box: AffineNumber) -> bool:
    """Return whether a number was rounded to more digits first, and then once more.

    >>> from bpcalc.checking.cells import read_cell
    >>> rounded_twice(read_cell("0.393"), AffineNumber(Decimal("0.39246")))
    True
    """
    if cell.exponent is None or not box.known or 10 * box.radius > cell.half:
        return False
    last = Decimal(1).scaleb(cell.exponent)
    # What more digits lead to, one more does, as it reaches farther.
    first = box.centre.quantize(last.scaleb(-1), ROUND_HALF_UP, WORK)
    return first.quantize(last, ROUND_HALF_UP, WORK) == cell.value
