"""Values that are right in every digit that may be printed, however they are rounded.

A value is worked out in decimals, with a bound of its error. That is enough, unless the true
value may be a *short* decimal: one at which a rounding changes, such as the tie 0.0625 for 0.062
or 0.063, or the 0.66 that cutting off leaves as 0.66 or as 0.65. Then the value is worked out
again: exactly if it is rational, else with more and more digits, until its bounds exclude the
short decimal or `LIMIT` digits have been tried; then it is taken to be the short decimal. (Most
values that are one, the gradient 0 of a bias that a softmax shares, are recognised before, by
their fingerprint.) So it is with a sum in which so much cancels that fewer than `RIGHT_DIGITS`
digits are left.

So the digits of a value always lie on the same side of every short decimal as the true value, and
whoever rounds it need not know how it came about.

Source: Ziv (1991), Fast evaluation of elementary mathematical functions with correctly rounded
last bit, ACM Transactions on Mathematical Software 17(3).
"""

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import (
    BOUNDS,
    LIMIT,
    NAN,
    UNBOUNDED,
    ZERO,
    Bounded,
    beyond_all_digits,
    context,
    kept,
    shared_context,
)
from bpcalc.maths.residues import Residue, drawn_at, residue

if TYPE_CHECKING:
    from fractions import Fraction

    from bpcalc.maths.fingerprints import Fingerprints
    from bpcalc.maths.negligible import WithoutNegligible
    from bpcalc.maths.rationals import Rational, Rationals
    from bpcalc.maths.residues import Print
    from bpcalc.maths.tries import Try

RIGHT_DIGITS = 28
"""Significant digits that are right in every value."""

SPARE_DIGITS = 10
"""Digits of a value beyond those of a short decimal."""

MOST_SOURCES = 100
"""How many quantities are looked at to see whether a root is a multiple of one of them."""

BEYOND_DIGITS = 60
"""Digits more than usual of a value in which something is larger than any decimal; it counts as
exact from then on, without a bound of its error."""

GROWTH = 3
"""How many times the digits of the try before the next one has."""

_ONE_WRONG = Decimal((0, (1,), -RIGHT_DIGITS))
_LESS = Decimal((0, (1,), -SPARE_DIGITS))
_bound = BOUNDS.add


