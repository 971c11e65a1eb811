"""Names with brackets and commas in them, as LaTeX and books on learning have them."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

DEEP = {
    "inputs": [0.35, 0.9],
    "targets": [0.5],
    "learning_rate": 1,
    "loss": "squared_error",
    "weights": [
        [[0.1, 0.8], [0.4, 0.6]],
        [[0.25, -0.5], [0.75, 0.3]],
        [[-0.4, 0.65], [0.2, 0.85]],
        [[0.3, 0.9]],
    ],
    "biases": [[0.1, -0.1], [0.2, -0.2], [0.05, 0.15], [-0.25]],
}
NAMES = Marker(bpcalc.load(DEEP)).names


def read(text, names=NAMES):
    """Return the quantities that a text names, by their full names, and what was not known."""
    found = read_text(text, names)
    return {names.told_name(key): cell.raw for key, cell in found.cells.items()}, found.unknown


@pytest.mark.parametrize("number", ["9.828e-05", "9.828E-05", "9.828e−05"])
@pytest.mark.parametrize("sign", [" = ", ": "])
@pytest.mark.parametrize("name", ["dW^[2]_11", "dW[2]_11"])
def test_the_e_of_a_number_is_no_error(name, sign, number):
    """The number is the value, and no better name than that before it."""
    text = f"z^[1]_1 = 0.855\n{name}{sign}{number}\n"

    assert read(text) == ({"net_h1_1": "0.855", "dE/dw5": number}, ())


def test_no_label_is_a_number():
    """Of whatever sign, alone or as one of several."""
    numbers = ["1.946e-03", "-1E5", "0,5e-3", "[1e-3, 2e-3]", "1.2e-3 ≈ 0", "1.5D-05"]

    assert [NAMES.label(number) for number in numbers] == [None] * len(numbers)
    assert NAMES.label("E 2") is not None
