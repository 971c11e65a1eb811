"""Matrices and bias vectors of layers under their names: `W1: [[…]]`, `b1: [0.1, 0.2]`."""

import re
from collections.abc import Mapping

from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.patterns import pattern

NAME = r"_?\^?[\[({]*([0-9]{1,3})[\])}]*"
WEIGHTS = pattern("[Ww]" + NAME)
BIASES = pattern("[Bb]" + NAME)


def in_layer_order(keys: Mapping[str, Node]) -> dict[str, Node]:
    """Return the keys of a file with matrices and bias vectors as lists, one entry a layer.

    They may be counted from 1 or, as where the inputs are a layer, from 2 on.
    """
    weights, biases = _listed(keys.get("weights"), WEIGHTS), _listed(keys.get("biases"), BIASES)
    found = {"weights": weights, "biases": biases}
    return {**keys, **{name: node for name, node in found.items() if node is not None}}


def _listed(node: Node | None, name: re.Pattern[str]) -> YamlSequence | None:
    """Return the entries of a mapping in the order of their numbers; None if it is no such one."""
    if not isinstance(node, YamlMapping):
        return None
    if not any(isinstance(value, YamlSequence) for _, value in node.pairs):
        return None
    numbered = [(name.fullmatch(key.text), value) for key, value in node.pairs]
    entries = {int(match[1]): value for match, value in numbered if match}
    first = min(entries, default=0)
    whole = len(entries) == len(node.pairs) and first in (1, 2)
    if not whole or sorted(entries) != list(range(first, first + len(entries))):
        return None
    return YamlSequence(tuple(entries[number] for number in sorted(entries)), node.start, node.end)
