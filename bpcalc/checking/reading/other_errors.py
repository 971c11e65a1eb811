"""Errors by a name of their own, such as MSE and SSE, that are not the error of the exercise."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

MOST_NAMES = 100
"""So many numbers by such names are looked at on a sheet."""

NamedError = Literal["mean", "sum", "root"]

_SQUARED = r"squared?[\s_-]*errors?"
_WORDS: dict[NamedError, str] = {
    "root": rf"rmse|root[\s_-]*mean[\s_-]*{_SQUARED}|均方根误差",
    "sum": rf"sse|rss|sum[\s_-]*of[\s_-]*{_SQUARED}|(?:误差)?平方和(?:误差)?",
    "mean": (
        rf"mse|mean[\s_-]*{_SQUARED}|均方误差|(?:mean|average|avg)[\s_-]*(?:loss|error)"
        r"|(?:loss|error)[\s_-]*\(?(?:mean|avg|average)\)?|平均(?:误差|损失)"
    ),
}
_NAMES = {
    measure: pattern(rf"(?:{words})(?:[\s_-]*loss)?(?![a-z])", re.IGNORECASE)
    for measure, words in _WORDS.items()
}

_OF_SQUARES = pattern(r"squar|mse|sse|rss|方", re.IGNORECASE)


def measure_of(name: str) -> NamedError | None:
    """Return which error a name says that it is.

    >>> measure_of("MSE"), measure_of("Sum of squared errors"), measure_of("E_total")
    ('mean', 'sum', None)
    """
    name = name.strip()
    return next((measure for measure, named in _NAMES.items() if named.match(name)), None)


class OtherErrors:
    """Tells which numbers of a sheet are errors by the names of others."""

    def __init__(self, index: QuantityIndex) -> None:
        """Know the quantities of the exercise."""
        self._index = index
        self._asked = 0

    def told(self, name: str, cell: Cell, cells: Mapping[Key, Cell]) -> str:
        """Return what is said of a number that is the error its name says, "" of any other.

        Args:
            name: the name that is written.
            cell: the number.
            cells: what else is written: the error may be that of the student's own outputs.
        """
        measure, index = measure_of(name), self._index
        self._asked += measure is not None
        if measure is None or cell.value is None:
            return ""
        found = index.found(name)
        if self._asked > MOST_NAMES:
            is_other = found is not None  # it is no sheet, and the first of them counts
        else:
            found = found or index.found("E_total")
            totals = [key for key in found.keys if key.kind == "total_error"] if found else []
            if not totals or any(_is_asked(cell, key, index, cells) for key in totals):
                return ""
            is_other = any(_is_other(measure, cell, key, index, cells) for key in totals)
            if not is_other and all(_is_none(name, measure, key, index, cells) for key in totals):
                return say(
                    "`{name}` is another error than the one that is asked for, and not right as "
                    "that either; it is not marked",
                    name=quoted(name),
                )
        if not is_other:
            return ""
        return say(
            "`{name}` is another error than the one that is asked for, and is not marked",
            name=quoted(name),
        )


def _is_other(
    measure: NamedError, cell: Cell, total: Key, index: QuantityIndex, cells: Mapping[Key, Cell]
) -> bool:
    """Return whether a number is an error, of the exercise's outputs or those on the sheet."""
    by_name = _is_by_name(measure, total, index)
    return any(
        near(cell, value)
        for squares in (_squares({}, total, index), _squares(cells, total, index))
        for value in _values(measure, by_name, *squares)
    )


def _is_none(
    name: str, measure: NamedError, total: Key, index: QuantityIndex, cells: Mapping[Key, Cell]
) -> bool:
    """Return whether what is neither error was meant for the one of the name.

    That is so if the exercise means another by it; and it must be known what outputs it is of.
    """
    if _is_by_name(measure, total, index):
        return False
    if index.exercise.loss.family != "squared" and not _OF_SQUARES.search(name):
        return False
    forward = {key for key in cells if key.kind in ("net", "out")}
    return not forward or forward.issuperset(_outputs(total, index))


def _is_by_name(measure: NamedError, total: Key, index: QuantityIndex) -> bool:
    """Return whether the error of the exercise is what a name says."""
    right, asked = _squares({}, total, index), index.values.get(total)
    own_name = {"mean": _means(*right), "sum": [right[0]], "root": []}[measure]
    return asked is not None and any(_is_one(asked, value) for value in own_name)


def _is_asked(cell: Cell, total: Key, index: QuantityIndex, cells: Mapping[Key, Cell]) -> bool:
    """Return whether a number is the error of the exercise, also that of outputs on the sheet."""
    asked = index.values.get(total)
    right, own = _squares({}, total, index)[0], _squares(cells, total, index)[0]
    if asked is None or near(cell, asked):
        return asked is not None
    if near(cell, 2 * asked) and _is_without_half(index, cells):
        return True
    return bool(right) and near(cell, asked * own / right)


def _values(
    measure: NamedError, by_name: bool, squares: Decimal, outputs: int, samples: int
) -> Iterator[Decimal]:
    """Yield what books and programs call the error of this name.

    Half of it is not among that where the exercise means the whole by this name.
    """
    if measure == "sum":
        yield squares
        return
    for mean in _means(squares, outputs, samples):
        yield mean.sqrt() if measure == "root" else mean
        if not by_name:
            yield (mean / 2).sqrt() if measure == "root" else mean / 2


def _means(squares: Decimal, outputs: int, samples: int) -> list[Decimal]:
    """Return the means of squares over outputs, samples or both."""
    return [squares / count for count in (outputs * samples, outputs, samples)]


def _squares(
    cells: Mapping[Key, Cell], total: Key, index: QuantityIndex
) -> tuple[Decimal, int, int]:
    """Return the sum of the squared differences, and of how many outputs and samples it is."""
    outputs = index.layout.sizes[-1]
    squares = Decimal(0)
    targets = _outputs(total, index)
    for out, target in targets.items():
        cell = cells.get(out)
        value = index.values.get(out) if cell is None or cell.value is None else cell.value
        if value is not None:
            squares += (index.values[target] - value) ** 2
    return squares, outputs, max(1, len(targets) // outputs)


def _outputs(total: Key, index: QuantityIndex) -> dict[Key, Key]:
    """Return the outputs of which an error is, each with its target."""
    last = len(index.layout.sizes) - 1
    return {
        Key("out", last, key.unit, None, key.sample, total.epoch): key
        for key in index.values
        if key.kind == "target" and total.sample in (None, key.sample)
    }


def _is_without_half(index: QuantityIndex, cells: Mapping[Key, Cell]) -> bool:
    """Return whether a sheet may have no ½ before its error, and goes on so: that is accepted."""
    last = len(index.layout.sizes) - 1
    deltas = [key for key in cells if key.kind == "delta" and key.layer == last]
    if not deltas:
        return index.layout.sizes[last] == 1
    return any(near(cells[key], 2 * index.values.get(key, Decimal("NaN"))) for key in deltas)


def _is_one(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= Decimal("1e-12") * max(abs(one), abs(other))
