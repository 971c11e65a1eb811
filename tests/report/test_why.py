"""`bpcalc why`: all that a number follows from, and nothing else."""

import json

import pytest

import bpcalc
from bpcalc.calc.derivation import derivation
from bpcalc.calc.lines import Line
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report import formats
from bpcalc.solution import Solution

FORMATS = [name for name in formats.names() if name in ("terminal", "markdown", "latex", "json")]


@pytest.fixture(scope="module", params=sorted(built_in()))
def solution(request: pytest.FixtureRequest) -> Solution:
    """A built-in exercise, worked for two epochs."""
    return bpcalc.solve(request.param, epochs=2, inputs=True)


def derivations(solution: Solution) -> list[tuple[Line, list[Line]]]:
    """Return all lines of a solution, each with its derivation."""
    return [(line, derivation(solution.calculation, line.key)) for line in solution]


def test_a_derivation_is_complete(solution: Solution) -> None:
    """Whatever a line refers to stands above it, so the reader never meets an unknown number."""
    for _, lines in derivations(solution):
        known = set()
        for line in lines:
            assert set(line.formula.refs()) <= known
            known.add(line.key)


def test_a_derivation_has_nothing_to_spare(solution: Solution) -> None:
    """Every line but the last is needed by a later one, and the last is what was asked for."""
    for wanted, lines in derivations(solution):
        needed = {key for line in lines for key in line.formula.refs()}

        assert lines[-1] == wanted
        assert {line.key for line in lines[:-1]} == needed


def test_a_derivation_is_in_order_of_working(solution: Solution) -> None:
    """The lines stand in the order in which `bpcalc step` has them."""
    place = {line.key: number for number, line in enumerate(solution)}

    for _, lines in derivations(solution):
        places = [place[line.key] for line in lines]
        assert places == sorted(places)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    """Return the lines that `bpcalc why` prints."""
    assert run(["why", *arguments, "--format", "json"]) == 0
    lines: list[dict[str, object]] = json.loads(capsys.readouterr().out)["lines"]
    return lines


def test_a_net_input_needs_its_own_weights_only(capsys: pytest.CaptureFixture[str]) -> None:
    """net_h1 follows from two inputs, two weights and a bias."""
    names = [line["name"] for line in explained(capsys, "mazur", "net_h1")]

    assert names == ["i1", "i2", "w1", "w2", "b1", "net_h1"]


def test_a_hidden_weight_of_the_second_epoch_needs_the_whole_first_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As many epochs are worked as the number needs; the update of each weight is among them."""
    lines = explained(capsys, "mazur", "w1_new", "--epoch", "2")
    first = {line["name"] for line in lines if line["epoch"] == 1}
    whole = bpcalc.solve("mazur", epochs=2)

    assert (lines[-1]["name"], lines[-1]["epoch"]) == ("w1_new", 2)
    assert lines[-1]["value"] == str(whole.line("w1_new", epoch=2).value)
    assert {f"w{number}_new" for number in range(1, 9)} <= first
    assert "w2_new" not in {line["name"] for line in lines if line["epoch"] == 2}


def test_the_gradient_of_a_batch_needs_every_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """The change of a weight in a batch comes from all samples, not from the first one alone."""
    lines = explained(capsys, "batch-momentum", "w1_new")

    assert {line["sample"] for line in lines if line["kind"] == "net"} == {1, 2, 3}


def test_of_several_samples_one_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    """`--sample` asks for the quantity of that sample."""
    lines = explained(capsys, "xor", "net_h1", "--sample", "3", "--epoch", "2")

    assert (lines[-1]["sample"], lines[-1]["epoch"]) == (3, 2)


def test_a_symbol_is_as_good_as_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    """`δ_h1` and `delta_h1` are the same quantity."""
    assert explained(capsys, "mazur", "δ_h1") == explained(capsys, "mazur", "delta_h1")


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_can_explain(format_name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The derivation comes in every format, with its value."""
    assert run(["why", "mazur", "w5_new", "--format", format_name]) == 0
    assert "0.358916" in capsys.readouterr().out


def test_left_out_the_exercise_is_the_built_in_one(capsys: pytest.CaptureFixture[str]) -> None:
    """With one argument, that is the quantity."""
    assert run(["why", "net_h1"]) == 0
    assert "0.10·5 + 0.15·10 + 0.35  2.35" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mazur", "w5_nwe"], "did you mean `w5_new`?"),
        (["mazur", "net_h1", "--sample", "4"], "sample 1, epoch 1"),
        (["single-neuron", "i1", "--epoch", "2"], "sample 1"),
        ([], "`why` needs a NAME, for example w5_new"),
    ],
)
def test_what_is_not_there_is_said(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong name, sample or epoch is answered with what was meant or where to look: exit 2."""
    assert run(["why", *arguments]) == 2

    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""
