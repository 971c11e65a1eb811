"""How a sheet of answers is written: one file a format, found by its name.

The module of a format declares it as its `FORMAT`.
"""

from collections.abc import Callable
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING

from bpcalc.maths.entries import complete
from bpcalc.records import record
from bpcalc.report.folder import Folder, Format

if TYPE_CHECKING:  # the names of the formats must not cost the sheets themselves
    from bpcalc.report.sheet import Sheet


@complete
@record
class SheetFormat(Format):
    """A format of sheets.

    Attributes:
        write: (sheet) -> its text or bytes.
    """

    _: KW_ONLY
    write: "Callable[[Sheet], str | bytes]"


SHEET_FOLDER: Folder[SheetFormat] = Folder(__name__, __path__)
