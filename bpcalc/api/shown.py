"""What shows itself: as text where it is printed, as a page where a notebook shows it."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import warn

from bpcalc.api.arguments import file_path
from bpcalc.api.saving import save_bytes
from bpcalc.errors import BpcalcError, OutputError
from bpcalc.locale import enumerated, say

if TYPE_CHECKING:  # a program that shows nothing needs none of the reports
    from xml.etree.ElementTree import Element

    from bpcalc.api.line_record import LineRecord
    from bpcalc.report.document import Document
    from bpcalc.report.drawing.paper import PaperSize
    from bpcalc.report.drawing.picture_data import Show
    from bpcalc.solution import Solution


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


class DerivationReport(ShownReport):
    """How one quantity comes about.

    Attributes:
        lines: records of the lines that it follows from, and of its own at the end.
    """

    def __init__(self, document: "Document", lines: "list[LineRecord]") -> None:
        """Show this derivation."""
        super().__init__(document)
        self.lines = lines


class Picture:
    """A picture, which shows itself; as a file it is SVG, PDF or PNG.

    Attributes:
        svg: the content of a file of SVG.
    """

    def __init__(self, element: "Element") -> None:
        """Take the root of a picture."""
        from bpcalc.report.drawing import svg

        self._element = element
        self.svg = svg.file(element).decode()

    def save(
        self,
        path: str | Path,
        *,
        size: str | None = None,
        font: str | None = None,
        grey: bool = False,
    ) -> None:
        """Write the picture to a file, which is replaced.

        Args:
            path: whose suffix decides what is written: .svg, .pdf or .png; of a network .tex, too.
            size: how wide it is on paper, such as 120mm.
            font: its letters are no smaller than this, such as 8pt.
            grey: whether it is in greys, for printing.

        Raises:
            BpcalcError: nothing of this suffix can be written, or not in this size, or not there.
            MissingExtra: typst is not installed, which PDF and PNG need.
        """
        from bpcalc.report.drawing.paper import PaperSize

        target = file_path(path)
        format_name = self._format_of(target)
        paper = PaperSize(_length(size), _length(font), grey)
        save_bytes(target, self._content(format_name, paper))

    _formats: tuple[str, ...] = ("svg", "pdf", "png")

    def _format_of(self, target: Path) -> str:
        """Return the format that a file asks for, whose needs are met."""
        from bpcalc.report.pictures import PICTURE_FOLDER

        name = PICTURE_FOLDER.by_suffix(target.suffix)
        if name not in self._formats:
            known = [PICTURE_FOLDER.find(each).suffixes[0] for each in self._formats]
            message = say(
                "no picture is written to `{suffix}` files; use one of {known}",
                suffix=target.suffix,
                known=enumerated(known),
            )
            raise BpcalcError(message)
        PICTURE_FOLDER.find(name).check_needs()
        return name

    def _content(self, format_name: str, paper: "PaperSize") -> bytes:
        """Return the picture in a format and a size."""
        from copy import deepcopy

        from bpcalc.report.drawing import svg
        from bpcalc.report.drawing.paper import on_paper

        drawing = deepcopy(self._element)
        if format_name == "svg":
            return svg.file(on_paper(drawing, paper))
        from bpcalc.report.typeset.compile import compile_pdf, compile_png
        from bpcalc.report.typeset.pictures import drawing_page

        compiled = compile_pdf if format_name == "pdf" else compile_png
        return compiled("picture.typ", drawing_page(drawing, paper))

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_pdf_(self) -> bytes | None:
        """Return a PDF, which a notebook is printed with; None where there is no typst or font."""
        from bpcalc.report.drawing.paper import PaperSize

        if find_spec("typst") is None:
            return None
        try:
            return self._content("pdf", PaperSize())
        except OutputError:
            return None

    def __repr__(self) -> str:
        """Return how large it is."""
        return f"<Picture: {len(self.svg)} characters of SVG>"


class NetworkPicture(Picture):
    """The picture of a network, whose units and lines TikZ knows by their names."""

    _formats = ("svg", "pdf", "png", "tikz")

    def __init__(self, solution: "Solution", show: "Show", sample: int, epoch: int) -> None:
        """Draw a network.

        Args:
            solution: whose numbers are written on it.
            show: what is written.
            sample: whose numbers these are.
            epoch: likewise.
        """
        from bpcalc.report.drawing.network import network_picture

        super().__init__(network_picture(solution, show, sample=sample, epoch=epoch))
        self._solution = solution
        self._show = show
        self._moment = {"sample": sample, "epoch": epoch}

    def _content(self, format_name: str, paper: "PaperSize") -> bytes:
        """Return the picture; what could not be read in its size is left out, with a warning."""
        from bpcalc.report.drawing.fitted import fitted
        from bpcalc.report.pictures import PICTURE_FOLDER

        found = fitted(self._solution, self._show, paper, **self._moment)
        if found.says:
            warn(found.says, stacklevel=3)
        written = PICTURE_FOLDER.find(format_name).write(found.picture, paper)
        return written if isinstance(written, bytes) else written.encode()


def _length(text: Any) -> float | None:
    """Return a length in points.

    Raises:
        BpcalcError: it is none.
    """
    from bpcalc.report.drawing.paper import points

    if text is None:
        return None
    found = points(text) if isinstance(text, str) else None
    if found is None:
        message = say("expected a length such as 120mm, 4in or 8pt, found `{text}`", text=text)
        raise BpcalcError(message)
    return found
