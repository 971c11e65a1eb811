"""Long work says that it goes on: a line on a terminal that counts the seconds."""

import sys
import time

from bpcalc.locale import say

DELAY = 1.0
"""Seconds after which the counting begins."""

INTERVAL = 0.5
"""Seconds between two counts."""

WIPE = "\r\x1b[K"


class _Counter:
    """Counts the seconds of the work in a line of its own, which is wiped away at the end."""

    def __init__(self) -> None:
        import threading  # where nobody looks on, it need not be there

        self._begun = time.monotonic()
        self._over = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def wipe(self) -> None:
        """Make room for a message; the next count comes below it."""
        if time.monotonic() - self._begun > DELAY:
            self._write(WIPE)

    def _count(self) -> None:
        if self._over.wait(DELAY):
            return
        while not self._over.wait(INTERVAL):
            seconds = int(time.monotonic() - self._begun)
            said = say("Working: {n} s", n=seconds)
            self._write(f"\r{said}\x1b[K")
        self._write(WIPE)

    def _write(self, text: str) -> None:
        with self._writing:
            try:
                sys.stderr.write(text)
                sys.stderr.flush()
            except OSError:  # the terminal has gone
                self._over.set()


_counter: _Counter | None = None


def begin() -> None:
    """Begin to count, if standard error is a terminal."""
    global _counter
    end()
    if sys.stderr.isatty():
        _counter = _Counter()


def end() -> None:
    """Wipe the line away: the work is done, or something else shows how it goes on."""
    global _counter
    if _counter is not None:
        _counter.end()
        _counter = None


def make_room() -> None:
    """Wipe the line away for a message; the counting goes on below it."""
    if _counter is not None:
        _counter.wipe()
