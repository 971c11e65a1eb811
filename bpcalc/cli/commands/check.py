"""`bpcalc check`: one student's sheet, marked."""

from functools import partial
from typing import Any

import click

from bpcalc.cli import marking_options
from bpcalc.cli.idle_options import OF_MARKS, given
from bpcalc.cli.shells import answer_words, exercises


@click.command()
@click.argument("exercise", shell_complete=exercises)
@click.argument("answers", nargs=-1, required=True, shell_complete=answer_words)
@marking_options.command_options(
    click.option("--teacher", is_flag=True, help="Show what is uncertain, and how uncertain.")
)
def command(
    exercise: str,
    answers: tuple[str, ...],
    teacher: bool,
    notation: str | None,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    **call: Any,
) -> int:
    """Mark ANSWERS to EXERCISE: the mark, the first mistake, and what is behind it.

    ANSWERS is a file (YAML, JSON, CSV, Markdown, XLSX, plain text, or what a program has
    printed), `-` for standard input, or words such as net_h1=0.3775. A number is judged by the
    digits it is written with, and by what follows from the earlier numbers on the same sheet. The
    exit code is 1 if anything is wrong or not understood.
    """
    from bpcalc.checking.other_notations import read_in_its_notation
    from bpcalc.cli import arguments
    from bpcalc.cli import destination as place
    from bpcalc.cli.grade_policy import policy_of_exercise, rules_of_exercise
    from bpcalc.cli.rendering import Output
    from bpcalc.errors import ExitCode
    from bpcalc.exercise.own_notation import in_notation
    from bpcalc.notation.writing import ASCII, UNICODE
    from bpcalc.report.marking_data import document
    from bpcalc.report.weighed import marked_alone

    rules = marking_options.split(call)
    out = Output(format_name, output, width, in_ascii)
    out.check(exercise, report="marking")
    of_marks = given(("--teacher", *OF_MARKS))
    out.check_taken(dict.fromkeys(of_marks, ("lines", True)), "marking")
    with marking_options.in_order(exercise, answers):
        source = arguments.read_source(exercise, 1)
        spec = source.reading.exercise
        rules = rules_of_exercise(source, rules)
        marker = rules.marker(in_notation(spec, notation) if notation else spec)
    marker, (sheet, in_words) = read_in_its_notation(
        partial(marking_options.read_answers, answers), marker, rules.marker
    )
    unicode = not in_ascii and place.writes_unicode(output)
    report = marked_alone(
        marker,
        sheet,
        None if in_words and not rules.only else rules.asked(marker),
        policy_of_exercise(source),
        UNICODE if unicode else ASCII,
        teacher,
    )
    out.show(marker.calculation, partial(document, report))
    return ExitCode.RIGHT if report.marking.flawless and not sheet.unknown else ExitCode.MISTAKES
