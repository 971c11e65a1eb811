"""What a known mistake would have given in the place of a number, and how much that proves.

A wrong formula explains a number if, worked out with the student's own earlier numbers, it gives
that number in every digit that is written. How many numbers a student could have written would be
explained by some rule is worked out as well: if that are many, the explanation means little.

Source: Brown & Burton (1978), Diagnostic models for procedural bugs in basic mathematical
skills, Cognitive Science 2; the chance of coincidence is ours.
"""

from collections.abc import Container, Iterator
from decimal import Decimal
from itertools import islice
from math import isfinite

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.blank_lines import nearest_blanks
from bpcalc.checking.candidates import NOTHING_FITS, Candidate, Explained, Odd, WrongLines
from bpcalc.checking.cells import Cell
from bpcalc.checking.coincidence import Scale, covered
from bpcalc.checking.exactness import levels, stands_for_itself
from bpcalc.checking.inference import as_rounded
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.marking_rule import touches
from bpcalc.checking.misconceptions import BY_KIND, Misconception
from bpcalc.checking.misconceptions.entry import Tier
from bpcalc.checking.nearness import Nearby, Visible, as_float
from bpcalc.checking.on_the_way import FARTHEST_UNITS, rounded_on_the_way
from bpcalc.checking.rounded_early import FAR_MORE
from bpcalc.checking.suppositions import Between, FloatNumbers
from bpcalc.checking.zeros_left_out import half_meant
from bpcalc.maths.expr import Expr, Ref, Sum
from bpcalc.maths.floats import Floats
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS, LEARNT_KINDS
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.rounding import Digits

NOTHING_SHARE = 0.03
"""The chance that a number so small that no digit of it is left is what a rule gives."""

UNSEEN_SHARE = 0.015
"""The chance that a step unit gives its other output because of a mistake in what is not written.
"""

SURE_ENOUGH = 0.05
"""The chance of a coincidence up to which a mistake in the line itself is looked no further."""

ROUNDED_ROOM = 2 * FARTHEST_UNITS + 1
"""So many half units a wrong formula reaches if the lines before it were rounded."""

MAX_HIDDEN_LINES = 12
"""So many blank lines before a wrong value are searched for a mistake."""

MAX_BLANK_DISTANCE = 80
"""Where more of them are blank, a number says nothing about any single one."""


class RuleBook:
    """The wrong formulas for the lines of one answer key; each is written down once."""

    def __init__(self, scheme: AnswerKey) -> None:
        """Begin with an empty book."""
        self.scheme = scheme
        self._lines: dict[Key, list[tuple[Misconception, Expr]]] = {}

    def at(self, key: Key, only: Container[str] | None = None) -> list[tuple[Misconception, Expr]]:
        """Return the wrong formulas for a line.

        Args:
            key: the line.
            only: ids of the rules that are wanted; all if None.
        """
        known = self._lines.get(key)
        if known is not None:
            return known if only is None else [pair for pair in known if pair[0].id in only]
        if only is not None:
            return list(mistakes_at(self.scheme, key, only))
        found = self._lines[key] = list(mistakes_at(self.scheme, key))
        return found


def mistakes_at(
    scheme: AnswerKey, key: Key, only: Container[str] | None = None
) -> Iterator[tuple[Misconception, Expr]]:
    """Yield the wrong formulas for one line, each with its rule; none for a line that is not there.

    A number may be answered that another convention alone has, such as a new bias.
    """
    if key not in scheme.formulas:
        return
    here = LineContext(scheme, key)
    for rule in rules_at(scheme, key):
        if only is None or rule.id in only:
            for formula in rule.wrong(here):
                yield rule, formula


def rules_at(scheme: AnswerKey, key: Key) -> Iterator[Misconception]:
    """Yield the mistakes that can be made in a line, as the network learns."""
    learning = LEARNING_RULES.get(scheme.exercise.learning_rule)
    return (rule for rule in BY_KIND[key.kind] if rule.applies(learning))


