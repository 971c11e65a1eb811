"""Rounding as it is taught: to decimals or to significant digits, halves up.

Two different things are called rounding. *Shown* digits are what is printed. *Carried* digits
are what the next line is worked out with: the full number (`exact`), or, as on paper, the
printed one (`rounded`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from functools import cache
from types import MappingProxyType
from typing import Literal

from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import FACTOR_KINDS, INFO, KINDS
from bpcalc.maths.precision import EXACT, LIMIT, context
from bpcalc.records import record

Ties = Literal["half_up", "half_even", "down"]
Carry = Literal["exact", "rounded"]

TIES: dict[Ties, str] = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
}

PLAIN_SIZES = range(-8, 21)
"""Powers of ten of the first digit within which significant digits are written out plainly;
outside, where a reader would have to count zeros, as 1.2e-9 or 1.2e30."""


@record
class Digits:
    """How many digits: after the point, or significant ones.

    Attributes:
        count: how many.
        significant: whether counted from the first digit that is not 0, not from the point.
    """

    count: int
    significant: bool = False

    def round(self, value: Decimal, mode: str = ROUND_HALF_UP) -> Decimal:
        """Return the value to these digits; a result of zero has no sign.

        >>> Digits(2).round(Decimal("2.675"))  # round(2.675, 2) says 2.67
        Decimal('2.68')
        >>> Digits(3, significant=True).round(Decimal("99.96"))
        Decimal('100')
        """
        if self.significant:
            return _significant(self.count, mode).plus(value) if value else Decimal(0)
        if value.adjusted() + self.count >= LIMIT:  # see `too_many_for`
            return value
        rounded = value.quantize(_unit(self.count), mode, EXACT)
        return rounded if rounded else rounded.copy_abs()

    def too_many_for(self, value: Decimal) -> bool:
        """Return whether a value is so large that it has more digits than are ever worked out."""
        return not self.significant and value.adjusted() + self.count >= LIMIT


DEFAULT_DIGITS = Digits(6, significant=True)

MIN_KEPT = 2
"""Significant digits that every value keeps, whatever decimals are given for all of them."""

FIRST_DECIMAL = -1
"""The power of ten from which on n decimals are n significant digits, or more."""


@record
class Rounding:
    """The rounding of one exercise.

    Attributes:
        digits: for every kind of quantity not named in `by_kind`; None if the exercise does
            not say, and then six significant digits are shown.
        by_kind: digits for single kinds.
        carry: "exact" or "rounded". With "rounded", the kinds for which the exercise gives
            digits are stored as they are shown; if it gives none at all, every kind is. Factors
            that nobody is asked for are stored as they are, unless it gives digits for them.
        ties: what becomes of a half.
        kept: kinds in `by_kind` for which nobody has given digits, see `keeping`.
    """

    digits: Digits | None = None
    by_kind: Mapping[Kind, Digits] = field(default_factory=lambda: MappingProxyType({}))
    carry: Carry = "exact"
    ties: Ties = "half_up"
    kept: frozenset[Kind] = frozenset()

    def asked(self, kind: Kind, value: Decimal | None = None) -> Digits | None:
        """Return the digits that the exercise asks of this kind, None if it does not say.

        Args:
            kind: the kind of quantity.
            value: of the quantity. Where small ones are asked for in significant digits that nobody
                has given, another one keeps its decimals. Without a value, those of a small one.

        >>> worked = [("net", Decimal("0.004")), ("net", Decimal("9.16"))]
        >>> rounding = Rounding(Digits(3)).keeping(worked)
        >>> [rounding.shown(kind, value) for kind, value in worked]
        ['0.00400', '9.160']
        """
        if kind in self.kept and value and value.adjusted() >= FIRST_DECIMAL:
            return self.digits
        general = self.digits
        if general is None and self.carry == "rounded" and not self.by_kind:
            general = DEFAULT_DIGITS
        return self.by_kind.get(kind, general)

    def carried(self, kind: Kind, value: Decimal) -> Decimal:
        """Return the value as the next line uses it.

        >>> Rounding(Digits(3), carry="rounded").carried("net", Decimal("0.3925000001"))
        Decimal('0.393')
        """
        digits = self.stored(kind)
        return value if digits is None else digits.round(value, TIES[self.ties])

    def stored(self, kind: Kind) -> Digits | None:
        """Return the digits to which a kind is rounded before it is carried on; None if to none.

        Only what is asked for is rounded: nobody writes a factor of a delta down.

        >>> Rounding(Digits(4), carry="rounded").stored("slope") is None
        True
        """
        if self.carry != "rounded" or (kind in FACTOR_KINDS and kind not in self.by_kind):
            return None
        return self.asked(kind)

    def shown(self, kind: Kind, value: Decimal) -> str:
        """Return the value as it is printed.

        Digits that the exercise asks for are padded with zeros. By its own choice of six
        digits the program does not pad a value that ends before:

        >>> Rounding(Digits(4)).shown("net", Decimal("0.5"))
        '0.5000'
        >>> Rounding().shown("net", Decimal("0.5")), Rounding().shown("net", Decimal(2).sqrt())
        ('0.5', '1.41421')
        >>> Rounding().shown("net", Decimal("-0"))
        '0'
        """
        asked = self.asked(kind, value)
        digits = asked or DEFAULT_DIGITS
        if not value:  # 0 times a negative number is plain 0
            value = value.copy_abs()
        if digits.too_many_for(value):
            asked, digits = None, DEFAULT_DIGITS
        rounded = digits.round(value, TIES[self.ties])
        if not digits.significant:
            return format(rounded, "f")
        if asked is None and rounded == value:
            return _significant_text(EXACT.normalize(value))
        if rounded:
            last = rounded.adjusted() - digits.count + 1
            rounded = EXACT.quantize(rounded, Decimal((0, (1,), last)))
        return _significant_text(rounded)

    def keeping(self, values: Iterable[tuple[Kind, Decimal]]) -> "Rounding":
        """Return the rounding in which every value keeps `MIN_KEPT` digits.

        Decimals that are given for all kinds hold. But of a kind of which a value would keep
        fewer, small ones are shown and asked for in as many significant digits. Where rounded
        numbers are carried, it stays as it is: other digits would be other numbers.

        Args:
            values: what is worked out, with its kind.

        >>> worked = [("out", Decimal("0.59")), ("delta", Decimal("0.0088"))]
        >>> Rounding(Digits(3)).keeping(worked).by_kind["delta"]
        Digits(count=3, significant=True)
        >>> Rounding(Digits(3)).keeping(worked).keeping(worked[:1]) == Rounding(Digits(3))
        True
        """
        if self.kept:  # that was found for other values, such as those of an exercise as it was
            return self.as_given().keeping(values)
        count = self.decimals_kept
        if count is None:
            return self
        first = MIN_KEPT - 1 - count
        kinds = {kind for kind, value in values if value and value.adjusted() < first}
        if not kinds:
            return self
        small = frozenset(_family(kind) for kind in kinds if kind not in self.by_kind)
        kept = [kind for kind in _of_families(small) if kind not in self.by_kind]
        if not kept:
            return self
        many = dict.fromkeys(kept, Digits(count, significant=True))
        by_kind = MappingProxyType({**self.by_kind, **many})
        return replace(self, by_kind=by_kind, kept=self.kept.union(kept))

    def as_given(self) -> "Rounding":
        """Return the rounding without the digits that nobody has given.

        >>> kept = Rounding(Digits(3)).keeping([("delta", Decimal("0.0088"))])
        >>> kept.as_given() == Rounding(Digits(3))
        True
        """
        given = {kind: each for kind, each in self.by_kind.items() if kind not in self.kept}
        return replace(self, by_kind=MappingProxyType(given), kept=frozenset())

    @property
    def decimals_kept(self) -> int | None:
        """The decimals given for all kinds, if small values keep digits beyond them; else None."""
        digits = self.digits
        if digits is None or digits.significant or digits.count < MIN_KEPT:
            return None
        return None if self.carry == "rounded" else digits.count

    def places(self) -> "DecimalPlaces":
        """Return how many decimals are asked of each kind, None of one in significant digits.

        Decimals are asked of large values of a kind of which small ones have significant digits.
        """
        return DecimalPlaces(self)

    def printed(self, kind: Kind, value: Decimal) -> Decimal:
        """Return the value to the digits in which it is printed."""
        return self.printed_digits(kind, value).round(value, TIES[self.ties])

    def printed_digits(self, kind: Kind, value: Decimal) -> Digits:
        """Return the digits in which a value is printed, where nobody asks for any as well."""
        return self.asked(kind, value) or DEFAULT_DIGITS

    def precision(self) -> int:
        """Return the significant digits to work with, so that every shown digit is right."""
        asked = (self.digits or DEFAULT_DIGITS, *self.by_kind.values())
        return 20 + max(14, *(digits.count for digits in asked))


def _family(kind: Kind) -> str:
    """Return what kinds of weights and of biases are together."""
    return INFO[kind].family or kind


@cache
def _of_families(families: frozenset[str]) -> tuple[Kind, ...]:
    """Return all kinds that belong to one of these families."""
    return tuple(kind for kind in KINDS if _family(kind) in families)


@cache
def _unit(count: int) -> Decimal:
    """Return 1 in the last of so many decimals."""
    return Decimal((0, (1,), -count))


class DecimalPlaces(dict[Kind, int | None]):
    """By kind of quantity, the decimals to which it is rounded; filled when it is read."""

    def __init__(self, rounding: Rounding) -> None:
        """Know nothing yet."""
        self._rounding = rounding

    def __missing__(self, kind: Kind) -> int | None:
        """Look up a kind."""
        rounding = self._rounding
        digits = rounding.digits if kind in rounding.kept else rounding.asked(kind)
        self[kind] = None if digits is None or digits.significant else digits.count
        return self[kind]


def _significant_text(value: Decimal) -> str:
    """Write out the digits of a value, all of them significant.

    >>> [_significant_text(Decimal(text)) for text in ("1E+2", "0.00012", "1.20E-9", "-3E+30")]
    ['100', '0.00012', '1.20e-9', '-3e30']
    """
    size = value.adjusted()
    if not value or size in PLAIN_SIZES:
        return format(value, "f")
    first, *rest = value.as_tuple().digits
    fraction = "." + "".join(map(str, rest)) if rest else ""
    return f"{'-' if value < 0 else ''}{first}{fraction}e{size}"


@cache
def _significant(count: int, mode: str) -> Context:
    """Return a context that rounds to so many significant digits."""
    digits = context(count)
    digits.rounding = mode
    return digits
