"""Names as homework sheets print them, and sentences that speak of the units of the file."""

import pytest

from exercise.texts import faults, notes, read

HEAD = "inputs: [1, 2]\ntargets: [1, 0]\nlayers: [2, 2, 2]\n"
PLAIN = (
    "weights: {w1_11: 1, w1_12: 2, w1_21: 3, w1_22: 4, w2_11: 5, w2_12: 6, w2_21: 7, w2_22: 8}\n"
    "biases: {b1_1: 1, b1_2: 2, b2_1: 3, b2_2: 4}\n"
)
UNITS = "units: {inputs: [a, b], hidden: [[c, d]], outputs: [e, f]}\n"


def raised(form: str) -> str:
    """Return the exercise with its names in another form."""
    weights, biases = (
        ", ".join(
            f"'{form.format(letter, layer, below)}': {number}"
            for number, (layer, below) in enumerate(
                ((layer, below) for layer in (1, 2) for below in belows), start=1
            )
        )
        for letter, belows in (("w", (11, 12, 21, 22)), ("b", (1, 2)))
    )
    return f"weights: {{{weights}}}\nbiases: {{{biases}}}\n"


@pytest.mark.parametrize(
    "form",
    [
        "{}^({})_{}",
        "{}^[{}]_{}",
        "{}^{}_{}",
        "{}^{{({})}}_{{{}}}",
        "{0}_{2}^({1})",
        "{0}_{{{2}}}^{{({1})}}",
        "{0}{2}^({1})",
    ],
)
def test_a_raised_layer_is_read(form: str) -> None:
    """All of them say what `w1_11` says, and a line says how it was understood."""
    text = HEAD + raised(form)

    assert read(text).exercise == read(HEAD + PLAIN).exercise
    name = form.format("w", 1, 12)
    assert f"the notation ng, which is used: {name} connects i2 → h1" in notes(text)[0]


NAMES = (("b^(1)", "b^(2)"), ("b1", "b2"))


def test_a_raised_bias_of_a_whole_layer() -> None:
    """It has no unit."""
    weights = PLAIN.splitlines()[0] + "\n"
    text = HEAD + weights + "biases: {p: 0.5, q: 0.25}\n"

    one, other = (
        read(text.replace("{p:", f"{{{x}:").replace("q:", f"{y}:")).exercise for x, y in NAMES
    )

    assert one == other


def test_matrices_of_names_without_an_order() -> None:
    """Which layer comes first is not guessed; W1, b1 beside each other are taken apart."""
    good = HEAD + "weights: {W1: [[1, 2], [3, 4]], W2: [[5, 6], [7, 8]]}\n"

    assert faults(good.replace("W1", "IW").replace("W2", "LW")) == [
        "4:11: found `IW`; whole matrices are called W1, W2, … from the first layer on, or stand "
        "in a list without names"
    ]
    assert faults(good) == []
    assert faults(good + "biases: {bh: [1, 2], bo: [3, 4]}\n") == [
        "5:10: found `bh`; the biases of whole layers are called b1, b2, … from the first layer "
        "on, or stand in a list without names"
    ]
    among = good.replace("}", ", b1: [1, 2], b2: 3}")
    apart = good + "biases: {b1: [1, 2], b2: 3}\n"
    assert read(among).exercise == read(apart).exercise


def test_advice_names_the_units_of_the_file() -> None:
    """A unit called i1 is of no use to a file whose units are a, b, c, …."""
    drawn = HEAD + UNITS + "weights: {w: {from: a, to: c, value: 1}, …}\n"
    place = "{from: a, to: c, value: 0.15}"

    assert faults(drawn.replace("…", "v: {from: 1, to: c, value: 0.1}")) == [
        "5:52: no unit is called 1; a bias stands here as b_c: 0.35"
    ]
    assert faults(drawn.replace("…", "v: {value: 0.1}")) == [
        f"5:42: `v` needs the two units that it connects: {place}; a bias is a number, b_c: 0.35"
    ]
    assert faults(drawn.replace("…", "v: 0.1")) == [
        f"5:42: the other weights say where they stand; so must `v`: {place}"
    ]
    assert faults(drawn.replace("…", "v: {on: [a], value: 0.1}")) == [
        "5:51: expected the two ends of a connection, such as [a, c], found `a`"
    ]
    named = HEAD + UNITS + "weights: {p: 1, q: 2, r: 3, s: 4, t: 5, u: 6, v: 7, x: 8}\n"
    assert faults(named) == [
        "5:11: the weights are called w1 to w8 in this notation; say another `notation`, or the "
        f"place of each: p: {place}"
    ]


def test_a_notation_that_has_the_names_is_named() -> None:
    """Where biases have names of another one, nothing is recognised, but told."""
    text = (
        "inputs: [1, 2]\ntargets: [1, 0]\nlayers: [2, 2]\n"
        "weights: {w11: 1, w12: 2, w21: 3, w22: 4}\nbiases: {b1: 1, b2: 2}\n"
    )

    (says,) = faults(text)

    assert "say `notation: zhou` or `notation: hanliqun` or `notation: fausett`, or the " in says


