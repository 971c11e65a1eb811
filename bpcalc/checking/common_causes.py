"""One mistake of unknown cause in many updates: what their steps, which are left out, share.

Where only new weights are written, a wrong gradient shows in each of them. No rule may give it; but
if all steps of a layer, of a unit, or from one source are wrong by one factor, or are of one size,
then one thing was done in all of them, whatever it was, and it is one mistake.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import isfinite, prod

from bpcalc.checking.coincidence import SCALE
from bpcalc.checking.first_verdicts import Supposed
from bpcalc.checking.inference import solved
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.nearness import as_float
from bpcalc.checking.verdicts import Verdict
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, NEW_KINDS
from bpcalc.named_tuples import NamedTuple

MIN_STEPS = 2
"""Wrong steps that must have something in common."""

MOST_STEPS = 200
"""So many updates are looked at; more on a sheet are no work of a hand."""

COINCIDENCE = 0.01
"""The chance up to which it is believed that they do not share it by coincidence."""

AGREEING: frozenset[Verdict] = frozenset({"right", "form", "follow"})
"""The verdicts on updates whose steps speak for or against what the wrong ones share."""


class Step(NamedTuple):
    """What a new weight or bias says of its step, which is left out.

    Attributes:
        update: the new weight or bias.
        line: the gradient or change that is left out.
        box: what it must have been.
        own: what it should have been.
        wrong: whether the update is wrong, of unknown cause.
    """

    update: Key
    line: Key
    box: AffineNumber
    own: AffineNumber
    wrong: bool


Range = tuple[float, float]
Measure = Callable[[Step], Range | None]


def common_causes(judged: SheetJudgement, unexplained: Iterable[Key]) -> dict[Key, list[Supposed]]:
    """Return what steps left out have been, by the first update that shows one mistake in all.

    Args:
        judged: the sheet. The decimal context must be `WORK`.
        unexplained: its numbers that are wrong of unknown cause.
    """
    wrong = {key for key in unexplained if key.kind in NEW_KINDS}
    if len(wrong) < MIN_STEPS:
        return {}
    steps = list(islice(_steps(judged, wrong), MOST_STEPS + 1))
    found: dict[Key, list[Supposed]] = {}
    taken: set[Key] = set()
    if len(steps) > MOST_STEPS:
        return {}
    for group in _groups(steps):
        rest = [step for step in group if step.update not in taken]
        told = [step for step in rest if step.wrong]
        if len(told) >= MIN_STEPS and any(_is_shared(rest, how) for how in (_factor, _size)):
            first = min((step.update for step in told), key=judged.scheme.place)
            found[first] = [(step.line, step.box) for step in told]
            taken.update(step.update for step in told)
    return found


def _steps(judged: SheetJudgement, wrong: set[Key]) -> Iterator[Step]:
    """Yield the steps that are left out of the updates that are written."""
    world, scheme = judged.world, judged.scheme
    for update, found in judged.judged.items():
        if update.kind not in NEW_KINDS or update not in scheme.formulas:
            continue
        blank = [
            key
            for key in scheme.parents[update]
            if key.kind in GRADIENT_KINDS | CHANGE_KINDS and key not in world.written
        ]
        cell = judged.cells[update]
        if len(blank) != 1 or cell.value is None:
            continue
        if update not in wrong and found.verdict not in AGREEING:
            continue
        target = AffineNumber(cell.value, {}, cell.half)
        box = solved(scheme.formulas[update], blank[0], target, world.value)
        if box is not None and box.known:
            yield Step(update, blank[0], box, world.own(blank[0]), update in wrong)


def _groups(steps: list[Step]) -> Iterator[list[Step]]:
    """Yield the steps that one mistake may be made in, the most first.

    All of them; all weights; of a layer, its weights; of a unit, its weights; from a source.
    """
    weights = [step for step in steps if step.update.kind == "new_weight"]
    yield steps
    yield weights
    yield from _by(steps, lambda key: (key.layer,))
    yield from _by(weights, lambda key: (key.layer,))
    yield from _by(steps, lambda key: (key.layer, key.unit))
    yield from _by(weights, lambda key: (key.layer, key.unit))
    yield from _by(weights, lambda key: (key.layer, key.source))


def _by(steps: list[Step], place: Callable[[Key], object]) -> Iterator[list[Step]]:
    groups: dict[object, list[Step]] = {}
    for step in steps:
        groups.setdefault(place(step.update), []).append(step)
    yield from groups.values()


def _factor(step: Step) -> Range | None:
    """Return the factors by which a step may be wrong."""
    own = as_float(step.own.centre) if step.own.known else 0.0
    if not own:
        return None
    middle = as_float(step.box.centre) / own
    share = as_float(step.own.radius) / abs(own)
    room = as_float(step.box.radius) / abs(own) + abs(middle) * share
    return middle - room, middle + room


def _size(step: Step) -> Range | None:
    """Return the sizes that a step may have."""
    middle, room = abs(as_float(step.box.centre)), as_float(step.box.radius)
    return (middle - room, middle + room) if middle > room else None


def _is_shared(steps: list[Step], measure: Measure) -> bool:
    """Return whether all steps of a group have something in common, and not by coincidence."""
    ranges = [measure(step) for step in steps]
    if None in ranges:
        return False
    known = sorted((r for r in ranges if r is not None), key=lambda r: r[1] - r[0])
    low, high = max(r[0] for r in known), min(r[1] for r in known)
    if low > high or not all(map(isfinite, (low, high))):
        return False
    return prod(map(_share, known[1:])) <= COINCIDENCE


def _share(one: Range) -> float:
    """Return how much of all factors, or sizes, a range holds, about."""
    middle = abs(one[0] + one[1]) / 2
    return min((one[1] - one[0]) / (middle * SCALE), 1.0) if middle else 1.0
