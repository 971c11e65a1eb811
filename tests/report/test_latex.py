"""LaTeX: it compiles, nothing leaves the page, and no name becomes a command."""

import re
import shutil
import subprocess
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Choice, Expr, Number, Ref, Sum
from bpcalc.maths.function_calls import exp, ln, max0, tanh
from bpcalc.maths.keys import Key
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.notation.boxes import Glyphs, MathRow, number
from bpcalc.notation.latex import latex, rows_of
from bpcalc.notation.math_symbols import symbol
from bpcalc.notation.math_width import broken, math_width
from bpcalc.notation.math_writer import MathWriter
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.formats import Page
from tests.helpers import naughty
from tests.helpers.patience import PATIENCE
from tests.helpers.reports import numbers, report, worked_lines

XELATEX = shutil.which("xelatex")
PDFTOTEXT = shutil.which("pdftotext")
compiles = pytest.mark.skipif(XELATEX is None, reason="xelatex is not installed")
reads_back = pytest.mark.skipif(
    XELATEX is None or PDFTOTEXT is None, reason="xelatex or pdftotext is not installed"
)


def compiled(text: str, folder: Path) -> str:
    """Compile a document, with no way to run programs; return what TeX logged."""
    (folder / "report.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(XELATEX), "-no-shell-escape", "-interaction=nonstopmode", "report.tex"],
        cwd=folder,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    log = (folder / "report.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-2000:]
    return log


def page_text(folder: Path) -> str:
    """Return the text of the compiled document."""
    done = subprocess.run(
        [str(PDFTOTEXT), "report.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what TeX logs of the built-in exercises, with lines and with matrices.

    Those whose documents begin alike are compiled in one, each on pages of its own.
    """
    heads: dict[str, str] = {}
    for name, matrices in product(sorted(built_in()), (False, True)):
        document = report(name, "latex", epochs=2, matrices=matrices)
        head, _, body = document.partition("\\begin{document}")
        body = body[: body.rindex("\\end{document}")]
        marked = f"\\clearpage\\typeout{{BEGINS {name} {matrices} HERE}}{body}"
        heads[head] = heads.get(head, "") + marked
    found: dict[str, str] = {}
    for head, bodies in heads.items():
        whole = f"{head}\\begin{{document}}{bodies}\\clearpage\\end{{document}}"
        log = compiled(whole, tmp_path_factory.mktemp("built_in"))
        _, *parts = re.split(r"^BEGINS (.*) HERE$", log, flags=re.MULTILINE)
        found |= dict(zip(parts[::2], parts[1::2], strict=True))
    return found


@compiles
@pytest.mark.parametrize("name", sorted(built_in()))
@pytest.mark.parametrize("matrices", [False, True], ids=["lines", "matrices"])
def test_a_built_in_exercise_compiles(name: str, matrices: bool, logs: dict[str, str]) -> None:
    """Every built-in exercise compiles, no line runs off the page, and every sign has a glyph."""
    log = logs[f"{name} {matrices}"]

    assert "Overfull \\hbox" not in log
    assert "Missing character" not in log


@compiles
def test_a_fragment_compiles_in_a_document_of_its_reader(tmp_path: Path) -> None:
    """A fragment needs what its first line names, and nothing else."""
    fragment = report("mazur", "latex", Page(fragment=True))
    needs = re.search(r"(\\usepackage\{.*\}) and (\\\w+)$", fragment.splitlines()[0])
    assert needs
    head = f"\\documentclass{{article}}{needs[1]}{needs[2]}"

    compiled(f"{head}\\begin{{document}}\n{fragment}\\end{{document}}\n", tmp_path)

    assert "\\documentclass" not in fragment


@reads_back
def test_no_name_or_title_becomes_a_command(tmp_path: Path) -> None:
    """Names full of commands are printed: no file is read, and all names stand on the page."""
    (tmp_path / "canary.tex").write_text("CANARY", encoding="utf-8")
    parts = []
    for name in naughty.NAMES:
        exercise = naughty.exercise(tmp_path, name, f"title {name}")
        parts.append(report(exercise, "latex", Page(fragment=True)))
    chinese = report(naughty.exercise(tmp_path, "净", "净"), "latex")
    head = chinese[: chinese.index("\\begin{document}")]

    compiled(f"{head}\\begin{{document}}{''.join(parts)}\\end{{document}}", tmp_path)

    text = page_text(tmp_path)
    assert "CANARY" not in text
    for name in (naughty.SIGNS, "\\input{canary}", "<script>", "$x$", "%", "净"):
        assert f"title {name}" in text


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the page of every title; those whose documents begin alike are compiled in one."""
    pages: dict[str, dict[str, str]] = {}
    for title in naughty.TITLES:
        document = report(naughty.exercise(tmp_path_factory.mktemp("given"), "x1", title), "latex")
        head, _, body = document.partition("\\begin{document}")
        pages.setdefault(head, {})[title] = body[: body.index("\\bpcalcsubsection{Given}")]
    found: dict[str, str] = {}
    for head, bodies in pages.items():
        folder = tmp_path_factory.mktemp("titles")
        (folder / "canary.tex").write_text("CANARY", encoding="utf-8")
        whole = "\n\\newpage\n".join(bodies.values())
        compiled(f"{head}\\begin{{document}}{whole}\\end{{document}}", folder)
        *printed, rest = page_text(folder).split("\f")
        assert rest == ""
        found |= dict(zip(bodies, printed, strict=True))
    return found


@reads_back
@pytest.mark.parametrize("title", naughty.TITLES)
def test_a_title_is_printed_as_it_is(title: str, titled: dict[str, str]) -> None:
    """The heading on the page is the title, sign by sign."""
    straight = {"’": "'", "‘": "`", "”": "''", "𝛼": "α"}  # TeX's quotation marks are curly
    found = "".join(straight.get(sign, sign) for sign in titled[title])
    expected = title.rstrip("-")  # pdftotext takes a hyphen at the end of a line for a break
    assert re.sub(r"\s", "", expected) in re.sub(r"\s", "", found)


@pytest.mark.parametrize("name", sorted(built_in()))
def test_every_value_of_json_is_there(name: str) -> None:
    """The numbers put in and the value of every line stand in the document, as JSON has them."""
    text = report(name, "latex")

    written = set(numbers(re.sub(r"[{}]", "", text)))

    for line in worked_lines(name):
        assert line["shown"] in written
        assert set(numbers(line["substitution"])) <= written | {"1", "2", "0"}


NET = Ref(Key("net", 1, 1))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (1 / (1 + exp(-NET)), r"\frac{1}{1 + e^{-x}}"),
        (NET * (1 - NET), "x \\cdot (1\n- x)"),
        ((NET - 1) ** 2, "(x\n- 1)^{2}"),
        (exp(NET) ** 2, "(e^{x})^{2}"),
        (ln(NET), r"\ln(x)"),
        (tanh(NET / 2), r"\tanh\left(\frac{x}{2}\right)"),
        (max0(NET), r"\max(0, x)"),
        (Number("-0.3") * Number("-1e-9"), r"(-0.3) \cdot (-1 \times 10^{-9})"),
        (NET + Number("-0.3"), "x\n+ (-0.3)"),
        (Choice(NET, NET, Number("0")), r"\begin{cases} x & x > 0 \cr 0 & x \le 0 \end{cases}"),
    ],
)
def test_formulas(formula: Expr, expected: str) -> None:
    """A formula is set as in a book, with brackets around negative numbers."""
    assert latex(written(formula)) == expected


X_SYMBOL: MathRow = (Glyphs("x", "letter"),)


def written(formula: Expr, symbol: MathRow = X_SYMBOL) -> MathRow:
    """Return a formula as boxes, all of its quantities with that symbol."""
    return MathWriter(lambda key: symbol).write(formula)


def test_a_symbol_with_a_superscript_is_bracketed_before_it_is_squared() -> None:
    """TeX refuses a double superscript, and a reader would too."""
    assert latex(written(NET**2, symbol("a^[2]_[1]", {}))) == "(a^2_1)^{2}"


@pytest.mark.parametrize("width", [10, 20, 40, 80])
def test_a_long_formula_is_broken_between_terms(width: int) -> None:
    """No row is wider than asked for, and the rows have every term in order."""
    term = Number("0.1234") * NET
    row = written(Sum((term,) * 20), symbol("x_[10]", {}))

    rows = rows_of(row, width)

    joined = " ".join(rows).replace("{} ", "").replace("{}", "")
    assert joined == " + ".join(["0.1234 \\cdot x_{10}"] * 20)
    widest = math_width(written(term, symbol("x_[10]", {}))) + 3
    assert max(map(math_width, broken(row, width))) <= max(width, widest)


@pytest.mark.parametrize("text", ["1.2e-9", "-3e30", "0.5", "-12"])
def test_numbers_keep_their_digits(text: str) -> None:
    """A number in scientific notation is set with a power of ten, and is the same number."""
    written = latex(number(text)).replace(r" \times 10^{", "e").replace("}", "")

    assert Decimal(written) == Decimal(text)


def test_fragment_is_for_latex(capsys: pytest.CaptureFixture[str]) -> None:
    """Another format has no preamble to leave out, and says so."""
    assert run(["step", "mazur", "--fragment"]) == 2
    assert "--fragment" in capsys.readouterr().err


def test_chinese_asks_for_ctex(tmp_path: Path) -> None:
    """A document with Chinese in it is set with ctex, any other one without."""
    assert "{ctexart}" in report(naughty.exercise(tmp_path, "净", "title"), "latex")
    assert "{article}" in report("mazur", "latex")


TWO_INDICES = re.compile(
    r"(?:_(?:\w|\{(?:[^{}]|\{[^{}]*\})*\})\s*_)|(?:\^(?:\w|\{(?:[^{}]|\{[^{}]*\})*\})\s*\^)"
)
"""Two indices, or two exponents, behind one another: TeX stops at them."""


def one_neuron(**further: object) -> Exercise:
    """Return an exercise of one neuron, solved in a moment."""
    return Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "0.2"]]],
        biases=["0.1"],
        learning_rate="0.1",
        **further,
    )


