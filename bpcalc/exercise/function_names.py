"""The name of an activation or loss in a file, alone or with its parameter."""

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Generic, TypeVar

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import did_you_mean, found, named, one_of, quotable
from bpcalc.exercise.scalars import choice, number, written_number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import enumerated, say
from bpcalc.maths.activations import Switches
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.named_tuples import NamedTuple

Made = TypeVar("Made")


SETTING_ALIASES = {"threshold": "theta"}
"""Other names of settings."""

OWN_KEYS = ("formula", "slope")
"""The keys of a formula of one's own: the formula, and its derivative if that is to be given."""


class FunctionTable(NamedTuple, Generic[Made]):
    """What may stand there.

    Attributes:
        expected: says what it is, with an article.
        plain: by name, with the usual parameter.
        with_parameter: by name, what makes one with the text of a parameter.
        above_zero: names whose parameter has to be above 0.
        with_switches: by name, the settings of one that has several.
        own: makes one of a formula, from the values of `OWN_KEYS` that are there.
        aliases: other names, each with the one that it stands for.
        words: by name, what its parameter may be called, as in {softmax: {temperature: 2}}.
        as_formulas: by names that there are not, formulas to be written in their place.
    """

    expected: Callable[[], str]
    plain: Mapping[str, Made]
    with_parameter: Mapping[str, Callable[[str], Made]]
    above_zero: Collection[str]
    with_switches: Mapping[str, Switches] = MappingProxyType({})
    own: Callable[[SourceText, dict[str, Node]], Made | None] | None = None
    aliases: Mapping[str, str] = MappingProxyType({})
    words: Mapping[str, Collection[str]] = MappingProxyType({})
    as_formulas: Mapping[str, str] = MappingProxyType({})


def read_function(page: SourceText, node: Node, table: FunctionTable[Made]) -> Made | None:
    """Return the function that a file names; None, with a fault, if there is none."""
    if table.own and isinstance(node, YamlMapping) and _is_own(node):
        keys = read_mapping(page, node, "", OWN_KEYS, {"derivative": "slope"})
        return table.own(page, keys) if keys and "formula" in keys else None
    if isinstance(node, YamlMapping) and len(node.pairs) == 1:
        return _parameterised(page, *node.pairs[0], table)
    if isinstance(node, Scalar) and (known := named(node.text, table.plain, table.aliases)):
        return table.plain[known]
    if table.own and isinstance(node, Scalar) and _looks_like_a_formula(node.text):
        _as_formula(page, node, table, node.text)
        return None
    if isinstance(node, Scalar) and (formula := named_formula(node.text, table)):
        _as_formula(page, node, table, formula)
        return None
    chosen = choice(page, node, table.plain, table.expected())
    return table.plain[chosen] if chosen else None


def _is_own(node: YamlMapping) -> bool:
    return any(key.text == "formula" for key, _ in node.pairs)


def _looks_like_a_formula(text: str) -> bool:
    return "(" in text or bool(re.search(r"[\w)] *[*/^+·] *[\w(]", text))


def named_formula(text: str, table: FunctionTable[Made]) -> str:
    """Return the formula of a function that has no name of its own here, "" if none is known."""
    known = named(text, table.as_formulas)
    return table.as_formulas[known] if known else ""


def _as_formula(page: SourceText, node: Node, table: FunctionTable[Made], formula: str) -> None:
    says = say(
        "expected {expected}, found {found}{hint}",
        expected=table.expected(),
        found=found(node),
        hint=say("; a formula of your own is written {example}", example=_as_own(formula)),
    )
    page.fault(node, says)


def _as_own(text: str) -> str:
    """Return a formula as it is to be written, over the net input."""
    formula = re.sub(r"\b[xz]\b", "net", text)
    return f'{{formula: "{quotable(formula)}"}}'


def _parameterised(
    page: SourceText, key: Scalar, node: Node, table: FunctionTable[Made]
) -> Made | None:
    known = {*table.plain, *table.with_parameter, *table.with_switches}
    name = named(key.text, known, table.aliases) or key.text
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


def _made(page: SourceText, name: str, node: Node, table: FunctionTable[Made]) -> Made | None:
    positive = name in table.above_zero
    expected = say("the parameter of {name}", name=name)
    if positive:
        expected = say("the parameter of {name}, a number above 0", name=name)
    if isinstance(node, YamlMapping) and len(node.pairs) == 1 and table.words.get(name):
        keys = read_mapping(page, node, expected, table.words[name], {})
        if not keys:
            return None
        (node,) = keys.values()
    if table.own and isinstance(node, YamlMapping) and (formula := _scaled(name, node)):
        says = say(
            "{name} has one parameter, a factor of net; with a factor before it too, write "
            "{formula}",
            name=name,
            formula=_as_own(formula),
        )
        page.fault(node, says)
        return None
    parameter = number(page, node, expected)
    if parameter is None:
        return None
    if positive and parameter.value <= 0:
        not_a(page, node, expected)
        return None
    return table.with_parameter[name](parameter.text)


def _scaled(name: str, node: YamlMapping) -> str:
    """Return a·f(b·net) of {a: …, b: …}, as LeCun and Haykin write tanh; "" of anything else."""
    values = {key.text: value.text for key, value in node.pairs if isinstance(value, Scalar)}
    numbers = all(written_number(text) for text in values.values())
    if values.keys() != {"a", "b"} or not numbers or name not in FUNCTIONS:
        return ""
    return f"{values['a']}*{name}({values['b']}*net)"


def _switched(page: SourceText, name: str, node: Node, table: FunctionTable[Made]) -> Made | None:
    switches = table.with_switches[name]
    expected = say("the settings of {name}", name=name)
    keys = read_mapping(page, node, expected, switches.allowed, SETTING_ALIASES)
    if keys is None:
        return None
    settings = {key: _setting(page, keys[key], switches.allowed[key]) for key in keys}
    if None in settings.values():
        return None
    made: Made = switches.make(**settings)  # type: ignore[assignment]
    return made


def _setting(page: SourceText, node: Node, allowed: tuple[int, ...]) -> str | None:
    """Return the text of a number; one of a few as it is usually written."""
    expected = say("one of: {names}", names=enumerated(map(str, allowed))) if allowed else ""
    read = number(page, node, expected)
    if read is None or not allowed:
        return None if read is None else read.text
    if read.value not in map(Decimal, allowed):
        not_a(page, node, expected)
        return None
    return str(int(read.value))
