"""Weights written as matrices: one matrix a layer, and how the matrices fit together."""

from collections import Counter
from itertools import pairwise, product

from bpcalc.exercise.collections import decimal_commas, not_a, read_items, so_many_numbers
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.flat_lists import all_in_one, all_in_one_row, flat, rows_meant, too_deep
from bpcalc.exercise.hints import MAX_QUOTED
from bpcalc.exercise.scalars import is_null, number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number
from bpcalc.named_tuples import NamedTuple

DraftRow = tuple[Number | None, ...]

NOT_CONNECTED = Number("0")
"""Stands in a row for a connection that there is not; this very object, and no other zero."""


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


def matrices(
    page: SourceText,
    node: Node,
    ends: Ends,
    blank: list[tuple[DraftRow, ...]] | None = None,
) -> list[Matrix] | None:
    """Return the matrices; None if it cannot be said how large one of them is.

    Args:
        page: for the faults.
        node: the list of them.
        ends: the lengths of the samples.
        blank: what a null stands for, matrix by matrix; none where it may not stand.
    """
    layers = read_items(
        page, node, say("a list of weight matrices, one a layer, or weights by name")
    )
    if layers is None:
        return None
    numbers_ = flat(layers, ends.inputs)
    if len(layers) > 1 and numbers_ is not None:
        page.fault(node, all_in_one(numbers_, ends.inputs, ends.targets))
        return None
    read: list[Matrix | None] = []
    inputs = ends.inputs
    for number_, layer in enumerate(layers):
        if blank and is_null(layer):
            rows = blank[number_]
            empty = YamlSequence((), layer.start, layer.end)
            read.append(Matrix(empty, rows, len(rows[0])))
        else:
            sent = ends._replace(inputs=inputs)
            read.append(_matrix(page, layer, sent, alone=len(layers) == 1))
        # As many numbers as the rows before have units; None where that cannot be said.
        inputs = read[-1].height if read[-1] else rows_meant(layer, inputs)
    return [matrix for matrix in read if matrix] if all(read) else None


def _matrix(page: SourceText, node: Node, ends: Ends, *, alone: bool) -> Matrix | None:
    if not isinstance(node, YamlSequence) or not node.items:
        not_a(page, node, say("a weight matrix: a list of rows, such as [[0.1, 0.2], [0.3, 0.4]]"))
        return None
    if all(isinstance(row, Scalar) for row in node.items):
        written = [row.text for row in node.items if isinstance(row, Scalar)]
        page.fault(node, all_in_one_row(written, ends, alone=alone))
        return None
    if too_deep(node):
        inner = page.source(node.items[0])
        matrix = inner if len(inner) <= MAX_QUOTED else "[[…], …]"
        says = say(
            "a pair of brackets too many stands around this matrix; write {matrix}", matrix=matrix
        )
        page.fault(node, says)
        return None
    rows = [_row(page, row) for row in node.items]
    if None in rows:
        return None
    whole = tuple(row for row in rows if row is not None)
    return Matrix(node, whole, Counter(map(len, whole)).most_common(1)[0][0])


def _row(page: SourceText, node: Node) -> DraftRow | None:
    if isinstance(node, YamlSequence) and node.items:
        return tuple(
            [NOT_CONNECTED if is_null(item) else number(page, item) for item in node.items]
        )
    not_a(
        page, node, say("a row of numbers, such as [0.1, 0.2]; a weight matrix is a list of rows")
    )
    return None


Sides = tuple[bool, ...]
"""For every matrix, whether a row belongs to a sending unit."""


def sizes(
    page: SourceText, read: list[Matrix], ends: Ends, sides: Sides, *, split: bool
) -> tuple[int, ...] | None:
    """Return the sizes of the layers, the inputs first; None if the matrices do not fit.

    Args:
        page: for the faults.
        read: the matrices, first to last.
        ends: the lengths of the samples.
        sides: for every matrix, whether a row belongs to a sending unit.
        split: whether the matrices may yet turn out to hold the biases.
    """
    if any(matrix.ragged for matrix in read):
        # A row in which a number could not be read need not have the length that was meant.
        _ragged(page, read, ends.inputs, sides)
        return None
    chain = _chain(read, sides)
    if (chain is None or not ends.fit(chain)) and ends.inputs is not None:
        columns = _column_fits(read, ends, sides) if split else ""
        way = _turned(read, ends, sides)
        if way and not columns and len(set(way)) == len(set(sides)) == 1:
            page.fault(read[0].node, _other_rows(sides[0]))
            return None
        if way or columns:
            options = [*([_rows_say(way)] if way else []), *([columns] if columns else [])]
            page.fault(read[0].node, _fits(read, ends, sides, options))
            return None
    if chain is None:
        _misfits(page, read, sides)
    return chain


def _chain(read: list[Matrix], sides: Sides) -> tuple[int, ...] | None:
    """Return the sizes of the layers if every matrix takes what the one before gives."""
    ends = [_ends(matrix, from_rows) for matrix, from_rows in zip(read, sides, strict=True)]
    if any(before[1] != after[0] for before, after in pairwise(ends)):
        return None
    return (ends[0][0], *(receiving for _, receiving in ends))


