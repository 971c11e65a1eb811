"""A given number that was misread, or miscopied, and then used all through the sheet: one mistake.

What the lines that use it say of it is worked out, each of them, from the student's own numbers.
Where they agree on one number, the sheet is judged again with that in the place of the given one.
It is believed if nothing that was right is wrong by it, and if fewer mistakes are left to suppose.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from math import isfinite, prod, sqrt

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.blank_lines import blanks_before
from bpcalc.checking.cells import Cell
from bpcalc.checking.diagnosis import RuleBook
from bpcalc.checking.evidence import CERTAIN, PROBABLE
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.nearness import as_float
from bpcalc.checking.rates import Range
from bpcalc.checking.reasons import cost, unnamed, why
from bpcalc.checking.rejudging import explains_few
from bpcalc.checking.slips_of_reading import misreadings, shortest_between
from bpcalc.checking.verdicts import Misread, Reasons, Sure
from bpcalc.maths.expr import Number
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import DATA, PARAMETERS
from bpcalc.named_tuples import NamedTuple

READ_OFF = DATA | PARAMETERS
"""Kinds of what is read off the exercise; the learning rate has rules of its own."""

MOST_LINES = 60
"""So many wrong numbers, and lines left out before one, are looked at."""

LARGEST_SHEET = 3000
"""Lines of an exercise up to which a sheet is worked by hand, and its givens are copied."""

MOST_TRIED = 3
"""With so many numbers a sheet is judged again, the likeliest first."""

MOST_MISREAD = 3
"""So many givens of a sheet are taken for misread."""

WIDER = 1.5
"""Ranges are so much wider than the rounding of the lines before makes them: it is only about."""

BY_FIT_ALONE = 0.001
"""The chance of a coincidence up to which a number is believed that nobody misreads so."""

MOST_SECANTS, NEAR_ENOUGH = 12, 0.1
"""How often a curved line is solved for a number; within which share of half a unit it is."""

EVEN = 1e-9
"""How far, relatively, a parabola may be from a line that is one."""


class _Supposition(NamedTuple):
    """That another number was used for a given one; the chance is that of a coincidence."""

    given: Key
    read: Number
    usual: bool
    lines: int
    chance: float


OF_A_TARGET: frozenset[Kind] = frozenset({"error", "total_error", "error_slope", "delta"})
"""Kinds of lines of the outputs that have a target in them."""

Found = tuple[SheetJudgement, Reasons, list[Misread]]


def misread_givens(
    judged: SheetJudgement,
    explained: tuple[SheetJudgement, Reasons],
    cells: Mapping[Key, Cell],
    book: RuleBook,
) -> Found:
    """Return the sheet judged with the numbers that were misread, and why the rest is wrong.

    Args:
        judged: the sheet as it stands. The decimal context must be `WORK`.
        explained: the same with mistakes in lines left out, and why it is wrong.
        cells: what was written.
        book: the wrong formulas.
    """
    found: list[Misread] = []
    now, reasons = explained
    while len(found) < MOST_MISREAD and _is_worth_it(judged, reasons):
        better = _one_more(judged, reasons, cells, book)
        if better is None:
            break
        judged, (now, reasons), misread = better
        found.append(misread)
    return now, reasons, found


def _is_worth_it(judged: SheetJudgement, reasons: Reasons) -> bool:
    """Return whether several mistakes are supposed, or one without a name, on a sheet by hand."""
    open_ends = cost(reasons) > 1 or unnamed(reasons)
    small = len(judged.scheme.formulas) <= LARGEST_SHEET and len(judged.roots) <= MOST_LINES
    return bool(open_ends) and small


Better = tuple[SheetJudgement, tuple[SheetJudgement, Reasons], Misread]


def _fitting(
    judged: SheetJudgement, cells: Mapping[Key, Cell]
) -> Iterator[tuple[int, _Supposition, SheetJudgement]]:
    """Yield what mends as many lines as it is read off: how many, and the sheet under it."""
    tried = sorted(_suppositions(judged), key=lambda one: (-one.lines, one.chance))[:MOST_TRIED]
    for one in tried:
        scheme = overlaid(judged.scheme, {one.given: one.read}, judged.scheme.exercise)
        if explains_few(scheme, judged, cells, judged.judged):
            continue
        other = SheetJudgement(scheme, cells, judged.options, judged.precision)
        mended = _mended(judged, other)
        if len(mended) >= one.lines:
            yield len(mended), one, other


def _one_more(
    judged: SheetJudgement, reasons: Reasons, cells: Mapping[Key, Cell], book: RuleBook
) -> Better | None:
    """Return the sheet with one given taken for misread, None if that explains nothing better."""
    fitting = list(_fitting(judged, cells))
    if not fitting:
        return None
    most = max(count for count, _, _ in fitting)
    best = [(one, other) for count, one, other in fitting if count == most]
    best = [pair for pair in best if pair[0].usual] or best
    if len({one.given for one, _ in best}) > 1:
        return None  # nobody can tell which of them was misread
    one, other = best[0]
    mended = _mended(judged, other)
    told = [bool(reasons[key].mistakes) for key in mended if key in reasons]
    if any(told) if len(mended) == 1 else (all(told) and _is_a_neighbour(judged, one)):
        return None  # a rule says as much
    if not _is_seen(one, mended):
        return None
    left = why(other, cells, book)
    ours, theirs = cost(reasons), 1 + cost(left[1])
    if theirs > ours or (theirs == ours and unnamed(left[1]) >= unnamed(reasons)):
        return None
    first = min(mended, key=judged.scheme.place)
    given = judged.scheme.formulas[one.given]
    assert isinstance(given, Number)
    alone = len(mended) == 1  # a slip of the pen may look the same
    sure: Sure = "is" if one.chance <= CERTAIN and not alone else "probably"
    misread = Misread(
        one.given, given.text, one.read.text, one.usual, first, judged.judged[first].own,
        one.chance, sure,
    )  # fmt: skip
    return other, left, misread


def _mended(judged: SheetJudgement, other: SheetJudgement) -> set[Key]:
    """Return the wrong numbers that are right with another given; none if others contradict it."""
    before, after = set(judged.roots), set(other.roots)
    if after - before:
        return set()
    for key, found in other.judged.items():
        was = judged.judged[key].verdict
        if found.verdict in ("jump", "form", "trivial") and was not in (
            found.verdict,
            "unexplained",
        ):
            return set()
    return before - after


def _is_seen(one: _Supposition, mended: set[Key]) -> bool:
    """Return whether a line shows a target that was misread in no usual way.

    Farther on it is but a factor of all that comes back from its output, as many mistakes are.
    """
    if one.usual or one.given.kind != "target":
        return True
    return any(key.kind in OF_A_TARGET and key.layer in (None, one.given.layer) for key in mended)


def _is_a_neighbour(judged: SheetJudgement, one: _Supposition) -> bool:
    """Return whether the number is that of another given of the kind, as if that had been taken."""
    key = one.given
    return any(
        other != key and (other.kind, other.layer) == (key.kind, key.layer)
        and number.value == one.read.value
        for other, number in judged.scheme.given.items()
    )  # fmt: skip


# what the lines say -----------------------------------------------------------------------------


def _suppositions(judged: SheetJudgement) -> Iterator[_Supposition]:
    """Yield numbers that may have been used for given ones."""
    ranges: dict[Key, list[Range]] = {}
    beside: dict[Key, int] = {}
    for line in judged.roots:
        if line not in judged.scheme.formulas or judged.cells[line].value is None:
            continue
        before = _Before(judged, line)
        for given in before.givens:
            beside[given] = max(beside.get(given, 1), len(before.givens))
            ranges.setdefault(given, []).extend(before.ranges(given))
    for given, known in ranges.items():
        yield from _agreed(judged, given, known, beside[given])


def _agreed(
    judged: SheetJudgement, given: Key, known: list[Range], others: int
) -> Iterator[_Supposition]:
    """Yield numbers on which the most lines agree, usual misreadings and other ones.

    Args:
        judged: the sheet.
        given: the given number.
        known: what wrong lines say of it.
        others: how many givens stand in the same line, each of which could have been misread.
    """
    number = judged.scheme.formulas[given]
    assert isinstance(number, Number)
    told = list(misreadings(number))
    seen: set[Decimal] = set()
    for seed in sorted(known, key=lambda each: each.high - each.low):
        low, high, lines = _intersection(seed, known)
        rest = prod(each.share for each in lines[1:])
        inside = [one for one in told if low <= float(one.value) <= high]
        if inside and inside[0].value not in seen:
            ways = others * sum(one.rank <= inside[0].rank for one in told)
            chance = min(1.0, ways * lines[0].share * rest)
            if chance <= PROBABLE:
                seen.add(inside[0].value)
                yield _Supposition(given, inside[0].number, True, len(lines), chance)
        read = None if inside or len(lines) < 2 else shortest_between(low, high)
        if read is not None and read.value not in seen and rest * others <= BY_FIT_ALONE:
            seen.add(read.value)
            if given.kind != "target" or _is_as_short(number, read):
                yield _Supposition(given, read, False, len(lines), rest * others)


def _is_as_short(number: Number, read: Number) -> bool:
    """Return whether a number has no more decimals than a given one.

    What is wrong in the output is so in the error and in delta, and looks like another target.
    """
    ours, theirs = number.value.as_tuple().exponent, read.value.as_tuple().exponent
    return int(theirs) >= min(int(ours), -1)


def _intersection(seed: Range, known: Collection[Range]) -> tuple[float, float, list[Range]]:
    """Return what the most lines have in common with one, the narrowest first."""
    low, high, lines = seed.low, seed.high, [seed]
    for each in sorted(known, key=lambda one: one.high - one.low):
        if each.key in {one.key for one in lines}:
            continue
        if max(low, each.low) <= min(high, each.high):
            low, high = max(low, each.low), min(high, each.high)
            lines.append(each)
    return low, high, lines


class _Before:
    """One wrong line, and what leads to it and is not written: it is solved for a given number."""

    def __init__(self, judged: SheetJudgement, line: Key) -> None:
        """Look at this line."""
        scheme = judged.scheme
        self._judged, self._line = judged, line
        self._formulas = scheme.formulas
        blanks = blanks_before(scheme, judged.world.written, [line])
        self._lines = sorted(blanks, key=scheme.place) if len(blanks) <= MOST_LINES else []
        leaves = dict.fromkeys(
            leaf for key in (*self._lines, line) for leaf in self._formulas[key].refs()
        )
        self.givens = [leaf for leaf in leaves if leaf.kind in READ_OFF and leaf in scheme.given]
        self._known: dict[Key, float] = {}

    def ranges(self, given: Key) -> Iterator[Range]:
        """Yield what the number must have been for the line to give what is written."""
        cell, own = self._judged.cells[self._line], self._judged.judged[self._line].own
        if not own.known or cell.value is None:
            return
        moved = {given}
        between = []
        for key in self._lines:
            if not moved.isdisjoint(self._formulas[key].refs()):
                moved.add(key)
                between.append(key)
        at = as_float(self._judged.scheme.given[given].value)
        written = as_float(cell.value)
        room = as_float(self._judged.room(self._line, cell)) + as_float(own.radius)

        def away(step: float) -> float:
            return self._worked(given, at + step, between) - written

        for step in _roots(away, room * NEAR_ENOUGH):
            slope = (away(step + _tiny(at)) - away(step - _tiny(at))) / (2 * _tiny(at))
            reach = WIDER * room / abs(slope) if slope and isfinite(slope) else float("inf")
            if isfinite(reach) and abs(step) > reach:
                yield Range(self._line, at + step - reach, at + step + reach)

    def _worked(self, given: Key, number: float, between: list[Key]) -> float:
        """Return what the line comes to if another number is given."""
        values = {given: number}

        def value(key: Key) -> float:
            found = values.get(key)
            return self._number(key) if found is None else found

        floats = Floats(value)
        for key in between:
            values[key] = self._formulas[key].fold(floats)
        return self._formulas[self._line].fold(floats)

    def _number(self, key: Key) -> float:
        """Return a quantity as the student has it."""
        value = self._known.get(key)
        if value is None:
            box = self._judged.world.seen(key)
            value = self._known[key] = as_float(box.centre) if box.known else float("nan")
        return value


def _tiny(at: float) -> float:
    """Return a step from a number, for the slope there."""
    return 1e-4 * max(abs(at), 1.0)


def _roots(away: Callable[[float], float], close: float) -> Iterator[float]:
    """Yield the steps after which a function is zero: of a parabola both, else the nearest one."""
    here, above, below, half = away(0.0), away(1.0), away(-1.0), away(0.5)
    if not all(map(isfinite, (here, above, below, half))):
        return
    bend, slope = (above + below) / 2 - here, (above - below) / 2
    size = max(map(abs, (here, above, below)))
    if abs(bend / 4 + slope / 2 + here - half) <= EVEN * size:
        yield from _of_parabola(bend if abs(bend) > EVEN * size else 0.0, slope, here)
        return
    step, value, last, before = 0.1, away(0.1), 0.0, here
    for _ in range(MOST_SECANTS):
        if abs(value) <= close:
            yield step
            return
        if value == before or not isfinite(value):
            return
        step, last, before = step - value * (step - last) / (value - before), step, value
        value = away(step)


def _of_parabola(bend: float, slope: float, here: float) -> Iterator[float]:
    """Yield where a parabola is zero."""
    if not bend:
        if slope:
            yield -here / slope
        return
    under = slope * slope - 4 * bend * here
    if under >= 0:
        yield (-slope + sqrt(under)) / (2 * bend)
        yield (-slope - sqrt(under)) / (2 * bend)
