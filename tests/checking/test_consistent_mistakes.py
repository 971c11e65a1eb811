"""Whole papers with one mistake that is made all through: it is named, and nothing else is."""

import pytest

import bpcalc
from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Choice, Minus, Number, Product, Ref, Sum, add, expr
from bpcalc.maths.function_calls import absolute, ln, maximum, sign, sqrt
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.rounding import Digits

BINARY = [([1, 1], 1), ([1, 0], 0), ([0, 1], 0), ([0, 0], 0)]
BIPOLAR = [([1, 1], 1), ([1, -1], -1), ([-1, 1], -1), ([-1, -1], -1)]


def unit(rows, rule, activation, weights, bias, rate):
    """Return a unit that learns AND by a rule."""
    return bpcalc.Exercise.build(
        samples=[{"inputs": inputs, "targets": [target]} for inputs, target in rows],
        weights=[[weights]],
        biases=[bias],
        activation=activation,
        learning_rule=rule,
        learning_rate=rate,
    )


EXERCISES = {
    "A": unit(BINARY, "perceptron", {"step": {"at_zero": 0}}, [0, 0], 0, "0.5"),
    "B": unit(BIPOLAR, "perceptron", "sign", ["0.2", "-0.1"], "0.3", "0.1"),
    "BT": unit(BIPOLAR, {"perceptron": "target"}, "sign", ["0.2", "-0.1"], "0.3", "0.1"),
    "H": unit(BIPOLAR, "hebb", "sign", [0, 0], 0, "1"),
    "HP": unit(BIPOLAR, {"hebb": "plain"}, "sign", ["0.2", "-0.1"], "0.3", "0.1"),
    "L": unit(BIPOLAR, "lms", "sign", ["0.2", "0.2"], "0.2", "0.1"),
}


def paper(exercise, wrong, epochs=1, blank=(), digits=5):
    """Return the marking of a sheet on which some lines have another formula all through.

    Args:
        exercise: the exercise.
        wrong: (key, right formula) -> the formula that stands there; None where it is right.
        epochs: so many.
        blank: kinds that are not written.
        digits: significant digits that are written.
    """
    marker = Marker(exercise, epochs)
    lines = {
        key: other
        for key, formula in marker.scheme.formulas.items()
        if (other := wrong(key, formula)) is not None
    }
    values = overlaid(marker.scheme, lines, exercise).values
    several = Digits(digits, significant=True)
    cells = {
        key: read_cell(f"{several.round(values[key]):f}")
        for key in marker.asked
        if key.kind not in blank and values[key].is_finite()
    }
    return marker.mark(cells, cells)


def named(marking):
    """Return the rules that are named, with all that is said to explain as much."""
    return {rule for found in marking.findings for rule in (found.rule, *found.others)}


def target(key):
    """Return the target of the unit of a line."""
    return Ref(key._replace(kind="target", epoch=None))


def signal(key, kind):
    """Return another quantity of the unit of a line."""
    return Ref(key._replace(kind=kind))


def in_delta(formula):
    """Return the habit of taking another formula for δ."""
    return lambda key, right: formula(key) if key.kind == "delta" else None


MISS = in_delta(lambda key: target(key) - signal(key, "out"))
ON_MISTAKE = in_delta(
    lambda key: Choice(absolute(target(key) - signal(key, "out")), target(key), expr(0))
)
OUTPUT = in_delta(lambda key: signal(key, "out"))


def first_weights(key, right):
    """Work all net inputs of an epoch with its first weights."""
    if key.kind == "net":
        return rebuilt(
            right, lambda leaf: Ref(leaf._replace(sample=1)) if leaf.kind in LEARNT else None
        )
    return None


LEARNT = ("weight", "bias")


def bias_kept(key, right):
    """Leave the bias as it is."""
    if key.kind == "bias_change":
        return expr(0)
    return Ref(next(iter(right.refs()))) if key.kind == "new_bias" else None


