"""A worked solution is written out: in the format, with the signs, where the options say."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from bpcalc.cli import destination as place
from bpcalc.cli.arguments import chosen_format
from bpcalc.cli.streams import release
from bpcalc.files import same_file
from bpcalc.locale import enumerated, later, say
from bpcalc.report import formats
from bpcalc.report.folder import Format

if TYPE_CHECKING:
    from bpcalc.calc.lines import Calculation
    from bpcalc.report.document import Document
    from bpcalc.solution import Solution

NARROWING = ("--only", "--unit", "--show-steps")
"""Options by which less can be asked for."""


class Output(NamedTuple):
    """What `options.output_options` say."""

    format_name: str | None
    output: str | None
    width: int | None
    in_ascii: bool
    fragment: bool = False
    pager: bool = False
    library: str | None = None

    @property
    def chosen(self) -> formats.ReportFormat:
        """The format that is asked for."""
        return formats.find(chosen_format(self.format_name, self.output))

    def check(self, exercise: str | None, report: formats.ReportName = "solution") -> None:
        """Refuse what could not be written, before anything is worked out.

        Args:
            exercise: the file or name of the exercise.
            report: what is to be written about it.

        Raises:
            MissingExtra: what the format needs is not installed.
            click.UsageError: the format cannot write the report, or not to this place.
        """
        name = chosen_format(self.format_name, self.output)
        check_writes(name, report)
        if self.fragment and not self.chosen.fragments:
            raise click.UsageError(say("--fragment is for --format latex only"))
        if self.library and name != "python":
            raise click.UsageError(say("--with is for Python scripts only"))
        keep_apart(exercise, self.output)
        ready(self.chosen, self.output)
        place.claim(self.output, self.chosen.ownership)

    def show(self, calculation: "Calculation", document: "Callable[[Solution], Document]") -> None:
        """Write the report that `document` makes of the calculation, once it is spelt."""
        from bpcalc.notation.writing import ASCII, UNICODE
        from bpcalc.solution import Solution

        chosen = self.chosen
        unicode = writes_unicode(chosen, self.output, self.in_ascii)
        report = document(Solution(calculation, UNICODE if unicode else ASCII))
        if chosen.max_formula_numbers is not None:
            check_size(chosen, sum(1 for line in report.lines for _ in line.formula.refs()))
        page = formats.Page(self.width or place.width(), place.colours(self.output), self.fragment)
        page = page._replace(library=self.library or page.library)
        text = chosen.write(report, page)
        if isinstance(text, str) and not unicode:
            text = place.in_ascii(text)
        if self.pager and isinstance(text, str) and place.is_terminal(self.output):
            release()
            click.echo_via_pager(text, color=page.colour)
        else:
            place.write_output(text, self.output, chosen.encoding, chosen.ownership)


REPORTS: dict[formats.ReportName, str] = {
    "solution": later("a worked solution"),
    "derivation": later("a derivation"),
    "marking": later("a marked sheet"),
    "student": later("a report for a student"),
    "audit": later("an audit"),
    "training": later("training"),
    "comparison": later("a comparison"),
}
"""What the reports are called."""


def check_writes(name: str, report: formats.ReportName) -> None:
    """Refuse a format that cannot write a report.

    Raises:
        click.UsageError: it cannot; the message names those that can.
    """
    if report in formats.find(name).writes:
        return
    raise click.UsageError(
        say(
            "{report} is not written as {name}; choose from {names}",
            report=say(REPORTS[report]),
            name=name,
            names=enumerated(formats.that_write(report)),
        )
    )


def ready(chosen: Format, output: str | None) -> None:
    """Refuse a format that cannot be written here, or not to this place.

    Raises:
        MissingExtra: what it needs is not installed.
        click.UsageError: it is for files, and no file is named.
    """
    chosen.check_needs()
    if not chosen.for_screen and place.is_terminal(output):
        raise click.UsageError(
            say("{suffix} is not for a screen; name a file with -o", suffix=chosen.suffixes[0])
        )


def writes_unicode(chosen: Format, output: str | None, in_ascii: bool) -> bool:
    """Return whether the signs of the field can be written in this format to this place."""
    return not in_ascii and (chosen.binary or place.writes_unicode(output))


def check_size(chosen: Format, numbers: int) -> None:
    """Refuse a report that nobody could open.

    Args:
        chosen: its format.
        numbers: how many stand in its formulas.

    Raises:
        click.UsageError: they are more than the format is meant for.
    """
    most = chosen.max_formula_numbers
    if most is not None and numbers > most:
        message = say(
            "that is about {numbers} numbers in formulas, and a {suffix} file has at most {most}; "
            "{advice}",
            numbers=f"{numbers:,}",
            most=f"{most:,}",
            suffix=chosen.suffixes[0],
            advice=_advice(),
        )
        raise click.UsageError(message)


def _advice() -> str:
    """Return how less can be asked of the command that is running."""
    context = click.get_current_context(silent=True)
    known = (
        [] if context is None else [name for each in context.command.params for name in each.opts]
    )
    narrowing = [name for name in NARROWING if name in known]
    if "--to" in known:
        return say("take fewer exercises, or smaller ones")
    if not narrowing:
        return say("choose another format, such as csv")
    options = say(" or ").join(narrowing)
    return say("narrow it with {options}, or choose another format, such as csv", options=options)


def keep_apart(exercise: str | None, output: str | None, option: str = "-o") -> None:
    """Refuse to write a report over the exercise, or to a file without a name."""
    if output == "":
        raise click.UsageError(say("{option} needs the name of a file", option=option))
    if exercise and output and same_file(exercise, output):
        message = say(
            "{option} names the exercise itself, which would be lost; name another file",
            option=option,
        )
        raise click.UsageError(message)