@pytest.mark.parametrize(
    "weights",
    [
        "{w1: 1, w2: 2, w3: 3, w4: 4, w5: 5, w6: 6, w7: 7, w8: 8}",
        "{w1_11: 1, w1_12: 2, w1_21: 3, w1_22: 4, w2_11: 5, w2_12: 6, w2_21: 7, w2_22: 8}",
    ],
)
def test_an_omega_is_a_w(weights: str) -> None:
    """Many sheets write the weights so; they were refused."""
    text = HEAD + f"weights: {weights}\n"

    assert read(text.replace("{w", "{ω").replace(" w", " ω")).exercise == read(text).exercise


AMONG = "inputs: [1, 2]\ntargets: [1]\nlayers: [2, 2, 1]\n"
SIX = "w1: 1, w2: 2, w3: 3, w4: 4, w5: 5, w6: 6"
WHOLE = "were taken as the biases of whole layers; those of single units are b_h1, b_h2"


def test_biases_among_the_weights_are_read_as_beside_them() -> None:
    """b1, b2, b3 are of the units, one by one; that b1, b2 are of layers, a line says."""
    for letter in "bθ":
        three = f"{letter}1: 0.2, {letter}2: 0.3, {letter}3: 0.4"
        two = three.rpartition(",")[0]
        key = "biases" if letter == "b" else "thresholds"
        for names in (two, three):
            among = AMONG + f"weights: {{{SIX}, {names}}}\n"
            beside = AMONG + f"weights: {{{SIX}}}\n{key}: {{{names}}}\n"
            assert read(among).exercise.layers == read(beside).exercise.layers, names
            told = " ".join(notes(among))
            said = "whole layers" if names is two else "one by one"
            assert said in told, names
    assert WHOLE in " ".join(notes(AMONG + f"weights: {{{SIX}, b1: 0.2, b2: 0.3}}\n"))


def test_biases_of_units_among_weights_with_places() -> None:
    """b3 is no weight without a place."""
    places = ", ".join(
        f"{name}: {{from: {one}, to: {other}, value: {number}}}"
        for number, (name, one, other) in enumerate(
            (("a", "i1", "h1"), ("b", "i2", "h2"), ("c", "h1", "o1"), ("d", "h2", "o1")), start=1
        )
    )
    text = AMONG + f"weights: {{{places}, b1: 0.2, b2: 0.3, b3: 0.4}}\n"

    assert [str(bias.value) for layer in read(text).exercise.layers for bias in layer.biases] == [
        "0.2",
        "0.3",
        "0.4",
    ]


@pytest.mark.parametrize("weights", ["{w1: 0.1, w2: 0.2}", "{w11: 0.1, w21: 0.2}"])
def test_the_bias_of_a_single_unit_needs_no_number(weights: str) -> None:
    """It is called b, beside the weights or among them."""
    text = "inputs: [0.5, 0.9]\ntargets: [1]\nlayers: [2, 1]\nweights: " + weights
    counted = read(text + "\nbiases: [[0.3]]\n").exercise.layers

    assert read(text + "\nbiases: {b: 0.3}\n").exercise.layers == counted
    assert read(text.replace("}", ", b: 0.3}\n")).exercise.layers == counted
    two = text.replace("[2, 1]", "[1, 1, 1]").replace("[0.5, 0.9]", "[1]")
    assert "there is no `b`" in " ".join(faults(two + "\nbiases: {b: 0.3}\n"))


@pytest.mark.parametrize("form", ["w_{{{}}}", "W{}", "W_{}", "w{},{}", "w_{},{}", "w_{{{},{}}}"])
def test_pairs_in_braces_with_commas_or_capitals_are_read(form: str) -> None:
    """They are what w13, w14, … are, in a file that does not name the notation."""
    pairs = ("13", "14", "23", "24", "35", "45")
    plain = ", ".join(f"w{pair}: {n}" for n, pair in enumerate(pairs, start=1))
    split = "},{" in form.replace("}},{", "}")
    other = ", ".join(
        f"'{form.format(*(pair if split else [pair]))}': {n}"
        for n, pair in enumerate(pairs, start=1)
    )

    assert read(AMONG + f"weights: {{{other}}}\n").exercise == (
        read(AMONG + f"weights: {{{plain}}}\n").exercise
    )


def test_a_pair_is_no_number_of_a_weight() -> None:
    """`w_1,2` is not w12, where weights are counted; `w_{1}` is w1."""
    head = "inputs: [1, 2, 3]\ntargets: [1]\nlayers: [3, 3, 1]\n"
    names = [*(f"w_{{{n}}}" for n in range(1, 13))]
    text = head + "weights: {" + ", ".join(f"'{name}': 1" for name in names) + "}\n"

    assert faults(text) == []
    assert "there is no `w_1,2`" in " ".join(faults(text.replace("w_{12}", "w_1,2")))
