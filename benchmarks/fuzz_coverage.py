"""Which lines and branches of the program have been reached; for `benchmarks/fuzz.py`.

From Python 3.12 on, the interpreter tells (`sys.monitoring`), and stops telling what is known, so
that the program soon runs as fast as without. Branches are told of the rooms that read something:
one that has gone one way only is told each time, and calculating would take several times as long.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType

READERS = ("exercise", "checking/reading", "checking/submissions", "checking/answers")
READERS += ("checking/policy", "notation/spelling", "cli", "importing")
"""The rooms that read, and beginnings of the names of such modules."""

ROOMS = {"options": ("cli",)}
"""Ways of which nothing else counts: the files and answers that a call names have their own ways.

Else most of its time would go into ever other answers, which reach ever other lines of marking.
"""

Place = tuple[str, str, int, int]
"""A part of the program, what is called in it, and a line and −1, or a branch and where it went."""


class Coverage:
    """Lines of the program, and ways that branches have gone where something is read.

    Attributes:
        places: what has been reached.
        reading: how many of these are in the rooms that read.
    """

    def __init__(self, way: str) -> None:
        """Watch nothing yet; the way in tells which rooms count."""
        self._rooms = ROOMS.get(way, ("",))
        self._readers = ROOMS.get(way, READERS)
        self.places: set[Place] = set()
        self.reading = 0
        self._first: dict[tuple[int, int], int] = {}
        self._code: list[CodeType] = []
        self._parts: dict[str, str] = {}

    def __len__(self) -> int:
        """Return how many places have been reached."""
        return len(self.places)

    def forget(self) -> None:
        """Begin anew."""
        self.places.clear()
        self.reading = 0
        self._first.clear()
        sys.monitoring.restart_events()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let the interpreter tell of what is executed."""
        monitoring = sys.monitoring
        tool = monitoring.COVERAGE_ID
        monitoring.use_tool_id(tool, "fuzz")
        events = monitoring.events
        monitoring.register_callback(tool, events.LINE, self._line)
        monitoring.register_callback(tool, events.BRANCH, self._branch)
        monitoring.set_events(tool, events.LINE | events.BRANCH)
        try:
            yield
        finally:
            monitoring.set_events(tool, 0)
            monitoring.free_tool_id(tool)

    def _part(self, code: CodeType) -> str:
        """Return which part of the program some code is of; "" if it is none that counts."""
        name = code.co_filename
        if name not in self._parts:
            part = name.replace("\\", "/").rpartition("/bpcalc/")[2]
            counts = "/bpcalc/" in name.replace("\\", "/") and part.startswith(self._rooms)
            self._parts[name] = part if counts else ""
        return self._parts[name]

    def _reached(self, place: Place) -> None:
        if place not in self.places:
            self.places.add(place)
            self.reading += place[0].startswith(self._readers)

    def _line(self, code: CodeType, line: int) -> object:
        if part := self._part(code):
            self._reached((part, code.co_qualname, line, -1))
        return sys.monitoring.DISABLE

    def _branch(self, code: CodeType, offset: int, to: int) -> object:
        at = (id(code), offset)
        first = self._first.get(at)
        if first == to:
            return None  # until it goes the other way, it is told each time
        part = self._part(code)
        if not part.startswith(self._readers):
            return sys.monitoring.DISABLE
        self._reached((part, code.co_qualname, offset, to))
        if first is None:
            self._first[at] = to
            self._code.append(code)  # no other code may get its number
            return None
        return sys.monitoring.DISABLE
