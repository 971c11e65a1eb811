"""Places where nothing is known, nothing is left, or nothing has to be done."""

from decimal import Decimal
from fractions import Fraction

import pytest

import bpcalc
from bpcalc.maths.derivative import derivative
from bpcalc.maths.expr import Choice, Number, Ref, expr
from bpcalc.maths.intervals import (
    UNKNOWN,
    AffineNumber,
    cos_bounds,
    cosh_bounds,
    meets,
    sin_bounds,
    sqrt_bounds,
)
from bpcalc.maths.keys import Key
from bpcalc.maths.rational_places import rational_root
from bpcalc.maths.rationals import as_fraction
from bpcalc.maths.schedules import SCHEDULES

MAZUR = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""


@pytest.mark.parametrize("name", ["adam", "amsgrad", "adamw"])
def test_without_correction_a_step_is_made_of_the_moments_themselves(name):
    """The first step of Adam without correction: η·0.1·g/(√(0.001·g²) + ε), and the decay."""
    solution = bpcalc.solve(f"{MAZUR}\noptimizer: {{{name}: {{bias_correction: false}}}}\n")
    gradient = float(solution["dE/dw5"].value)
    mean, square = 0.1 * gradient, 0.001 * gradient**2
    decay = 0.5 * 0.01 * 0.4 if name == "adamw" else 0

    assert not any(line.key.kind in ("m_hat", "v_hat", "beta1_power") for line in solution)
    assert float(solution["w5_new"].value) == pytest.approx(
        0.4 - decay - 0.5 * mean / (square**0.5 + 1e-8), rel=1e-12
    )


def test_a_rate_warms_up_before_its_schedule_begins():
    """A third, two thirds, the whole; then the schedule, as if it were its first epoch."""
    rate = "learning_rate: {start: 0.6, warm_up: 3, exponential: 0.5}"
    text = MAZUR.replace("learning_rate: 0.5", rate)
    solution = bpcalc.solve(text, epochs=5)
    rates = [line.value for line in solution if line.key.kind == "learning_rate"]
    constant = bpcalc.solve(text.replace(", exponential: 0.5", ""), epochs=5)
    kept = [line.value for line in constant if line.key.kind == "learning_rate"]

    assert rates[:5] == [Decimal(part) for part in ("0.2", "0.4", "0.6", "0.6", "0.3")]
    assert kept[:5] == [Decimal(part) for part in ("0.2", "0.4", "0.6", "0.6", "0.6")]
    assert len(SCHEDULES) > 3


@pytest.mark.parametrize(
    ("bounds", "centre", "radius"),
    [
        (sqrt_bounds, "1", "2"),
        (sqrt_bounds, "-1", "0.1"),
        (cosh_bounds, "1e30", "0.5"),
        (cos_bounds, "1", "Infinity"),
        (sin_bounds, "1", "Infinity"),
    ],
)
def test_bounds_of_what_may_be_anything_are_unknown(bounds, centre, radius):
    """A root that may be negative, what is beyond all numbers, an angle nobody knows."""
    number = AffineNumber(Decimal(centre), rest=Decimal(radius))

    assert not bounds(number).known
    assert not meets(Decimal(1), Decimal("0.5"), UNKNOWN)


def test_a_root_down_to_zero_is_known():
    """√x of 0 to 2 lies between 0 and √2."""
    found = sqrt_bounds(AffineNumber(Decimal(1), rest=Decimal(1)))

    assert found.known
    assert found.centre - found.radius <= 0
    assert found.centre + found.radius >= Decimal(2).sqrt()


def test_a_choice_between_the_same_slopes_is_none():
    """The derivative of `x + 1 if x > 0 else x` is 1 on both sides."""
    net = Key("net", 1, 1)
    bent = Choice(Ref(net), Ref(net) + 1, Ref(net))

    assert derivative(bent, net) == expr(1)
    assert derivative(Choice(Ref(net), Ref(net), Number("2")), net) != expr(1)


def test_fractions_that_there_are_not():
    """No root of a negative number or of 2, no fraction of a number of endless digits."""
    assert rational_root(Fraction(4, 9)) == Fraction(2, 3)
    assert rational_root(Fraction(-4, 9)) is None
    assert rational_root(Fraction(2)) is None
    assert as_fraction(Decimal("0.25")) == Fraction(1, 4)
    assert as_fraction(Decimal("1e999999")) is None
    assert as_fraction(Decimal("Infinity")) is None


def test_more_decimals_than_a_large_number_can_have():
    """Digits that were asked for and cannot be shown give way to the usual ones."""
    rate = "learning_rate: 1e60\nrounding: {decimals: 100}"
    solution = bpcalc.solve(MAZUR.replace("learning_rate: 0.5", rate))
    shown = solution.shown(solution["w5_new"])

    assert Decimal(shown) == pytest.approx(solution["w5_new"].value, rel=Decimal("1e-5"))


@pytest.mark.parametrize(
    ("activation", "output"),
    [
        ("sign", "1"),
        ("{sign: {at_zero: 0}}", "0"),
        ("{sign: {at_zero: -1}}", "-1"),
        ("{sign: {theta: 0.5}}", "0"),
        ("step", "1"),
        ("{step: {at_zero: 0}}", "0"),
    ],
)
def test_the_output_at_a_jump_is_what_is_said_of_it(activation, output):
    """A net input of exactly that."""
    exercise = bpcalc.load(f"inputs: [1]\nweights: [[[0.5]]]\nactivation: {activation}\n")
    made = exercise.layers[0].activation
    file = f"inputs: [1]\nweights: [[[{made.jump}]]]\nactivation: {activation}\n"

    assert made.at_jump == output
    assert bpcalc.solve(file)["out_o1"].value == Decimal(output)
