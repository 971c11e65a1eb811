"""Numbers on the command line, and what is said of words that are none.

They are written as in exercise files.
"""

from typing import Any

import click

from bpcalc.cli.streams import hold
from bpcalc.locale import say


class Whole(click.IntRange):
    """A whole number, within bounds where it has some.

    >>> Whole(1).convert("12", None, None)
    12
    >>> Whole(0, 100).expected()
    'a whole number from 0 to 100'
    """

    name = "integer"

    def expected(self) -> str:
        """Return what is understood, in words."""
        if self.min is None:
            return say("a whole number")
        if self.max is None:
            return say("a whole number of {least} or more", least=self.min)
        return say("a whole number from {least} to {most}", least=self.min, most=self.max)

    def _describe_range(self) -> str:
        """Return the bounds as the help shows them, "" where there are none."""
        return "" if self.min is self.max is None else super()._describe_range()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        found = value if isinstance(value, int) else _whole(str(value))
        if found is None:
            self.fail(refusal(self.expected(), value), param, ctx)
        try:
            number = int(super().convert(found, param, ctx))
        except click.BadParameter:
            self.fail(refusal(self.expected(), value), param, ctx)
        note_unusual(param, value, number)
        return number


class HeadingLevel(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """The level of a heading, or `none`, which is 0.

    >>> HeadingLevel().convert("none", None, None), HeadingLevel().convert("3", None, None)
    (0, 3)
    """

    name = "level"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the level, one of those that all formats have."""
        if value in ("none", "无"):
            return 0
        if value not in {"1", "2", "3", "4", "5"}:
            self.fail(refusal(say("a number from 1 to 5, or none"), value), param, ctx)
        return int(value)


class Length(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """A length such as 120mm, in points of 1/72 inch."""

    name = "length"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the length in points."""
        from bpcalc.report.drawing.paper import points  # only where something is drawn

        found = value if isinstance(value, float) else points(value)
        if found is None:
            self.fail(refusal(say("a length such as 120mm, 4in or 8pt"), value), param, ctx)
        return found


class ErrorLimit(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """An error to be reached, as a float."""

    name = "number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        from bpcalc.exercise.scalars import is_float, written_number  # seldom wanted

        found = written_number(str(value))
        if found is None or found.value < 0:
            self.fail(refusal(say("an error of 0 or more"), value), param, ctx)
        if not is_float(found):
            self.fail(refusal(say("0, or an error from 1e-323 to 1e308"), value), param, ctx)
        note_unusual(param, value, found.text)
        return float(found.value)


class Listed(click.ParamType):  # type: ignore[type-arg]  # not generic at run time
    """What is named with commas between, which is something."""

    name = "list"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words as they are."""
        text = str(value)
        if not text.strip(" ,，、"):
            example = param.metavar if isinstance(param, click.Option) else None
            says = say("expected {example}, found nothing; or leave it out", example=example or "…")
            self.fail(says, param, ctx)
        return text


def _whole(text: str) -> int | None:
    from bpcalc.exercise.scalars import whole_number  # most calls have no number

    return whole_number(text)


def note_unusual(param: click.Parameter | str | None, written: object, read: object) -> None:
    """Say what a number in other signs than those of a number was read as, as files are answered.

    Args:
        param: the option, or its name.
        written: how it was typed.
        read: the number.
    """
    if not isinstance(written, str) or written.isascii() or param is None:
        return
    says = say("`{text}` was read as {number}", text=written, number=read)
    name = param if isinstance(param, str) else max(param.opts, key=len)
    hold(say("{file}: {reason}", file=name, reason=says))


def refusal(expected: str, found: object) -> str:
    """Return the sentence about a word that is not what was expected.

    >>> refusal("a number", "1_000")
    'expected a number, found `1_000`; write it without `_`'
    """
    from bpcalc.exercise.hints import number_hint  # only where something is refused

    says = say("expected {expected}, found `{found}`", expected=expected, found=found)
    return says + number_hint(str(found))
