"""The textbooks' table of a learning rule: printed numbers, and where it ends."""

from dataclasses import replace

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.calc.mistakes import usual_epochs
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.marker import Marker
from bpcalc.cli import run
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.report.document import Grid, Paragraph
from bpcalc.report.layout import of_solution
from bpcalc.report.letters import letters
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution


def unit(samples: list[tuple[str, str]], weights: str, rest: str) -> Exercise:
    """Return one unit that is shown these samples."""
    listed = "".join(f"  - {{inputs: [{x}], targets: [{t}]}}\n" for x, t in samples)
    text = f"samples:\n{listed}weights: [[[{weights}]]]\n{rest}\n"
    return read(text.encode(), "x.yaml").exercise


def tables(case: Exercise, epochs: int | None = None) -> list[list[list[str]]]:
    """Return the tables of the page, number by number."""
    solution = Solution(calculate(case, epochs or usual_epochs(case)))
    blocks = of_solution(solution, Selection()).blocks
    grids = [block for block in blocks if isinstance(block, Grid) and "Epoch" in block.title]
    return [
        [
            [cell if isinstance(cell, str) else solution.shown(cell.line) for cell in row]
            for row in grid.rows
        ]
        for grid in grids
    ]


FAUSETT_AND = [("1, 1", "1"), ("1, 0", "-1"), ("0, 1", "-1"), ("0, 0", "-1")]


def test_fausett_and_with_a_band():
    """Fausett, example 2.11: AND, binary inputs, bipolar targets, α = 1, θ = 0.2."""
    rest = (
        "activation: {sign: 0.2}\nbiases: [[0]]\nlearning_rule: {perceptron: target}\n"
        "learning_rate: 1\nnotation: fausett"
    )
    found = tables(unit(FAUSETT_AND, "0, 0", rest))

    # x1, x2, t, y_in, y, Δw1, Δw2, Δb, w1, w2, b
    assert found[0] == [
        ["1", "1", "1", "1", "0", "0", "1", "1", "1", "1", "1", "1"],
        ["2", "1", "0", "-1", "2", "1", "-1", "0", "-1", "0", "1", "0"],
        ["3", "0", "1", "-1", "1", "1", "0", "-1", "-1", "0", "0", "-1"],
        ["4", "0", "0", "-1", "-1", "-1", "0", "0", "0", "0", "0", "-1"],
    ]
    assert found[1][0] == ["1", "1", "1", "1", "-1", "-1", "1", "1", "1", "1", "1", "0"]
    assert len(found) == 10
    assert found[-1][-1][-3:] == ["2", "3", "-4"]


def test_hanliqun_perceptron():
    """韩力群, chapter 2, after Zurada: discrete, bipolar, η = 0.1; the threshold as input -1."""
    samples = [("-1, 1, -2, 0", "-1"), ("-1, 0, 1.5, -0.5", "-1"), ("-1, -1, 1, 0.5", "1")]
    case = unit(samples, "0.5, 1, -1, 0", "activation: sign\nlearning_rate: 0.1")

    first = tables(case, 1)[0]
    assert [row[6:8] for row in first] == [["2.5", "1"], ["-1.6", "-1"], ["-2.1", "-1"]]
    assert [row[-4:] for row in first] == [
        ["0.7", "0.8", "-0.6", "0"],
        ["0.7", "0.8", "-0.6", "0"],
        ["0.5", "0.6", "-0.4", "0.1"],
    ]


def test_hanliqun_hebb():
    """韩力群, chapter 2, after Zurada: Hebb's rule with sgn(net), η = 1."""
    samples = [("1, -2, 1.5, 0", "1"), ("1, -0.5, -2, -1.5", "1"), ("0, 1, -1, 1.5", "1")]
    rest = "activation: sign\nlearning_rule: {hebb: plain}\nlearning_rate: 1"

    (table,) = tables(unit(samples, "1, -1, 0, 0.5", rest))

    assert [row[6:8] for row in table] == [["3", "1"], ["-0.25", "-1"], ["-3", "-1"]]
    assert [row[-4:] for row in table] == [
        ["2", "-3", "1.5", "0.5"],
        ["1", "-2.5", "3.5", "2"],
        ["1", "-3.5", "4.5", "0.5"],
    ]


