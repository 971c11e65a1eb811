"""Lists and mappings of the file, with what they may hold and how long they must be."""

from collections.abc import Iterable, Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import (
    did_you_mean,
    elsewhere,
    found,
    invisible_hint,
    named,
    one_of,
    punctuation,
    quotable,
)
from bpcalc.exercise.scalars import is_null
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.patterns import pattern

TIGHT_COMMA = pattern(r"(?<![0-9.])[0-9]+,[0-9]+(?![0-9.])")
LOOSE_COMMA = pattern(r",\s")
DECIMAL_ROW = pattern(r"\[\s*-?[0-9]+,[0-9]+(?:\s*,\s+-?[0-9]+,[0-9]+)+\s*\]")


def read_mapping(
    page: SourceText,
    node: Node,
    expected: str,
    names: Iterable[str],
    aliases: Mapping[str, str] | None = None,
) -> dict[str, Node] | None:
    """Return the values of a mapping by their keys, without the keys that have no meaning.

    Args:
        page: for the faults.
        node: where the mapping should stand.
        expected: what should stand there.
        names: the keys that have a meaning.
        aliases: other names of keys, which may then be spelt in any case; None: they may not.
    """
    names = list(names)
    if not isinstance(node, YamlMapping):
        not_a(page, node, expected)
        return None
    values: dict[str, Node] = {}
    for key, value in node.pairs:
        name = key.text if aliases is None else named(key.text, names, aliases) or key.text
        if name not in names:
            _unknown(page, key, names)
        elif name in values:
            first = next(each.text for each, one in node.pairs if one is values[name])
            says = say(
                "`{one}` and `{other}` exclude each other; keep one", one=first, other=key.text
            )
            page.fault(key, says)
        elif _is_blank(value) and key.text in NULLABLE:
            page.fault(
                key,
                say(
                    "`{key}` has no value; write the numbers, or `{key}: null` if there are none",
                    key=key.text,
                ),
            )
        elif is_null(value) and key.text not in NULLABLE:
            page.fault(
                key, say("`{key}` has no value; write one, or leave the key out", key=key.text)
            )
        else:
            values[name] = value
    return values


NULLABLE = frozenset({"biases", "thresholds"})
"""Here, null is a value: there are none. Nothing at all may be what somebody forgot."""


def _is_blank(node: Node) -> bool:
    """Return whether nothing stands where a value should."""
    return isinstance(node, Scalar) and node.plain and not node.text


def _unknown(page: SourceText, key: Scalar, names: list[str]) -> None:
    text = key.text
    hint = (
        invisible_hint(text)
        or punctuation(text)
        or elsewhere(text, names)
        or did_you_mean(text, names)
        or page.once(one_of(names))
    )
    page.fault(key, say("unknown key `{key}`{hint}", key=quotable(text), hint=hint))


def read_items(page: SourceText, node: Node, expected: str) -> tuple[Node, ...] | None:
    """Return the items of a list; None, with a fault, if it is none or has none."""
    if isinstance(node, YamlSequence) and node.items:
        return node.items
    not_a(page, node, expected)
    return None


def not_a(page: SourceText, node: Node, expected: str) -> None:
    """Say that something else was expected in a node's place."""
    what = (
        say("an empty list") if isinstance(node, YamlSequence) and not node.items else found(node)
    )
    hint = punctuation(node.text) if isinstance(node, Scalar) and node.plain else ""
    page.fault(
        node,
        say("expected {expected}, found {found}{hint}", expected=expected, found=what, hint=hint),
    )


def wrong_length(page: SourceText, node: Node, expected: str, wanted: int, hint: str = "") -> None:
    """Say that a list does not have the length it must have.

    Args:
        page: on which the list stands.
        node: the list.
        expected: how many items, and why so many.
        wanted: how many.
        hint: what may help, if it is not about decimal commas.
    """
    n = len(node.items) if isinstance(node, YamlSequence) else 1
    hint = decimal_commas(page, node, n - wanted) or hint
    page.fault(node, say("expected {expected}, found {n}{hint}", expected=expected, n=n, hint=hint))


def decimal_commas(page: SourceText, node: Node, surplus: int) -> str:
    """Return the remark that a list is too long by just its decimal commas, or ""."""
    if surplus <= 0 or not isinstance(node, YamlSequence):
        return ""
    source = page.source(node)
    tight = TIGHT_COMMA.findall(source)
    if len(tight) != surplus or not (len(node.items) == 2 * surplus or LOOSE_COMMA.search(source)):
        return ""
    point = tight[0].replace(",", ".")
    return say("; a decimal comma? write {point}, not {comma}", point=point, comma=tight[0])


def suspect_commas(page: SourceText, node: Node) -> int | None:
    """Return where a row stands in which every second comma looks like a decimal point."""
    match = DECIMAL_ROW.search(page.text, node.start, node.end)
    return match.start() if match else None


def so_many_numbers(n: int) -> str:
    """Return so many numbers, in words."""
    return say_many("1 number", "{n} numbers", n)


def entries(n: int) -> str:
    """Return so many entries, in words."""
    return say_many("1 entry", "{n} entries", n)


def names_of(n: int) -> str:
    """Return so many names, in words."""
    return say_many("1 name", "{n} names", n)
