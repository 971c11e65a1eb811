"""Processes beside the first one, which alone hears Ctrl-C; however it ends, they end with it.

In a terminal it reaches all of them, and each would tell in a traceback where it was just then.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

ENDING = 1.0
"""Seconds that a process may take to end when it is told to."""


@contextmanager
def pool(
    jobs: int, begin: Callable[..., object], *arguments: Any
) -> "Iterator[ProcessPoolExecutor]":
    """Give processes for some work; after Ctrl-C nobody waits for what they are at.

    Args:
        jobs: how many.
        begin: is called with the arguments in each of them first.
        arguments: what can be sent to a process.
    """
    from concurrent.futures import ProcessPoolExecutor  # whoever needs no pool is spared it

    made = ProcessPoolExecutor(jobs, initializer=_begun, initargs=(begin, arguments))
    try:
        yield made
        made.shutdown(cancel_futures=True)
    except BaseException:
        _end(made)
        raise


def _end(made: "ProcessPoolExecutor") -> None:
    """End the processes, whatever they are at."""
    at_work = list((made._processes or {}).values())
    results = getattr(made._result_queue, "_writer", None)
    for process in at_work:
        process.terminate()
    for process in at_work:
        process.join(ENDING)
    made.shutdown(wait=False, cancel_futures=True)
    if results is not None:
        results.close()  # whoever has read half a result would wait for the rest for ever


@contextmanager
def deaf_to_interrupts(*, spawned: bool = False) -> Iterator[None]:
    """Let processes that are started here never hear Ctrl-C; this one hears it afterwards.

    On Windows, and where processes come from a server of Python's, which would be deaf for all
    that it starts later, they are deaf only once they have begun.

    Args:
        spawned: whether they begin anew, and are no copies of this one.
    """
    from multiprocessing import get_start_method

    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None or (not spawned and get_start_method() == "forkserver"):
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


def end_with_parent() -> None:
    """End this process as soon as the one that has started it is there no more.

    One that is ended by a signal has no time to say so, and whoever waits for work would wait for
    ever, with the streams of the program in its hands: `bpcalc ... | tee log` would never end.
    """
    from multiprocessing import parent_process
    from threading import Thread

    if parent_process() is not None:
        Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)  # takes the draft along of a file that is being written
    time.sleep(ENDING)
    os._exit(1)  # the signal is ignored here, or waits for some long calculation


def _begun(begin: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*arguments)
