"""An epoch has one learning rate, and each of its batches an update with it."""

import pytest

import bpcalc
from bpcalc.api.solving import solve
from bpcalc.checking.answer_key import worked
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.cli import run
from bpcalc.exercise.reader import read

BATCHES = """samples:
  - {{inputs: [0.2], targets: [0.9]}}
  - {{inputs: [0.5], targets: [0.4]}}
  - {{inputs: [0.3], targets: [0.8]}}
weights: [[[0.5]], [[0.7]]]
biases: [0.1, 0.3]
learning_rate: {rate}
batch_size: {size}
"""
SCHEDULED = "{start: 0.13, cosine: 5}"


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("rate", [SCHEDULED, "0.13", "[0.1, 0.2]"])
def test_mistakes_are_of_quantities_that_there_are(size: int, rate: str) -> None:
    """Also in the second epoch, whose rate is another one."""
    exercise = read(BATCHES.format(size=size, rate=rate).encode(), "batches.yaml").exercise
    scheme = worked(exercise, 2)
    rules = set()
    for key in scheme.formulas:
        for rule, formula in mistakes_at(scheme, key):
            assert set(formula.refs()) <= set(scheme.formulas), (rule.id, key)
            rules.add((rule.id, key.epoch))
    assert {("eta_twice", update) for update in range(1, 2 * -(-3 // size) + 1)} <= rules


def test_the_rate_taken_twice_in_the_second_batch_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path
) -> None:
    """Its gradient is the right one."""
    text = BATCHES.format(size=2, rate=SCHEDULED)
    file = tmp_path / "batches.yaml"
    file.write_text(text, "utf-8")
    right = solve(text)
    old, gradient = right["w2_new@e1"], right["dE/dw2@e2"]
    wrong = f"w2_new@e2 = {float(old) - 0.13**2 * float(gradient):.6f}"
    assert run(["check", str(file), "--decimals", "6", wrong]) == 1
    assert "The learning rate has been multiplied in twice." in capsys.readouterr().out


def test_an_exercise_like_one_with_a_schedule_and_batches_is_made() -> None:
    """It keeps both."""
    made = bpcalc.new(BATCHES.format(size=2, rate=SCHEDULED), seed=1).exercise
    assert (made.schedule is not None, made.batch_size) == (True, 2)
