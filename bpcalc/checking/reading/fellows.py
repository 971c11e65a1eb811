"""Names that only numbers can decide: their own, or those of names like them on the sheet."""

from collections.abc import Container, Iterable

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.counted_names import counted_name
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_parts import Meaning, trimmed
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key, Kind
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_NUMBER = pattern(r"[0-9]{1,6}")


class OpenName(NamedTuple):
    """A name that may mean several quantities, of which its number is none.

    Attributes:
        name: the name.
        keys: the quantities.
        cell: the number.
    """

    name: str
    keys: tuple[Key, ...]
    cell: Cell


class Fellows:
    """What names mean that were read, by what they have in common."""

    def __init__(self, read: Iterable[tuple[str, Key]]) -> None:
        """Know names that were read, each with its quantity."""
        self._places: dict[str, set[tuple[Kind, int | None]]] = {}
        for name, key in read:
            self._places.setdefault(_stem(name), set()).add((key.kind, key.layer))

    def meant(self, opened: OpenName, taken: Container[Key]) -> Key | None:
        """Return what `y1` means where `y2` is an output: another one; None if nothing tells.

        Args:
            opened: the name.
            taken: quantities that have their answers.
        """
        places = self._places.get(_stem(opened.name), ())
        fitting = [k for k in opened.keys if (k.kind, k.layer) in places and k not in taken]
        return fitting[0] if len(fitting) == 1 else None


def in_other_book(name: str, cell: Cell, index: QuantityIndex) -> Meaning | None:
    """Return what the name of a weight or bias means in another book, by its right number."""
    if any(near(cell, index.values.get(key)) for key in index.parameter_updates(name)):
        return None
    right = (key for key in index.in_other_books(name) if near(cell, index.values.get(key)))
    other = next(right, None)
    return Meaning((other,), plain=False) if other else None


def _stem(name: str) -> str:
    """Return a name without its number, and without its sample.

    >>> _stem("b_1@s2"), _stem("output 2"), _stem("Neuron 3 net")
    ('b', 'output', 'neuron # net')
    """
    bare = counted_name(trimmed(name).partition("@")[0])[0].casefold()
    return _NUMBER.sub("#", bare, count=1)
