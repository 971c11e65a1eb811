"""Names in words, of a program's own or in Chinese, and several quantities in one line."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

SHEET = """\
layers: [2, 3, 2]
samples:
  - {inputs: [0.35, 0.9], targets: [0.5, 0.2]}
learning_rate: 0.6
weights:
  - [[0.1, 0.8], [0.4, 0.6], [0.3, 0.7]]
  - [[0.3, 0.9, 0.5], [0.2, 0.4, 0.6]]
biases: [[0.1, 0.2, 0.3], [0.05, 0.15]]
"""


@pytest.fixture(scope="module")
def marker(tmp_path_factory):
    """Return what marks sheets of a 2-3-2 network with a bias for every unit."""
    path = tmp_path_factory.mktemp("sheet") / "exercise.yaml"
    path.write_text(SHEET)
    return Marker(bpcalc.load(path))


def read(marker, text):
    """Return the numbers of a sheet by the names of the exercise, and what is not understood."""
    answers = read_text(f"net_h2 = 0.88\n{text}\n", marker.names)
    names = {marker.names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    del names["net_h2"]
    return names, answers.unknown


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("隐藏层第1个神经元的净输入", "net_h1"),
        ("第2个隐藏神经元净输入", "net_h2"),
        ("隐层节点1的输入", "net_h1"),
        ("输出层神经元2净输入", "net_o2"),
        ("第一个隐藏层神经元输出", "out_h1"),
        ("隐含层第3个神经元的输出值", "out_h3"),
        ("hidden layer neuron 1 output", "out_h1"),
        ("Output of neuron 1 in the hidden layer", "out_h1"),
        ("hidden 1 net", "net_h1"),
        ("1st hidden unit output", "out_h1"),
        ("output of the second hidden neuron", "out_h2"),
        ("third hidden layer node net input", "net_h3"),
        ("2nd output neuron output", "out_o2"),
        ("hidden neuron no. 3 output", "out_h3"),
        ("output of hidden neuron number 3", "out_h3"),
        ("hidden unit #2 output", "out_h2"),
        ("隐节点2的净输入", "net_h2"),
        ("中间层第2个单元的输出", "out_h2"),
        ("中间节点2的输出", "out_h2"),
        ("output 2", "out_o2"),
        ("Prediction 1", "out_o1"),
        ("实际输出1", "out_o1"),
        ("sigmoid(net_h1)", "out_h1"),
        ("σ(net_{h1})", "out_h1"),
        ("f(net_h1)", "out_h1"),
        ("error signal o1", "delta_o1"),
        ("o1的误差信号", "delta_o1"),
        ("h1的局部梯度", "delta_h1"),
        ("E对w7的偏导数", "dE/dw7"),
        ("误差关于w7的偏导", "dE/dw7"),
        ("w7的偏导数", "dE/dw7"),
        ("d_w7", "dE/dw7"),
        ("▽w7", "dE/dw7"),
        ("w7_{new}", "w7_new"),
        ("更新w7", "w7_new"),
        ("Updated weight w7", "w7_new"),
        ("θ_h1_new", "b_h1_new"),
        ("误差总和", "E_total"),
        ("网络输出o1", "out_o1"),
        ("最终输出o1", "out_o1"),
        ("计算得到的h1输出", "out_h1"),
        ("h1净激活", "net_h1"),
        ("激活后h1", "out_h1"),
        ("修正后的w7", "w7_new"),
        ("final w7", "w7_new"),
        ("w7 new value", "w7_new"),
        ("w7 becomes", "w7_new"),
        ("w7变为", "w7_new"),
        ("w7的误差梯度", "dE/dw7"),
        ("w7的偏导数值", "dE/dw7"),
        ("w7的更新值", "w7_new"),
        ("权重w7的梯度", "dE/dw7"),
        ("gradient wrt w7", "dE/dw7"),
        ("partial derivative of E wrt w7", "dE/dw7"),
        ("weight w7 after update", "w7_new"),
        ("total network error", "E_total"),
        ("损失函数", "E_total"),
    ],
)
def test_a_name_in_words_is_known(marker, name, meant):
    """Units are counted in words, in either language."""
    found = marker.names.meaning(name)

    assert marker.names.own.name(found.keys[0]) == meant


@pytest.mark.parametrize(
    "name", ["dE/db7", "隐藏层很奇怪的东西1", "f(h7)", "hidden 4 net", "第9个隐藏神经元输出"]
)
def test_a_name_that_may_mean_something_else_is_told(marker, name):
    """What no word tells is listed, and counts as no answer."""
    found, unknown = read(marker, f"{name} = 0.0074")

    assert not found
    assert len(unknown) == 1


@pytest.mark.parametrize(
    "name",
    [
        *("h1到o1的新权重", "从h1到o1的权值更新后", "h1与o1之间的新权值", "连接h1和o1的权值更新为"),
        *("隐藏层第1个神经元到输出层第1个神经元的新权值", "隐层节点1到输出节点1的权值更新为"),
    ],
)
def test_a_weight_by_its_ends(marker, name):
    """Its line had been lost."""
    assert read(marker, f"{name} = 0.31")[0] == {"w7_new": "0.31"}


@pytest.mark.parametrize(
    "name", ["W2(1,1) new", "W2'(1,1)", "W2(1,1)更新后", "W2[0][0] new", "W2[0,0] updated"]
)
def test_an_element_of_a_new_matrix(name):
    """It had been taken for another weight of its row."""
    names = Marker(bpcalc.load("mazur")).names
    found = read_text(f"{name} = 0.3589\n", names).cells

    assert [names.own.name(key) for key in found] == ["w5_new"]


@pytest.mark.parametrize("name", ["h1到o1权重的梯度", "误差对h1到o1权重的偏导", "h1到o1的梯度"])
def test_a_gradient_by_the_ends_of_its_weight(marker, name):
    """Likewise."""
    assert read(marker, f"{name} = 0.02")[0] == {"dE/dw7": "0.02"}


@pytest.mark.parametrize("name", ["ω7_new", "ω7+", "更新后的ω7", "new ω_7", "ω7更新为"])
def test_an_omega_is_a_w(marker, name):
    """Many sheets write the weights so; none of their lines had been read."""
    assert read(marker, f"{name} = 0.31")[0] == {"w7_new": "0.31"}
    assert read(marker, "∂E/∂ω7 = 0.02")[0] == {"dE/dw7": "0.02"}


def test_a_number_sign_begins_no_comment_behind_the_word_for_a_unit(marker):
    """The line had ended there, and could not be read."""
    text = (
        "hidden unit #1 net = 0.855  # rounded\nHidden neuron #3 net: 0.93\nout_h1 = 0.7 # unit #9"
    )

    assert read(marker, text)[0] == {"net_h1": "0.855", "net_h3": "0.93", "out_h1": "0.7"}


def test_the_slope_is_not_taken_for_the_net_input(marker):
    """It was called a wrong net input."""
    found, _ = read(marker, "σ'(net_h1) = 0.2094")

    assert "net_h1" not in found


@pytest.mark.parametrize(
    "line",
    [
        "net_h1=0.855→out_h1=0.7016",
        "net_h1 = 0.855 -> out_h1 = 0.7016",
        r"net_{h1}=0.855 \Rightarrow out_{h1}=0.7016",
        r"net_{h1}=0.855 \quad out_{h1}=0.7016",
        r"net_{h1} &= 0.855 \\ out_{h1} &= 0.7016",
        "net_h1 = 0.855, so out_h1 = 0.7016",
        "net_h1=0.855，所以out_h1=0.7016",
        "net_h1=0.855 则out_h1=0.7016",
        "net_h1=0.855 (out_h1=0.7016)",
        "1) net_h1=0.855; 2) out_h1=0.7016",
        "h1 net: 0.855 out: 0.7016",
        "h1_in=0.855 h1_out=0.7016",
        "神经元h1 净输入=0.855 输出=0.7016",
        "第1个隐藏神经元净输入 = 0.855, 输出 = 0.7016",
        "Hidden neuron 1 -> net: 0.855, out: 0.7016",
        "故net_h1=0.855\nTherefore, out_h1 = 0.7016",
        "h1 net 0.855 out 0.7016",
    ],
)
def test_two_quantities_in_a_line_are_both_read(marker, line):
    """An arrow or a word leads to the next one; its unit is that of the one before."""
    assert read(marker, line) == ({"net_h1": "0.855", "out_h1": "0.7016"}, ())


@pytest.mark.parametrize(
    "line",
    ["w7: 0.3 → 0.2798, w8: 0.9 → 0.8796", "w7 0.3 -> 0.2798\nw8 0.9 -> 0.8796"],
)
def test_an_arrow_between_numbers_leads_to_the_new_one(marker, line):
    """Behind a number, it is no next quantity."""
    assert read(marker, line) == ({"w7_new": "0.2798", "w8_new": "0.8796"}, ())


def test_the_error_behind_a_weight_is_the_whole_error(marker):
    """It is none of the weight's."""
    found, _ = read(marker, "w7_new = 0.2798, loss = 0.1819")

    assert found == {"w7_new": "0.2798", "E_total": "0.1819"}


