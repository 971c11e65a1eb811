"""Which mistake explains a number, and how sure one may be of it.

A wrong formula explains a number if, worked out with the student's own earlier numbers, it gives
that number in every digit that is written. How many numbers a student could have written would be
explained by some rule is worked out as well: if that are many, the explanation means little.

Source: Brown & Burton (1978), Diagnostic models for procedural bugs in basic mathematical
skills, Cognitive Science 2; the chance of coincidence is ours.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from math import log
from typing import NamedTuple

from bpcalc.checking.agreement import touches
from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions import BY_KIND, Misconception
from bpcalc.checking.verdicts import Sure, Suspicion
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

SPREAD = 30
"""A number is expected within so many times and one so manyth of the right one, either sign."""

CERTAIN, PROBABLE = 0.01, 0.05
DEEPEST = 12
"""So many blank lines before a wrong value are searched for a mistake."""

MAX_BLANK_DISTANCE = 80
"""Where more of them are blank, a number says nothing about any single one."""

EARLY = (*(Digits(n) for n in (2, 3, 4)), *(Digits(n, significant=True) for n in (2, 3, 4)))


class Candidate(NamedTuple):
    """What a rule would have given.

    Attributes:
        rule: the misconception.
        formula: the wrong formula.
        at: the quantity in whose line it stands.
        box: the value of the quantity that was written, with this mistake in it.
    """

    rule: Misconception
    formula: Expr
    at: Key
    box: AffineNumber


class Explained(NamedTuple):
    """The rules that give what was written, best first, and the chance of a coincidence."""

    matches: list[Candidate]
    chance: float


def mistakes_at(scheme: AnswerKey, key: Key) -> Iterator[tuple[Misconception, Expr]]:
    """Yield the wrong formulas for one line, each with its rule."""
    here = LineContext(scheme, key)
    for rule in BY_KIND[key.kind]:
        for formula in rule.wrong(here):
            yield rule, formula


def explain(judged: SheetJudgement, key: Key, cell: Cell) -> Explained:
    """Return what explains a cell that is wrong by itself."""
    if key not in judged.scheme.formulas:
        return Explained([], 1.0)
    near = list(_near(judged, key))
    matches = _fitting(near, cell)
    own = judged.judged[key].own
    digits = judged.options.digits(key)
    relative = digits is not None and digits.significant
    if matches and (chance := _chance(near, cell, own, relative)) <= PROBABLE:
        return Explained(matches, chance)
    everything = [*near, *_far(judged, key)]
    return Explained(_fitting(everything, cell), _chance(everything, cell, own, relative))


def _near(judged: SheetJudgement, key: Key) -> Iterator[Candidate]:
    """Yield what mistakes in the line itself give."""
    for rule, formula in mistakes_at(judged.scheme, key):
        yield Candidate(rule, formula, key, judged.world.value(formula))


def _far(judged: SheetJudgement, key: Key) -> Iterator[Candidate]:
    """Yield what mistakes in the lines give that are not written and lead to this one.

    The same mistake is made at one of these lines, or at all of a kind and layer.
    """
    scheme, world = judged.scheme, judged.world
    groups: dict[tuple[str, str, int | None, int], dict[Key, tuple[Misconception, Expr]]] = {}
    blanks = list(islice(_blanks(scheme, world, key), MAX_BLANK_DISTANCE + 1))
    for blank in blanks[:DEEPEST] if len(blanks) <= MAX_BLANK_DISTANCE else ():
        counts: dict[str, int] = {}
        for rule, formula in mistakes_at(scheme, blank):
            number = counts[rule.id] = counts.get(rule.id, -1) + 1
            yield _supposed(judged, key, {blank: (rule, formula)})
            place = (rule.id, blank.kind, blank.layer, number)
            groups.setdefault(place, {})[blank] = (rule, formula)
    for group in groups.values():
        if len(group) > 1:
            yield _supposed(judged, key, group)


def _supposed(
    judged: SheetJudgement, key: Key, wrong: dict[Key, tuple[Misconception, Expr]]
) -> Candidate:
    """Return what a cell would be if some blank lines before it had been worked out wrongly."""
    world = judged.world
    changed = {blank: world.value(formula) for blank, (_, formula) in wrong.items()}
    other: StudentValues = world.supposing(changed, judged.scheme.fixed)
    at, (rule, formula) = next(iter(wrong.items()))
    return Candidate(rule, formula, at, other.own(key))


def _blanks(scheme: AnswerKey, world: StudentValues, key: Key) -> Iterator[Key]:
    """Yield the worked lines that lead to a cell and are not written, the nearest first."""
    waiting = list(scheme.parents[key])
    seen = set(waiting)
    for blank in waiting:
        if blank in world.written:
            continue
        yield blank
        for parent in scheme.parents[blank]:
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)


def _fitting(candidates: Iterable[Candidate], cell: Cell) -> list[Candidate]:
    """Return the candidates that give what was written, one a rule, the best ones first."""
    value = cell.value
    assert value is not None
    fitting: dict[str, Candidate] = {}
    for candidate in candidates:
        if touches(value, cell.half, candidate.box):
            fitting.setdefault(candidate.rule.id, candidate)
    return sorted(fitting.values(), key=lambda candidate: candidate.rule.tier)


def _chance(
    candidates: Iterable[Candidate], cell: Cell, own: AffineNumber, relative: bool
) -> float:
    """Return the share of the numbers a student may write that some rule explains.

    Numbers are taken to be spread evenly on a logarithmic scale around the right one, and to be
    written with as many decimals as this one; or with as many digits, where that is asked.
    """
    value = cell.value
    assert value is not None
    scale = abs(float(own.centre)) if own.known and own.centre else abs(float(value))
    if not scale:
        return 1.0
    low, high = scale / SPREAD, scale * SPREAD
    spans: list[tuple[float, float]] = []
    for candidate in candidates:
        if candidate.box.known:
            half = cell.half
            if relative and value and candidate.box.centre:
                half *= (candidate.box.centre / value).copy_abs()
            spans += _spans(candidate.box, half, low, high)
    return _covered(spans) / (4 * log(SPREAD))


def _spans(
    box: AffineNumber, half: Decimal, low: float, high: float
) -> Iterator[tuple[float, float]]:
    """Yield what a box covers of the logarithmic scale; negative numbers have one of their own."""
    room = float(half + box.radius)
    centre = float(box.centre)
    beyond = 2 * log(high) + 10  # keeps the two scales apart
    for sign in (1, -1):
        start, end = max(sign * centre - room, low), min(sign * centre + room, high)
        if start < end:
            shift = 0.0 if sign > 0 else beyond
            yield log(start) + shift, log(end) + shift


def _covered(spans: list[tuple[float, float]]) -> float:
    """Return the length of the union of spans."""
    total, reached = 0.0, float("-inf")
    for start, end in sorted(spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total


def suspicions(
    explained: Explained, siblings: dict[str, list[float]], shifted: bool = False
) -> tuple[Suspicion, ...]:
    """Return what a cell is suspected of, worded as surely as it may be.

    Only the best explanations are for the student; the others, and a rare mistake that shows
    itself in one cell alone, or could be a shifted point as well, are for the teacher.

    Args:
        explained: what explains the cell alone.
        siblings: by rule, the chances of coincidence in all the cells that it explains.
        shifted: whether a shifted decimal point explains the cell as well.
    """
    matches = explained.matches

    def place(match: Candidate) -> tuple[str, int]:
        return match.rule.tier, -len(siblings.get(match.rule.id, ()))

    ranked = sorted(matches, key=place)
    best = [match for match in ranked if place(match) == place(ranked[0])]
    found = []
    for match in ranked:
        chances = siblings.get(match.rule.id, [explained.chance])
        chance = _joint(chances)
        weak = len(chances) == 1 and (match.rule.tier == "C" or shifted)
        certain: Sure = "possibly"
        if match in best and not weak:
            certain = sure(chance, unique=len(best) == 1)
        found.append(Suspicion(match.rule.id, match.formula, match.at, chance, certain))
    return tuple(found)


def _joint(chances: list[float]) -> float:
    """Return the chance that all of several cells are explained by coincidence, about."""
    product = 1.0
    for chance in chances:
        product *= chance
    return product


def sure(chance: float, unique: bool) -> Sure:
    """Return how an explanation may be worded."""
    if chance <= CERTAIN and unique:
        return "is"
    return "probably" if chance <= PROBABLE else "possibly"


def rounded_early(judged: SheetJudgement, key: Key, cell: Cell) -> bool:
    """Return whether a cell is right for earlier numbers with fewer digits than are written."""
    scheme, world = judged.scheme, judged.world
    parents = [parent for parent in scheme.parents.get(key, ()) if parent in world.written]
    if not parents or cell.value is None:
        return False
    for digits in EARLY:
        rounded = {
            parent: AffineNumber(digits.round(world.written[parent].centre)) for parent in parents
        }
        same = all(box.centre == world.written[parent].centre for parent, box in rounded.items())
        if same or any(not box.centre for box in rounded.values()):
            continue
        if touches(cell.value, cell.half, world.supposing(rounded, scheme.fixed).own(key)):
            return True
    return False
