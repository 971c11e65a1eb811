"""Weights with too few brackets to tell rows and layers apart, or too many: what is said then."""

from collections.abc import Iterable
from itertools import pairwise

from bpcalc.exercise.collections import so_many_numbers
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlSequence
from bpcalc.locale import say

MAX_SHOWN = 40
"""Weights that are written out to show how they should stand."""


def flat(layers: tuple[Node, ...], inputs: int | None) -> list[str] | None:
    """Return the numbers of a list that has no matrices in it, only numbers or rows; else None.

    Its rows are those of all layers if the first one is as long as there are inputs; a longer one
    may be a whole matrix.
    """
    if all(isinstance(layer, Scalar) for layer in layers):
        return [layer.text for layer in layers if isinstance(layer, Scalar)]
    rows = [layer.items if isinstance(layer, YamlSequence) else () for layer in layers]
    items = [item for row in rows for item in row]
    if all(rows) and len(rows[0]) == inputs and all(isinstance(item, Scalar) for item in items):
        return [item.text for item in items if isinstance(item, Scalar)]
    return None


def all_in_one(written: list[str], inputs: int | None, outputs: int | None) -> str:
    """Return what to say of weights whose layers are not told apart, with the shape they need."""
    shape = "[[[…], […]], [[…]]]"
    if inputs and outputs:
        hidden, rest = divmod(len(written), inputs + outputs)
        sizes = [inputs, hidden, outputs]
        if len(written) == inputs * outputs:
            sizes, hidden, rest = [inputs, outputs], 1, 0
        if not rest and hidden and len(written) <= MAX_SHOWN:
            left = iter(written)
            shape = _nested(
                _nested(_nested(next(left) for _ in range(below)) for _ in range(above))
                for below, above in pairwise(sizes)
            )
    return say(
        "found all weights in one flat list; write one matrix a layer, each a list of rows, a "
        "row for each receiving unit: {shape}",
        shape=shape,
    )


def _nested(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"


def rows_meant(node: Node, sending: int | None) -> int | None:
    """Return how many rows a matrix has whose rows are not told apart; None if nobody can say."""
    count = len(node.items) if isinstance(node, YamlSequence) else 0
    return count // sending if sending and count and count % sending == 0 else None


def all_in_one_row(written: list[str], ends: tuple[int | None, int | None], *, alone: bool) -> str:
    """Return what to say of a matrix whose rows are not told apart, with the text it should have.

    Args:
        written: its numbers.
        ends: of how many units it starts, and how many targets there are; None if nobody can say.
        alone: whether it is the only one.
    """
    sending, targets = ends
    count = len(written)
    if alone and sending and targets and _whole_network(count, sending, targets):
        return all_in_one(written, sending, targets)
    several = sending and sending > 1 and count > sending and count % sending == 0
    width = sending if several and sending else count
    matrix = "[[…], …]" if several else "[[…]]"
    if count <= MAX_SHOWN:
        rows = (written[first : first + width] for first in range(0, count, width))
        matrix = _nested(map(_nested, rows))
    where = f"weights: [{matrix}]" if alone else matrix
    if several:
        return say(
            "expected a weight matrix, found all its numbers in one row; write {rows} rows of "
            "{width}, one for each receiving unit: {matrix}",
            rows=count // width,
            width=so_many_numbers(width),
            matrix=where,
        )
    return say("expected a weight matrix, found a single row; write {matrix} instead", matrix=where)


def _whole_network(count: int, inputs: int, outputs: int) -> bool:
    """Return whether so many weights are those of a network with a hidden layer, not of one."""
    return count != inputs * outputs and count % (inputs + outputs) == 0


def too_deep(node: YamlSequence) -> bool:
    """Return whether a matrix stands in a pair of brackets of its own."""
    inner = node.items[0] if len(node.items) == 1 else None
    return isinstance(inner, YamlSequence) and any(
        isinstance(row, YamlSequence) for row in inner.items
    )


def _column(node: YamlSequence) -> str:
    """Return the numbers of a column, each in its own brackets, as one list, "" if it is none."""
    if not all(isinstance(row, YamlSequence) and len(row.items) == 1 for row in node.items):
        return ""
    items = [item for row in node.items if isinstance(row, YamlSequence) for item in row.items]
    if not 0 < len(items) <= MAX_SHOWN or not all(isinstance(item, Scalar) for item in items):
        return ""
    return _nested(item.text for item in items if isinstance(item, Scalar))


def refuse_column(page: SourceText, node: YamlSequence) -> bool:
    """Return whether a list of numbers is written as a column; say how it is written."""
    written = _column(node)
    if written:
        says = say("expected a list of numbers, found a column; write {list}", list=written)
        page.fault(node, says)
    return bool(written)
