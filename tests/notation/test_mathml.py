"""MathML: it holds every sign of a formula, and a browser reads it as it is meant."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree as ET

import pytest

import bpcalc
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.notation.boxes import Glyphs, MathRow, Table, boxes
from bpcalc.notation.glyphs import latex_name
from bpcalc.notation.latex import LATEX, math_width
from bpcalc.notation.mathml import MAX_PIECE_WIDTH, equation, formula, mathml, pieces
from bpcalc.notation.notations import NOTATIONS
from tests.helpers import naughty

DRAWN = re.compile(r"[(){^]")
"""Signs that some boxes are: brackets as high as what they hold, and a hat."""

CORE = "math mrow mi mn mo mtext mfrac msub msup msubsup mover mphantom mtable mtr mtd"


def read(written: str) -> list[ET.Element]:
    """Return the elements of a formula, read as XML."""
    root = ET.fromstring(f"<page>{written.replace('<wbr>', '')}</page>")
    found = list(root)
    assert [element.tag for element in found] == ["math"] * len(found)
    assert {part.tag for element in found for part in element.iter()} <= set(CORE.split())
    return found


def text(written: str) -> str:
    """Return the signs of a formula from left to right."""
    return "".join(chain.from_iterable(element.itertext() for element in read(written)))


def glyphs(row: MathRow) -> Iterator[str]:
    """Yield the texts of a row of boxes from left to right."""
    for box in row:
        parts = box.rows if isinstance(box, Table) else [box[:]]
        for part in [] if isinstance(box, Glyphs) else parts:
            yield from chain.from_iterable(map(glyphs, part))
        if isinstance(box, Glyphs):
            yield "⋅" if box == Glyphs("·", "binary") else box.text


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("0.15", "<mn>0.15</mn>"),
        ("-0.3", '<mo form="prefix">−</mo><mn>0.3</mn>'),
        (r"\eta", "<mi>η</mi>"),
        (r"\Delta w", '<mi mathvariant="normal">Δ</mi><mi>w</mi>'),
        (r"\mathrm{net}_{h_1}", "<msub><mtext>net</mtext><msub><mi>h</mi><mn>1</mn></msub></msub>"),
        ("w_5^{+}", '<msubsup><mi>w</mi><mn>5</mn><mo form="prefix">+</mo></msubsup>'),
        (r"\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (
            r"\frac{1}{1 + e^{-x}}",
            "<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><msup><mi>e</mi>"
            '<mrow><mo form="prefix">−</mo><mi>x</mi></mrow></msup></mrow></mfrac>',
        ),
        (
            r"\ln\left(\frac{x}{2}\right)",
            '<mi mathvariant="normal">ln</mi><mrow><mo>(</mo><mfrac><mi>x</mi><mn>2</mn></mfrac>'
            "<mo>)</mo></mrow>",
        ),
        (
            r"\hat{y}_1",
            '<msub><mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>'
            "<mn>1</mn></msub>",
        ),
        (
            r"\begin{cases} x & x > 0 \cr 0 & x \le 0 \end{cases}",
            '<mrow><mo>{</mo><mtable class="cases"><mtr><mtd><mi>x</mi></mtd><mtd><mi>x</mi>'
            "<mo>&gt;</mo><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mi>x</mi>"
            "<mo>≤</mo><mn>0</mn></mtd></mtr></mtable></mrow>",
        ),
    ],
)
def test_formulas(latex: str, expected: str) -> None:
    """A formula is set as in a book: words upright, signs of numbers close to them."""
    assert mathml(latex) == f"<math>{expected}</math>"


def test_a_continued_formula_starts_with_a_sign_between_two_terms() -> None:
    """A plus or minus behind a possible break has the room of one that stands between terms."""
    first, second, third = read(formula("a \\cdot b\n- c \\cdot d\n+ (-0.5)"))

    assert "".join(first.itertext()) == "a⋅b"
    assert second[0].attrib == third[0].attrib == {"form": "infix"}
    assert third[2].attrib == {"form": "prefix"}


@pytest.mark.parametrize("name", sorted(built_in()))
@pytest.mark.parametrize("notation", sorted(NOTATIONS))
def test_every_sign_is_there(name: str, notation: str) -> None:
    """A formula says the same wherever it may be broken, and is as MathML Core has it."""
    solution = bpcalc.solve(with_notation(bpcalc.load(name), notation)).inked(LATEX)
    for line in solution.stages[1].lines + solution.stages[-1].lines:
        for latex in (solution.formula(line), solution.substitution(line)):
            found = DRAWN.sub("", text(formula(latex)))
            assert found == DRAWN.sub("", "".join(glyphs(boxes(latex))))


@pytest.mark.parametrize("name", [*naughty.NAMES, "<img/src=x>", '"><b>', "&lt;"])
def test_a_name_is_text(name: str) -> None:
    """Whatever a unit is called, its name is read back sign by sign; none of it is an element."""
    found = text(mathml(latex_name(name)))

    assert found == name


@pytest.mark.parametrize("terms", [2, 5, 40])
def test_no_piece_is_wider_than_a_phone(terms: int) -> None:
    """A long sum may be broken before every term, a long product before every factor."""
    summed = "\n+ ".join(["0.1234 \\cdot w_{12}"] * terms)
    product = " \\cdot ".join(["0.12345678"] * terms)

    assert max(map(math_width, pieces(summed))) <= MAX_PIECE_WIDTH
    assert max(map(math_width, pieces(product))) <= MAX_PIECE_WIDTH
    assert text(formula(product)).count("⋅") == terms - 1


def test_a_short_pair_of_brackets_is_not_broken() -> None:
    """`(1 - out)` stays on one line."""
    assert pieces("x \\cdot (1\n- x)\n+ y") == ["x \\cdot (1 - x)", "+ y"]


def test_points_of_a_matrix_stand_below_one_another() -> None:
    """What a number lacks before its point is made up by what takes room and is not seen."""
    matrix = r"\begin{pmatrix} 0.5 & x \\ -12.25 & 1 \end{pmatrix}"

    (found,) = read(mathml(matrix))

    columns = [[row[0] for row in found.iter("mtr")], [row[1] for row in found.iter("mtr")]]
    phantoms = [["".join(p.itertext()) for p in cell.iter("mphantom")] for cell in columns[0]]
    assert phantoms == [["−0"], []]
    assert not any(list(cell.iter("mphantom")) for cell in columns[1])


def test_an_equation_of_matrices_is_broken_before_its_signs() -> None:
    """A minus that belongs to what follows an equals sign stays with the equals sign."""
    found = read(equation(r"= -\eta \cdot A + B"))

    assert ["".join(piece.itertext()) for piece in found] == ["=−η", "⋅A", "+B"]
    assert [piece[0].get("form") for piece in found] == ["infix"] * 3
