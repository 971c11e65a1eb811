"""How a sheet of answers is written: one file a format, found by its name.

The module of a format declares it as its `FORMAT`.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Literal

from bpcalc.maths.entries import complete
from bpcalc.records import record
from bpcalc.report.folder import Folder, Format

if TYPE_CHECKING:  # the names of the formats must not cost the sheets themselves
    from bpcalc.report.sheet import Sheet


BlankOption = Literal["digits", "ties"]
"""What a blank sheet may say or do: with digits that are asked for, and with how to round."""


@complete
@record
class SheetFormat(Format):
    """A format of sheets.

    Attributes:
        write: (sheet) -> its text or bytes.
        takes: what a blank one has to do with; one that is filled in has to do with all.
    """

    _: KW_ONLY
    write: "Callable[[Sheet], str | bytes]"
    takes: frozenset[BlankOption] = frozenset({"digits"})


SHEET_FOLDER: Folder[SheetFormat] = Folder(__name__, __path__)


def blank_ones_that_take(option: BlankOption) -> list[str]:
    """Return the names of the formats whose blank sheets have to do with something."""
    return [name for name in SHEET_FOLDER.names if option in SHEET_FOLDER.find(name).takes]
