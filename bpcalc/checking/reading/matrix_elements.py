"""Single elements of matrices: `W1[0][1] = 0.1996`, `dE/dW2[1,0]`, `W1(1,2)` of MATLAB.

Rows and columns are counted from 0 where a 0 stands in any name of the sheet, else from 1 or, if
the numbers say so, from 0; what is ambiguous is left as it is. An array of which all elements are
printed is put together before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.arrangements import GIVEN_KINDS, arrangements
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import said_as_read
from bpcalc.checking.reading.values import read_value
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MOST_ELEMENTS = 400
"""So many single elements are looked at on a sheet."""

LARGEST_MATRIX = 10_000
"""Numbers of a matrix in which elements are looked for."""

_ELEMENT = pattern(
    r"([^\[\]()]{1,40}?)\s?(?:\[\s?([0-9]{1,4})\s?(?:\]\[|,)\s?([0-9]{1,4})\s?\]"
    r"|\(\s?([0-9]{1,4})\s?(?:\)\(|,)\s?([0-9]{1,4})\s?\))"
)
_COMMA = pattern(
    r"(?<=[A-Za-z0-9_])(?:\[\s?([0-9]{1,3})\s?,\s?([0-9]{1,3})\s?\]"
    r"|\(\s?([0-9]{1,3})\s?,\s?([0-9]{1,3})\s?\))(?=\s{0,3}[:=：＝≈])"
)


class _Element(NamedTuple):
    entry: WrittenEntry
    base: str
    row: int
    column: int
    cell: Cell
    from_one: bool


def without_commas(text: str) -> str:
    """Return a text without the commas between row and column, which separate no columns of it.

    >>> without_commas("dE/dW1[0,1] = 0.0009"), without_commas("W1(1, 2) = 0.1996")
    ('dE/dW1[0][1] = 0.0009', 'W1(1)(2) = 0.1996')
    """

    def apart(match: re.Match[str]) -> str:
        square = match[1] is not None
        return f"[{match[1]}][{match[2]}]" if square else f"({match[3]})({match[4]})"

    return _COMMA.sub(apart, text)


def placed(
    entries: Iterable[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> list[WrittenEntry]:
    """Return entries, elements of matrices under the names of their quantities.

    Args:
        entries: as they were written.
        index: the names of the exercise.
        separator: what separates the decimals on the sheet.
    """
    entries = list(entries)
    told = (_element(entry, index, separator) for entry in entries)
    elements = [each for each in told if each is not None]
    if not elements or len(elements) > MOST_ELEMENTS:
        return entries
    brackets = [each for each in elements if not each.from_one]
    from_zero = any(0 in (each.row, each.column) for each in brackets)
    groups: dict[str, list[_Element]] = {}
    for each in elements:
        groups.setdefault(each.base, []).append(each)
    names: dict[str, Key] = {}
    for group in groups.values():
        starts = (1,) if group[0].from_one else (0,) if from_zero else (1, 0)
        names |= zip(
            (each.entry.name for each in group), _meant(group, starts, index), strict=False
        )
    return list(_renamed(entries, names, index))


def _renamed(
    entries: list[WrittenEntry], names: dict[str, Key], index: QuantityIndex
) -> Iterator[WrittenEntry]:
    for entry in entries:
        key = names.get(entry.name)
        if key is None:
            yield entry
            continue
        own = index.own.full(key)
        says = said_as_read(entry.name, [own])
        yield from (WrittenEntry(own, entry.raw, entry.value), WrittenEntry(NOTE, says))


def _element(
    entry: WrittenEntry, index: QuantityIndex, separator: DecimalSeparator
) -> _Element | None:
    """Return which element of a matrix a name means that means nothing else; None if none."""
    match = _ELEMENT.fullmatch(entry.name.strip()) if entry.name[-1:] in "])" else None
    if match is None or index.knows(entry.name) > 1 or not index.knows(match[1]):
        return None
    value = read_value(entry.raw).value
    cell = read_cell(value, separator) if isinstance(value, str) else None
    if cell is None or cell.value is None:
        return None
    row, column = match[2] or match[4], match[3] or match[5]
    return _Element(entry, match[1].strip(), int(row), int(column), cell, match[4] is not None)


def _meant(
    elements: Sequence[_Element], starts: Iterable[int], index: QuantityIndex
) -> Sequence[Key]:
    """Return what the elements of one matrix are; nothing if that is not plain."""
    ways = [way for start in starts for way in _ways(elements, start, index)]
    if not ways:
        return ()
    most = max(fits for fits, _ in ways)
    best = [keys for fits, keys in ways if fits == most]
    return best[0] if most or all(keys == best[0] for keys in best) else ()


def _ways(
    elements: Sequence[_Element], start: int, index: QuantityIndex
) -> Iterator[tuple[int, list[Key]]]:
    """Yield how many numbers are right if the elements are those of a matrix, and what they are."""
    label, when = index.label_and_when(elements[0].base)
    if label is None or label.units:
        return
    sizes = index.layout.sizes
    shapes = [(sizes[layer], sizes[layer - 1]) for layer in label.layers if layer]
    for shape in dict.fromkeys(each for one in shapes for each in (one, one[::-1])):
        if shape[0] * shape[1] > LARGEST_MATRIX:
            continue
        places = [(each.row - start, each.column - start) for each in elements]
        if not all(0 <= row < shape[0] and 0 <= column < shape[1] for row, column in places):
            continue
        for way in arrangements(label, shape, index, when):
            if way.kind in GIVEN_KINDS and way.shift:
                continue  # what is given stands in the matrix of its own layer
            keys = [way.keys[row * shape[1] + column] for row, column in places]
            right = [
                key is not None and near(each.cell, index.values.get(key))
                for each, key in zip(elements, keys, strict=True)
            ]
            known = [
                _as_given(key, each, index)
                for key, each in zip(keys, elements, strict=True)
                if key is not None
            ]
            if len(known) == len(keys) and (way.kind not in GIVEN_KINDS or all(right)):
                yield sum(right), known


def _as_given(key: Key, element: _Element, index: QuantityIndex) -> Key:
    """Return the old weight for the new one where that is what is written."""
    old = index.at_place("weight", key.layer, key.unit, key.source)[:1]
    is_old = key.kind == "new_weight" and not near(element.cell, index.values.get(key))
    return old[0] if is_old and old and index.values.get(old[0]) == element.cell.value else key
