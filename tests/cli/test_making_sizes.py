"""How long new exercises take is told by what they are to be like."""

import pytest

import bpcalc
from bpcalc.cli.making_sizes import making, making_of
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.making.givens import Group
from bpcalc.making.maker import Wish
from bpcalc.making.ranges import NumberRange


@pytest.mark.parametrize("count", [1, 20])
def test_another_form_takes_longer(count: int) -> None:
    """It is made first to see how hard it is, once, however many are made."""
    numbers = 100 * count

    more = making(count, alike=False)(numbers) - making(count)(numbers)

    assert more == pytest.approx(making(alike=False)(100) - making()(100))
    assert more > 0


def test_what_takes_longer_is_seen_before() -> None:
    """Ranges of too few numbers, and outputs that jump, of which errors are worked out exactly."""
    plain = bpcalc.load("two-three-two")
    text = "inputs: [0.5]\ntargets: [0.25]\nlearning_rate: 0.5\nweights: [[[0.4]], [[0.3]]]\n"
    sigmoid, step = (
        read(f"{text}activation: [sigmoid, {name}]\n".encode(), "one.yaml").exercise
        for name in ("sigmoid", "step")
    )
    few: dict[Group, NumberRange] = {"weights": NumberRange.read("0.3:0.4:0.1")}

    def seconds(template: Exercise, ranges: dict[Group, NumberRange]) -> float:
        return making_of(Wish(template, "tenths", ranges, frozenset("AB"), alike=False))(100)

    assert seconds(plain, few) > 1.5 * seconds(plain, {})
    assert seconds(step, {}) > 1.2 * seconds(sigmoid, {})
