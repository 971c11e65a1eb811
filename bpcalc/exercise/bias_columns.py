"""Biases that stand in a column of the matrices."""

from collections.abc import Mapping

from bpcalc.exercise import matrices
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.layers import DraftBiases
from bpcalc.exercise.scalars import is_null
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say

BIAS_COLUMNS = ("none", "first", "last")


def split_biases(
    page: SourceText,
    keys: Mapping[str, Node],
    read: list[matrices.Matrix],
    sides: matrices.Sides,
    column: str | None,
) -> tuple[list[matrices.Matrix], list[DraftBiases] | None] | None:
    """Return the matrices without their biases, and the biases; None, with a fault, if not."""
    if column in (None, "none"):
        return read, None
    for key in ("biases", "thresholds"):
        if key in keys and not is_null(keys[key]):
            says = say("the matrices hold the biases already, says `bias_column`; leave one out")
            page.fault(keys[key], says)
            return None
    if any(
        (matrix.height if side else matrix.width) < 2
        for matrix, side in zip(read, sides, strict=True)
    ):
        page.fault(keys["weights"], say("a matrix with nothing but biases has no weights"))
        return None
    parts = [
        matrices.split(matrix, first=column == "first", from_rows=side)
        for matrix, side in zip(read, sides, strict=True)
    ]
    biases = [DraftBiases(matrix.node, numbers, shared=False) for matrix, numbers in parts]
    return [matrix for matrix, _ in parts], biases
