"""The text of documents of LibreOffice and WPS: OpenDocument texts and spreadsheets.

Source: https://docs.oasis-open.org/office/OpenDocument/v1.3, part 3.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from bpcalc.checking.reading.contents import check_archive, clean
from bpcalc.checking.reading.decorations import STRUCK
from bpcalc.checking.reading.document_trees import tree_of
from bpcalc.checking.reading.equations import mathml_latex
from bpcalc.errors import AnswersError
from bpcalc.locale import say
from bpcalc.patterns import pattern

_NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE = _NAMESPACE % "text", _NAMESPACE % "table"
_TITLE, _STYLE = f"{_TABLE}name", f"{_TABLE}style-name"
_OFFICE, _FORMAT = _NAMESPACE % "office", _NAMESPACE % "style"
_OBJECT = _NAMESPACE % "drawing" + "object"
_LINK = "{http://www.w3.org/1999/xlink}href"

_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_ROW = f"{_TABLE}table-row"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})

_NOT_SHOWN = frozenset(
    {
        f"{_TEXT}tracked-changes",  # what was deleted, while changes are recorded
        f"{_TEXT}note",
        f"{_OFFICE}annotation",
    }
)
"""What is no text of the document: former texts, and what others have written beside it."""

MAX_DEEP = 100
"""Elements that stand in each other."""

MAX_REPEATED = 1000
"""How often a cell that is written once may be repeated; empty ones fill a sheet."""

_BLANKS = pattern("[ \t\r\n]+")

MAX_CELLS = 2_000_000
"""Cells of a spreadsheet, those that are repeated as often as they are."""

_NUMBER = pattern(r"-?\d+(?:[.,]\d+)?")

OpenSheet = tuple[str, list[list[str]]]
"""The title and the cells of a worksheet."""

Equations = dict[str, str]
"""The equations of a document as LaTeX, by the folders in which they stand."""


def open_document_text(content: bytes) -> str:
    """Return the text of a document: a line a paragraph, the cells of a table apart by tabs.

    Raises:
        AnswersError: it is damaged, or unpacks to too much.
    """
    check_archive(content)
    root = tree_of(content, "content.xml", MAX_DEEP, None)
    _mark_set(root)
    return clean("\n".join(_lines(root, _equations(content, root))))


def _mark_set(root: ET.Element) -> None:
    """Write the signs of Markdown around what is struck out, and one before what is raised."""
    struck: set[str] = set()
    raised: set[str] = set()
    for style in root.iter(f"{_FORMAT}style"):
        for properties in style.iter(f"{_FORMAT}text-properties"):
            if properties.get(f"{_FORMAT}text-line-through-style", "none") != "none":
                struck.add(style.get(f"{_FORMAT}name", ""))
            if properties.get(f"{_FORMAT}text-position", "").startswith("super"):
                raised.add(style.get(f"{_FORMAT}name", ""))
    for element in [*root.iter(f"{_TEXT}span"), *root.iter(f"{_TEXT}p")]:
        name = element.get(f"{_TEXT}style-name")
        if name in struck:
            _surround(element, STRUCK)
        elif name in raised:
            element.text = f"^{element.text or ''}"


def _surround(element: ET.Element, sign: str) -> None:
    element.text = f"{sign}{element.text or ''}"
    if len(element):
        element[-1].tail = f"{element[-1].tail or ''}{sign}"
    else:
        element.text += sign


def open_worksheets(content: bytes) -> tuple[list[OpenSheet], list[OpenSheet]]:
    """Return the worksheets that a spreadsheet shows, and those that it hides.

    Raises:
        AnswersError: it is damaged or too large.
    """
    check_archive(content)
    root = tree_of(content, "content.xml", MAX_DEEP, None)
    unseen = {
        style.get(f"{_FORMAT}name", "")
        for style in root.iter(f"{_FORMAT}style")
        for properties in style.iter(f"{_FORMAT}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    shown: list[OpenSheet] = []
    hidden: list[OpenSheet] = []
    for table in root.iter(f"{_TABLE}table"):
        title = clean(table.get(_TITLE, ""))
        found = hidden if table.get(_STYLE) in unseen else shown
        found.append((title, list(_rows(table, title))))
    return shown, hidden


def _rows(table: ET.Element, title: str) -> Iterator[list[str]]:
    """Yield the rows of a worksheet; empty ones at its end, and empty cells, are left out."""
    left = MAX_CELLS
    empty = 0
    for row in table.iter(_ROW):
        cells = [clean(cell) for cell in _cells(row, {})]
        while cells and not cells[-1]:
            cells.pop()
        times = _repeated(row, "rows")
        left -= times * (len(cells) + 1)
        if left < 0:
            raise AnswersError(say("the worksheet is too large: {title}", title=title))
        if not cells:
            empty += times
            continue
        yield from [[] for _ in range(empty)]
        empty = 0
        yield from [cells[:] for _ in range(times)]


def _equations(content: bytes, root: ET.Element) -> Equations:
    """Return the equations that are embedded; an object of another kind is none of them."""
    folders = [(element.get(_LINK) or "").removeprefix("./") for element in root.iter(_OBJECT)]
    if not folders:
        return {}
    with ZipFile(BytesIO(content)) as archive:
        names = frozenset(archive.namelist())
    found = {}
    for folder in dict.fromkeys(folders):
        name = f"{folder.rstrip('/')}/content.xml"
        if name in names:
            found[folder] = mathml_latex(tree_of(content, name, MAX_DEEP, None))
    return found


def _lines(element: ET.Element, equations: Equations) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_SHOWN:
            continue
        if child.tag in _PARAGRAPHS:
            yield _text(child, equations)
        elif child.tag == _ROW:
            yield "\t".join(_cells(child, equations)).rstrip("\t")
        else:
            yield from _lines(child, equations)


def _cells(row: ET.Element, equations: Equations) -> Iterator[str]:
    for cell in row:
        if cell.tag in _CELLS:
            text = " ".join(" ".join(_lines(cell, equations)).split())
            yield from [_in_full(cell, text)] * _repeated(cell, "columns")


def _in_full(cell: ET.Element, shown: str) -> str:
    """Return the number that a cell holds where it shows fewer of its digits."""
    value = cell.get(f"{_OFFICE}value", "")
    if not (_NUMBER.fullmatch(shown) and _NUMBER.fullmatch(value)):
        return shown
    decimals = shown.replace(",", ".").partition(".")[2]
    return value if len(value.partition(".")[2]) > len(decimals) else shown


def _repeated(element: ET.Element, what: str) -> int:
    return _times(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _times(written: str) -> int:
    """Return how often something is to be repeated, within bounds."""
    return min(int(written), MAX_REPEATED) if re.fullmatch("[0-9]{1,9}", written) else 1


def _text(paragraph: ET.Element, equations: Equations) -> str:
    return "".join(_parts(paragraph, equations)).strip(" ")


def _parts(element: ET.Element, equations: Equations) -> Iterator[str]:
    """Yield what is written in a paragraph; line ends in the file are blanks, as in HTML."""
    yield _BLANKS.sub(" ", element.text or "")
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * _times(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == _OBJECT:
            yield _equation(child, equations)
        elif child.tag not in _NOT_SHOWN:
            yield from _parts(child, equations)
        yield _BLANKS.sub(" ", child.tail or "")


def _equation(element: ET.Element, equations: Equations) -> str:
    folder = (element.get(_LINK) or "").removeprefix("./")
    latex = equations.get(folder, "") or "".join(map(mathml_latex, element))
    # What follows an equation is another statement, though the paragraph goes on.
    return f"${latex}$" + "\n" * any(sign in latex for sign in "=≈") if latex else ""
