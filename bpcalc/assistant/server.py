"""The server: the tools over the Model Context Protocol, on standard input and output.

Source: https://modelcontextprotocol.io, "Tools".
"""

from functools import wraps
from importlib import import_module
from typing import Any

from bpcalc.assistant.limited import called
from bpcalc.assistant.tools import TOOLS
from bpcalc.errors import BpcalcError, MissingExtra

INSTRUCTIONS = (
    "Numbers of back-propagation exercises, worked out exactly. Take every number from these tools "
    "and make none up: `step` works an exercise out, `why` derives one number, `check` marks "
    "somebody's numbers and names the mistake, `new` makes an exercise."
)
"""What an assistant is told; it reads English."""


def server() -> Any:
    """Return the server, with a schema for every tool from its types and its documentation.

    Raises:
        MissingExtra: the package mcp is not installed.
    """
    kind, refusal = _library()
    made = kind("bpcalc", instructions=INSTRUCTIONS)
    for name in TOOLS:
        made.tool(name=name)(_within_limits(name, refusal))
        _refuse_others(made, name)
    return made


def _refuse_others(made: Any, name: str) -> None:
    """Let a tool refuse arguments that it has not.

    The library would drop them without a word, and an assistant would get something else than it
    has asked for.
    """
    tools = getattr(made, "_tool_manager", None)
    if tools is None:  # of a release that keeps its tools elsewhere
        return
    tool = tools.get_tool(name)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = arguments.model_json_schema(by_alias=True)


def _library() -> tuple[Any, type[Exception]]:
    """Return the class of servers and the error of tools, as the releases call them."""
    for module, name in (("mcp.server.mcpserver", "MCPServer"), ("mcp.server.fastmcp", "FastMCP")):
        try:
            kind = getattr(import_module(module), name)
            return kind, import_module(f"{module}.exceptions").ToolError
        except (ImportError, AttributeError):
            continue
    raise MissingExtra("mcp", "mcp")


def _within_limits(name: str, refusal: type[Exception]) -> Any:
    """Return a tool that is worked in a process of its own, with the signature of the tool."""

    @wraps(TOOLS[name])
    def limited(**arguments: Any) -> dict[str, Any]:
        try:
            return called(name, arguments)
        except BpcalcError as error:
            raise refusal(str(error)) from None  # the sentence is for the assistant

    return limited
