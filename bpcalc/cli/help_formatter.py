"""Help pages in Chinese: lines end where they may, and columns are counted in cells."""

from collections.abc import Iterable, Iterator

import click

from bpcalc.locale import say
from bpcalc.locale.folding import cells, folded

WIDEST_TERM = 30
"""An option wider than this has its text below it."""


class Formatter(click.HelpFormatter):
    """Writes help pages whose lines end where Chinese lines may, and whose columns are in line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        start = f"{prefix or say('Usage:')}{prog} "
        self._write(start, folded(args, self.width - cells(start)))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        start = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            self._write(start, folded(paragraph, self.width - len(start)))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = WIDEST_TERM, col_spacing: int = 2
    ) -> None:
        """Write terms and what is said of them in two columns."""
        rows = list(rows)
        gap = " " * col_spacing
        widest = min(max((cells(term) for term, _ in rows), default=0), col_max)
        start = " " * self.current_indent
        room = max(self.width - len(start) - widest - col_spacing, 10)
        for term, text in rows:
            if cells(term) > widest:
                self.write(f"{start}{term}\n")
                term = ""
            self._write(f"{start}{term}{' ' * (widest - cells(term))}{gap}", folded(text, room))

    def _write(self, start: str, lines: Iterator[str]) -> None:
        """Write lines behind a start, the further ones set in as deep."""
        for line in lines:
            self.write(f"{start}{line}".rstrip() + "\n")
            start = " " * cells(start)


class Context(click.Context):
    """The context of a command whose help page is written by this formatter."""

    formatter_class = Formatter
