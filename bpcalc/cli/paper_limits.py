"""What one paper may take: so much time, and so much memory."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class PaperTooLongError(BaseException):
    """A paper takes too long.

    It comes up wherever the paper is read, so it is none of the errors that are expected there:
    whoever looks out for a damaged file or a wrong answer must let it through.
    """


WAITING = 10
"""So many times longer may something wait that does not calculate."""


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Give something up that takes too long, where the system can interrupt it.

    What counts is the time of the processor: which papers are marked must not depend on what else
    the machine has to do. Waiting counts only where it goes on `WAITING` times as long.

    Raises:
        PaperTooLongError: it took longer.
    """
    try:
        limits = (
            (signal.SIGPROF, signal.ITIMER_PROF, seconds),
            (signal.SIGALRM, signal.ITIMER_REAL, seconds * WAITING),
        )
        before = [(number, signal.signal(number, _too_long)) for number, _, _ in limits]
    except (AttributeError, ValueError):  # Windows, or not the main thread
        yield
        return
    try:
        for _, timer, most in limits:
            signal.setitimer(timer, most, 1)
        yield
    finally:
        try:
            _stop_timers()
        finally:  # the time may be over just now
            _stop_timers()
            for number, handler in before:
                signal.signal(number, handler)


def _stop_timers() -> None:
    for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
        signal.setitimer(timer, 0)


def _too_long(_: int, __: Any) -> None:
    raise PaperTooLongError


@contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Refuse something more memory than this, in bytes, where the system counts it.

    Raises:
        MemoryError: it wanted more.
    """
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        soft, hard = before = resource.getrlimit(resource.RLIMIT_AS)
        known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min([used + size, *known]), hard))
    except (ImportError, OSError, ValueError):  # not on Linux
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
