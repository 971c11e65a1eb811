"""Boxes: every sign of a formula is in one of them, in order, and set as what it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bpcalc
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.maths.expr import Minus, Number, Ref, Sum
from bpcalc.maths.keys import Key
from bpcalc.notation.boxes import (
    PLUS,
    PRIME_MARK,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Script,
    boxes,
)
from bpcalc.notation.math_symbols import symbol
from bpcalc.notation.math_writer import MathWriter
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.writing import UNICODE
from bpcalc.report.math_reading import MathReading
from tests.helpers import naughty


def glyphs(row: MathRow) -> Iterator[Glyphs]:
    """Yield the glyphs of a row from left to right."""
    return (box for box in boxes(row) if isinstance(box, Glyphs))


def text(row: MathRow) -> str:
    """Return the text of a row of boxes."""
    return "".join(glyph.text for glyph in glyphs(row))


def test_every_leaf_of_every_formula_is_there() -> None:
    """The symbols and numbers of all built-in exercises stand in the boxes, in their order."""
    for name in built_in():
        for notation in NOTATIONS:
            solution = bpcalc.solve(with_notation(bpcalc.load(name), notation))
            maths = MathReading(solution)
            for line in solution:
                written = text(maths.formula(line))
                place = 0
                for key in line.formula.refs():
                    place = written.find(text(maths.spell(key, line.key)), place)
                    assert place >= 0, (name, notation, maths.formula(line))
                place = 0
                shown = text(maths.substitution(line)).replace("−", "-").replace("×10", "e")
                for key in line.formula.refs():
                    place = shown.find(solution.shown(solution[key]), place)
                    assert place >= 0, (name, maths.substitution(line))


@pytest.mark.parametrize("name", naughty.NAMES)
def test_a_name_is_the_same_text(name: str, tmp_path: Path) -> None:
    """Whatever signs a user's name of a unit has, the boxes have them, in their order."""
    solution = bpcalc.solve(naughty.exercise(tmp_path, name, "title"))
    key = next(line for line in solution if line.key.kind == "input")

    found = text(MathReading(solution).symbol(key)).replace("−", "-")

    expected = solution.in_characters(UNICODE).symbol(key)
    assert found in (expected, expected.replace("_", ""))  # an index is lowered, not written


W, X, Y = (Glyphs(letter, "letter") for letter in "wxy")
W2_11 = Script((W,), (Glyphs("11", "number"),), (Glyphs("2", "number"),))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("w{n}", Script((W,), (Glyphs("5", "number"),))),
        ("w^[{L}]_[{ji}]", W2_11),
        ("net^[y]_[{ij}]", Script((Glyphs("net", "word"),), (Glyphs("1", "number"), Glyphs(
            ",", "mark"), Glyphs("14", "number")), (Y,))),
        ("{w}⁺", Script((Script((W2_11,)),), (), (PLUS,))),
        ("x′", Script((X,), (), (PRIME_MARK,))),
        ("ŷ_[{n}]", Script((Hat((Y,)),), (Glyphs("5", "number"),))),
        ("∂w/∂x", Fraction((Glyphs("∂", "mark"), W), (Glyphs("∂", "mark"), X))),
        ("E_k,{n}", Script((Glyphs("E", "letter"),), (Glyphs("k", "letter"), Glyphs(
            ",", "mark"), Glyphs("5", "number")))),
    ],
)  # fmt: skip
def test_symbols(template: str, expected: MathBox) -> None:
    """What stands above, below or beside what."""
    fields = {"n": 5, "L": 2, "ji": "11", "ij": "1,14", "w": (W2_11,)}

    assert symbol(template, fields) == (expected,)


def test_a_sign_of_a_number_is_told_from_a_sign_between_terms() -> None:
    """In `0.4 - (-0.3)·(-x)` the first minus stands between two terms, the others do not."""
    x = Ref(Key("net", 1, 1))
    row = MathWriter(lambda _: (X,)).write(Sum((Number("0.4"), Minus(Number("-0.3") * -x))))

    roles = [glyph.role for glyph in glyphs(row) if glyph.text == "−"]

    assert roles == ["binary", "prefix", "prefix"]
