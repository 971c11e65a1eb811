"""LibreOffice as the reader of our workbooks: it works every formula out anew."""

import csv
import re
import shutil
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from tests.helpers import pdf
from tests.helpers.patience import PATIENCE

SOFFICE = shutil.which("soffice")

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed"
)

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""The settings of a user who wants every formula worked out when a file is opened."""


SCREEN = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,true,false,false,-1"
"""Every sheet as a file of its own, the texts of its cells as they stand on the screen."""


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, Workbook]:
    """Return workbooks as LibreOffice has worked them out, all of them in one run.

    Args:
        books: the files by names that a file may have.
        folder: an empty one, or none yet.
    """
    out = _converted(books, folder, "xlsx")
    return {name: load_workbook(out / f"{name}.xlsx", data_only=True) for name in books}


def displayed(books: Mapping[str, bytes], folder: Path) -> dict[str, list[list[str]]]:
    """Return what stands on the screen, row by row, the sheets one behind the other."""
    out = _converted(books, folder, SCREEN)
    return {
        name: [
            row
            for path in sorted(out.glob(f"{name}-*.csv"))
            for row in csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t")
        ]
        for name in books
    }


def _converted(books: Mapping[str, bytes], folder: Path, target: str) -> Path:
    """Have LibreOffice write the workbooks anew; return the folder of what it has written."""
    settings = folder / "profile" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    made, out = folder / "made", folder / "out"
    made.mkdir()
    for name, content in books.items():
        (made / f"{name}.xlsx").write_bytes(content)
    done = subprocess.run(
        [
            *(str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *("--headless", "--convert-to", target, "--outdir", str(out)),
            *(str(path) for path in sorted(made.iterdir())),
        ],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return out


def opened(content: bytes) -> Workbook:
    """Return a workbook with its formulas; its cached values are forgotten when it is saved."""
    return load_workbook(BytesIO(content))


def cached(content: bytes) -> Workbook:
    """Return a workbook with the values in the file, for programs that work nothing out."""
    return load_workbook(BytesIO(content), data_only=True)


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file, without cached values."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def named(book: Workbook) -> dict[str, Cell]:
    """Return the cells that have names, by these names."""
    cells = {}
    for name, defined in book.defined_names.items():
        ((sheet, address),) = defined.destinations
        cells[name] = book[sheet][address]
    return cells


def changed(content: bytes, numbers: Mapping[str, object]) -> bytes:
    """Return a workbook in which somebody has typed numbers into named cells, and no cached value.

    With none of them left, nobody can pass them off as worked out.
    """
    book = opened(content)
    cells = named(book)
    for name, number in numbers.items():
        cells[name].value = number
    return saved(book)


def wiped(content: bytes) -> bytes:
    """Return a workbook without its cached values."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/"):
                part, wiped = re.subn(rb"</f><v>[^<]*</v>", b"</f>", part)
                assert wiped == part.count(b"</f>")
            new.writestr(name, part)
    return file.getvalue()


def printed(book: bytes, folder: Path) -> str:
    """Return the text of all pages that LibreOffice prints of a workbook."""
    out = _converted({"book": book}, folder, "pdf")
    return pdf.text((out / "book.pdf").read_bytes())
