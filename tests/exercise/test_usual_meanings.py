"""Words by which books mean another loss than the file: a line says what is taken."""

import pytest

from exercise.texts import notes

UNIT = """\
samples: [{inputs: [1], targets: [1]}, {inputs: [2], targets: [0]}]
learning_rate: 0.5
weights: [[[0.1]]]
"""
CROSS = (
    "4:7: `cross_entropy` is -Σ target·ln(out): with sigmoid, nothing is learnt from a target of "
    "0; books mean `loss: binary_cross_entropy` there"
)
MEAN = (
    "5:7: the mean in `{loss}` is over the outputs, and there is one; the samples are added, "
    "`update: batch_mean` takes their mean"
)
SOFTMAX = (
    "4:13: no loss is given, so ½·Σ(target - out)² is taken; with softmax, books mean "
    "`loss: cross_entropy`"
)
TWO = UNIT.replace("[[[0.1]]]", "[[[0.1], [0.2]]]").replace("[1]}", "[1, 0]}", 1)
TWO = TWO.replace("targets: [0]", "targets: [0, 1]")


@pytest.mark.parametrize("name", ["cross_entropy", "NLL", "Cross Entropy"])
def test_cross_entropy_of_sigmoid_outputs(name: str) -> None:
    """The one that books mean has a second half."""
    assert notes(f"{UNIT}loss: {name}\n") == [CROSS]
    assert notes(f"{UNIT.replace('targets: [0]', 'targets: [1]')}loss: {name}\n") == []
    assert notes(f"{TWO}loss: {name}\nactivation: softmax\n") == []
    assert notes(f"{UNIT}loss: binary_cross_entropy\n") == []


@pytest.mark.parametrize("loss", ["mean_squared_error", "half_mean_squared_error", "mean_huber"])
def test_a_mean_over_a_single_output(loss: str) -> None:
    """Where samples are added, the mean is none of the samples."""
    end = f"loss: {loss}\n"

    assert notes(f"{UNIT}update: batch\n{end}") == [MEAN.format(loss=loss)]
    assert notes(f"{UNIT}update: batch_mean\n{end}") == []
    assert notes(f"{UNIT}update: online\n{end}") == []
    assert notes(f"{TWO}update: batch\n{end}") == []


def test_softmax_without_a_loss() -> None:
    """What is taken then is told, where there are targets at all."""
    file = TWO + "activation: softmax\n"

    assert notes(file) == [SOFTMAX]
    assert notes(file + "loss: half_squared_error\n") == []
    assert notes("inputs: [1]\nweights: [[[1], [2]]]\nactivation: softmax\n") == []


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (
            "{w11: 1, w12: 2, w21: 3, w22: 4, v11: 5, v12: 6, v21: 7, v22: 8}",
            "fausett, which is used: v12 connects i1 → h2, w12 connects h1 → o2",
        ),
        (
            "{w1_11: 1, w1_12: 2, w1_21: 3, w1_22: 4, w2_11: 5, w2_12: 6, w2_21: 7, w2_22: 8}",
            "ng, which is used: w1_12 connects i2 → h1, w2_12 connects h2 → o1",
        ),
    ],
)
def test_a_notation_that_only_names_tell_says_which_layer_is_which(names: str, told: str) -> None:
    """Many books have w where others have v."""
    file = f"inputs: [1, 1]\ntargets: [1, 1]\nlayers: [2, 2, 2]\nweights: {names}\n"
    name = told.split(",")[0]

    says = f"4:10: these are the names of the notation {told}; `notation: {name}` says so"
    assert notes(file) == [says]
    own = "units: {inputs: [a, b], hidden: [c, d], outputs: [e, f]}\n"
    own_says = says
    for usual, name in zip(("i1", "i2", "h1", "h2", "o1", "o2"), "abcdef", strict=True):
        own_says = own_says.replace(usual, name)
    assert notes(file + own) == [own_says]
    assert notes(file + own.replace("[c, d]", "[[c, d]]")) == [own_says]


def test_targets_that_were_forgotten() -> None:
    """A learning rate, a loss or an optimiser is of no use without them, and a line says so."""
    bare = "inputs: [1]\nweights: [[[0.1]]]\n"
    says = (
        "there are no targets, so only the forward pass is calculated and `{}` does not count; "
        "were `targets` forgotten?"
    )

    assert notes(bare) == notes(bare + "activation: relu\n") == []
    for key, value in (("learning_rate", "0.5"), ("loss", "squared_error"), ("momentum", "0.9")):
        [told] = notes(f"{bare}{key}: {value}\n")
        assert told.endswith(": " + says.format(key))
        assert notes(f"{bare}{key}: {value}\ntargets: [1]\n") == []
    assert notes(bare + "learning_rate: 0.5\nlearning_rule: {hebb: plain}\n") == []
    assert notes(bare + "learning_rate: 0.5\ngiven: {delta_o1: 0.1}\n") == []
