"""The lines of an assistant, one message on each: read, looked at, answered in whole lines.

The library drops a line that it cannot read, and calls that are not answered yet when the input
ends, without a word; so the lines are read here, and it gets those that it can read.

Source: https://www.jsonrpc.org/specification, sections 4 and 5.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from math import isfinite
from threading import Lock, Thread
from typing import Any

from bpcalc.assistant.limited import fit_to_print
from bpcalc.locale import say

MAX_MESSAGE = 4_000_000
"""Bytes of a message: more than the longest exercise and answers, every character escaped."""

MAX_WHOLE_DIGITS = 4_000
"""Digits of a whole number; the library, as Python, reads no more than 4,300."""

NOT_READABLE = -32700
NO_REQUEST = -32600
WRONG_PARAMETERS = -32602

Line = bytes | None
"""A line of the input; None for one that is too long."""


class Refusal(Exception):
    """A line is answered with an error, without being handed on.

    Attributes:
        code: of JSON-RPC.
        asked: the id of the request; None where it has none that could be read.
    """

    def __init__(self, code: int, says: str, asked: object = None) -> None:
        """Keep the code and the id."""
        super().__init__(says)
        self.code = code
        self.asked = asked if _is_id(asked) else None


class _Written(float):
    """A number with a point or an exponent, and how it was written."""

    def __init__(self, text: str) -> None:
        self.text = text


class Transport:
    """Standard input and output, as the library wants its streams.

    Reading waits in a thread that the end of the program does not wait for.
    """

    def __init__(self, source: int, target: int, messages: Any) -> None:
        """Take the descriptors of two open files, and the type of a message in the library."""
        from pydantic import TypeAdapter  # comes with the library

        self._source = source
        self._target = target
        self._messages = TypeAdapter(messages)
        self._writing = Lock()
        self._waiting: Counter[object] = Counter()
        self._answered = asyncio.Event()

    async def requests(self) -> AsyncIterator[str]:
        """Give the lines that the library can read; after the last one, wait for all answers.

        Raises:
            OSError: the input cannot be read.
        """
        lines: asyncio.Queue[Line | OSError] = asyncio.Queue(1)
        loop = asyncio.get_running_loop()
        Thread(target=self._hand_over, args=(lines, loop), daemon=True).start()
        while (line := await lines.get()) != b"":
            if isinstance(line, OSError):
                raise line
            try:
                text = self._looked_at(line)
            except Refusal as refusal:
                error = {"code": refusal.code, "message": str(refusal)}
                await self._write({"jsonrpc": "2.0", "id": refusal.asked, "error": error})
            else:
                yield text
        while self._waiting.total():
            self._answered.clear()
            await self._answered.wait()

    def _hand_over(
        self, lines: "asyncio.Queue[Line | OSError]", loop: asyncio.AbstractEventLoop
    ) -> None:
        with suppress(RuntimeError, CancelledError):  # the program ends
            for line in _lines_and_end(self._source):
                asyncio.run_coroutine_threadsafe(lines.put(line), loop).result()

    async def write(self, text: str) -> None:
        """Write a message of the library."""
        message = json.loads(text)
        if "error" in message:  # of its own; results are of tools, and cleaned
            message["error"] = fit_to_print(message["error"])
        await self._write(message)
        if "method" not in message:
            self._settle(message.get("id"))

    async def flush(self) -> None:
        """Do nothing: every line is written as a whole."""

    async def _write(self, message: dict[str, Any]) -> None:
        line = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        data = f"{line}\n".encode("utf-8", "backslashreplace")
        await asyncio.to_thread(self._write_all, data)

    def _write_all(self, data: bytes) -> None:
        with self._writing:  # lines of several answers do not mix
            while data:
                data = data[os.write(self._target, data) :]

    def _settle(self, asked: object) -> None:
        if self._waiting[asked] > 0:
            self._waiting[asked] -= 1
        self._answered.set()

    def _looked_at(self, line: Line) -> str:
        """Return a line for the library, with its request noted.

        Raises:
            Refusal: the library could not read it, or would take it for something else.
        """
        message, text = _message(line)
        asked = message.get("id")
        if "method" in message and "id" in message and not _is_id(asked):
            raise Refusal(NO_REQUEST, say("the id of a request is a text or a whole number"))
        if "method" in message and not message.keys().isdisjoint(("result", "error")):
            raise _no_request(asked)  # the library takes it for an answer, and answers nothing
        try:
            self._messages.validate_json(text)
        except ValueError as error:
            raise _unreadable(error, asked) from None
        if message.get("method") == "tools/call" and "id" in message:
            _look_at_call(message.get("params"), asked)
        if message.get("method") == "notifications/cancelled":
            self._take_back(message.get("params"))
        if "method" in message and "id" in message:
            self._waiting[asked] += 1
        return _as_written(message, text)

    def _take_back(self, parameters: Any) -> None:
        """Wait no more for a request that was taken back: the library may not answer it."""
        asked = parameters.get("requestId") if isinstance(parameters, dict) else None
        if _is_id(asked):
            for one in (asked, str(asked)):
                self._waiting.pop(one, None)
            self._answered.set()


def _message(line: Line) -> tuple[dict[str, Any], str]:
    if line is None:
        says = say("a message is longer than {most} bytes", most=f"{MAX_MESSAGE:,}")
        raise Refusal(NO_REQUEST, says)
    try:
        text = line.decode("utf-8-sig")  # PowerShell puts a mark before the first line
    except UnicodeDecodeError:
        raise Refusal(NOT_READABLE, say("a message is not in UTF-8")) from None
    constants: list[str] = []  # NaN and the infinities, which are no JSON
    try:
        found = json.loads(
            text, parse_constant=constants.append, parse_int=_whole, parse_float=_Written
        )
    except (ValueError, RecursionError) as error:
        raise _not_json(str(error)) from None
    if constants:
        raise _not_json(constants[0], found.get("id") if isinstance(found, dict) else None)
    if not isinstance(found, dict):
        says = say("a message is one object of JSON, as JSON-RPC 2.0 has it, on a line of its own")
        raise Refusal(NO_REQUEST, says)
    return found, text


def _as_written(message: dict[str, Any], text: str) -> str:
    """Return a line in which the numbers of somebody's answers are texts.

    The library would read them as floats: a student's 0.50 would be 0.5, and have a digit too few.
    What is no number for floats stays one that is refused.
    """
    if message.get("method") != "tools/call":
        return text
    parameters = message.get("params")
    arguments = parameters.get("arguments") if isinstance(parameters, dict) else None
    answers = arguments.get("answers") if isinstance(arguments, dict) else None
    if not isinstance(answers, dict):
        return text
    written = {
        name: number.text
        for name, number in answers.items()
        if isinstance(number, _Written) and isfinite(number)
    }
    answers.update(written)
    return json.dumps(message) if written else text


def _whole(digits: str) -> int:
    if len(digits) > MAX_WHOLE_DIGITS:
        raise ValueError(say("a number of {n} digits", n=len(digits)))
    return int(digits)


def _not_json(why: str, asked: object = None) -> Refusal:
    says = say("a message cannot be read as JSON: {reason}", reason=why)
    return Refusal(NOT_READABLE, says, asked)


def _unreadable(error: Any, asked: object) -> Refusal:
    """Return the refusal of what the library cannot read."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":  # half a character, say, which Python reads
        return _not_json(first["ctx"]["error"])
    return _no_request(asked)


