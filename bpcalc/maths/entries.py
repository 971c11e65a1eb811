"""What all tables have in common: an entry that lacks a part is an error when the program starts.

A record of a table is made by `complete`: a part that has to be given, and is not, is named
together with the entry. What an entry needs besides, in another table, is asked for by `demand`.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import MISSING, fields
from functools import wraps
from sys import _getframe
from types import MappingProxyType
from typing import Any, TypeVar

_COLLECTIONS = (Mapping, frozenset)
"""What says nothing if it is empty."""

Record = TypeVar("Record", bound=type[Any])
Tabled = TypeVar("Tabled")


class IncompleteEntry(TypeError):
    """An entry of a table has no such part, so that some surface could not follow."""

    def __init__(self, what: str, name: str, parts: Iterable[str]) -> None:
        """Say what kind of entry it is, which one, and what is missing."""
        super().__init__(f"{what} {name!r} is incomplete: it has no {', no '.join(parts)}")


def complete(cls: Record) -> Record:
    """Demand that every instance of a dataclass has all the parts without a default value.

    A part that is None, or an empty text, set or mapping, is missing, too. The entry is known by
    its first part; if that is none, by the module in which it is made.

    Raises:
        IncompleteEntry: when an instance is made that lacks a part.
    """
    names = [field.name for field in fields(cls) if field.init]
    needed = [
        field.name
        for field in fields(cls)
        if field.init and field.default is MISSING and field.default_factory is MISSING
    ]
    make = cls.__init__

    @wraps(make)
    def checked(self: Any, *args: Any, **keywords: Any) -> None:
        parts = {**dict(zip(names, args, strict=False)), **keywords}
        empty = [name for name in needed if not parts.get(name)]
        lacking = [name for name in empty if is_missing(parts.get(name))] if empty else empty
        if lacking:
            first = parts.get("name", parts.get(names[0]))
            entry = (
                first if isinstance(first, str) and first else _getframe(1).f_globals["__name__"]
            )
            raise IncompleteEntry(cls.__name__, entry, lacking)
        make(self, *args, **keywords)

    cls.__init__ = checked
    return cls


def is_missing(part: object) -> bool:
    """Return whether a part of an entry says nothing."""
    if part:
        return False
    return part is None or part == "" or isinstance(part, _COLLECTIONS)


def tabled(what: str, entries: Iterable[Tabled], part: str = "name") -> Mapping[str, Tabled]:
    """Return entries as a table by their names, or by another part that is a text.

    Raises:
        IncompleteEntry: two of them have the same name, so that one would be lost.
    """
    table: dict[str, Tabled] = {}
    for entry in entries:
        enter(what, table, getattr(entry, part), entry)
    return MappingProxyType(table)


def enter(what: str, table: dict[str, Tabled], name: str, entry: Tabled) -> Tabled:
    """Put an entry into a table, and return it.

    Raises:
        IncompleteEntry: there is one with this name.
    """
    if name in table:
        raise IncompleteEntry(what, name, ["name of its own"])
    table[name] = entry
    return entry


def demand(what: str, entries: Iterable[str], found: Container[str], part: str) -> None:
    """Make sure that all entries of a table have a part that stands in another table.

    >>> demand("function", ["exp", "ln"], {"exp": "e^x"}, "spelling")
    Traceback (most recent call last):
    bpcalc.maths.entries.IncompleteEntry: function 'ln' is incomplete: it has no spelling
    """
    for entry in entries:
        if entry not in found:
            raise IncompleteEntry(what, entry, [part])
