"""Arrays such as `dW2` of which no number is right: gradients, or changes; of all samples."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

BATCH = bpcalc.load("batch-momentum")
MARKER = Marker(BATCH)
NAMES = MARKER.names

SUM = "[[-0.00421235 -0.01074433]]"
MEAN = "[[-0.00140412 -0.00358144]]"
CHANGE = "[[0.00126370 0.00322330]]"
GRADIENTS = ["dE/dw5@all", "dE/dw6@all"]
CHANGES = ["dw5", "dw6"]


def read(text):
    """Return the names of what is read, and what is not understood."""
    answers = read_text(text, NAMES)
    return [NAMES.own.full(key) for key in answers.cells], answers.unknown


@pytest.mark.parametrize("name", ["dW2", "dE/dW2", "∂E/∂W2", "dL_dW2", "grad W2", "gradient dW2"])
@pytest.mark.parametrize("heading", ["", "All samples:", "Sum of the gradients:", "全部样本:"])
@pytest.mark.parametrize("numbers", [SUM, MEAN, "[[-0.0046 -0.0118]]", "[[-0.0061 -0.0093]]"])
def test_gradients_of_all_samples(name, heading, numbers):
    """Are read whatever their numbers, with a heading and without one."""
    assert read(f"{heading}\n{name} = {numbers}\n") == (GRADIENTS, ())


def test_a_mean_instead_of_the_sum():
    """Is the mistake that is found, and no change is said to be wrong."""
    cells = read_text(f"dW2 = {MEAN}\n", NAMES).cells
    marking = MARKER.mark(cells, cells)

    assert [finding.rule for finding in marking.findings] == ["batch"]


@pytest.mark.parametrize(
    "numbers",
    [
        CHANGE,
        "[[-0.00126370 -0.00322330]]",
        "[[0.00042123 0.00107443]]",
        "[[0.0014 0.0029]]",
    ],
    ids=["right", "sign", "mean", "slip"],
)
@pytest.mark.parametrize("name", ["dW2", "ΔW2"])
def test_changes(name, numbers):
    """Are changes, although programs call gradients so, be they right or wrong."""
    assert read(f"{name} = {numbers}\n") == (CHANGES, ())


def test_another_array_tells():
    """What is right under such a name tells what is wrong under another."""
    wrong = "[[-0.41 0.73] [-0.92 0.35]]"
    changes, unknown = read(f"dW1 = {wrong}\ndW2 = {CHANGE}\n")
    assert changes == ["dw1", "dw2", "dw3", "dw4", *CHANGES]
    assert not unknown

    gradients, unknown = read(f"dW1 = {wrong}\ndW2 = {SUM}\n")
    assert gradients == [f"dE/dw{n}@all" for n in (1, 2, 3, 4)] + GRADIENTS
    assert not unknown


@pytest.mark.parametrize("name", ["dW2", "dE/dW2", "grad W2"])
def test_sums_below_the_last_sample(name):
    """Are those of all samples, as single numbers are."""
    assert read(f"sample 3:\nnet_h1 = -0.04\n{name} = {SUM}\n") == (["net_h1@s3", *GRADIENTS], ())


def test_gradients_of_one_sample():
    """Are of that sample, if the numbers are."""
    own = "[[-0.00776639 -0.00902715]]"

    assert read(f"sample 3:\ndE/dW2 = {own}\n") == (["dE/dw5@s3", "dE/dw6@s3"], ())
