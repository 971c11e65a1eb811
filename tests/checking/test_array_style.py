"""Which way the square matrices of a sheet stand: all of them one way."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.listed import listed_numbers
from bpcalc.exercise.sources import load

BEFORE = """W1 (before):
[[0.15 0.25]
 [0.2  0.3 ]]
W2 (before):
[[0.4  0.5 ]
 [0.45 0.55]]
"""

FORWARD = """z1 = [[0.3775 0.3925]]
a1 = [[0.59326999 0.59688438]]
z2 = [[1.10590597 1.2249214 ]]
a2 = [[0.75136507 0.77292847]]
"""

UPHILL = """W1 (after):
[[0.15021928 0.25024886]
 [0.20043857 0.30049771]]
W2 (after):
[[0.44108352 0.48869873]
 [0.49133381 0.53862988]]
"""

GRADIENTS = """dW2 =
[[ 0.08216704 -0.02260254]
 [ 0.08266763 -0.02274024]]
dW1 =
[[0.00043857 0.00049771]
 [0.00087714 0.00099543]]
"""

NO_SLOPE = """dW2 =
[[ 0.43982965 -0.12878203]
 [ 0.44250923 -0.12956661]]
"""


def marked(sheet: str):
    """Return what is said of a sheet to Mazur's example."""
    marker = Marker(load("mazur"))
    answers = read_text(sheet, marker.names)
    return marker.mark(answers.cells, answers.cells)


@pytest.mark.parametrize(
    "before", [BEFORE, BEFORE + GRADIENTS, FORWARD + GRADIENTS], ids=["old", "both", "gradients"]
)
def test_a_wrong_matrix_stands_as_the_right_ones(before: str) -> None:
    """Of `x @ W`, each column belongs to a unit; all new weights go up the error."""
    marking = marked(before + UPHILL)

    new = [mark for mark in marking.marks if mark.cell and mark.key.kind == "new_weight"]
    assert [mark.verdict for mark in new] == ["mistake"] * 8
    assert [finding.rule for finding in marking.findings] == ["plus_update"]


def test_new_weights_lie_near_the_old_ones() -> None:
    """Where nothing else is there, even wrong ones tell."""
    marking = marked(UPHILL.partition("W2")[0])

    assert [finding.rule for finding in marking.findings] == ["plus_update"]


def test_a_mistake_before_a_matrix() -> None:
    """Gradients without a slope, of deltas that are left out."""
    marking = marked(BEFORE + FORWARD + NO_SLOPE)

    wrong = {mark.verdict for mark in marking.marks if mark.cell} - {"right", "follow"}
    assert wrong == {"mistake"}
    (finding,) = marking.findings
    assert finding.rule in ("no_fprime", "err_for_delta")  # of the deltas, which are left out


def test_a_matrix_that_is_right_the_other_way() -> None:
    """Somebody may have copied one of them as the exercise has it."""
    other = "dW2 = [[0.08216704, 0.08266763], [-0.02260254, -0.02274024]]"
    marking = marked(BEFORE + other)

    assert {mark.verdict for mark in marking.marks if mark.cell} == {"right"}


def test_one_number_that_fits_the_other_way_turns_nothing() -> None:
    """0.0005 is right for ∂E/∂w3, and follows from the student's own numbers for ∂E/∂w2."""
    sheet = """z2: tensor([[0.5059, 0.6249]])
    a2: tensor([[0.6238, 0.6513]])
    fc1.weight.grad: tensor([[0.0002, 0.0005], [0.0003, 0.0005]])
    fc1.weight tensor([[0.1499, 0.1998], [0.2499, 0.2997]], requires_grad=True)
    fc2.weight tensor([[0.3573, 0.4070], [0.5228, 0.5730]], requires_grad=True)"""
    marking = marked(sheet)

    wrong = [mark.key.kind for mark in marking.marks if mark.verdict in ("mistake", "unexplained")]
    assert wrong == ["net", "net"]


@pytest.mark.parametrize(
    ("sheet", "layer"),
    [
        ("a1 = [0.5933, 0.5969]\ndW2 = [[0.1, 0.2], [0.3, 0.4]]", 2),
        ("dW2 = [[0.1, 0.2], [0.3, 0.0005]]", 2),  # which would be right for ∂E/∂w3
        ("W0 = [[0.15, 0.2], [0.25, 0.3]]\nW1 = [[0.4, 0.45], [0.5, 0.55]]\n"
         "dW1 = [[0.1, 0.2], [0.3, 0.4]]", 2),
        ("W1 = [[0.15, 0.2], [0.25, 0.3]]\ndW1 = [[0.1, 0.2], [0.3, 0.4]]", 1),
    ],
)  # fmt: skip
def test_a_wrong_array_is_of_the_layer_that_it_names(sheet: str, layer: int) -> None:
    """Layers are counted on all arrays of a sheet alike."""
    marks = [mark.key for mark in marked(sheet).marks if mark.cell]

    assert {key.layer for key in marks if key.kind == "weight_gradient"} == {layer}


SOFTMAX = Marker(load("softmax"))
"""Three units below, three above two inputs: its first matrix is square with the biases."""


def as_numpy(rows) -> str:
    """Return a matrix as Python writes it."""
    return "[" + ", ".join(f"[{', '.join(row)}]" for row in rows) + "]"


