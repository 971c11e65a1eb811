"""A workbook as rows of cells, written by XlsxWriter.

Everything a user has named is written as text, whatever it begins with; no text becomes a formula,
a link or a number. Two runs give the same bytes.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil, isfinite
from typing import Any, NamedTuple

from bpcalc.report.cells import terminal_width
from bpcalc.report.workbook.rounding import Limits

CREATED = datetime(2000, 1, 1)
"""When every workbook says that it was made."""

FOREGROUND, QUIET, EDGE, FAINT = "#1B1B1B", "#6B6B6B", "#BFC4CA", "#E6E8EB"

STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "source": {"font_color": QUIET, "text_wrap": True},
    "note": {"text_wrap": True},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#3B4452", "indent": 1},
    "step": {"bold": True, "font_size": 13, "bg_color": "#D5DAE1"},
    "part": {"bold": True, "font_size": 13, "bottom": 1, "bottom_color": "#3B4452"},
    "group": {"bold": True, "bg_color": "#EEF0F3"},
    "plain": {"indent": 1, "bottom": 1, "bottom_color": FAINT},
    "words": {"indent": 1},
    "strong": {"bold": True},
    "symbol": {"bold": True, "indent": 1, "bottom": 1, "bottom_color": "#FFFFFF"},
    "input": {"bg_color": "#C3E9BD"},
    "hidden": {"bg_color": "#FFDCAE"},
    "output": {"bg_color": "#C4DDFB"},
    "change": {"bg_color": "#FFF8C9", "font_color": "#1540A8", "border": 1, "border_color": EDGE},
    "value": {"border": 1, "border_color": EDGE},
    "result": {"bold": True, "border": 1, "border_color": EDGE},
    "name": {"font_color": QUIET, "font_size": 9, "indent": 1},
    "wrap": {"text_wrap": True},
    "right": {"align": "right", "indent": 0},
    "muted": {"font_color": QUIET, "bold": False},
}
"""How cells look; several styles of one cell are named one behind the other.

Inputs, hidden layers and outputs have the colours of the network's picture."""

HEIGHT = 17
"""The height of a row of text, in points."""

NUMBER_WIDTH = 13

COLUMN_MARGIN = 2
"""What a column is wider than its text."""

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SheetColumn(NamedTuple):
    """A column.

    Attributes:
        heading: on top.
        least: width in digits.
        most: width in digits beyond which a text takes several lines.
        style: of the heading.
    """

    heading: str
    least: int
    most: int
    style: str = "head"


class Text(NamedTuple):
    """A text."""

    text: str
    style: str = "plain"


class Number(NamedTuple):
    """A number.

    Attributes:
        value: what it is.
        style: of the cell.
        printed: its format.
        width: how many characters it has in it.
    """

    value: float
    style: str = "value"
    printed: str = "General"
    width: int = 0


class Formula(NamedTuple):
    """A formula without its equals sign, and what it comes to now.

    Attributes:
        formula: as a spreadsheet reads it.
        now: its value, "#NUM!" where spreadsheets have no such number.
        style: of the cell.
        printed: the format of a number.
        limits: beyond which a number is printed by its power of ten.
        width: how many characters the number has in its format.
    """

    formula: str
    now: float | str
    style: str = "value"
    printed: str = "General"
    limits: Limits | None = None
    width: int = 0


class Empty(NamedTuple):
    """A cell that somebody is to fill in."""

    style: str = "change"
    printed: str = "General"


Cell = Text | Number | Formula | Empty


