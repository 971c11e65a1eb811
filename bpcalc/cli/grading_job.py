"""One paper of a class, marked in whatever process: what goes there, and what comes back."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from bpcalc import __version__, locale
from bpcalc.checking.by_hand import Override, overrides_of
from bpcalc.checking.final_mark import FinalMark, beyond, by_hand_note, by_hand_sentence
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import GradingPolicy, late_sentence
from bpcalc.checking.policy_words import policy_sentences
from bpcalc.checking.reading.contents import content_of
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.checking.submissions.opening import Opened, contents, opened
from bpcalc.checking.submissions.people import Person
from bpcalc.checking.verdicts import Marking
from bpcalc.cli.marking_options import Rules
from bpcalc.cli.paper_limits import PaperTooLongError, memory_limit, time_limit
from bpcalc.errors import AnswersError, BpcalcError, OutputError, interrupts_unwrapped, reason
from bpcalc.exercise.companions import companions
from bpcalc.exercise.own_notation import in_notation
from bpcalc.exercise.reader import read
from bpcalc.locale import in_a_row, say, say_many
from bpcalc.locale.cleaning import cleaned, cleaned_json
from bpcalc.locale.preference import LANGUAGES
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.class_tables import SheetRecord, class_record, gradescope, unusable
from bpcalc.report.formats import find
from bpcalc.report.marking import Report
from bpcalc.report.weighed import marked, plain_number
from bpcalc.solution import Solution

MAX_SECONDS = 60
"""So much time of the processor may one paper take; then it is given up, and the others go on."""

MAX_MEMORY = 2**31
"""Bytes that one paper may take beyond what the program has."""


class VersionText(NamedTuple):
    """One version of an exam.

    Attributes:
        name: such as `v07`.
        code: what stands on its sheet.
        text: its exercise file.
        file: what that is called.
    """

    name: str
    code: str
    text: bytes
    file: str


class Job(NamedTuple):
    """All that a process needs to mark papers; functions cannot be sent, so no exercise here.

    Attributes:
        text, name: of the exercise file.
        notation: another one than the exercise's, None for its own.
        rules: what earns what.
        policy: points, size of the mark, late days.
        overrides: what is set by hand.
        format_name: of the reports, "" if there are none.
        language: in which they are written.
        known: keys of papers that have been marked before, exactly so.
        versions: of an exam; () if all had the same exercise.
        holders: who had which version.
    """

    text: bytes
    name: str
    notation: str | None
    rules: Rules
    policy: GradingPolicy
    overrides: tuple[Override, ...]
    format_name: str
    language: str
    known: frozenset[str] = frozenset()
    versions: tuple[VersionText, ...] = ()
    holders: tuple[Person, ...] = ()

    def marker(self) -> Marker:
        """Return the marker."""
        exercise = read(self.text, self.name).exercise
        if self.notation:
            exercise = in_notation(exercise, self.notation)
        return self.rules.marker(exercise)

    def title(self) -> str:
        """Return the title of the exercise."""
        return read(self.text, self.name).exercise.title or ""

    def fingerprint(self) -> str:
        """Return what changes if anything does that all papers are marked by."""
        parts = (*self.marked_by().values(), self.format_name, self.language)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def marked_by(self) -> dict[str, str]:
        """Return what a mark depends on besides the paper, each in a short form."""
        return {
            "exercise": _short(
                (self.text, self.companions(), self.notation, self.other_notation())
            ),
            "policy": _short((self.rules, self.policy)),
            "program": __version__,
        }

    def companions(self) -> dict[str, bytes]:
        """Return the files that the exercise needs beside it, by the names it has for them."""
        try:
            return companions(self.text, self.name)
        except OSError as error:
            says = say("{file}: {reason}", file=error.filename or self.name, reason=reason(error))
            raise AnswersError(says) from None

    def other_notation(self) -> bytes:
        """Return the file of the notation that the command line names; nothing for a book's."""
        if self.notation is None or self.notation in NOTATIONS:
            return b""
        return content_of(Path(self.notation))


