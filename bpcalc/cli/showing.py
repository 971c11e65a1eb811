"""A worked solution on its way out: in the format, ink and place that the options ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from bpcalc.cli import output as place
from bpcalc.cli.asked import chosen_format
from bpcalc.locale import say
from bpcalc.report import formats

if TYPE_CHECKING:
    from bpcalc.calc.lines import Calculation
    from bpcalc.report.document import Document
    from bpcalc.solution import Solution


class Output(NamedTuple):
    """What `options.output_options` say."""

    format_name: str | None
    output: str | None
    width: int | None
    in_ascii: bool
    fragment: bool = False

    def check(self, exercise: str | None) -> None:
        """Refuse what could not be written, before anything is worked out."""
        name = chosen_format(self.format_name, self.output)
        if self.fragment and name != "latex":
            raise click.UsageError(say("--fragment is for --format latex only"))
        keep_apart(exercise, self.output)

    def show(self, calculation: "Calculation", document: "Callable[[Solution], Document]") -> None:
        """Write the report that `document` makes of the calculation, once it is spelt."""
        from bpcalc.notation.writing import ASCII, UNICODE
        from bpcalc.solution import Solution

        chosen = formats.find(chosen_format(self.format_name, self.output))
        unicode = not self.in_ascii and place.writes_unicode(self.output)
        solution = Solution(calculation, UNICODE if unicode else ASCII)
        page = formats.Page(self.width or place.width(), place.colours(self.output), self.fragment)
        text = chosen.write(document(solution), page)
        encoding = getattr(chosen, "ENCODING", "utf-8")
        place.write(text if unicode else place.plain(text), self.output, encoding)


def keep_apart(exercise: str | None, output: str | None, option: str = "-o") -> None:
    """Refuse to write a report over the exercise."""
    both = [Path(name) for name in (exercise, output) if name]
    if len(both) == 2 and all(path.exists() for path in both) and both[0].samefile(both[1]):
        message = say(
            "{option} names the exercise itself, which would be lost; name another file",
            option=option,
        )
        raise click.UsageError(message)
