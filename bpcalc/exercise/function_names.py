"""The name of an activation or loss in a file, alone or with its parameter."""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import did_you_mean, one_of, quotable
from bpcalc.exercise.scalars import choice, number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.maths.activations import Switches

T = TypeVar("T")


class FunctionTable(NamedTuple, Generic[T]):
    """What may stand there.

    Attributes:
        expected: says what it is, with an article.
        plain: by name, with the usual parameter.
        with_parameter: by name, what makes one with the text of a parameter.
        above_zero: names whose parameter has to be above 0.
        with_switches: by name, the settings of one that has several.
    """

    expected: Callable[[], str]
    plain: Mapping[str, T]
    with_parameter: Mapping[str, Callable[[str], T]]
    above_zero: Collection[str]
    with_switches: Mapping[str, Switches] = MappingProxyType({})


def read_function(page: SourceText, node: Node, table: FunctionTable[T]) -> T | None:
    """Return the function that a file names; None, with a fault, if there is none."""
    if isinstance(node, YamlMapping) and len(node.pairs) == 1:
        return _parameterised(page, *node.pairs[0], table)
    chosen = choice(page, node, table.plain, table.expected())
    return table.plain[chosen] if chosen else None


def _parameterised(page: SourceText, key: Scalar, node: Node, table: FunctionTable[T]) -> T | None:
    name = key.text
    if name in table.with_switches and isinstance(node, YamlMapping):
        return _switched(page, name, node, table)
    if name in table.with_parameter:
        return _made(page, name, node, table)
    if name in table.plain:
        page.fault(node, say("`{name}` takes no parameter; write only its name", name=name))
        return None
    hint = did_you_mean(name, table.plain) or one_of(table.with_parameter)
    says = say(
        "expected {expected}, found {found}{hint}",
        expected=table.expected(),
        found=f"`{quotable(name)}`",
        hint=hint,
    )
    page.fault(key, says)
    return None


def _made(page: SourceText, name: str, node: Node, table: FunctionTable[T]) -> T | None:
    positive = name in table.above_zero
    expected = say("the parameter of {name}", name=name)
    if positive:
        expected = say("the parameter of {name}, a number above 0", name=name)
    parameter = number(page, node, expected)
    if parameter is None:
        return None
    if positive and parameter.value <= 0:
        not_a(page, node, expected)
        return None
    return table.with_parameter[name](parameter.text)


def _switched(page: SourceText, name: str, node: Node, table: FunctionTable[T]) -> T | None:
    switches = table.with_switches[name]
    keys = read_mapping(page, node, say("the settings of {name}", name=name), switches.allowed)
    if keys is None:
        return None
    settings = {key: _setting(page, keys[key], switches.allowed[key]) for key in keys}
    if None in settings.values():
        return None
    made: T = switches.make(**settings)  # type: ignore[assignment]
    return made


def _setting(page: SourceText, node: Node, allowed: tuple[int, ...]) -> str | None:
    """Return the text of a number; one of a few as it is usually written."""
    expected = say("one of: {names}", names=", ".join(map(str, allowed))) if allowed else ""
    found = number(page, node, expected)
    if found is None or not allowed:
        return None if found is None else found.text
    if found.value not in map(Decimal, allowed):
        not_a(page, node, expected)
        return None
    return str(int(found.value))