def _short(state: object) -> str:
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]


class Done(NamedTuple):
    """A paper, marked.

    Attributes:
        record: what is known of it; of one that was marked before, its key only.
        reports: names and contents of the files for the student.
        again: whether it had been marked before.
    """

    record: SheetRecord
    reports: tuple[tuple[str, bytes], ...] = ()
    again: bool = False


def guarded(paper: Paper, mark: Callable[[], Done]) -> Done:
    """Return what becomes of a paper; what stops its marking is said of it, and stops no other."""
    try:
        with time_limit(MAX_SECONDS), memory_limit(MAX_MEMORY), interrupts_unwrapped():
            return mark()
    except BpcalcError as error:
        problem = str(error)
    except PaperTooLongError:
        problem = say("it takes longer than {n} seconds", n=MAX_SECONDS)
    except MemoryError:
        problem = say("it takes more than {n} MB of memory", n=MAX_MEMORY // 2**20)
    except Exception as error:  # one paper must not stop a class, whatever is in it
        problem = say(
            "it cannot be marked: {error}", error=f"{type(error).__name__}: {error}"[:200]
        )
    return Done(unusable(paper, problem))


class PaperWorker:
    """Marks papers in one process."""

    def __init__(self, job: Job) -> None:
        """Work the exercise out once."""
        self._job = job
        self._marker = job.marker()
        self._asked = job.rules.asked(self._marker)
        self._solution = Solution(self._marker.calculation)
        self._fingerprint = job.fingerprint()
        self._marked_by = job.marked_by()

    def mark(self, paper: Paper, file: str) -> Done:
        """Return what becomes of a paper; whatever happens, it is its own affair."""
        return guarded(paper, lambda: self._mark(paper, file))

    def _mark(self, paper: Paper, file: str) -> Done:
        found = list(contents(paper))
        by_hand = overrides_of(paper.person, paper.name, self._job.overrides)
        key = self._key(paper, file, found, by_hand)
        if key in self._job.known:
            now = {"number": paper.number, "listed": paper.listed, "doubt": paper.doubt}
            return Done({"key": key, **now}, again=True)
        told = opened(paper, found, self._marker.names)
        with _spoken(paper.person.language) as other:
            # What is said of files is for the teacher, what of answers for the student.
            sheet = opened(paper, found, self._marker.names) if other else told
            sheet = sheet._replace(unread=told.unread, remark=told.remark)
            done = self._report(paper, file, sheet, by_hand)
        done.record["key"] = key
        return done

    def _key(
        self,
        paper: Paper,
        file: str,
        found: Sequence[tuple[str, bytes | AnswersError]],
        by_hand: Sequence[Override],
    ) -> str:
        """Return what tells a paper, marked in this way, from every other one."""
        state = hashlib.sha256(self._fingerprint.encode())
        told = (
            paper.person,
            paper.name,
            paper.row,
            str(paper.time),
            file,
            [each.state for each in by_hand],
        )
        state.update(repr(told).encode("utf-8", "surrogatepass"))
        for place, content in found:
            inside = content if isinstance(content, bytes) else str(content).encode()
            state.update(place.encode("utf-8", "surrogatepass") + b"\0" + inside)
        return state.hexdigest()

    def _report(self, paper: Paper, file: str, sheet: Opened, by_hand: Sequence[Override]) -> Done:
        marker, policy = self._marker, self._job.policy
        shown = replace(sheet.answers, student=paper.name)
        report, final = marked(marker, shown, self._asked, policy, by_hand=by_hand, time=paper.time)
        report.remarks = list(self._remarks(final, by_hand))
        record = class_record(paper, report, final)
        set_by_hand = say("; ").join(map(by_hand_note, by_hand))
        dated = _late_by_file(final.late) if final.late and paper.time_of_file else ""
        slips = beyond(final, by_hand, marker.names.find)
        remark = in_a_row(filter(None, (sheet.remark, dated, _unreadable(final.marking), slips)))
        record |= {"remark": remark, "by_hand": set_by_hand}
        record["by"] = {**self._marked_by, "hand": set_by_hand}
        record["written"] = sheet.answers.student
        record["unread"] = [list(pair) for pair in sheet.unread]
        return Done(record, tuple(self._written(file, report, record)))

    def _remarks(self, final: FinalMark, by_hand: Sequence[Override]) -> Iterator[str]:
        """Yield what is said of a paper as a whole, and what all are marked by."""

        def symbol(name: str) -> str:
            return self._solution.spelling.symbol(self._marker.names.find(name))

        if final.late:
            yield late_sentence(final.late)
        if final.bonus:
            yield say("A bonus of {n} is added to the marks.", n=plain_number(final.bonus))
        yield from (by_hand_sentence(each, symbol) for each in by_hand)
        yield from policy_sentences(self._job.policy, symbol, self._marker.options.rounding)

    def _written(
        self, file: str, report: Report, record: SheetRecord
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the files for the student."""
        if not self._job.format_name:
            return
        results = cleaned_json(json.dumps(gradescope(record), ensure_ascii=False, indent=1))
        yield f"students/{file}.results.json", f"{results}\n".encode()
        suffix = find(self._job.format_name).suffixes[0]
        try:
            yield f"students/{file}{suffix}", self._in_format(report)
        except OutputError as error:
            record["unwritten"] = str(error)

    def _in_format(self, report: Report) -> bytes:
        """Return a report; if no font has a sign of the student's name, without that sign."""
        chosen = find(self._job.format_name)
        text = self._text(report)
        content = text if isinstance(text, bytes) else text.encode(chosen.encoding)
        return chosen.ownership.signed(content, "grade")

    def _text(self, report: Report) -> str | bytes:
        chosen = find(self._job.format_name)
        try:
            return chosen.write(report.document(self._solution))
        except OutputError:
            student = _BOXES.sub("□", "".join(map(_printable, report.answers.student)))
            if student == report.answers.student:
                raise
            report.answers = replace(report.answers, student=student)
            return chosen.write(report.document(self._solution))


def _late_by_file(days: int) -> str:
    return say_many(
        "{n} day late by the date of the file, which copying or unpacking may have changed.",
        "{n} days late by the date of the file, which copying or unpacking may have changed.",
        days,
    )


def _unreadable(marking: Marking) -> str:
    """Say so if something that somebody wrote cannot be read: a person has to look at it."""
    written = [mark for mark in marking.marks if mark.cell is not None and not mark.cell.blank]
    bad = [mark for mark in written if mark.verdict == "unreadable"]
    if not bad or bad[0].cell is None:
        return ""
    return say_many(
        "{n} of {all} answers is no number that can be read, such as `{it}`.",
        "{n} of {all} answers are no numbers that can be read, such as `{it}`.",
        len(bad),
        all=len(written),
        it=" ".join(cleaned(bad[0].cell.raw).split())[:40],
    )


_BOXES = re.compile("□(?:[\ufe0f\u200d]+□?)+")
"""One emoji that several signs make up."""


def _printable(sign: str) -> str:
    """Return a sign of a name, or a box for one that few fonts have."""
    return sign if sign <= "\uffff" and category(sign)[0] in "LMNPZ" else "□"


_CALLED = {"english": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "英文": "en", "英语": "en"}
"""Languages as rosters may call them."""


@contextmanager
def _spoken(language: str) -> Iterator[bool]:
    """Speak another language for a while, if there is such a one; give whether it is another."""
    before = locale.language()
    wanted = _CALLED.get(language.strip().casefold(), language.strip().lower()[:2])
    if wanted not in LANGUAGES or wanted == before:
        yield False
        return
    locale.use(wanted)
    try:
        yield True
    finally:
        locale.use(before)
