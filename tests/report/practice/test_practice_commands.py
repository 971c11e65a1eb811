"""`sheet -o practice.html`, `--exam`, and pages for a set of versions."""

import csv
from pathlib import Path
from typing import Any

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.cli import run
from bpcalc.exercise.sources import load
from bpcalc.solution import Solution
from tests.helpers.practice_page import data_in


def data_of(page: Path) -> dict[str, Any]:
    """Return what the script of a page reads."""
    data: dict[str, Any] = data_in(page.read_text("utf-8"))
    return data


def test_the_file_says_how_it_is_marked(tmp_path: Path) -> None:
    """With the digits, epochs and kinds that the page asks for."""
    page = tmp_path / "practice.html"
    call = ["sheet", "mazur", "--decimals", "3", "--only", "net,out", "-o", str(page)]
    assert run(call) == 0

    data = data_of(page)
    command = "bpcalc check mazur --only=net,out --decimals=3 "
    assert data["file"]["head"][0].startswith(command)
    assert {each["count"] for each in data["roundings"]} == {3}
    assert {blank["name"].partition("_")[0] for blank in data["blanks"]} == {"net", "out"}
    assert len(data["book"]["asked"]) == len(data["blanks"])


@pytest.mark.parametrize(
    "call",
    [
        ["sheet", "mazur", "--key", "-o", "x.html"],
        ["sheet", "mazur", "--exam", "-o", "x.yaml"],
        ["sheet", "mazur", "--exam", "--key", "-o", "x.html"],
        ["new", "mazur", "--page", "exam", "-o", "x.yaml"],
    ],
)
def test_what_makes_no_page_is_refused(
    call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page has no key, an exam is a page, and single exercises have `sheet`."""
    monkeypatch.chdir(tmp_path)

    assert run(call) == 2
    assert not list(tmp_path.iterdir())


def test_the_exercise_says_how_it_is_marked(tmp_path: Path) -> None:
    """`grading` in the exercise holds on the page as for `check`."""
    exercise = tmp_path / "it.yaml"
    exercise.write_text(
        "inputs: [0.5]\ntargets: [1]\nlearning_rate: 0.5\nweights: [[[0.3]]]\nbiases: [0.1]\n"
        "grading: {follow: 0.5, same_mistake: each}\n",
        "utf-8",
    )
    assert run(["sheet", str(exercise), "-o", str(tmp_path / "it.html")]) == 0

    credit = data_of(tmp_path / "it.html")["book"]["credit"]
    assert credit["follow"] == "0.5"
    assert credit["once"] is False


def test_the_answers_of_a_set_are_graded_by_version(tmp_path: Path) -> None:
    """The file of answers names its version, whoever handed it in."""
    folder = tmp_path / "exam"
    call = ["new", "mazur", "-n", "2", "--seed", "5", "--page", "exam", "-o", str(folder)]
    assert run(call) == 0
    papers = tmp_path / "papers"
    papers.mkdir()
    for student, version in (("Li", "v02"), ("Wu", "v01")):
        data = data_of(folder / f"{version}.html")
        solution = Solution(calculate(load(str(folder / f"{version}.yaml"))))
        values = {solution.name(line): solution.shown(line) for line in solution}
        names = [blank["name"] for blank in data["blanks"]]
        head = [f"# {line}" for line in data["file"]["head"]]
        lines = [*head, f'student: "{student}"', *(f"{name}: {values[name]}" for name in names)]
        (papers / f"{student}.yaml").write_text("\n".join(lines) + "\n", "utf-8")

    assert run(["grade", str(folder), str(papers), "-o", str(tmp_path / "marks")]) == 0
    table = next((tmp_path / "marks").glob("class*.csv"))
    text = table.read_text("utf-8-sig")
    rows = [row for row in csv.reader(text.splitlines()) if row]
    marks = {row[0]: row for row in rows}
    assert any("Li" in row for row in rows)
    assert "v02" in text
    assert marks


TWO_THREE_TWO = """inputs: [0.5, -0.9]
targets: [0.8, 0.2]
weights: [[[0.4, -0.3], [0.2, 0.6], [0.15, -0.25]], [[0.7, -0.5, 0.1], [0.3, -0.2, 0.45]]]
biases: [[0.3, -0.2, 0.1], [0.2, -0.1]]
learning_rate: 0.1
"""


SOFTMAX = """inputs: [0.5, -0.9]
targets: [1, 0, 0]
weights:
  - [[0.4, -0.3], [0.2, 0.6], [0.15, -0.25]]
  - [[0.7, -0.5, 0.1], [0.3, -0.2, 0.45], [0.2, 0.3, -0.1]]
biases: [[0.3, -0.2, 0.1], [0.2, -0.1, 0.3]]
learning_rate: 0.1
activation: [tanh, softmax]
loss: cross_entropy
"""
LONG_WAY = "activation: [tanh, sigmoid]\nloss: cross_entropy\nshortcut: false\n"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "exercise",
    [
        TWO_THREE_TWO,
        TWO_THREE_TWO + LONG_WAY + "optimizer: momentum\n",
        TWO_THREE_TWO + "optimizer: adamw\n",
        SOFTMAX + "optimizer: amsgrad\n",
        SOFTMAX + "shortcut: false\noptimizer: adamw\n",
    ],
    ids=["gradient", "long-way-momentum", "adamw", "softmax-amsgrad", "softmax-adamw"],
)
def test_pages_are_small(exercise: str, tmp_path: Path) -> None:
    """One for a 2-3-2 has less than 400 kB, with every bias and every mistake on it."""
    (tmp_path / "it.yaml").write_text(exercise, "utf-8")
    page = tmp_path / "it.html"
    assert run(["sheet", str(tmp_path / "it.yaml"), "-o", str(page)]) == 0

    assert page.stat().st_size < 400_000
