"""How a report is written: one file a format, found by its name.

A format is a module with `SUFFIXES`, the file suffixes that ask for it, and
`write(document, page)`, which returns the text. It knows no mathematics. To add one, add a file.
One whose files are not plain UTF-8 says so with `ENCODING`.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

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

    def write(self, document: "Document", page: Page) -> str:
        """Return the report as text."""


def names() -> list[str]:
    """Return the names of all formats."""
    return sorted(module.name for module in iter_modules(__path__))


def find(name: str) -> Format:
    """Return the format of this name, which must be one of `names`."""
    return cast(Format, import_module(f"{__name__}.{name}"))


def by_suffix(suffix: str) -> str | None:
    """Return the name of the format that a file suffix such as `.json` asks for."""
    return next((name for name in names() if suffix.lower() in find(name).SUFFIXES), None)