def test_the_threshold_as_a_bias_of_input_minus_1():
    """A threshold learns as the weight of an input that is always -1."""
    samples = [("-1, 1, -2, 0", "-1"), ("-1, 0, 1.5, -0.5", "-1"), ("-1, -1, 1, 0.5", "1")]
    without = [(x.partition(", ")[2], t) for x, t in samples]
    rest = "activation: sign\nlearning_rate: 0.1"
    as_input = tables(unit(samples, "0.5, 1, -1, 0", rest))
    as_threshold = tables(unit(without, "1, -1, 0", f"{rest}\nthresholds: [[0.5]]"))

    assert [[row[-4] for row in table] for table in as_input] == [
        [row[-1] for row in table] for table in as_threshold
    ]


def test_a_frozen_bias_has_no_column():
    """What is not updated is not in the table."""
    rest = "activation: step\nbiases: [[-0.5]]\nlearning_rate: 0.5\nupdate_biases: false"
    table = tables(unit([("0, 1", "1"), ("1, 0", "0")], "0, 0", rest))[0]

    assert {len(row) for row in table} == {1 + 2 + 3 + 2 + 2}


@pytest.mark.parametrize("epochs", [1, 3])
def test_a_mistake_that_is_left_is_said(epochs):
    """The page says whether the last epoch had a mistake."""
    case = unit(FAUSETT_AND, "0, 0", "activation: {sign: 0.2}\nlearning_rate: 1")
    blocks = of_solution(Solution(calculate(case, epochs))).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]

    assert f"Epoch {epochs} still has a mistake; `--epochs` works out more." in texts


def test_what_cannot_be_learnt_is_worked_once():
    """XOR: no epoch without a mistake, so one epoch is shown."""
    xor = [("0, 0", "0"), ("0, 1", "1"), ("1, 0", "1"), ("1, 1", "0")]
    case = unit(xor, "0, 0", "activation: step\nbiases: [[0]]\nlearning_rate: 1")

    assert usual_epochs(case) == 1
    assert usual_epochs(replace(case, epochs=5)) == 5


RULES = {
    "perceptron": False,
    "{perceptron: target}": False,
    "hebb": False,
    "{hebb: plain}": False,
    "lms": True,
}
"""The rules, and whether delta comes from an error in them."""


@pytest.mark.parametrize(("rule", "own"), RULES.items())
def test_an_error_that_delta_does_not_come_from_has_lines_only_for_a_loss(rule, own):
    """Only the rule of Widrow and Hoff goes down its error; elsewhere it is a measure at most."""
    rest = f"activation: sign\nlearning_rate: 1\nlearning_rule: {rule}"
    case = unit([("1, 1", "1"), ("1, 0", "-1")], "0.2, 0.1", rest)
    kinds = {line.key.kind for line in Solution(calculate(case, 1))}
    text = repr(of_solution(Solution(calculate(case, 1))).blocks)

    assert ("total_error" in kinds) == ("error" in kinds) == own
    assert "delta is not its derivative" not in text
    assert read(write(case).encode(), "x.yaml").exercise.measured == own

    named = unit([("1, 1", "1"), ("1, 0", "-1")], "0.2, 0.1", f"{rest}\nloss: half_squared_error")
    text = repr(of_solution(Solution(calculate(named, 1))).blocks)

    assert {"total_error", "error"} <= {line.key.kind for line in Solution(calculate(named, 1))}
    assert ("delta is not its derivative" in text) != own
    assert read(write(named).encode(), "x.yaml").exercise.measured


def test_a_paper_on_a_perceptron_needs_no_error_and_loses_nothing_by_one():
    """An error on it is told to be nothing that is asked for, and is no other quantity."""
    case = unit(FAUSETT_AND, "0, 0", "biases: [0]\nactivation: sign\nlearning_rate: 1")
    marker = Marker(case, 1)

    assert not any("error" in key.kind for key in marker.asked)
    paper = read_words(["net_o1@s1=0", "E_total@s1=0.5", "E_o1@s2=7"], marker.names)
    assert [key.kind for key in paper.cells] == ["net"]
    assert [note.split("`")[1] for note in paper.notes] == ["E_total@s1", "E_o1@s2"]


