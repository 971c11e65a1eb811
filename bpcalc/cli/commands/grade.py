"""`bpcalc grade`: a class, marked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bpcalc.cli import marking_options, options
from bpcalc.cli.numbers import Whole
from bpcalc.cli.shells import exercises
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.report import formats


@click.command()
@click.argument("exercise", shell_complete=exercises)
@click.argument("class_", metavar="CLASS", required=False)
@click.option("-o", "--output", metavar="DIR", help="Write reports and tables into this folder.")
@options.force_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(formats.names()),
    cls=options.ListedFormats,
    report="student",
    metavar="FORMAT",
    default="markdown",
    help="How to write the reports for the students.",
)
@click.option("--roster", metavar="FILE", help="Who is in the class: ID, name, e-mail, group, …")
@click.option("--grading", metavar="FILE", help="The policy: points, out_of, late days, …")
@click.option("--overrides", metavar="FILE", help="Credits set by hand; else DIR/overrides.csv.")
@click.option("--deadline", metavar="TIME", help="Until when papers are on time.")
@click.option("--columns", metavar="FILE", help="What the columns of the table are.")
@click.option("--propose", is_flag=True, help="Print what columns are taken for, for --columns.")
@click.option("--regrade", is_flag=True, help="Print whose mark differs from the last run.")
@click.option(
    "--platform",
    "platforms",
    type=click.Choice(("moodle", "canvas", "blackboard", "mail")),
    multiple=True,
    help="Write the marks as this platform reads them, too.",
)
@click.option("--autograder", metavar="DIR", help="Make a Gradescope autograder in this folder.")
@click.option("--anonymous", is_flag=True, help="Name nobody in class.html and class.xlsx.")
@click.option("--shard", metavar="I/N", help="Mark only every Nth paper, from the Ith one on.")
@click.option("--merge", is_flag=True, help="Put the shards together that -o DIR holds.")
@click.option("--jobs", type=Whole(1), help="Number of processes to use; else one for each core.")
@options.notation_option
@marking_options.credit_options
@click.pass_context
def command(
    context: click.Context,
    /,
    exercise: str,
    class_: str | None,
    output: str | None,
    format_name: str,
    shard: str | None,
    merge: bool,
    propose: bool,
    notation: str | None,
    **call: Any,
) -> int:
    """Mark a CLASS: whatever you have of it.

    That may be the download of a Moodle assignment or a Gradescope export, as a folder or zip; a
    folder of files or of folders; or a table (CSV, TSV, XLSX), also from Google Forms, Microsoft
    Forms, a Moodle quiz or 问卷星. Students are told by folders, tables and the roster, never by
    what a paper says of itself. Everything that is not used is listed, with its reason.

    With -o DIR there is a report for every student in DIR/students (Markdown, HTML or PDF, and
    results.json as Gradescope reads it), class.html and class.xlsx about the class, class.csv with
    a row for each student, class-long.csv with one for each answer, items.csv about the quantities,
    problems.csv and changes.csv. Run again, it marks only what is new, and DIR/overrides.csv
    (student, quantity, credit, comment) is kept for ever. A large class can be spread over
    machines: `--shard 1/8 -o DIR` to `--shard 8/8 -o DIR`, then
    `bpcalc grade EXERCISE --merge -o DIR`.

    EXERCISE may be the folder that `bpcalc new -n` has written: everybody is then marked by the
    version whose code stands on the paper, or that the list or the roster has for them.
    """
    from bpcalc.cli import run_grade

    folder = _folder(output)
    if merge:
        if folder is None or class_ or shard:
            raise click.UsageError(
                say("--merge goes without a class: bpcalc grade EXERCISE --merge -o DIR")
            )
        return _merge(exercise, folder, call)
    if call["autograder"]:
        if class_ is not None:
            raise click.UsageError(say("--autograder takes no class: it marks what is handed in"))
        return _autograder(context, exercise, notation, format_name, call)
    if class_ is None:
        wanted = next(param for param in context.command.params if param.name == "class_")
        raise click.MissingParameter(ctx=context, param=wanted)
    if folder and not propose:
        _keep_apart(folder, Path(class_))
    with marking_options.in_order(exercise, [class_]):
        job = _job(context, exercise, notation, format_name if folder else "", folder, call)
    class_call = _class_call(Path(class_), folder, shard, job, call)
    return run_grade.propose(job, class_call) if propose else run_grade.grade(job, class_call)


def _class_call(
    class_: Path, folder: Path | None, shard: str | None, job: Any, call: dict[str, Any]
) -> Any:
    """Return what is to be done with a class."""
    from bpcalc.cli import roster_file, run_grade
    from bpcalc.cli.grade_results import ClassCall

    return ClassCall(
        class_,
        folder,
        roster_file.roster_in(call["roster"]) or job.holders,
        run_grade.columns_in(call["columns"]),
        shard,
        call["jobs"],
        call["regrade"],
        call["anonymous"],
        call["platforms"],
        _gradebook(call),
        tuple(roster_file.unknown_in_roster(call["roster"])),
    )


def _gradebook(call: dict[str, Any]) -> Sequence[Sequence[str]]:
    from bpcalc.cli.roster_file import gradebook_in

    return gradebook_in(call["roster"]) if "canvas" in call["platforms"] else ()


def _merge(exercise: str, folder: Path, call: dict[str, Any]) -> int:
    """Put the parts of a class together; what they were marked by is known from them."""
    from bpcalc.cli import run_grade
    from bpcalc.cli.arguments import read_source
    from bpcalc.cli.grade_results import ClassCall
    from bpcalc.cli.version_worker import is_versions, read_versions

    versions, _ = read_versions(Path(exercise)) if is_versions(exercise) else ((), ())
    source = read_source(versions[0].file if versions else exercise, 1)
    told = (call["regrade"], call["anonymous"], call["platforms"], _gradebook(call))
    class_call = ClassCall(folder, folder, (), None, None, None, *told)
    return run_grade.merge(source.reading.exercise.title or "", class_call)


def _job(
    context: click.Context,
    exercise: str,
    notation: str | None,
    format_name: str,
    folder: Path | None,
    call: dict[str, Any],
) -> Any:
    """Return what all papers are marked by: exercise, policy, options, and what is set by hand."""
    from bpcalc import locale
    from bpcalc.cli.arguments import read_source
    from bpcalc.cli.grade_policy import policy_and_rules
    from bpcalc.cli.grading_job import Job
    from bpcalc.cli.rendering import check_writes
    from bpcalc.cli.run_grade import overrides_in
    from bpcalc.cli.version_worker import is_versions, read_versions

    if format_name:
        check_writes(format_name, "student")
        formats.find(format_name).check_needs()
    versions, holders = read_versions(Path(exercise)) if is_versions(exercise) else ((), ())
    source = read_source(versions[0].file if versions else exercise, 1)
    policy, rules = policy_and_rules(context, source, call)
    overrides = overrides_in(folder, call["overrides"])
    texts = (source.text, source.name, notation)
    job = Job(*texts, rules, policy, overrides, format_name, locale.language())
    return job._replace(versions=versions, holders=holders)


def _autograder(
    context: click.Context,
    exercise: str,
    notation: str | None,
    format_name: str,
    call: dict[str, Any],
) -> int:
    """Make an autograder, or run it where Gradescope has put a submission into it."""
    from bpcalc.checking.by_hand import refuse_faults
    from bpcalc.cli.autograder import autograder, options_typed

    folder = Path(call["autograder"])
    typed = options_typed(context)
    job = _job(context, exercise, notation, "", None, call)
    refuse_faults(job.overrides)
    return autograder(job, folder, typed, call["grading"])


def _keep_apart(folder: Path, class_: Path) -> None:
    """Refuse reports among the papers: in the next run, either would be taken for the other.

    Raises:
        AnswersError: the folder for the reports of students is the class, or has papers of it.
    """
    from bpcalc.report.class_tables import RECORDS

    reports, papers = (folder / "students").resolve(), class_.resolve()
    first_run = not (folder / RECORDS).is_dir() and reports.is_dir()
    has_papers = first_run and papers in reports.parents and any(reports.iterdir())
    if papers.is_dir() and (reports in (papers, *papers.parents) or has_papers):
        says = say(
            "{folder}: the reports would be written among the papers; name another folder with -o",
            folder=folder / "students",
        )
        raise AnswersError(says)


def _folder(output: str | None) -> Path | None:
    """Return the folder for the reports.

    Raises:
        click.UsageError: it is called like a file.
    """
    folder = Path(output) if output else None
    if folder and folder.suffix.lower() in formats.FORMAT_FOLDER.suffixes and not folder.is_dir():
        message = say(
            "-o names the folder for the reports here, not a file such as {file}; "
            "--format says how they are written",
            file=output,
        )
        raise click.UsageError(message)
    return folder
