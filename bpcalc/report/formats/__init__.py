"""How a report is written: one file a format, found by its name.

The module of a format declares it as its `FORMAT`. It knows no mathematics. To add one, add a
file.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING, Literal

from bpcalc.maths.entries import complete
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record
from bpcalc.report.folder import Folder, Format

if TYPE_CHECKING:  # the names of the formats must not cost the reports themselves
    from bpcalc.report.document import Document

ReportName = Literal[
    "solution", "derivation", "marking", "student", "audit", "training", "comparison"
]
"""What reports there are: `step`, `why`, `check`, the students' reports of `grade`, `audit`,
`train` and `compare` write them."""

PAGES: frozenset[ReportName] = frozenset(
    {"solution", "derivation", "marking", "student", "audit", "training", "comparison"}
)
"""What is written by formats that set every block."""

LINES: frozenset[ReportName] = frozenset({"solution", "derivation"})
"""What is written by formats that know the lines of a calculation, and nothing else."""


PageOption = Literal[
    "fragment", "heading", "number", "style", "layout", "lines", "alone", "ascii", "curve", "plot"
]
"""What a format may know to do: for the document that a report goes into, with the layout of pages,
with more lines than those of a first epoch, with a line without those that it follows from, with
signs of the field for which there are others in ASCII, with curves of errors, and with such that
are drawn in signs, which may be left out."""

SHAPES: frozenset[PageOption] = frozenset({"layout", "lines", "alone", "ascii"})
"""What formats take that set every block of a page."""


class Page(NamedTuple):
    """What a report is written on.

    Attributes:
        width: in terminal cells.
        colour: whether colours are wanted; a format that has none ignores it.
        fragment: whether the text goes into a larger document, which brings head and foot.
        library: with what a Python script calculates.
        line: the digits that a line of that document takes; None: what is usual.
        heading: the level of the title, 1 for the highest; 0: no headings.
        numbered: whether equations have numbers.
        labels: what the labels of each report's equations begin with; () for no labels.
        style: a style sheet of the reader's own, "" for none.
    """

    width: int = 100
    colour: bool = False
    fragment: bool = False
    library: str = "numpy"
    line: int | None = None
    heading: int = 1
    numbered: bool = False
    labels: tuple[str, ...] = ()
    style: str = ""


DEFAULT_PAGE = Page()


@complete
@record
class ReportFormat(Format):
    """A format of reports.

    Attributes:
        writer: (reports, page) -> their text or bytes, as one file.
        writes: which reports it can write.
        takes: what it can do that not every format can.
        several: whether several exercises can be one file.
        note: what it cannot hold of worked solutions, in a sentence, "" for nothing; None for a
            format that holds everything.
    """

    _: KW_ONLY
    writer: Callable[[Sequence["Document"], Page], str | bytes]
    writes: frozenset[ReportName]
    takes: frozenset[PageOption] = frozenset()
    several: bool = False
    note: Callable[[Sequence["Document"]], str] | None = None

    def write(self, document: "Document", page: Page = DEFAULT_PAGE) -> str | bytes:
        """Return a report."""
        return self.writer([document], page)

    def write_all(self, documents: Sequence["Document"], page: Page = DEFAULT_PAGE) -> str | bytes:
        """Return several reports as one."""
        return self.writer(documents, page)


def one_below_the_other(
    write: "Callable[[Document, Page], str]",
) -> "Callable[[Sequence[Document], Page], str]":
    """Return the writer of a format whose reports are put one below the other."""
    return lambda documents, page: "\n".join(write(document, page) for document in documents)


FORMAT_FOLDER: Folder[ReportFormat] = Folder(__name__, __path__)


def names() -> list[str]:
    """Return the names of all formats."""
    return FORMAT_FOLDER.names


def find(name: str) -> ReportFormat:
    """Return the format of this name, which must be one of `names`."""
    return FORMAT_FOLDER.find(name)


def that_write(report: ReportName) -> list[str]:
    """Return the names of the formats that write a report."""
    return [name for name in names() if report in find(name).writes]


def that_take(option: PageOption, report: ReportName = "solution") -> list[str]:
    """Return the names of the formats that can do something, of those that write a report."""
    return [name for name in that_write(report) if option in find(name).takes]


def that_write_several() -> list[str]:
    """Return the names of the formats that write several exercises as one file."""
    return [name for name in names() if find(name).several]
