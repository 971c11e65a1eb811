"""Which column of a table of samples holds what, by the names in its heading."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.scalars import written_number
from bpcalc.exercise.table_separators import delimiter
from bpcalc.exercise.yaml_nodes import Scalar
from bpcalc.locale import enumerated, say, say_many
from bpcalc.patterns import pattern

TARGET_WORDS = ("target", "t", "目标", "目标值", "目标输出")
"""What a column is called that has the targets of an output, before or behind its name."""

BETWEEN_WORDS = pattern(r"[\s_()（）\[\]-]+")

ONE_WORD = pattern(r"[^\W\d]\w{0,39}")
"""A name that may stand in a list of units as it is."""

MAX_NAMED_COLUMNS = 20

TableRow = list[Scalar]


class SampleColumns(NamedTuple):
    """Which column holds what, counted from 0.

    Attributes:
        inputs: of every input.
        targets: of every output; () if there are none, or a class column instead.
        named: the column that names a class; None if there is none.
    """

    inputs: list[int]
    targets: list[int]
    named: int | None


def columns_of(
    table: SourceText, header: TableRow, units: tuple[tuple[str, ...], ...]
) -> SampleColumns | None:
    """Return where the samples stand; None, with a fault, if that cannot be said.

    Args:
        table: the page.
        header: the row of names.
        units: names of the units of every layer.
    """
    columns = _columns(table, header, units)
    if columns is None or _twice(table, header, columns):
        return None
    _note_others(table, header, columns)
    return columns


def _columns(
    table: SourceText, header: TableRow, units: tuple[tuple[str, ...], ...]
) -> SampleColumns | None:
    names = {cell.text: column for column, cell in enumerate(header)}
    missing = [name for name in units[0] if name not in names]
    if missing:
        table.fault(0, _no_column(table, header, missing[0], units))
        return None
    inputs = [names[name] for name in units[0]]
    others = [column for column in range(len(header)) if column not in inputs]
    exact = all(name in names for name in units[-1])
    found = {header[column].text: column for column in others}
    called = _target_columns(found, units[-1], named=exact)
    if exact:
        targets = [names[name] for name in units[-1]]
        if not called or called == targets:
            return SampleColumns(inputs, targets, None)
        says = say(
            "the columns `{one}` and `{other}` may both be the target; delete one of them",
            one=quotable(header[targets[0]].text),
            other=quotable(header[called[0]].text),
        )
        table.fault(header[called[0]], says)
        return None
    if called:
        return SampleColumns(inputs, called, None)
    if not others:
        return SampleColumns(inputs, [], None)
    if len(others) == 1 and len(units[-1]) > 1:
        return SampleColumns(inputs, [], others[0])
    says = say(
        "expected a column for each output, named {names} or {targets}, or one column that names "
        "the class, found {found}",
        names=enumerated(units[-1][:20]),
        targets=enumerated([f"target_{name}" for name in units[-1][:20]]),
        found=_listed([header[column].text for column in others]),
    )
    table.fault(header[others[0]], says)
    return None


def _target_columns(
    names: dict[str, int], outputs: tuple[str, ...], *, named: bool = False
) -> list[int]:
    """Return the columns that are called targets of the outputs; [] if there are none.

    If `named`, the names of the outputs have to be in theirs: `t` alone may be a time.

    >>> _target_columns({"target_a": 2, "Target b": 3}, ("a", "b"))
    [2, 3]
    >>> _target_columns({"t2": 3, "t1": 2}, ("a", "b")), _target_columns({"y_a": 2}, ("a",))
    ([2, 3], [])
    """
    squeezed: dict[str, list[int]] = {}
    for name, column in names.items():
        squeezed.setdefault(_squeezed(name), []).append(column)
    plain = {name: columns[0] for name, columns in squeezed.items() if len(columns) == 1}
    called = [_squeezed(name) for name in outputs]
    counted = [str(place) for place in range(1, len(outputs) + 1)]
    for word in TARGET_WORDS:
        for wanted in (
            [word + name for name in called],
            [name + word for name in called],
            [word + place for place in counted] * (not named),
            [word] * (len(outputs) == 1 and not named),
        ):
            if wanted and all(name in plain for name in wanted):
                return [plain[name] for name in wanted]
    return []


def _squeezed(name: str) -> str:
    """Return a name without what only parts it, in small letters."""
    return BETWEEN_WORDS.sub("", name).casefold()


def _no_column(
    table: SourceText, header: TableRow, missing: str, units: tuple[tuple[str, ...], ...]
) -> str:
    """Return that an input has no column, what was found, and what to do."""
    ends = units[0] + units[-1]
    says = say(
        "the table has no column `{name}`; expected one for each input, named {names}",
        name=missing,
        names=enumerated(units[0][:MAX_NAMED_COLUMNS]),
    )
    found = [cell.text for cell in header]
    if sum(written_number(text) is not None for text in found) >= len(units[0]):
        heading = delimiter(table.text).join(ends[:MAX_NAMED_COLUMNS])
        return says + say(
            "; the first row has numbers: put a heading above it, {heading}", heading=heading
        )
    if len(found) == 1 and len(ends) > 1:
        return says + say(
            "; found a single column, {found}: put commas, semicolons or tabs between columns",
            found=_listed(found),
        )
    says += say("; found {found}", found=_listed(found))
    if len(found) != len(ends) or not all(map(ONE_WORD.fullmatch, found)):
        return says + say("; call the columns as the units, or the units as the columns")
    inputs, outputs = found[: len(units[0])], found[len(units[0]) :]
    own = f"units: {{inputs: [{', '.join(inputs)}], outputs: [{', '.join(outputs)}]}}"
    return says + say(
        "; call the columns as the units, or in the exercise the units as the columns: {units}",
        units=f"`{own}`",
    )


def _listed(names: Sequence[str]) -> str:
    """Return names of columns for a sentence, the first ones of many."""
    listed = enumerated(f"`{quotable(name)}`" for name in names[:MAX_NAMED_COLUMNS])
    more = len(names) - MAX_NAMED_COLUMNS
    return listed + (say(" and {n} more", n=more) if more > 0 else "") if names else say("nothing")


def _twice(table: SourceText, header: TableRow, columns: SampleColumns) -> bool:
    """Return whether a column that is read has the name of another one; say so if it has."""
    times = Counter(cell.text for cell in header)
    for column in (*columns.inputs, *columns.targets):
        if times[header[column].text] > 1:
            says = say(
                "two columns are called `{name}`; delete one, or give it another name",
                name=quotable(header[column].text),
            )
            table.fault(header[column], says)
            return True
    return False


def _note_others(table: SourceText, header: TableRow, columns: SampleColumns) -> None:
    """Say which columns are none of a unit of the network, and are left aside."""
    read = {*columns.inputs, *columns.targets, columns.named}
    others = [cell for column, cell in enumerate(header) if column not in read and cell.text]
    if others:
        says = say_many(
            "the column {names} was not read; no unit of the network is called so",
            "the columns {names} were not read; no units of the network are called so",
            len(others),
            names=_listed([cell.text for cell in others]),
        )
        table.note(others[0], says)