@pytest.mark.parametrize(
    ("notation", "rule", "says"),
    [
        ("mazur", "perceptron", "Δw = η·(target - out)·x"),
        ("fausett", "perceptron", "Δw = α·(t - y)·x"),
        ("zhou", "perceptron", "Δw = η·(y - ŷ)·x"),
        ("hanliqun", "lms", "Δw = η·(d - netᵒ)·x"),
        ("z-a", "hebb", "Δw = η·y·x"),
        ("han-kamber", "{perceptron: target}", "Δw = l·T·x on a mistake"),
        ("ng", "{hebb: plain}", "Δw = α·a·x"),
    ],
)
def test_a_rule_is_said_in_the_letters_of_the_page(notation, rule, says):
    """Those of the lines below it, without their numbers; so is where the output jumps."""
    rest = f"activation: sign\nlearning_rate: 1\nlearning_rule: {rule}\nnotation: {notation}"
    solution = Solution(calculate(unit([("1, 1", "1")], "0.2, 0.1", rest), 1))
    told = [block.text for block in of_solution(solution).blocks if isinstance(block, Paragraph)]

    assert any(says in text for text in told), told
    nets = letters(solution.exercise, 1)["net"]
    assert any(f"at {nets} = 0 itself" in text for text in told)


@pytest.mark.parametrize(
    ("notation", "says"),
    [("mazur", "∂E/∂net = out - target"), ("zhou", "∂E_k/∂β = ŷ - y"), ("ng", "∂L/∂z = a - y")],
)
def test_a_simple_delta_is_said_in_the_letters_of_the_page(notation, says):
    """Cross-entropy after a softmax."""
    case = read(
        b"inputs: [1]\ntargets: [1, 0]\nweights: [[[0.1], [0.2]]]\nactivation: softmax\n"
        b"loss: cross_entropy\nlearning_rate: 1\nnotation: " + notation.encode(),
        "x.yaml",
    ).exercise
    blocks = of_solution(Solution(calculate(case, 1))).blocks
    assert any(isinstance(block, Paragraph) and says in block.text for block in blocks)


FOUR = """samples:
  - {inputs: [-1, 1, -2, 0], targets: [-1]}
  - {inputs: [-1, 0, 1.5, -0.5], targets: [-1]}
  - {inputs: [-1, -1, 1, 0.5], targets: [1]}
weights: [[[0.5, 1, -1, 0]]]
activation: sgn
learning_rule: perceptron
learning_rate: 0.1
"""
"""Zurada (1992), example 2.2; Han Liqun (2006), chapter 2, example 2.1."""


@pytest.mark.parametrize("width", [80, 50, 36])
def test_a_table_that_is_too_wide_becomes_several(width, tmp_path, capsys):
    """Each has its samples, whole groups of columns where there is room, and stays on the page."""
    path = tmp_path / "four.yaml"
    path.write_text(FOUR)
    assert run(["step", str(path), "--width", str(width)]) == 0
    page = capsys.readouterr().out
    table = page[page.index("Epoch by epoch") :]
    rows = [line.split() for line in table.splitlines()]
    assert max(map(len, table.splitlines())) <= width
    assert ["Sample", "w1⁺", "w2⁺", "w3⁺", "w4⁺"] in rows
    assert ["1", "0.7", "0.8", "-0.6", "0"] in rows
    assert ["3", "0.5", "0.6", "-0.4", "0.1"] in rows  # as printed
    if width == 80:
        joined = list(map(" ".join, rows))
        assert joined[3] == "Sample i1 i2 i3 i4 target_o1 net_o1 out_o1 Δw1 Δw2 Δw3 Δw4"
        assert "1 -1 1 -2 0 -1 2.5 1 0.2 -0.2 0.4 0" in joined
