"""Every cell against what follows from the student's own earlier ones, in one pass.

Nothing is searched: a value is compared with the right one, then with what the student's own
numbers give. Blank cells in between follow from the ones that are written.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.blank_lines import blanks_before
from bpcalc.checking.by_rounding import ByRounding
from bpcalc.checking.cells import Cell, half_unit
from bpcalc.checking.exactness import levels, stands_exactly
from bpcalc.checking.first_verdicts import (
    OFF,
    Hidden,
    Judged,
    Supposed,
    beside_the_lines,
    is_trivial,
    is_trivially_wrong,
    own_noise,
)
from bpcalc.checking.inference import (
    Inferred,
    inferred,
    is_elsewhere,
    without_rivals,
)
from bpcalc.checking.marking_rule import (
    MIN_DIGITS,
    Fit,
    Source,
    asked_exponent,
    fit,
    half_even,
    outcome,
    place_of_zeros,
    standing,
)
from bpcalc.checking.on_the_way import Digitwise
from bpcalc.checking.precision import (
    Precision,
    ProgramNoise,
    may_show_noise,
    ulp,
)
from bpcalc.checking.remarks import form, remarks
from bpcalc.checking.suppositions import Suppositions
from bpcalc.checking.verdicts import Options, Verdict
from bpcalc.maths.intervals import UNKNOWN, AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.rounding import Digits

NOISE_OF_OTHER_LINES = 4
"""So many times the rounding of the right line are allowed for that of a wrong one."""

MOST_AFTER = 60
"""So many numbers that hang on a blank line are asked what it was."""


class SheetJudgement:
    """One sheet, judged under one scheme.

    Attributes:
        scheme: the right lines.
        cells: what was written.
        options: what is asked, and what is allowed.
        world: the student's numbers.
        judged: by quantity, for every cell of the sheet.
        precision: what the numbers were worked in, if they come out of a program.
        noisy: the cells that are right only because a program rounds.
        hidden: by the first number that shows it, the line left out in which a mistake was made.
        supposed: what lines left out have been taken for, with the first number that shows each.
    """

    def __init__(
        self,
        scheme: AnswerKey,
        cells: Mapping[Key, Cell],
        options: Options,
        precision: Precision = "",
        before: "SheetJudgement | None" = None,
        supposed: Mapping[Key, list[Supposed]] | None = None,
        lost: Callable[[Key, Verdict], bool] = lambda key, verdict: False,
        exactly: bool = False,
    ) -> None:
        """Judge these cells. The decimal context must be `WORK`.

        Args:
            scheme: the right lines.
            cells: what was written.
            options: what is asked, and what is allowed.
            precision: what the numbers were worked in.
            before: the same sheet, judged without looking for mistakes in lines left out.
            supposed: what such lines are supposed to have been, by the first number that shows it;
                if None, they are read off the lines after them.
            lost: whether, after a verdict, the rest of the sheet is of no interest.
            exactly: whether what only rounding on the way leads to is taken for wrong.
        """
        self.scheme = scheme
        self.judged: dict[Key, Judged] = {}
        self.cells = cells
        self.options, self._exactly = options, exactly
        self.precision = precision
        self.noisy: list[Key] = []
        self._times_cut, self._digitwise = 0, Digitwise(cells)
        self._bare_zero = place_of_zeros(cells.values())
        self._off: set[Key] = set()
        self._vanished: set[Key] = set()
        self._exact: set[Key] = set()
        written = {
            key: own_noise(key, standing(cell, self.digits(key), ""))
            for key, cell in cells.items()
            if cell.value is not None
        }
        self.world = StudentValues(scheme.formulas, written, scheme.fixed)
        self._meant = StudentValues(scheme.formulas, dict(written), scheme.fixed)
        self._by_rounding = ByRounding(scheme, self.world, options, self._digitwise)
        self._noise = ProgramNoise(scheme.formulas, self._number)
        self.hidden: dict[Key, Hidden] = {}
        self._before = before
        self._wrong_before = set(before.roots) if before else set()
        self._answered = frozenset(written)
        self._leading: dict[Key, set[Key]] = {}
        self._inferred: dict[Key, Inferred] = {}
        self.supposed = {
            blank: (first, box) for first, lines in (supposed or {}).items() for blank, box in lines
        }
        if before is not None:
            self._go_on_from(before, bool(supposed))
        self._judge(lost)
        self._blame_the_first()

    def _go_on_from(self, before: "SheetJudgement", is_supposed: bool) -> None:
        """Take over what lines left out were taken for, or read them off the lines after them."""
        if is_supposed:
            self.hidden.update(before.hidden)
            self.supposed |= before.supposed
            return
        scheme, wrong = self.scheme, self._wrong_before
        found = before.read_off
        self._inferred = without_rivals(found, scheme, before.world, wrong, self.rounded_to)

    def digits(self, key: Key) -> Digits | None:
        """Return the digits that are asked of a quantity."""
        return self.options.digits(key, self.scheme.values.get(key))

    def rounded_to(self, kind: Kind) -> Digits | None:
        """Return the digits to which lines left out may have been rounded; None: to no fewer.

        They are those that are asked, or that the numbers of the sheet have.
        """
        return self.options.rounding.asked(kind) or self._digitwise.kept(kind)

    def _number(self, key: Key) -> Decimal | None:
        box = self.world.written.get(key)
        return None if box is None else box.centre

    def _judge(self, lost: Callable[[Key, Verdict], bool]) -> None:
        for key in self.scheme.formulas:
            cell = self.cells.get(key)
            if cell is None or cell.value is None:
                self._not_written(key, cell)
            elif lost(key, self._judge_number(key, cell)):
                return
        for key, cell in self.cells.items():
            if key not in self.judged:  # a line that only another convention has
                self.judged[key] = beside_the_lines(self.scheme, key, cell, self.digits(key))

    def _judge_number(self, key: Key, cell: Cell) -> Verdict:
        """Judge a number, and take down what it means for those after it."""
        judged = self.judged[key] = self._written(key, cell)
        verdict = judged.verdict
        self._stand_exactly(key, cell)
        if verdict == "unexplained":
            self._mean(key, cell)
        if verdict in OFF:
            self._off.add(key)
        if verdict == "trivial" or is_trivially_wrong(judged, cell):
            self._vanished.add(key)
        return verdict

    def _not_written(self, key: Key, cell: Cell | None) -> None:
        if cell is not None:
            self.judged[key] = Judged("blank" if cell.blank else "unreadable", UNKNOWN)
        if self._was_wrong(key):
            self._off.add(key)
            return
        if self._exact.issuperset(self.scheme.parents[key]):
            self._exact.add(key)
        if not self._vanished.isdisjoint(self.scheme.parents[key]):
            self._vanished.add(key)
        if self._after_error(key):
            self._off.add(key)

    def _was_wrong(self, key: Key) -> bool:
        """Return whether a line left out is taken for a wrong number, and then take it for it."""
        found, wrong = self._inferred.get(key), self._wrong_before
        if key not in self.supposed and found is None:
            return False
        forwards = self.world.own(key)
        if key in self.supposed:
            first, box = self.supposed[key]
        elif found is not None and is_elsewhere(key, found, forwards, wrong, self.rounded_to):
            box = own_noise(key, AffineNumber(found.box.centre, {}, found.box.radius))
            first = min(found.written & wrong, key=self.scheme.place)
        else:
            return False
        self.world.written[key] = box
        self.world.supposed.add(key)
        self.supposed[key] = first, box
        shows = [cell for cell in wrong if key in self._blanks_before(cell)]
        first = min([first, *shows], key=self.scheme.place)
        self.hidden.setdefault(first, Hidden(key, box, forwards))
        return True

    def _blanks_before(self, cell: Key) -> set[Key]:
        """Return the lines left out that lead to a number."""
        found = self._leading.get(cell)
        if found is None:
            found = self._leading[cell] = blanks_before(self.scheme, self._answered, [cell])
        return found

    def written_after(self, blanks: Iterable[Key]) -> list[Key]:
        """Return the numbers that hang on some of these blank lines, by blank lines only."""
        waiting, reached = list(blanks), set(blanks)
        found: list[Key] = []
        while waiting and len(found) < MOST_AFTER:
            for line in self.scheme.children.get(waiting.pop(), ()):
                if line in reached:
                    continue
                reached.add(line)
                (found if line in self.world.written else waiting).append(line)
        return [key for key in found if key in self.judged and self.cells[key].value is not None]

    def _blame_the_first(self) -> None:
        """Let the first number that shows a hidden mistake stand for it; the rest follow.

        A number that is wrong all the same shows something else.
        """
        moved: dict[Key, Hidden] = {}
        for first, found in self.hidden.items():
            shows = [
                cell
                for cell in self._wrong_before
                if found.at in self._blanks_before(cell)
                and self.judged[cell].verdict != "unexplained"
            ]
            place = first if not shows or first in shows else min(shows, key=self.scheme.place)
            moved.setdefault(place, found)
        self.hidden = moved
        for key in self.hidden:
            if self._before is not None:
                found_before = self._before.judged[key]
                self.judged[key] = Judged("unexplained", found_before.own, found_before.notes)

    @cached_property
    def read_off(self) -> dict[Key, Inferred]:
        """What lines left out must have been for the wrong numbers after them."""
        return inferred(self.scheme, self.world, self.roots, self.rounded_to)

    @cached_property
    def suppositions(self) -> Suppositions:
        """What the sheet would be if something on it had been something else."""
        return Suppositions(self.scheme, self.world)

    def _stand_exactly(self, key: Key, cell: Cell) -> None:
        """Let a number stand for itself if it is exact, and every one written before it."""
        value = cell.value
        assert value is not None
        parents = self.scheme.parents[key]
        exact = value == self.scheme.exact(key) and self._exact.issuperset(parents)
        if exact:
            self._exact.add(key)
        own, digits = self.judged[key].own, self.digits(key)
        if exact or stands_exactly(self.scheme, key, cell, own, digits):
            self._stand(key, AffineNumber(value))

    def _stand(self, key: Key, box: AffineNumber) -> None:
        """Let a written number stand for this."""
        self.world.written[key] = self._meant.written[key] = box

    def _mean(self, key: Key, cell: Cell) -> None:
        """Take what would have been right, in so many digits, for what was meant by a wrong number.

        Who slips with the pen only goes on with the number that he had.
        """
        right = self._meant.own(key)
        if not right.known or not right.centre:
            self._meant.written.pop(key)
            return
        digits = self.digits(key)
        many = Digits(max(cell.digits, MIN_DIGITS), significant=True)
        unit = asked_exponent(digits or many, right.centre)
        self._meant.written[key] = AffineNumber(right.centre, {key: half_unit(unit)})

    @property
    def roots(self) -> list[Key]:
        """The cells that are wrong by themselves, for whatever reason."""
        return [key for key, judged in self.judged.items() if judged.verdict == "unexplained"]

    def _after_error(self, key: Key) -> bool:
        off = self._off
        return bool(off) and any(parent in off for parent in self.scheme.parents[key])

    def _written(self, key: Key, cell: Cell) -> Judged:
        own = self.world.own(key)
        boxes: dict[Source, AffineNumber] = {
            "own": own,
            "key": AffineNumber(self.scheme.values[key]),
        }
        fits: dict[Source, Fit] = {}

        def fit_to(source: Source) -> Fit:
            if source not in fits:
                fits[source] = self._fit(key, cell, boxes[source])
            return fits[source]

        notes = remarks(self.scheme, key, cell)
        found = outcome(fit_to, own.known, self._after_error(key))
        if found is None:
            return self._disagreeing(key, cell, own, notes)
        verdict, how = found
        if verdict == "follow" and is_trivial(self.scheme, key, cell, self._off, self._vanished):
            return Judged("trivial", own, (*notes, *form(how)))
        return self._agreeing(key, cell, Judged(verdict, own, notes), how)

    def _agreeing(self, key: Key, cell: Cell, judged: Judged, how: Fit) -> Judged:
        """Return the verdict on a number that agrees, with what is to be said of its form."""
        verdict, own, notes = judged
        if how == "cut":
            self._times_cut += 1
            self._stand(key, own_noise(key, standing(cell, self.digits(key), "cut")))
            if self.options.cut_off:
                return Judged("right" if verdict == "form" else verdict, own, notes)
        even = verdict == "right" and half_even(cell, own)
        return Judged(verdict, own, (*notes, *form(how), *(("half_even",) if even else ())))

    def _disagreeing(
        self, key: Key, cell: Cell, own: AffineNumber, notes: tuple[str, ...]
    ) -> Judged:
        """Return the verdict on a number that agrees with nothing.

        Rounding may explain it, or that a wrong number before it was only written down wrongly.
        """
        code = "" if self._exactly else self._by_rounding.note(key, cell, own, self._times_cut)
        if not code:
            meant = self._after_error(key) and self._meant.own(key)
            if meant and meant.known and self._fit(key, cell, meant) == "good":
                return Judged("jump", own, notes)
            return Judged("unexplained", own, notes)
        moved = (cell.value - own.centre).copy_abs()  # type: ignore[operator]  # readable
        self._stand(key, own_noise(key, AffineNumber(cell.value, {}, moved + cell.half)))  # type: ignore[arg-type]
        return Judged("form", own, (*notes, code))

    def _fit(self, key: Key, cell: Cell, box: AffineNumber) -> Fit:
        """Return how a number agrees with a box, the rounding of programs allowed for."""
        digits, tolerance = self.digits(key), self.options.tolerance
        steps = levels(self.scheme.exercise, key)
        if steps and cell.value not in steps:
            return ""
        how = fit(cell, box, digits, tolerance, self._bare_zero)
        if how == "good" or not may_show_noise(cell):
            return how
        noise = self._noise.bound(key, self.precision)
        wider = tolerance._replace(absolute=tolerance.absolute + noise)
        again = fit(cell, box, digits, wider, self._bare_zero)
        if again and again != how:
            self.noisy.append(key)
            return again
        return how

    def room(self, key: Key, cell: Cell) -> Decimal:
        """Return how far a number reaches to either side: half a unit, and a program's rounding."""
        if not may_show_noise(cell):
            return cell.half
        noise = max(self._noise.bound(key, self.precision), ulp(cell.value, self.precision))
        return cell.half + NOISE_OF_OTHER_LINES * noise