def _ends(matrix: Matrix, from_rows: bool) -> tuple[int, int]:
    """Return the numbers of sending and of receiving units."""
    ends = matrix.width, matrix.height
    return ends[::-1] if from_rows else ends


def _fits(read: list[Matrix], ends: Ends, sides: Sides, fitting: list[str]) -> str:
    """Return which of the matrices does not fit as it is read, and what would."""
    given = ends.inputs
    place, expected = 0, given
    for at, (matrix, side) in enumerate(zip(read, sides, strict=True)):
        sending, receiving = _ends(matrix, side)
        if sending != given:
            place, expected = at, given
            break
        given = receiving
    matrix, side = read[place], sides[place]
    found = (
        so_many_numbers(matrix.width) if not side else say_many("1 row", "{n} rows", matrix.height)
    )
    return say(
        "weight matrix {matrix} has {found}, one for each sending unit, and there are {units}; "
        "this fits: {options}",
        matrix=place + 1,
        found=say("{numbers} a row", numbers=found) if not side else found,
        units=so_many_units(expected or 0),
        options=say(", or ").join(fitting),
    )


def _column_fits(read: list[Matrix], ends: Ends, sides: Sides) -> str:
    """Return what to say if the matrices fit together but for one column too many, else ""."""
    for turned in (sides, tuple(not side for side in sides)):
        smaller = [
            matrix._replace(rows=matrix.rows[1:])
            if from_rows
            else matrix._replace(width=matrix.width - 1)
            for matrix, from_rows in zip(read, turned, strict=True)
        ]
        chain = _chain(smaller, turned)
        if chain is not None and min(chain) > 0 and ends.fit(chain):
            return say("`bias_column: first` or `last`, if the matrices hold the biases")
    return ""


MAX_TURNED = 8
"""So many matrices are tried both ways, each for itself."""


def _turned(read: list[Matrix], ends: Ends, sides: Sides) -> Sides:
    """Return how the rows have to be read so that the matrices fit together, () if in no way."""
    if len(read) > MAX_TURNED:
        ways = [tuple(not side for side in sides)]
    else:
        ways = [way for way in product((False, True), repeat=len(read)) if way != sides]
    fitting = [way for way in ways if (chain := _chain(read, way)) and ends.fit(chain)]
    same = [way for way in fitting if len(set(way)) == 1]
    # Square matrices fit either way; as few as possible are turned round.
    return min(
        same or fitting,
        key=lambda way: sum(a != b for a, b in zip(way, sides, strict=True)),
        default=(),
    )


def _rows_say(way: Sides) -> str:
    words = ["from" if side else "to" for side in way]
    same = len(set(way)) == 1
    ways = words[0] if same else f"[{', '.join(words)}]"
    return say("`weight_rows: {ways}`, if {meaning}", ways=ways, meaning=_meaning(way))


def _meaning(way: Sides) -> str:
    if all(way):
        return say("a row is a sending unit")
    if not any(way):
        return say("a row is a receiving unit")
    senders = ", ".join(str(number) for number, side in enumerate(way, start=1) if side)
    return say("a row is a sending unit in matrix {numbers}", numbers=senders)


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


def split(matrix: Matrix, *, first: bool, from_rows: bool) -> tuple[Matrix, DraftRow]:
    """Return a matrix without its biases, and the biases.

    Args:
        matrix: with the biases in it.
        first: whether they are its first column, or row where a row is a sending unit; else the
            last one.
        from_rows: whether a row is a sending unit.
    """
    place = 0 if first else -1
    rest = slice(1, None) if first else slice(None, -1)
    if from_rows:
        node = matrix.node._replace(items=matrix.node.items[rest])
        return Matrix(node, matrix.rows[rest], matrix.width), matrix.rows[place]
    rows = tuple(row[rest] for row in matrix.rows)
    return Matrix(matrix.node, rows, matrix.width - 1), tuple(row[place] for row in matrix.rows)


def _ragged(page: SourceText, read: list[Matrix], inputs: int | None, sides: Sides) -> None:
    """Say which rows have another length than they must have."""
    for layer, (matrix, from_rows) in enumerate(zip(read, sides, strict=True), start=1):
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
        found=so_many_numbers(len(row)),
        layer=facing,
        units=so_many_units(width),
    )


def so_many_units(n: int) -> str:
    """Return so many units, in words."""
    return say_many("1 unit", "{n} units", n)


def _misfits(page: SourceText, read: list[Matrix], sides: Sides) -> None:
    """Say which matrices do not take what the one before gives."""
    for layer, (before, matrix) in enumerate(pairwise(read), start=1):
        from_rows = sides[layer]
        sending, given = _ends(matrix, from_rows)[0], _ends(before, sides[layer - 1])[1]
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
            units=so_many_units(given),
        )
    return say(
        "the rows of weight matrix {matrix} have {found}, but layer {layer} has {units}",
        matrix=layer + 1,
        found=so_many_numbers(sending),
        layer=layer,
        units=so_many_units(given),
    )


def received(matrix: Matrix, from_rows: bool) -> tuple[DraftRow, ...]:
    """Return the numbers by receiving unit."""
    return tuple(zip(*matrix.rows, strict=True)) if from_rows else matrix.rows
