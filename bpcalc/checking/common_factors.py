"""One factor of unknown cause in many lines of a kind: fitted once, and told once.

No usual mistake gives 0.7·δ. But if all deltas of a sheet, or of a layer, are 0.7 times what they
should be, then one thing was done in all of them, whatever it was, and it is one mistake.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from math import isfinite, prod

from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.nearness import as_float
from bpcalc.checking.rates import Range
from bpcalc.checking.verdicts import FACTORS, alike
from bpcalc.maths.expr import Ref, Sum
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import LEARNT_KINDS, NEW_KINDS

MIN_ALIKE = 2
"""Wrong numbers that must share a factor."""

MOST_ALIKE = 200
"""So many numbers of a kind are looked at; more on a sheet are no work of a hand."""

SHARE = 0.8
"""The share of the wrong numbers that one factor must explain."""

MOST_BY_CHANCE = 0.001
"""The chance up to which it is believed that they do not share it by coincidence."""

FACTOR_DIGITS = 6
"""Digits of a factor, of which the fewest are taken that fit."""

SLACK = 1e-9
"""The share by which a factor may be off because it was worked out in floats."""

FARTHEST_FACTOR = 1000
"""So many times too large or small; beyond, one speaks of no factor."""

CURVED = ("out",)
"""Kinds of what an activation makes of a number: several times the output is no sign of anything.
"""

SURELY_RIGHT = frozenset({"right", "form", "follow", "jump"})
"""Verdicts on numbers that have the factor 1."""


def common_factors(judged: SheetJudgement, unknown: Collection[Key]) -> dict[Key, str]:
    """Return the notes on numbers that are wrong of unknown cause, and all by one factor.

    Args:
        judged: the sheet.
        unknown: those numbers.
    """
    kinds: dict[str, list[Key]] = {}
    for key in unknown:
        if key in judged.scheme.formulas and key not in judged.hidden:
            kinds.setdefault(alike(key.kind), []).append(key)
    found: dict[Key, str] = {}
    for kind, wrong in kinds.items():
        if kind in CURVED or not MIN_ALIKE <= len(wrong) <= MOST_ALIKE:
            continue
        right = [
            key
            for key, one in judged.judged.items()
            if alike(key.kind) == kind
            and one.verdict in SURELY_RIGHT
            and key in judged.scheme.formulas
        ]
        for keys, others in _groups(wrong, right):
            rest = [key for key in keys if key not in found]
            if len(rest) >= MIN_ALIKE and len(others) <= MOST_ALIKE:
                found |= _shared(judged, rest, others)
    return found


Place = Callable[[Key], object]


def _groups(wrong: list[Key], right: list[Key]) -> Iterator[tuple[list[Key], list[Key]]]:
    """Yield wrong numbers in which one factor may be, each time with the right ones among them.

    All of a kind; those of a layer; those of a unit.
    """
    yield wrong, right
    places: tuple[Place, ...] = (lambda key: key.layer, lambda key: (key.layer, key.unit))
    for place in places:
        for at in dict.fromkeys(map(place, wrong)):
            yield [k for k in wrong if place(k) == at], [k for k in right if place(k) == at]


def _shared(judged: SheetJudgement, wrong: list[Key], right: list[Key]) -> dict[Key, str]:
    """Return the notes on the numbers that share one factor, none if too few do."""
    ranges = sorted(_ranges(judged, wrong), key=lambda each: each.high - each.low)
    if len(ranges) < MIN_ALIKE:
        return {}
    low, high = ranges[0].low, ranges[0].high
    fitting = []
    for each in ranges:
        if max(low, each.low) <= min(high, each.high):
            low, high = max(low, each.low), min(high, each.high)
            fitting.append(each)
    if len(fitting) < max(MIN_ALIKE, SHARE * len(wrong)):
        return {}
    if prod(each.share for each in fitting[1:]) > MOST_BY_CHANCE:
        return {}
    if any(each.low > high or each.high < low for each in _ranges(judged, right)):
        return {}
    factor = _shortest(low, high)
    notes = {each.key: FACTORS[each.key.kind in NEW_KINDS] for each in fitting}
    return {key: f"{note}{factor}" for key, note in notes.items()} if factor else {}


def _ranges(judged: SheetJudgement, keys: Iterable[Key]) -> Iterator[Range]:
    """Yield by which factors numbers may be wrong; of a new weight, it is that of the step."""
    for key in keys:
        cell, box = judged.cells[key], judged.judged[key].own
        assert cell.value is not None
        base = _base(judged, key)
        own = as_float(box.centre) - base if box.known else 0.0
        if not own or not isfinite(own):
            continue
        middle = (as_float(cell.value) - base) / own
        away = as_float(judged.room(key, cell)) + abs(middle) * as_float(box.radius)
        room = away / abs(own) + SLACK * abs(middle)
        yield Range(key, middle - room, middle + room)


def _base(judged: SheetJudgement, key: Key) -> float:
    """Return the old weight or bias of which a line gives the new one, 0 for other lines."""
    formula = judged.scheme.formulas[key]
    first = formula.terms[0] if isinstance(formula, Sum) else None
    if isinstance(first, Ref) and first.key.kind in LEARNT_KINDS:
        return as_float(judged.world.seen(first.key).centre)
    return 0.0


def _shortest(low: float, high: float) -> str:
    """Return the number with the fewest digits between two others, "" if it has many.

    >>> _shortest(0.6981, 0.7013), _shortest(-0.3335, -0.3331)
    ('0.7', '-0.3333')
    """
    middle = Decimal(repr((low + high) / 2))
    if not FARTHEST_FACTOR >= abs(middle) >= 1 / Decimal(FARTHEST_FACTOR):
        return ""
    for digits in range(1, FACTOR_DIGITS + 1):
        rounded = round(middle, digits - 1 - middle.adjusted())
        if low <= float(rounded) <= high:
            return format(rounded.normalize(), "f")
    return ""
