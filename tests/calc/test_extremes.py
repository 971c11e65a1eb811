"""Numbers as large and as small as they come: nothing fails, and every digit is right."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from mpmath import mp, mpf

from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError
from bpcalc.maths.activations import (
    BIPOLAR_SIGMOID,
    IDENTITY,
    RELU,
    SIGMOID,
    SOFTMAX,
    TANH,
    leaky_relu,
)
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY, MEAN_SQUARED_ERROR
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import exercise, layer, sample
from tests.helpers.textbook import FUNCTIONS, decimal, softmax, softmax_jacobian, to_digits

TWENTY = Rounding(Digits(20, significant=True))
UNITWISE = [SIGMOID, TANH, BIPOLAR_SIGMOID, RELU, leaky_relu("0.2"), IDENTITY]
NETS = ["0", "1e-30", "1e-300", "0.001", "30", "250.5", "1000", "5000"]
FAR = ["1e6", "1e30"]


def one_layer(activation, nets, targets, **rest):
    """Return an exercise whose net inputs are these numbers."""
    ones = [["1" if i == j else "0" for i in range(len(nets))] for j in range(len(nets))]
    return exercise([layer(ones, activation)], [sample(nets, targets)], rounding=TWENTY, **rest)


def values_of(worked, kind, layer=1):
    """Return the values of one kind, in order of working."""
    return [line.value for line in worked if line.key.kind == kind and line.key.layer == layer]


def shown(value):
    """Return a value in 20 digits."""
    return Decimal(TWENTY.shown("out", value))


def both_signs(nets):
    """Return the numbers and their negatives."""
    return [*nets, *(f"-{net}" for net in nets if net != "0")]


@pytest.mark.sampled(45)
@pytest.mark.parametrize("net", both_signs(NETS))
@pytest.mark.parametrize("activation", UNITWISE, ids=lambda entry: entry.name)
def test_value_and_slope(activation, net):
    """Value and slope are right in 20 digits, however small the slope."""
    worked = calculate(one_layer(activation, [net], ["0"]))
    with mp.workdps(4500):
        value, slope = FUNCTIONS[activation.name](mpf(net), mpf(activation.parameter or 0))
        value, slope = decimal(value), decimal(slope)

    assert shown(*values_of(worked, "out")) == to_digits(value, 20)
    assert shown(*values_of(worked, "slope")) == to_digits(slope, 20)


@pytest.mark.parametrize("net", both_signs(NETS[:-1]))
def test_softmax(net):
    """All outputs and slopes of a softmax are right in 20 digits, however unequal its nets."""
    nets = [net, "0", "0.5"]
    worked = calculate(one_layer(SOFTMAX, nets, ["1", "0", "0"]))
    with mp.workdps(2500):
        columns = [mpf(text) for text in nets]
        outs = [decimal(out) for out in softmax(columns)]
        slopes = [
            decimal(slope)
            for column in zip(*softmax_jacobian(columns), strict=True)
            for slope in column
        ]

    assert [shown(out) for out in values_of(worked, "out")] == [to_digits(o, 20) for o in outs]
    actual = [shown(slope) for slope in values_of(worked, "slope")]
    assert actual == [to_digits(slope, 20) for slope in slopes]


@pytest.mark.parametrize("net", FAR)
@pytest.mark.parametrize(
    ("activation", "sign", "value"),
    [
        (SIGMOID, "", 1),
        (TANH, "", 1),
        (TANH, "-", -1),
        (BIPOLAR_SIGMOID, "", 1),
        (BIPOLAR_SIGMOID, "-", -1),
        (RELU, "-", 0),
    ],
    ids=lambda part: getattr(part, "name", str(part)),
)
def test_beyond_the_limit(activation, sign, value, net):
    """Closer to ±1 than 10^-5000 counts as ±1, with slope 0."""
    worked = calculate(one_layer(activation, [sign + net], ["0"]))

    assert values_of(worked, "out") == [value]
    assert values_of(worked, "slope") == [0]


def test_far_below():
    """A sigmoid at -1000000 is e^-1000000, in 20 digits; at -10^30 it counts as 0."""
    worked = calculate(one_layer(SIGMOID, ["-1e6", "-1e30"], ["0", "0"]))
    with mp.workdps(60):
        near = to_digits(decimal(mp.exp(-1000000)), 20)

    assert [shown(out) for out in values_of(worked, "out")] == [near, 0]
    assert [shown(slope) for slope in values_of(worked, "slope")] == [near, 0]


@pytest.mark.parametrize("net", ["1e6", "-1e6", "-1e30"])
def test_softmax_beyond_the_limit(net):
    """A softmax of two nets far apart counts as 1 and next to nothing."""
    outs = values_of(calculate(one_layer(SOFTMAX, [net, "0"], ["1", "0"])), "out")

    assert max(outs) == 1
    assert min(outs) < Decimal("1e-5000")


def test_softmax_at_the_end_of_the_world():
    """A softmax of 10^30 and 0 is 1 and 0, though e^(10^30) is larger than any decimal."""
    outs = values_of(calculate(one_layer(SOFTMAX, ["1e30", "0"], ["1", "0"])), "out")

    assert outs == [1, 0]


def test_softmax_of_two_that_are_large():
    """Only the distance of the nets counts, however large they are."""
    far, near = "1e30", "999999999999999999999999999500"
    worked = calculate(one_layer(SOFTMAX, [far, near], ["1", "0"]))
    with mp.workdps(600):
        rest = decimal(mp.exp(-500) / (1 + mp.exp(-500)))

    assert shown(values_of(worked, "out")[1]) == to_digits(rest, 20)
    assert shown(values_of(worked, "slope")[0]) == to_digits(rest, 20)


@pytest.mark.parametrize("net", FAR)
def test_large_numbers_stay_exact(net):
    """Linear units carry the largest numbers exactly."""
    worked = calculate(one_layer(RELU, [net], ["0"], learning_rate=Number("0.5")))
    size = Decimal(net)

    assert values_of(worked, "out")[0] == size
    assert values_of(worked, "error")[0] == size**2 / 2
    with localcontext(prec=100):
        assert values_of(worked, "new_weight") == [1 - size**2 / 2]


@pytest.mark.parametrize(("activation", "slope"), [(RELU, "0"), (leaky_relu("0.2"), "0.2")])
def test_kink(activation, slope):
    """At its kink a ReLU has slope 0, a leaky one its parameter; both have the value 0."""
    worked = calculate(one_layer(activation, ["0"], ["1"]))

    assert values_of(worked, "out") == [0]
    assert values_of(worked, "slope") == [Decimal(slope)]


def test_kink_of_decimals():
    """A net input of 0.1·3 - 0.3 is zero, as it is not in binary fractions."""
    worked = calculate(
        exercise([layer([["3"]], RELU, ["-0.3"])], [sample(["0.1"], ["1"])], rounding=TWENTY)
    )

    assert 0.1 * 3 - 0.3 > 0
    assert values_of(worked, "slope") == [0]


@pytest.mark.parametrize(
    ("net", "target", "error"),
    [
        ("1000", "1", lambda: mp.log(1 + mp.exp(-1000))),
        ("1000", "0", lambda: 1000 + mp.log(1 + mp.exp(-1000))),
        ("-1000", "1", lambda: 1000 + mp.log(1 + mp.exp(-1000))),
        ("-1000", "0", lambda: mp.log(1 + mp.exp(-1000))),
        ("5000", "0.5", lambda: mpf(2500)),
        ("1e6", "1", lambda: mpf(0)),
        ("-1e6", "1", lambda: mpf(1000000)),
        ("-1e30", "0", lambda: mpf(0)),
    ],
)
def test_binary_cross_entropy_of_saturated_outputs(net, target, error):
    """The cross-entropy of a saturated sigmoid is right in 20 digits; 0·ln 0 is 0."""
    worked = calculate(one_layer(SIGMOID, [net], [target], loss=BINARY_CROSS_ENTROPY))
    with mp.workdps(1000):
        expected = to_digits(decimal(error()), 20)

    assert shown(*values_of(worked, "error")) == expected


def test_cross_entropy_of_saturated_outputs():
    """The cross-entropy of a saturated softmax is its net's distance; that of a hit is 0."""
    missed = calculate(one_layer(SOFTMAX, ["0", "1e4"], ["1", "0"], loss=CROSS_ENTROPY))
    hit = calculate(one_layer(SOFTMAX, ["1e6", "0"], ["1", "0"], loss=CROSS_ENTROPY))

    assert list(map(shown, values_of(missed, "error"))) == [10000, 0]
    assert values_of(hit, "error") == [0, 0]


