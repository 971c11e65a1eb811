"""A worked solution is written out: in the format, with the signs, where the options say."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from bpcalc.cli import destination as place
from bpcalc.cli.arguments import chosen_format
from bpcalc.cli.streams import release, tell
from bpcalc.errors import reason
from bpcalc.files import read_bytes, same_file
from bpcalc.locale import enumerated, later, say
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern
from bpcalc.report import formats
from bpcalc.report.folder import Format

if TYPE_CHECKING:
    from bpcalc.calc.lines import Calculation
    from bpcalc.report.document import Document
    from bpcalc.solution import Solution

TakenOption = tuple[formats.PageOption, bool]
"""What a format has to know for an option, and whether that was given."""

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
    heading: int | None = None
    number: bool = False
    label: str | None = None
    style: str | None = None

    @property
    def chosen(self) -> formats.ReportFormat:
        """The format that is asked for."""
        return formats.find(chosen_format(self.format_name, self.output))

    def check(self, *exercises: str | None, report: formats.ReportName = "solution") -> None:
        """Refuse what could not be written, before anything is worked out.

        Args:
            exercises: the files or names of the exercises.
            report: what is to be written about them.

        Raises:
            MissingExtra: what the format needs is not installed.
            click.UsageError: the format cannot write the report, or not to this place.
        """
        name = chosen_format(self.format_name, self.output, report=report)
        check_writes(name, report)
        if len(exercises) > 1 and not self.chosen.several:
            known = enumerated(formats.that_write_several())
            raise click.UsageError(
                say(
                    "{name} holds one exercise; several are for {formats}", name=name, formats=known
                )
            )
        self.check_taken(self._for_a_document(), report)
        if report == "comparison":
            self.check_taken({"--ascii": ("ascii", self.in_ascii)}, report)
        if self.library and name != "python":
            raise click.UsageError(say("--with is for Python scripts only; add -o FILE.py"))
        _labels(self.label, len(exercises))
        for exercise in exercises:
            keep_apart(exercise, self.output)
        ready(self.chosen, self.output)
        place.claim_early(self.output, self.chosen.ownership)

    def check_taken(
        self, asked: "Mapping[str, TakenOption]", report: formats.ReportName = "solution"
    ) -> None:
        """Refuse options with which the format can do nothing; see the function."""
        check_taken(self.chosen, asked, report)

    def _for_a_document(self) -> "dict[str, TakenOption]":
        """Return what is asked for because of the document that the report goes into."""
        return {
            "--fragment": ("fragment", self.fragment),
            "--heading": ("heading", self.heading is not None),
            "--style": ("style", self.style is not None),
            "--label" if self.label else "--number": ("number", self.numbered),
        }

    @property
    def numbered(self) -> bool:
        """Whether equations have numbers: labels are of no use without."""
        return self.number or self.label is not None

    def show(self, calculation: "Calculation", document: "Callable[[Solution], Document]") -> None:
        """Write the report that `document` makes of the calculation, once it is spelt."""
        self.show_all([(calculation, document)])

    def show_all(
        self, works: "Sequence[tuple[Calculation, Callable[[Solution], Document]]]"
    ) -> None:
        """Write several reports as one, each of a calculation by what makes it."""
        from bpcalc.notation.writing import ASCII, UNICODE
        from bpcalc.solution import Solution

        chosen = self.chosen
        unicode = writes_unicode(chosen, self.output, self.in_ascii)
        characters = UNICODE if unicode else ASCII
        reports = [make(Solution(calculation, characters)) for calculation, make in works]
        if chosen.max_formula_numbers is not None:
            lines = (line for report in reports for line in report.lines)
            check_size(chosen, sum(1 for line in lines for _ in line.formula.refs()))
        text = chosen.write_all(reports, self._page(len(reports)))
        self._write(text, unicode=unicode)
        if chosen.note is not None and (note := chosen.note(reports)):
            tell(note)

    def _page(self, count: int) -> formats.Page:
        """Return what so many reports are written on."""
        page = formats.Page(self.width or place.width(), place.colours(self.output), self.fragment)
        return page._replace(
            library=self.library or page.library,
            line=self.width,
            heading=page.heading if self.heading is None else self.heading,
            numbered=self.numbered,
            labels=_labels(self.label, count),
            style="" if self.style is None else _style(self.style),
        )

    def _write(self, text: str | bytes, *, unicode: bool) -> None:
        chosen = self.chosen
        if isinstance(text, str) and not unicode:
            text = place.in_ascii(text)
        if self.pager and isinstance(text, str) and place.is_terminal(self.output):
            release()
            click.echo_via_pager(text, color=place.colours(self.output))
        else:
            place.write_output(text, self.output, chosen.encoding, chosen.ownership)


MAX_STYLE_BYTES = 1_000_000
"""A style sheet is smaller."""


def _style(file: str) -> str:
    """Return a style sheet, which may not end the element that it stands in.

    Raises:
        click.BadParameter: it is none, or cannot be read.
    """
    try:
        text = read_bytes(file, MAX_STYLE_BYTES).decode("utf-8-sig")
    except OSError as error:
        says = say("{file} cannot be read: {reason}", file=file, reason=reason(error))
        raise click.BadParameter(says, param_hint="'--style'") from None
    except UnicodeDecodeError:
        text = "<"
    if "<" in text or len(text) > MAX_STYLE_BYTES:
        says = say("{file} is no style sheet: that is CSS in UTF-8, without `<`", file=file)
        raise click.BadParameter(says, param_hint="'--style'")
    return text


_LABEL = pattern(r"[\w.+@/-]+")


def _labels(asked: str | None, count: int) -> tuple[str, ...]:
    """Return what the labels of so many reports begin with; one for all is numbered.

    Raises:
        click.BadParameter: they are not as many, or no labels.
    """
    if asked is None:
        return ()
    names = tuple(name.strip() for name in re.split("[,，、]", asked))
    if bad := next((name for name in names if not _LABEL.fullmatch(name)), None):
        message = say("`{name}` is no label; take letters, digits and . + - _ /", name=bad)
        raise click.BadParameter(message, param_hint="'--label'")
    if len(names) == 1 < count:
        return tuple(f"{names[0]}{number}" for number in range(1, count + 1))
    if len(names) != count or len(set(names)) != count:
        message = say("{count} exercises need as many labels, all of them different", count=count)
        raise click.BadParameter(message, param_hint="'--label'")
    return names


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


def check_taken(
    chosen: formats.ReportFormat,
    asked: "Mapping[str, TakenOption]",
    report: formats.ReportName = "solution",
) -> None:
    """Refuse options with which a format can do nothing.

    Args:
        chosen: the format.
        asked: of each option what a format has to know, and whether it was given.
        report: what is written.

    Raises:
        click.UsageError: it does not know it; with the formats that do.
    """
    for name, (option, wanted) in asked.items():
        if wanted and option not in chosen.takes:
            known = enumerated(formats.that_take(option, report))
            raise click.UsageError(
                say("{option} is for {formats} only", option=name, formats=known)
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
