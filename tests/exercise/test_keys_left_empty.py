"""Keys of an exercise with nothing behind them, or left out: told in a sentence, whatever else."""

import re

import pytest

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in, open_source

OTHERS = ["", "notation: zhou\n", "notation: han-kamber\n"]
NEEDED = {"weights", "inputs", "samples", "drawing"}


def blocks(name):
    """Return the text of a built-in exercise, cut before each key at the margin."""
    return re.split(r"(?m)^(?=[a-z_]+:)", open_source(name).text.decode())


@pytest.mark.parametrize("name", sorted(built_in()))
def test_any_key_may_be_empty_or_missing(name):
    """Thresholds are noted at the biases or at the weights; here there may be neither."""
    parts = blocks(name)
    for at, part in enumerate(parts):
        key = part.partition(":")[0]
        for other in OTHERS if "notation:" not in "".join(parts) else [""]:
            for left in (f"{key}:\n", ""):
                text = other + "".join([*parts[:at], left, *parts[at + 1 :]])
                try:
                    read(text.encode(), "exercise.yaml")
                except ExerciseError:
                    continue
                assert key not in NEEDED or not left, text


def test_weights_that_are_missing_are_told_where_the_notation_has_thresholds():
    """No other fault stands behind it, and no traceback."""
    text = "notation: zhou\nlayers: [1, 1]\ninputs: [1]\ntargets: [1]\nweights:\n"
    with pytest.raises(ExerciseError) as raised:
        read(text.encode(), "exercise.yaml")

    assert "`weights` has no value" in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "layers: [3, 2, 1]\nunits:\n  outputs: ['6']\ngiven: {delt;: 0.1385, answer: 0.6}\n",
        "layers: [3, 2, 1]\nbiases: {θ4: -0.4, θ5: 0.2, θ6: 0.1}\ngiven: {answer: 0.6}\n",
        "layers: [3, 2, 1]\nbiases: {θ4: -0.4, θ5: 0.2, θ6: 0.1}\n",
    ],
)
def test_names_alone_make_no_weights(text):
    """Names tell of thresholds; there may be no weights and no biases at which to note it."""
    with pytest.raises(ExerciseError, match=r"theta_h1|is missing|there is no quantity"):
        read(text.encode(), "exercise.yaml")


@pytest.mark.parametrize("key", ["biases", "thresholds"])
def test_biases_that_somebody_forgot_are_told(key):
    """They were taken for none without a word; null says that there are none."""
    text = f"{key}:{{}}\ninputs: [1]\ntargets: [1]\nweights: [[[0.5]]]\n"

    assert read(text.format(" null").encode(), "exercise.yaml").exercise.layers[0].biases is None
    assert read(text.format(" ~").encode(), "exercise.yaml").exercise.layers[0].biases is None
    with pytest.raises(ExerciseError) as raised:
        read(text.format("  # of each layer").encode(), "exercise.yaml")
    assert f"1:1: `{key}` has no value; write the numbers, or `{key}: null`" in str(raised.value)
