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
