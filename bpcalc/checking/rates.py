"""One wrong learning rate, fitted to all updates of a sheet together.

A single update is explained by some learning rate whatever was done. Several are not, unless a
wrong one was used. So the factor by which each step is too large is worked out, and what all of
them have in common is looked for, before any rule is believed for a single update.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import prod

from bpcalc.checking.candidates import Candidate, Explained
from bpcalc.checking.cells import Cell
from bpcalc.checking.coincidence import SCALE
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.checking.misconceptions.update import named_rates, update_with_rate
from bpcalc.maths.expr import Expr, Number, expr
from bpcalc.maths.keys import Key, Kind
from bpcalc.named_tuples import NamedTuple

UPDATES: frozenset[Kind] = frozenset({"new_weight", "new_bias", "weight_change", "bias_change"})

LEARNING_RATE_KEY = Key("learning_rate")

MIN_UPDATES = 3
"""Wrong updates that must agree on a learning rate."""

MOST_TRIED = 200
"""So many updates are looked at."""

SHARE = 0.8
"""The share of the wrong updates that one learning rate must explain."""

RATE_DIGITS = 2
"""Significant digits of a learning rate that anybody would choose."""


class Range(NamedTuple):
    """The learning rates that explain one update, or the factors that explain one number."""

    key: Key
    low: float
    high: float

    @property
    def share(self) -> float:
        """How much of all rates or factors they are, about."""
        middle = abs(self.low + self.high) / 2
        return min((self.high - self.low) / (middle * SCALE), 1.0) if middle else 1.0


def fitted_rate(
    judged: SheetJudgement, cells: Mapping[Key, Cell], roots: list[Key]
) -> dict[Key, Explained]:
    """Return the updates that one wrong learning rate explains, none if there is no such rate."""
    formulas = judged.scheme.formulas  # a bias that is not updated may be answered all the same
    updates = [key for key in roots if key.kind in UPDATES and key in formulas]
    if len(updates) < MIN_UPDATES or LEARNING_RATE_KEY not in formulas:
        return {}
    ranges = sorted(_ranges(judged, cells, updates[:MOST_TRIED]), key=lambda r: r.high - r.low)
    rate = _common(ranges)
    if rate is None or rate.value in named_rates(judged.scheme.values[LEARNING_RATE_KEY]):
        return {}
    fitting = [r for r in ranges if r.low <= float(rate.value) <= r.high]
    chance = prod(r.share for r in fitting[1:])
    rule = next(rule for rule in MISCONCEPTIONS if rule.id == "other_eta")
    return {
        r.key: Explained([Candidate(rule, formula, r.key, 0.0, True)], chance, {rule.id: r.share})
        for r in fitting
        for formula in update_with_rate(LineContext(judged.scheme, r.key), rate)
    }


def _ranges(
    judged: SheetJudgement, cells: Mapping[Key, Cell], updates: list[Key]
) -> Iterator[Range]:
    """Yield the learning rates that explain each update."""
    world = judged.world
    for key in updates:
        cell = cells[key]
        assert cell.value is not None
        here = LineContext(judged.scheme, key)
        ends = [_worked(here, world.value, rate) for rate in (expr(0), expr(1))]
        if None in ends:
            continue
        at_0, at_1 = ends
        step = at_1 - at_0  # type: ignore[operator]
        if not step:
            continue
        middle = (float(cell.value) - at_0) / step  # type: ignore[operator]
        box = judged.judged[key].own
        room = abs((float(cell.half) + float(box.radius if box.known else 0)) / step)
        yield Range(key, middle - room, middle + room)


def _worked(here: LineContext, value: object, rate: Expr) -> float | None:
    for formula in update_with_rate(here, rate):
        box = value(formula)  # type: ignore[operator]
        return float(box.centre) if box.known else None
    return None


def _common(ranges: list[Range]) -> Number | None:
    """Return the roundest learning rate that most ranges have in common, None if none is round."""
    if len(ranges) < MIN_UPDATES:
        return None
    narrowest = ranges[0]
    low, high, count = narrowest.low, narrowest.high, 0
    for one in ranges:
        if max(low, one.low) <= min(high, one.high):
            low, high, count = max(low, one.low), min(high, one.high), count + 1
    if count < SHARE * len(ranges) or low <= 0:
        return None
    return _roundest(low, high)


def _roundest(low: float, high: float) -> Number | None:
    """Return the number with the fewest digits between two others."""
    for digits in range(1, RATE_DIGITS + 1):
        middle = Decimal(repr((low + high) / 2))
        rounded = round(middle, digits - 1 - middle.adjusted())
        if low <= float(rounded) <= high:
            return Number(format(rounded.normalize(), "f"))
    return None
