"""A class, from what the teacher has to what is said of it: gathered, marked, written, told."""

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from bpcalc.checking.by_hand import Override, names_of, overrides_of, refuse_faults
from bpcalc.checking.marker import Marker
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.gathering import Gathered, Paper, gather
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.proposing import columns_in_class, proposal
from bpcalc.cli import destination as place
from bpcalc.cli import patience
from bpcalc.cli.class_parts import shard_lines, shards_of
from bpcalc.cli.grade_results import ClassCall, Marked, Results
from bpcalc.cli.grading_job import Done, Job
from bpcalc.cli.paper_pool import Task, marked
from bpcalc.cli.result_folder import MergedFolder, ResultFolder
from bpcalc.cli.sizes import announce_marking
from bpcalc.errors import AnswersError, ExitCode, NotAQuantity, OutputError
from bpcalc.locale import say, say_many
from bpcalc.maths.keys import Key
from bpcalc.report.class_claims import with_claims
from bpcalc.report.class_problems import is_left_out, is_somebody_missed, problem_lines
from bpcalc.report.class_tables import (
    SheetRecord,
    absent,
    file_names,
)
from bpcalc.report.formats import find

MAX_LINES = 40
"""Lines about papers that were not used, of those that are printed; problems.csv has all."""

MAX_NAMES = 10
"""Students that are named in one line."""

SHARD = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


def propose(job: Job, call: ClassCall) -> int:
    """Write what the columns of all tables are taken for, as a file for `--columns`."""
    marker = job.marker()
    asked = job.rules.asked(marker)
    tables = columns_in_class(call.path, marker.names, asked, call.columns)
    if not tables:
        raise click.UsageError(say("--propose is for tables; {path} has none", path=call.path))
    place.write_output("".join(f"{line}\n" for line in proposal(tables)), None)
    return ExitCode.RIGHT


def grade(job: Job, call: ClassCall) -> int:
    """Mark a class and write what is to be said about it; return the exit code."""
    marker = job.marker()  # an exercise that cannot be worked is refused here, once
    asked = job.rules.asked(marker)
    found = gather(call.path, marker.names, asked, call.roster, call.columns, call.folder)
    job.policy.refuse_unknown(marker.knows)
    found.unused.extend(call.beside)
    refuse_faults(_checked(each, marker) for each in job.overrides)
    found.unused.extend(_unknown_overrides(job.overrides, marker, asked, found))
    by_hand = [each for each in job.overrides if _is_asked(each, marker, asked)]
    job = job._replace(overrides=_of_one(by_hand, found))
    if job.policy.deadline:
        found.unused.extend(_without_time(found.papers))
    if not found.papers and not found.missing:
        raise AnswersError(_nothing(call.path, found))
    tasks = list(zip(found.papers, file_names(found.papers), strict=True))
    jobs = call.jobs or os.cpu_count() or 1
    if call.shard:
        return _grade_shard(job, call, found, tasks, asked, jobs)
    results = Results(ResultFolder(call.folder), job.title()) if call.folder else None
    try:
        if results:
            job = job._replace(known=results.known())
        announce_marking(len(tasks), len(asked), jobs)
        done = _watched(marked(job, tasks, jobs), len(tasks))
        return conclude(_everybody(done, found, job, results), found, results, call)
    except (OutputError, OSError):
        if results:
            results.take_back()
        raise
    finally:
        if results:
            results.release()


def _unknown_overrides(
    overrides: Sequence[Override], marker: Marker, asked: Sequence[Key], found: Gathered
) -> Iterator[Unused]:
    """Yield what is set by hand for nobody or for nothing, or once more further down."""
    known = _called(found)
    last = {(folded(each.student), folded(each.quantity)): each for each in overrides}
    for each in overrides:
        if not _is_asked(each, marker, asked):
            yield Unused(each.place, say("`{name}` is not asked for", name=each.quantity[:60]))
        if not each.is_bonus and last[folded(each.student), folded(each.quantity)] is not each:
            why = say("a later row sets the same for {name}", name=each.student[:60])
            yield Unused(each.place, why, harmless=True)
        if folded(each.student) not in known:
            why = say("nobody in the class is called `{name}`", name=each.student[:60])
            yield Unused(each.place, why)
        elif known[folded(each.student)] > 1:
            why = say(
                "{n} in the class are called `{name}`; write the ID or the e-mail instead",
                n=known[folded(each.student)],
                name=each.student[:60],
            )
            yield Unused(each.place, why)


def _checked(override: Override, marker: Marker) -> Override:
    """Return what is set by hand; with a problem if it names a quantity that there is not."""
    if override.problem or override.is_bonus or not override.quantity:
        return override
    try:
        marker.names.find(override.quantity)
    except NotAQuantity as error:
        return override._replace(problem=str(error))
    return override


def _is_asked(override: Override, marker: Marker, asked: Sequence[Key]) -> bool:
    return (
        override.is_bonus or not override.quantity or marker.names.find(override.quantity) in asked
    )


def _without_time(papers: Iterable[Paper]) -> Iterator[Unused]:
    """Yield, as one, whose papers count as on time since nobody knows when they came."""
    names = [paper.name for paper in papers if paper.time is None]
    if names:
        why = say_many(
            "{n} paper counts as on time; when it was handed in is not known: {names}",
            "{n} papers count as on time; when they were handed in is not known: {names}",
            len(names),
            names=say("; ").join([*names[:MAX_NAMES], *(["…"] if names[MAX_NAMES:] else [])]),
        )
        yield Unused(say("the deadline"), why, harmless=True, taken=True)


