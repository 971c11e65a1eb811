"""Answers in documents of LibreOffice are read as they are seen there."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.open_documents import open_document_text, open_worksheets
from bpcalc.cli import run
from bpcalc.errors import AnswersError

KINDS = ("office", "text", "table", "drawing", "style")
NAMES = " ".join(
    f'xmlns:{name[:5]}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in KINDS
)
LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
MIMETYPE = "application/vnd.oasis.opendocument."


def odt(body: str, kind: str = "text", **others: str) -> bytes:
    """Return a document with a body, without all that reading does not need."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", f"{MIMETYPE}{kind}")
        text = f"<offic:document-content {NAMES} {LINKS}>{body}</offic:document-content>"
        archive.writestr("content.xml", text)
        for name, content in others.items():
            archive.writestr(f"{name}/content.xml", content)
    return file.getvalue()


def words(text: str) -> str:
    """Return a paragraph."""
    return f"<text:p>{text}</text:p>"


def cell(text: str, more: str = "") -> str:
    """Return the cell of a table."""
    return f"<table:table-cell {more}>{words(text) if text else ''}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    """Return the row of a table."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_paragraphs_lists_and_tables_are_lines() -> None:
    """Blanks, tabs and breaks as they are seen; the cells of a table stand side by side."""
    blanks = '=<text:s text:c="2"/>0.3775<text:tab/>a<text:line-break/>b  \n c'
    body = (
        "<text:h>Home<text:span>work</text:span></text:h>"
        f"{words(f'net_h1 {blanks}')}"
        f"<text:list><text:list-item>{words('out_h1 = 0.5933')}</text:list-item></text:list>"
        f"<table:table>{row(cell('E'), cell('0.2984'), cell('', COLUMNS % 9))}</table:table>"
    )

    assert open_document_text(odt(body)) == (
        "Homework\nnet_h1 =  0.3775\ta\nb c\nout_h1 = 0.5933\nE\t0.2984"
    )


COLUMNS = 'table:number-columns-repeated="%s"'
ROWS = 'table:number-rows-repeated="%s"'


def test_what_was_deleted_or_is_beside_the_text_is_no_answer() -> None:
    """Recorded changes, notes and the remarks of others."""
    deleted = f"<text:tracked-changes>{words('net_h1 = 9')}</text:tracked-changes>"
    remark = f"<offic:annotation>{words('out_h1 = 9')}</offic:annotation>"
    note = f"<text:note>{words('E = 9')}</text:note>"

    assert open_document_text(odt(f"{deleted}{words(f'net_h1 = 0.3775{remark}{note}')}")) == (
        "net_h1 = 0.3775"
    )


MATHS = "http://www.w3.org/1998/Math/MathML"


def test_equations_are_read() -> None:
    """Those that stand in a folder of their own, as LibreOffice Math writes them."""
    fraction = "<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><msup><mi>e</mi><mi>x</mi></msup></mrow>"
    net = "<mrow><msub><mi>net</mi><mrow><mi>h</mi><mn>1</mn></mrow></msub>"
    formula = (
        f'<math xmlns="{MATHS}"><semantics>{net}<mo>=</mo><mo>\N{MINUS SIGN}</mo>'
        f'{fraction}</mfrac></mrow><annotation encoding="StarMath 5.0">net_h1 = 9'
        "</annotation></semantics></math>"
    )
    frame = '<drawi:frame><drawi:object xlink:href="./Object 1"/></drawi:frame>'
    content = odt(words(f"{frame}, then"), **{"Object 1": formula})

    assert open_document_text(content) == "$net_{h1}=-\\frac{1}{1+e^{x}}$\n, then"
    assert open_document_text(odt(words(f"a {frame} b"))) == "a  b"  # a picture, say