@pytest.mark.parametrize(
    ("name", "habit", "rule"),
    [
        ("A", ON_MISTAKE, "other_form target_alone mistake_overlooked"),
        ("B", ON_MISTAKE, "other_form"),
        ("BT", MISS, "other_form"),
        ("H", OUTPUT, "output_on_hebb"),
        ("HP", in_delta(target), "target_on_hebb"),
        ("H", MISS, "mistake_on_hebb"),
        ("L", MISS, "out_on_adaline"),
        ("A", in_delta(lambda key: target(key) - signal(key, "net")), "net_on_perceptron"),
        ("B", in_delta(target), "target_alone"),
        ("A", first_weights, "weights_of_before"),
        ("L", first_weights, "weights_of_before"),
        ("A", in_delta(lambda key: expr(0)), "mistake_overlooked"),
        ("L", in_delta(lambda key: 2 * (target(key) - signal(key, "net"))), "factor2"),
        ("L", bias_kept, "bias_kept"),
        ("A", bias_kept, "bias_kept"),
    ],
)
def test_a_mistake_in_a_learning_rule_has_its_name(name, habit, rule):
    """It is the only name but for what gives the same, and all that follows is paid for."""
    marking = paper(EXERCISES[name], habit)
    assert named(marking) == set(rule.split())
    assert marking.most - marking.score == 1


@pytest.mark.parametrize("name", EXERCISES)
def test_the_right_paper_of_a_learning_rule_is_right(name):
    """Nothing is named on it."""
    marking = paper(EXERCISES[name], lambda key, right: None, epochs=2)
    assert not marking.findings


VELOCITY = {"momentum": {"momentum": "0.9", "form": "velocity"}}
AVERAGING = {"momentum": {"momentum": "0.9", "form": "averaging"}}
ADAMW = {"adamw": {"weight_decay": "0.1"}}
HATS = {"weight_m_hat", "bias_m_hat", "weight_v_hat", "bias_v_hat"}


def neuron(optimiser):
    """Return a neuron with an optimiser."""
    return bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.3", "0.2"]]],
        biases=["0.1"],
        learning_rate="0.1",
        optimizer=optimiser,
    )


def of(key, role):
    """Return what belongs to the same weight or bias, in another role."""
    kind = {"parameter": ""}.get(role, f"_{role}")
    return Ref(key._replace(kind=place(key) + kind))


def place(key):
    """Return `weight` or `bias`."""
    return "weight" if "weight" in key.kind else "bias"


def in_v(formula):
    """Return the habit of taking another formula for v, of the last v and the gradient."""

    def habit(key, right):
        if key.kind not in ("weight_v", "bias_v"):
            return None
        earlier = key._replace(epoch=key.epoch - 1)
        return formula(Ref(earlier) if key.epoch > 1 else expr(0), of(key, "gradient"))

    return habit


def in_step(formula):
    """Return the habit of taking another step, w - formula(what belongs to the weight)."""

    def habit(key, right):
        if key.kind not in ("new_weight", "new_bias"):
            return None
        return next(iter(map(Ref, right.refs()))) - formula(key)

    return habit


def rate(kind):
    """Return one of the numbers of an optimiser."""
    return Ref(Key(kind))


ETA, MU, DECAY, EPSILON = map(rate, ("learning_rate", "momentum", "weight_decay", "epsilon"))


def root(key, role):
    """Return √v + ε."""
    return sqrt(of(key, role)) + EPSILON


def adam_step(key):
    """Return the step of Adam."""
    return ETA * of(key, "m_hat") / root(key, "v_hat")


def decayed_gradient(key, right):
    """Form the moments of g + λ·w."""
    if key.kind not in ("weight_m", "bias_m", "weight_v", "bias_v"):
        return None
    gradient = of(key, "gradient").key
    return rebuilt(
        right,
        lambda leaf: (
            of(key, "gradient") + DECAY * of(key, "parameter") if leaf == gradient else None
        ),
    )


def corrected(key):
    """Return v of RMSProp with Adam's bias correction."""
    return of(key, "v") / (1 - rate("rho") ** key.epoch)