def test_the_input_of_the_output_layer_is_its_net_input(marker):
    """The input layer is another one."""
    found, unknown = read(marker, "输出层输入：[1.26556654 1.01578234]")

    assert (found, unknown) == ({"net_o1": "1.26556654", "net_o2": "1.01578234"}, ())


@pytest.mark.parametrize(
    "words",
    [
        *(
            "由此得",
            "代入得 ",
            "那么 ",
            "于是得到：",
            "我们得到 ",
            "有 ",
            "同理可得 ",
            "答：",
            "解得",
            "最后 ",
        ),
        *("计算得", "综上，", "Then ", "so "),
    ],
)
def test_words_that_lead_to_a_name_are_no_part_of_it(marker, words):
    """They say how one came to the number, and the name is as well known without them."""
    assert read(marker, f"{words}net_h1 = 0.855") == ({"net_h1": "0.855"}, ())
    assert read(marker, f"net_h1 = 0.855\n{words}w7_new: 0.2798")[0]["w7_new"] == "0.2798"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "o1: E = 0.0137, net = 0.7",
            "o1: net = 0.7, E = 0.0137",
            "Node o1: net = 0.7, E: 0.0137",
        ),
        "o1：误差 = 0.0137，净输入 = 0.7",
    ],
)
def test_the_error_in_a_line_about_an_output_is_its_own(marker, line):
    """And its other numbers are not lost behind it."""
    assert read(marker, line) == ({"E_o1": "0.0137", "net_o1": "0.7"}, ())


@pytest.mark.parametrize(
    "line", ["o1: net = 0.7, E_total = 0.0137", "h1: net = 0.855, E = 0.0137", "E = 0.0137"]
)
def test_the_whole_error_stays_the_whole(marker, line):
    """Where it is called so, or the line is about a unit that has none."""
    assert read(marker, line)[0]["E_total"] == "0.0137"


@pytest.mark.parametrize("name", ["net_h3", "hidden 3", "net_h1²", "h1²", "out_h1²", "隐层3"])
def test_a_hidden_unit_that_is_not_there_is_no_output(name):
    """Its number is none of a layer: the only unit of the last one is not hidden."""
    names = Marker(bpcalc.load("xor")).names
    answers = read_text(f"net_h2 = 0.5\n{name} = 0.1\n", names)

    assert [names.own.name(key) for key in answers.cells] == ["net_h2"]
    assert len(answers.unknown) == 1
