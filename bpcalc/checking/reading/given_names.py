"""Names of inputs and targets, which the exercise gives, and which nobody is asked for."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.checking.reading.layers import near, spread_under
from bpcalc.checking.reading.name_layers import layer_first
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.checking.reading.structures import WrittenArray
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import DATA
from bpcalc.patterns import pattern

_LAYER_0 = pattern(
    r"(?:[aosuvxyzhAIOSXYZH]|out|net)_?(?:"
    r"(?:\^\{?[\[(]?0[\])]?\}?|0)_\{?([0-9]{1,6})\}?|\[0\]\[([0-9]{1,6})\]"
    r"|_?\{?([0-9]{1,6})\}?\^?\{?(?:\(0\)|\[0\])\}?)"
)
"""What a unit of layer 0 gives on, which is an input: a_1^(0), y1^[0], a[0][1]."""

_NUMBERED = pattern(r"(?:[OoaI]|[Oo]ut|[Nn]et|[Oo]utput)[\s_]{0,2}\{?([0-9]{1,6})\}?")
_INTO = pattern(r"(?:[Ii]n|[Ii]nput|输入)[\s_]{0,2}\{?([0-9]{1,6})\}?")
_DESIRED = pattern(r"[dD]_?\{?([0-9]{1,6})\}?")
"""A target in some books, and a delta in others."""

MOST_APART = Decimal("0.05")
"""How far, relatively, an answer of few digits may be from its value and still tell its name."""


class GivenData:
    """Tells the numbers on a sheet that are inputs or targets from those that are answers.

    The own name of one is its name, whatever other books call so. A name that may mean something
    else, too, is that of the given number where this is written behind it.
    """

    def __init__(self, index: QuantityIndex) -> None:
        """Know the names of an exercise."""
        self._index = index

    def holds(self, name: str, cell: Cell) -> bool:
        """Return whether what stands behind a name is given, and no answer."""
        text = name.strip()
        if cell.value is None or len(text) > MAX_QUANTITY_NAME:
            return False
        if self._index.is_own(text) and self._index.found(text):
            return False
        found = self._index.found(text)
        sure = [] if found and found.plain else [*self._own(text), *self._counted_through(text)]
        first = self._of_first_layer(text)
        if any(cell.value == self._index.values[key] for key in (*sure, *first)):
            return True
        perhaps = [*first, *self._perhaps(text)]
        if not (sure or perhaps) or self._fits_an_answer(name, cell):
            return False
        return bool(sure) or any(cell.value == self._index.values[key] for key in perhaps)

    def remark(self, name: str, cell: Cell) -> str:
        """Return what is said of a given number that is another one on the sheet, "" if none is."""
        values = self._index.values
        keys = [*self._own(name.strip()), *self._counted_through(name.strip())]
        if cell.value is None or not keys or any(_is_rounded(cell, values[key]) for key in keys):
            return ""
        return say(
            "`{name}` is given: in the exercise it is {value}, and on this sheet {raw}",
            name=quoted(name),
            value=values[keys[0]],
            raw=quoted(cell.raw.strip()),
        )

    def _own(self, name: str) -> list[Key]:
        given = self._index.given_keys(name) if len(name) <= MAX_QUANTITY_NAME else ()
        return [key for key in given if key.kind in DATA]

    def _counted_through(self, name: str) -> list[Key]:
        """Return the input that is unit 1 where units are counted from the inputs on: `out_1`."""
        match = _NUMBERED.fullmatch(name)
        counts = self._index.own.notation.counts_units
        return self._data("input", int(match[1])) if match and counts else []

    def _of_first_layer(self, name: str) -> list[Key]:
        """Return the inputs that a name of a unit in layer 0 means."""
        match = _LAYER_0.fullmatch(layer_first(name))
        return self._data("input", int(next(filter(None, match.groups())))) if match else []

    def _perhaps(self, name: str) -> Iterator[Key]:
        """Yield what a name may mean of what is given, if its number says so."""
        if match := _INTO.fullmatch(name):
            yield from self._data("input", int(match[1]))
        elif match := _DESIRED.fullmatch(name):
            number, before = int(match[1]), self._index.layout.units_before[-2]
            yield from self._data("target", number)
            if self._index.own.notation.counts_units:
                yield from self._data("target", number - before)

    def _data(self, kind: str, unit: int) -> list[Key]:
        """Return the inputs or targets of a number, those of all samples."""
        return self._by_unit.get((kind, unit), [])

    @cached_property
    def _by_unit(self) -> dict[tuple[str, int], list[Key]]:
        places: dict[tuple[str, int], list[Key]] = {}
        for key in self._index.values:
            if key.kind in DATA and key.unit is not None:
                places.setdefault((key.kind, key.unit), []).append(key)
        return places

    def _fits_an_answer(self, name: str, cell: Cell) -> bool:
        """Return whether a number is what the exercise asks for under this name."""
        found = self._index.found(name)
        keys: Iterable[Key | None] = found.keys if found else ()
        if found is None and self._index.label_and_when(name)[0] is not None:
            ways = spread_under(name, WrittenArray((cell.raw,)), self._index)
            keys = [key for way in ways if not way.given for key in way.keys]
        values = (self._index.values.get(key) for key in keys if key is not None)
        return any(_is_told(cell, value) for value in values)


def _is_rounded(cell: Cell, value: Decimal) -> bool:
    """Return whether a number is a value with the digits that it has."""
    unit = Decimal(0) if cell.exponent is None else Decimal((0, (1,), cell.exponent))
    return cell.value is not None and abs(cell.value - value) <= unit / 2


def _is_told(cell: Cell, value: Decimal | None) -> bool:
    """Return whether a number is a value so nearly that it can be no other: 1 is none of 0.474."""
    if cell.value is None or not near(cell, value):
        return False
    return value is not None and abs(cell.value - value) <= MOST_APART * abs(value)
