"""`bpcalc audit`: which mistakes an exercise can tell apart."""

from typing import Any

import click

from bpcalc.cli import options


@click.command()
@options.exercise_argument
@options.list_option("--only", "KIND,…", "Look at these kinds only, such as net,delta.")
@options.notation_option
@options.rounding_options
@options.output_options_of("audit")
def command(
    exercise: str | None,
    only: str | None,
    notation: str | None,
    format_name: str | None,
    output: str | None,
    width: int | None,
    in_ascii: bool,
    **rounding: Any,
) -> None:
    """Say which mistakes in EXERCISE cannot be seen, or told apart, at the digits asked for.

    Also which values have too few significant digits left, and which are ties. Use it before
    the exercise is handed out.
    """
    from bpcalc.checking.audit import audit
    from bpcalc.checking.marker import Marker
    from bpcalc.checking.verdicts import Options
    from bpcalc.cli import arguments
    from bpcalc.cli.rendering import Output
    from bpcalc.cli.sizes import auditing, calculating, judge_audit, judge_work
    from bpcalc.report.audit import of_audit

    out = Output(format_name, output, width, in_ascii)
    out.check(exercise, report="audit")
    spec = arguments.with_rounding(arguments.read_exercise(exercise, notation, 1), **rounding)
    kinds = arguments.selection(spec, only, None, None).kinds
    if not kinds:  # a gradient and a new value for every weight: before they are worked out
        judge_audit(2 * spec.graph.weights if spec.updates else 0)
    judge_work(spec, 1, calculating if kinds else auditing)
    marker = Marker(spec, 1, Options(rounding=spec.rounding))
    keys = [key for key in marker.asked if not kinds or key.kind in kinds]
    judge_audit(len(keys))
    items = audit(marker.scheme, keys, marker.options)
    out.show(marker.calculation, lambda solution: of_audit(solution, items))
