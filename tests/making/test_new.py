"""New exercises: every constraint holds, and the same seed gives the same file."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from random import Random

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.answer_key import worked
from bpcalc.checking.audit import audit
from bpcalc.checking.marking_rule import asked_keys, asking
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.checking.verdicts import Options
from bpcalc.cli import run
from bpcalc.errors import BpcalcError
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write
from bpcalc.making.audit_model import AuditModel, OneAudit
from bpcalc.making.clashes import Taken, clashes
from bpcalc.making.faults import DEAD, cost
from bpcalc.making.float_lines import FloatLines
from bpcalc.making.givens import places_of, with_numbers
from bpcalc.making.maker import FEWEST_STEPS, MAX_STEPS, UNUSABLE, Maker, Wish, clean_rules, make
from bpcalc.making.printed_floats import NOTHING_MIXED_UP, AskedPrint, mixed_up
from bpcalc.making.quick_costs import QuickCosts
from bpcalc.making.ranges import NumberRange
from bpcalc.maths.expr import Number
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.maths.rounding import TIES, Digits, Rounding
from tests.helpers.new_exercises import complaints

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
    ("name", "nice"), [("two-three-two", None), ("mazur", "hundredths"), ("tanh", None)]
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
    template, exercise = bpcalc.load("two-three-two"), made("two-three-two", 1).exercise

    def profile(each):
        texts = [place.number.text for place in places_of(each) if place.group != "learning_rate"]
        return sum(t.startswith("-") for t in texts), Counter(
            len(t.partition(".")[2]) for t in texts
        )

    assert profile(exercise) == profile(template)
    small = [sum(abs(v) < Decimal("0.01") for v in asked_values(e)) for e in (template, exercise)]
    assert small[0] == small[1]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", ["mazur", "two-three-two"])
def test_all_that_are_asked_for_alike_are_equally_hard(name):
    """With other decimals than the template, too, as many values are below 0.01 in each."""
    found = [made(name, seed, "hundredths").exercise for seed in (1, 2, 3)]
    small = [sum(abs(v) < Decimal("0.01") for v in asked_values(each)) for each in found]

    assert len(set(small)) == 1


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["softmax", "batch-momentum", "thresholds", "mazur"])
def test_numbers_stay_within_the_ranges_of_the_template(name):
    """No number is larger than the largest of its group, or smaller than the smallest."""
    template, exercise = bpcalc.load(name), made(name, 1).exercise
    sizes = [
        {
            group: [abs(p.number.value) for p in places_of(each) if p.group == group]
            for group in ("inputs", "targets", "weights", "biases")
        }
        for each in (template, exercise)
    ]
    for group, drawn in sizes[1].items():
        assert not drawn or min(sizes[0][group]) <= min(drawn) <= max(drawn) <= max(sizes[0][group])


def test_ranges_that_have_to_be_wider_are_told(new):
    """Where a group has too few different numbers, the file says what they were drawn from."""
    text = new("tanh", "--seed", "1").replace("\n# ", " ")

    assert "so that the ranges are wider: " in text
    assert "biases: 0.1:" in text
    assert "ranges are wider" not in new("mazur", "--seed", "1")


def test_what_stays_is_told(new):
    """Truth values stay, and the file says so; a 1.00 among other numbers is drawn anew."""
    mixed = "inputs: [0.91, 1.00]\ntargets: [1, 0]\nlearning_rate: 0.5\n"
    rest = "weights: [[[0.15, 0.24], [0.25, 0.31]], [[0.42, 0.45], [0.51, 0.53]]]\n"
    found = make(Wish(bpcalc.load(mixed + rest), None, {}, CLEAN, alike=True), 1)
    [sample] = found.exercise.samples

    assert found.kept
    assert [n.value for n in sample.targets] == [1, 0]
    assert 1 not in [n.value for n in sample.inputs]
    assert "those of the template" in new("xor", "--seed", "1")
    assert "those of the template" not in new("mazur", "--seed", "1")


def test_units_that_cannot_but_be_dead_are_told(capsys):
    """With negative weights alone, no unit of ReLU is awake; that is said beside the file, too."""
    ranges = ["--weights=-0.9:-0.1:0.1", "--biases=-0.9:-0.1:0.1", "--inputs", "0.1:0.9:0.1"]
    call = ["new", "--layers", "2-2-2", "--activation", "relu", *ranges, "--seed", "1"]

    assert run([*call, "--lang", "en"]) == 0
    assert "dead units" in capsys.readouterr().err
    assert run(["new", "xor", "--seed", "1", "--lang", "en"]) == 0
    assert "dead" not in capsys.readouterr().err


def test_whole_numbers_are_small(new):
    """Numbers that have to differ within a row and a column only are worked with in the head."""
    exercise = read(new("regression", "--nice", "integers", "--seed", "3").encode(), "n").exercise

    assert max(abs(place.number.value) for place in places_of(exercise)) <= 15
    assert exercise.rounding == Rounding(Digits(0))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0.3333333333333333333333:0.5:0.1", "more than 20 digits"),
        ("0:1e300:1e-300", "more than 20 digits"),
        ("0:1e999999:1e-999999", "three numbers are expected"),
        ("0.9:0.1:0.1", "0.9 is more than 0.1"),
        ("0.1:0.9:0", "step has to be more than 0"),
        ("nan:1:0.1", "three numbers are expected"),
        ("foo", "three numbers are expected"),
        ("0.1:1_0:0.1", "three numbers are expected"),
        ("100000:900000:0.0000001", "more than 100000 numbers"),
        ("0:1:1", "nothing is in it but 0"),
        ("0.5:05:0.1", "05 has a 0 too many in front"),
        ("-00.5:0.5:0.1", "-00.5 has a 0 too many in front"),
        ("0.1:0.5:1", "the step is larger than the range"),
    ],
)
def test_what_is_wrong_with_a_range_is_said(text, reason, capsys):
    """Each fault has its own sentence."""
    assert run(["new", "mazur", "--weights", text, "--lang", "en"]) == 2
    assert reason in " ".join(capsys.readouterr().err.split())


def test_a_learning_rate_is_drawn_from_0_on(capsys):
    """On the command line and in Python: `step` would refuse the exercise."""
    assert run(["new", "single-neuron", "--rate=-1:-0.5:0.1", "--lang", "en"]) == 2
    assert "a learning rate is 0 or more" in " ".join(capsys.readouterr().err.split())
    with pytest.raises(BpcalcError, match="a learning rate is 0 or more"):
        bpcalc.new("single-neuron", ranges={"learning_rate": "-1:-0.5:0.1"})


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--weights", "0.2:0.3:0.1"], ""),
        (["--weights", "0.3:0.3:0.1"], "--weights has too few numbers, 1 where 2 should differ"),
        (["--weights", "0.21:0.23:0.01"], "3 where 8 should differ"),
        (["--rate", "0.5:0.5:0.1"], ""),
        (["--inputs", "0.5:0.5:0.1"], "--inputs has too few numbers, 1 where 2 should differ"),
    ],
)
def test_a_range_of_too_few_numbers_is_told_before_work(options, told, capsys, monkeypatch):
    """Equal numbers are not refused: somebody may want them; one number is enough for a rate."""
    monkeypatch.setattr("bpcalc.making.maker.FEWEST_STEPS", 0)
    monkeypatch.setattr("bpcalc.making.maker.QUANTITIES", 0)

    assert run(["new", "mazur", "--seed", "1", "--lang", "en", *options]) == 0
    err = " ".join(capsys.readouterr().err.split())
    assert told in err
    assert bool(told) == ("too few" in err)


def test_fewer_changes_are_tried_of_a_large_exercise(monkeypatch):
    """So that a large one does not take minutes; a small one has all changes."""
    small, large = (
        Maker(Wish(bpcalc.load("two-three-two"), None, {}, CLEAN, alike=True)) for _ in range(2)
    )
    monkeypatch.setattr(large._model, "keys", large._model.keys * 100)

    assert small._most_steps == MAX_STEPS
    assert FEWEST_STEPS <= large._most_steps < MAX_STEPS / 10


def test_an_error_half_way_costs_what_the_audit_says(monkeypatch):
    """Half of the errors are half-way where outputs are 0 or 1; few lines are audited for that."""
    text = "inputs: [0.37, -0.61]\ntargets: [0.13, 0.42, 0.87]\nlearning_rate: 0.7\n"
    text += "weights: [[[0.4, 0.3], [-0.2, 0.7]], [[0.6, -0.3], [0.5, 0.2], [-0.8, 0.9]]]\n"
    text += "biases: [[0.1, 0.2], [0.3, -0.4, 0.6]]\nactivation: [tanh, step]\n"
    template = read(f"{text}rounding: {{decimals: 4}}\n".encode(), "jumps.yaml").exercise
    maker = Maker(Wish(template, None, {}, CLEAN, alike=True))
    model, wanted = AuditModel(template, asking(template, told=False).rounding), maker.wanted
    random = Random(3)
    drawn = []
    for _ in range(20):
        hundredths = [Decimal(random.randrange(11, 99)) / 100 for _ in numbers_of(template)]
        drawn.append([-each if random.random() < 0.3 else each for each in hundredths])
    costs = [cost(model.audit(numbers), template, wanted) for numbers in drawn]
    audited = []
    exactly = OneAudit.exactly
    monkeypatch.setattr(OneAudit, "exactly", lambda *at: audited.append(at) or exactly(*at))
    quick = QuickCosts(model, template, wanted)

    assert [min(quick.cost(numbers, UNUSABLE), DEAD) for numbers in drawn] == [
        min(each, DEAD) for each in costs
    ]
    assert sum(each < DEAD for each in costs) >= 5
    assert len(audited) < len(drawn)


def test_units_that_are_saturated_are_no_traceback():
    """In floats a new weight is infinity less infinity, of which nobody knows the sign."""
    text = "activation: sigmoid\nloss: cross_entropy\nlearning_rate: 0.5\nsamples:\n"
    text += "  - {inputs: [55], targets: [0.4, 0.7]}\n  - {inputs: [15], targets: [0.3, 0.6]}\n"
    template = read(f"{text}weights: [[[-60.5], [80.2]]]\n".encode(), "far.yaml").exercise

    assert make(Wish(template, None, {}, CLEAN, alike=True), 1).exercise.sizes == template.sizes


def test_a_new_learning_rate_needs_no_new_formulas():
    """Which other rate was taken depends on the rate; a rare mistake, which does not count."""
    template = bpcalc.load("two-three-two")
    rounding = asking(template, told=False).rounding
    numbers = [place.number.value for place in places_of(template)]
    at = [place.group for place in places_of(template)].index("learning_rate")
    faster = [*numbers[:at], numbers[at] * 2, *numbers[at + 1 :]]

    def same(model):
        first, second = model.values(numbers), model.values(faster)
        lines = {key: model.wrong(key, first) for key in model.keys}
        return [key.kind for key in model.keys if model.wrong(key, second) is lines[key]]

    usual, rare = AuditModel(template, rounding), AuditModel(template, rounding, {"other_eta"})

    assert len(same(usual)) == len(usual.keys)
    assert {"new_weight", "new_bias"}.isdisjoint(same(rare))


def test_signs_that_come_anew_take_no_new_compiling(monkeypatch):
    """What depends on them is known, but for what two of them have together: no minus is left."""
    template = bpcalc.load("two-three-two")
    maker = Maker(Wish(template, None, {}, CLEAN, alike=True))
    model = AuditModel(template, asking(template, told=False).rounding)
    lines = model.wrong_lines(maker.wanted.never)
    numbers = [place.number.value for place in places_of(template)]
    weights = [at for at, place in enumerate(places_of(template)) if place.group == "weights"]

    def met(turned):
        drawn = [-number if at in turned else number for at, number in enumerate(numbers)]
        values = model.values(drawn)
        return [lines[key].wrong(values).work(values) for key in model.keys]

    met(weights[:1])
    met(weights[1:2])
    met([])
    compiled = []
    compile_ = FloatLines.compiled
    monkeypatch.setattr(
        FloatLines, "compiled", lambda self, its: compiled.append(its) or compile_(self, its)
    )

    assert met(weights[:2]) != met([])
    # Once to see what it is equal to, and once to work it out.
    assert [len(its) for its in compiled] == [1, 1]


def test_what_is_taken_is_what_clashes():
    """Numbers are judged one by one as they are all together; a learning rate of 1 spoils none."""
    places = places_of(bpcalc.load("two-three-two"))
    random = Random(4)
    for _ in range(50):
        taken, drawn, found = Taken(), [], 0
        for place in places:
            number = Decimal(random.randrange(-150, 150)).scaleb(-random.choice((1, 2)))
            found += taken.clashes(place, number)
            taken.add(place, number)
            drawn.append(number)
            assert bool(found) == bool(clashes(places[: len(drawn)], drawn))


def test_one_mistake_may_give_a_number_of_forty_digits_twice():
    """Floats do not tell it from others as large; alone, there is nothing to tell."""
    asked = AskedPrint((10000, 0), Digits(4))
    far = [("not_inverted",), ("not_inverted",), ("swapped",)]

    assert mixed_up(1.0, asked, far, (1.5e43, 1.5e43, 2.0)) == NOTHING_MIXED_UP
    assert mixed_up(1.0, asked, far, (1.5e43, 2.0, 1.5e43)) is None
    assert mixed_up(1.0, asked, far, (3.0, 3.0, 1.00001)) == ({"swapped"}, set(), [])


def test_values_next_to_0_are_not_worked_out_exactly(monkeypatch):
    """While units are tried that are saturated, a value that floats do not tell from 0 is one."""
    template = bpcalc.load("two-three-two")
    exactly = []
    monkeypatch.setattr(OneAudit, "exactly", lambda _, key: exactly.append(key))
    maker = Maker(Wish(template, None, {}, CLEAN, alike=True))
    model, wanted = AuditModel(template, asking(template, told=False).rounding), maker.wanted
    quick = QuickCosts(model, template, wanted)
    large = [p.number.value * (100 if p.group == "weights" else 1) for p in places_of(template)]

    assert quick.cost(large, UNUSABLE) >= DEAD
    assert exactly == []


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
    [
        ["--weights", "1:0:0.1"],
        ["--inputs", "1:1:1"],
        ["--layers", "2-x"],
        ["--activation", "relu"],
        ["--activation", "softmax", "--layers", "2-2-1"],
        ["--clean", "Z"],
    ],
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
    assert {rule for rule, _ in clean_rules(frozenset({"no_fprime"}))} == {"no_fprime"}


def test_a_rare_mistake_is_told_apart_only_where_it_is_named():
    """A name that is usual at one kind of quantity and rare at another counts where it is usual."""
    usual = {(rule.id, kind) for rule in MISCONCEPTIONS if rule.tier != "C" for kind in rule.kinds}
    rare = {(rule.id, kind) for rule in MISCONCEPTIONS if rule.tier == "C" for kind in rule.kinds}
    shared = {rule for rule, _ in rare} & {rule for rule, _ in usual}
    template = bpcalc.load("distinct-numbers")

    def counted(clean):
        model = AuditModel(template, asking(template, told=False).rounding, clean)
        found = model.wrong_values(numbers_of(template))
        return {(rule, key.kind) for key, (_, given) in found.items() for rule in given}

    assert shared
    assert clean_rules(CLEAN) == usual
    assert counted(CLEAN) <= usual
    assert {rule for rule, _ in counted(CLEAN | shared) & rare} <= shared
    assert counted(CLEAN | shared) & rare


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "nice"),
    [("two-three-two", None), ("mazur", "hundredths"), ("regression", "integers")],
)
def test_an_independent_reader_has_nothing_to_say(name, nice):
    """Given numbers and values, read from the file and counted anew, are as promised."""
    template = bpcalc.load(name)
    found = make(Wish(template, nice, {}, CLEAN, alike=True), 3)
    like = None if nice else write(template)

    assert [*complaints(write(found.exercise), like, whole=nice == "integers")] == []


def test_an_independent_reader_sees_what_is_wrong():
    """Equal numbers, zeros and other digits are complained about."""
    text = write(bpcalc.load("distinct-numbers"))
    first = str(bpcalc.load("distinct-numbers").layers[0].weights[0][0].text)
    spoilt = text.replace(f"[[{first},", "[[0.0,")

    assert [*complaints(text, text)] == []
    assert any("zeros or ones" in one for one in complaints(spoilt, text))
    assert any(one.startswith("digits of weights") for one in complaints(spoilt, text))


@pytest.mark.parametrize("name", ["mazur", "softmax", "xor", "regression", "batch-momentum"])
def test_the_model_says_what_the_audit_says(name):
    """Compiled formulas over floats find what the audit finds in decimals."""
    template = bpcalc.load(name)
    rounding = asking(template, told=False).rounding
    model = AuditModel(template, rounding)
    random = Random(name)
    for _ in range(3):
        numbers = [
            place.number if place.fixed else Number(f"{random.choice(SIGNS)}0.{digits}")
            for place, digits in zip(places_of(template), digits_of(random), strict=False)
        ]
        exercise = with_numbers(template, numbers)
        scheme = worked(exercise, 1)
        exactly = audit(scheme, model.keys, Options(rounding=rounding))

        drawn = numbers_of(exercise)

        assert [said(one.item) for one in model.audit(drawn)] == [said(one) for one in exactly]


@pytest.mark.parametrize("ties", TIES)
def test_the_model_rounds_as_the_exercise_does(ties):
    """Where digits are cut off, mistakes were told as alike that are not, and others were not."""
    template = bpcalc.load("two-three-two")
    template = replace(template, rounding=replace(template.rounding, ties=ties))
    rounding = asking(template, told=False).rounding
    model = AuditModel(template, rounding)
    wanted = Maker(Wish(template, None, {}, CLEAN, alike=True)).wanted
    quick = QuickCosts(model, template, wanted)
    random = Random(5)
    costs = []
    for _ in range(5):
        drawn = [Decimal(random.randrange(11, 99)) / 100 for _ in places_of(template)]
        exactly = audit(worked(model.exercise(drawn), 1), model.keys, Options(rounding=rounding))
        found = list(model.audit(drawn))
        costs.append(cost(found, template, wanted))

        assert rounding.ties == ties
        assert [said(one.item) for one in found] == [said(one) for one in exactly]
        assert quick.cost(drawn, UNUSABLE) == costs[-1]

    assert any(costs)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("nice", [None, "tenths"])
@pytest.mark.parametrize("name", ["mazur", "two-three-two", "softmax", "xor", "batch-momentum"])
def test_what_is_found_sooner_costs_the_same(name, nice):
    """Twins among mistakes once, the worst lines first, and no more than is needed."""
    template = bpcalc.load(name)
    maker = Maker(Wish(template, nice, {}, CLEAN, alike=True))
    model, wanted = AuditModel(template, asking(template, told=False).rounding), maker.wanted
    quick = QuickCosts(model, template, wanted)
    random = Random(name)
    costs = []
    for _ in range(5):
        drawn = [
            p.number.value if p.fixed else Decimal(random.randrange(-9, 10) or 5) / 10
            for p in places_of(template)
        ]
        costs.append(cost(model.audit(drawn), template, wanted))
        costs_now = costs[-1]

        if costs_now >= DEAD:  # how bad exactly nobody asks
            assert quick.cost(drawn, UNUSABLE) >= DEAD
            continue
        assert quick.cost(drawn, UNUSABLE) == quick.cost(drawn, costs_now) == costs_now
        assert not costs_now or quick.cost(drawn, costs_now - 1) >= costs_now

    assert any(costs)


SIGNS = ["", "", "-"]


def numbers_of(exercise):
    """Return the numbers at the places of an exercise."""
    return [place.number.value for place in places_of(exercise)]


def digits_of(random):
    """Return some two-digit numbers, all different."""
    return random.sample(range(11, 99), 80)


def said(item):
    """Return what an item says; what is lost is said in one sentence."""
    lost = {*item.hidden, *item.same}
    return item.key, lost, item.alike, item.digits, item.tie


def test_what_could_not_be_reached_is_said_with_its_reason(new):
    """With two numbers to choose from, equal ones and mistakes that coincide are named."""
    text = new("mazur", "--weights", "0.2:0.3:0.1", "--inputs", "0.5:0.5:0.1", "--seed", "1")

    assert "The ranges have too few numbers" in text
    assert "changes of single numbers have found nothing better" in text


def test_whole_numbers_need_units_that_keep_them(capsys):
    """A sigmoid has no whole values."""
    assert run(["new", "mazur", "--nice", "integers"]) == 2
    assert "identity and relu" in capsys.readouterr().err


@pytest.mark.parametrize(
    "rate",
    [
        "{start: 0.5, exponential: 0.9}",
        "{start: 0.5, step: {every: 2, factor: 0.5}}",
        "{start: 0.5, inverse: 0.1}",
        "{start: 0.5, cosine: 10}",
        "[0.5, 0.25]",
    ],
)
def test_a_rate_that_changes_or_differs_is_no_obstacle(rate):
    """Exercises with a schedule or with rates per layer have others like them."""
    drawn = bpcalc.load(
        f"inputs: [0.05, 0.1]\ntargets: [0.01]\nlearning_rate: {rate}\n"
        "weights: [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]]\nbiases: [0.35, 0.6]\n"
    )
    found = make(Wish(drawn, None, {}, CLEAN, alike=True), 1).exercise

    assert found.layers[0].weights != drawn.layers[0].weights
    assert len(asked_values(found)) == len(asked_values(drawn))


def test_short_steps_are_told(new):
    """Where a new weight lies close to the old one, the file says so; counted here by hand."""
    text = new("mazur", "--seed", "3")
    exercise = read(text.encode(), "new.yaml").exercise
    solution = bpcalc.solve(exercise)
    names = [*(f"w{n}" for n in range(1, 9))]
    short = [n for n in names if abs(solution[f"{n}_new"].value - solution[n].value) < HUNDREDTH]
    [told] = re.findall(r"by coincidence: (.*?)\.", text.replace("\n# ", " "))

    assert short
    assert told == ", ".join(f"{name}_new" for name in short)


HUNDREDTH = Decimal("0.01")  # 100 units of the last of four decimals
