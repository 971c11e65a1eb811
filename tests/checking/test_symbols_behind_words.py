"""A symbol behind words for the same quantity, as Chinese sheets have them."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from bpcalc.exercise.sources import load


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def read(marker: Marker, text: str) -> dict[str, str]:
    """Return the numbers of a sheet by the names of the exercise."""
    found = read_text(text, marker.names).cells
    return {marker.names.own.name(key): cell.raw for key, cell in found.items()}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("总误差 E_total = 0.2984", "E_total"),
        ("Total error E_total = 0.2984", "E_total"),
        ("总误差(E_total) = 0.2984", "E_total"),
        ("4、误差：总误差 = 0.2984", "E_total"),
        ("4、误差计算：总误差 = 0.2984", "E_total"),
        ("h1的输入net_h1 = 0.3775", "net_h1"),
        ("隐藏层第一个神经元的输入 net_h1 = 0.3775", "net_h1"),
        ("更新后的权重 w5' = 0.3589", "w5_new"),
        ("The output of the first hidden neuron, out_h1 = 0.5933", "out_h1"),
        ("输出层误差信号δ_o1 = 0.1385", "delta_o1"),
        ("w5的梯度 dE/dw5 = 0.08217", "dE/dw5"),
        ("对w5的偏导数∂E/∂w5 = 0.08217", "dE/dw5"),
    ],
)
def test_the_symbol_counts(marker: Marker, line: str, name: str) -> None:
    """Its line had been lost."""
    assert read(marker, line) == {name: line.rpartition("= ")[2]}


@pytest.mark.parametrize("line", ["旧权值的修正 w5 = 0.08217", "w1 error = 0.3"])
def test_what_is_given_is_no_answer(marker: Marker, line: str) -> None:
    """A weight behind words may be anything of it."""
    with pytest.raises(AnswersError):
        read(marker, line)


@pytest.mark.parametrize(
    "name",
    ["dL/dŷ", "∂L/∂ŷ", "dE/dout", "dE/do", "dE_dout_o", "d_out", "dout", "∂E/∂o", "dE/da2"],
)
def test_a_derivative_by_the_outputs_is_no_delta(marker: Marker, name: str) -> None:
    """The right numbers had been called deltas without f'."""
    names = {"dE/dout_o1": "0.741365", "dE/dout_o2": "-0.217072"}

    assert read(marker, f"{name} = [0.741365, -0.217072]") == names


@pytest.mark.parametrize("name", ["d_out", "delta_out", "dE/dz2", "dE/dnet_o"])
def test_a_delta_stays_one(marker: Marker, name: str) -> None:
    """`d_out` may be either, as its numbers say."""
    assert read(marker, f"{name} = [0.1385, -0.0381]") == {
        "delta_o1": "0.1385",
        "delta_o2": "-0.0381",
    }


def test_a_wrong_derivative_is_judged_as_one(marker: Marker) -> None:
    """Not as a delta."""
    assert "dE/dout_o2" in read(marker, "dL/dŷ = [0.741365, -0.3]")
    assert read(marker, "dL/dŷ1 = 0.741365") == {"dE/dout_o1": "0.741365"}


ADALINE = """\
samples:
  - {inputs: [1, 1], targets: [1]}
  - {inputs: [1, -1], targets: [-1]}
learning_rate: 0.2
activation: sign
learning_rule: lms
weights: [[[0.3, -0.1]]]
biases: [[0.2]]
"""


@pytest.mark.parametrize("name", ["error", "e", "err", "误差"])
def test_the_error_of_adaline_is_its_delta(tmp_path, name: str) -> None:
    """What it learns from is target - net; it was called a wrong E_total."""
    path = tmp_path / "adaline.yaml"
    path.write_text(ADALINE)

    assert read(Marker(load(path)), f"sample 1: {name}=0.6") == {"delta_o1": "0.6"}


def test_e_total_stays_what_it_is(tmp_path) -> None:
    """Where it is called so."""
    path = tmp_path / "adaline.yaml"
    path.write_text(ADALINE)

    assert read(Marker(load(path)), "sample 1: E_total=0.6") == {"E_total": "0.6"}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "更新后的总误差 E_total = 0.2910",
            "New error E_total = 0.2910",
            "训练后的输出 out_o1 = 0.7421",
        ),
        *("final error E_total = 0.2910", "the total error falls to E_total = 0.2910"),
        "derivative of the error with respect to net_h1 = 0.0088",
        *("误差关于net_h1 = 0.0088", "梯度 out_o1: 0.7414", "导数 out_h1: 0.2413"),
        *("权重变化 w5_new = -0.0411", "平均误差 E_total = 0.1492", "relative error E_o1 = 0.92"),
        "h2的输出 out_h1 = 0.5933",
    ],
)
def test_words_that_say_something_else_are_told(marker: Marker, line: str) -> None:
    """Another moment, another quantity, another unit: nothing of it is judged."""
    answers = read_text(f"net_h1 = 0.3775\n{line}\n", marker.names)

    assert [cell.raw for cell in answers.cells.values()] == ["0.3775"]
    assert answers.unknown


def test_words_that_say_a_sample_are_told() -> None:
    """It would have been taken for the first one."""
    with pytest.raises(AnswersError):
        read(Marker(load("xor")), "样本2的输出 out_o1 = 0.5066")
