"""Processes beside the first one, which alone hears Ctrl-C.

In a terminal it reaches all of them, and each would tell in a traceback where it was just then.
"""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


@contextmanager
def pool(jobs: int, begin: Callable[..., object], *arguments: Any) -> Iterator[ProcessPoolExecutor]:
    """Give processes for some work; after Ctrl-C nobody waits for what they are at.

    Args:
        jobs: how many.
        begin: is called with the arguments in each of them first.
        arguments: what can be sent to a process.
    """
    made = ProcessPoolExecutor(jobs, initializer=_begun, initargs=(begin, arguments))
    try:
        yield made
    except BaseException:
        for process in list((made._processes or {}).values()):
            process.terminate()
        made.shutdown(wait=False, cancel_futures=True)
        raise
    made.shutdown(cancel_futures=True)


@contextmanager
def deaf_to_interrupts(*, spawned: bool = False) -> Iterator[None]:
    """Let processes that are started here never hear Ctrl-C; this one hears it afterwards.

    Args:
        spawned: whether they begin anew, and are no copies of this one.
    """
    mask = getattr(signal, "pthread_sigmask", None)  # not on Windows
    if mask is None:
        yield
        return
    if spawned:
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # where it is started with the first of them, it takes the mask away
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _begun(begin: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*arguments)
