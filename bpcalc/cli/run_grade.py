"""A class, marked on all cores: sheets go out, records come back, in the order of the class."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from heapq import merge
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple, TextIO

import click

from bpcalc import locale
from bpcalc.checking.marker import Marker
from bpcalc.checking.roster import Student, roster, sheet
from bpcalc.checking.statistics import Statistics, statistics
from bpcalc.cli import destination as place
from bpcalc.cli import patience
from bpcalc.cli.arguments import read_source
from bpcalc.cli.marking_options import Rules
from bpcalc.cli.rendering import check_writes
from bpcalc.cli.replacing import replacing
from bpcalc.errors import AnswersError, BpcalcError, ExitCode, OutputError, reason
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.reader import read
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned_json
from bpcalc.report.class_tables import (
    RECORD_OWNERSHIP,
    RESULTS_OWNERSHIP,
    TABLES,
    Record,
    Tables,
    class_record,
    file_name,
    gradescope,
    items,
    summary,
    unusable,
)
from bpcalc.report.formats import find
from bpcalc.report.marking import Report
from bpcalc.solution import Solution

ALONE = 40
"""So few sheets are marked in one process; more would take longer to start than to mark."""

CHUNK = 16
BATCH = 2000
SHARD = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
RECORDS = "records"
"""The folder in which the parts of a class wait to be merged."""


class Job(NamedTuple):
    """All that a process needs to mark sheets; functions cannot be sent, so no exercise here."""

    text: bytes
    name: str
    notation: str | None
    rules: Rules
    folder: Path | None
    format_name: str
    language: str
    call: place.Call

    def marker(self) -> Marker:
        """Return the marker."""
        exercise = read(self.text, self.name).exercise
        if self.notation:
            exercise = with_notation(exercise, self.notation)
        return self.rules.marker(exercise)


class _Worker:
    """Marks sheets in one process."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._marker = job.marker()
        self._asked = job.rules.asked(self._marker)
        self._solution = Solution(self._marker.calculation)

    def mark(self, student: Student) -> Record:
        """Return the record of a sheet; its reports are written if there is a folder for them."""
        marker = self._marker
        try:
            answers = sheet(student, marker.names)
            marking = marker.mark(answers.cells, self._asked)
        except BpcalcError as error:
            return unusable(student.number, student.name, str(error))
        report = Report(marking, answers, marker.options, marker.names.own)
        name = answers.student or student.name
        found = class_record(student.number, name, report)
        if self._job.folder:
            self._write(self._job.folder / file_name(name, student.number), report, found)
        return found

    def _write(self, path: Path, report: Report, found: Record) -> None:
        results = cleaned_json(json.dumps(gradescope(found), ensure_ascii=False, indent=1))
        chosen = find(self._job.format_name)
        call = self._job.call
        try:
            place.write_file(
                path.with_name(f"{path.name}.results.json"),
                f"{results}\n".encode(),
                RESULTS_OWNERSHIP,
                call,
                durable=False,
            )
            text = chosen.write(report.document(self._solution))
            content = text if isinstance(text, bytes) else text.encode()
            file = path.with_name(path.name + chosen.suffixes[0])
            place.write_file(file, content, chosen.ownership, call, durable=False)
        except OutputError as error:  # no font has a sign of the name, say; the others go on
            found["unwritten"] = str(error)


_worker: _Worker | None = None
"""The worker of this process."""


def _start(job: Job) -> None:
    global _worker
    locale.use(job.language)  # where processes are not forked, they know nothing of --lang
    _worker = _Worker(job)


def _mark(student: Student) -> Record:
    assert _worker is not None  # the pool has started it
    return _worker.mark(student)


def marked(job: Job, class_: Iterator[Student], jobs: int) -> Iterator[Record]:
    """Yield the records of a class, in its order."""
    first = list(islice(class_, ALONE + 1))
    if len(first) <= ALONE or jobs == 1:
        yield from map(_Worker(job).mark, chain(first, class_))
        return
    everybody = chain(first, class_)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(job,)) as pool:
        while batch := list(islice(everybody, BATCH)):  # a pool takes in all it is given
            yield from pool.map(_mark, batch, chunksize=CHUNK)


