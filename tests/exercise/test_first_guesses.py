"""What people write first, and the sentence that shows how it is written here."""

import pytest

from bpcalc.locale import speaking
from exercise.texts import faults

WEIGHTS = "weights: [[[1, 2], [3, 4]], [[5, 6]]]\n"
XOR = "[[0, 0], [0, 1], [1, 0], [1, 1]]"


def test_samples_as_rows() -> None:
    """One sentence for all of them, with a sample as it is written."""
    says = "expected a sample such as {inputs: [0, 1], targets: [1]}, found a list"
    text = "samples: [[0, 0, 0], [0, 1, 1], [1, 0, 1]]\n" + WEIGHTS

    assert faults(text) == [f"1:11: {says}; so are 2 more samples"]
    assert faults(text.replace("[0, 0, 0], [0, 1, 1], ", "")) == [f"1:11: {says}"]


def test_inputs_of_several_samples() -> None:
    """The number of targets is not complained about, too."""
    assert faults(f"inputs: {XOR}\ntargets: [0, 1, 1, 0]\n{WEIGHTS}") == [
        "1:9: expected a list of numbers, found a list of lists; several samples are written as "
        "samples: [{inputs: [0, 1], targets: [1]}, …]"
    ]


def test_columns() -> None:
    """Vectors are written as one list, which the sentence shows."""
    text = f"inputs: [[1], [1/2]]\ntargets: [[1]]\n{WEIGHTS}biases: [[[3], [4]], [[5]]]\n"
    says = "expected a list of numbers, found a column; write "

    assert faults(text) == [
        f"1:9: {says}[1, 1/2]",
        f"2:10: {says}[1]",
        f"4:10: {says}[3, 4]",
        f"4:22: {says}[5]",
    ]


def test_biases_of_all_units_in_one_list() -> None:
    """As many as there are units are shown layer by layer; others are not."""
    says = "4:9: expected 2 entries, one for each layer of weights, found {}"
    text = f"inputs: [1, 2]\ntargets: [1]\n{WEIGHTS}biases: "

    assert faults(text + "[0.1, 1/3, 5]\n") == [
        says.format("3; one bias per unit is written as [[0.1, 1/3], [5]]")
    ]
    assert faults(text + "[0.1, null, 5]\n") == [says.format(3)]
    assert faults(text + "[0.1, 2, 5, 6]\n") == [says.format(4)]


@pytest.mark.parametrize(
    ("key", "word", "name"),
    [
        ("activation", "双曲正切", "tanh"),
        ("activation", "S型函数", "sigmoid"),
        ("activation", "线性", "identity"),
        ("loss", "交叉熵", "cross_entropy"),
        ("loss", "均方误差", "mean_squared_error"),
        ("loss", "误差平方和", "squared_error"),
        ("loss", "MSELoss", "mean_squared_error"),
        ("loss", "BCELoss", "binary_cross_entropy"),
        ("loss", "CE", "cross_entropy"),
        ("loss", "nll_loss", "cross_entropy"),
        ("loss", "RMSE", "mean_squared_error"),
        ("loss", "quadratic", "half_squared_error"),
    ],
)
def test_values_in_chinese_and_of_other_programs(key: str, word: str, name: str) -> None:
    """The name that is meant is asked back, in both languages, and no list of all names."""
    text = f"inputs: [1, 2]\ntargets: [1]\n{WEIGHTS}{key}: {word}\n"

    (says,) = faults(text)
    assert says.endswith(f"; did you mean `{name}`?")
    with speaking("zh"):
        (says,) = faults(text)
        assert says.replace(" ", "").endswith(f"；你要写的是不是`{name}`？")


SMALL = "inputs: [1, 2]\ntargets: [1]\n"


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        ("activation: {hidden: tanh, output: linear}", "[tanh, linear]"),
        ("activation: {output: linear, hidden: tanh}", "[tanh, linear]"),
        ("learning_rate: {hidden: 0.5, output: 0.1}", "[0.5, 0.1]"),
        ("learning_rate: {output layer: 1/4, Hidden_Layer_1: 0.5}", "[0.5, 1/4]"),
        ("activation: {隐藏层: {sigmoid: 2}, 输出层: softmax}", "[{sigmoid: 2}, softmax]"),
    ],
)
def test_settings_by_the_names_of_layers(line: str, listed: str) -> None:
    """A list is shown with the values of the file, the outputs last."""
    key = line.partition(":")[0]
    says = "what belongs to single layers is a list, with an entry for each layer that calculates: "

    assert faults(f"{SMALL}{WEIGHTS}{line}\n") == [f"4:{len(key) + 3}: {says}{listed}"]


def test_a_factor_before_tanh() -> None:
    """As LeCun and Haykin write it, it is a formula of one's own."""
    (says,) = faults(f"{SMALL}{WEIGHTS}activation: {{tanh: {{a: 1.7159, b: 0.6667}}}}\n")

    assert says.endswith('write {formula: "1.7159*tanh(0.6667*net)"}')
    (says,) = faults(f"{SMALL}{WEIGHTS}activation: {{tanh: {{a: 1.7159, c: 0.6667}}}}\n")
    assert says.endswith("expected the parameter of tanh, found a mapping")


@pytest.mark.parametrize("name", ["learning_rate", "lr", "学习率"])
def test_the_learning_rate_among_the_settings_of_an_optimiser(name: str) -> None:
    """It stands at the top, with the value that the file gives."""
    assert faults(f"{SMALL}{WEIGHTS}optimizer: {{adam: {{{name}: 1e-3, beta_1: 0.9}}}}\n") == [
        "4:20: the learning rate stands on a line of its own, not in the optimiser: "
        "`learning_rate: 1e-3`"
    ]


def test_one_mask_and_one_learning_rate_are_no_plural() -> None:
    """Of a network with one hidden layer."""
    mask = "dropout: [{mask: [1, 0], keep: 0.5}, null]\n"
    (says,) = faults(f"{SMALL}{WEIGHTS}{mask}")

    assert "expected 1 mask, one for every hidden layer" in says
    assert faults("inputs: [1]\ntargets: [1]\nweights: [[[1]]]\nlearning_rate: [1, 2]\n") == [
        "4:16: expected 1 learning rate, one for every layer; found 2"
    ]
