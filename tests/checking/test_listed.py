"""Several numbers in one line, as Chinese sheets have them: one line for a layer."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text, read_words
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

MAZUR = Marker(bpcalc.load("mazur")).names
NETS = {"net_h1": "0.3775", "net_h2": "0.3925"}
SHEET = """隐层净输入：0.3775，0.3925
隐层输出：0.59327，0.596884
输出层净输入：1.10591，1.22492
网络输出：0.751365，0.772928
误差：0.298371
输出层误差信号：0.138499，-0.0380982
隐层误差信号：0.00877135，0.00995425
"""


def read(text):
    """Return the numbers of a text by the names of what they are read as."""
    found = read_text(text, MAZUR)
    return {MAZUR.own.name(key): cell.raw for key, cell in found.cells.items()}


@pytest.mark.parametrize(
    "line",
    [
        "隐层净输入：0.3775，0.3925",
        "隐藏层输入：0.3775、0.3925",
        "隐藏层输入：0.3775；0.3925。",
        "隐藏层输入：（0.3775，0.3925）",
        "隐藏层输入：［0.3775，0.3925］",
        "隐藏层净输入为0.3775和0.3925",
        "隐藏层输入分别为0.3775和0.3925",
        "隐藏层输入分别0.3775，0.3925",
        "net_h1、net_h2分别为0.3775、0.3925",
        "net_h1和net_h2分别为0.3775和0.3925",
        "net_h = (0.3775, 0.3925)^T",
        "net_h = (0.3775, 0.3925)ᵀ.",
        "$net_h = [0.3775, 0.3925]^{T}$",
        r"net_h = (0.3775, 0.3925)^\top",
        "net_h1，net_h2 = 0.3775，0.3925",
        "h1、h2的净输入分别是0.3775、0.3925",
        "net_h1~net_h2: 0.3775, 0.3925",
        "net_h1至net_h2分别为0.3775, 0.3925",
    ],
)
def test_numbers_in_a_row(line):
    """Whatever stands between them, and between the names."""
    assert read(line) == NETS


def test_a_line_for_each_layer():
    """Every number is read."""
    numbers = [n for line in SHEET.split() for n in line.partition("：")[2].split("，")]

    assert sorted(read(SHEET).values()) == sorted(numbers)


def test_decimal_commas_in_a_row():
    """The semicolon stands between them."""
    assert read("隐藏层输出：0,5933；0,5969") == {"out_h1": "0.5933", "out_h2": "0.5969"}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("w1变为0.149781", "w1"),
        ("w5调整为0.3589", "w5"),
        ("w1变为0.149781，w2变为0.199561", "w1 w2"),
        ("w1、w2、w3分别更新为0.149781、0.199561、0.249751", "w1 w2 w3"),
    ],
)
def test_what_weights_become(line, names):
    """They are new ones."""
    assert sorted(read(line)) == [f"{name}_new" for name in names.split()]


def test_a_word_of_the_command_line():
    """It may hold a list, too."""
    found = read_words(["隐藏层输入=0.3775，0.3925"], MAZUR)

    assert {MAZUR.own.name(key): cell.raw for key, cell in found.cells.items()} == NETS


FIRST = {"w1_new": "0.1498", "w2_new": "0.1996", "w3_new": "0.2498", "w4_new": "0.2995"}


@pytest.mark.parametrize(
    "line",
    [
        "w1-w4: 0.1498, 0.1996, 0.2498, 0.2995",
        "w1~w4更新为0.1498, 0.1996, 0.2498, 0.2995",
        "w1_new, ..., w4_new: 0.1498, 0.1996, 0.2498, 0.2995",
        "w1_new, w2_new, ..., w4_new: 0.1498, 0.1996, 0.2498, 0.2995",
        "w1+, …, w4+ = (0.1498, 0.1996, 0.2498, 0.2995)",
        "w1 to w4 after update: 0.1498 0.1996 0.2498 0.2995",
        "更新后的权值w1～w4依次为：0.1498，0.1996，0.2498，0.2995。",
        "更新后的权值w1、w2、w3、w4分别为：0.1498, 0.1996, 0.2498, 0.2995",
        "w1、w2、w3、w4更新为0.1498, 0.1996, 0.2498, 0.2995",
        "输入层到隐藏层的权值更新为：0.1498 0.1996 0.2498 0.2995",
        "输入层与隐含层之间的新连接权：0.1498 0.1996 0.2498 0.2995",
        "权值更新（输入层至中间层）：0.1498 0.1996 0.2498 0.2995",
        "hidden weight update: 0.1498 0.1996 0.2498 0.2995",
        "new weights between input and hidden layer: 0.1498 0.1996 0.2498 0.2995",
    ],
)
def test_new_weights_in_a_row(line):
    """From one name to another, or under what they lie between."""
    assert read(line) == FIRST


@pytest.mark.parametrize("line", ["E_o1-E_o2 = 0.2512", "w1-w4: 0.1498, 0.1996"])
def test_a_difference_or_too_few_numbers(line):
    """What is between two names is meant only where there is a number for each."""
    with pytest.raises(AnswersError):
        read(line)


ROWS = {
    "net_h": ("0.3775 0.3925", ["net_h1", "net_h2"]),
    "out_h": ("0.5933 0.5969", ["out_h1", "out_h2"]),
    "out_o": ("0.7514 0.7729", ["out_o1", "out_o2"]),
    "E_o": ("0.2748 0.02356", ["E_o1", "E_o2"]),
    "E": ("0.2984", ["E_total"]),
    "delta_o": ("0.1385 -0.03810", ["delta_o1", "delta_o2"]),
    "delta_h": ("0.008771 0.009954", ["delta_h1", "delta_h2"]),
    "W2": ("0.3589 0.4087 0.5113 0.5614", ["w5_new", "w6_new", "w7_new", "w8_new"]),
    "dW2": ("0.08217 0.08267 -0.02260 -0.02274", ["dE/dw5", "dE/dw6", "dE/dw7", "dE/dw8"]),
}
"""What stands in a row, each with the numbers and their names."""

CALLED = {
    "net_h": [
        *("隐层净激励", "隐藏层线性输出", "隐藏层激活前的值", "隐藏层未激活值", "隐层的总输入"),
        *("hidden layer weighted sums", "hidden pre-activations", "Hidden layer pre-activation"),
    ],
    "out_h": ["隐藏层经sigmoid后的输出", "隐藏层经过激活函数后的输出", "中间层激活函数输出"],
    "out_o": ["模型输出", "输出层各单元的响应", "network outputs", "actual outputs", "y hat"],
    "E_o": ["各输出单元的误差", "error of each output", "individual errors"],
    "E": ["全局误差", "网络误差", "误差平方和", "损失函数值", "overall error"],
    "delta_o": ["输出层的一般化误差", "输出层校正误差", "输出层的误差梯度", "输出层梯度项"],
    "delta_h": [
        "中间层的一般化误差",
        "隐藏层反向传播误差",
        "隐层灵敏度",
        "backpropagated error hidden",
    ],
    "W2": ["调整后的隐藏层到输出层权值", "输出层权值调整后", "更新后隐藏层至输出层的连接权重"],
    "dW2": ["误差对输出层权值的偏导", "损失对W2的偏导", "隐藏层到输出层权值的梯度"],
}


@pytest.mark.parametrize(("row", "name"), [(row, name) for row in CALLED for name in CALLED[row]])
def test_what_a_row_is_called(row, name):
    """Words of textbooks and of programs."""
    numbers, names = ROWS[row]

    assert read(f"{name}：{numbers}") == dict(zip(names, numbers.split(), strict=True))


@pytest.mark.parametrize(
    "line",
    [
        *("w5_new、w6_new为0.3589，0.4087", "w5+、w6+为0.3589，0.4087", "w5和w6为0.3589，0.4087"),
        *("w5、w6的新值为0.3589，0.4087", "w5到w6为0.3589,0.4087"),
    ],
)
def test_a_word_before_the_numbers_is_no_part_of_the_last_name(line):
    """The second number had been lost."""
    assert read(line) == {"w5_new": "0.3589", "w6_new": "0.4087"}


@pytest.mark.parametrize("line", ["隐层和输出层输出 = [0.7514, 0.7729]"])
def test_two_layers_are_connected_by_weights_only(line):
    """Outputs of both are none of the hidden one."""
    with pytest.raises(AnswersError):
        read(line)


DEEP = Marker(
    bpcalc.load(
        {
            "inputs": [0.4, 0.9],
            "targets": [0.2],
            "learning_rate": 0.8,
            "weights": [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]],
            "biases": [[0.1, -0.3], [0.2, 0.05], [-0.15]],
        }
    )
).names
IN_A_LINE = {
    "w1_new, w2_new = 0.1493, 0.4483": {"w1_new": "0.1493", "w2_new": "0.4483"},
    "w_1_new and w_2_new = 0.1493, 0.4483": {"w1_new": "0.1493", "w2_new": "0.4483"},
    "(w1_new, w2_new) = (0.1493, 0.4483)": {"w1_new": "0.1493", "w2_new": "0.4483"},
    "z_1^(1), z_2^(1) = 0.565, 0.1": {"net_h1_1": "0.565", "net_h1_2": "0.1"},
    "z1_1、z1_2分别为0.565、0.1": {"net_h1_1": "0.565", "net_h1_2": "0.1"},
    "w^{(1),new}_{1,2}, b_1^{(2),new} = 0.4483, 0.1858": {
        "w2_new": "0.4483",
        "b_h2_1_new": "0.1858",
    },
}


@pytest.mark.parametrize(("line", "found"), IN_A_LINE.items())
def test_every_name_of_a_row_has_its_own_number(line, found):
    """No name before the last is a word for it, and all are read as they are alone."""
    answers = read_text(line, DEEP)

    assert {DEEP.told_name(key): cell.raw for key, cell in answers.cells.items()} == found
    assert answers.unknown == ()