class Book:
    """A workbook while it is written."""

    def __init__(self, title: str) -> None:
        """Begin a workbook whose properties have this title."""
        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        self._file = BytesIO()
        texts_stay = dict.fromkeys(
            ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
        )
        self._workbook = Workbook(self._file, {"in_memory": True, **texts_stay})
        self._workbook.set_properties({"title": cell_text(title), "created": CREATED})
        self._formats: dict[tuple[str, str], Any] = {}
        self._pages: list[SheetPage] = []

    def page(self, name: str, columns: Sequence[SheetColumn]) -> "SheetPage":
        """Add a sheet of this name, which must be legal and no other sheet's."""
        page = SheetPage(self, self.bare_sheet(name), name, columns)
        self._pages.append(page)
        return page

    def bare_sheet(self, name: str) -> Any:
        """Add a sheet of XlsxWriter, which is written cell by cell; its name must be no other's."""
        sheet = self._workbook.add_worksheet(name)
        sheet._prepare_formula = _prepared
        return sheet

    def chart(self) -> Any:
        """Return a chart of lines over numbers, to be put on a sheet."""
        return self._workbook.add_chart({"type": "scatter", "subtype": "straight"})

    def name(self, name: str, reference: str) -> None:
        """Give a cell a name, which must be legal and no other cell's."""
        self._workbook.define_name(name, f"={reference}")

    def style(self, names: str, printed: str = "General") -> Any:
        """Return XlsxWriter's format for styles and a number format."""
        key = (names, printed)
        if key not in self._formats:
            properties: dict[str, object] = {"valign": "vcenter", "font_color": FOREGROUND}
            for name in names.split():
                properties |= STYLES[name]
            self._formats[key] = self._workbook.add_format({**properties, "num_format": printed})
        return self._formats[key]

    def printed(self, printed: str) -> Any:
        """Return a format that only prints numbers otherwise, to be laid over that of a cell."""
        return self._workbook.add_format({"num_format": printed})

    def colours(self, colour: str, paper: str) -> Any:
        """Return a format that only colours a cell, to be laid over its own."""
        return self._workbook.add_format({"font_color": colour, "bg_color": paper})

    def finished(self) -> bytes:
        """Return the workbook as the bytes of its file."""
        for page in self._pages:
            page.finish()
        self._workbook.close()
        return self._file.getvalue()


def _prepared(formula: str, expand_future_functions: bool = False) -> str:
    """Return a formula as it stands in the file.

    XlsxWriter would look for each of thirty functions that are newer than the format, which takes
    half the time of a workbook; no formula of ours has one (a test tells).
    """
    return formula.removeprefix("=")


