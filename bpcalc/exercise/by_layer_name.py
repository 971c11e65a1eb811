"""Settings of single layers under the names of layers, which are written as a list instead.

`{hidden: tanh, output: linear}` is how people think of it; a list has an entry a layer, in order.
"""

import re

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.patterns import pattern

LAYER_NAME = pattern(
    r"(?:(?:hidden|output|out)s?(?:[ _-]?layers?)?|layer|隐藏?层|输出层)[ _-]?([0-9]{0,3})",
    re.IGNORECASE,
)
"""What layers that calculate are called, in any case."""


def refuse_layer_names(page: SourceText, node: Node) -> bool:
    """Return whether a mapping has an entry for each of some layers; say how that is written."""
    if not isinstance(node, YamlMapping) or not node.pairs:
        return False
    if not all(LAYER_NAME.fullmatch(key.text.strip()) for key, _ in node.pairs):
        return False
    texts = [quotable(page.source(value).strip()) for _, value in _in_order(node)]
    says = say(
        "what belongs to single layers is a list, with an entry for each layer that calculates: "
        "{listed}",
        listed=f"[{', '.join(texts)}]",
    )
    page.fault(node, says)
    return True


def _in_order(node: YamlMapping) -> list[tuple[Scalar, Node]]:
    """Return the entries in the order of the layers, the first ones of many."""
    return sorted(node.pairs, key=lambda pair: _place(pair[0].text.strip()))[:LAYERS_SHOWN]


def _place(name: str) -> tuple[bool, int]:
    match = LAYER_NAME.fullmatch(name)
    number = match[1] if match else ""
    return name[:1] in "oO输", int(number or 0)


LAYERS_SHOWN = 9