class CorrectValues:
    """The values of a calculation, line by line, each right in every digit that may be printed.

    The current decimal context must be `EXACT`.

    >>> from decimal import localcontext
    >>> from bpcalc.maths.precision import EXACT
    >>> from bpcalc.maths.expr import Number, Ref, expr
    >>> values, third = CorrectValues(digits=34), Key("net", 1, 1)
    >>> with localcontext(EXACT):
    ...     str(values.work(third, expr(1) / 3))[:12]
    ...     str(values.value(Ref(third) * Number("0.1875")))
    '0.3333333333'
    '0.0625'
    """

    def __init__(self, digits: int, further: int = 0) -> None:
        """Work with so many digits; a short decimal has `SPARE_DIGITS` fewer.

        Args:
            digits: without the further ones.
            further: digits more, for values that other calculations go on with.
        """
        self._digits = digits
        self._kept = digits + further
        self._cut = shared_context(self._kept).plus
        self._plain = shared_context(max(RIGHT_DIGITS, digits - SPARE_DIGITS)).plus
        self._room = digits - SPARE_DIGITS - 2  # for decimals and the digits before the point
        self.bounded: dict[Key, Bounded] = {}  # every value, and how far it may lie off
        self._inexact: list[tuple[Key, Expr]] = []
        self._formulas: dict[Key, Expr] = {}  # of those, once they are asked for
        self._decimals = BoundedDecimals(self.bounded.__getitem__, self._kept)
        self._fractions: dict[Key, Rational] = {}
        self._marks: dict[Key, Residue] = {}
        self._prints: dict[Key, Print] = {}
        self._read: Expr | None = None
        self._tries: dict[int, Try] = {}
        self._unfounded = False  # whether more digits may tell no more: see `go_on`
        self.unproven = ZERO  # how far a value may lie off that is taken for a decimal all the same

    def give(self, key: Key, value: Decimal) -> None:
        """Enter a value that is exact: one that is given, or rounded as it is carried."""
        self.bounded[key] = value, ZERO

    def enter(self, key: Key, number: Number) -> Decimal:
        """Enter a number as it was written; a fraction is worked out as exactly as it is asked."""
        if number.ratio is not None:
            return self.work(key, number)
        value = number.value
        self.bounded[key] = value, ZERO
        return value

    @property
    def values(self) -> dict[Key, Decimal]:
        """Every value, as it is carried."""
        return {key: value for key, (value, _) in self.bounded.items()}

    def carried(self, key: Key) -> Decimal | None:
        """Return a value as it is carried, None if it is not entered."""
        known = self.bounded.get(key)
        return None if known is None else known[0]

    def known(self, key: Key) -> "Known":
        """Return what is known of a value, for another calculation that goes on with it."""
        value, error = self.bounded[key]
        if error:
            self._formulas.update(self._inexact)
        return Known(value, error, self._fraction(key) if error else None)

    def go_on(self, key: Key, known: "Known") -> None:
        """Enter a value that another calculation has left.

        Its bound is all that is known of it, unless it is rational.
        """
        self.bounded[key] = known.value, known.error
        if known.error:
            self._fractions[key] = known.rational
            self._unfounded = self._unfounded or known.rational is None

    def work(self, key: Key, formula: Expr, places: int | None = None) -> Decimal:
        """Work out a line and keep its value; the arguments are those of `value`."""
        known = value, error = self._worked(formula, places, key.kind == "out")
        self.bounded[key] = known
        if error is not ZERO:
            self._inexact.append((key, formula))
        return value

    def value(self, formula: Expr, places: int | None = None, *, near_one: bool = False) -> Decimal:
        """Return the value of a formula over the lines so far.

        Args:
            formula: any formula over them.
            places: decimals to which the value will be rounded; None for significant digits.
                A large number then has as many digits as that takes.
            near_one: whether a value close to ±1 keeps digits down to its distance from ±1.
        """
        return self._worked(formula, places, near_one)[0]

    def _worked(self, formula: Expr, places: int | None, near_one: bool) -> Bounded:
        exact, lost = formula.fold(self._decimals)
        value = kept(exact, self._kept) if near_one else self._cut(exact)
        if not lost and value == exact:
            return value, ZERO
        error = _bound(lost, abs(exact - value))
        # Far from every decimal of so many digits: certain, and as precise as it should be.
        if abs(self._plain(value) - value) > error and (
            places is None or value.adjusted() + places <= self._room
        ):
            return value, error
        wanted = _Wanted(self._digits, places, near_one)
        if not (exact.is_finite() and lost.is_finite()):
            wide = self._beyond(formula, NAN, wanted)
            if wide[0].is_finite():
                return wide
        if beyond_all_digits(value, error) or not (lost or exact.is_finite()):
            found = wanted.taken(value, error)
        else:
            found = wanted.certain(value, error) or self._again(formula, (value, error), wanted)
        return found if found[0].is_finite() else self._beyond(formula, found[0], wanted)

    def _beyond(self, formula: Expr, found: Decimal, wanted: "_Wanted") -> Bounded:
        """Return the value of a line in which something is larger than any decimal, else `found`.

        That is tried before more digits are, which would make no power of e smaller.
        """
        from bpcalc.maths.wide_exponents import wide_value  # seldom needed

        digits = wanted.digits + BEYOND_DIGITS
        self._formulas.update(self._inexact)
        # What e is raised to counts in its decimals: as many as its size takes from its digits.
        values = (self.bounded[key][0] for key in formula.refs())
        sizes = [value.adjusted() for value in values if value]
        better = self._try(min(LIMIT, digits + max(0, *sizes, 0))).decimals.ref
        value = wide_value(formula, lambda key: better(key)[0], digits, near_one=wanted.near_one)
        return value if value.is_finite() else found, ZERO

    def _again(self, formula: Expr, first: Bounded, wanted: "_Wanted") -> Bounded:
        """Work out a value that is not certain: as a fraction, or with more and more digits."""
        self._formulas.update(self._inexact)
        self._inexact.clear()
        rational = self._rationals.value(formula)
        if rational is not None:
            return _of_rational(rational, wanted)
        # What ends exactly on a decimal would be tried with more and more digits without an end.
        mark = self._fingerprint(formula)
        for decimal in (ZERO, wanted.taken(*first)[0]):
            if mark is not None and mark == residue(decimal):
                return decimal, ZERO
        error, before = first[1], UNBOUNDED
        for digits in wanted.tries():
            last, before = before, error
            value, error = formula.fold(self._try(digits).decimals)
            found = wanted.shortest(value, error)
            if found:
                return found
            nothing = beyond_all_digits(value, error) or (value.is_nan() and error.is_finite())
            if nothing or (self._unfounded and error.is_finite() and error > last * _LESS):
                break  # nor would more digits tell more
            if digits == wanted.digits * GROWTH and self._next_to(formula, value, error, wanted):
                break
        return self._taken(wanted, value, error)

    def _taken(self, wanted: "_Wanted", value: Decimal, error: Decimal) -> Bounded:
        found = wanted.taken(value, error)
        if self._unfounded and error.is_finite():  # remember how far it may lie off
            self.unproven = max(self.unproven, _bound(error, abs(found[0] - value)))
        return found

    def _next_to(self, formula: Expr, value: Decimal, error: Decimal, wanted: "_Wanted") -> bool:
        """Return whether only what is never seen tells a value from what it is taken for."""
        from bpcalc.maths.negligible import decides

        found = self._print(formula, self._without_negligible)
        return decides(found, wanted.taken(value, error)[0])

    @cached_property
    def _rationals(self) -> "Rationals":
        from bpcalc.maths.rationals import Rationals  # not needed by most calculations

        return Rationals(self._fraction)

    @cached_property
    def _fingerprints(self) -> "Fingerprints":
        from bpcalc.maths.fingerprints import Fingerprints  # seldom needed

        return Fingerprints(lambda key: (self.bounded[key], self._mark(key)), self._sources)

    def _fingerprint(self, formula: Expr) -> Residue:
        return self._print(formula, self._fingerprints)[1]

    def _print(self, formula: Expr, algebra: "Fingerprints") -> "Print":
        before, self._read = self._read, formula
        found = formula.fold(algebra)
        self._read = before
        return found

    @cached_property
    def _without_negligible(self) -> "WithoutNegligible":
        from bpcalc.maths.negligible import WithoutNegligible, of_line  # seldom needed
        from bpcalc.maths.tries import looked_up

        def work(key: Key) -> "Print":
            value, error = self.bounded[key]
            if error and key in self._formulas:
                return of_line((value, error), self._print(self._formulas[key], algebra))
            return (value, error), None if error else residue(value)

        algebra = WithoutNegligible(
            lambda key: looked_up(self._prints, key, self._formulas, work), self._sources
        )
        return algebra

    def _sources(self) -> Iterator[Key]:
        """Yield the quantities that the formula just read comes from, the nearest first."""
        waiting = deque([self._read])
        seen: set[Key] = set()
        while waiting and len(seen) < MOST_SOURCES:
            formula = waiting.popleft()
            for key in formula.refs() if formula else ():
                if key not in seen:
                    seen.add(key)
                    waiting.append(self._formulas.get(key))
                    yield key

    def _try(self, digits: int) -> "Try":
        from bpcalc.maths.tries import Try  # seldom needed

        if digits not in self._tries:
            self._tries[digits] = Try(digits, self.bounded, self._formulas, self._fraction)
        return self._tries[digits]

    def _fraction(self, key: Key) -> "Rational":
        """Return a line's value as a fraction, None if it has none or a long one."""
        from bpcalc.maths.rationals import as_fraction
        from bpcalc.maths.tries import looked_up

        def work(key: Key) -> "Rational":
            value, error = self.bounded[key]
            return self._rationals.value(self._formulas[key]) if error else as_fraction(value)

        return looked_up(self._fractions, key, self._formulas, work)

    def _mark(self, key: Key) -> Residue:
        """Return the fingerprint of a line's value."""
        from bpcalc.maths.tries import looked_up

        def work(key: Key) -> Residue:
            value, error = self.bounded[key]
            if error and key in self._formulas:
                return self._fingerprint(self._formulas[key])
            # Of what another calculation left, an identity holds if it holds of any number.
            return drawn_at(f"{key}") if error else residue(value)

        return looked_up(self._marks, key, self._formulas, work)


