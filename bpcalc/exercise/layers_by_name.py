"""Matrices and bias vectors of layers under their names: `W1: [[…]]`, `b1: [0.1, 0.2]`."""

import re
from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import later, say
from bpcalc.patterns import pattern

NAME = r"_?\^?[\[({]*([0-9]{1,3})[\])}]*"
WEIGHTS = pattern("[Ww]" + NAME)
BIASES = pattern("[Bb]" + NAME)


def in_layer_order(keys: Mapping[str, Node]) -> dict[str, Node]:
    """Return the keys of a file with matrices and bias vectors as lists, one entry a layer.

    They may be counted from 1 or, as where the inputs are a layer, from 2 on.
    """
    keys = _parted(_sizes_listed(keys))
    weights, biases = _listed(keys.get("weights"), WEIGHTS), _listed(keys.get("biases"), BIASES)
    found = {"weights": weights, "biases": biases}
    return {**keys, **{name: node for name, node in found.items() if node is not None}}


def _sizes_listed(keys: Mapping[str, Node]) -> Mapping[str, Node]:
    """Return the keys of a file with sizes that stand in a row of dashes as a list: `2-3-2`."""
    node = keys.get("layers")
    if not isinstance(node, Scalar) or not SIZES.fullmatch(node.text.strip()):
        return keys
    items = tuple(node._replace(text=size) for size in BETWEEN_SIZES.split(node.text.strip()))
    return {**keys, "layers": YamlSequence(items, node.start, node.end)}


BETWEEN_SIZES = pattern(r"\s*[-–—×x→]\s*")
SIZES = pattern(rf"[0-9]+(?:{BETWEEN_SIZES.pattern}[0-9]+)+")


def _parted(keys: Mapping[str, Node]) -> Mapping[str, Node]:
    """Return the keys with bias vectors that stand among the matrices in a place of their own."""
    node = keys.get("weights")
    if not isinstance(node, YamlMapping) or not keys.keys().isdisjoint(("biases", "thresholds")):
        return keys
    matrices = tuple(pair for pair in node.pairs if WEIGHTS.fullmatch(pair[0].text))
    vectors = tuple(pair for pair in node.pairs if BIASES.fullmatch(pair[0].text))
    whole = all(isinstance(value, YamlSequence) for _, value in matrices)
    if not (whole and vectors) or len(matrices) + len(vectors) < len(node.pairs):
        return keys
    return {
        **keys,
        "weights": node._replace(pairs=matrices),
        "biases": node._replace(pairs=vectors),
    }


def refuse_matrices(page: SourceText, node: YamlMapping) -> bool:
    """Return whether matrices have names that tell no order of layers; say which ones do."""
    says = later(
        "found `{name}`; whole matrices are called W1, W2, … from the first layer on, or stand "
        "in a list without names"
    )
    return _refuse_named(page, node, WEIGHTS, says)


def refuse_vectors(page: SourceText, node: YamlMapping) -> bool:
    """Return whether bias vectors have names that tell no order of layers; say which ones do."""
    says = later(
        "found `{name}`; the biases of whole layers are called b1, b2, … from the first layer "
        "on, or stand in a list without names"
    )
    return _refuse_named(page, node, BIASES, says)


def _refuse_named(page: SourceText, node: YamlMapping, usual: re.Pattern[str], says: str) -> bool:
    named = _whole_layer(node, usual)
    if named:
        page.fault(named, say(says, name=quotable(named.text)))
    return named is not None


def _whole_layer(node: YamlMapping, usual: re.Pattern[str]) -> Scalar | None:
    """Return the name that does not belong among those of whole layers, None if they are none."""
    if not any(isinstance(value, YamlSequence) for _, value in node.pairs):
        return None
    odd = (
        name
        for name, value in node.pairs
        if not (usual.fullmatch(name.text) and isinstance(value, YamlSequence))
    )
    return next(odd, node.pairs[0][0])


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


RAISED = r"\^\{?[\[(]?([0-9]{1,3})[\])]?\}?"
BELOW = r"_?\{?([0-9][0-9,_]{0,8})\}?"
LAYER_RAISED = pattern(rf"([^\W\d_]+)(?:{RAISED}(?:{BELOW})?|{BELOW}{RAISED})")


def with_layer_first(name: str) -> str:
    """Return the name of a weight or bias whose layer is raised with the layer in front.

    >>> with_layer_first("w^(1)_11"), with_layer_first("w_{1,2}^{(3)}"), with_layer_first("b^[2]")
    ('w1_11', 'w3_1_2', 'b2')
    """
    match = LAYER_RAISED.fullmatch(name) if "^" in name else None
    if not match:
        return name
    letter, layer, below, first, other = match.groups()
    numbers = (below or first or "").replace(",", "_")
    return f"{letter}{layer or other}" + (f"_{numbers}" if numbers else "")
