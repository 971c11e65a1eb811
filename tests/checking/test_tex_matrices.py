r"""Matrices and vectors as LaTeX and word processors write them: `\begin{pmatrix}0.36 & 0.41 …`."""

from xml.etree import ElementTree as ET

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.equations import latex_of, mathml_latex
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.tex_matrices import MOST_CHARACTERS, matrices_in_brackets

MAZUR = Marker(bpcalc.load("mazur"))
WEIGHTS = r"0.3589 & 0.4087\\ 0.5113 & 0.5614"
NET, OUT = r"0.3775\\ 0.3925", r"0.5933\\ 0.5969"


def matrix(body: str, name: str = "pmatrix") -> str:
    """Return a matrix of LaTeX."""
    return f"\\begin{{{name}}}{body}\\end{{{name}}}"


def right(sheet: str) -> set[str]:
    """Return the names of the right numbers of a sheet on which nothing else is."""
    answers = read_text(sheet, MAZUR.names)
    assert answers.unknown == ()
    wrong = [
        (key, cell.raw)
        for key, cell in answers.cells.items()
        if not near(cell, MAZUR.names.values.get(key))
    ]
    assert wrong == []
    return {MAZUR.names.told_name(key) for key in answers.cells}


PRODUCT = matrix(r"0.15 & 0.2 \\ 0.25 & 0.3") + matrix(r"0.05\\ 0.1")
BIASES = matrix(r"0.35 \\ 0.35")
SYMBOLS, OLD = matrix(r"w_5^+ & w_6^+ \\ w_7^+ & w_8^+"), matrix(r"w_5 & w_6 \\ w_7 & w_8")
GRADIENT = matrix(r"0.0822 & 0.0827\\ -0.0226 & -0.0227")

NEW = {f"w{at}_new" for at in range(5, 9)}
NETS, OUTS = {"net_h1", "net_h2"}, {"out_h1", "out_h2"}


@pytest.mark.parametrize(
    "written",
    [
        *(matrix(WEIGHTS, name) for name in ("pmatrix", "bmatrix", "matrix", "bmatrix*")),
        r"\left[\begin{array}{cc}0.3589 & 0.4087\\ 0.5113 & 0.5614\end{array}\right]",
        r"\left( " + matrix(WEIGHTS, "matrix") + r" \right)",
        matrix("\n0.3589 & 0.4087\\\\[2pt]\n0.5113 & 0.5614\\\\\n"),
        "\n" + matrix("\n  0.3589 & 0.4087 \\\\\n  0.5113 & 0.5614\n") + "\n",
        matrix(WEIGHTS.replace(".", "{,}")),
        matrix(WEIGHTS) + ".",
        "W_2 - 0.5 " + GRADIENT + " = " + matrix(WEIGHTS),
    ],
)
@pytest.mark.parametrize(
    "around", ["$W_2^{{new}} = {}$", "\\[ \\mathbf{{W}}^{{(2)}}_{{new}} = {} \\]", "$$W_2^+={}$$"]
)
def test_a_matrix_of_weights(written: str, around: str) -> None:
    """`W_2` is no weight w2: its numbers are those of the layer."""
    assert right(around.format(written)) == NEW


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        (rf"$\mathbf{{net}}_h = {matrix(NET)}$, $out_h \approx {matrix(OUT)}$", NETS | OUTS),
        (rf"$net_h = {matrix(NET)},\quad out_h = \sigma(net_h) = {matrix(OUT)}$", NETS | OUTS),
        (
            rf"\begin{{align}}net_h &= {matrix(NET)} \\ out_h &= {matrix(OUT)}\end{{align}}",
            NETS | OUTS,
        ),
        (
            rf"$net_h = W_1 x + b_1 = {PRODUCT}"
            rf" + {BIASES} = {matrix(NET)}$",
            NETS,
        ),
        (r"$net_h = \begin{bmatrix}0,3775 & 0,3925\end{bmatrix}^T$", NETS),
        (
            r"$\delta_h = \begin{pmatrix}8.77 \times 10^{-3} \\ 9.95\cdot 10^{-3}\end{pmatrix}$",
            {"delta_h1", "delta_h2"},
        ),
    ],
)
def test_a_vector(sheet: str, names: set[str]) -> None:
    """A column, or a row, of one number for every unit."""
    assert right(sheet) == names


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        (rf"$\begin{{pmatrix}}net_{{h1}}\\ net_{{h2}}\end{{pmatrix}} = {matrix(NET)}$", NETS),
        (rf"\[{SYMBOLS} = {matrix(WEIGHTS)}\]", NEW),
        (
            rf"\[{SYMBOLS} = {OLD}"
            rf" - \eta {GRADIENT} = {matrix(WEIGHTS)}\]",
            NEW,
        ),
        (matrix(r"net_{h1} = 0.3775 \\ net_{h2} = 0.3925"), NETS),
        (matrix(r"net_{h1} &= 0.3775 \\ net_{h2} &= 0.3925", "matrix"), NETS),
    ],
)
def test_symbols_in_matrices(sheet: str, names: set[str]) -> None:
    """They name the numbers of the matrix behind them, one by one; equations are lines."""
    assert right(sheet) == names


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{array}{l|l} net_{h1} & 0.3775 \\ net_{h2} & 0.3925 \end{array}",
        r"\begin{pmatrix}0.1 & 0.2 \\ 0.3\end{pmatrix}",
        r"\begin{pmatrix}0.1 & 0.2",
        r"\begin{pmatrix}\begin{pmatrix}0.1\end{array}\end{pmatrix}",
        "\\begin{pmatrix}" + " " * MOST_CHARACTERS + "0.1\\end{pmatrix}",
    ],
)
def test_what_is_no_matrix_stays_as_it_is(text: str) -> None:
    """A table, rows of different lengths, one without an end."""
    assert matrices_in_brackets(text) == text