@pytest.mark.parametrize(
    ("optimiser", "habit", "rule", "blank"),
    [
        (VELOCITY, in_v(lambda v, g: g), "velocity_forgotten", ()),
        (VELOCITY, in_v(lambda v, g: g - MU * v), "velocity_sign", ()),
        (VELOCITY, in_v(lambda v, g: MU * v + (1 - MU) * g), "velocity_averaged", ()),
        (AVERAGING, in_v(lambda v, g: MU * v + g), "velocity_averaged", ()),
        (
            VELOCITY,
            in_step(lambda key: ETA * (of(key, "gradient") + MU * of(key, "v"))),
            "nesterov_step",
            (),
        ),
        ("adam", in_step(lambda key: ETA * of(key, "m_hat")), "not_divided", ()),
        (
            "adam",
            in_step(lambda key: ETA * of(key, "m") / root(key, "v_hat")),
            "one_bias_correction",
            HATS,
        ),
        (
            "adam",
            in_step(lambda key: ETA * of(key, "m_hat") / root(key, "v")),
            "one_bias_correction",
            HATS,
        ),
        (
            "adam",
            in_step(lambda key: ETA * of(key, "m") / root(key, "v")),
            "no_bias_correction",
            HATS,
        ),
        (ADAMW, in_step(adam_step), "decay_forgotten", ()),
        (ADAMW, decayed_gradient, "decay_in_gradient", ()),
        (
            ADAMW,
            in_step(lambda key: DECAY * of(key, "parameter") + adam_step(key)),
            "decay_rate",
            (),
        ),
        ("rmsprop", in_v(lambda v, g: v + g**2), "squares_summed", ()),
        ("adagrad", in_v(lambda v, g: g**2), "squares_not_summed", ()),
        (
            "adagrad",
            in_v(lambda v, g: expr("0.9") * v + expr("0.1") * g**2),
            "squares_averaged",
            (),
        ),
        (
            "rmsprop",
            in_step(lambda key: ETA * of(key, "gradient") / (sqrt(corrected(key)) + EPSILON)),
            "needless_correction",
            (),
        ),
    ],
)
def test_a_mistake_with_an_optimiser_has_its_name(optimiser, habit, rule, blank):
    """It is the only name on two epochs, and all that follows from it is paid for."""
    marking = paper(neuron(optimiser), habit, epochs=2, blank=blank)
    assert named(marking) == {rule}
    assert marking.most - marking.score == 1
    assert {found.sure for found in marking.findings} == {"is"}


@pytest.mark.parametrize("name", OPTIMISERS)
def test_the_right_paper_of_an_optimiser_is_right(name):
    """Nothing is named on it."""
    marking = paper(neuron(name), lambda key, right: None, epochs=2)
    assert not marking.findings


def plain(**further):
    """Return a network of two hidden units with one thing more."""
    return bpcalc.Exercise.build(
        inputs=[1, 2],
        targets=[1],
        weights=[[["0.1", "-0.2"], ["0.4", "0.3"]], [["0.5", "-0.6"]]],
        biases=[["0.1", "0.2"], ["0.05"]],
        learning_rate="0.5",
        **further,
    )


DROPOUT = plain(dropout=[{"mask": [1, 0], "keep": "0.8"}])


def dropping(slip, *, back=True):
    """Return the habit of a slip with what is dropped, signal·mask/keep, both ways or forward."""

    def habit(key, right):
        hidden = key.kind == "error_slope" and key.layer == 1
        return slip(right) if key.kind == "dropped" or (back and hidden) else None

    return habit


def turned_round(right):
    """Read the mask the other way round."""
    *signal, mask = right.dividend.factors
    return Product((*signal, Sum((expr(1), Minus(mask))))) / right.divisor


DROPPING = {
    "dropout_not_scaled": lambda right: right.dividend,
    "dropout_scaled_down": lambda right: right.dividend * right.divisor,
    "dropout_not_masked": lambda right: right.dividend.factors[0],
    "mask_turned_round": turned_round,
    "keep_for_drop": lambda right: right.dividend / Sum((expr(1), Minus(right.divisor))),
}


