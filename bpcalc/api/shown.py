"""What shows itself: as text where it is printed, as a page where a notebook shows it."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a program that shows nothing needs none of the reports
    from xml.etree.ElementTree import Element

    from bpcalc.report.document import Document


class Shown:
    """Something that has a report."""

    @property
    def document(self) -> "Document":
        """The report, as blocks for any format."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Return the report as text."""
        return self._written("terminal")

    def _repr_html_(self) -> str | None:
        if find_spec("jinja2") is None:
            return None  # Jupyter then takes the Markdown
        from bpcalc.report.web.page import fragment

        return fragment(self.document)

    def _repr_markdown_(self) -> str:
        return self._written("markdown")

    def _repr_latex_(self) -> str:
        return self._written("latex")

    def _written(self, name: str) -> str:
        from bpcalc.report.formats import Page, find

        return str(find(name).write(self.document, Page(fragment=True)))


class ShownReport(Shown):
    """A report that is at hand."""

    def __init__(self, document: "Document") -> None:
        """Show this report."""
        self._shown = document

    @property
    def document(self) -> "Document":
        """The report, as blocks for any format."""
        return self._shown

    def __repr__(self) -> str:
        """Return how long it is."""
        return f"<{type(self).__name__}: {len(self._shown.lines)} lines>"


class Picture:
    """A picture, as SVG.

    Attributes:
        svg: the content of a file.
    """

    def __init__(self, element: "Element") -> None:
        """Take the root of a picture."""
        from bpcalc.report.drawing import svg

        self.svg = svg.file(element).decode()

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> None:
        """Write the picture to a file, which is replaced."""
        Path(path).write_text(self.svg, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        """Return how large it is."""
        return f"<Picture: {len(self.svg)} characters of SVG>"