@pytest.mark.parametrize("name", ["align", "aligned", "gather*", "cases"])
def test_equations_begin_in_any_line(name: str) -> None:
    """What begins and ends them is no part of a name or a number."""
    lines = r"net_{h1} &= 0.3775 \\ net_{h2} &= 0.3925"

    assert right(f"$${matrix(lines, name)}$$") == NETS
    assert right("\\begin{equation}net_{h1} = 0.3775\\end{equation}") == {"net_h1"}


ABOUT = r"""\begin{align}
\delta_1 \approx \begin{pmatrix}0.392 & 0 & 0.616\end{pmatrix} \\
z_2 \approx \begin{pmatrix}3.56\end{pmatrix} \\
\frac{\partial E}{\partial W_2} \approx \begin{pmatrix}1.064 & 0.0 & 1.008\end{pmatrix} \\
W_2^{new} \approx \begin{pmatrix}0.6468 & -0.3 & 1.0496\end{pmatrix}
\end{align}"""


def test_lines_of_rounded_vectors_are_no_table() -> None:
    """As many commas stand in each line, and no sign of equality."""
    regression = Marker(bpcalc.load("regression")).names
    vectors = "\n".join(rf"a_1 \approx {matrix('1.9 & 0 & 1.8')}" for _ in range(2))

    assert len(read_text(ABOUT, regression).cells) == 10
    assert len(read_text(vectors, regression).cells) == 3


WORD = """<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">
<m:r><m:t>W_2^+=</m:t></m:r><m:d><m:dPr/><m:e><m:m><m:mPr/>
<m:mr><m:e><m:r><m:t>0.3589</m:t></m:r></m:e><m:e><m:r><m:t>0.4087</m:t></m:r></m:e></m:mr>
<m:mr><m:e><m:r><m:t>0.5113</m:t></m:r></m:e><m:e><m:r><m:t>0.5614</m:t></m:r></m:e></m:mr>
</m:m></m:e></m:d></m:oMath>"""

LINES = """<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:eqArr>
<m:e><m:r><m:t>net_h1=0.3775</m:t></m:r></m:e><m:e><m:r><m:t>net_h2=0.3925</m:t></m:r></m:e>
</m:eqArr></m:oMath>"""

WRITER = """<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>net_h</mi><mo>=</mo><mo>[</mo>
<mtable><mtr><mtd><mn>0.3775</mn></mtd></mtr><mtr><mtd><mn>0.3925</mn></mtd></mtr></mtable>
<mo>]</mo></math>"""


@pytest.mark.parametrize(
    ("latex", "names"),
    [
        (latex_of(ET.fromstring(WORD)), NEW),
        (latex_of(ET.fromstring(LINES)), NETS),
        (mathml_latex(ET.fromstring(WRITER)), NETS),
    ],
)
def test_matrices_of_word_processors(latex: str, names: set[str]) -> None:
    """Numbers of two cells are not joined to one."""
    assert right(f"${latex}$") == names
