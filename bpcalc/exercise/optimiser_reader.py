"""The optimiser that a file names, alone or with its numbers and settings."""

from collections.abc import Mapping
from decimal import Decimal

from bpcalc.exercise.collections import not_a, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import named, quotable
from bpcalc.exercise.scalars import boolean, choice, number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.optimiser_entry import Entry, Rate, Setting
from bpcalc.maths.optimiser_names import OPTIMISER_ALIASES, rate_aliases
from bpcalc.maths.optimisers import OPTIMISERS, Optimiser

BETAS = ("beta1", "beta2")
"""The numbers that may stand in one list, `betas`."""


def read_optimiser(page: SourceText, node: Node) -> Optimiser | None:
    """Return the optimiser; None, with a fault, if there is none such."""
    expected = say("an optimiser")
    if not isinstance(node, YamlMapping):
        name = choice(page, node, OPTIMISERS, expected, OPTIMISER_ALIASES)
        return None if name is None else _made(page, node, OPTIMISERS[name], {})
    keys = read_mapping(page, node, expected, OPTIMISERS, OPTIMISER_ALIASES)
    if keys is None or len(keys) != 1 or len(node.pairs) != 1:
        if keys is not None and len(node.pairs) != 1:
            not_a(page, node, say("one optimiser, such as {adam: {beta1: 0.9}}"))
        return None
    ((name, inner),) = keys.items()
    entry = OPTIMISERS[name]
    if isinstance(inner, Scalar) and len(entry.rates) == 1:
        return _made(page, node, entry, {entry.rates[0].kind: inner})
    names = (*(rate.kind for rate in entry.rates), *entry.settings)
    expected = say("its name alone")
    if entry.rates:
        first = entry.rates[0]
        example = f"{{{first.kind}: {first.default}}}"
        expected = say("a mapping such as {example}", example=example)
    if isinstance(inner, YamlMapping) and set(BETAS) <= set(names):
        inner = _spread(page, inner)
    aliases = rate_aliases(entry)
    if _has_learning_rate(page, inner, [*names, *aliases]):
        return None
    values = read_mapping(page, inner, expected, names, aliases)
    return None if values is None else _made(page, node, entry, values)


RATE_NAMES = frozenset({"learning_rate", "lr", "eta", "η", "step_size", "学习率"})
"""How optimisers of other programs have the learning rate among their settings."""


def _has_learning_rate(page: SourceText, node: Node, names: list[str]) -> bool:
    """Return whether the learning rate is among the settings; say where it belongs."""
    for key, value in node.pairs if isinstance(node, YamlMapping) else ():
        if key.text.lower() in RATE_NAMES and not named(key.text, names):
            says = say(
                "the learning rate stands on a line of its own, not in the optimiser: `{line}`",
                line=f"learning_rate: {quotable(page.source(value))}",
            )
            page.fault(key, says)
            return True
    return False


def _spread(page: SourceText, node: YamlMapping) -> YamlMapping:
    """Return a mapping with `betas: [0.9, 0.999]` as the two keys that it stands for."""
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in node.pairs:
        if not named(key.text, ["betas"]):
            pairs.append((key, value))
        elif isinstance(value, YamlSequence) and len(value.items) == len(BETAS):
            pairs += zip((key._replace(text=name) for name in BETAS), value.items, strict=True)
        else:
            not_a(page, value, say("two numbers, such as [0.9, 0.999]"))
    return node._replace(pairs=tuple(pairs))


def _made(
    page: SourceText, node: Node, entry: Entry, values: Mapping[str, Node]
) -> Optimiser | None:
    numbers = [_rate(page, rate, values.get(rate.kind)) for rate in entry.rates]
    chosen: list[tuple[str, Setting]] = []
    for name, allowed in entry.settings.items():
        if name not in values:
            continue
        value = _setting(page, values[name], allowed)
        if value is None:
            return None
        if value != allowed[0]:
            chosen.append((name, value))
    for name, also in entry.implied.items():
        if also[0] not in values and name in dict(chosen):
            chosen.append(also)
    order = list(entry.settings)
    chosen.sort(key=lambda pair: order.index(pair[0]))
    given = [each for each in numbers if each is not None]
    if len(given) < len(numbers):
        return None
    return Optimiser(entry.name, tuple(given), tuple(chosen))


def _rate(page: SourceText, rate: Rate, node: Node | None) -> Number | None:
    if node is None:
        return Number(rate.default)
    expected = say("a number of 0 or more")
    if rate.below:
        expected = say("a number from 0 up to, not including, {most}", most=rate.below)
    value = number(page, node, expected)
    if value is None:
        return None
    if value.value < 0 or (rate.below and value.value >= Decimal(rate.below)):
        not_a(page, node, expected)
        return None
    return value


def _setting(page: SourceText, node: Node, allowed: tuple[Setting, ...]) -> Setting | None:
    if isinstance(allowed[0], bool):
        return boolean(page, node)
    return choice(page, node, [str(each) for each in allowed])
