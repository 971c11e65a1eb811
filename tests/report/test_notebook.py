"""A solution in a notebook: Jupyter asks it for HTML, Markdown and LaTeX."""

import json
from itertools import pairwise

import pytest

import bpcalc
from bpcalc.api.solving import WorkedLine
from bpcalc.exercise.reader import read
from bpcalc.report import notebook
from bpcalc.report.formats import Page
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
