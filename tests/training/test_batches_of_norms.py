"""Batches whose net inputs are normalised over their samples: training them in every engine."""

import numpy as np
import pytest

from bpcalc.api.solving import solve
from bpcalc.api.training import train

TEXT = """activation: sigmoid
learning_rate: {rate}
batch_size: {size}
{norm}
samples:
  - {{inputs: [0.7], targets: [0.4]}}
  - {{inputs: [0.1], targets: [0.9]}}
  - {{inputs: [0.3], targets: [0.2]}}
  - {{inputs: [0.6], targets: [0.2]}}
weights: [[[0.5], [0.3]], [[0.7, -0.2]]]
biases: [[0.1, 0.4], [0.2]]
"""


@pytest.mark.sampled(12)
@pytest.mark.parametrize("engine", [None, "python", "arrays", "paper"])
@pytest.mark.parametrize("rate", ["0.5", "{start: 0.5, step: {every: 1, factor: 0.5}}"])
@pytest.mark.parametrize(
    "norm",
    ["batch_norm: [null, {gamma: 1}]", "batch_norm: [{beta: 0.1}, null]", "layer_norm: [{}, null]"],
)
def test_weights_after_two_epochs_are_those_of_the_hand_calculation(
    norm: str, rate: str, engine: str | None
) -> None:
    """How far the outputs of all four samples may lie off is worked out, too."""
    text = TEXT.format(size=2, norm=norm, rate=rate)
    trained, steps = train(text, epochs=2, until=0, engine=engine), solve(text, epochs=2)
    names = [["w1", "w2"], ["w3", "w4"]]
    expected = [[float(steps[f"{name}_new@e4"]) for name in layer] for layer in names]
    found = [trained.weights[0].ravel(), trained.weights[1].ravel()]
    assert np.allclose(found, expected, rtol=1e-12, atol=1e-14)
    assert "±" not in str(trained.document)