def test_a_document_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone, in the folder of a class, and in an archive; what is no such text is left out."""
    paper = odt(words("net_h1 = 0.3775") + words("out_h1 = 0.5933"))
    (tmp_path / "a.odt").write_bytes(paper)
    assert run(["check", "mazur", str(tmp_path / "a.odt"), "--lang", "en"]) == 0
    assert "2 right" in capsys.readouterr().out

    class_folder = tmp_path / "class"
    for name in ("Ann", "Bob", "Eve"):
        (class_folder / name).mkdir(parents=True)
    (class_folder / "Ann" / "a.odt").write_bytes(paper)
    with ZipFile(class_folder / "Bob" / "b.zip", "w") as archive:
        archive.writestr("inner/a.odt", paper)
    (class_folder / "Eve" / "a.odt").write_bytes(odt("", kind="presentation"))

    assert run(["grade", "mazur", str(class_folder), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    assert "2 papers marked; on average 2.0 of 31 marks" in told
    assert "Not marked: Eve: Eve/a.odt: this is a LibreOffice presentation or drawing" in told
    assert "xml" not in told


def test_a_spreadsheet_is_read_like_a_workbook(tmp_path: Path) -> None:
    """Numbers in full where fewer of their digits are shown; hidden worksheets are left out."""
    number = 'offic:value-type="float" offic:value="%s"'
    sheet = (
        row(cell("Quantity"), cell("Value"))
        + row(cell("", COLUMNS % 2), more=ROWS % 3)
        + row(cell("net_h1"), cell("0.38", number % "0.3775"))
        + row(cell("out_h1"), cell("0.5930", number % "0.593"), cell("", COLUMNS % 16_000))
        + row(cell("", COLUMNS % 16_384), more=ROWS % 1_048_576)
    )
    style = '<style:style style:name="%s"><style:table-properties table:display="%s"/>'
    body = (
        f"{style % ('seen', 'true')}</style:style>{style % ('unseen', 'false')}</style:style>"
        f'<table:table table:name="One" table:style-name="seen">{sheet}</table:table>'
        f'<table:table table:name="Two" table:style-name="unseen">{row(cell("E"))}</table:table>'
    )
    content = odt(body, kind="spreadsheet")

    shown, hidden = open_worksheets(content)
    heading, numbers = ["Quantity", "Value"], [["net_h1", "0.3775"], ["out_h1", "0.5930"]]
    assert shown == [("One", [heading, [], [], [], *numbers])]
    assert hidden == [("Two", [["E"]])]

    path = tmp_path / "a.ods"
    path.write_bytes(content)
    marked = bpcalc.check("mazur", path)
    assert [mark.written for mark in marked.marks if mark.written] == ["0.3775", "0.5930"]


def test_a_class_may_stand_in_a_spreadsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in any other table."""
    rows = [("Name", "net_h1"), ("Ann", "0.3775"), ("Bob", "0.3775")]
    table = "".join(row(*map(cell, each)) for each in rows)
    path = tmp_path / "class.ods"
    path.write_bytes(odt(f'<table:table table:name="1">{table}</table:table>', "spreadsheet"))

    assert run(["grade", "mazur", str(path), "--lang", "en"]) == 0
    assert "2 papers marked; on average 1.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (odt("<text:p>"), "cannot be unpacked"),
        (odt("")[:80], "cannot be unpacked"),
        (odt("<text:span>" * 200 + "</text:span>" * 200), "too deep"),
        (odt(words(" " * 70_000_000)), "unpacks to more than 64 MiB"),
    ],
    ids=["words", "cut", "deep", "large"],
)
def test_what_no_person_has_written_is_told(content: bytes, says: str) -> None:
    """One sentence, and no room is made for what is promised."""
    with pytest.raises(AnswersError, match=says):
        open_document_text(content)


def test_a_spreadsheet_that_repeats_without_end_is_told() -> None:
    """A cell that is written once may be repeated a thousand million times."""
    table = row(cell("1", COLUMNS % 999_999_999), more=ROWS % 999_999_999) * 3
    content = odt(f'<table:table table:name="1">{table}</table:table>', "spreadsheet")

    with pytest.raises(AnswersError, match="the worksheet is too large: 1"):
        open_worksheets(content)
    assert open_document_text(odt(words(f'a<text:s text:c="{10**4000}"/>b'))) == "a b"


STYLES = """<offic:automatic-styles>
<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/>
</style:style><style:style style:name="T2"><style:text-properties
 style:text-position="super 58%"/></style:style>
<style:style style:name="T3"><style:text-properties style:text-line-through-style="none"/>
</style:style></offic:automatic-styles>"""


@pytest.mark.parametrize(
    "body",
    [
        words('net_h1 = <text:span text:style-name="T1">0.99</text:span> 0.1475'),
        words('<text:span text:style-name="T1">net_h1 = <text:s/>0.99<text:tab/></text:span>')
        + words("net_h1 = 0.1475"),
        '<text:p text:style-name="T1">net_h1 = 0.99</text:p>' + words("net_h1 = 0.1475"),
        words('<text:span text:style-name="T3">net_h1 = 0.1475</text:span>'),
        words('net_h1 = 1.475×10<text:span text:style-name="T2">-1</text:span>'),
    ],
)
def test_what_is_struck_out_or_raised(body: str) -> None:
    """A number that is struck out had been the first answer, and an exponent been run together."""
    names = Marker(bpcalc.load("distinct-numbers")).names
    found = read_content(odt(STYLES + body), names)

    assert [str(cell.value) for cell in found.cells.values()] == ["0.1475"]
