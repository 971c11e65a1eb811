"""Every cell against what follows from the student's own earlier ones, in one pass.

Nothing is searched: a value is compared with the right one, then with what the student's own
numbers give. Blank cells in between follow from the ones that are written.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from bpcalc.checking.agreement import Fit, fit, standing
from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.verdicts import Options, Verdict
from bpcalc.maths.expr import Number
from bpcalc.maths.intervals import UNKNOWN, AffineNumber
from bpcalc.maths.keys import Key

TRIVIAL = frozenset({Decimal(0), Decimal(1), Decimal(-1)})
RUNAWAY = 2
"""Powers of ten between a value and the right one from which on it is remarked."""
OFF: frozenset[Verdict] = frozenset(
    {"follow", "form", "convention", "mistake", "slip", "unexplained", "trivial"}
)
"""After these, a later value may differ from the right one without a new mistake."""


class Judged(NamedTuple):
    """A first verdict on a cell; `unexplained` until somebody looks for the reason.

    Attributes:
        verdict: see `Verdict`.
        own: what follows from the student's own earlier numbers.
        notes: codes of remarks.
    """

    verdict: Verdict
    own: AffineNumber
    notes: tuple[str, ...] = ()


class SheetJudgement:
    """One sheet, judged under one scheme.

    Attributes:
        scheme: the right lines.
        options: what is asked, and what is allowed.
        world: the student's numbers.
        judged: by quantity, for every cell of the sheet.
    """

    def __init__(self, scheme: AnswerKey, cells: Mapping[Key, Cell], options: Options) -> None:
        """Judge these cells. The decimal context must be `WORK`."""
        self.scheme = scheme
        self.judged: dict[Key, Judged] = {}
        self._cells = cells
        self.options = options
        self._off: set[Key] = set()
        written = {
            key: _noisy(key, standing(cell, options.digits(key), ""))
            for key, cell in cells.items()
            if cell.value is not None
        }
        self.world = StudentValues(scheme.formulas, written, scheme.fixed)
        self._judge(scheme.formulas)

    def _judge(self, keys: Iterable[Key]) -> None:
        for key in keys:
            cell = self._cells.get(key)
            if cell is not None and cell.value is not None:
                judged = self._written(key, cell)
                self.judged[key] = judged
                if judged.verdict in OFF:
                    self._off.add(key)
                continue
            if cell is not None:
                verdict: Verdict = "blank" if cell.blank else "unreadable"
                self.judged[key] = Judged(verdict, UNKNOWN)
            if self._after_error(key):
                self._off.add(key)
        for key, cell in self._cells.items():
            if key not in self.judged:  # a line that only another convention has
                self.judged[key] = Judged(
                    "unexplained" if cell.value is not None else "blank", UNKNOWN
                )

    @property
    def roots(self) -> list[Key]:
        """The cells that are wrong by themselves, for whatever reason."""
        return [key for key, judged in self.judged.items() if judged.verdict == "unexplained"]

    def _after_error(self, key: Key) -> bool:
        off = self._off
        return bool(off) and any(parent in off for parent in self.scheme.parents[key])

    def _written(self, key: Key, cell: Cell) -> Judged:
        options = self.options
        digits, tolerance = options.digits(key), options.tolerance
        own = self.world.own(key)
        by_own = fit(cell, own, digits, tolerance) if own.known else ""
        after_error = self._after_error(key)
        notes = _remarks(self.scheme, key, cell)
        if by_own and not after_error:  # the right value, or rounded on the way to it
            return self._formal(key, cell, own, by_own, notes)
        by_key = fit(cell, AffineNumber(self.scheme.values[key]), digits, tolerance)
        if by_key in ("good", "extra"):
            verdict: Verdict = "right" if by_own or not own.known else "jump"
            return Judged(verdict, own, (*notes, *_extra(by_key)))
        if by_own in ("good", "extra"):
            verdict = "trivial" if self._is_trivial(key, cell) else "follow"
            return Judged(verdict, own, (*notes, *_extra(by_own)))
        how = by_key or by_own
        if how:
            return self._formal(key, cell, own, how, notes)
        return Judged("unexplained", own, notes)

    def _formal(
        self, key: Key, cell: Cell, own: AffineNumber, how: Fit, notes: tuple[str, ...]
    ) -> Judged:
        """Return the verdict on a right value, written in whatever form."""
        if how in ("good", "extra"):
            return Judged("right", own, (*notes, *_extra(how)))
        if how == "cut":
            self.world.written[key] = _noisy(key, standing(cell, self.options.digits(key), "cut"))
            if self.options.cut_off:
                return Judged("right", own, notes)
        return Judged("form", own, (*notes, how))

    def _is_trivial(self, key: Key, cell: Cell) -> bool:
        """Return whether an earlier zero or one has made the work of this line vanish."""
        parents = self.scheme.parents[key]
        culprits = [parent for parent in parents if parent in self._off and self._vanishes(parent)]
        if not culprits:
            return False
        givens = {
            part.value
            for leaf in self.scheme.formulas[key].refs()
            if isinstance(part := self.scheme.formulas[leaf], Number)
        }
        return cell.value in TRIVIAL | givens

    def _vanishes(self, key: Key) -> bool:
        judged = self.judged.get(key)
        if judged is None:
            return any(map(self._vanishes, self.scheme.parents[key]))
        cell = self._cells[key]
        if judged.verdict == "trivial":
            return True
        return judged.verdict == "unexplained" and cell.value in TRIVIAL


def _noisy(key: Key, box: AffineNumber) -> AffineNumber:
    """Return a written number as a box whose uncertainty is its own."""
    return AffineNumber(box.centre, {key: box.rest}) if box.rest else box


def _extra(how: Fit) -> tuple[str, ...]:
    return ("extra",) if how == "extra" else ()


def _remarks(scheme: AnswerKey, key: Key, cell: Cell) -> tuple[str, ...]:
    """Return what strikes the eye about a value: that no such value can be."""
    value = cell.value
    assert value is not None
    if key.kind == "out" and key.layer:
        bounds = scheme.exercise.layers[key.layer - 1].activation.outputs
        if bounds and not bounds[0] <= value <= bounds[1]:
            return ("out_of_range",)
    squared = "squared" in scheme.exercise.loss.name
    if key.kind in ("error", "total_error") and value < 0 and squared:
        return ("negative_error",)
    true = scheme.values[key]
    if true and value and abs(value.adjusted() - true.adjusted()) > RUNAWAY:
        return ("far_off",)
    return ()
