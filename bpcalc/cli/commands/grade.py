"""`bpcalc grade`: a class, marked."""

from pathlib import Path
from typing import Any

import click

from bpcalc.cli import marking_options, options
from bpcalc.locale import say
from bpcalc.report import formats


@click.command()
@click.argument("exercise")
@click.argument("class_", metavar="FOLDER|CSV", required=False)
@click.option("-o", "--output", metavar="DIR", help="Write reports and tables into this folder.")
@options.force_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(formats.names()),
    default="markdown",
    help="How to write the reports for the students.",
)
@click.option("--shard", metavar="I/N", help="Mark only every Nth sheet, from the Ith one on.")
@click.option("--merge", is_flag=True, help="Put the shards together that -o DIR holds.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Number of processes to use; else one for each core."
)
@options.notation_option
@marking_options.credit_options
def command(
    exercise: str,
    class_: str | None,
    output: str | None,
    format_name: str,
    shard: str | None,
    merge: bool,
    jobs: int | None,
    notation: str | None,
    **call: Any,
) -> int:
    """Mark a class: a folder of sheets, or a CSV table of all students.

    With -o DIR there is a report for every student in DIR/students (Markdown, HTML or PDF, and
    results.json as Gradescope reads it), class.csv with a row for each student, class-long.csv
    with one for each answer, and items.csv about the quantities. A large class can be spread over
    machines: `--shard 1/8 -o DIR` to `--shard 8/8 -o DIR`, then `--merge -o DIR`.
    """
    from bpcalc.cli.run_grade import conclude, grade, merged

    rules = marking_options.split(call)
    folder = _folder(output)
    if merge:
        if folder is None or class_ or shard:
            raise click.UsageError(say("--merge takes the folder of the shards, -o DIR, only"))
        return conclude(merged(folder), folder)
    if class_ is None:
        raise click.UsageError(say("name the folder or table of the class"))
    return grade(exercise, Path(class_), notation, rules, folder, format_name, shard, jobs)


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
