"""A solution in a notebook: Jupyter asks it for HTML, Markdown and LaTeX."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import bpcalc
from bpcalc.api.solving import WorkedLine
from bpcalc.exercise.reader import read
from bpcalc.report import notebook
from bpcalc.report.formats import Page
from tests.helpers import tex
from tests.helpers.reports import lines_of, report


@pytest.fixture
def solution() -> notebook.ShownSolution:
    """Return what a cell of a notebook holds."""
    solved = bpcalc.solve("mazur")
    assert isinstance(solved, notebook.ShownSolution)
    return solved


def test_markdown_is_the_report(solution: notebook.ShownSolution) -> None:
    """The Markdown is what `bpcalc step --format markdown` writes."""
    assert solution._repr_markdown_() == report("mazur", "markdown", whole=False)


def test_latex_is_a_fragment_of_the_report(solution: notebook.ShownSolution) -> None:
    """A printed notebook has a preamble of its own, so the LaTeX comes without one."""
    assert solution._repr_latex_() == report("mazur", "latex", Page(fragment=True), whole=False)


def test_html_is_a_part_of_a_page(solution: notebook.ShownSolution) -> None:
    """The HTML has every number and no page of its own around it; after the update, the outputs."""
    html = solution._repr_html_()

    assert html is not None
    assert "<html" not in html
    assert "<script" not in html
    lines = lines_of("mazur")
    inner = {("net", 1, 2), ("net", 2, 2), ("out", 1, 2)}
    shown = [
        line["shown"] for line in lines if (line["kind"], line["layer"], line["epoch"]) not in inner
    ]
    assert [text for text in shown if text.removeprefix("-") not in html] == []


def test_a_line_shows_itself(solution: notebook.ShownSolution) -> None:
    """In a notebook a line is an equation, elsewhere text; it is still the line that it was."""
    line = solution["w5_new"]
    assert isinstance(line, WorkedLine)

    assert line == solution.calculation.by_key[line.key]
    assert line._repr_latex_() == f"${solution.latex('w5_new')}$" == line._repr_markdown_()
    assert str(line) == "w5⁺ = w5 - η·∂E/∂w5 = 0.40 - 0.5·0.0821670 ≈ 0.358916"
    assert repr(line) == f"<{line}>"
    assert {type(each) for each in (*solution, solution.line("net_h1", epoch=2))} == {type(line)}


def test_without_jinja2_there_is_markdown(
    solution: notebook.ShownSolution, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jupyter takes the next best where an object has no HTML."""
    monkeypatch.setattr(notebook, "find_spec", lambda name: None)

    assert solution._repr_html_() is None
    assert solution._repr_markdown_()


def test_a_large_solution_is_one_sentence() -> None:
    """A notebook is not filled with a hundred thousand lines; the sentence says what to do."""
    sizes = (100, 60, 10)
    exercise = {
        "inputs": [0.5] * sizes[0],
        "targets": [0.1] * sizes[-1],
        "learning_rate": 0.5,
        "weights": [[[0.01] * below] * above for below, above in pairwise(sizes)],
        "biases": [0.1, 0.2],
    }
    solution = bpcalc.solve(_exercise(exercise))
    assert isinstance(solution, notebook.ShownSolution)

    html, markdown = solution._repr_html_(), solution._repr_markdown_()

    assert html == f"<p>{markdown}</p>"
    assert 'solution["net_h1"]' in markdown
    assert solution["net_h1"].value


def _exercise(content: dict[str, object]) -> bpcalc.Exercise:
    """Return the exercise of a file with this content."""
    return read(json.dumps(content).encode(), "large.yaml").exercise


def shown() -> dict[str, Any]:
    """Return what a kernel would hand over for each cell, by the code of the cell."""
    solution = bpcalc.solve("mazur")
    kinds = {
        "text/html": "_repr_html_",
        "text/latex": "_repr_latex_",
        "text/markdown": "_repr_markdown_",
        "image/svg+xml": "_repr_svg_",
        "application/pdf": "_repr_pdf_",
    }
    cells: dict[str, Any] = {
        "solution": solution,
        'solution["w5_new"]': solution["w5_new"],
        "solution.draw()": solution.draw(),
        'solution.why("w5_new")': solution.why("w5_new"),
        'bpcalc.train("xor", epochs=3)': bpcalc.train("xor", epochs=3),
    }
    return {code: _bundle(value, kinds) for code, value in cells.items()}


def _bundle(value: object, kinds: dict[str, str]) -> dict[str, str]:
    from base64 import b64encode

    made = {
        kind: getattr(value, name)() for kind, name in kinds.items() if getattr(value, name, None)
    }
    found = {
        kind: b64encode(content).decode() if isinstance(content, bytes) else str(content)
        for kind, content in made.items()
        if content is not None
    }
    return found | {"text/plain": repr(value)}


def converted(exporter_name: str) -> tuple[str, dict[str, bytes]]:
    """Return a notebook of such cells as nbconvert writes it, and the files beside it."""
    nbformat = pytest.importorskip("nbformat", reason="the extra `dev` brings nbconvert")
    nbconvert = pytest.importorskip("nbconvert", reason="the extra `dev` brings nbconvert")
    notebook = nbformat.v4.new_notebook()
    for number, (code, data) in enumerate(shown().items(), 1):
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=number)
        cell = nbformat.v4.new_code_cell(code, outputs=[output], execution_count=number)
        notebook.cells.append(cell)
    text, resources = getattr(nbconvert, exporter_name)().from_notebook_node(notebook)
    return text, resources.get("outputs", {})


@pytest.mark.filterwarnings("default")
def test_nbconvert_makes_a_page() -> None:
    """Every number of the calculation is on the page, and so is the picture."""
    page, _ = converted("HTMLExporter")
    for line in lines_of("mazur"):
        if line["epoch"] in (None, 1):
            assert str(line["shown"]).lstrip("-") in page, line["name"]
    assert "data:image/svg+xml" in page


@pytest.mark.long
@pytest.mark.filterwarnings("default")
def test_nbconvert_makes_latex_that_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing sticks out, and the picture is the PDF, without another program."""
    text, files = converted("LatexExporter")
    for line in lines_of("mazur"):
        if line["kind"] == "new_weight":
            assert str(line["shown"]) in text
    assert any(content.startswith(b"%PDF-") for content in files.values())
    tex.skip_without("xelatex", "eurosym.sty", "tcolorbox.sty")
    monkeypatch.chdir(tmp_path)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    Path("notes.tex").write_text(text, encoding="utf-8")
    tex.compiled("notes.tex", "xelatex")
