"""How a sheet of answers is written: one file a format, found by its name.

A module has `SUFFIXES` and `write(sheet)`, which returns the text or bytes of a file;
`bpcalc.report.folder` says what else it may have.
"""

from typing import TYPE_CHECKING, Protocol, cast

from bpcalc.report.folder import Folder

if TYPE_CHECKING:  # the names of the formats must not cost the sheets themselves
    from bpcalc.report.sheet import Sheet


class Format(Protocol):
    """The module of a format."""

    SUFFIXES: tuple[str, ...]

    def write(self, sheet: "Sheet") -> str | bytes:
        """Return the sheet."""


SHEET_FOLDER = Folder(__name__, __path__)


def find(name: str) -> Format:
    """Return the format of this name, which must be one of `FOLDER.names`."""
    return cast(Format, SHEET_FOLDER.find(name))
