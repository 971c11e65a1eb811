"""Units that a program counts from 0: in words, in brackets, in letters."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

NETS = {"net_h1": "0.3775", "net_h2": "0.3925"}
SAYS = "units are counted from 0"


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def read(marker: Marker, text: str) -> tuple[dict[str, str], list[str]]:
    """Return the answers of a sheet by name, and what is said of the counting."""
    answers = read_text(text, marker.names)
    found = {marker.names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    return found, [note for note in answers.notes if SAYS in note]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hidden[0] net: 0.3775\nhidden[1] net: 0.3925", "hidden[0]"),
        ("hidden neuron 0: net=0.3775\nhidden neuron 1: net=0.3925", "hidden neuron 0"),
        ("Hidden unit 0:\nnet = 0.3775\nHidden unit 1:\nnet = 0.3925", "Hidden unit 0"),
        ("隐藏层第0个神经元：净输入=0.3775\n隐藏层第1个神经元：净输入=0.3925", "隐藏层第0"),
        ("net_h0 = 0.3775\nnet_h1 = 0.3925", "h0"),
        ("| unit | net |\n|---|---|\n| h0 | 0.3775 |\n| h1 | 0.3925 |", "h0"),
        ("h0 net = 0.3775\nh1 net = 0.3925", "h0"),
        ("隐含层神经元0的净输入：0.3775\n隐含层神经元1的净输入：0.3925", "隐含层神经元0"),
        ("隐节点0的净输入：0.3775\n隐节点1的净输入：0.3925", "隐节点0"),
    ],
)
def test_the_unit_0_is_the_first(marker: Marker, text: str, first: str) -> None:
    """Neuron 1 had been taken for h1, and its right numbers called wrong."""
    found, (said,) = read(marker, text)

    assert found == NETS
    assert f"`{first}`" in said


@pytest.mark.parametrize(
    "name",
    [
        "Neuron {} in hidden layer net",
        "neuron {} of the hidden layer: net",
        "{}th hidden unit net",
        "hidden neuron no. {} net",
        "hidden_{} net",
        "hidden-{} net",
        "hiddenNet{}",
        "netH{}",
        "hidden_layer[{}].net",
        "隐藏层净输入{}",
        "第{}个隐层单元的净输入值",
        "隐藏层（第{}个神经元）净输入",
        "神经元{}（隐藏层）的净输入",
        "隐层{}号神经元的净输入",
        "中间层净输入{}",
    ],
)
def test_so_it_is_in_words_that_no_pattern_foresees(marker: Marker, name: str) -> None:
    """The second net input had been taken for the first, and a mistake named that was not made."""
    text = f"{name.format(0)} = 0.3775\n{name.format(1)} = 0.3925\n"
    answers = read_text(text, marker.names)

    found = {marker.names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    assert found == NETS
    assert any("counts from 0" in note or SAYS in note for note in answers.notes)


@pytest.mark.parametrize(
    ("name", "numbers", "first"),
    [
        ("w{}_new", ("0.1498", "0.1996", "0.2498"), "w1_new"),
        ("new weight w{}", ("0.1498", "0.1996"), "w1_new"),
        ("dE/dw{}", ("0.0004386", "0.0008771"), "dE/dw1"),
        ("net{}", ("0.3775", "0.3925"), "net_h1"),
        ("E{}", ("0.2748", "0.02356"), "E_o1"),
    ],
)
def test_letters_are_counted_on_where_more_numbers_are_right(
    marker: Marker, name: str, numbers: tuple[str, ...], first: str
) -> None:
    """`w0` may be a bias, and the weights behind it those of their numbers."""
    text = "\n".join(f"{name.format(at)} = {number}" for at, number in enumerate(numbers))
    found, _ = read(marker, text)

    assert [*found.values()] == [*numbers]
    assert first in found
    assert read(marker, f"{name.format(1)} = {numbers[0]}\n")[0] == {first: numbers[0]}


def test_wrong_numbers_are_counted_on_as_well(marker: Marker) -> None:
    """What is wrong is judged as what it was meant for."""
    found, _ = read(
        marker, "Neuron 0 in hidden layer net = 0.4775\nNeuron 1 in hidden layer net = 0.4925"
    )

    assert found == {"net_h1": "0.4775", "net_h2": "0.4925"}


def test_so_are_the_outputs_beside_them(marker: Marker) -> None:
    """Also where their first is not written."""
    text = "hidden neuron 0: net = 0.3775\noutput neuron 1: net = 1.2249"

    assert read(marker, text)[0] == {"net_h1": "0.3775", "net_o2": "1.2249"}


@pytest.mark.parametrize(
    "text",
    [
        "hidden neuron 1: out=0.5933\nhidden neuron 2: out=0.5969",
        "h0 = 1\nout_h1 = 0.5933",  # the unit of the bias
        "h0 = 1.0\nout_h1 = 0.5933\nout_h2 = 0.5969",
        "hidden neuron 0 output = 1\nhidden neuron 1 output = 0.5933",
        "hidden unit 0: out = 1.0\nhidden unit 1: out = 0.5933",
        "Neuron 0 in hidden layer output = 1\nNeuron 1 in hidden layer output = 0.5933",
        "out_h0 = 0.99\nout_h1 = 0.5933\nout_h2 = 0.5969",  # beside all the others
        "out_h1 = 0.5933\nhidden neuron 1 has 0.5933",
    ],
)
def test_what_is_counted_from_1_stays(marker: Marker, text: str) -> None:
    """The first hidden unit is h1."""
    found, said = read(marker, text)

    assert found["out_h1"] == "0.5933"
    assert said == []


def test_the_third_unit_in_brackets() -> None:
    """`hidden 3` could be a layer."""
    names = Marker(load("two-three-two")).names
    answers = read_text("hidden[0] net: 2.35\nhidden[2] net: 5.35\n隐藏层[1] net: 3.85", names)

    found = {names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    assert found == {"net_h1": "2.35", "net_h3": "5.35", "net_h2": "3.85"}
