"""Samples that are raised, as books on learning have them: net_h1^(2), δ^{(1)}_{h1}, a^{[1](2)}."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

BATCH = {
    "learning_rate": 0.6,
    "weights": [[[-0.40, -0.29], [-0.41, -0.61]], [[-0.16, 0.31]]],
    "biases": [[0.11, 0.18], [-0.30]],
    "samples": [
        {"inputs": [0.23, 0.76], "targets": [0.69]},
        {"inputs": [0.85, 0.89], "targets": [0.05]},
    ],
    "update": "batch",
}
SEVERAL = Marker(bpcalc.load(BATCH)).names
ONE = Marker(bpcalc.load("mazur")).names

SPELT = {
    "net_h1": ["net_h1^({})", "net_h1^{{({})}}", "net_{{h1}}^{{({})}}", "net^{{({})}}_{{h1}}"],
    "out_h1": ["out_h1^({})", "a^{{[1]({})}}_1", "a_1^{{[1]({})}}", "out_h1 ^ ({})"],
    "delta_h1": ["δ_h1^({})", r"\delta_{{h1}}^{{({})}}", "delta_h1^({})", "δ^({})_h1"],
    "dE/dw5": ["dE/dw5^({})", "∂E/∂w5^({})", "∂E/∂w_5^{{({})}}", "dE_dw5^({})"],
    "E_total": ["E_total^({})", "E^({})", "loss^({})", "L^{{({})}}"],
}


def read(text, names):
    """Return the quantities that a text names, by their full names, and what was not known."""
    found = read_text(text, names)
    return {names.told_name(key): cell.raw for key, cell in found.cells.items()}, found.unknown


@pytest.mark.parametrize(
    ("name", "spelt"), [(n, each) for n, all_ in SPELT.items() for each in all_]
)
@pytest.mark.parametrize("sample", [1, 2])
def test_a_raised_number_is_the_sample(name, spelt, sample):
    """Of an exercise that has several."""
    assert read(f"{spelt.format(sample)} = 0.25\n", SEVERAL) == ({f"{name}@s{sample}": "0.25"}, ())


@pytest.mark.parametrize("sample", ["⁽¹⁾", "⁽²⁾"])
def test_raised_brackets(sample):
    """As signs of their own."""
    number = {"⁽¹⁾": 1, "⁽²⁾": 2}[sample]

    assert read(f"net_h1{sample}: 0.25", SEVERAL) == ({f"net_h1@s{number}": "0.25"}, ())


@pytest.mark.parametrize("spelt", [each for name in SPELT for each in SPELT[name]])
def test_the_only_sample_is_the_first(spelt):
    """Where there is one, 1 is its number."""
    (cells, unknown) = read(f"{spelt.format(1)} = 0.25\n", ONE)

    assert list(cells.values()) == ["0.25"]
    assert not unknown


@pytest.mark.parametrize("name", ["net_h1^(3)", "dE/dw5^(3)", "E_total^(3)", "w5_new^(2)"])
@pytest.mark.parametrize("names", [SEVERAL, ONE])
def test_a_sample_that_is_not_there_is_no_other(name, names):
    """Nothing is read for another sample, or for all of them."""
    cells, unknown = read(f"net_h2 = 0.5\n{name} = 0.25\n", names)

    assert list(cells.values()) == ["0.5"]
    assert len(unknown) == 1


def test_a_layer_is_no_sample():
    """What stands before the number of a unit, or behind the letter of a layer."""
    assert read("a^{(1)}_1 = 0.25\n", ONE)[0] == {"out_h1": "0.25"}
    assert read("z^(1) = [0.25, 0.5]\n", ONE)[0] == {"net_h1": "0.25", "net_h2": "0.5"}
    assert read("z^(1) = [0.25, 0.5]\n", SEVERAL)[0] == {"net_h1@s1": "0.25", "net_h2@s1": "0.5"}


def test_a_prediction_is_of_a_sample():
    """It has no layers: the last one is meant."""
    assert read("ŷ^(2) = 0.25\n", SEVERAL)[0] == {"out_o1@s2": "0.25"}
    assert read("y^{(1)} = 0.25\n", SEVERAL)[0] == {"out_o1@s1": "0.25"}
    assert read("a^{[1](2)} = [0.25, 0.5]\n", SEVERAL)[0] == {
        "out_h1@s2": "0.25",
        "out_h2@s2": "0.5",
    }


def test_a_raised_sample_decides_what_a_bare_name_is():
    """As `@s1` does: the bare one is the batch's."""
    cells, _ = read("dE/dw5^(1) = 0.1\ndE/dw5^(2) = 0.2\ndE/dw5 = 0.3\n", SEVERAL)

    assert cells == {"dE/dw5@s1": "0.1", "dE/dw5@s2": "0.2", "dE/dw5@all": "0.3"}
