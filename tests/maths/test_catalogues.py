"""Laws for every activation and every loss: a new entry is tested the day it is written."""

from decimal import Decimal, localcontext

import pytest

from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER, WITH_SWITCHES, leaky_relu
from bpcalc.maths.expr import Choice, Minus, Number, Product, Ref, add
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.precision import EXACT
from bpcalc.notation.latex import latex
from bpcalc.notation.math_writer import MathWriter
from bpcalc.notation.writing import ASCII, UNICODE, Writer
from tests.helpers.values import value_of

STEP = Decimal("1e-20")
CLOSE = Decimal("1e-30")
NETS = [Decimal(text) for text in ("-2.5", "-0.7", "-0.001", "0.001", "0.3", "0.9", "4")]
CHANCES = [Decimal(text) for text in ("0.001", "0.3", "0.5", "0.85", "0.999")]
TARGETS = [Decimal(text) for text in ("0", "0.25", "1")]

ENTRIES = [
    *ACTIVATIONS.values(),
    *(WITH_PARAMETER[name]("0.8") for name in WITH_PARAMETER),
    WITH_SWITCHES["step"].make(at_zero="0", theta="-0.5"),
    WITH_SWITCHES["sign"].make(at_zero="0"),
    WITH_SWITCHES["sign"].make(at_zero="-1"),
]
UNITWISE = [entry for entry in ENTRIES if not entry.whole_layer]
WHOLE = [entry for entry in ENTRIES if entry.whole_layer]


def named(entry):
    """Return how an entry is written, for the name of its test."""
    return entry.in_file


def net(unit):
    """Return the leaf of a net input."""
    return Ref(Key("net", 1, unit))


def out(unit=1):
    """Return the leaf of an output."""
    return Ref(Key("out", 1, unit))


TARGET = Ref(Key("target", 1, 1))


def number(formula, **values):
    """Return the value of a formula to 60 digits, with leaves such as `net1=…` or `out2=…`."""
    known = {Key(name[:-1], 1, int(name[-1])): value for name, value in values.items()}
    return value_of(formula, known, digits=60)


def slope_of(function, at):
    """Return the central difference quotient of a function, correct to 30 digits and more."""
    with localcontext(EXACT):
        return (function(at + STEP) - function(at - STEP)) / (2 * STEP)


@pytest.mark.parametrize("entry", [*ENTRIES, *LOSSES.values()], ids=named)
def test_source(entry):
    """Every entry says in which book or paper, and where in it, its formula is printed."""
    assert any(char.isdigit() for char in entry.source)  # a year, an equation
    assert len(entry.source.split()) > 4


def test_names():
    """An entry is found under its own name, and takes a parameter only where it has one."""
    assert all(name == entry.name for name, entry in {**ACTIVATIONS, **LOSSES}.items())
    assert {entry.name for entry in ENTRIES if entry.parameter} <= set(WITH_PARAMETER)
    assert all(make("0.125").parameter == "0.125" for make in WITH_PARAMETER.values())
    assert all(
        make("0.125").in_file == f"{{{name}: 0.125}}" for name, make in WITH_PARAMETER.items()
    )
    assert all(make("0.125") is make("0.125") for make in WITH_PARAMETER.values())
    assert all(entry.in_file == name for name, entry in {**ACTIVATIONS, **LOSSES}.items())


@pytest.mark.parametrize("at", NETS, ids=str)
@pytest.mark.parametrize("entry", UNITWISE, ids=named)
def test_slope_is_the_derivative_of_value(entry, at):
    """The slope formula, from net and out, is the slope of the value formula."""

    def value(place):
        return number(entry.value([net(1)], 0), net1=place)

    slope = number(entry.slope(net(1), out()), net1=at, out1=value(at))

    assert abs(slope - slope_of(value, at)) < CLOSE


@pytest.mark.parametrize("entry", WHOLE, ids=named)
def test_slopes_of_a_whole_layer(entry):
    """Slope and cross slope are the partial derivatives of every output over every net."""
    place = {"net1": Decimal("0.3"), "net2": Decimal("-1.2"), "net3": Decimal("2")}
    nets = [net(1), net(2), net(3)]

    def value(unit, **moved):
        return number(entry.value(nets, unit), **{**place, **moved})

    outs = {f"out{unit}": value(unit - 1) for unit in (1, 2, 3)}
    for k in range(3):
        for j in range(3):
            formula = (
                entry.slope(nets[j], out(j + 1))
                if k == j
                else entry.cross_slope([out(1), out(2), out(3)], k, j)
            )
            moving = f"net{j + 1}"
            expected = slope_of(lambda x, k=k, m=moving: value(k, **{m: x}), place[moving])
            assert abs(number(formula, **place, **outs) - expected) < CLOSE


@pytest.mark.parametrize("entry", [e for e in UNITWISE if e.outputs], ids=named)
def test_outputs_stay_within_their_interval(entry):
    """An output comes close to the ends of its interval and stays within them."""
    low, high = entry.outputs
    far = Decimal("1e32") if entry.name == "softsign" else Decimal(120)
    values = [number(entry.value([net(1)], 0), net1=at) for at in (-far, *NETS, far)]

    assert all(low < value < high for value in values)
    assert values == sorted(values)
    assert values[0] - low < CLOSE
    assert high - values[-1] < CLOSE


