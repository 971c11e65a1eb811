"""Samples from a table: a CSV file whose columns are named after the units.

Every input has a column of its name. The targets have columns named after the outputs, or there
is one other column, whose entries name the output that is 1 while the others are 0 (one-hot).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from bpcalc.errors import reason
from bpcalc.exercise.decoding import MAX_BYTES, decode
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.samples import Draft, Numbers, Vector
from bpcalc.exercise.scalars import USUAL_NUMBER, number
from bpcalc.exercise.table_columns import SampleColumns, TableRow, columns_of
from bpcalc.exercise.table_separators import delimiter, signs_read, with_plain_separators
from bpcalc.exercise.table_size import judge_rows
from bpcalc.exercise.yaml_nodes import Scalar, YamlSequence
from bpcalc.files import read_bytes
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import ONE, ZERO, Number

MAX_BETWEEN = 20
"""Signs between two cells among which the next one begins: a separator, and quotation marks."""


def open_table(page: SourceText, node: Scalar) -> SourceText | None:
    """Return the table that a file names, as a page of its own; None, with a fault."""
    path = Path(page.file).parent / node.text
    try:
        source = read_bytes(path, MAX_BYTES)
    except OSError as error:
        says = say(
            "the table `{path}` cannot be read: {reason}",
            path=quotable(str(path)),
            reason=reason(error),
        )
        page.fault(node, says)
        return None
    if len(source) > MAX_BYTES:
        says = say(
            "the table `{path}` is larger than {n} MiB; keep fewer rows in it",
            path=quotable(str(path)),
            n=MAX_BYTES // 2**20,
        )
        page.fault(node, says)
        return None
    decoded = decode(source)
    plain = with_plain_separators(decoded.text)
    table = SourceText(str(path), plain.text)
    for refusal in decoded.refusals:
        table.fault(refusal.at, refusal.says)
    if decoded.notice:
        table.note(0, decoded.notice)
    if plain.signs:
        table.note(plain.first, signs_read(plain.signs))
    return table


def drafts(
    table: SourceText, units: tuple[tuple[str, ...], ...], unit_interval: bool = False
) -> list[Draft] | None:
    """Return the samples of a table; None, with a fault, if there are none.

    Args:
        table: the page.
        units: names of the units of every layer, each connected with all of the next one.
        unit_interval: whether targets have to be from 0 to 1.
    """
    try:
        columns = columns_of(table, next(_rows(table.text), []), units)
        if columns is None:
            return None
        judge_rows(table.text, units)
        plain = plain_rows(_records(table.text), columns, units[-1], unit_interval)
        return plain or _with_places(table, columns, units)
    except csv.Error:  # there is no other in a text that is read like that
        table.fault(
            0, say("a cell of the table is too long; is a quotation mark open that nothing closes?")
        )
        return None


def _with_places(
    table: SourceText, columns: SampleColumns, units: tuple[tuple[str, ...], ...]
) -> list[Draft] | None:
    """Return the samples, with the place of every number; or say what is wrong where."""
    header, *rows = [*_rows(table.text)] or [[]]
    read = [
        draft
        for row in rows
        if _whole(table, row, len(header)) and (draft := _draft(table, row, columns, units[-1]))
    ]
    if not rows:
        table.fault(0, say("the table has no rows; expected one for each sample"))
    return read or None


def plain_rows(
    records: Iterator[list[str]],
    columns: SampleColumns,
    outputs: tuple[str, ...],
    unit_interval: bool,
) -> list[Draft] | None:
    """Return the samples of a table of plain numbers only, quickly and without their places.

    Returns:
        None if something is not plain, so that its place may matter.
    """
    width = len(next(records, ()))
    cells_of = _PlainCells(columns, outputs, unit_interval)
    try:
        rows = ([*map(str.strip, row)] for row in records)
        return [cells_of.draft(row, width) for row in rows if any(row)]
    except KeyError:
        return None


class _PlainCells:
    """What the cells of a table mean; each text is read once."""

    def __init__(
        self, columns: SampleColumns, outputs: tuple[str, ...], unit_interval: bool
    ) -> None:
        nowhere = Scalar("", True, 0, 0)
        self._columns = columns
        self._inputs_at = YamlSequence((nowhere,) * len(columns.inputs), 0, 0)
        self._targets_at = YamlSequence((nowhere,) * len(outputs), 0, 0)
        self._unit_interval = unit_interval
        self._hot: dict[str, tuple[Number, ...]] = {
            name: tuple(ONE if each == name else ZERO for each in outputs) for name in outputs
        }
        self._numbers: dict[str, Number] = {}

    def draft(self, cells: list[str], width: int) -> Draft:
        """Return the sample of a row.

        Raises:
            KeyError: something in it is not plain.
        """
        if len(cells) != width:
            raise KeyError(width)
        columns = self._columns
        inputs = self._read([cells[column] for column in columns.inputs])
        if columns.named is None:
            targets = self._read([cells[column] for column in columns.targets])
        else:
            targets = self._hot[cells[columns.named]]
        if self._unit_interval and not all(0 <= each.value <= 1 for each in targets):
            raise KeyError(targets)
        at = Vector(self._targets_at, targets) if targets else None
        return Draft(Vector(self._inputs_at, inputs), at)

    def _read(self, cells: list[str]) -> tuple[Number, ...]:
        known = self._numbers
        for cell in cells:
            if cell not in known:
                if not USUAL_NUMBER.fullmatch(cell):
                    raise KeyError(cell)
                known[cell] = Number(cell)
        return tuple([known[cell] for cell in cells])


def _records(text: str) -> Iterator[list[str]]:
    """Yield the cells of every row."""
    return csv.reader(text.splitlines(keepends=True), delimiter=delimiter(text))


def _rows(text: str) -> Iterator[TableRow]:
    """Yield the rows that are not empty, every cell with its place in the text."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=delimiter(text))
    begin = read = 0
    for row in reader:
        cells = [*_cells(text, begin, row)]
        begin += sum(map(len, lines[read : reader.line_num]))
        read = reader.line_num
        if any(cell.text for cell in cells):
            yield cells


