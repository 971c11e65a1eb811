"""Units and their layers in words, in networks with one hidden layer and with two."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

HIDDEN = [
    *(("第一隐藏层", "第二隐藏层"), ("隐藏层1", "隐藏层2"), ("第1隐层", "第2隐层")),
    *(("第一个隐藏层", "第二个隐藏层"), ("隐层一", "隐层二"), ("中间层1", "中间层2")),
    *(("hidden layer 1", "hidden layer 2"), ("first hidden layer", "second hidden layer")),
    *(("1st hidden layer", "2nd hidden layer"), ("hidden1", "hidden2"), ("Layer 1", "Layer 2")),
    *(("第1层", "第2层"), ("第一层", "第二层"), ("第一隐含层", "第二隐含层")),
]
"""What the two hidden layers are called."""

VALUES = {
    "net": ("0.6000", "0.1000", "0.4699", "1.4390"),
    "out": ("0.6457", "0.5250", "0.6154", "0.8083"),
    "delta": ("-0.0001", "-0.0008", "0.0019", "-0.0021"),
}
WORDS = {
    "net": ("的净输入", " net input"),
    "out": ("的输出", " output"),
    "delta": ("的误差项", " delta"),
}
NAMES = ("h1_1", "h1_2", "h2_1", "h2_2")
WAYS = {
    "rows": ("{0}{k}：{a} {b}\n{1}{k}：{c} {d}", "{0}{k}: {a} {b}\n{1}{k}: {c} {d}"),
    "units": (
        "{0}第1个神经元{k} = {a}\n{0}第2个神经元{k} = {b}\n"
        "{1}神经元1{k} = {c}\n{1}第二个节点{k} = {d}",
        "{0} neuron 1{k} = {a}\n{0}, neuron 2{k} = {b}\n{1} node 1{k} = {c}\n{1} unit #2{k} = {d}",
    ),
    "below": (
        "{0}：\n神经元1{k} = {a}\n神经元2{k} = {b}\n{1}：\n神经元1{k} = {c}\n神经元2{k} = {d}",
        "{0}:\nneuron 1{k} = {a}\nneuron 2{k} = {b}\n{1}:\nneuron 1{k} = {c}\nneuron 2{k} = {d}",
    ),
}


@pytest.fixture(scope="module")
def two() -> Marker:
    """Return what marks a network with two hidden layers."""
    return Marker(load("two-hidden-layers"))


@pytest.fixture(scope="module")
def one() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def read(marker: Marker, text: str) -> dict[str, str]:
    """Return the numbers of a sheet by the names of the exercise."""
    found = read_text(text, marker.names).cells
    return {marker.names.own.name(key): cell.raw for key, cell in found.items()}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize(("first", "second"), HIDDEN)
def test_units_of_two_hidden_layers(
    two: Marker, first: str, second: str, kind: str, way: str
) -> None:
    """They had been lost, or taken for those of another layer."""
    english = first.isascii()
    numbers = dict(zip("abcd", VALUES[kind], strict=True))
    text = WAYS[way][english].format(first, second, k=WORDS[kind][english], **numbers)

    assert read(two, text) == {
        f"{kind}_{name}": number for name, number in zip(NAMES, VALUES[kind], strict=True)
    }


@pytest.mark.parametrize(
    ("first", "second", "english"),
    [
        ("Layer 1, Neuron 1", "Layer 2, Neuron 1", True),
        ("layer 0 neuron 0", "layer 1 neuron 0", True),
        ("Neuron 1 of layer 1", "Neuron 1 of layer 2", True),
        ("hidden layer, node 1", "output layer, node 1", True),
        ("隐藏层，第1个神经元", "输出层，第1个神经元", False),
        ("第1层，第1个神经元", "第2层，第1个神经元", False),
    ],
)
def test_several_numbers_of_a_unit_behind_its_layer(
    one: Marker, first: str, second: str, english: bool
) -> None:
    """A comma between them is none between statements; layers count with the inputs or without."""
    net, out = ("net", "out") if english else ("净输入", "输出")
    text = f"{first}: {net} = 0.3775, {out} = 0.5933\n{second}: {net} = 1.1059, {out} = 0.7514"

    assert read(one, text) == {
        "net_h1": "0.3775",
        "out_h1": "0.5933",
        "net_o1": "1.1059",
        "out_o1": "0.7514",
    }


def test_a_wrong_number_is_of_the_layer_that_is_likeliest(one: Marker) -> None:
    """Nothing fits, and beside it the layers are counted from the first that calculates."""
    text = "layer 1 neuron 1 output = 0.6\nlayer 2 neuron 1 output = 0.7514"

    assert read(one, text) == {"out_h1": "0.6", "out_o1": "0.7514"}


@pytest.mark.parametrize(
    "line",
    [
        "neuron A: net = 0.6000, out = 0.6457",
        "upper hidden unit: net = 0.6000, out = 0.6457",
        "Node n21: net = 0.4699, out = 0.6154",
        "神经元甲：净输入=0.6000，输出=0.6457",
    ],
)
def test_a_unit_that_there_is_not_is_told(two: Marker, line: str) -> None:
    """Its numbers had been taken for those of the only output, and called wrong."""
    answers = read_text(f"net_h1_1 = 0.6000\n{line}\n", two.names)

    assert [two.names.own.name(key) for key in answers.cells] == ["net_h1_1"]
    assert len(answers.unknown) == 2


@pytest.mark.parametrize(
    ("line", "net", "out"),
    [
        ("output neuron: net = 1.5, out = 0.8", "1.5", "0.8"),
        ("输出神经元：净输入=1.5，输出=0.8", "1.5", "0.8"),
        ("neuron o1: net = 1.5, out = 0.8", "1.5", "0.8"),
        ("Neuron y: net = 1.5; out = 0.8", "1.5", "0.8"),
    ],
)
def test_the_only_output_is_read_under_its_word(two: Marker, line: str, net: str, out: str) -> None:
    """It is one that there is."""
    assert read(two, line) == {"net_o1": net, "out_o1": out}


@pytest.mark.parametrize(
    "subject",
    ["last neuron", "the single output unit", "Now the output unit", "最后一个神经元"],
)
def test_words_for_the_only_output_are_none_of_a_strange_unit(two: Marker, subject: str) -> None:
    """They name no other unit."""
    assert read(two, f"{subject}: net = 0.6598, out = 0.6592") == {
        "net_o1": "0.6598",
        "out_o1": "0.6592",
    }


@pytest.mark.parametrize(
    ("name", "values"),
    [("hidden node z", "net"), ("hidden unit a", "out"), ("hidden unit d", "delta")],
)
def test_a_symbol_behind_the_word_for_a_unit(one: Marker, name: str, values: str) -> None:
    """It is no name of a unit."""
    assert set(read(one, f"{name} = [0.3775, 0.3925]")) == {f"{values}_h1", f"{values}_h2"}


@pytest.mark.parametrize(
    "text",
    [
        "layer,neuron,net,out\nhidden,1,0.3775,0.5933\nhidden,2,0.3925,0.5969",
        "层,神经元,净输入,输出\n隐藏层,1,0.3775,0.5933\n隐藏层,2,0.3925,0.5969",
    ],
)
def test_commas_of_a_table_stay(one: Marker, text: str) -> None:
    """A heading `layer,neuron` is of two columns."""
    assert read(one, text) == {
        "net_h1": "0.3775",
        "out_h1": "0.5933",
        "net_h2": "0.3925",
        "out_h2": "0.5969",
    }


def test_a_letter_that_is_like_another_one_is_no_error(one: Marker) -> None:
    """`ı` is an i to a pattern that ignores case."""
    assert read(one, "net_h1 = 0.3775\nfırst hidden unit net = 0.3775") == {"net_h1": "0.3775"}


@pytest.mark.parametrize("line", ["Layer 1: net2 = 0.3925", "Schicht 1: net2 = 0.3925"])
def test_a_letter_with_a_number_behind_a_layer_is_of_its_unit(one: Marker, line: str) -> None:
    """As `Layer 1, Neuron 2: net` is."""
    assert read(one, line) == {"net_h2": "0.3925"}
