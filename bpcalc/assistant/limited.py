"""A tool in a process of its own, which is ended when its time is over."""

from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from bpcalc import locale
from bpcalc.errors import BpcalcError
from bpcalc.locale import say

SECONDS = 20.0
"""That a call may take, the start of its process included."""


def called(name: str, arguments: dict[str, Any], seconds: float = SECONDS) -> dict[str, Any]:
    """Return what a tool gives.

    Raises:
        BpcalcError: it cannot, with its sentence; or its time is over.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    work = (sender, locale.language(), name, arguments)
    process = context.Process(target=_work, args=work, daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise BpcalcError(say("that takes longer than {n} seconds", n=f"{seconds:g}"))
        good, result = receiver.recv()
    except EOFError:
        raise BpcalcError(say("its process was killed; it may need too much memory")) from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if not good:
        raise BpcalcError(result)
    found: dict[str, Any] = result
    return found


def _work(sender: Connection, language: str, name: str, arguments: dict[str, Any]) -> None:
    from bpcalc.assistant.tools import TOOLS

    locale.use(language)
    try:
        sender.send((True, TOOLS[name](**arguments)))
    except BpcalcError as error:
        sender.send((False, str(error)))
