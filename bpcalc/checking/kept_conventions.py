"""The conventions that a sheet keeps: they explain what is wrong on it, and contradict nothing.

A sheet is judged again under each that might show itself, and only until it is clear that it does
not: of thousands of numbers, the first ones tell. Two of them may hide one another, as where delta
has the other sign and lacks the slope, too; so those that pass are tried in pairs as well.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from decimal import Decimal
from itertools import combinations, pairwise

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.cells import Cell
from bpcalc.checking.conventions import CONVENTIONS, Convention, together, variants
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.rejudging import explains_few, moves
from bpcalc.checking.verdicts import Verdict
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key

EXCEPTIONS = 5
"""One number in so many may be wrong for another reason."""
EXACT_SHARE = 5
"""What is a mistake gives one number in so many exactly, or more, where many are wrong."""

SAME = Decimal("1e-25")
"""Values that differ by less, for one of them, are one value worked out in two ways."""

MIN_EVIDENCE_CELLS = 2
"""Cells in which a convention must show itself, if so many are written that it touches."""

Kept = dict[str, set[Key]]
"""The conventions that a sheet keeps, by id, with the quantities that they touch."""


class ConventionSearch:
    """Looks for the conventions that sheets of one exercise keep."""

    def __init__(self, exercise: Exercise, times: int) -> None:
        """Look on sheets of this exercise.

        Args:
            exercise: as it is asked.
            times: how often all samples are worked through.
        """
        self.exercise, self._times = exercise, times
        self._variants: dict[tuple[object, ...], tuple[AnswerKey, list[AnswerKey]]] = {}
        self._told: frozenset[str] = frozenset()

    def where_told(self, notation: str) -> "ConventionSearch":
        """Return the search for a sheet of which is told that it is in the notation of a book."""
        search = copy(self)
        other = with_notation(self.exercise, notation)
        differs = {
            "err_sign": other.delta != self.exercise.delta,
            "bias_in": other.working.bias_in != self.exercise.working.bias_in,
        }
        search._told = frozenset(name for name, told in differs.items() if told)
        return search

    def kept(
        self, judged: SheetJudgement, cells: Mapping[Key, Cell]
    ) -> tuple[SheetJudgement, Kept]:
        """Return the sheet judged under the conventions that it keeps, and what these touch."""
        one_by_one = self._singles(judged, cells, {})
        if not one_by_one[0].roots:
            return one_by_one
        pair = self._pair(judged, cells)
        if pair is None or len(pair[0].roots) >= len(one_by_one[0].roots):
            return one_by_one
        return self._singles(pair[0], cells, pair[1])

    def _singles(
        self, judged: SheetJudgement, cells: Mapping[Key, Cell], before: Kept
    ) -> tuple[SheetJudgement, Kept]:
        """Return the sheet under conventions that show themselves one by one, and those before."""
        found = dict(before)
        for convention in CONVENTIONS:
            if not judged.roots or convention.id in found:
                continue
            if not (self._is_told(convention) or _may_show(judged, convention)):
                continue
            schemes = ((way,) for way in self.schemes(convention, judged.scheme))
            best = self._best(convention, schemes, judged, cells)
            if best is not None:
                judged, (found[convention.id],) = best
        return judged, found

    def _pair(
        self, judged: SheetJudgement, cells: Mapping[Key, Cell]
    ) -> tuple[SheetJudgement, Kept] | None:
        """Return the sheet under the two conventions that pass and explain the most together."""
        accept = judged.options.accept
        passing = [one for one in CONVENTIONS if one.accepted(accept)]
        found: list[tuple[SheetJudgement, Kept]] = []
        for first, second in combinations(passing, 2):
            both = together(first, second)
            if first.id == second.id or not (self._is_told(both) or _may_show(judged, both)):
                continue
            schemes = (
                (way, further)
                for way in self.schemes(first, judged.scheme)
                for further in self.schemes(second, way)
            )
            best = self._best(both, schemes, judged, cells)
            if best is not None:
                other, touched = best
                found.append((other, dict(zip((first.id, second.id), touched, strict=True))))
                if not other.roots:
                    break
        return min(found, key=lambda pair: len(pair[0].roots), default=None)

    def _best(
        self,
        convention: Convention,
        ways: Iterable[tuple[AnswerKey, ...]],
        judged: SheetJudgement,
        cells: Mapping[Key, Cell],
    ) -> tuple[SheetJudgement, list[set[Key]]] | None:
        """Return the sheet under a convention that it keeps, and what each of its steps touches.

        Args:
            convention: the convention, or several together.
            ways: to see the sheet under it; the schemes under one more of them each.
            judged: the sheet without it.
            cells: what was written.
        """
        found: list[tuple[SheetJudgement, tuple[AnswerKey, ...]]] = []
        for schemes in ways:
            scheme = schemes[-1]
            touched = touched_by(judged.scheme, scheme, cells)
            if touched.isdisjoint(judged.roots):
                continue
            if self._is_told(convention):
                other = SheetJudgement(scheme, cells, judged.options, judged.precision)
                if set(other.roots) < set(judged.roots):
                    found.append((other, schemes))
                continue
            hope = _Hope(convention, judged, touched, _following(scheme, touched))
            # What is no convention that passes must explain half; few are found by rounding alone.
            mistake = not convention.accepted(judged.options.accept)
            least = len(judged.roots) // EXACT_SHARE if mistake else 1
            if hope.is_gone() or explains_few(scheme, judged, cells, touched, least):
                continue
            options, precision = judged.options, judged.precision
            other = SheetJudgement(scheme, cells, options, precision, lost=hope.is_lost)
            if not hope.is_gone() and self._is_enough(convention, judged, other, touched, cells):
                found.append((other, schemes))
        if not found:
            return None
        # Several ways to see it: the one that leaves the least unexplained.
        other, schemes = min(found, key=lambda pair: len(pair[0].roots))
        bases = (judged.scheme, *schemes)
        return other, [_changed_by(*pair, cells) for pair in pairwise(bases)]

    def _is_enough(
        self,
        convention: Convention,
        judged: SheetJudgement,
        other: SheetJudgement,
        touched: set[Key],
        cells: Mapping[Key, Cell],
    ) -> bool:
        """Return whether a sheet keeps to a convention."""
        affected = touched & set(judged.roots)
        if convention.accepted(judged.options.accept):
            written = sum(k in touched and c.value is not None for k, c in cells.items())
            evidence = len(affected) + made_up_for(judged, other, touched)
            enough = evidence >= min(written, MIN_EVIDENCE_CELLS)
        else:  # a mistake: it must explain most of several
            moved = bool(convention.borne_out(self.exercise))
            witnesses = made_up_for(judged, other, touched) if moved else 0
            enough = len(affected) + witnesses >= MIN_EVIDENCE_CELLS
            enough = enough and 2 * len(other.roots) < len(judged.roots)
        if kinds := convention.borne_out(self.exercise):
            enough = enough and any(moves(other, key) for key in other.judged if key.kind in kinds)
        return enough and _keeps(judged, other, touched, convention)

    def _is_told(self, convention: Convention) -> bool:
        """Return whether the notation of the sheet tells that it keeps to a convention, or both."""
        return self._told.issuperset(convention.id.split())

    def schemes(self, convention: Convention, base: AnswerKey) -> list[AnswerKey]:
        """Return the schemes under a convention; each is written down once.

        One convention may be kept in several ways, so it is the scheme itself that they go with.
        It is kept with them: another one could have its id.
        """
        place = (id(base), id(convention))
        if place not in self._variants:
            others = list(variants(convention, base, self._times))
            self._variants[place] = base, others
        return self._variants[place][1]


class _Hope:
    """Whether a convention may still explain a sheet that is being judged under it.

    It is lost as soon as what is found can no longer satisfy `_keeps`, or `_is_enough`, whatever
    the rest of the sheet is.
    """

    def __init__(
        self, convention: Convention, judged: SheetJudgement, touched: set[Key], reached: set[Key]
    ) -> None:
        """Begin.

        Args:
            convention: the convention.
            judged: the sheet without it.
            touched: the quantities whose lines differ.
            reached: these, and all that follows from them.
        """
        self._before, self._touched = set(judged.roots), touched
        self._total = len(self._before)
        self._left = self._left_of_touched = 0
        # A mistake must explain most of what is wrong, and nothing explains what it does not reach.
        self._is_mistake = not convention.accepted(judged.options.accept)
        self._gone = self._is_mistake and 2 * len(self._before - reached) >= self._total

    def is_lost(self, key: Key, verdict: Verdict) -> bool:
        """Take a verdict of the new judgement; return whether the rest does not matter."""
        if verdict == "unexplained":
            self._left += 1
            self._left_of_touched += key in self._touched
            self._gone = (
                key not in self._before
                or self._left_of_touched * EXCEPTIONS > self._total - self._left
                or (self._is_mistake and 2 * self._left >= self._total)
            )
        return self._gone

    def is_gone(self) -> bool:
        """Return whether it is lost."""
        return self._gone


def touched_by(base: AnswerKey, other: AnswerKey, cells: Mapping[Key, Cell]) -> set[Key]:
    """Return the quantities whose lines differ, blank lines before them included."""
    touched: set[Key] = set()
    givens = {
        key
        for key, formula in other.formulas.items()
        if isinstance(formula, Number) and base.formulas.get(key) != formula
    }
    for key, formula in other.formulas.items():
        blank = (p for p in other.parents[key] if p not in cells or cells[p].value is None)
        if (
            base.formulas.get(key) != formula
            or not touched.isdisjoint(blank)
            or (givens and not givens.isdisjoint(formula.refs()))
        ):
            touched.add(key)
    return touched


def is_same(one: Decimal, other: Decimal) -> bool:
    """Return whether two values are one, worked out in two ways."""
    if not (one.is_finite() and other.is_finite()):
        return False
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def _changed_by(base: AnswerKey, other: AnswerKey, cells: Mapping[Key, Cell]) -> set[Key]:
    """Return the quantities whose lines differ and whose values do; the lines, if no value does.

    Where the bias is added in the activation, a delta is the same, though its line is another one.
    """
    touched = touched_by(base, other, cells)
    known = [key for key in touched if key in base.values and key in other.values]
    same = {key for key in known if is_same(base.values[key], other.values[key])}
    return touched - same or touched


def made_up_for(judged: SheetJudgement, other: SheetJudgement, touched: set[Key]) -> int:
    """Return how many numbers are right beside a wrong one, and follow from it under a convention.

    A single delta with the other sign is none by mistake, if the gradients after it have theirs.
    """
    jumps = [key for key, found in judged.judged.items() if found.verdict == "jump"]
    return sum(key in touched and other.judged[key].verdict == "right" for key in jumps)


def _following(scheme: AnswerKey, touched: set[Key]) -> set[Key]:
    """Return some lines, and all that follow from them."""
    reached = set(touched)
    for key, parents in scheme.parents.items():
        if not reached.isdisjoint(parents):
            reached.add(key)
    return reached


def _may_show(judged: SheetJudgement, convention: Convention) -> bool:
    """Return whether a convention could show itself in what is odd, before it is worked out."""
    odd = {k.kind for k, one in judged.judged.items() if one.verdict in ("jump", "unexplained")}
    return convention.shows(odd, judged.judged, judged.scheme.formulas)


def _keeps(
    judged: SheetJudgement, other: SheetJudgement, touched: set[Key], convention: Convention
) -> bool:
    """Return whether a convention explains all that differs under it, and nothing contradicts."""
    before, after = set(judged.roots), set(other.roots)
    if after - before or len(touched & after) * EXCEPTIONS > len(before - after):
        return False
    odd = (key for key, found in judged.judged.items() if found.verdict in ("jump", "unexplained"))
    shown = {key.kind for key in odd if key in touched and key not in after}
    return convention.shows(shown, judged.judged, judged.scheme.formulas)
