"""Word documents: equations that can be worked out again, tables that fit, nothing lost."""

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcalc
from bpcalc.cli import run
from bpcalc.maths.expr import Ref
from bpcalc.notation.boxes import Glyphs, Power, Script, Table, number
from bpcalc.notation.omml import displayed, omml
from bpcalc.report.docx.columns import Column, widths
from bpcalc.report.docx.markup import CELL_MARGIN, TEXT_WIDTH
from tests.helpers import pdf, word
from tests.helpers.libreoffice import SOFFICE
from tests.helpers.patience import PATIENCE
from tests.helpers.reports import lines_of

PANDOC = shutil.which("pandoc")
LIBRARIES = [Path(f"/usr/lib/libreoffice/program/lib{part}lo.so") for part in ("sw", "sm")]
"""The parts of LibreOffice that set texts and formulas; without them, these are left out."""

EXERCISES = ["mazur", "two-three-two", "tanh", "batch-momentum", "softmax", "skip-connection"]


def document(tmp_path: Path, *arguments: str) -> bytes:
    """Return the Word document that a call writes."""
    target = tmp_path / "report.docx"
    assert run([*arguments, "-o", str(target)]) == 0
    return target.read_bytes()


@pytest.mark.parametrize("name", EXERCISES)
def test_numbers_put_in_come_to_the_value_beside_them(name: str, tmp_path: Path) -> None:
    """Each equation, read back and worked out by another program, gives the printed value."""
    content = document(tmp_path, "step", name)
    tried = 0
    for numbers_put_in, value in word.lines(content):
        shown, nearly = value.strip().lstrip("≈"), "≈" in value
        if "×" in shown:  # a power of ten
            continue
        digits = -Decimal(shown).as_tuple().exponent  # type: ignore[operator]  # a finite number
        # A value of `≈` comes from numbers of more digits than are printed.
        room = 1e-3 * abs(float(shown)) if nearly else 0.5000001 * 10.0**-digits
        assert word.worked_out(numbers_put_in) == pytest.approx(float(shown), abs=room)
        tried += 1
    assert tried >= 8


@pytest.mark.parametrize("options", [[], ["--matrix"], ["--lang", "zh"]], ids=str)
def test_all_values_are_those_of_json(options: list[str], tmp_path: Path) -> None:
    """Whatever is on the page is printed in the document, in both languages."""
    said = word.text(document(tmp_path, "step", "mazur", *options)).replace("−", "-")

    for line in lines_of("mazur"):
        if line["epoch"] in (None, 1):
            assert str(line["shown"]) in said, line["name"]


def test_a_picture_is_there_twice_and_has_words(tmp_path: Path) -> None:
    """As pixels for every program, as SVG for those that can; the words are those of the SVG."""
    found = word.parts(document(tmp_path, "step", "mazur"))
    page = found["word/document.xml"].decode()

    assert found["word/media/image1.png"].startswith(b"\x89PNG")
    assert b"<svg" in found["word/media/image1.svg"]
    assert re.search(r'descr="[^"]*0\.593270', page)
    assert 'r:embed="rId' in page


