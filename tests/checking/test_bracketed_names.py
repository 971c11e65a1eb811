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


TWO_HIDDEN = {
    "inputs": [0.4, 0.9],
    "targets": [0.2],
    "learning_rate": 0.8,
    "weights": [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]],
    "biases": [[0.1, -0.3], [0.2, 0.05], [-0.15]],
}
TWO = Marker(bpcalc.load(TWO_HIDDEN)).names

NEW_WEIGHTS = [
    "w^{(1),new}_{12}",
    "w_{12}^{(1),new}",
    r"w^{(1),\text{new}}_{1,2}",
    r"w_{1,2}^{(1),\mathrm{neu}}",
    "w^{new,(1)}_{12}",
    "w^{(1,new)}_{12}",
    "w^{[1],new}_{12}",
    "w_{12}^{(1),t+1}",
    "w^{(1)'}_{12}",
    "w'^{(1)}_{12}",
    "w_{12}'^{(1)}",
    "w_{12,new}^{(1)}",
    "w_12^(1) (new)",
    "w₁₂⁽¹⁾ (neu)",
    "W^(1)_12 (updated)",
    "w_12^(1) after the update",
]


@pytest.mark.parametrize("name", NEW_WEIGHTS)
def test_a_new_weight_is_told_by_a_word_among_its_indices(name):
    """Wherever in them it stands, and whatever sets it apart; alone in a line, too."""
    assert read(f"{name} = 0.4483\n", TWO) == ({"w2_new": "0.4483"}, ())


@pytest.mark.parametrize(
    "name",
    [
        "b^(2)_2 (new)",
        "b_2^(2) (neu)",
        "b₂⁽²⁾ (neu)",
        "b_2^{(2),new}",
        "b^{(2),neu}_2",
    ],
)
@pytest.mark.parametrize("beside", ["", "z_1^(1) = 0.565\n"])
def test_a_new_bias_of_a_deep_network(name, beside):
    """It is that of its layer and unit, not that of the last layer."""
    assert read(f"{beside}{name} = 0.0564\n", TWO)[0].get("b_h2_2_new") == "0.0564"


def test_an_old_weight_is_no_new_one():
    """A comma had cut its name, and the number was taken for a new one."""
    text = "net_h1_1 = 0.565\nw^{(1),old}_{12} = 0.45\n"

    assert read(text, TWO)[0] == {"net_h1_1": "0.565"}


TABLES = [
    "name,value\nw^{(1)}_{1,2},0.4483\nb_1^{(2),new},0.1858\n",
    "w^{(1),new}_{1,2},0.4483\nb_1^{(2),new},0.1858\n",
    "w^{(1),new}_{1,2},b_1^{(2),new}\n0.4483,0.1858\n",
    "w^{(1),new}_{1,2} = 0.4483, b_1^{(2),new} = 0.1858\n",
]


@pytest.mark.parametrize("text", TABLES)
def test_commas_of_indices_separate_no_columns(text):
    """Those between names and numbers do."""
    assert set(read(text, TWO)[0].values()) == {"0.4483", "0.1858"}


OF_LATEX = {
    r"\mathcal{L} = 0.0172": "E_total",
    r"\mathcal L = 0.0172": "E_total",
    r"{\cal L} = 0.0172": "E_total",
    r"\mathscr{L} = 0.0172": "E_total",
    r"\frac{\partial \mathcal{L}}{\partial w^{[3]}_{1,1}} = 0.002315": "dE/dw9",
    r"\dfrac{\partial \mathcal L}{\partial w^{[3]}_{11}} = 0.002315": "dE/dw9",
    r"w^{[3]}_{1,1} \leftarrow w^{[3]}_{1,1} - 1 \cdot 0.0023 = -0.4023": "w9_new",
    r"w^{[3]}_{1,1} \leftarrow -0.4023": "w9_new",
    r"w^{[3]}_{1,1} := -0.4023": "w9_new",
    r"w^{[3]}_{1,1} \coloneqq -0.4023": "w9_new",
}


@pytest.mark.parametrize(("line", "name"), OF_LATEX.items())
def test_letters_and_arrows_of_latex(line, name):
    """A calligraphic L is the loss, and an arrow to the left gives a weight its new value."""
    found, unknown = read(f"z^{{[1]}}_1 = 0.855\n${line}$\n")

    assert (set(found), unknown) == ({"net_h1_1", name}, ())


WRONG = {
    "z^[1]_1 = 0.866": {"net_h1_1": "0.866"},
    "z_1^{[1]} = 0.866": {"net_h1_1": "0.866"},
    "z^[1]_1 = 0.855\na^[1]_1 = 0.9\na^[1]_2 = 0.6411": {
        "net_h1_1": "0.855",
        "out_h1_1": "0.9",
        "out_h1_2": "0.6411",
    },
    "a^[1]_1 = 0.9\na^[2]_1 = 0.3\na^[4]_1 = 0.7": {
        "out_h1_1": "0.9",
        "out_h2_1": "0.3",
        "out_o1": "0.7",
    },
    "dW^[2]_22 = 0.5321": {"dE/dw8": "0.5321"},
    r"\delta^{[4]}_1 = 0.3": {"delta_o1": "0.3"},
    "w^{[3]}_{1,1} := 0.8571": {"w9_new": "0.8571"},
    "w^{[3]}_{1,2} (new) = 0.65": {"w10_new": "0.65"},
}


@pytest.mark.parametrize(("text", "found"), WRONG.items())
def test_wrong_numbers_of_layers_in_brackets_are_marked(text, found):
    """The brackets say which layer is meant where no number does."""
    assert read(text) == (found, ())


def test_layers_in_brackets_are_counted_as_on_the_rest_of_the_sheet():
    """From the inputs, where right numbers tell so."""
    text = "z^[2]_1 = 0.855\nz^[2]_2 = 0.58\na^[2]_1 = 0.9123\ndW^[3]_22 = 0.5321\n"
    found, unknown = read(text)

    assert list(found) == ["net_h1_1", "net_h1_2", "out_h1_1", "dE/dw8"]
    assert unknown == ()


def test_a_right_number_of_another_way_to_count_stays_right():
    """Although the numbers beside it are wrong."""
    assert read("z^[2]_1 = 0.855\nz^[2]_2 = 0.4\n")[0] == {"net_h1_1": "0.855", "net_h1_2": "0.4"}


def test_a_weight_in_brackets_that_is_given_is_no_new_one():
    """It may be stated before the answers."""
    text = "net_h1_1 = 0.855\nw^{[3]}_{1,1} = -0.4\nw^{[3]}_{1,2} = 0.65\n"

    assert read(text)[0] == {"net_h1_1": "0.855"}


@pytest.mark.parametrize("name", ["out_o1 (updated)", "E_total (updated)", "out_o1 after update"])
def test_an_output_that_is_updated_is_that_of_the_next_epoch(name):
    """It is no weight, which has a new value in the same epoch."""
    names = Marker(bpcalc.load("mazur"), 2).names
    found = names.found(name)

    assert found is not None
    assert found.keys[0].epoch == 2
