"""Answers in documents of word processors, pages and notebooks are read as they are seen."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.contents import decoded
from bpcalc.checking.reading.documents import docx_text, html_text, is_html, notebook_text
from bpcalc.cli import run
from bpcalc.errors import AnswersError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str) -> bytes:
    """Return a Word document with a body, without all that reading does not need."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        text = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", text)
    return file.getvalue()


def words(text: str) -> str:
    """Return a paragraph of Word."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_document_is_read_by_lines_and_cells():
    """Paragraphs, tabs and breaks within them, and a table: its cells stand once, side by side."""
    row = f"<w:tr><w:tc>{words('out_h1')}</w:tc><w:tc>{words('0.59')}{words('3')}</w:tc></w:tr>"
    run = "<w:p><w:r><w:t>net_h1</w:t><w:tab/><w:t>0.3775</w:t><w:br/><w:t/></w:r></w:p>"

    assert docx_text(docx(f"{run}<w:tbl>{row}</w:tbl>{words('end')}")) == (
        "net_h1\t0.3775\n\nout_h1\t0.59 3\nend"
    )


def test_equations_of_word_are_read():
    """Names with indices and numbers of an equation stand where they are seen."""
    low = "<m:sub><m:r><m:t>h1</m:t></m:r></m:sub>"
    net = f"<m:sSub><m:e><m:r><m:t>net</m:t></m:r></m:e>{low}</m:sSub>"
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    equation = f'<w:p><m:oMath xmlns:m="{math}">{net}<m:r><m:t>=−</m:t></m:r>{half}</m:oMath></w:p>'

    assert docx_text(docx(equation)) == "$net_{h1}=-\\frac{1}{2}$\n"

    deep = f'<m:oMath xmlns:m="{math}">{"<m:r>" * 5000}{"</m:r>" * 5000}</m:oMath>'
    with pytest.raises(AnswersError, match="too deep"):
        docx_text(docx(f"<w:p>{deep}</w:p>"))


def test_equations_of_one_paragraph_are_statements_of_their_own(tmp_path, capsys):
    """A number is that of its own equation, whatever stands before it in the paragraph."""
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    rows = ["E_total=0.2984", "net_h1=0.3775", "out_h1≈0.5933"]
    texts = "</w:t></w:r> <w:r><w:t> (3) Then: </w:t></w:r>".join(
        f"<m:oMath><m:r><m:t>{row}</m:t></m:r></m:oMath><w:r><w:t>," for row in rows
    )
    file = tmp_path / "a.docx"
    file.write_bytes(docx(f'<w:p xmlns:m="{math}">{texts}</w:t></w:r></w:p>'))

    assert run(["check", "mazur", str(file), "--lang", "en"]) == 0
    assert "3 right" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 broken", docx("")[:60], docx("<w:p>")], ids=["head", "cut", "words"]
)
def test_a_word_document_that_is_damaged_is_told(content):
    """One sentence, whichever of its layers is damaged."""
    with pytest.raises(AnswersError, match="cannot be unpacked"):
        docx_text(content)


def test_what_is_no_file_of_its_kind_is_told():
    """Bytes that are neither a text nor a workbook: what they may be, and what to do."""
    with pytest.raises(AnswersError, match=r"it is damaged, or not what its name says; save it"):
        decoded(bytes(range(256)) * 4)


@pytest.mark.parametrize("tag", ["p", "tr"])
def test_a_word_document_is_not_built_too_deep(tag):
    """What stands in each other is read once for every level, so there are not many of them."""
    deep = docx(f"<w:{tag}>" * 100_000 + f"</w:{tag}>" * 100_000)
    usual = docx(f"<w:{tag}>" * 20 + words("net_h1") + f"</w:{tag}>" * 20)

    with pytest.raises(AnswersError, match=r"built too deep or too large; hand in its text as a"):
        docx_text(deep)
    assert docx_text(usual) is not None


def test_a_page_is_read_without_its_scripts():
    """Lines, cells, exponents; what no reader sees is no answer."""
    page = (
        "<html><style>p {color: red}</style><script>net_h1 = 1</script><p>net_h1: 0.3775</p>"
        "<table><tr><th>out_h1</th><td>5.9·10<sup>-1</sup></td></tr></table></html>"
    )
    assert is_html(page)
    lines = [line for line in html_text(page).split("\n") if line]

    assert lines == ["net_h1: 0.3775", "out_h1\t5.9·10^-1"]


def test_a_notebook_is_read_as_it_shows_itself():
    """Texts and what was printed; code is no answer, and other JSON no notebook."""
    cells = [
        {"cell_type": "markdown", "source": ["net_h1 = ", "0.3775"]},
        {
            "cell_type": "code",
            "source": "out_h1 = 1",
            "outputs": [{"text": ["out_h1 = 0.5933\n"]}, {"data": {"text/plain": "0.75"}}, {}],
        },
        {"cell_type": "code"},
    ]
    shown = notebook_text(json.dumps({"cells": cells}))

    assert shown is not None
    assert shown.split("\n") == ["net_h1 = 0.3775", "out_h1 = 0.5933", "", "0.75", ""]
    for other in ('{"a": "cells"}', '{"cells": 3}', '{"cells": [', "net_h1 = 1"):
        assert notebook_text(other) is None


def test_a_word_document_is_marked(tmp_path, capsys):
    """As a sheet of any other kind: its numbers under their names, and what is wrong."""
    path = tmp_path / "ann.docx"
    path.write_bytes(docx(words("net_h1 = 0.3775") + words("out_h1 = 0.61")))

    assert run(["check", "mazur", str(path)]) == 1
    said = capsys.readouterr().out
    assert "0.3775" in said
    assert "0.61" in said


@pytest.mark.parametrize("depth", [40, 900, 100_000])
def test_json_of_any_depth_is_read_or_refused(depth):
    """Brackets in each other end in a sentence, and not in the depth of the interpreter."""
    names = Marker(bpcalc.load("mazur")).names
    text = '{"net_h1": 0.3775, "net_h2": ' + "[" * depth + "0.3925" + "]" * depth + "}"

    read = read_content(text.encode(), names)

    assert {str(cell.value) for cell in read.cells.values()} >= {"0.3775"}


@pytest.mark.parametrize("comment", ["<!-->", "<!--->", "<!-- x -->", "<!---->"])
def test_a_comment_of_a_page_ends_where_a_browser_ends_it(comment):
    """What stands behind it is read, and not taken for more of it."""
    lines = f"<p>net_h1 = 0.3775</p>{comment}<p>net_h2 = 0.3925</p><!-- y -->"
    page = f"<html><body>{lines}</body></html>"
    found = read_content(page.encode(), Marker(bpcalc.load("mazur")).names)

    assert [cell.raw for cell in found.cells.values()] == ["0.3775", "0.3925"]


def written(text: str, **properties: str) -> str:
    """Return a run of Word with its properties."""
    told = "".join(f'<w:{name} w:val="{value}"/>' for name, value in properties.items())
    return f'<w:r><w:rPr>{told}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{written('net_h1 = 0.99', strike='true')}</w:p>{words('net_h1 = 0.1475')}",
        f"<w:p>{written('net_h1 = 0.99', dstrike='1')}</w:p>{words('net_h1 = 0.1475')}",
        f"<w:p>{written('net_h1 = ')}{written('0.99', strike='1')}{written(' 0.1475')}</w:p>",
        f"<w:p>{written('net_h1 = ')}{written('0.', strike='1')}{written('99', strike='1')}"
        f"{written('0.1475')}</w:p>",
        f"<w:p>{written('net_h1 = 0.1475', strike='0')}</w:p>",
    ],
)
def test_what_is_struck_out_in_word_is_not_read(body):
    """It had been the first answer, which counts."""
    found = read_content(docx(body), Marker(bpcalc.load("distinct-numbers")).names)

    assert [cell.raw for cell in found.cells.values()] == ["0.1475"]


def test_what_is_raised_in_word_is_an_exponent():
    """`×10` and a raised -2 had been run together."""
    body = f"<w:p>{written('net_h1 = 1.475×10')}{written('-1', vertAlign='superscript')}</w:p>"
    found = read_content(docx(body), Marker(bpcalc.load("distinct-numbers")).names)

    assert [str(cell.value) for cell in found.cells.values()] == ["0.1475"]


def test_the_raised_end_of_an_ordinal_is_no_exponent():
    """Word raises the `nd` of `2nd` by itself; runs that follow each other are one."""
    raised = {"vertAlign": "superscript"}
    ordinal = f"<w:p>{written('2')}{written('nd', **raised)}{written(' epoch')}</w:p>"
    power = f"<w:p>{written('1×10')}{written('-', **raised)}{written('3', **raised)}</w:p>"

    assert docx_text(docx(ordinal + power)) == "2nd epoch\n1×10^-3"


@pytest.mark.parametrize("tag", ["s", "strike", "del"])
@pytest.mark.parametrize(
    "page",
    [
        "<p><{0}>net_h1 = 0.99</{0}></p><p>net_h1 = 0.1475</p>",
        "<p>net_h1 = <{0}>0.99</{0}> 0.1475</p>",
        "<p>net_h1 = <{0}>1</{0}> 0.1475</p>",
        "net_h1 = <{0}>0.99</{0}> 0.1475",
    ],
)
def test_what_is_struck_out_on_a_page_is_not_read(page, tag):
    """Whole lines, and parts of one."""
    names = Marker(bpcalc.load("distinct-numbers")).names
    found = read_content(page.format(tag).encode(), names)

    assert [cell.raw for cell in found.cells.values()] == ["0.1475"]


def test_what_is_struck_out_in_markdown_is_not_read():
    """Beside another number."""
    names = Marker(bpcalc.load("distinct-numbers")).names
    found = read_content(b"net_h1 = ~~0.99~~ 0.1475", names)

    assert [cell.raw for cell in found.cells.values()] == ["0.1475"]