def _no_request(asked: object) -> Refusal:
    says = say(
        "a message has `jsonrpc` (2.0), `method`, and where it asks something an `id`; its "
        "`params` are an object"
    )
    return Refusal(NO_REQUEST, says, asked)


def _look_at_call(parameters: Any, asked: object) -> None:
    name = parameters.get("name") if isinstance(parameters, dict) else None
    if not isinstance(name, str):
        says = say("`params` of `tools/call` have the `name` of a tool, a text")
        raise Refusal(WRONG_PARAMETERS, says, asked)
    if not isinstance(parameters.get("arguments"), dict | None):
        says = say("the `arguments` of `tools/call` are an object")
        raise Refusal(WRONG_PARAMETERS, says, asked)


def _is_id(asked: object) -> bool:
    return isinstance(asked, str | int) and not isinstance(asked, bool)


def _lines_and_end(source: int) -> Iterator[Line | OSError]:
    """Give the lines of a file without their ends, an empty one for its end."""
    try:
        for line in _lines(source):
            if line is None or line.strip():
                yield line
    except OSError as error:
        yield error
    yield b""


def _lines(source: int) -> Iterator[Line]:
    rest = bytearray()
    too_long = False
    while chunk := os.read(source, 65536):
        *ends, begun = chunk.split(b"\n")
        for end in ends:
            yield None if too_long else bytes(rest + end)
            rest.clear()
            too_long = False
        too_long = too_long or len(rest) + len(begun) > MAX_MESSAGE
        if too_long:
            rest.clear()
        else:
            rest += begun
    if rest or too_long:
        yield None if too_long else bytes(rest)