def _cells(text: str, at: int, row: list[str]) -> Iterator[Scalar]:
    """Yield the cells of a row that begins somewhere; each is near the end of the one before."""
    for cell in row:
        for written in (cell.replace('"', '""'), cell):
            found = text.find(written, at, at + len(written) + MAX_BETWEEN)
            if found >= 0:
                at = found
                break
        yield Scalar(cell.strip(), True, at, at + len(written))
        at += len(written)


def _whole(table: SourceText, row: TableRow, wanted: int) -> bool:
    if len(row) == wanted:
        return True
    says = say("expected {wanted} columns as in the heading, found {n}", wanted=wanted, n=len(row))
    table.fault(row[0], says)
    return False


def _draft(
    table: SourceText, row: TableRow, columns: SampleColumns, outputs: tuple[str, ...]
) -> Draft | None:
    inputs = _vector(table, [row[column] for column in columns.inputs])
    if columns.named is not None:
        cell = row[columns.named]
        if cell.text not in outputs:
            says = say(
                "expected the name of an output ({names}), found `{found}`",
                names=enumerated(outputs[:20]),
                found=quotable(cell.text),
            )
            table.fault(cell, says)
            return None
        hot: Numbers = tuple(ONE if name == cell.text else ZERO for name in outputs)
        return Draft(
            inputs, Vector(YamlSequence((cell,) * len(outputs), cell.start, cell.end), hot)
        )
    targets = [row[column] for column in columns.targets]
    return Draft(inputs, _vector(table, targets) if targets else None)


def _vector(table: SourceText, cells: TableRow) -> Vector:
    read = tuple(number(table, cell) for cell in cells)
    return Vector(YamlSequence(tuple(cells), cells[0].start, cells[-1].end), read)
