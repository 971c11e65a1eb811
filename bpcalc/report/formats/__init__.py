"""How a report is written: one file a format, found by its name.

A format is a module with `SUFFIXES`, the file suffixes that ask for it, and
`write(document, page)`, which returns the text or bytes of a file. It knows no mathematics. To add
one, add a file; `bpcalc.report.folder` says what else it may have. One that needs more than to
put texts one below the other has `write_all(documents, page)` as well.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from bpcalc.report.folder import Folder

if TYPE_CHECKING:  # the names of the formats must not cost the reports themselves
    from bpcalc.report.document import Document


class Page(NamedTuple):
    """What a report is written on.

    Attributes:
        width: in terminal cells.
        colour: whether colours are wanted; a format that has none ignores it.
        fragment: whether the text goes into a larger document, which brings head and foot.
    """

    width: int = 100
    colour: bool = False
    fragment: bool = False


class Format(Protocol):
    """The module of a format."""

    SUFFIXES: tuple[str, ...]

    def write(self, document: "Document", page: Page) -> str | bytes:
        """Return the report."""


FORMAT_FOLDER = Folder(__name__, __path__)


def names() -> list[str]:
    """Return the names of all formats."""
    return FORMAT_FOLDER.names


def find(name: str) -> Format:
    """Return the format of this name, which must be one of `names`."""
    return cast(Format, FORMAT_FOLDER.find(name))


def write_all(name: str, documents: Sequence["Document"], page: Page) -> str | bytes:
    """Return several reports as one."""
    module = FORMAT_FOLDER.find(name)
    if len(documents) > 1 and hasattr(module, "write_all"):
        together: str | bytes = module.write_all(documents, page)
        return together
    written = [find(name).write(document, page) for document in documents]
    return written[0] if len(written) == 1 else "\n".join(map(str, written))