def test_training_a_saturated_network():
    """From a saturated start, two rounds of learning stay finite and change almost nothing."""
    stuck = one_layer(TANH, ["1000", "-1000"], ["-1", "1"], loss=MEAN_SQUARED_ERROR)
    worked = calculate(replace(stuck, learning_rate=Number("0.5"), momentum=Number("0.9")), 2)
    final = [worked.values[Key("new_weight", 1, unit, unit, 1, 2)] for unit in (1, 2)]

    assert all(0 < abs(weight - 1) < Decimal("1e-800") or weight == 1 for weight in final)
    changes = [worked.values[Key("weight_change", 1, unit, unit, 1, 2)] for unit in (1, 2)]
    assert all(0 < abs(change) < Decimal("1e-800") for change in changes)


@pytest.mark.parametrize(("net", "target"), [("-10", "1"), ("10", "0")])
def test_logarithm_of_a_rounded_zero(net, target):
    """An output rounded to 0 or 1 gives no cross-entropy, but a sentence that says what to do."""
    rounded = replace(
        one_layer(SIGMOID, [net], [target], loss=BINARY_CROSS_ENTROPY),
        rounding=Rounding(Digits(2), carry="rounded"),
    )

    with pytest.raises(CalculationError) as caught:
        calculate(rounded)

    where = "(layer 1, unit 1, sample 1, epoch 1) has no finite value: it takes the logarithm of 0"
    assert str(caught.value).startswith("error ")
    assert where in str(caught.value)
    assert "carry exact values, or more decimals" in str(caught.value)


