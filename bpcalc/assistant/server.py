"""The server: the tools over the Model Context Protocol, on standard input and output.

Source: https://modelcontextprotocol.io, "Tools".
"""

import asyncio
import json
import os
import sys
from importlib import import_module
from threading import Event
from typing import Any

import bpcalc
from bpcalc.assistant.arguments import arguments_taken, schema
from bpcalc.assistant.limited import called
from bpcalc.assistant.tools import TOOLS
from bpcalc.assistant.transport import Transport
from bpcalc.errors import BpcalcError, MissingExtra
from bpcalc.locale.cleaning import cleaned

INSTRUCTIONS = (
    "Numbers of back-propagation exercises, worked out exactly. Take every number from these tools "
    "and make none up: `step` works an exercise out, `why` derives one number, `check` marks "
    "somebody's numbers and names the mistake, `new` makes an exercise."
)
"""What an assistant is told; it reads English."""


class Server:
    """The tools, served to one assistant until it has no more to ask.

    Arguments are looked at here and not by the library, which would take `true` for 1 and tell of
    a wrong type in the words of its own validator.
    """

    def __init__(self) -> None:
        """Make the server of the library.

        Raises:
            MissingExtra: the package mcp is not installed.
        """
        try:
            self._types = import_module("mcp.types")
            self._stdio = import_module("mcp.server.stdio").stdio_server
            kind = import_module("mcp.server.lowlevel").Server
        except ImportError:
            raise MissingExtra("mcp", "mcp") from None
        about = {"version": bpcalc.__version__, "instructions": INSTRUCTIONS}
        if hasattr(kind, "call_tool"):  # releases 1
            self._served = kind("bpcalc", **about)
            self._served.list_tools()(self._listed)
            self._served.call_tool(validate_input=False)(self._called)
        else:
            self._served = kind(
                "bpcalc", **about, on_list_tools=self._on_list, on_call_tool=self._on_call
            )
        self._places = asyncio.Semaphore(os.cpu_count() or 1)

    def run(self) -> None:
        """Serve until nothing comes any more and all that was asked is answered.

        Raises:
            OSError: nothing can be read or written any more, maybe within an exception group.
        """
        asyncio.run(self._run())

    async def _run(self) -> None:
        transport = Transport(sys.stdin.fileno(), sys.stdout.fileno(), self._types.JSONRPCMessage)
        async with self._stdio(transport.requests(), transport) as streams:
            await self._served.run(*streams, self._served.create_initialization_options())

    async def _on_list(self, *_: Any) -> Any:
        return self._types.ListToolsResult(tools=await self._listed())

    async def _on_call(self, _: Any, asked: Any) -> Any:
        return await self._called(asked.name, asked.arguments or {})

    async def _listed(self) -> list[Any]:
        tools = []
        for name, tool in TOOLS.items():
            about = {"name": name, "description": tool.__doc__, "inputSchema": schema(name)}
            tools.append({**about, "outputSchema": {"type": "object"}})
        return [self._types.Tool.model_validate(tool) for tool in tools]

    async def _called(self, name: str, arguments: dict[str, Any]) -> Any:
        try:
            taken = arguments_taken(name, arguments)
            async with self._places:  # else many at once would wait for each other past their time
                found = await _in_its_process(name, taken)
        except BpcalcError as error:
            return self._result(cleaned(str(error), lines=True), isError=True)
        text = json.dumps(found, ensure_ascii=False)
        return self._result(text, structuredContent=found)

    def _result(self, text: str, **members: Any) -> Any:
        content = [{"type": "text", "text": text}]
        return self._types.CallToolResult.model_validate({"content": content, **members})


async def _in_its_process(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    given_up = Event()
    try:
        return await asyncio.to_thread(called, name, arguments, given_up=given_up)
    finally:
        given_up.set()  # the assistant may have taken its call back
