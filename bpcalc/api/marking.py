"""Marking for programs: a sheet, a class, an exercise itself."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bpcalc.api.arguments import as_words
from bpcalc.api.credit import Credit, policy_in
from bpcalc.api.loading import ExerciseLike, load
from bpcalc.api.records import Record
from bpcalc.api.shown import Shown, ShownReport
from bpcalc.checking.answers import Answers
from bpcalc.checking.answers_reader import read_file, read_text, read_words
from bpcalc.checking.audit import audit as audited
from bpcalc.checking.marker import Marker
from bpcalc.checking.other_notations import read_in_its_notation
from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.files import exists
from bpcalc.maths.keys import Key
from bpcalc.report.audit import of_audit
from bpcalc.report.class_tables import class_record, summary, unusable
from bpcalc.report.marking import Report
from bpcalc.report.marking_data import document as marked_document
from bpcalc.report.marking_data import sheet_record
from bpcalc.report.weighed import marked, marked_alone
from bpcalc.solution import Solution

if TYPE_CHECKING:
    from bpcalc.report.document import Document

AnswersLike = str | Path | Mapping[str, object] | Sequence[str]
"""What stands for answers: a path, a text, `{name: value}`, or words such as `net_h1=0.3775`."""


class MarkedSheet(Record, Shown):
    """A marked sheet: the JSON object of `bpcalc check`, whose members are attributes.

    >>> import bpcalc
    >>> marked = bpcalc.check("mazur", {"net_h1": 0.3775, "delta_o1": 0.7414})
    >>> [(mark.name, mark.verdict) for mark in marked.marks if mark.written]
    [('net_h1', 'right'), ('delta_o1', 'mistake')]
    >>> marked.first_error, marked.flawless
    ('delta_o1', False)
    """

    __slots__ = ("_flawless", "_report", "_solution")

    def __init__(self, report: Report, solution: Solution) -> None:
        """Take the report of a sheet, and the solution that it was marked by."""
        super().__init__(sheet_record(report, solution))
        self._report = report
        self._solution = solution
        self._flawless = bool(report.marking.flawless and not report.answers.unknown)

    @property
    def flawless(self) -> bool:
        """Whether nothing is wrong; the exit code of `bpcalc check` would be 0."""
        return self._flawless

    @property
    def document(self) -> "Document":
        """The report, as blocks for any format."""
        return marked_document(self._report, self._solution)

    def __repr__(self) -> str:
        """Return the mark."""
        return f"<MarkedSheet: {self.score:g} of {self.max_score:g}>"


def check(
    exercise: ExerciseLike,
    answers: AnswersLike,
    *,
    teacher: bool = False,
    credit: Credit | None = None,
) -> MarkedSheet:
    """Return a student's sheet, marked.

    Args:
        exercise: what `load` takes.
        answers: a path, the text of a file, `{name: value}`, or a list of words `name=value`. A
            float counts as the digits in which Python prints it; `"0.10"` keeps its zero.
        teacher: whether uncertain mistakes are listed, too.
        credit: the rules of credit; what they leave as it is usually stands under `grading` in
            the exercise, if it has any.

    Raises:
        ExerciseError: the exercise cannot be used.
        AnswersError: the answers cannot be read, or what stands under `grading` cannot.
    """
    spec = load(exercise)
    rules = (credit or Credit()).for_exercise(spec)
    marker = rules.marker(spec)
    marker, (sheet, in_words) = read_in_its_notation(partial(_read, answers), marker, rules.marker)
    asked = None if in_words and not rules.only else rules.asked(marker)
    report = marked_alone(marker, sheet, asked, policy_in(spec), teacher=teacher)
    return MarkedSheet(report, Solution(marker.calculation))


def _read(answers: AnswersLike, index: QuantityIndex) -> tuple[Answers, bool]:
    """Return the answers, and whether they are all that was asked for."""
    if isinstance(answers, Mapping):
        return read_text(_json(answers), index), False
    if isinstance(answers, Path):
        return read_file(answers, index), False
    if isinstance(answers, str):
        is_file = "\n" not in answers and exists(answers)
        return (read_file(Path(answers), index) if is_file else read_text(answers, index)), False
    return read_words(as_words(answers), index), True


def _json(answers: Mapping[str, object]) -> str:
    """Return answers as JSON, every number in its own digits."""

    def plain(value: object) -> object:
        return value.tolist() if hasattr(value, "tolist") else str(value)

    return json.dumps(dict(answers), default=plain, ensure_ascii=False)


@dataclass(frozen=True)
class GradedClass:
    """A class, marked.

    Attributes:
        students: a record for every sheet, in the order of the class; `problem` says why one
            could not be read.
        items: a record for every quantity, as in items.csv.
        summary: what is to be said about the class, sentence by sentence.
    """

    students: list[Record]
    items: list[Record]
    summary: list[str] = field(repr=False)

    def __repr__(self) -> str:
        """Return how many there are."""
        count = len(self.students)
        return f"<GradedClass: {count} student{'s' * (count != 1)}>"

    def __str__(self) -> str:
        """Return the summary."""
        return "\n".join(self.summary)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(self.summary)


def grade(
    exercise: ExerciseLike,
    class_: str | Path | Mapping[str, AnswersLike],
    *,
    credit: Credit | None = None,
) -> GradedClass:
    """Return a class, marked; nothing is written.

    Args:
        exercise: what `load` takes.
        class_: a class as it comes, as a folder, archive or table; or `{student: answers}`.
        credit: the rules of credit.

    Raises:
        ExerciseError: the exercise cannot be used.
        AnswersError: the class cannot be read; a single sheet that cannot is a record.

    >>> graded = grade("mazur", {"Li": {"net_h1": 0.3775}, "Wu": {"net_h1": 0.3}})
    >>> [(student.student, student.score) for student in graded.students]
    [('Li', '1'), ('Wu', '0')]
    """
    from bpcalc.checking.statistics import statistics
    from bpcalc.report.class_problems import problem_lines
    from bpcalc.report.class_tables import items

    spec = load(exercise)
    rules = (credit or Credit()).for_exercise(spec)
    marker = rules.marker(spec)
    policy = policy_in(spec)
    policy.refuse_unknown(marker.knows)
    asked = rules.asked(marker)
    if isinstance(class_, Mapping):
        records = list(_of_mapping(class_, marker, asked, policy))
    else:
        records = list(_of_papers(Path(class_), marker, asked, policy))
    result = statistics(records)
    heads, *rows = items(result)
    problems = [record for record in records if record["problem"]]
    return GradedClass(
        [Record(record) for record in records],
        [Record(dict(zip(heads, row, strict=True))) for row in rows],
        [*summary(result), *problem_lines(problems, ())],
    )


def _of_mapping(
    class_: Mapping[str, AnswersLike], marker: Marker, asked: list[Key], policy: GradingPolicy
) -> Iterator[dict[str, Any]]:
    """Yield the records of answers that are given by the names of their students."""
    from bpcalc.checking.submissions.gathering import Paper
    from bpcalc.checking.submissions.people import Person
    from bpcalc.errors import BpcalcError

    for number, (name, given) in enumerate(class_.items()):
        paper = Paper(number, Person(name), name)
        try:
            report, final = marked(marker, _read(given, marker.names)[0], asked, policy)
            yield class_record(paper, report, final)
        except BpcalcError as error:
            yield unusable(paper, str(error))


def _of_papers(
    path: Path, marker: Marker, asked: list[Key], policy: GradingPolicy
) -> Iterator[dict[str, Any]]:
    """Yield the records of a class as it comes: a folder, an archive or a table."""
    from bpcalc.checking.submissions.gathering import gather
    from bpcalc.checking.submissions.opening import contents, opened
    from bpcalc.errors import BpcalcError

    for paper in gather(path, marker.names, asked).papers:
        try:
            answers = opened(paper, [*contents(paper)], marker.names).answers
            report, final = marked(marker, answers, asked, policy)
            yield class_record(paper, report, final)
        except BpcalcError as error:
            yield unusable(paper, str(error))


class AuditReport(ShownReport):
    """What an exercise can tell apart.

    Attributes:
        items: a record for every quantity that is asked for: `hidden` mistakes, those that give
            the `same` value, groups that are `alike`, the `digits` left, and whether it is a `tie`.
    """

    def __init__(self, document: "Document", items: list[Record]) -> None:
        """Take the report and its items."""
        super().__init__(document)
        self.items = items


def audit(exercise: ExerciseLike, *, credit: Credit | None = None) -> AuditReport:
    """Return which mistakes an exercise cannot tell apart, at the digits that it asks for.

    Raises:
        ExerciseError: the exercise cannot be used.

    >>> audit("mazur").items[0].name
    'net_h1'
    """
    spec = load(exercise)
    rules = (credit or Credit()).for_exercise(spec)
    marker = rules.marker(spec)
    found = audited(marker.scheme, rules.asked(marker), marker.options)
    solution = Solution(marker.calculation)
    items = []
    for item in found:
        members = {**asdict(item), "poor": item.poor}
        del members["key"]
        items.append(Record({"name": marker.names.own.full(item.key), **members}))
    return AuditReport(of_audit(solution, found), items)
