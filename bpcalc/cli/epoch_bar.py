"""A long training on a terminal: its progress, and Ctrl-C after the current epoch."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bpcalc.cli import patience
from bpcalc.locale import say
from bpcalc.training.trainer import Interrupt, Progress

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


@contextmanager
def interruptible(interrupt: Interrupt) -> Iterator[None]:
    """Let Ctrl-C end the training after the current epoch, not the program."""
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress_of(epochs: int, *, following: bool = False) -> Iterator[Progress | None]:
    """Show a progress bar on a terminal, once the run turns out to be long.

    Args:
        epochs: of the run.
        following: whether the run is one beside another.
    """
    patience.end()
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(epochs, following=following)
    try:
        yield bar.show
    finally:
        bar.close()


class _Bar:
    """A progress bar that stays away for the first half second."""

    def __init__(self, epochs: int, *, following: bool) -> None:
        self._epochs = epochs
        self._following = following
        self._start = time.monotonic()
        self._progress: RichProgress | None = None

    def show(self, done: int, error: Callable[[], float]) -> None:
        if self._progress is None:
            if time.monotonic() - self._start < 0.5:
                return
            from rich.console import Console
            from rich.progress import Progress as RichProgress

            self._progress = RichProgress(console=Console(stderr=True), transient=True)
            self._task = self._progress.add_task(say("epochs"), total=self._epochs)
            self._progress.start()
        epoch = f"{done:,}"
        words = say("epoch {epoch}, error {error}", epoch=epoch, error=f"{error():.2g}")
        if self._following:
            words = say("following roundings, epoch {epoch}", epoch=epoch)
        self._progress.update(self._task, completed=done, description=words)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
