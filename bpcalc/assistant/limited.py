"""A tool in a process of its own, which is ended when its time is over."""

from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event, Lock
from time import monotonic
from typing import Any

from bpcalc import locale
from bpcalc.errors import BpcalcError
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned
from bpcalc.processes import deaf_to_interrupts, end_with_parent

SECONDS = 20.0
"""That a call may take, the start of its process included."""


LOOKS = 0.1
"""Seconds between two looks whether somebody still waits for the call."""

STARTING = Lock()
"""Held while a process is started: one that ends meanwhile would leave it without its work, which
it would tell of in a traceback."""


def called(
    name: str,
    arguments: dict[str, Any],
    seconds: float = SECONDS,
    given_up: Event | None = None,
) -> dict[str, Any]:
    """Return what a tool gives.

    Args:
        name: of the tool.
        arguments: of the tool.
        seconds: that it may take.
        given_up: is set when nobody waits any more; the process is ended then.

    Raises:
        BpcalcError: it cannot, with its sentence; or its time is over.
    """
    end = monotonic() + seconds
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(its,), daemon=True)
    with STARTING, deaf_to_interrupts(spawned=True):
        process.start()
    its.close()
    try:
        ours.send((locale.language(), name, arguments))
        if not _arrives(ours, end, given_up or Event()):
            raise BpcalcError(say("that takes longer than {n} seconds", n=f"{seconds:g}"))
        good, result = ours.recv()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        process.join()
        raise BpcalcError(_why_nothing(process.exitcode or 0)) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if not good:
        raise BpcalcError(result)
    found: dict[str, Any] = result
    return found


def _why_nothing(code: int) -> str:
    """Return why a process has ended without a result, by its exit code."""
    if code > 0:  # Python has ended it, and has printed where
        return say("bpcalc itself failed here; please report what stands on standard error")
    return say("its process was killed; it may need too much memory")


def _arrives(receiver: Connection, end: float, given_up: Event) -> bool:
    """Wait until something comes, the time is over, or nobody waits any more."""
    while not given_up.is_set():
        left = end - monotonic()
        if receiver.poll(min(max(left, 0.0), LOOKS)):
            return True
        if left <= LOOKS:
            return False
    return False


def _work(server: Connection) -> None:
    """Use a tool; it is told here which, as whoever starts a process waits until it has all."""
    end_with_parent()
    from bpcalc.assistant.tools import TOOLS

    language, name, arguments = server.recv()
    locale.use(language)
    try:
        server.send((True, fit_to_print(TOOLS[name](**arguments))))
    except BpcalcError as error:
        server.send((False, fit_to_print(str(error))))


def fit_to_print(result: Any) -> Any:
    """Return what a tool gives with every text in it cleaned, also the names of members.

    Foreign text goes through here to an assistant, and from there to whatever screen it has.
    """
    if isinstance(result, str):
        return cleaned(result, lines=True)
    if isinstance(result, dict):
        return {fit_to_print(name): fit_to_print(value) for name, value in result.items()}
    if isinstance(result, list | tuple):
        return [fit_to_print(value) for value in result]
    return result
