"""Weights written as matrices: one matrix a layer, and how the matrices fit together."""

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from bpcalc.exercise.collections import decimal_commas, not_a, numbers, read_items
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number

DraftRow = tuple[Number | None, ...]


class Matrix(NamedTuple):
    """A matrix as it stands there; a number that cannot be read is None.

    Attributes:
        node: where it stands.
        rows: its numbers, rows of one length unless the matrix is ragged.
        width: the length that its rows have, or that most of them have.
    """

    node: YamlSequence
    rows: tuple[DraftRow, ...]
    width: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def broken(self) -> bool:
        """Whether some number could not be read."""
        return any(None in row for row in self.rows)

    @property
    def ragged(self) -> bool:
        """Whether not all rows have the same length."""
        return any(len(row) != self.width for row in self.rows)


class Ends(NamedTuple):
    """How many inputs and targets the samples have, as far as they could be read."""

    inputs: int | None
    targets: int | None

    def fit(self, sizes: tuple[int, ...]) -> bool:
        """Return whether the samples are for a network of these sizes."""
        return self.inputs in (None, sizes[0]) and self.targets in (None, sizes[-1])


def matrices(page: SourceText, node: Node) -> list[Matrix] | None:
    """Return the matrices; None if it cannot be said how large one of them is."""
    layers = read_items(
        page, node, say("a list of weight matrices, one a layer, or weights by name")
    )
    if layers is None:
        return None
    read = [_matrix(page, layer) for layer in layers]
    return [matrix for matrix in read if matrix] if all(read) else None


def _matrix(page: SourceText, node: Node) -> Matrix | None:
    if not isinstance(node, YamlSequence) or not node.items:
        not_a(page, node, say("a weight matrix: a list of rows, such as [[0.1, 0.2], [0.3, 0.4]]"))
        return None
    if all(isinstance(row, Scalar) for row in node.items):
        page.fault(node, say("expected a weight matrix, found a single row; write [[…]] around it"))
        return None
    rows = [_row(page, row) for row in node.items]
    if None in rows:
        return None
    whole = tuple(row for row in rows if row is not None)
    return Matrix(node, whole, Counter(map(len, whole)).most_common(1)[0][0])


def _row(page: SourceText, node: Node) -> DraftRow | None:
    if isinstance(node, YamlSequence) and node.items:
        return tuple([number(page, item) for item in node.items])
    not_a(
        page, node, say("a row of numbers, such as [0.1, 0.2]; a weight matrix is a list of rows")
    )
    return None


def sizes(
    page: SourceText, read: list[Matrix], ends: Ends, from_rows: bool
) -> tuple[int, ...] | None:
    """Return the sizes of the layers, the inputs first; None if the matrices do not fit.

    Args:
        page: for the faults.
        read: the matrices, first to last.
        ends: the lengths of the samples.
        from_rows: whether a row belongs to a sending unit.
    """
    if any(matrix.ragged for matrix in read):
        # A row in which a number could not be read need not have the length that was meant.
        _ragged(page, read, ends.inputs, from_rows)
        return None
    chain = _chain(read, from_rows)
    if chain is None or not ends.fit(chain):
        turned = _chain(read, not from_rows)
        if turned is not None and ends.inputs is not None and ends.fit(turned):
            page.fault(read[0].node, _other_rows(from_rows))
            return None
    if chain is None:
        _misfits(page, read, from_rows)
    return chain


def _chain(read: list[Matrix], from_rows: bool) -> tuple[int, ...] | None:
    """Return the sizes of the layers if every matrix takes what the one before gives."""
    ends = [_ends(matrix, from_rows) for matrix in read]
    if any(before[1] != after[0] for before, after in pairwise(ends)):
        return None
    return (ends[0][0], *(receiving for _, receiving in ends))


def _ends(matrix: Matrix, from_rows: bool) -> tuple[int, int]:
    """Return the numbers of sending and of receiving units."""
    ends = matrix.width, matrix.height
    return ends[::-1] if from_rows else ends


def _other_rows(from_rows: bool) -> str:
    if from_rows:
        return say(
            "the weight matrices fit together only if a row is a receiving unit; "
            "leave out `weight_rows: from`"
        )
    return say(
        "the weight matrices fit together only if a row is a sending unit; "
        "add `weight_rows: from`, or turn them round"
    )


def _ragged(page: SourceText, read: list[Matrix], inputs: int | None, from_rows: bool) -> None:
    """Say which rows have another length than they must have."""
    for layer, matrix in enumerate(read, start=1):
        sending = layer - 1
        before = read[layer - 2].height if layer > 1 else inputs
        lengths = set(map(len, matrix.rows))
        width = before if not from_rows and before in lengths else matrix.width
        facing = layer if from_rows else sending
        for position, row in enumerate(matrix.rows, start=1):
            if len(row) != width and None not in row:
                node = matrix.node.items[position - 1]
                page.fault(
                    node,
                    _row_says(position, layer, row, width, facing)
                    + decimal_commas(page, node, len(row) - width),
                )


def _row_says(position: int, layer: int, row: DraftRow, width: int, facing: int) -> str:
    return say(
        "row {row} of weight matrix {matrix} has {found}, but layer {layer} has {units}",
        row=position,
        matrix=layer,
        found=numbers(len(row)),
        layer=facing,
        units=units(width),
    )


def units(n: int) -> str:
    """Return so many units, in words."""
    return say_many("1 unit", "{n} units", n)


def _misfits(page: SourceText, read: list[Matrix], from_rows: bool) -> None:
    """Say which matrices do not take what the one before gives."""
    for layer, (before, matrix) in enumerate(pairwise(read), start=1):
        sending, given = _ends(matrix, from_rows)[0], _ends(before, from_rows)[1]
        if sending != given and not (before.broken or matrix.broken):
            page.fault(
                matrix.node,
                _misfit_says(layer, sending, given, from_rows)
                + decimal_commas(page, matrix.node, matrix.height * (sending - given)),
            )


def _misfit_says(layer: int, sending: int, given: int, from_rows: bool) -> str:
    if from_rows:
        return say(
            "weight matrix {matrix} has {found} rows, but layer {layer} has {units}",
            matrix=layer + 1,
            found=sending,
            layer=layer,
            units=units(given),
        )
    return say(
        "the rows of weight matrix {matrix} have {found}, but layer {layer} has {units}",
        matrix=layer + 1,
        found=numbers(sending),
        layer=layer,
        units=units(given),
    )


def received(matrix: Matrix, from_rows: bool) -> tuple[DraftRow, ...]:
    """Return the numbers by receiving unit."""
    return tuple(zip(*matrix.rows, strict=True)) if from_rows else matrix.rows
