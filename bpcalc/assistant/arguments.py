"""What an assistant hands a tool: looked at by our own rules, before anything is worked out."""

import json
from collections.abc import Callable
from inspect import Parameter, signature
from math import isfinite
from typing import Any

from bpcalc.assistant.tools import TOOLS
from bpcalc.errors import ArgumentError
from bpcalc.locale import enumerated, say
from bpcalc.named_tuples import NamedTuple

MAX_SHOWN = 60
"""Characters of what was found instead."""


class ArgumentKind(NamedTuple):
    """What an argument of a type may be.

    Attributes:
        schema: in JSON Schema, for the assistant.
        taken: gives the value as the tool takes it, or raises an ArgumentError with the name of
            the argument.
    """

    schema: dict[str, Any]
    taken: Callable[[str, Any], Any]


def arguments_taken(tool: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as a tool takes them.

    Raises:
        ArgumentError: there is no such tool; an argument is missing, of another type, or none
            that the tool has. What is not taken is never left out without a word.

    >>> arguments_taken("step", {"exercise": "mazur", "epochs": 2.0, "kinds": '["net"]'})
    {'exercise': 'mazur', 'epochs': 2, 'kinds': ['net']}
    >>> arguments_taken("step", {"exercise": "mazur", "epochs": True})
    Traceback (most recent call last):
    bpcalc.errors.ArgumentError: `epochs` is a whole number, not true
    """
    if tool not in TOOLS:
        tools = enumerated(list(TOOLS))
        says = say("there is no tool `{name}`; choose from {names}", name=_short(tool), names=tools)
        raise ArgumentError(says)
    parameters = signature(TOOLS[tool]).parameters
    for name in given:
        if name not in parameters:
            has = {"tool": tool, "name": _short(name), "names": enumerated(list(parameters))}
            raise ArgumentError(say("`{tool}` has no argument `{name}`; it has {names}", **has))
    for name, parameter in parameters.items():
        if parameter.default is Parameter.empty and name not in given:
            raise ArgumentError(say("`{tool}` needs the argument `{name}`", tool=tool, name=name))
    return {name: _taken(name, value, parameters[name]) for name, value in given.items()}


def schema(tool: str) -> dict[str, Any]:
    """Return the schema of the arguments of a tool.

    >>> schema("why")["required"]
    ['exercise', 'name']
    """
    parameters = signature(TOOLS[tool]).parameters
    properties = {}
    for name, parameter in parameters.items():
        properties[name] = dict(ARGUMENT_KINDS[parameter.annotation].schema)
        if parameter.default is not Parameter.empty:
            properties[name]["default"] = parameter.default
    needed = [name for name, each in parameters.items() if each.default is Parameter.empty]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _taken(name: str, value: Any, parameter: Parameter) -> Any:
    if value is None and parameter.default is None:
        return None
    return ARGUMENT_KINDS[parameter.annotation].taken(name, value)


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ArgumentError(say("`{name}` is a text, not {found}", name=name, found=_shown(value)))


def _whole(name: str, value: Any) -> int:
    number = _as_whole(_unwrapped(value))
    if number is None:
        says = say("`{name}` is a whole number, not {found}", name=name, found=_shown(value))
        raise ArgumentError(says)
    return number


def _texts(name: str, value: Any) -> list[str]:
    found = _unwrapped(value)
    if isinstance(found, list) and all(isinstance(each, str) for each in found):
        return found
    says = say("`{name}` is a list of texts, not {found}", name=name, found=_shown(value))
    raise ArgumentError(says)


def _wholes(name: str, value: Any) -> list[int]:
    found = _unwrapped(value)
    numbers = [_as_whole(each) for each in found] if isinstance(found, list) else [None]
    taken = [number for number in numbers if number is not None]
    if len(taken) == len(numbers):
        return taken
    says = say("`{name}` is a list of whole numbers, not {found}", name=name, found=_shown(value))
    raise ArgumentError(says)


def _answers(name: str, value: Any) -> dict[str, str | float]:
    found = _unwrapped(value)
    if not isinstance(found, dict):
        says = say(
            "`{name}` is an object of names and numbers such as {example}, not {found}",
            name=name,
            example='{"net_h1": "0.3775"}',
            found=_shown(value),
        )
        raise ArgumentError(says)
    if not found:
        raise ArgumentError(say("`{name}` holds no number", name=name))
    for quantity, number in found.items():
        if not _is_answer(number):
            says = say(
                "in `{name}`, `{quantity}` is a number or its text, not {found}",
                name=name,
                quantity=_short(quantity),
                found=_shown(number),
            )
            raise ArgumentError(says)
    return found


_ANSWER = {"anyOf": [{"type": "string"}, {"type": "number"}]}

ARGUMENT_KINDS: dict[Any, ArgumentKind] = {
    str: ArgumentKind({"type": "string"}, _text),
    int: ArgumentKind({"type": "integer"}, _whole),
    list[str] | None: ArgumentKind(
        {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}, _texts
    ),
    list[int] | None: ArgumentKind(
        {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]}, _wholes
    ),
    dict[str, str | float]: ArgumentKind(
        {"type": "object", "additionalProperties": _ANSWER}, _answers
    ),
}
"""By the types that the tools write at their arguments."""


def _unwrapped(value: Any) -> Any:
    """Return what a text holds in JSON: some assistants put lists and objects into texts.

    Decimals keep their zeros there.
    """
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value, parse_float=str)
    except (ValueError, RecursionError):
        return value


def _is_answer(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, str | int) and not isinstance(value, bool)


def _as_whole(value: Any) -> int | None:
    if isinstance(value, float) and value.is_integer():  # 2.0 is an integer of JSON Schema
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _shown(value: Any) -> str:
    """Return a value as the assistant has written it, in JSON."""
    try:
        return _short(json.dumps(value, ensure_ascii=False))
    except (ValueError, RecursionError):
        return type(value).__name__


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
