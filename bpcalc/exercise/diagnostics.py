"""The page in front of the reader: its text, and what there is to say about it."""

import re
from bisect import bisect_right
from functools import cached_property

from bpcalc.errors import Fault
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say

MAX_FAULTS = 100
"""More of them help nobody, and a file can have a million."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Enough(Exception):
    """So much is wrong that reading on is of no use."""


class SourceText:
    """A file that is being read.

    Attributes:
        file: as the user named it.
        text: what it holds.
        faults: what is wrong with it, so far.
        notes: what was accepted and yet deserves a word.
    """

    def __init__(self, file: str, text: str) -> None:
        """Open a page on which nothing has been found yet."""
        self.file = file
        self.text = text
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._said: set[str] = set()

    def once(self, remark: str) -> str:
        """Return a long remark the first time, "" when it has been made."""
        if remark in self._said:
            return ""
        self._said.add(remark)
        return remark

    def fault(self, at: Node | int, says: str) -> None:
        """Say that something is wrong at a node or an index.

        Raises:
            Enough: that was one fault too many.
        """
        if len(self.faults) == MAX_FAULTS:
            says = say("there may be more faults further down; mend these first")
            self.faults.append(self._at(len(self.text), says))
            raise Enough
        self.faults.append(self._at(at, says))

    def note(self, at: Node | int, says: str) -> None:
        """Say something about a node that was accepted."""
        if len(self.notes) < MAX_FAULTS:
            self.notes.append(self._at(at, says))

    def verdict(self) -> tuple[Fault, ...]:
        """Return all faults in the order of the page."""
        return tuple(sorted(self.faults, key=lambda fault: fault[1:3]))

    def line(self, at: Node | int) -> int:
        """Return the number of the line, counted from 1."""
        return self._at(at, "").line

    def source(self, node: Node) -> str:
        """Return the characters from which the node was read."""
        return self.text[node.start : node.end]

    def _at(self, at: Node | int, says: str) -> Fault:
        index = at if isinstance(at, int) else at.start
        line = bisect_right(self._lines, index)
        return Fault(self.file, line, index - self._lines[line - 1] + 1, says)

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines start."""
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.text))]
