"""MathML: it holds every sign of a formula, and a browser reads it as it is meant."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree as ET

import pytest

import bpcalc
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.maths.expr import Choice, Expr, Minus, Number, Product, Quotient, Ref, Sum
from bpcalc.maths.function_calls import exp, ln
from bpcalc.maths.keys import Key
from bpcalc.notation.boxes import Glyphs, MathRow, Table, boxes, number
from bpcalc.notation.math_symbols import symbol, unit_name
from bpcalc.notation.math_width import math_width
from bpcalc.notation.math_writer import MathWriter
from bpcalc.notation.mathml import MAX_PIECE_WIDTH, equation, formula, mathml, pieces
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.math_reading import MathReading
from tests.helpers import naughty

DRAWN = re.compile(r"[(){^]")
"""Signs that some boxes are: brackets as high as what they hold, and a hat."""

CORE = "math mrow mi mn mo mtext mfrac msqrt msub msup msubsup mover mphantom mtable mtr mtd"


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
    for box in boxes(row):
        if isinstance(box, Glyphs):
            yield "⋅" if box == Glyphs("·", "binary") else box.text


X = Ref(Key("net", 1, 1))
HALF = Quotient(Number("1"), Number("2"))


def written(formula: Expr) -> MathRow:
    """Return a formula as boxes, its quantities called x."""
    return MathWriter(lambda _: (Glyphs("x", "letter"),)).write(formula)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (number("0.15"), "<mn>0.15</mn>"),
        (number("-0.3"), '<mo form="prefix">−</mo><mn>0.3</mn>'),
        (symbol("η", {}), "<mi>η</mi>"),
        (symbol("Δw", {}), '<mi mathvariant="normal">Δ</mi><mi>w</mi>'),
        (
            symbol("net_{u}", {"u": unit_name("h1")}),
            "<msub><mtext>net</mtext><msub><mi>h</mi><mn>1</mn></msub></msub>",
        ),
        (
            symbol("w5⁺", {}),
            '<msubsup><mi>w</mi><mn>5</mn><mo form="prefix">+</mo></msubsup>',
        ),
        (written(HALF), "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (
            written(1 / (1 + exp(-X))),
            "<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo><msup><mi>e</mi>"
            '<mrow><mo form="prefix">−</mo><mi>x</mi></mrow></msup></mrow></mfrac>',
        ),
        (
            written(ln(Quotient(X, Number("2")))),
            '<mi mathvariant="normal">ln</mi><mrow><mo>(</mo><mfrac><mi>x</mi><mn>2</mn></mfrac>'
            "<mo>)</mo></mrow>",
        ),
        (
            symbol("ŷ_[1]", {}),
            '<msub><mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>'
            "<mn>1</mn></msub>",
        ),
        (
            written(Choice(X, X, Number("0"))),
            '<mrow><mo>{</mo><mtable class="cases"><mtr><mtd><mi>x</mi></mtd><mtd><mi>x</mi>'
            "<mo>&gt;</mo><mn>0</mn></mtd></mtr><mtr><mtd><mn>0</mn></mtd><mtd><mi>x</mi>"
            "<mo>≤</mo><mn>0</mn></mtd></mtr></mtable></mrow>",
        ),
    ],
)
def test_formulas(row: MathRow, expected: str) -> None:
    """A formula is set as in a book: words upright, signs of numbers close to them."""
    assert mathml(row) == f"<math>{expected}</math>"


def test_a_continued_formula_starts_with_a_sign_between_two_terms() -> None:
    """A plus or minus behind a possible break has the room of one that stands between terms."""
    first, second, third = read(formula(written(Sum((X * X, Minus(X * X), Number("-0.5"))))))

    assert "".join(first.itertext()) == "x⋅x"
    assert second[0].attrib == third[0].attrib == {"form": "infix"}
    assert third[2].attrib == {"form": "prefix"}


@pytest.mark.parametrize("name", sorted(built_in()))
@pytest.mark.parametrize("notation", sorted(NOTATIONS))
def test_every_sign_is_there(name: str, notation: str) -> None:
    """A formula says the same wherever it may be broken, and is as MathML Core has it."""
    solution = bpcalc.solve(with_notation(bpcalc.load(name), notation))
    maths = MathReading(solution)
    for line in solution.stages[1].lines + solution.stages[-1].lines:
        for row in (maths.formula(line), maths.substitution(line)):
            found = DRAWN.sub("", text(formula(row)))
            assert found == DRAWN.sub("", "".join(glyphs(row)))


@pytest.mark.parametrize("name", [*naughty.NAMES, "<img/src=x>", '"><b>', "&lt;"])
def test_a_name_is_text(name: str) -> None:
    """Whatever a unit is called, its name is read back sign by sign; none of it is an element."""
    found = text(mathml(unit_name(name)))

    assert found == name


@pytest.mark.parametrize("terms", [2, 5, 40])
def test_no_piece_is_wider_than_a_phone(terms: int) -> None:
    """A long sum may be broken before every term, a long product before every factor."""
    summed = written(Sum((Number("0.1234") * X,) * terms))
    product = written(Product((Number("0.12345678"),) * terms))

    assert max(map(math_width, pieces(summed))) <= MAX_PIECE_WIDTH
    assert max(map(math_width, pieces(product))) <= MAX_PIECE_WIDTH
    assert text(formula(product)).count("⋅") == terms - 1


def test_a_short_pair_of_brackets_is_not_broken() -> None:
    """`(1 - x)` stays on one line, squared or not."""
    whole = X * (1 - X)

    assert pieces(written(whole + X)) == [written(whole), written(whole + X)[-2:]]
    assert len(pieces(written((1 - X) ** 2 + X))) == 2


def test_points_of_a_matrix_stand_below_one_another() -> None:
    """What a number lacks before its point is made up by what takes room and is not seen."""
    x = (Glyphs("x", "letter"),)
    matrix = Table("matrix", ((number("0.5"), x), (number("-12.25"), number("1"))))

    (found,) = read(mathml((matrix,)))

    columns = [[row[0] for row in found.iter("mtr")], [row[1] for row in found.iter("mtr")]]
    phantoms = [["".join(p.itertext()) for p in cell.iter("mphantom")] for cell in columns[0]]
    assert phantoms == [["+0"], []]  # no minus: where MathML is not known, all is seen
    assert not any(list(cell.iter("mphantom")) for cell in columns[1])


def test_an_equation_of_matrices_is_broken_before_its_signs() -> None:
    """A minus that belongs to what follows an equals sign stays with the equals sign."""
    signs = (("=", "relation"), ("−", "prefix"), ("η", "letter"), ("·", "binary"))
    more = (("A", "letter"), ("+", "binary"), ("B", "letter"))

    found = read(equation(tuple(Glyphs(*sign) for sign in (*signs, *more))))

    assert ["".join(piece.itertext()) for piece in found] == ["=−η", "⋅A", "+B"]
    assert [piece[0].get("form") for piece in found] == ["infix"] * 3
