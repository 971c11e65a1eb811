"""Boxes: every sign of a formula is in one of them, in order, and set as what it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import bpcalc
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.notation.boxes import (
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Script,
    Table,
    boxes,
)
from bpcalc.notation.latex import LATEX
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.writing import UNICODE
from tests.helpers import naughty


def glyphs(row: MathRow) -> Iterator[Glyphs]:
    """Yield the glyphs of a row from left to right."""
    for box in row:
        yield from _of(box)


def _of(box: MathBox) -> Iterator[Glyphs]:
    if isinstance(box, Glyphs):
        yield box
    elif isinstance(box, Table):
        for cells in box.rows:
            for cell in cells:
                yield from glyphs(cell)
    else:
        for part in box:
            yield from glyphs(part)


def text(latex: str) -> str:
    """Return the text of a formula's boxes."""
    return "".join(glyph.text for glyph in glyphs(boxes(latex)))


def test_every_leaf_of_every_formula_is_there() -> None:
    """The symbols and numbers of all built-in exercises stand in the boxes, in their order."""
    for name in built_in():
        for notation in NOTATIONS:
            solution = bpcalc.solve(with_notation(bpcalc.load(name), notation))
            tex = solution.inked(LATEX)
            for line in solution:
                written = text(tex.formula(line))
                place = 0
                for key in line.formula.refs():
                    place = written.find(text(tex.spell(key, line.key)), place)
                    assert place >= 0, (name, notation, tex.formula(line))
                place = 0
                shown = text(tex.substitution(line)).replace("−", "-").replace("×10", "e")
                for key in line.formula.refs():
                    place = shown.find(solution.shown(solution[key]), place)
                    assert place >= 0, (name, tex.substitution(line))


@pytest.mark.parametrize("name", naughty.NAMES)
def test_a_name_is_the_same_text(name: str, tmp_path: Path) -> None:
    """Whatever signs a user's name of a unit has, the boxes have them, in their order."""
    solution = bpcalc.solve(naughty.exercise(tmp_path, name, "title"))
    key = next(line for line in solution if line.key.kind == "input")

    found = text(solution.inked(LATEX).symbol(key)).replace("−", "-")

    expected = solution.inked(UNICODE).symbol(key)
    assert found in (expected, expected.replace("_", ""))  # an index is lowered, not written


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("w_5", (Script((Glyphs("w", "letter"),), (Glyphs("5", "number"),), ()),)),
        (
            "{w^{2}_{11}}^{+}",
            (
                Script(
                    (
                        Script(
                            (Glyphs("w", "letter"),),
                            (Glyphs("11", "number"),),
                            (Glyphs("2", "number"),),
                        ),
                    ),
                    (),
                    (Glyphs("+", "prefix"),),
                ),
            ),
        ),
        ("w'", (Script((Glyphs("w", "letter"),), (), (Glyphs("′", "mark"),)),)),
        (r"\hat{y}", (Hat((Glyphs("y", "letter"),)),)),
        (
            r"\left(-\frac{1}{2}\right)",
            (
                Fenced(
                    (
                        Glyphs("−", "prefix"),
                        Fraction((Glyphs("1", "number"),), (Glyphs("2", "number"),)),
                    )
                ),
            ),
        ),
        ("a - b", (Glyphs("a", "letter"), Glyphs("−", "binary"), Glyphs("b", "letter"))),
        (r"\max(0, x)", tuple(map(Glyphs, ("max", "(", "0", ",", "x", ")"), (
            "function", "mark", "number", "mark", "letter", "mark")))),
        (
            r"\begin{pmatrix} 1 & a \\[4pt] \frac{1}{2} & b \end{pmatrix}",
            (
                Table(
                    "matrix",
                    (
                        ((Glyphs("1", "number"),), (Glyphs("a", "letter"),)),
                        (
                            (Fraction((Glyphs("1", "number"),), (Glyphs("2", "number"),)),),
                            (Glyphs("b", "letter"),),
                        ),
                    ),
                ),
            ),
        ),
    ],
)  # fmt: skip
def test_structures(latex: str, expected: MathRow) -> None:
    """What stands above, below or beside what."""
    assert boxes(latex) == expected


def test_a_sign_of_a_number_is_told_from_a_sign_between_terms() -> None:
    """In `0.4 - (-0.3)` the first minus stands between two terms, the second one does not."""
    roles = [glyph.role for glyph in glyphs(boxes(r"0.4 - (-0.3) \cdot (-x)")) if glyph.text == "−"]

    assert roles == ["binary", "prefix", "prefix"]
