"""New exercises: every constraint holds, and the same seed gives the same file."""

from collections import Counter
from decimal import Decimal
from itertools import chain

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.marking_rule import asked_keys
from bpcalc.cli import run
from bpcalc.exercise.reader import read
from bpcalc.making.givens import places_of, with_numbers
from bpcalc.making.maker import Wish, clean_rules, make
from bpcalc.making.ranges import NumberRange
from bpcalc.maths.kinds import SHEET_KINDS

CLEAN = frozenset("AB")


@pytest.fixture
def new(capsys):
    """Return what `bpcalc new` prints."""

    def printed(*arguments):
        assert run(["new", *arguments, "--lang", "en"]) == 0
        return capsys.readouterr().out

    return printed


def made(name, seed, nice=None):
    """Return one more exercise like a built-in one."""
    return make(Wish(bpcalc.load(name), nice, {}, CLEAN, alike=True), seed)


def asked_values(exercise):
    """Return the values of all that a sheet asks for."""
    worked = calculate(exercise)
    formulas = {line.key: line.formula for line in worked}
    return [worked.values[key] for key in asked_keys(formulas, SHEET_KINDS, 1)]


def repeated(rows):
    """Return the numbers that stand twice in a row."""
    return [number for row in rows for number, count in Counter(row).items() if count > 1]


@pytest.mark.parametrize(
    ("name", "nice"), [("distinct-numbers", None), ("mazur", "hundredths"), ("tanh", None)]
)
def test_constraints(name, nice):
    """Read back by hand: no zeros or ones, nothing twice, sizes and conventions kept."""
    template = bpcalc.load(name)
    exercise = made(name, 5, nice).exercise
    matrices = [[[n.value for n in row] for row in layer.weights] for layer in exercise.layers]
    biases = [[n.value for n in layer.biases or ()] for layer in exercise.layers]
    inputs = [n.value for n in exercise.samples[0].inputs]
    numbers = [*inputs, *chain(*chain(*matrices)), *chain(*biases)]

    assert exercise.sizes == template.sizes
    assert [layer.activation for layer in exercise.layers] == [
        layer.activation for layer in template.layers
    ]
    assert not {abs(number) for number in numbers} & {Decimal(0), Decimal(1)}
    for matrix in matrices:
        assert repeated(matrix) == []
        assert repeated(zip(*matrix, strict=True)) == []
    assert repeated(biases) == []
    assert 0 not in asked_values(exercise)


def test_as_hard_as_the_template():
    """As many minus signs, decimals and small values as in the template."""
    template, exercise = bpcalc.load("distinct-numbers"), made("distinct-numbers", 1).exercise

    def profile(each):
        texts = [place.number.text for place in places_of(each) if place.group != "learning_rate"]
        return sum(t.startswith("-") for t in texts), Counter(
            len(t.partition(".")[2]) for t in texts
        )

    assert profile(exercise) == profile(template)
    small = [sum(abs(v) < Decimal("0.01") for v in asked_values(e)) for e in (template, exercise)]
    assert small[0] == small[1]


def test_mistakes_stay_apart():
    """At hundredths, a 2-3-2 network is repaired until the audit has nothing left to say."""
    found = made("distinct-numbers", 7)

    assert found.unreached == []
    assert all(one.item.digits >= 3 and not one.item.tie for one in found.faults.audited)


def test_no_dead_units():
    """A network of ReLU units stays awake, and whole numbers stay whole."""
    exercise = made("regression", 3, "integers").exercise
    worked = calculate(exercise)

    forward = [line for line in worked if line.key.kind in ("net", "out") and line.key.epoch == 1]
    whole = [line.value for line in forward]

    assert all(line.value > 0 for line in forward if line.key.kind == "out" and line.key.layer == 1)
    assert all(value == value.to_integral_value() for value in whole)


def test_the_same_seed_gives_the_same_file(new):
    """The call stands in the file, and gives it again; the file reads back."""
    one, again, other = (new("mazur", "--seed", seed) for seed in ("11", "11", "12"))

    assert one == again != other
    assert "seed 11" in one
    assert read(one.encode(), "new.yaml").exercise.sizes == (2, 2, 2)
    assert new("--like", "mazur", "--seed", "11") == one


def test_other_networks(new):
    """Layers, activation and ranges can be chosen."""
    text = new("--layers", "2-2-1", "--activation", "tanh", "--weights=-0.9:0.9:0.1", "--seed", "2")
    exercise = read(text.encode(), "new.yaml").exercise
    weights = [n.value for layer in exercise.layers for row in layer.weights for n in row]

    assert exercise.sizes == (2, 2, 1)
    assert {layer.activation.name for layer in exercise.layers} == {"tanh"}
    assert all(abs(weight) <= Decimal("0.9") and weight % Decimal("0.1") == 0 for weight in weights)


@pytest.mark.parametrize(
    "arguments",
    [["--weights", "1:0:0.1"], ["--layers", "2-x"], ["--activation", "relu"], ["--clean", "Z"]],
)
def test_what_cannot_be_asked_for(arguments, capsys):
    """A bad range, layers or words are refused in a sentence."""
    assert run(["new", "--seed", "1", *arguments]) == 2
    assert arguments[0] in capsys.readouterr().err


def test_numbers_and_places_belong_together():
    """The numbers of an exercise, put back, give the exercise."""
    exercise = bpcalc.load("xor")

    assert with_numbers(exercise, [place.number for place in places_of(exercise)]) == exercise
    assert sum(place.fixed for place in places_of(exercise)) == 12


def test_ranges():
    """A range has all its steps but 0 and ±1; tiers and names choose mistakes."""
    numbers = NumberRange.read("-1:1:0.5").numbers()

    assert numbers == [Decimal("-0.5"), Decimal("0.5")]
    assert clean_rules(frozenset("A")) < clean_rules(CLEAN)
    assert clean_rules(frozenset({"no_fprime"})) == {"no_fprime"}
