"""What stands in a file before anybody knows what it means."""

from collections.abc import Callable
from typing import TypeAlias

from bpcalc.checking.reading.structures import Value
from bpcalc.named_tuples import NamedTuple


class WrittenEntry(NamedTuple):
    """A name and what is written behind it.

    Attributes:
        name: as it stands there.
        raw: the text of the value.
        value: the value, where a file has told it apart already, as JSON does.
        typed: whether it is a number of a spreadsheet, which forgets zeros at its end.
        bare: the name without what a heading above says of it, "" where that is the name.
        otherwise: the name if a heading above it is none, "" where there is no doubt.
        written: what the sheet calls it, where it has the name of the exercise by now.
    """

    name: str
    raw: str
    value: Value | None = None
    typed: bool = False
    bare: str = ""
    otherwise: str = ""
    written: str = ""


Knows: TypeAlias = Callable[[str], int]
"""Tells how well a text is known as a name: 2 for one of a quantity, 1 for a label, a number that
is given, or a quantity in somebody's own words, 0 for what means nothing here."""


class MadeName(str):
    """Stands for the name of an entry that a reader has made; no name in a file is equal to it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether it is this very mark."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Return whether it is anything else."""
        return self is not other

    __hash__ = str.__hash__


NOTE = MadeName("# note")
"""Stands for the name of an entry that is to be said, and is no answer."""

NOTATION = MadeName("# notation")
"""Stands for the name of an entry that says in which book's notation all others are."""

MAX_QUANTITY_NAME = 80
"""Characters that a name may have; what is longer is prose."""
