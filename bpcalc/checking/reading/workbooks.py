"""Workbooks as rows of cells, and our own practice workbook by the names of its cells.

A spreadsheet keeps numbers and not what was typed: 0.380 comes back as 0.38, unless the format
of its cell says how many decimals it shows. So nobody is told that digits are missing there.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from bpcalc.checking.reading.contents import check_archive, clean
from bpcalc.checking.reading.open_documents import open_worksheets
from bpcalc.errors import AnswersError, MissingExtra
from bpcalc.file_kinds import ODS, kind_of
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

if TYPE_CHECKING:
    from openpyxl import Workbook

_OPEN_FORMULA = pattern(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>|</c>)")

MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_SPANNED = 200_000
"""Cells that merged cells and links may go over, all together."""

_OVER_CELLS = [
    word.encode(encoding)
    for word in ("mergeCell", "hyperlink")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
]
_DECIMALS = pattern(r"[#,]*0(?:\.(0+))?(?:_[ )]|;.{0,60})?")


class Worksheet(NamedTuple):
    """The cells of one worksheet, as texts."""

    title: str
    rows: list[list[str]]


class Workbooks(NamedTuple):
    """What a workbook holds.

    Attributes:
        sheets: its visible worksheets.
        named: the cells that have a name of their own, by it.
    """

    sheets: list[Worksheet]
    named: dict[str, str]


def read_workbook(content: bytes) -> Workbooks:
    """Return the texts of a workbook.

    Raises:
        AnswersError: it is damaged or too large.
        MissingExtra: no package is installed that reads workbooks.
    """
    check_archive(content)
    if kind_of(content) is ODS:
        shown, _ = open_worksheets(content)
        return Workbooks([Worksheet(*sheet) for sheet in shown], {})
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtra("openpyxl", "xlsx") from None
    if _spanned(content) > MAX_SPANNED:
        raise AnswersError(say("the workbook has merged cells or links over too many cells"))
    try:
        with catch_warnings():
            simplefilter("ignore")  # of extensions that are not kept; nothing is written back
            book = load_workbook(BytesIO(content), data_only=True)
            if _has_open_formulas(content):
                _write_formulas(book, load_workbook(BytesIO(content)))
    except Exception:  # openpyxl raises whatever its parsers do
        message = say(
            "the workbook cannot be read, it is damaged; open it in a spreadsheet program and save "
            "it again as .xlsx"
        )
        raise AnswersError(message) from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return Workbooks([Worksheet(sheet.title, _rows(sheet)) for sheet in sheets], _named(book))


def _spanned(content: bytes) -> int:
    """Return over how many cells merged cells and links go; openpyxl makes each of them."""
    cells = 0
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            try:
                part = archive.read(name)
                if any(word in part for word in _OVER_CELLS):
                    cells += sum(map(_cells_of, _ranges(part)))
            except Exception:  # it is damaged, which openpyxl says better
                continue
    return cells


def _ranges(part: bytes) -> Iterator[str]:
    for _, element in ET.iterparse(BytesIO(part)):
        if element.tag.rpartition("}")[2] in ("mergeCell", "hyperlink"):
            yield element.get("ref", "")


def _cells_of(cells: str) -> int:
    """Return how many cells a range has: `A1:B3` has 6."""
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(cells)
    except ValueError:  # it is damaged, which openpyxl says better
        return 0
    if left is None or top is None or right is None or bottom is None:  # whole rows or columns
        return MAX_SPANNED + 1
    return (right - left + 1) * (bottom - top + 1)


def hidden_worksheets(content: bytes) -> list[str]:
    """Return the titles of the worksheets that a workbook does not show, which are not read."""
    if kind_of(content) is ODS:
        return [title for title, _ in open_worksheets(content)[1]]
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtra("openpyxl", "xlsx") from None
    with catch_warnings():
        simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True)
    return [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]


def _has_open_formulas(content: bytes) -> bool:
    """Return whether a program has written formulas whose values no spreadsheet has worked out."""
    with ZipFile(BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_OPEN_FORMULA.search(archive.read(name)) for name in names)


def _write_formulas(book: "Workbook", formulas: "Workbook") -> None:
    """Put formulas without a value where nothing stands, so that they are no blank cells."""
    for sheet in book.worksheets:
        for row in formulas[sheet.title].iter_rows():
            for cell in row:
                if cell.data_type == "f" and sheet[cell.coordinate].value is None:
                    sheet[cell.coordinate].value = str(cell.value)


def signed_by(book: Workbooks) -> str:
    """Return the name that stands behind `Name:` above the answers of our practice workbook."""
    for sheet in book.sheets[:1]:
        for row in sheet.rows[:5]:
            if row[0].rstrip(" :：").casefold() in ("name", "姓名", "student"):
                return next((cell for cell in row[1:] if cell.strip()), "")
    return ""


def _rows(sheet: Any) -> list[list[str]]:
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise AnswersError(say("the worksheet is too large: {title}", title=clean(sheet.title)))
    return [[_text(cell) for cell in row] for row in sheet.iter_rows()]


def _named(book: "Workbook") -> dict[str, str]:
    """Return the cells that have names: in our practice workbook those of the quantities."""
    found: dict[str, str] = {}
    for name, defined in book.defined_names.items():
        for title, address in _destinations(defined):
            if title in book.sheetnames and ":" not in address:
                cell: Any = book[title][address]
                found[clean(name)] = _text(cell)
    return found


def _destinations(defined: Any) -> Iterator[tuple[str, str]]:
    try:
        yield from defined.destinations
    except Exception:  # a name may stand for a formula or for nothing at all
        return


def _text(cell: Any) -> str:
    """Return what a cell shows, as far as it is known."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return clean(str(value)).strip()
    text = repr(value)
    shown = _DECIMALS.fullmatch(cell.number_format or "")
    if shown and shown[1] and "e" not in text:
        missing = len(shown[1]) - len(text.partition(".")[2])
        if missing > 0:
            text = text + ("" if "." in text else ".") + "0" * missing
    return text.removesuffix(".0") if text.endswith(".0") and not shown else text