def every_optimiser() -> list[object]:
    """Return every optimiser with each of its settings changed in turn."""
    found: list[object] = []
    for name, entry in OPTIMISERS.items():
        found.append(name)
        for setting, values in entry.settings.items():
            chosen: dict[str, object] = {}
            if implied := entry.implied.get(setting):
                chosen = {implied[0]: implied[1]}
            found += [{name: {**chosen, setting: value}} for value in values[1:]]
    return found


@pytest.mark.parametrize("notation", NOTATIONS)
def test_no_symbol_of_an_optimiser_has_two_indices(notation: str) -> None:
    """TeX stops where one index follows another: `w_1_ahead`."""
    for optimiser in every_optimiser():
        exercise = one_neuron(optimizer=optimiser, notation=notation)
        text = report(exercise, "latex", epochs=2)
        assert not TWO_INDICES.search(text), (optimiser, TWO_INDICES.search(text))


@compiles
def test_a_look_ahead_compiles(tmp_path: Path) -> None:
    """The look-ahead of Nesterov has a symbol with two indices, which stand side by side."""
    text = report(one_neuron(optimizer="nesterov"), "latex", epochs=2)
    assert r"w_{1,\mathrm{ahead}}" in text
    compiled(text, tmp_path)


def test_a_wide_table_of_an_epoch_keeps_its_rows() -> None:
    """The page of a perceptron is a table an epoch, in LaTeX as well."""
    samples = [([1, 1], 1), ([1, 0], 0), ([0, 1], 0), ([0, 0], 0)]
    exercise = Exercise.build(
        samples=[{"inputs": inputs, "targets": [target]} for inputs, target in samples],
        weights=[[[0, 0]]],
        biases=[0],
        activation="step",
        learning_rule="perceptron",
        learning_rate="0.5",
    )
    text = report(exercise, "latex", epochs=2)
    rows = re.findall(r"^([1-4](?: & \$-?[0-9.]+\$){11}) ", text, re.MULTILINE)
    assert [row[0] for row in rows] == list("12341234")
