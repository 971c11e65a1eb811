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
    ],
)
def test_the_unit_0_is_the_first(marker: Marker, text: str, first: str) -> None:
    """Neuron 1 had been taken for h1, and its right numbers called wrong."""
    found, (said,) = read(marker, text)

    assert found == NETS
    assert f"`{first}`" in said


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