def test_division_by_a_rounded_zero():
    """A softmax output rounded to 0 makes the slope of the cross-entropy a division by zero."""
    rounded = replace(
        one_layer(SOFTMAX, ["-10", "10"], ["0", "1"], loss=BINARY_CROSS_ENTROPY),
        rounding=Rounding(Digits(2), carry="rounded"),
    )

    with pytest.raises(CalculationError, match=r"1, sample 1, epoch 1\) .* it divides by zero"):
        calculate(rounded)


def test_rounded_hit():
    """An output rounded to 1 with target 1 has the error 0: 0·ln 0 is 0 on paper too."""
    rounded = replace(
        one_layer(SIGMOID, ["10"], ["1"], loss=BINARY_CROSS_ENTROPY),
        rounding=Rounding(Digits(2), carry="rounded"),
    )

    assert values_of(calculate(rounded), "error") == [0]


def test_gradient_of_a_shared_softmax_bias():
    """A bias shared by a softmax layer moves nothing: its gradient is 0."""
    rows = [["0.2", "-1.1"], ["1.3", "0.4"], ["-0.6", "0.9"]]
    gradients = [
        values_of(
            calculate(
                exercise(
                    [layer(rows, SOFTMAX, ["0.6"], shared=True)],
                    [sample([first, "0.7"], ["1", "0", "0"])],
                    loss=CROSS_ENTROPY,
                )
            ),
            "bias_gradient",
        )
        for first in ("0.1", "0.3", "0.5", "0.9")
    ]

    assert gradients == [[0]] * 4


def test_symmetric_hidden_units():
    """Sigmoids of opposite nets add up to 1, so the net input that is their sum less 1 is 0."""
    output = layer([["1", "1"]], SIGMOID, ["-1"])
    nets = [
        values_of(
            calculate(
                exercise(
                    [layer([[weight], [f"-{weight}"]], SIGMOID), output], [sample(["1"], ["1"])]
                )
            ),
            "net",
            layer=2,
        )
        for weight in ("1", "2.2", "3.1", "5.2")
    ]

    assert nets == [[0]] * 4
