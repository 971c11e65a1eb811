"""What is said of biases whose names are those of thresholds, and that are added."""

import pytest

import bpcalc
from exercise.texts import notes

ZHOU = """\
inputs: [0.5, 0.3]
targets: [0.5, 0.2]
layers: [2, 2, 2]
weights: {v11: 0.1, v12: 0.2, v21: 0.3, v22: 0.4, w11: 0.1, w12: 0.2, w21: 0.3, w22: 0.4}
biases: {γ1: 0.1, γ2: 0.2, θ1: 0.3, θ2: 0.4}
"""
ADDED = "`{}` is added; in this book biases are subtracted, as `thresholds` are"

NEGNEVITSKY = """\
inputs: [1, 1]
targets: [0]
layers: [2, 2, 1]
weights: {w13: 0.5, w14: 0.9, w23: 0.4, w24: 1.0, w35: -1.2, w45: 1.1}
biases: {θ3: 0.8, θ4: -0.1, θ5: 0.3}
"""
THERE = "; `θ3` is added there: if your book subtracts it, write it under `thresholds`"


def test_biases_that_the_book_subtracts_are_said_to_be_added() -> None:
    """Under `biases` as among the weights, and whether the file names the book or not."""
    says = "5:9: " + ADDED.format("γ1")
    assert notes(f"{ZHOU}notation: zhou\n") == [says]
    assert says in notes(ZHOU)
    assert float(bpcalc.solve(f"{ZHOU}notation: zhou\n")["b_1"].value) == pytest.approx(
        0.559714, abs=5e-7
    )


def test_a_weight_that_stands_for_a_bias_is_said_to_be_added() -> None:
    """韩力群 has x₀ = -1 before v₀."""
    text = ZHOU.replace("γ", "v0").replace("θ", "w0") + "notation: hanliqun\n"
    assert notes(text) == ["5:9: " + ADDED.format("v01")]


def test_biases_among_weights_with_places_are_said_to_be_added() -> None:
    """They are read as those under `biases`."""
    text = (
        "inputs: [1]\ntargets: [0]\nnotation: zhou\n"
        "weights: {a: {from: x1, to: y, value: 0.5}, theta: 0.1}\n"
        "units: {inputs: [x1], outputs: [y]}\n"
    )
    assert notes(text) == ["4:10: " + ADDED.format("theta")]


@pytest.mark.parametrize("line", ["notation: zhou\n", ""])
def test_thresholds_are_subtracted_without_a_word(line: str) -> None:
    """The file says that they are."""
    text = ZHOU.replace("biases", "thresholds") + line

    assert not any("added" in note for note in notes(text))
    assert float(bpcalc.solve(text)["b_1"].value) == pytest.approx(0.509999, abs=5e-7)


def test_theta_that_is_added_by_a_notation_that_was_taken_is_told() -> None:
    """Negnevitsky subtracts what Han and Kamber, whose names these are as well, add."""
    among = NEGNEVITSKY.replace("1.1}\nbiases: {", "1.1, ")
    for text in (NEGNEVITSKY, among, NEGNEVITSKY.replace("θ", "theta")):
        says = THERE.replace("θ3", "theta3") if "theta" in text else THERE
        assert notes(text)[0].endswith("; `notation: han-kamber` says so" + says)


def test_theta_beside_weights_with_the_receiver_first_is_told() -> None:
    """They are named as in a notation that was taken, too."""
    pairs = ("13", "31"), ("14", "41"), ("23", "32"), ("24", "42"), ("35", "53"), ("45", "54")
    text = NEGNEVITSKY
    for one, other in pairs:
        text = text.replace(f"w{one}", f"w{other}")
    assert notes(text)[0].endswith("as in the notation han-kamber" + THERE)


def test_theta_is_not_told_where_the_file_says_what_becomes_of_it() -> None:
    """It names the notation, or says `thresholds`, or has other names for biases."""
    for text in (
        f"{NEGNEVITSKY}notation: han-kamber\n",
        NEGNEVITSKY.replace("biases", "thresholds"),
        NEGNEVITSKY.replace("θ", "b"),
    ):
        assert not any("added" in note for note in notes(text))
