"""Marks a sheet: verdicts first, then reasons, then credit."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cached_property

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line, worked_values
from bpcalc.checking.answer_key import AnswerKey, overlaid, scheme_of, worked
from bpcalc.checking.beside_mistakes import beside_mistakes
from bpcalc.checking.cells import Cell
from bpcalc.checking.conventions import CONVENTIONS, Convention
from bpcalc.checking.credit import credited
from bpcalc.checking.diagnosis import RuleBook
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.kept_conventions import ConventionSearch, Kept, is_same
from bpcalc.checking.marking_rule import (
    asked_keys,
    is_given_bound,
    is_worked_datum,
    same_quantities,
)
from bpcalc.checking.misread_givens import misread_givens
from bpcalc.checking.old_numbers import with_old_numbers
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reasons import why
from bpcalc.checking.rejudging import judged_sheet
from bpcalc.checking.verdicts import (
    ERROR_VERDICTS,
    MISREAD,
    Finding,
    Mark,
    Marking,
    Misread,
    Options,
    Reason,
    Sure,
    Suspicion,
    shown,
)
from bpcalc.errors import NotAQuantity
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import SHEET_KINDS, UNASKED

ORDER: tuple[Sure, ...] = ("is", "probably", "possibly")
NEIGHBOURS = 12
OTHER_SIGN = "gradient_sign"
"""The convention in which gradients have the other sign, and delta has it, too."""


class Marker:
    """Marks sheets of one exercise."""

    def __init__(self, exercise: Exercise, epochs: int = 1, options: Options | None = None) -> None:
        """Work the exercise out; options left out ask for the digits of the exercise.

        A gradient is δ·out here even where the page has the whole chain rule: a δ that is wrong
        is found in it, and who has gone on from that δ has made no second mistake.
        """
        exercise = replace(exercise, working=exercise.working._replace(full_chain=False))
        self.exercise = exercise
        self.options = options or Options(rounding=exercise.rounding)
        self.calculation = calculate(exercise, epochs, inputs=True)
        self.epochs = self.calculation.epochs
        rounding = self.options.rounding.keeping(worked_values(self.calculation.stages))
        self.options = replace(self.options, rounding=rounding)
        self.scheme = scheme_of(self.calculation)
        self.search = ConventionSearch(exercise, self.calculation.times)
        self._worked_out: dict[frozenset[Key], AnswerKey] = {}
        self._books: dict[int, RuleBook] = {}

    @cached_property
    def names(self) -> QuantityIndex:
        """The names under which the quantities are answered."""
        keys = dict.fromkeys(filter(self._answers, self.scheme.formulas))
        values = self.scheme.values
        if self.exercise.updates and not self.exercise.update_biases:
            # Somebody who updates the biases all the same is to be understood as well.
            other = worked(replace(self.exercise, update_biases=True), self.calculation.times)
            keys |= dict.fromkeys(key for key in other.formulas if key.kind not in UNASKED)
            values = {**other.values, **values}
        same = same_quantities(self.scheme.formulas)
        given = self.calculation.given
        asked = asked_keys(self.scheme.formulas, frozenset(SHEET_KINDS), 1, given)
        return QuantityIndex(self.exercise, keys, values, same, asked, self.epochs)

    def knows(self, name: str) -> bool:
        """Return whether a name is that of a quantity of this exercise."""
        try:
            self.names.find(name)
        except NotAQuantity:
            return False
        return True

    def _answers(self, key: Key) -> bool:
        """Return whether a quantity may be answered: what is worked out, and not given."""
        formula = self.scheme.formulas[key]
        if is_given_bound(key, formula):
            return False
        return key.kind not in UNASKED or is_worked_datum(key, formula)

    @cached_property
    def asked(self) -> list[Key]:
        """What a sheet asks for, in order of working."""
        return self.asked_of(SHEET_KINDS)

    def asked_of(self, kinds: Collection[Kind]) -> list[Key]:
        """Return what is asked for of these kinds, in order of working."""
        return asked_keys(self.scheme.formulas, kinds, self.epochs, self.calculation.given)

    def mark(
        self, cells: Mapping[Key, Cell], asked: Iterable[Key] | None = None, notation: str = ""
    ) -> Marking:
        """Return the marked sheet.

        Args:
            cells: what was written.
            asked: what earns marks; by default what the sheet asks for.
            notation: that of the book whose names are on the sheet, which keeps to its sign of
                delta, and to its net inputs; "" for the exercise's.
        """
        search = self.search.where_told(notation) if notation else self.search
        with localcontext(WORK):
            judged, aside = self._judged(cells)
            cells = {key: cell for key, cell in cells.items() if key not in aside}
            judged, cells = with_old_numbers(judged, cells)
            kept: Kept = {}
            if judged.roots:
                judged, kept = search.kept(judged, cells)
            before, asked_for, book = judged, judged.scheme, self._book(judged.scheme)
            explained = why(judged, cells, book)
            judged, reasons, misread = misread_givens(judged, explained, cells, book)
            if not (kept or misread):
                beside = beside_mistakes(before, reasons, cells, self.search, self._book)
                if beside is not None:
                    judged, reasons, kept = beside.judged, beside.reasons, beside.kept
                    asked_for = judged.scheme
            marks = list(self._marks(judged, cells, reasons, kept))
            marks = _with_misread(marks, misread, before, judged.scheme)
            marks = self._as_asked(judged, kept, marks)
        if aside:
            marks = sorted([*marks, *aside.values()], key=lambda mark: self.scheme.place(mark.key))
        wanted = self.asked if asked is None else list(asked)
        marks = credited(marks, wanted, self.options, self.scheme)
        wrong = ERROR_VERDICTS - {"unreadable"}  # what cannot be read is listed, and no mistake
        first = next((mark for mark in marks if mark.verdict in wrong), None)
        passing = tuple(
            dict.fromkeys(one.id for one in CONVENTIONS if one.id in kept and self._passes(one))
        )
        findings = _findings(marks, {one: kept[one] for one in passing})
        precision = judged.precision or ("double" if judged.noisy else "")
        return Marking(
            marks,
            findings,
            judged.scheme,
            judged.world,
            passing,
            first,
            precision,
            self._asked_for(kept) if set(kept) - set(passing) else asked_for,
            frozenset(set(kept) - set(passing)) | ({MISREAD} if misread else set()),
            {first: found.at for first, found in judged.hidden.items()},
        )

    def _judged(self, cells: Mapping[Key, Cell]) -> tuple[SheetJudgement, dict[Key, Mark]]:
        """Return the judged sheet, and marks for what is worked out although it is given.

        Who works out what the exercise gives goes on from that number, or from the given one:
        what leaves fewer numbers unexplained. In the second case the line stands aside: nothing
        follows from it.
        """
        worked_out = {
            line.key: line
            for line in self.calculation.replaced
            if (cell := cells.get(line.key)) is not None
            and cell.value is not None
            and abs(cell.value - line.value) < abs(cell.value - self.calculation.values[line.key])
        }
        judged = self._as_worked(worked_out, cells)
        wrong = [key for key in judged.roots if key in worked_out]
        if wrong:  # what its line does not give either is compared with what the exercise gives
            worked_out = {key: line for key, line in worked_out.items() if key not in wrong}
            judged = self._as_worked(worked_out, cells)
        if not judged.roots or not worked_out:
            return judged, {}
        told = {key: cell for key, cell in cells.items() if key not in worked_out}
        as_given = judged_sheet(self.scheme, told, self.options)
        if len(as_given.roots) >= len(judged.roots):
            return judged, {}
        aside = {
            key: Mark(
                key,
                cells[key],
                "follow" if (found := judged.judged[key]).verdict == "right" else found.verdict,
                self.scheme.values[key],
                line.value,
                notes=(*found.notes, "given"),
            )
            for key, line in worked_out.items()
        }
        return as_given, aside

    def _as_worked(
        self, worked_out: Mapping[Key, Line], cells: Mapping[Key, Cell]
    ) -> SheetJudgement:
        """Return the sheet judged by the lines of some quantities that the exercise gives."""
        keys = frozenset(worked_out)
        if keys not in self._worked_out:
            formulas = {key: line.formula for key, line in worked_out.items()}
            self._worked_out[keys] = overlaid(self.scheme, formulas, self.exercise)
        scheme = self._worked_out[keys] if keys else self.scheme
        return judged_sheet(scheme, cells, self.options)

    def _book(self, scheme: AnswerKey) -> RuleBook:
        """Return the wrong formulas for the lines of an answer key."""
        book = self._books.get(id(scheme))
        if book is None:
            book = self._books[id(scheme)] = RuleBook(scheme)
        return book

    def _passes(self, convention: Convention) -> bool:
        return convention.accepted(self.options.accept)

    def _marks(
        self,
        judged: SheetJudgement,
        cells: Mapping[Key, Cell],
        reasons: Mapping[Key, Reason],
        kept: Kept,
    ) -> Iterator[Mark]:
        touched = self._touched(judged, kept)
        faults: set[str] = set()
        # A zero with a reason is no way to earn marks easily.
        excused = all(reason.verdict != "unexplained" for reason in reasons.values())
        told = self.calculation.given - cells.keys()
        keys = [
            key for key in judged.scheme.formulas if key.kind not in UNASKED and key not in told
        ]
        keys += [key for key in judged.judged if key not in judged.scheme.formulas]
        for key in keys:
            found = judged.judged.get(key)
            cell = cells.get(key)
            true = judged.scheme.values.get(key, self._kept(key))
            if found is None:
                own = judged.world.own(key)
                centre = own.centre if own.known else None
                yield Mark(key, cell, "blank", true, centre)
                continue
            own = found.own if found.own.known else judged.world.own(key)
            verdict, mistakes, notes = reasons.get(key) or Reason(found.verdict, (), found.notes)
            if verdict == "trivial" and excused:
                verdict = "follow"
            centre = own.centre if own.known else None
            if verdict == "right" and key in touched:
                convention = touched[key]
                asked = self.scheme.values.get(key)
                same = asked is not None and is_same(asked, true)
                if same or not (asked or self._passes(convention)):
                    pass  # what the update makes up for is right
                elif self._passes(convention):
                    verdict = "convention"
                else:
                    centre = asked
                    mistakes = self._fault(convention, key, judged, faults)
                    verdict = "mistake" if mistakes else "follow"
            yield Mark(key, cell, verdict, true, centre, mistakes=mistakes, notes=notes)

    def _touched(self, judged: SheetJudgement, kept: Kept) -> dict[Key, Convention]:
        """Return by which convention a line is another one, or is where its fault lies."""
        touched = {key: one for one in CONVENTIONS for key in kept.get(one.id, ())}
        for one in _conventions(kept):
            if not self._passes(one):
                touched |= {key: one for key in judged.scheme.formulas if key.kind in one.seat}
        return touched

    def _as_asked(self, judged: SheetJudgement, kept: Kept, marks: list[Mark]) -> list[Mark]:
        """Return the marks with what is right in the exercise as it is asked.

        That is another value where a sheet was judged by a convention that does not pass, or by
        the lines of quantities that the exercise gives.
        """
        worked_out = {
            key
            for key in self.calculation.given
            if judged.scheme.formulas.get(key) != self.scheme.formulas[key]
        }
        if not worked_out and (not kept or any(map(self._passes, _conventions(kept)))):
            return marks
        found = []
        for mark in marks:
            asked = self.scheme.values.get(mark.key, mark.true)
            differs = mark.verdict == "right" and not is_same(asked, mark.true)
            verdict = "follow" if differs else mark.verdict
            notes = (*mark.notes, "given") if mark.key in worked_out else mark.notes
            found.append(replace(mark, verdict=verdict, true=asked, notes=notes))
        return found

    def _asked_for(self, kept: Kept) -> AnswerKey:
        """Return the right lines beside those of conventions that do not pass.

        Behind a delta with the other sign, which passes, a gradient is -δ·out.
        """
        sign = next(one for one in CONVENTIONS if one.id == "err_sign")
        if OTHER_SIGN not in kept or self.exercise.delta != "o-t" or not self._passes(sign):
            return self.scheme
        return next(iter(self.search.schemes(sign, self.scheme)), self.scheme)

    def _kept(self, key: Key) -> Decimal:
        """Return the value of a bias that an exercise leaves as it is; NaN for anything else."""
        old = key._replace(kind="bias") if key.kind == "new_bias" else key
        return self.scheme.values.get(old, Decimal("NaN"))

    def _fault(
        self, convention: Convention, key: Key, judged: SheetJudgement, faults: set[str]
    ) -> tuple[Suspicion, ...]:
        """Return a convention that does not pass as a mistake, where it lies or shows first."""
        written = {one.kind for one, found in judged.judged.items() if found.verdict == "right"}
        elsewhere = key.kind not in convention.seat and not written.isdisjoint(convention.seat)
        if convention.id in faults or elsewhere:
            return ()
        faults.add(convention.id)
        return (Suspicion(convention.id, judged.scheme.formulas[key], key, 0.0, "is"),)


def _with_misread(
    marks: list[Mark], misread: Collection[Misread], asked: SheetJudgement, used: AnswerKey
) -> list[Mark]:
    """Return the marks of a sheet on which givens were misread, as the exercise has them.

    Args:
        marks: by the lines with what was read.
        misread: the givens.
        asked: the sheet judged by the lines with what is given.
        used: those with what was read.
    """
    if not misread:
        return marks
    first = {one.first: one for one in misread}
    found = []
    for mark in marks:
        one, was = first.get(mark.key), asked.judged.get(mark.key)
        if one is not None:
            line = used.formulas[mark.key]
            told = Suspicion(MISREAD, line, mark.key, one.chance, one.sure, one)
            own = one.own.centre if one.own.known else None
            mark = replace(mark, verdict="mistake", own=own, mistakes=(told,), notes=())
        elif mark.verdict == "right" and was is not None:
            mark = replace(mark, verdict="right" if was.verdict == "right" else "follow")
        found.append(replace(mark, true=asked.scheme.values.get(mark.key, mark.true)))
    return found


def _conventions(kept: Kept) -> list[Convention]:
    """Return the conventions that touch some quantity of a sheet."""
    return [one for one in CONVENTIONS if kept.get(one.id)]


def _findings(marks: list[Mark], kept: Kept) -> list[Finding]:
    """Return the mistakes, each once, in order of working; then each convention, with its lines."""
    groups: dict[tuple[str, ...], list[Mark]] = {}
    for mark in marks:
        if mark.verdict == "mistake":
            rules = (mistake.cause for mistake in shown(mark.mistakes))
            groups.setdefault((*rules, mark.key.kind), []).append(mark)
        elif mark.verdict in ERROR_VERDICTS:
            groups.setdefault(("", mark.cause or str(len(groups))), []).append(mark)
    findings = [_finding(group) for group in groups.values()]
    conventional = [mark.key for mark in marks if mark.verdict == "convention"]
    for name, touched in kept.items():
        findings.append(Finding(name, tuple(key for key in conventional if key in touched)))
    return findings


def _finding(group: list[Mark]) -> Finding:
    keys = tuple(mark.key for mark in group)
    named = shown(group[0].mistakes)
    if group[0].verdict != "mistake" or not named:
        return Finding("", keys)
    worst = max((mistake.sure for mistake in named), key=ORDER.index)
    return Finding(named[0].rule, keys, worst, named[0].chance, tuple(m.rule for m in named[1:]))