def _called(found: Gathered) -> Counter[str]:
    """Return how many of a class may be called by a name, an ID or an e-mail."""
    people = [(paper.person, paper.name) for paper in found.papers]
    people += found.missing_names()
    return Counter(name for person, label in people for name in names_of(person, label))


def _of_one(overrides: Iterable[Override], found: Gathered) -> tuple[Override, ...]:
    """Return what is set by hand for a name that not more than one student has."""
    known = _called(found)
    return tuple(each for each in overrides if known[folded(each.student)] < 2)


def _nothing(path: Path, found: Gathered) -> str:
    reasons = say("; ").join(
        say("{file}: {reason}", file=each.place, reason=each.reason) for each in found.unused[:3]
    )
    return say("{file}: nothing in it is a paper. {reasons}", file=path, reasons=reasons).strip()


def _everybody(
    done: Iterable[Done], found: Gathered, job: Job, results: Results | None
) -> Iterator[SheetRecord]:
    """Yield the records of all students, of the missing ones last."""
    for each in done:
        yield results.take(each) if results else each.record
    mark = "0" if job.policy.missing == "zero" else ""
    for number, (person, name) in enumerate(found.missing_names(), start=len(found.papers)):
        by_hand = overrides_of(person, name, job.overrides)
        perhaps, begun = found.perhaps.get(person, ()), found.begun.get(person, "")
        yield absent(Paper(number, person, name), mark, by_hand, perhaps, begun)


def _grade_shard(
    job: Job,
    call: ClassCall,
    found: Gathered,
    tasks: Sequence[Task],
    asked: Sequence[Key],
    jobs: int,
) -> int:
    """Mark one part of a class, and keep its records for `--merge`."""
    part, parts = _part(call.shard)
    if call.folder is None:
        raise click.UsageError(say("--shard needs a folder for its records: -o DIR"))
    mine = tasks[part - 1 :: parts]
    announce_marking(len(mine), len(asked), jobs)
    done = _watched(marked(job, mine, jobs), len(mine))
    absent_ones = list(_everybody((), found, job, None)) if part == 1 else []
    unused = found.unused if part == 1 else []
    ownership = find(job.format_name).ownership if job.format_name else None
    by = job.marked_by() | {"class": str(len(tasks))}
    shard_lines(call.folder, part, parts, done, absent_ones, unused, ownership, by)
    return ExitCode.RIGHT


def merge(title: str, call: ClassCall) -> int:
    """Put the parts of a class together in the folder they stand in; return the exit code.

    Raises:
        AnswersError: a part is missing, or was cut short.
    """
    records, unused = shards_of(call.path)
    results = Results(MergedFolder(call.path), title)
    try:
        return conclude(records, Gathered([], [], unused), results, call)
    except (OutputError, OSError):
        results.take_back()
        raise
    finally:
        results.release()


def conclude(
    records: Iterable[SheetRecord], found: Gathered, results: Results | None, call: ClassCall
) -> int:
    """Write the tables of a class, and say what is to be said about it."""
    collected = Marked()
    for record in with_claims(records):
        collected.add(record)
        if results:
            results.add(record)
    lines = list(collected.lines())
    if results:
        lines += results.finish(collected, found.unused, call)
    told = list(problem_lines(collected.problems, found.unused))
    if len(told) > MAX_LINES:
        more = say("… and {n} more; problems.csv has all of them", n=len(told) - MAX_LINES)
        told = [*told[:MAX_LINES], more]
    for line in [*lines, *told]:
        place.write_output(f"{line}\n", None)
    if not collected.statistics.students:
        return ExitCode.UNUSABLE
    left_out = (
        any(map(is_left_out, collected.problems))
        or is_somebody_missed(collected.problems)
        or any(not each.harmless for each in found.unused)
        or bool(results and results.folder.untouched)
    )
    return ExitCode.MISTAKES if left_out else ExitCode.RIGHT


def _part(shard: str | None) -> tuple[int, int]:
    match = SHARD.fullmatch(shard or "1/1")
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise click.UsageError(say("--shard is written i/n, such as 2/8, found {it}", it=shard))
    return int(match[1]), int(match[2])


def _watched(done: Iterator[Done], count: int) -> Iterator[Done]:
    """Yield what is done, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from done
        return
    patience.end()
    with click.progressbar(done, length=count, file=sys.stderr) as bar:
        yield from bar


def overrides_in(folder: Path | None, path: str | None) -> tuple[Override, ...]:
    """Return what is set by hand: in a file that is named, or in the folder of the results."""
    from bpcalc.checking.by_hand import read_overrides
    from bpcalc.checking.reading.contents import text_of

    file = Path(path) if path else folder / "overrides.csv" if folder else None
    if file is None or (not path and not file.is_file()):
        return ()
    return tuple(read_overrides(text_of(file), str(file)))


def columns_in(path: str | None) -> dict[str, str] | None:
    """Return what a file for `--columns` says.

    Raises:
        AnswersError: it cannot be read.
    """
    if path is None:
        return None
    from bpcalc.checking.reading.contents import text_of
    from bpcalc.exercise.yaml_hints import faults_in
    from bpcalc.exercise.yaml_nodes import Scalar, YamlError, YamlMapping, document

    text = text_of(path)
    try:
        root = document(text).root
    except YamlError as error:
        raise AnswersError("\n".join(map(str, faults_in(path, text, error)))) from None
    if not isinstance(root, YamlMapping):
        raise AnswersError(say("{file}: expected headings and what they are", file=path))
    return {key.text: node.text for key, node in root.pairs if isinstance(node, Scalar)}
