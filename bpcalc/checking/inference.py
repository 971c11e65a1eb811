"""Lines left out: what they must have been, for what is written after them to follow.

∂E/∂b is δ itself; gradient ÷ output is δ; old value, new value and learning rate give the
gradient; an output gives its net input back through the inverse of the activation. So a line that
is not written can often be read off the lines after it. Where several of these agree with one
another, and not with what is right, the mistake was made in the line left out, and not in each of
those that follow from it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import nan

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.blank_lines import (
    MAX_BLANKS,
    blanks_after,
    blanks_before,
    lines_after,
    written_out,
)
from bpcalc.checking.cells import half_unit
from bpcalc.checking.crossings import at_places, crossings
from bpcalc.checking.marking_rule import asked_exponent, touches
from bpcalc.checking.on_the_way import widened
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Apply, Expr, Minus, Number, Product, Quotient, Ref, Sum
from bpcalc.maths.intervals import UNKNOWN, AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS, kinds_for
from bpcalc.maths.precision import HALF
from bpcalc.maths.rounding import Digits
from bpcalc.named_tuples import NamedTuple

OF_ALL_UPDATES = kinds_for("power")

PASSES = 2
"""A second time, a line with two lines left out is solved for either with what is known by then."""

MIN_LINES = 2
"""Lines that must agree on what a line left out was."""

SOUGHT: frozenset[Kind] = frozenset({"net", "out"})
"""What lines may hold more than once: δ an output, every output of a softmax all net inputs."""

MAX_SEARCHES = 60
"""So many lines of a sheet are searched for what they hold more than once."""

BIG = 300
"""The power of ten from which on a number is no float."""

Value = Callable[[Expr], AffineNumber]

Asked = Callable[[Kind], Digits | None]
"""The digits that are asked of a kind."""

_ALGEBRA = AffineAlgebra(lambda key: UNKNOWN)


def solved(formula: Expr, key: Key, target: AffineNumber, value: Value) -> AffineNumber | None:
    """Return what a quantity must be for a formula to come to a value; None if nobody can tell.

    Args:
        formula: it must hold the quantity once.
        key: the quantity.
        target: what the formula comes to.
        value: what its other parts come to.

    >>> from decimal import Decimal
    >>> x, y = Key("out", 1, 1), Key("delta", 2, 1)
    >>> six, two = AffineNumber(Decimal(6)), AffineNumber(Decimal(2))
    >>> solved(Product((Ref(y), Ref(x))), y, six, lambda part: two).centre
    Decimal('3.0')
    """
    while not isinstance(formula, Ref):
        inner = [part for part in formula.parts() if key in part.refs()]
        if len(inner) != 1:
            return None
        others = [part for part in formula.parts() if part is not inner[0]]
        found = _unwrapped(formula, inner[0], target, [value(part) for part in others])
        if found is None or not found.known:
            return None
        formula, target = inner[0], found
    return target


def _unwrapped(
    formula: Expr, inner: Expr, target: AffineNumber, others: list[AffineNumber]
) -> AffineNumber | None:
    """Return what one part must be for the formula around it to come to a value."""
    do = _ALGEBRA
    if isinstance(formula, Minus):
        return do.minus(target)
    if isinstance(formula, Sum):
        return do.sum([target, *map(do.minus, others)])
    if isinstance(formula, Product):
        rest = do.product(others) if others else None
        if rest is not None and rest.centre.copy_abs() <= rest.radius:
            return None  # nothing comes of whatever is multiplied by zero
        return target if rest is None else do.quotient(target, rest)
    if isinstance(formula, Quotient):
        if inner is formula.dividend:
            return do.product([target, *others])
        return do.quotient(others[0], target)
    return _argument(formula, target) if isinstance(formula, Apply) and not others else None


def _argument(formula: Apply, target: AffineNumber) -> AffineNumber | None:
    """Return what a function was applied to."""
    do = _ALGEBRA
    if formula.function == "exp":
        return do.apply("ln", target)
    if formula.function == "ln":
        return do.apply("exp", target)
    if formula.function == "tanh":  # artanh y = ln((1 + y)/(1 - y))/2
        one = do.number(Number("1"))
        ratio = do.quotient(do.sum([one, target]), do.sum([one, do.minus(target)]))
        return do.product([do.apply("ln", ratio), do.number(Number("0.5"))])
    if formula.function == "max0" and target.centre > target.radius:
        return target
    return None


class Inferred(NamedTuple):
    """What a line left out must have been.

    Attributes:
        box: the number.
        written: the numbers that agree on it.
        through: the lines after it by which they do.
        apart: numbers that do not agree with it.
    """

    box: AffineNumber
    written: frozenset[Key]
    through: frozenset[Key]
    apart: frozenset[Key]


class _Reading(NamedTuple):
    """What one line after it says of a line left out.

    Attributes:
        box: the number.
        written: the numbers it was read off.
        through: the line.
        doubtful: whether that line holds another number that is not written, and may be wrong.
    """

    box: AffineNumber
    written: frozenset[Key]
    through: Key
    doubtful: bool


def inferred(
    scheme: AnswerKey, world: StudentValues, wrong: Iterable[Key], asked: Asked
) -> dict[Key, Inferred]:
    """Return what the blank lines must have been that lead to wrong numbers.

    Args:
        scheme: the right lines.
        world: the student's numbers.
        wrong: the numbers that do not follow. The decimal context must be `WORK`.
        asked: the digits to which lines left out may have been rounded.
    """
    blanks = blanks_before(scheme, world.written, wrong)
    if not blanks or len(blanks) > MAX_BLANKS:
        return {}
    blanks |= blanks_after(scheme, world.written, blanks)
    reader = _Reader(scheme, world, blanks, asked)
    # All updates share a power of β, so that whatever is wrong in all of them would be put on it.
    order = sorted(
        (key for key in blanks if key.kind not in OF_ALL_UPDATES), key=scheme.place, reverse=True
    )
    for _ in range(PASSES):
        for blank in order:
            reader.read(blank)
    return reader.found


class _Reader:
    """Reads blank lines off the lines after them, the last one first."""

    def __init__(
        self, scheme: AnswerKey, world: StudentValues, blanks: set[Key], asked: Asked
    ) -> None:
        self.found: dict[Key, Inferred] = {}
        self._scheme, self._world, self._asked = scheme, world, asked
        self._searches, self._singly = 0, False
        self._values: dict[tuple[int, Key, tuple[float, ...]], list[float]] = {}
        self._whole = written_out(scheme, blanks)
        self._after = lines_after(scheme, blanks, self._whole)
        self._algebra = AffineAlgebra(self._seen)

    def _seen(self, key: Key) -> AffineNumber:
        """Return another quantity of a line: read off where two lines agree, else forwards.

        A second time, it is read off a single line.
        """
        found = self.found.get(key)
        if found is None or (len(found.through) < MIN_LINES and not self._singly):
            return self._world.seen(key)
        return found.box

    def _value(self, part: Expr) -> AffineNumber:
        return part.fold(self._algebra)

    def read(self, blank: Key) -> None:
        """Read one line off those after it; again, when more is known of the others in them."""
        readings = [*self._readings(blank)]
        if not readings:
            return
        certain = [reading for reading in readings if not reading.doubtful]
        agreed = _agreed(certain) if certain else None
        if agreed is None or len(agreed.through) < MIN_LINES:
            agreed = _agreed(readings)
        if certain and len(agreed.through) < MIN_LINES:
            self._singly = True
            agreed = _agreed([*readings, *self._readings(blank)])
            self._singly = False
        self.found[blank] = agreed

    def _readings(self, blank: Key) -> Iterator["_Reading"]:
        """Yield what each of the lines after a blank says of it."""
        for line in self._after[blank]:
            box, written = self._world.written.get(line), frozenset([line])
            if box is None and line in self.found:
                box, written = self._unrounded(line), self.found[line].written
            if box is None or not (box.centre or box.radius):  # 0 may stand for anything small
                continue
            formula = self._formula(blank, line)
            others = {leaf for leaf in formula.refs() if leaf != blank}
            doubtful = any(map(self._is_doubtful, others))
            if doubtful or not self._singly:
                for solution in self._solutions(blank, formula, box):
                    yield _Reading(solution, written, line, doubtful)

    def _formula(self, blank: Key, line: Key) -> Expr:
        """Return a line in which a blank stands, its factors written out unless it is one."""
        whole = None if blank.kind in FACTOR_KINDS else self._whole.get(line)
        return self._scheme.formulas[line] if whole is None else whole

    def _unrounded(self, line: Key) -> AffineNumber:
        """Return what a line left out may have been before it was rounded, as was asked for."""
        box = self.found[line].box
        digits = None if line.kind in FACTOR_KINDS else self._asked(line.kind)
        if digits is None or not box.known:
            return box
        room = half_unit(asked_exponent(digits, box.centre))
        return AffineNumber(box.centre, box.noise, box.rest + room)

    def _solutions(self, blank: Key, formula: Expr, box: AffineNumber) -> Iterator[AffineNumber]:
        once = sum(leaf == blank for leaf in formula.refs()) == 1
        solution = solved(formula, blank, box, self._value) if once else None
        if solution is not None:
            yield solution
        elif blank.kind in SOUGHT and self._searches < MAX_SEARCHES:
            self._searches += 1
            yield from crossings(formula, blank, box, self._number, self._at_places(formula, blank))

    def _at_places(self, formula: Expr, blank: Key) -> list[float]:
        """Return what a line comes to over the numbers that a blank may be, worked out once."""
        others = tuple(self._number(leaf) for leaf in formula.refs() if leaf != blank)
        place = id(formula), blank, others
        if place not in self._values:
            self._values[place] = at_places(formula, blank, self._number)
        return self._values[place]

    def _number(self, key: Key) -> float:
        box = self._seen(key)
        return float(box.centre) if box.known and box.centre.adjusted() < BIG else nan

    def _is_doubtful(self, key: Key) -> bool:
        """Return whether a quantity may be wrong, and is not read off two lines."""
        found = self.found.get(key)
        return key in self._after and (found is None or len(found.through) < MIN_LINES)


def _agreed(readings: list[_Reading]) -> Inferred:
    """Return what most readings agree on, as narrowly as they say together."""
    best: list[_Reading] = []
    for one in sorted(readings, key=lambda reading: reading.box.radius):
        group = [other for other in readings if _meet(one.box, other.box)]
        if _weight(group) > _weight(best):
            best = group
    low = max(reading.box.centre - reading.box.radius for reading in best)
    high = min(reading.box.centre + reading.box.radius for reading in best)
    if low > high:  # each meets the first, but not one another
        low = min(best, key=lambda reading: reading.box.radius).box.centre
        high = low
    box = AffineNumber((low + high) * HALF, {}, (high - low) * HALF)
    through = frozenset(reading.through for reading in best)
    apart = _written(reading for reading in readings if reading not in best)
    return Inferred(box, _written(best), through, apart - _written(best))


def _weight(group: list[_Reading]) -> tuple[int, int]:
    """Return by how many lines readings agree, then on how many numbers; one line is one piece."""
    return len({reading.through for reading in group}), len(_written(group))


def _written(readings: Iterable[_Reading]) -> frozenset[Key]:
    return frozenset(key for reading in readings for key in reading.written)


def _meet(one: AffineNumber, other: AffineNumber) -> bool:
    return touches(one.centre, one.radius, other)


def is_elsewhere(
    key: Key, found: Inferred, forwards: AffineNumber, wrong: set[Key], asked: Asked
) -> bool:
    """Return whether a mistake was made in a line left out.

    That is so if two wrong numbers or more, by different lines, agree on what it was, that this
    is not what follows forwards, rounded as asked or not, and no number that is right contradicts
    it.
    """
    witnesses = found.written & wrong
    return (
        len(witnesses) >= MIN_LINES
        and len(found.through) >= MIN_LINES
        and not found.apart - wrong
        and forwards.known
        and not _meet(found.box, as_rounded(key, forwards, asked))
    )


def as_rounded(key: Key, box: AffineNumber, asked: Asked) -> AffineNumber:
    """Return a line that is left out as it is, or rounded to the digits that are asked of it."""
    digits = None if key.kind in FACTOR_KINDS else asked(key.kind)
    return box if digits is None else widened(box, digits)


def without_rivals(
    found: Mapping[Key, Inferred],
    scheme: AnswerKey,
    world: StudentValues,
    wrong: set[Key],
    asked: Asked,
) -> dict[Key, Inferred]:
    """Return what lines left out must have been, each wrong number put down to one of a kind.

    The same numbers may be read as a mistake in one sample or in another, in one unit or in the
    next. It was made in the one that explains the most of them.

    Args:
        found: what was read off.
        scheme: the right lines.
        world: the student's numbers.
        wrong: the numbers that do not follow. The decimal context must be `WORK`.
        asked: the digits to which lines left out may have been rounded.
    """
    groups: dict[tuple[Kind, int | None], list[Key]] = {}
    for key, one in found.items():
        if is_elsewhere(key, one, world.seen(key), wrong, asked):
            groups.setdefault((key.kind, key.layer), []).append(key)
    weaker: set[Key] = set()
    for keys in groups.values():
        # Those that explain the most come first, of equals the first of the sheet.
        keys.sort(key=lambda key: (-len(found[key].written & wrong), scheme.place(key)))
        shown = [found[key].written & wrong for key in keys]
        weaker.update(key for n, key in enumerate(keys) if any(shown[n] <= s for s in shown[:n]))
    return {key: one for key, one in found.items() if key not in weaker}
