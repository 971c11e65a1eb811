"""Elements of arrays, printed one by one: `net_h[0] = 0.3775`, `W2[1][0] = 0.5113`.

What a program counts from 0 or 1 becomes the array again, if no element of it is missing.
"""

from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.entries import Knows, WrittenEntry
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.checking.reading.values import read_value
from bpcalc.named_tuples import NamedTuple

MAX_ELEMENTS = 4096
"""So many elements of one array are put together."""


class _Element(NamedTuple):
    base: str
    place: tuple[int, ...]
    entry: WrittenEntry


def assembled(entries: Iterable[WrittenEntry], knows: Knows) -> list[WrittenEntry]:
    """Return entries, those that are the elements of an array as that array.

    >>> known = {"net_h"}.__contains__
    >>> two = [WrittenEntry("net_h[0]", "0.3775"), WrittenEntry("net_h[1]", "0.3925")]
    >>> assembled(two, known)[0][:3]
    ('net_h', '[…]', WrittenArray(items=('0.3775', '0.3925'), places=0))
    """
    entries = list(entries)
    groups: dict[str, list[_Element]] = {}
    elements = {entry.name: _element(entry) for entry in entries if "[" in entry.name}
    # Counted from 0 it is a program's array, whatever a1[1] may be in the book.
    from_zero = {element.base for element in elements.values() if element and 0 in element.place}
    for entry in entries:
        element = elements.get(entry.name)
        if element and element.base not in from_zero and knows(entry.name) > 1:
            continue
        if element and knows(element.base):
            groups.setdefault(element.base, []).append(element)
    arrays = {base: _array(group) for base, group in groups.items()}
    found = []
    for entry in entries:
        element = elements.get(entry.name)
        value = arrays.get(element.base) if element else None
        if element is None or value is None:
            found.append(entry)
        elif groups[element.base][0].entry is entry:
            found.append(WrittenEntry(element.base, "[…]", value))
    return found


def _element(entry: WrittenEntry) -> _Element | None:
    """Return the array and place of an element that a name means; None if it means none."""
    name, at, when = entry.name.strip().partition("@")
    base, bracket, rest = name.partition("[")
    if not bracket or not rest.endswith("]") or len(rest) > 20:
        return None
    numbers = [part.strip() for part in rest[:-1].replace("][", ",").split(",")]
    if len(numbers) > 2 or not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    return _Element(f"{base.strip()}{at}{when}", tuple(map(int, numbers)), entry)


def _array(elements: list[_Element]) -> WrittenArray | None:
    """Return the array of which these are all elements, each once; None if some are missing."""
    cells: dict[tuple[int, ...], str] = {}
    for element in elements:
        value = read_value(element.entry.raw).value
        if not isinstance(value, str) or len(element.place) != len(elements[0].place):
            return None
        cells.setdefault(element.place, value)
    first = min(min(place) for place in cells)
    sizes = [max(place[axis] for place in cells) - first + 1 for axis in range(len(min(cells)))]
    if len(sizes) > 1 and sizes[0] == 1:
        return None  # the first row of a matrix, as far as it shows
    full = sizes[0] * (sizes[1] if len(sizes) > 1 else 1)
    if first > 1 or not 1 < full == len(cells) <= MAX_ELEMENTS:
        return None
    if len(sizes) == 1:
        return WrittenArray(tuple(cells[first + i,] for i in range(sizes[0])))
    return WrittenArray(
        tuple(WrittenArray(tuple(_row(cells, first, i, sizes[1]))) for i in range(sizes[0]))
    )


def _row(cells: dict[tuple[int, ...], str], first: int, row: int, width: int) -> Iterator[str]:
    yield from (cells[first + row, first + column] for column in range(width))
