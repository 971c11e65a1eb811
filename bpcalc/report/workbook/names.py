"""The names of cells: the quantities' own names, as far as a spreadsheet takes them.

A name is the full ASCII name of the quantity, every sign that is no letter or digit an
underscore: `net_h1@e2` is `net_h1_e2`, `dE/dw5` is `dE_dw5`. A name without an underscore gets one
at its end, so that none is the address of a cell, a constant or a function: `w1` is `w1_`, `C` is
`C_`, `TRUE` is `TRUE_`.
"""

from collections.abc import Callable, Hashable, Iterable
from itertools import count
from typing import TypeVar
from unicodedata import normalize

NamedThing = TypeVar("NamedThing", bound=Hashable)

MAX_NAME_LENGTH = 200
"""Characters of a name; a spreadsheet takes 255."""

LAST_SIGN = "\uffff"
"""Spreadsheets are not sure of the letters beyond."""

RESERVED = frozenset(
    {
        *("print_area", "print_titles", "sheet_title", "consolidate_area", "data_form"),
        *("auto_open", "auto_close", "auto_activate", "auto_deactivate", "_filterdatabase"),
    }
)
"""Names that mean something to a spreadsheet."""


def cell_names(
    full: Callable[[NamedThing], str], keys: Iterable[NamedThing]
) -> dict[NamedThing, str]:
    """Return a name for every quantity; no two are the same, whatever the case of their letters.

    Args:
        full: returns the full ASCII name of a quantity.
        keys: the quantities; or, where several exercises share a workbook, whatever tells them
            apart.
    """
    taken = set(RESERVED)
    names: dict[NamedThing, str] = {}
    for key in keys:
        name = names[key] = _free(legal(full(key)), taken)
        taken.add(_folded(name))
    return names


def legal(name: str) -> str:
    """Return the name as a spreadsheet takes it.

    >>> legal("w1"), legal("net_h1@s2e3"), legal("dE/dw5@all"), legal("-dE/dout_o1")
    ('w1_', 'net_h1_s2e3', 'dE_dw5_all', 'minus_dE_dout_o1')
    """
    if name.startswith("-"):
        name = f"minus_{name[1:]}"
    text = "".join(sign if _stays(sign) else "_" for sign in name)[:MAX_NAME_LENGTH]
    if text[:1].isdigit():
        text = f"_{text}"
    return text if "_" in text else f"{text}_"


def _stays(sign: str) -> bool:
    return (sign.isascii() and sign.isdigit()) or (sign.isalpha() and sign < LAST_SIGN)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, numbered if another quantity has it."""
    if _folded(name) not in taken:
        return name
    numbered = (f"{name.removesuffix('_')}_{number}" for number in count(2))
    return next(text for text in numbered if _folded(text) not in taken)


def _folded(name: str) -> str:
    return normalize("NFKC", name).casefold()
