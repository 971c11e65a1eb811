"""The page in front of the reader: its text, and what there is to say about it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from bpcalc.errors import Fault
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say, say_many
from bpcalc.patterns import pattern

MAX_FAULTS = 100
"""More of them help nobody, and a file can have a million."""

LINE_BREAK = pattern(r"\r\n|\r|\n")


class Enough(Exception):
    """So much is wrong that reading on is of no use."""


class SourceText:
    """A file that is being read.

    Attributes:
        file: as the user named it.
        text: what it holds.
        faults: what is wrong with it, so far.
        notes: what was accepted and yet deserves a word.
        doubts: what is wrong if nothing else is, and where.
    """

    def __init__(self, file: str, text: str, blanks: Sequence[int] = ()) -> None:
        """Open a page on which nothing has been found yet; at `blanks` the file has none."""
        self.file = file
        self.text = text
        self._blanks = blanks
        self._unusual: list[tuple[Node, str, str]] = []
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.doubts: list[tuple[Node, str]] = []
        self._said: set[str] = set()
        self._alike: dict[str, tuple[int, Fault, int]] = {}

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

    def fault_of_many(
        self, kind: str, at: Node | int, says: str, others: Callable[[int], str]
    ) -> None:
        """Say what is wrong with the first of many that have the same fault, and count the others.

        Args:
            kind: of the fault.
            at: where it stands.
            says: what is wrong with this one; of the others, only the first one's is said.
            others: the end of the sentence, of so many others.
        """
        if kind not in self._alike:
            self._alike[kind] = len(self.faults), self._at(at, says), 0
            self.fault(at, says)
            return
        place, first, n = self._alike[kind]
        # Parts of a file are not read in the order in which they stand there.
        first = min(first, self._at(at, says), key=lambda fault: fault[1:3])
        self._alike[kind] = place, first, n + 1
        self.faults[place] = first._replace(says=first.says + others(n + 1))

    def note(self, at: Node | int, says: str) -> None:
        """Say something about a node that was accepted."""
        if len(self.notes) < MAX_FAULTS:
            self.notes.append(self._at(at, says))

    def unusual(self, node: Node, written: str, read: str) -> None:
        """Remember a number that was written in other signs than those of a number."""
        self._unusual.append((node, written, read))

    def note_unusual(self) -> None:
        """Say what the first such number was read as, and how many more there are."""
        if not self._unusual:
            return
        (node, written, read), *others = self._unusual
        says = say("`{text}` was read as {number}", text=written, number=read)
        if others:
            says += say_many("; so was {n} more number", "; so were {n} more numbers", len(others))
        self.note(node, says)

    def verdict(self) -> tuple[Fault, ...]:
        """Return all faults in the order of the page."""
        return tuple(sorted(self.faults, key=lambda fault: fault[1:3]))

    def line(self, at: Node | int) -> int:
        """Return the number of the line, counted from 1."""
        return self._at(at, "").line

    def place(self, at: Node | int) -> str:
        """Return where something stands, as compilers spell it: the file, the line, the column."""
        return "{0.file}:{0.line}:{0.column}".format(self._at(at, ""))

    def source(self, node: Node) -> str:
        """Return the characters from which the node was read."""
        return self.text[node.start : node.end]

    def _at(self, at: Node | int, says: str) -> Fault:
        index = at if isinstance(at, int) else at.start
        line = bisect_right(self._lines, index)
        start = self._lines[line - 1]
        put_in = bisect_left(self._blanks, index) - bisect_left(self._blanks, start)
        return Fault(self.file, line, index - start + 1 - put_in, says)

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines start."""
        return [0, *(match.end() for match in LINE_BREAK.finditer(self.text))]