@pytest.mark.parametrize("entry", UNITWISE, ids=named)
def test_kinks(entry):
    """The slope jumps at the kinks that an entry names, counts there as it says, and nowhere else.

    It is looked for at every quarter from -8 to 8, and at the kinks.
    """

    def slope(at):
        reached = number(entry.value([net(1)], 0), net1=at)
        return number(entry.slope(net(1), out()), net1=at, out1=reached)

    kinks = {Decimal(kink) for kink in entry.kinks}
    for at in kinks | {Decimal(quarter) / 4 for quarter in range(-32, 33)}:
        left, middle, right = slope(at - STEP), slope(at), slope(at + STEP)
        assert (abs(right - left) > Decimal("0.01")) == (at in kinks), at
        if at in kinks:
            assert middle == Decimal(entry.kink_slope)
        else:
            assert abs(middle - left) < Decimal("1e-15")


@pytest.mark.sampled(190)
@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("at", CHANCES, ids=str)
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("loss", LOSSES.values(), ids=named)
def test_slope_is_the_derivative_of_the_total_error(loss, outputs, at, target):
    """The slope of a loss is that of the total error, a mean over the outputs where it is one."""

    def error(place):
        whole = number(loss.error(TARGET, out()), out1=place, target1=target)
        return EXACT.divide(whole, Decimal(outputs)) if loss.averaged else whole

    slope = number(loss.slope(TARGET, out(), outputs), out1=at, target1=target)
    descent = number(loss.descent(TARGET, out(), outputs), out1=at, target1=target)

    assert abs(slope - slope_of(error, at)) < CLOSE * max(1, abs(slope))
    assert descent == slope.copy_negate()


@pytest.mark.parametrize("loss", LOSSES.values(), ids=named)
def test_a_hit_costs_least(loss):
    """The error is least, and its slope changes sign or is zero, where out is the target."""
    target = Decimal("1")
    errors = [number(loss.error(TARGET, out()), out1=at, target1=target) for at in CHANCES]

    assert errors == sorted(errors, reverse=True)
    assert min(errors) > 0


SHORTCUTS = [(loss, name) for loss in LOSSES.values() for name in sorted(loss.shortcut)]


def delta(loss, activation, targets, outs, unit):
    """Return Σ_k ∂E/∂out_k·∂out_k/∂net_unit by the long way."""
    count = len(outs)
    leaves = [out(k + 1) for k in range(count)]
    terms = []
    for k in range(count):
        if k == unit:
            slope = activation.slope(net(unit + 1), leaves[unit])
        elif activation.cross_slope:
            slope = activation.cross_slope(leaves, k, unit)
        else:
            continue
        error_slope = loss.slope(Ref(Key("target", 1, k + 1)), leaves[k], count)
        terms.append(Product((error_slope, slope)))
    known = {f"out{k + 1}": value for k, value in enumerate(outs)}
    known |= {f"target{k + 1}": value for k, value in enumerate(targets)}
    return number(add(terms), **known)


@pytest.mark.parametrize(("loss", "name"), SHORTCUTS, ids=lambda part: getattr(part, "name", part))
def test_shortcut(loss, name):
    """Where the short form is declared, the long way to delta leads to out - target."""
    outs = [Decimal("0.2"), Decimal("0.5"), Decimal("0.3")]
    targets = [Decimal("0.6"), Decimal("0.4"), Decimal("0")]
    for unit in range(3):
        long = delta(loss, ACTIVATIONS[name], targets, outs, unit)
        assert abs(long - (outs[unit] - targets[unit])) < CLOSE


def test_no_shortcut_is_missing():
    """No other pair has the short form, but for a linear unit: nothing cancels there."""
    outs = [Decimal("0.2"), Decimal("0.5"), Decimal("0.3")]
    targets = [Decimal("0.6"), Decimal("0.4"), Decimal("0")]
    short = {
        (loss.name, activation.name)
        for loss in LOSSES.values()
        for activation in ACTIVATIONS.values()
        if activation.name != "identity" and "net" not in str(activation.slope(net(1), out()))
        if all(
            abs(delta(loss, activation, targets, outs, k) - (outs[k] - targets[k])) < CLOSE
            for k in range(3)
        )
    }

    declared = {(loss.name, name) for loss, name in SHORTCUTS}
    assert short == declared


def test_softmax_shortcut_needs_whole_targets():
    """With softmax, delta is out·Σt - t: not the short form where targets do not add up to 1."""
    outs = [Decimal("0.2"), Decimal("0.5"), Decimal("0.3")]
    targets = [Decimal("0.6"), Decimal("0.5"), Decimal("0.4")]
    long = delta(LOSSES["cross_entropy"], ACTIVATIONS["softmax"], targets, outs, 0)

    assert abs(long - (Decimal("0.2") * Decimal("1.5") - Decimal("0.6"))) < CLOSE


def test_minus_in_front_of_a_choice():
    """A choice is at its kink on the side of zero and below."""
    leaky = leaky_relu("0.3")
    kink = number(Minus(leaky.value([Number("0")], 0)))

    assert kink == 0


@pytest.mark.parametrize(("tested", "expected"), [("-0.5", "9"), ("0", "7"), ("0.5", "7")])
def test_a_choice_that_holds_at_zero(tested, expected):
    """X ≥ 0 is read as it is written: at zero, the first branch counts."""
    choice = Choice(Number(tested), Number("7"), Number("9"), at_zero=True)

    assert number(choice) == Decimal(expected)
    assert Writer(str, UNICODE).write(choice) == f"7 if {_bracketed(tested)} ≥ 0 else 9"
    assert Writer(str, ASCII).write(choice) == f"7 if {_bracketed(tested)} >= 0 else 9"
    row = MathWriter(lambda key: ()).write(choice)
    assert r"\ge 0 \cr 9 &" in latex(row)
    assert latex(row).count("< 0") == 1


def _bracketed(text):
    return f"({text})" if text.startswith("-") else text