@pytest.mark.parametrize("blank", [(), ("error_slope",)], ids=["", "one line a delta"])
@pytest.mark.parametrize("back", [True, False], ids=["both ways", "forward"])
@pytest.mark.parametrize("rule", DROPPING)
def test_a_mistake_with_dropout_is_one_both_ways(rule, back, blank):
    """It has one name and costs one mark, whether it is made on the way back again or not."""
    marking = paper(DROPOUT, dropping(DROPPING[rule], back=back), blank=blank)
    assert named(marking) == {rule}
    assert marking.most - marking.score == 1


PENALISED = ("weight_penalised",)


def in_penalty(wrong):
    """Return the habit of adding something else to the gradient: (rate, weight) -> what."""

    def habit(key, right):
        if key.kind not in PENALISED:
            return None
        gradient, added = right.terms
        rate, weight = (
            Ref(leaf) for leaf in sorted(added.refs(), key=lambda leaf: leaf.layer or 0)
        )
        return gradient + wrong(rate, weight)

    return habit


def decay_beside(key, right):
    """Take λ·w from the weight itself, beside the step."""
    if key.kind != "new_weight":
        return None
    weight = next(leaf for leaf in right.refs() if leaf.kind == "weight")
    step = Product((Ref(Key("learning_rate")), of(key, "gradient")))
    return Sum((Ref(weight), Minus(step), Minus(Ref(Key("l2")) * Ref(weight))))


def bias_counted(key, right):
    """Count the bias in the norm of the weights of a unit."""
    if key.kind != "weight_norm":
        return None
    return sqrt(add([*right.operands, Ref(Key("bias", key.layer, key.unit, None, 1, 1)) ** 2]))


def limited_first(key, right):
    """Make weights shorter before the step; what is after it stays as long as it is."""
    marker = Marker(LIMITED, 1)
    old = lambda leaf: marker.scheme.formulas[leaf].terms[0]  # noqa: E731
    norm = key._replace(kind="weight_norm", source=None)
    if key.kind == "weight_norm":
        return rebuilt(right, old)
    if key.kind == "weight_stepped":
        before = rebuilt(marker.scheme.formulas[norm], old)
        shorter = right.terms[0] / maximum(expr(1), before / Ref(Key("max_norm")))
        return Sum((shorter, *right.terms[1:]))
    return Ref(key._replace(kind="weight_stepped")) if key.kind == "new_weight" else None


LIMITED = plain(max_norm="0.2")
CLIPPED = plain(clip_gradients={"norm": "0.05"})


def without_bias(key, right):
    """Leave the bias out of the norm of the gradients."""
    if key.kind != "gradient_norm":
        return None
    return sqrt(add([Ref(leaf) ** 2 for leaf in right.refs() if leaf.kind == "weight_gradient"]))


def unclipped(key, right):
    """Leave the gradients as they are."""
    return of(key, "gradient") if key.kind in ("weight_clipped", "bias_clipped") else None


@pytest.mark.parametrize(
    ("exercise", "habit", "rule"),
    [
        (CLIPPED, unclipped, "not_clipped norm_squared"),
        (CLIPPED, without_bias, "bias_not_in_norm"),
        (
            CLIPPED,
            lambda key, right: right.operands[0] if key.kind == "gradient_norm" else None,
            "norm_squared",
        ),
        (LIMITED, bias_counted, "bias_in_norm"),
        (LIMITED, limited_first, "limited_before"),
        (
            plain(penalty={"l2": "0.1"}),
            in_penalty(lambda rate, w: expr(1) / 2 * rate * w),
            "penalty_half_kept",
        ),
        (plain(penalty={"l2": "0.1"}), in_penalty(lambda rate, w: rate * sign(w)), "other_penalty"),
        (plain(penalty={"l1": "0.1"}), in_penalty(lambda rate, w: rate * w), "other_penalty"),
        (
            plain(activation="softplus"),
            lambda key, right: right / ln(expr(10)) if key.kind == "out" else None,
            "common_logarithm",
        ),
        (
            plain(loss="huber", activation="identity"),
            lambda key, right: (
                signal(key, "out") - target(key) if key.kind == "delta" and key.layer == 2 else None
            ),
            "difference_for_sign",
        ),
    ],
)
def test_a_mistake_with_a_limit_has_its_name(exercise, habit, rule):
    """It is the only name but for what gives the same, and all that follows is paid for."""
    marking = paper(exercise, habit)
    assert named(marking) == set(rule.split())
    assert marking.most - marking.score == 1