NAMES = """title: "A <b> & $x$ \\\\input 数"
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
units: {inputs: ["x<", "over"], hidden: [["h&{", "隐#1"]], outputs: ["o_%", "alpha"]}
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""


def test_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    """Signs of XML and of formulas are printed as they stand."""
    exercise = tmp_path / "names.yaml"
    exercise.write_text(NAMES, encoding="utf-8")
    content = document(tmp_path, "step", str(exercise))
    said = word.text(content)

    assert "A <b> & $x$ \\input 数" in said
    for name in ("x<", "h&{", "隐#1", "o_%", "alpha"):
        assert name in said
    for runs in word.body(content).iter(f"{word.MATHS}r"):
        shown = runs.findtext(f"{word.MATHS}t") or ""
        plain = runs.find(f"{word.MATHS}rPr/{word.MATHS}nor") is not None
        assert plain or not re.search(r"[{}#%&_]|alpha|over", shown)


def test_long_formulas_and_wide_tables_stay_on_the_page(tmp_path: Path) -> None:
    """No table is wider than the text; what is too long is written as rows of an equation."""
    inputs = ", ".join(["0.25"] * 14)
    exercise = tmp_path / "wide.yaml"
    exercise.write_text(
        f"inputs: [{inputs}]\ntargets: [0.5]\nlearning_rate: 0.1\n"
        f"weights: [[[{inputs}], [{inputs}]], [[0.1, 0.2]]]\nbiases: [0.1, 0.2]\n",
        encoding="utf-8",
    )
    page = word.body(document(tmp_path, "step", str(exercise)))

    across = [
        sum(int(column.get(f"{word.WORD}w", "0")) for column in grid)
        for grid in page.iter(f"{word.WORD}tblGrid")
    ]
    assert across
    assert max(across) <= TEXT_WIDTH
    assert len(list(page.iter(f"{word.WORD}ind"))) > 8


@given(
    st.lists(
        st.tuples(st.floats(0, 9000), st.floats(0, 1)).map(
            lambda pair: Column(pair[0], pair[0] * pair[1])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_columns_have_what_they_need_and_fit(columns: list[Column]) -> None:
    """They are never wider than the page, never narrower than what cannot be broken."""
    found = widths(columns)
    least = sum(column.least for column in columns) + 2 * CELL_MARGIN * len(columns)
    if found is None:
        assert least > TEXT_WIDTH
        return
    assert sum(found) <= TEXT_WIDTH
    for column, width in zip(columns, found, strict=True):
        assert column.least - 1 <= width - 2 * CELL_MARGIN <= column.whole + 1


def test_an_equation_that_goes_on_begins_with_something() -> None:
    """LibreOffice prints a question mark for a sign between two terms that has no first one."""
    equals = Glyphs("=", "relation")
    assert '<m:t xml:space="preserve"> </m:t>' in omml((equals, *number("1")))
    assert "space" not in omml((Glyphs("+", "binary"), *number("1")))


def test_brackets_are_one_element() -> None:
    """A pair that is closed is a delimiter, with its power; a bracket alone is text."""
    opening, closing = Glyphs("(", "mark"), Glyphs(")", "mark")
    squared = omml((opening, *number("1"), Power((closing,), number("2"))))
    assert squared.count("<m:d>") == 1
    assert squared.index("<m:sSup>") < squared.index("<m:d>")
    assert "<m:d>" not in omml((opening, *number("1")))
    assert "<m:nor/>" in omml((opening, *number("1")))


def test_every_box_has_a_form() -> None:
    """Cases have one brace, matrices two brackets; a raised plus adds nothing."""
    cases = omml((Table("cases", ((number("1"), number("2")), (number("3"), number("4")))),))
    assert cases.count("<m:mr>") == 2
    assert '<m:begChr m:val="{"/><m:endChr m:val=""/>' in cases
    new = omml((Script((Glyphs("w", "letter"),), number("5"), (Glyphs("+", "prefix"),)),))
    assert "<m:nor/>" in new
    assert displayed(()) == ""


def test_headings_begin_where_the_host_says(tmp_path: Path) -> None:
    """`--heading 3` puts the title on the third level; `none` leaves epochs a bold line."""
    page = word.parts(document(tmp_path, "step", "mazur", "--heading", "3"))["word/document.xml"]
    assert page.count(b'"Heading3"') == 1
    assert page.count(b'"Heading4"') > 3
    bare = word.parts(document(tmp_path, "step", "mazur", "--heading", "none"))
    assert b"Heading" not in bare["word/document.xml"]
    assert "After the update" in bare["word/document.xml"].decode()


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
def test_pandoc_reads_the_equations_back(tmp_path: Path) -> None:
    """Every quantity of the page is there as LaTeX, and no number that is not ours."""
    document(tmp_path, "step", "mazur")
    done = subprocess.run(
        [str(PANDOC), str(tmp_path / "report.docx"), "-t", "markdown", "--wrap=none"],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    found = done.stdout.decode()
    assert done.stderr == b""
    assert r"$$w_{1} \cdot i_{1} + w_{2} \cdot i_{2} + b_{1}$$" in found
    assert r"$$0.15 \cdot 0.05 + 0.20 \cdot 0.10 + 0.35$$" in found
    assert r"\frac{1}{1 + e^{- 0.3775}}" in found
    assert found.count("$$") > 200


@pytest.mark.skipif(
    SOFFICE is None or not all(part.exists() for part in LIBRARIES),
    reason="LibreOffice with its formulas is not installed",
)
def test_libreoffice_prints_all_of_it(tmp_path: Path) -> None:
    """It sets every formula, none with the question mark of what it cannot read."""
    document(tmp_path, "step", "mazur", "--matrix")
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            str(tmp_path / "report.docx"),
        ],
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    said = pdf.text((tmp_path / "report.pdf").read_bytes())

    assert "¿" not in said
    for line in lines_of("mazur"):
        if line["epoch"] in (None, 1) and line["kind"] != "total_error":
            assert str(line["shown"]).lstrip("-") in said, line["name"]


def test_a_line_is_written_from_its_formula() -> None:
    """Another formula in the place of a line's changes what Word gets: there is no second text."""
    from bpcalc.report.math_reading import MathReading

    solution = bpcalc.solve("mazur")
    line, other = solution["net_h1"], solution["i1"]
    changed = line._replace(formula=line.formula - Ref(other.key))
    reading = MathReading(solution)

    assert omml(reading.substitution(changed)) == omml(
        (*reading.substitution(line), Glyphs("−", "binary"), *number("0.05"))
    )