class SheetPage:
    """A sheet while it is written, row by row from the top.

    Attributes:
        row: the number of the next row, counted from 0.
        sheet: XlsxWriter's sheet.
    """

    def __init__(self, book: Book, sheet: Any, name: str, columns: Sequence[SheetColumn]) -> None:
        """Begin at the top of a sheet."""
        self.row = 0
        self.sheet = sheet
        self._book = book
        self._name = name
        self._columns = columns
        self._widths = [max(column.least, terminal_width(column.heading)) for column in columns]
        self._limited: dict[Limits, list[str]] = {}

    def add(self, *cells: Cell, height: int = HEIGHT) -> int:
        """Write a row; return its number. A text wider than its column takes several lines."""
        lines = 1
        for column, cell in enumerate(cells):
            lines = max(lines, _WRITERS[type(cell)](self, column, cell))
        return self._next(height * lines)

    def heading(self) -> None:
        """Write the headings of the columns; they stay in view, and are printed on every page."""
        row = self.add(*(Text(column.heading, column.style) for column in self._columns))
        self.sheet.freeze_panes(row + 1, 0)
        self.sheet.repeat_rows(row)

    def band(self, text: str, style: str, height: int = HEIGHT + 4) -> None:
        """Write a title over all columns."""
        for column in range(len(self._columns)):
            self._put(column, "" if column else cell_text(text), style)
        self._next(height)

    def paragraph(self, text: str, style: str, height: int = HEIGHT) -> None:
        """Write a text over all columns, in as many lines as it takes."""
        last = len(self._columns) - 1
        form = self._book.style(style)
        self.sheet.merge_range(self.row, 0, self.row, last, "", form)
        self.sheet.write_string(self.row, 0, cell_text(text), form)
        room = sum(column.least for column in self._columns)
        self._next(height * ceil(max(1, terminal_width(text)) / room))

    def address(self, column: int, row: int) -> str:
        """Return a cell as a formula on this sheet names it.

        Args:
            column: counted from 0.
            row: counted from 0.
        """
        return f"{chr(ord('A') + column)}{row + 1}"

    def reference(self, column: int, row: int) -> str:
        """Return a cell as a formula on any sheet names it, wherever that formula is moved."""
        name = self._name.replace("'", "''")
        return f"'{name}'!${chr(ord('A') + column)}${row + 1}"

    def finish(self) -> None:
        """Set the widths of the columns, and how the sheet is printed: on A4, as wide as it is."""
        for column, width in enumerate(self._widths):
            self.sheet.set_column(column, column, width + COLUMN_MARGIN)
        for limits, cells in self._limited.items():
            self._limit(limits, cells)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C&P / &N")
        last = self.address(len(self._columns) - 1, self.row)
        self.sheet.ignore_errors(dict.fromkeys(_NOT_ERRORS, f"A1:{last}"))

    def _limit(self, limits: Limits, cells: list[str]) -> None:
        """Have numbers beyond these limits printed by their power of ten."""
        first = cells[0]
        beyond = f"OR(ABS({first})<{limits.least:.15G},ABS({first})>={limits.most:.15G})"
        if not limits.zero:
            beyond = f"AND({first}<>0,{beyond})"
        rule = {
            "type": "formula",
            "criteria": f"=IF(ISNUMBER({first}),{beyond},FALSE)",
            "format": self._book.printed(limits.printed),
            "multi_range": " ".join(cells),
        }
        self.sheet.conditional_format(f"{first}:{first}", rule)

    def _next(self, height: int) -> int:
        self.sheet.set_row(self.row, height)
        self.row += 1
        return self.row - 1

    def _text(self, column: int, cell: Text) -> int:
        text, width = cell_text(cell.text), terminal_width(cell.text)
        most = self._columns[column].most
        self._widths[column] = max(self._widths[column], min(width, most))
        wrap = " wrap" if width > most else ""
        self._put(column, text, cell.style + wrap)
        return ceil(width / most) if wrap else 1

    def _put(self, column: int, text: str, style: str) -> None:
        form = self._book.style(style)
        if text:
            self.sheet.write_string(self.row, column, text, form)
        else:
            self.sheet.write_blank(self.row, column, None, form)

    def _number(self, column: int, cell: Number) -> int:
        self._widths[column] = max(self._widths[column], NUMBER_WIDTH, cell.width)
        form = self._book.style(cell.style, cell.printed)
        self.sheet.write_number(self.row, column, cell.value, form)
        return 1

    def _formula(self, column: int, cell: Formula) -> int:
        self._widths[column] = max(self._widths[column], NUMBER_WIDTH, cell.width)
        form = self._book.style(cell.style, cell.printed)
        if cell.limits:
            here = self.address(column, self.row)
            self._limited.setdefault(cell.limits, []).append(here)
        now = cell.now if isinstance(cell.now, str) or isfinite(cell.now) else "#NUM!"
        self.sheet.write_formula(self.row, column, f"={cell.formula}", form, now)
        return 1

    def _empty(self, column: int, cell: Empty) -> int:
        self._widths[column] = max(self._widths[column], NUMBER_WIDTH)
        self.sheet.write_blank(self.row, column, None, self._book.style(cell.style, cell.printed))
        return 1


_WRITERS: dict[type[Cell], Callable[..., int]] = {
    Text: SheetPage._text,
    Number: SheetPage._number,
    Formula: SheetPage._formula,
    Empty: SheetPage._empty,
}

_NOT_ERRORS = ("formula_differs", "number_stored_as_text", "empty_cell_reference")
"""What Excel would point out in every second cell."""


def cell_text(text: str) -> str:
    """Return the text without the characters that no workbook can hold."""
    return _NOT_XML.sub("", text)