def test_weight_decay_beside_the_step_has_its_name():
    """Whoever does it has no line for the gradient with the penalty."""
    marking = paper(plain(penalty={"l2": "0.1"}), decay_beside, blank=PENALISED)
    assert named(marking) == {"decay_without_rate"}
    assert marking.most - marking.score == 1


@pytest.mark.parametrize(
    "further",
    [
        {"dropout": [{"mask": [1, 0], "keep": "0.8"}]},
        {"clip_gradients": {"norm": "0.05"}},
        {"max_norm": "0.2"},
        {"penalty": {"l2": "0.1"}},
        {"penalty": {"l1": "0.1"}},
        {"activation": "softplus"},
        {"loss": "huber"},
        {"loss": "absolute_error"},
        {"activation": "gelu"},
        {"activation": "silu"},
        {"activation": "elu"},
    ],
    ids=str,
)
def test_the_right_paper_with_a_limit_is_right(further):
    """Nothing is named on it."""
    assert not paper(plain(**further), lambda key, right: None).findings


SOFTMAX = bpcalc.Exercise.build(
    inputs=["0.5", "1.0"],
    targets=[1, 0, 0],
    weights=[
        [["0.2", "-0.4"], ["0.7", "0.1"]],
        [["0.3", "-0.5"], ["0.2", "0.6"], ["-0.1", "0.4"]],
    ],
    biases=[["0.1", "-0.2"], ["0.0", "0.1", "0.2"]],
    activation=["tanh", "softmax"],
    loss="cross_entropy",
    learning_rate="0.5",
)


def of_softmax(kind, wrong):
    """Return a change of the lines of the outputs of one kind, by the output and the target."""

    def change(key, right):
        if key.kind != kind or key.layer != 2:
            return None
        return wrong(Ref(key.turned("out", *key.when)), Ref(Key("target", 2, key.unit, None, 1)))

    return change


@pytest.mark.parametrize(
    "blank", [frozenset(), {"net", "delta", "weight_gradient"}], ids=["whole", "short"]
)
@pytest.mark.parametrize(
    ("kind", "wrong", "rule"),
    [
        ("delta", lambda out, target: (out - target) * out * (1 - out), "needless_fprime"),
        ("delta", lambda out, target: out - 1, "other_target"),
        ("delta", lambda out, target: out + target, "target_added"),
        ("error", lambda out, target: (target - out) ** 2 / 2, "other_loss"),
        (
            "error",
            lambda out, target: -(target * ln(out) + (1 - target) * ln(1 - out)),
            "other_loss",
        ),
    ],
)
def test_the_usual_mistakes_with_softmax_cost_one_mark_and_are_named(kind, wrong, rule, blank):
    """The whole layer is one function, so that it has no f'(net) of a unit."""
    marking = paper(SOFTMAX, of_softmax(kind, wrong), blank=blank - {kind})
    assert named(marking) == {rule}
    assert marking.most - marking.score == 1