class Known(NamedTuple):
    """What is known of a value.

    Attributes:
        value: to the digits that are worked with.
        error: how far the true value may lie from it.
        rational: the true value, if it is rational and not too long.
    """

    value: Decimal
    error: Decimal
    rational: "Rational"


class _Wanted(NamedTuple):
    """What is asked of a value: see `CorrectValues.value`."""

    digits: int
    places: int | None
    near_one: bool

    def tries(self) -> Iterator[int]:
        """Yield how many digits to try, one after the other."""
        digits = self.digits
        while digits < LIMIT:
            digits = min(digits * GROWTH, LIMIT)
            yield digits

    def certain(self, value: Decimal, error: Decimal) -> Bounded | None:
        """Return the value if it is certain as it stands."""
        short = context(self._short(value)).plus
        sure = abs(short(value) - value) > error < abs(value) * _ONE_WRONG
        return (value, error) if sure else None

    def shortest(self, value: Decimal, error: Decimal) -> Bounded | None:
        """Return the value to no more digits than make it certain, None if it is not."""
        digits = self._short(value) + SPARE_DIGITS
        while True:
            cut = kept(value, digits) if self.near_one else context(digits).plus(value)
            off = error + abs(cut - value)
            if not off:
                return cut, ZERO
            found = self.certain(cut, BOUNDS.plus(off))
            if found or cut == value or not value.is_finite():
                return found
            digits *= 2

    def taken(self, value: Decimal, error: Decimal) -> Bounded:
        """Return the short decimal that a value is taken for, which could not be told from it."""
        if not (value.is_finite() and error.is_finite()):
            return value, ZERO
        # The decimal may be longer than a short one where a tie is met: no digit of it is lost.
        digits = max(RIGHT_DIGITS, self._short(value))
        return ZERO if abs(value) <= error else context(digits).plus(value), ZERO

    def _short(self, value: Decimal) -> int:
        """Return the digits of a short decimal of that size."""
        usual = self.digits - SPARE_DIGITS
        if self.places is None:
            return usual
        return min(LIMIT, max(usual, value.adjusted() + self.places + 2))


def _of_rational(rational: "Fraction", wanted: _Wanted) -> Bounded:
    from bpcalc.maths.rationals import as_decimal

    digits = wanted.digits
    while True:
        found = wanted.shortest(*as_decimal(rational, digits))
        if found:
            return found
        digits *= 2
