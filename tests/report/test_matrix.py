"""The matrix view: the same lines, and equations of matrices that are true."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.cli import run
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.maths.expr import Number, Ref
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.document import Array, Document, EquationPart, Lines, Matrices, Word
from bpcalc.report.formats import Page, terminal
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution
from tests.helpers.reports import lines_of, numbers, report

Value = NDArray[np.float64]
SHOWN = ("error", "total_error")


@pytest.fixture(
    scope="module",
    params=[(name, notation) for name in sorted(built_in()) for notation in (None, *NOTATIONS)],
    ids=lambda pair: f"{pair[0]}-{pair[1] or 'own'}",
)
def document(request: pytest.FixtureRequest) -> Document:
    """The matrix view of a built-in exercise in one notation, worked for two epochs."""
    name, notation = request.param
    exercise = bpcalc.load(name)
    if notation:
        exercise = with_notation(exercise, notation)
    return of_solution(Solution(calculate(exercise, 2)), Selection(matrices=True))


def equations(document: Document) -> Iterator[Matrices]:
    """Return the matrix equations of a document."""
    return (block for block in document.blocks if isinstance(block, Matrices))


def values(document: Document, array: Array) -> Value:
    """Return a matrix of the values that are carried."""
    by_key = document.solution.calculation.values
    return np.array([[float(by_key[key]) if key else 0.0 for key in row] for row in array.rows])


def worth(document: Document, parts: tuple[EquationPart, ...]) -> Value:
    """Return what the right side of an equation is worth, read as numpy reads it."""
    code, names = "", {}
    for place, part in enumerate(parts):
        names[f"v{place}"] = part
        if isinstance(part, Array):
            code += f"v{place}"
            names[f"v{place}"] = values(document, part)
        elif isinstance(part, Ref):
            code += f"v{place}"
            names[f"v{place}"] = float(document.solution.calculation.values[part.key])
        elif isinstance(part, Number):
            code += f"({part.text})"
        elif part == "·":
            neighbours = (parts[place - 1], parts[place + 1])
            code += "@" if all(isinstance(other, Array) for other in neighbours) else "*"
        else:
            code += {"⊙": "*", "²": "**2", "³": "**3"}.get(str(part), str(part))
    result: Value = eval(code, {}, names)
    return result


@pytest.mark.sampled(40)
def test_every_equation_is_true(document: Document) -> None:
    """Matrix times vector, outer product and entrywise product give the values on the left."""
    carried = document.solution.exercise.rounding.carry == "rounded"
    for block in equations(document):
        if block.right and not isinstance(block.right[0], Word):
            left, right = values(document, block.left), worth(document, block.right)

            np.testing.assert_allclose(right, left, rtol=1e-12, atol=6e-4 if carried else 1e-12)


def test_an_activation_is_applied_to_what_its_units_feel(document: Document) -> None:
    """A sigmoid is applied to the net inputs of its own units, with the bias where it is apart."""
    checked = 0
    for block in equations(document):
        if block.right and block.right[0] == Word("sigmoid"):
            net = worth(document, block.right[2:-1])
            expected = 1 / (1 + np.exp(-net))

            np.testing.assert_allclose(values(document, block.left), expected, atol=6e-4)
            checked += 1
    activations = {layer.activation.name for layer in document.solution.exercise.layers}
    assert checked or "sigmoid" not in activations


def test_no_line_is_lost(document: Document) -> None:
    """Every line stands in a matrix or in a table, but for those left out after the update."""
    in_matrices = {key for block in equations(document) for row in block.left.rows for key in row}
    in_tables = {
        line.key for block in document.blocks if isinstance(block, Lines) for line in block.lines
    }
    closing = document.solution.calculation.epochs + 1
    worked = {
        line.key
        for stage in document.solution.stages[1:]
        for line in stage.lines
        if stage.heading.epoch != closing
    }

    assert {key for key in in_matrices | in_tables if key.epoch != closing} == worked
    assert not in_matrices & in_tables


@pytest.mark.parametrize("format_name", ["terminal", "markdown", "latex"])
@pytest.mark.parametrize("name", ["mazur", "two-three-two", "softmax", "batch-momentum"])
def test_every_number_is_one_of_the_lines(name: str, format_name: str) -> None:
    """Nothing is worked out for the matrices: their numbers are shown values of JSON."""
    text = report(name, format_name, Page(1000), matrices=True)
    start = text.index("Vectors are columns")
    shown = {line["shown"] for line in lines_of(name)}
    shown |= {number for line in lines_of(name) for number in numbers(line["substitution"])}

    drawn = {number for number in numbers(text[start:]) if "." in number}

    assert drawn <= shown
    nets = [line for line in lines_of(name) if (line["kind"], line["epoch"]) == ("net", 1)]
    assert {line["shown"] for line in nets} <= drawn


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_the_drawing_keeps_within_the_page(width: int) -> None:
    """A matrix is drawn whole or not at all; in its place stands a sentence."""
    document = of_solution(bpcalc.solve("softmax"), Selection(matrices=True))
    text = terminal.FORMAT.write(document, Page(width))
    drawn = [line for line in text.splitlines() if set(line) & set("⎡⎢⎣[")]

    assert all(len(line) <= width for line in drawn)
    assert ("too wide" in text.replace("\n", " ")) == (width < 40)


def test_in_ascii_there_are_plain_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    """`--ascii` draws matrices with signs that every terminal has."""
    assert run(["step", "mazur", "--matrix", "--ascii"]) == 0

    output = capsys.readouterr().out
    assert "[net_h1] = [w1  w2] * [i1] + [b1]" in output
    drawing = output[output.index("Forward pass") :]
    assert drawing.isascii()


def test_matrices_are_of_whole_layers(capsys: pytest.CaptureFixture[str]) -> None:
    """A selection would leave holes in a matrix, so both together are refused."""
    assert run(["step", "mazur", "--matrix", "--unit", "h1"]) == 2
    assert "--matrix" in capsys.readouterr().err
