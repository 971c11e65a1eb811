"""How many epochs are worked where nobody says how many."""

import pytest

import bpcalc
from bpcalc.calc.mistakes import usual_epochs


def learner(weight: str, rule: str = "perceptron", **further: object) -> bpcalc.Exercise:
    """Return a unit whose one weight grows by 0.1 an epoch until its net input is above 0."""
    return bpcalc.Exercise.build(
        inputs=[1],
        targets=[1],
        weights=[[[weight]]],
        activation="step",
        learning_rule=rule,
        learning_rate="0.1",
        **further,
    )


@pytest.mark.parametrize(
    ("weight", "epochs"),
    [
        ("0.05", 1),
        ("-0.05", 2),
        ("-0.15", 3),
        ("-0.75", 9),
        ("-1.95", 21),
        ("-3.05", 32),
        ("-3.15", 1),
        ("-9.95", 1),
    ],
)
def test_a_perceptron_is_worked_until_an_epoch_has_no_mistake(weight: str, epochs: int) -> None:
    """Which takes a step of 0.1 each time; where it takes more than 32 epochs, one is worked."""
    assert usual_epochs(learner(weight)) == epochs


def test_what_is_asked_for_comes_first() -> None:
    """And other rules are worked for one epoch."""
    assert usual_epochs(learner("-0.75", epochs=5)) == 5
    assert usual_epochs(learner("-0.75", epochs=50)) == 32
    assert usual_epochs(learner("-0.75", "hebb")) == 1