def joined(layer: int, way: str, kind: str = "new", factor: int = 1, set_out=as_numpy) -> str:
    """Return a matrix of softmax, `W`, with its biases, `Wb`, `bW`, or turned, `WbT`, `bWT`.

    New parameters move `factor` times as far as they should; gradients are as many times as large.
    """
    values = SOFTMAX.names.values
    sizes = SOFTMAX.names.layout.sizes
    rows = []
    for unit in range(1, sizes[layer] + 1):
        row = []
        for source in [*range(1, sizes[layer - 1] + 1), 0][: -1 if "b" not in way else None]:
            of, at = ("weight", source) if source else ("bias", None)
            right, old = (
                next(v for k, v in values.items() if k[:4] == (each, layer, unit, at))
                for each in (f"new_{of}" if kind == "new" else f"{of}_gradient", of)
            )
            number = old + factor * (right - old) if kind == "new" else factor * right
            row.append(f"{number:.6f}")
        rows.append(row if way.startswith("W") else [row[-1], *row[:-1]])
    return set_out([*zip(*rows, strict=True)] if way.endswith("T") else rows)


def judged(sheet: str) -> tuple[set[str], set[str]]:
    """Return the verdicts on a sheet to softmax, and the mistakes found."""
    answers = read_text(sheet, SOFTMAX.names)
    marking = SOFTMAX.mark(answers.cells, answers.cells)
    verdicts = {mark.verdict for mark in marking.marks if mark.cell}
    return verdicts, {finding.rule for finding in marking.findings}


WAYS = ["Wb", "bW", "WbT", "bWT"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["new", "gradient"])
@pytest.mark.parametrize("layers", [(1,), (1, 2)])
def test_a_matrix_that_its_biases_make_square(layers: list[int], kind: str, way: str) -> None:
    """Its numbers tell which way it stands, and where in it the biases are."""
    name = "W{}_new" if kind == "new" else "dW{}"
    lines = [f"{name.format(layer)} = {joined(layer, way, kind)}\n" for layer in layers]

    assert judged("".join(lines)) == ({"right"}, set())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("layers", [(1,), (1, 2)])
def test_a_wrong_matrix_that_its_biases_make_square(layers: list[int], way: str) -> None:
    """All new parameters go up the error; they lie near the old ones still."""
    lines = [f"W{layer}_new = {joined(layer, way, factor=-1)}\n" for layer in layers]

    assert judged("".join(lines)) == ({"mistake"}, {"plus_update"})


@pytest.mark.parametrize(("way", "square"), [*((way, 1) for way in WAYS), ("W", 2), ("WT", 2)])
def test_a_wrong_matrix_stands_as_one_with_more_columns(way: str, square: int) -> None:
    """The shape of the other tells which way they stand, and its numbers where biases are."""
    lines = [
        f"dW{layer} = {joined(layer, way, 'gradient', 7 if layer == square else 1)}\n"
        for layer in (1, 2)
    ]
    read = read_text("".join(lines), SOFTMAX.names).cells

    assert len(read) == (21 if "b" in way else 15)
    for key, cell in read.items():
        value = float(SOFTMAX.names.values[key]) * (7 if key.layer == square else 1)
        assert float(cell.raw) == pytest.approx(value, abs=2e-6), key


def in_rows(before: str, between: str, behind: str, apart: str = " ", mark: str = "."):
    """Return what sets out a matrix row by row."""

    def set_out(rows) -> str:
        lines = [apart.join(row).replace(".", mark) for row in rows]
        return before + between.join(lines) + behind

    return set_out


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "set_out",
    [
        in_rows("\n\n   ", "\n   ", "\n\n", "   "),
        in_rows("[", "; ", "];"),
        in_rows("[", ";\n  ", "]", ", "),
        in_rows("[", "\n ", "]", "  "),
        in_rows("[", "; ", "]", " ", ","),
        in_rows("\n     [,1] [,2]\n[1,] ", "\n[1,] ", ""),
    ],
    ids=["MATLAB", "row", "lines", "no semicolons", "decimal comma", "R"],
)
def test_the_rows_of_a_matrix_in_matlab(set_out, way: str) -> None:
    """It has the shape in which it stands there, also with its biases."""
    lines = [f"W{layer} = {joined(layer, way, set_out=set_out)}\n" for layer in (1, 2)]

    assert judged("".join(lines)) == ({"right"}, set())


@pytest.mark.parametrize("end", ["; ", "\n  "])
def test_rows_that_are_lines_of_a_list(end: str) -> None:
    """Six weights of three units may stand in two lines, in their order."""
    values = SOFTMAX.names.values
    new = [v for k, v in values.items() if k.kind == "new_weight" and k.layer == 1]
    numbers = [f"{value:.4f}" for value in new]
    sheet = f"W1_new = [{' '.join(numbers[:3])}{end}{' '.join(numbers[3:])}]"

    assert judged(sheet) == ({"right"}, set())
    assert len(read_text(sheet, SOFTMAX.names).cells) == 6


def test_lines_that_numpy_has_wrapped_are_one_row() -> None:
    """It goes on in the next line where one is full."""
    row = [f"0.{at}2345678" for at in range(10, 22)]
    wrapped = f"[{' '.join(row[:6])}\n {' '.join(row[6:])}]"  # at 75 characters

    assert listed_numbers(wrapped) == f"[{', '.join(row)}]"


@pytest.mark.parametrize(
    "vector",
    [
        "[0.6468 -0.3 1.0496 0.222]",
        "[0.222, 0.6468, -0.3, 1.0496]",
        "[0.6468; -0.3; 1.0496; 0.222]",
        r"\begin{pmatrix}0.6468 \\ -0.3 \\ 1.0496 \\ 0.222\end{pmatrix}",
    ],
)
def test_the_weights_of_one_unit_with_its_bias_are_a_vector(vector: str) -> None:
    """A matrix of one row, or of one column."""
    marker = Marker(load("regression"))
    answers = read_text(f"W2_new = {vector}\n", marker.names)
    cells = {marker.names.told_name(key): cell.raw for key, cell in answers.cells.items()}

    assert cells == {"w7_new": "0.6468", "w8_new": "-0.3", "w9_new": "1.0496", "b_y_new": "0.222"}