@pytest.mark.parametrize("gradients", [True, False])
def test_biases_that_are_taken_for_constants_are_one_mistake(gradients):
    """Whether or not it is written down that nothing depends on them."""
    exercise = read(ONE_OUTPUT.encode(), "exercise.yaml").exercise
    zeros = "dE/db_o1: 0.0000\ndE/db_h1: 0.0000\ndE/db_h2: 0.0000\n" if gradients else ""
    marker = Marker(exercise)
    cells = read_text(zeros + BIASES_LEFT, marker.names).cells
    marking = marker.mark(cells, cells)

    assert [finding.rule for finding in marking.findings] == ["biases_left"]
    assert sum(mark.verdict == "mistake" for mark in marking.marks) == 1
    assert {mark.verdict for mark in marking.marks if mark.cell} == {"right", "follow", "mistake"}


ONE_OUTPUT = """
inputs: [0.3, 0.6]
targets: [0.40]
learning_rate: 0.3
weights: [[[0.5, -0.2], [-0.8, -0.4]], [[0.6, -0.2]]]
biases: [[0.3, -0.3], [0.5]]
"""

BIASES_LEFT = """
out_o1: 0.6870
delta_o1: 0.06172
delta_h1: 0.009010
delta_h2: -0.002660
w5_new: 0.5892
w6_new: -0.2058
b_o1_new: 0.5000
b_h1_new: 0.3000
b_h2_new: -0.3000
"""


@pytest.mark.parametrize("eta", ["0.37", "0.7", "0.035", "1.2", "2.5", "0.0051"])
def test_another_learning_rate_in_all_updates_is_one_mistake(eta):
    """Of two digits at most, whatever it is: nobody chooses one of three."""

    def habit(number):
        return lambda key, right: (
            rebuilt(right, lambda leaf: number if leaf.kind == "learning_rate" else None)
            if key.kind == "new_weight"
            else None
        )

    mazur = bpcalc.load("mazur")
    marking = paper(mazur, habit(Number(eta)))

    assert named(marking) == {"other_eta"}
    assert len(marking.findings[0].keys) == 8
    assert marking.most - marking.score == 1
    assert named(paper(mazur, habit(Number("0.123")))) == {""}


def test_gradients_without_delta_are_one_mistake():
    """The output of the unit before alone, for every gradient of a layer."""
    marker = Marker(bpcalc.load("mazur"))
    text = (
        "out_h1: 0.5933\nout_h2: 0.5969\ndelta_o1: 0.1385\ndelta_o2: -0.0381\n"
        "dE/dw5: 0.5933\ndE/dw6: 0.5969\ndE/dw7: 0.5933\ndE/dw8: 0.5969\n"
    )
    cells = read_text(text, marker.names).cells
    marking = marker.mark(cells, cells)

    assert [(found.rule, len(found.keys)) for found in marking.findings] == [("no_delta", 4)]
    assert sum(mark.credit for mark in marking.marks) == 7


MOMENTUM = bpcalc.Exercise.build(
    inputs=["0.3", "0.6"],
    targets=["0.9"],
    learning_rate="0.4",
    momentum="0.8",
    weights=[[["0.2", "0.5"], ["-0.3", "0.4"]], [["0.6", "-0.7"]]],
    biases=[["0.1", "0.2"], ["-0.1"]],
)


def uphill(key, right):
    """Step up the slope, and go on with the change before: Δw = +η·∂E/∂w + α·Δw."""
    if key.kind not in CHANGE_KINDS:
        return None
    return rebuilt(right, lambda leaf: Minus(Ref(leaf)) if leaf.kind in GRADIENT_KINDS else None)


@pytest.mark.parametrize("digits", [5, 6])
@pytest.mark.parametrize(
    "blank",
    [
        set(),
        {"bias_gradient"},
        {"net", "out", "error", "total_error", "delta"},
        {"weight_change", "bias_change"},
        {"new_weight", "new_bias"},
    ],
)
def test_steps_up_the_slope_with_momentum_are_one_mistake_in_all_epochs(blank, digits):
    """Each change of the second epoch had no reason then, and took those of the first from them."""
    marking = paper(MOMENTUM, uphill, epochs=2, blank=blank, digits=digits)

    assert named(marking) == {"plus_update"}
    assert (
        marking.most - marking.score == sum(mark.verdict == "blank" for mark in marking.marks) + 1
    )