class Diagnosis:
    """What known mistakes give on one sheet.

    Attributes:
        judged: the sheet.
        book: the wrong formulas.
    """

    def __init__(self, judged: SheetJudgement, book: RuleBook) -> None:
        """Look at this sheet."""
        self.judged = judged
        self.book = book
        self._numbers = FloatNumbers(judged.world)
        self._quick = Floats(self._numbers.__getitem__)

    def odd(self, key: Key, cell: Cell) -> Odd:
        """Return a written number as something to be explained."""
        assert cell.value is not None
        if hidden := self.judged.hidden.get(key):
            room = as_rounded(hidden.at, hidden.box, self.judged.rounded_to).radius
            return Odd(hidden.at, hidden.box.centre, room, hidden.own)
        digits = self.judged.digits(key)
        relative = digits is not None and digits.significant
        exact = stands_for_itself(self.judged.scheme.exercise, key, self.judged.world.written)
        half = Decimal(0) if exact else self.judged.room(key, cell)
        return Odd(key, cell.value, half, self.judged.judged[key].own, relative, cell.half)

    def explain(
        self,
        odd: Odd,
        only: Container[str] | None = None,
        farther: bool = False,
        rounded: bool = False,
    ) -> Explained:
        """Return what mistakes in the line itself, or in blank ones before it, explain it.

        Args:
            odd: the number.
            only: ids of the rules that are tried; all if None.
            farther: whether blank lines are searched although the line itself explains it.
            rounded: whether lines left out may have been rounded as the number itself is.
        """
        if odd.key not in self.judged.scheme.formulas:
            return NOTHING_FITS
        if odd.value in levels(self.judged.scheme.exercise, odd.key):
            return self._of_a_step(odd)
        if half := half_meant(self.judged, odd.key, odd.own, odd.half):
            found = self.explain(odd._replace(half=half, room=half), only, farther, rounded)
            if found.matches:
                return found
        nearby = Nearby(odd.value, odd.half, odd.own, self._base(odd.key))
        near = [self._near(odd, nearby, *pair) for pair in self.book.at(odd.key, only)]
        if rounded:
            near = [self._rounded(odd, nearby, one) for one in near]
            odd = odd._replace(room=ROUNDED_ROOM * odd.half)
        found = self._explained(odd, near)
        if found.matches and found.chance <= SURE_ENOUGH and not farther:
            return found
        cell = self.judged.cells.get(odd.key)
        # 0 may stand for whatever is small, and tells of no line before it.
        far = () if cell and cell.bare_zero else self._far(odd, nearby, only)
        return self._explained(odd, [*near, *far])

    def _of_a_step(self, odd: Odd) -> Explained:
        """Return what explains the output of a step unit.

        Half of all mistakes before it give the other one, so that it says nothing about them.
        """
        nearby = Nearby(odd.value, odd.half, odd.own, 0.0)
        sole = [pair for pair in self.book.at(odd.key) if pair[0].sole]
        found = self._explained(odd, [self._near(odd, nearby, *pair) for pair in sole])
        unseen = any(
            parent not in self.judged.world.written
            for parent in self.judged.scheme.parents[odd.key]
        )
        share = UNSEEN_SHARE if unseen else 0.0
        return found._replace(shares=dict.fromkeys(found.shares, share), chance=share, common={})

    def would_show(self, key: Key, rule: str, own: AffineNumber, half: Decimal) -> bool:
        """Return whether a rule would have given another number than the right one."""
        visible = Visible(own, half)
        formulas = (formula for _, formula in self.book.at(key, {rule}))
        return any(visible.shows(formula.fold(self._quick)) for formula in formulas)

    def _near(self, odd: Odd, nearby: Nearby, rule: Misconception, formula: Expr) -> Candidate:
        """Return what a mistake in the line itself gives."""
        value = formula.fold(self._quick)
        fits = nearby.has(value) and touches(odd.value, odd.half, self.judged.world.value(formula))
        return Candidate(rule, formula, odd.key, value, fits)

    def _rounded(self, odd: Odd, nearby: Nearby, one: Candidate) -> Candidate:
        """Return what a mistake gives after lines left out that were rounded."""
        if one.fits or not nearby.has(one.value):
            return one
        judged = self.judged
        asked = judged.options.rounding.asked
        fits = rounded_on_the_way(judged.cells[odd.key], one.formula, judged.world, asked)
        return one._replace(fits=fits)

    def _far(self, odd: Odd, nearby: Nearby, only: Container[str] | None) -> Iterator[Candidate]:
        """Yield what mistakes in the lines give that are not written and lead to this one.

        The same mistake is made at one of these lines, or at all of a kind and layer.
        """
        scheme, world = self.judged.scheme, self.judged.world
        groups: dict[tuple[object, ...], dict[Key, tuple[Misconception, Expr]]] = {}
        blanks = list(islice(nearest_blanks(scheme, world, odd.key), MAX_BLANK_DISTANCE + 1))
        if len(blanks) > MAX_BLANK_DISTANCE:
            return
        between = Between(self.judged.suppositions, scheme, odd.key, blanks, self._numbers)
        lines = [key for key in blanks if key.kind not in FACTOR_KINDS]
        for blank in lines[:MAX_HIDDEN_LINES]:
            counts: dict[str, int] = {}
            for rule, formula in self.book.at(blank, only):
                number = counts[rule.id] = counts.get(rule.id, -1) + 1
                yield self._supposed(odd, {blank: (rule, formula)}, between, nearby)
                place = (rule.id, blank.kind, blank.layer, number)
                groups.setdefault(place, {})[blank] = (rule, formula)
        for group in groups.values():
            if len(group) > 1:
                yield self._supposed(odd, group, between, nearby)
            if next(iter(group)).kind == odd.key.kind:
                yield from self._here_too(odd, group)

    def _here_too(
        self, odd: Odd, wrong: dict[Key, tuple[Misconception, Expr]]
    ) -> Iterator[Candidate]:
        """Yield what a cell would be if the mistake of blank lines were made in its line as well.

        Totals of samples, and the total of these, are averaged by whoever averages.
        """
        rule, _ = next(iter(wrong.values()))
        here = self.book.at(odd.key, {rule.id})
        if not here:
            return
        lines = tuple((blank, line) for blank, (_, line) in wrong.items())
        other = self.judged.suppositions.of(self._worked(lines, odd.key))
        for _, formula in here:
            box = other.value(formula)
            value = as_float(box.centre) if box.known else float("nan")
            fits = touches(odd.value, odd.half, box)
            yield Candidate(rule, formula, odd.key, value, fits, lines)

    def _supposed(
        self,
        odd: Odd,
        wrong: dict[Key, tuple[Misconception, Expr]],
        between: Between,
        nearby: Nearby,
    ) -> Candidate:
        """Return what a cell would be if some blank lines before it had been worked wrongly."""
        at, (rule, formula) = next(iter(wrong.items()))
        lines = tuple((blank, line) for blank, (_, line) in wrong.items())
        value = between.value({blank: line.fold(self._quick) for blank, line in lines})
        if not (isfinite(value) and nearby.has(value)):
            return Candidate(rule, formula, at, value, False, lines)
        box = self.judged.suppositions.of(self._worked(lines, odd.key)).own(odd.key)
        value = as_float(box.centre) if box.known else float("nan")
        return Candidate(rule, formula, at, value, touches(odd.value, odd.half, box), lines)

    def _worked(self, lines: WrongLines, at: Key) -> dict[Key, AffineNumber]:
        """Return what lines left out have come to, rounded as asked or not.

        Before a number with many more digits, and decimals, than are asked of them they were not.
        """
        cell = self.judged.cells.get(at)
        written = min(cell.digits, cell.decimals) if cell else 0

        def asked(kind: Kind) -> Digits | None:
            digits = self.judged.rounded_to(kind)
            return None if digits and written - digits.count >= FAR_MORE else digits

        value = self.judged.world.value
        return {blank: as_rounded(blank, value(line), asked) for blank, line in lines}

    def _explained(self, odd: Odd, candidates: list[Candidate]) -> Explained:
        matches: dict[str, Candidate] = {}
        visible = Visible(odd.own, odd.half)
        for candidate in candidates:
            new = candidate.rule.id not in matches and not visible.is_right(candidate.value)
            if candidate.fits and new and self._agrees_with_the_rest(odd, candidate):
                matches[candidate.rule.id] = candidate
        showing = frozenset(one.rule.id for one in candidates if visible.shows(one.value))
        if not matches:
            return NOTHING_FITS._replace(showing=showing)
        scale = self._scale(odd)
        by_rule: dict[str, list[tuple[float, float]]] = {}
        for candidate in candidates:
            by_rule.setdefault(candidate.rule.id, []).extend(scale.spans(candidate.value))
        shares = {rule: covered(by_rule[rule]) for rule in matches}
        common: dict[Tier, float] = {}
        for tier in sorted({match.rule.tier for match in matches.values()}):
            rules = {one.rule.id for one in candidates if one.rule.tier <= tier}
            common[tier] = covered(span for rule in rules for span in by_rule[rule])
        chance = covered(span for part in by_rule.values() for span in part)
        for rule, match in matches.items():  # next to nothing is what many formulas give
            if match.value and scale.is_nothing(as_float(odd.value)):
                shares[rule] = max(shares[rule], NOTHING_SHARE)
                common[match.rule.tier] = max(common[match.rule.tier], NOTHING_SHARE)
        return Explained(list(matches.values()), chance, shares, common, showing)

    def _agrees_with_the_rest(self, odd: Odd, candidate: Candidate) -> bool:
        """Return whether other numbers that hang on the same blank lines speak for a mistake there.

        None that is right may become wrong by it; and of those like the number itself, it must
        explain most.
        """
        if not candidate.lines:
            return True
        judged = self.judged
        changed = self._worked(candidate.lines, odd.key)
        other = judged.suppositions.of(changed)
        alike = unlike = 0
        for key in judged.written_after(changed):
            cell = judged.cells[key]
            assert cell.value is not None
            room = judged.room(key, cell)
            follows = key == odd.key or touches(cell.value, room, other.own(key))
            if judged.judged[key].verdict != "unexplained":
                if not follows:
                    return False
            elif (key.kind, key.layer) == (odd.key.kind, odd.key.layer):
                alike, unlike = alike + follows, unlike + (not follows)
        return alike >= unlike

    def spread(self, odd: Odd) -> float:
        """Return how far wrong numbers for a line are spread to either side of the right one."""
        return 2 * self._scale(odd).size

    def _base(self, key: Key) -> float:
        """Return the old weight or bias of which a line gives the new one, 0 for other lines."""
        formula = self.judged.scheme.formulas.get(key)  # None: a line of another convention
        first = formula.terms[0] if isinstance(formula, Sum) else None
        if isinstance(first, Ref) and first.key.kind in LEARNT_KINDS:
            return self._numbers[first.key]
        return 0.0

    def _scale(self, odd: Odd) -> Scale:
        """Return the scale on which numbers for a line are spread.

        A new weight is an old one and a small step; it is the steps that are spread.
        """
        base = self._base(odd.key)
        own = as_float(odd.own.centre) if odd.own.known else as_float(odd.value)
        size = abs(own - base) or abs(as_float(odd.value) - base)
        value = abs(as_float(odd.value))
        half = odd.half if odd.room is None else odd.room
        room = float(half) + (float(odd.own.radius) if odd.own.known else 0.0)
        return Scale(base, size, room, value if odd.relative and not base else 0.0)
