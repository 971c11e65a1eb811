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


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Give something up that takes too long, where the system can interrupt it.

    Raises:
        PaperTooLongError: it took longer.
    """
    try:
        before = signal.signal(signal.SIGALRM, _too_long)
    except (AttributeError, ValueError):  # Windows, or not the main thread
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:  # the time may be over just now
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


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