def grade(
    exercise: str,
    class_: Path,
    notation: str | None,
    rules: Rules,
    folder: Path | None,
    format_name: str,
    shard: str | None,
    jobs: int | None,
) -> int:
    """Mark a class and write what is to be said about it; return the exit code."""
    if folder:
        check_writes(format_name, "student")
        find(format_name).check_needs()
    source = read_source(exercise)
    reports = folder / "students" if folder else None
    language, call = locale.language(), place.this_call()
    job = Job(source.text, source.name, notation, rules, reports, format_name, language, call)
    job.marker()  # an exercise that cannot be worked is refused here, once
    everybody = roster(class_)
    if reports:
        _folder(reports)
    part, parts = _part(shard)
    mine = islice(everybody.students, part - 1, None, parts)
    records = marked(job, mine, jobs or os.cpu_count() or 1)
    records = _watched(records, everybody.length // parts)
    if shard:
        if folder is None:
            raise click.UsageError(say("--shard needs a folder for its records: -o DIR"))
        _keep(records, _folder(folder / RECORDS) / f"{part}-of-{parts}.jsonl")
        return ExitCode.RIGHT
    return conclude(records, folder)


def merged(folder: Path) -> Iterator[Record]:
    """Yield the records of all parts of a class, in its order.

    Raises:
        AnswersError: a part is missing.
    """
    files = sorted((folder / RECORDS).glob("*-of-*.jsonl"))
    parts = {file.stem.partition("-of-")[2] for file in files}
    if parts != {str(len(files))}:
        message = say("{folder}: expected all parts of one class", folder=folder / RECORDS)
        raise AnswersError(message)
    with ExitStack() as stack:
        opened = [stack.enter_context(file.open(encoding="utf-8")) for file in files]
        yield from merge(*map(_loaded, opened), key=lambda found: int(found["number"]))


def _loaded(file: IO[str]) -> Iterator[Record]:
    for line in file:
        found: Record = json.loads(line)
        yield found


def _keep(records: Iterable[Record], path: Path) -> None:
    place.claim(path, RECORD_OWNERSHIP)
    with _written(path) as file:
        for found in records:
            file.write(json.dumps(found, ensure_ascii=False) + "\n")


@contextmanager
def _written(path: Path, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Give a file that takes the place of the old one once all is written.

    Raises:
        OutputError: it could not be; the old one is untouched.
    """
    try:
        with replacing(path, durable=False) as file:
            text = TextIOWrapper(file, encoding=encoding, newline="", write_through=True)
            yield text
            text.detach()
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(say("{file}: {reason}", file=path, reason=reason(error))) from None


def conclude(records: Iterable[Record], folder: Path | None) -> int:
    """Write the tables of a class, and say what is to be said about it."""
    problems: list[Record] = []

    def noticed(found: Record) -> Record:
        if found["problem"] or found["unwritten"]:
            problems.append(found)
        return found

    counted = map(noticed, records)
    result = _tables(counted, _folder(folder)) if folder else statistics(counted)
    for line in summary(result, problems):
        place.write_output(f"{line}\n", None)
    return ExitCode.MISTAKES if problems else ExitCode.RIGHT


def _tables(records: Iterable[Record], folder: Path) -> Statistics:
    for name, ownership in TABLES.items():
        place.claim(folder / name, ownership)
    encoding = "utf-8-sig"  # Excel takes a file for UTF-8 only if it begins with a byte order mark
    with (
        _written(folder / "class.csv", encoding) as wide,
        _written(folder / "class-long.csv", encoding) as long,
    ):
        tables = Tables(wide, long)

        def written(found: Record) -> Record:
            tables.add(found)
            return found

        result = statistics(map(written, records))
    rows = "\n".join(",".join(map(_quoted, row)) for row in items(result))
    with _written(folder / "items.csv", encoding) as file:
        file.write(rows + "\n")
    return result


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(say("{file}: {reason}", file=path, reason=reason(error))) from None
    return path


def _part(shard: str | None) -> tuple[int, int]:
    match = SHARD.fullmatch(shard or "1/1")
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise click.UsageError(say("--shard is written i/n, such as 2/8, found {it}", it=shard))
    return int(match[1]), int(match[2])


def _watched(records: Iterator[Record], count: int) -> Iterator[Record]:
    """Yield the records, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from records
        return
    patience.end()
    with click.progressbar(records, length=count, file=sys.stderr) as bar:
        yield from bar
