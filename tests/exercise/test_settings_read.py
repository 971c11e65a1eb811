"""What a file says is what is read, to the number; what cannot be is told in one sentence."""

from decimal import Decimal
from pathlib import Path

import pytest

import bpcalc
from bpcalc.errors import BpcalcError
from bpcalc.exercise.building import build, from_mapping
from bpcalc.exercise.patching import patched
from bpcalc.exercise.punctuation import with_ascii_signs
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import open_source
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from exercise.texts import MAZUR, faults

DATA = "inputs: [1, 2]\ntargets: [1]\n"

TWO_SAMPLES = """\
samples: [{inputs: [1, 2], targets: [0, 1]}, {inputs: [3, 2], targets: [1, 0]}]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
"""


def exercise(file: str) -> Exercise:
    """Return what a file says."""
    return read(file.encode(), "a.yaml").exercise


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (
            MAZUR.replace("0.5\n", "{start: 0.5, exponential: 0.9, linear: 3}\n", 1),
            "`exponential` and `linear` exclude each other; keep one",
        ),
        (f"{MAZUR}penalty: {{l2: -0.1}}\n", "expected a number of 0 or more, found `-0.1`"),
        (f"{MAZUR}max_norm: 0\n", "expected a number above 0, found `0`"),
        (f"{MAZUR}max_norm: -1\n", "expected a number above 0, found `-1`"),
        (
            f"{MAZUR}optimizer: {{adam: {{beta1: -0.1}}}}\n",
            "expected a number from 0 up to, not including, 1, found `-0.1`",
        ),
        (
            f"{MAZUR}optimizer: {{adam: {{beta1: 1}}}}\n",
            "expected a number from 0 up to, not including, 1, found `1`",
        ),
        (
            f"{MAZUR}optimizer: {{adam: {{epsilon: -1}}}}\n",
            "expected a number of 0 or more, found `-1`",
        ),
        (
            f"{MAZUR}biases: [0.35, 0.60]\noptimizer: adam\nprevious_changes: [1, 2]\n",
            "expected 22 changes, one for each updated weight and bias; found 2",
        ),
        (
            f"{MAZUR}dropout: [{{mask: [1, 0], keep: 1.5}}]\n",
            "expected a probability above 0, and 1 at most, found `1.5`",
        ),
        (f"{MAZUR}given: {{i1: 0.5}}\n", "`i1` belongs under `inputs`"),
        (f"{TWO_SAMPLES}given: {{'i1@s1': 0.5}}\n", "`i1@s1` belongs under `inputs`"),
        (
            f"{TWO_SAMPLES}update: batch\npresentations: 3\n",
            "with one update for several samples, an epoch ends with its last update: 3 is no "
            "multiple of its 2 samples",
        ),
        (
            f"{TWO_SAMPLES}normalise: {{inputs: min_max}}\n",
            "`i2` is the same in all samples and has no scale; give its bounds, or leave it out",
        ),
        (
            f"{TWO_SAMPLES}batch_norm: [{{gamma: 1, beta: 0}}]\n",
            "expected 2 entries, one for every layer (null where there is none); found 1",
        ),
        (
            f"{TWO_SAMPLES}batch_norm: [{{gamma: 1}}, null, beta: 0]\nmeasures: [mse]\n",
            "expected 2 entries, one for every layer (null where there is none); found 3",
        ),
        (
            f"{DATA}layers: [2, two, 1]\nweights: {{a: 1, b: 2, c: 3, d: 4}}\n",
            "expected a whole number from 1 to 10000, found `two`",
        ),
        (
            f"{DATA}weights: {{W1: [[1, 2], [3, 4]], W2: [[1, 2]], W: 3}}\n",
            "found `W`; whole matrices are called W1, W2, … from the first layer on, or stand "
            "in a list without names",
        ),
        (
            f"{DATA}weights: {{W3: [[1, 2], [3, 4]], W4: [[1, 2]]}}\n",
            "found `W3`; whole matrices are called W1, W2, … from the first layer on, or stand "
            "in a list without names",
        ),
        (
            f"{MAZUR}biases: [0.35, 0.60]\nunits: {{inputs: [b1, x]}}\n",
            "with a unit called `b1`, two quantities would have the name `b1`; rename it",
        ),
        (
            "inputs: [1]\ntargets: [1, 2]\nlayers: [1, 2]\nweights: {w1: 1, w2: 2}\n"
            "biases: {w0: 0.3}\n",
            "there is no `w0` in this network and notation",
        ),
        (
            f'{MAZUR}activation: {{formula: "{"abs(" * 51}net{")" * 51}"}}\n',
            f"in the formula `{'abs(' * 9}abs…`, at character 205: brackets are nested more than "
            "50 deep",
        ),
        (
            f'{MAZUR}activation: {{formula: "net ** 0.3"}}\n',
            "in the formula `net ** 0.3`, at character 8: an exponent is a whole number from 1 to "
            "9, or the base a number",
        ),
    ],
)
def test_what_cannot_be_is_told(file: str, says: str) -> None:
    """Once, and nothing else."""
    assert [fault.partition(": ")[2] for fault in faults(file)] == [says]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            "[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]]]",
            "`weight_rows: [from, to]`, if a row is a sending ",
        ),
        ("[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]]]", "if a row is a sending unit in matrix 1, or"),
        ("[[[1, 2, 3], [4, 5, 6]], [[1, 2, 3]]]", "`bias_column: first` or `last`"),
    ],
)
def test_which_rows_would_have_to_be_read_otherwise(rows: str, says: str) -> None:
    """By the number of the matrix."""
    (told,) = faults(f"inputs: [0.1, 0.2]\ntargets: [0.5]\nweights: {rows}\n")

    assert says in told


@pytest.mark.parametrize(
    "rate",
    [
        "{start: 0.5, exponential: 0.9}",
        "{start: 0.5, inverse: 0.1}",
        "{start: 0.5, step: {every: 3, factor: 0.5}}",
        "{start: 0.5, linear: {epochs: 4, end: 0.1}}",
        "{start: 0.5, cosine: {epochs: 10, end: 0.01}, warm_up: 2}",
        "[0.5, 0.1]",
        "0.5",
    ],
)
def test_a_learning_rate_is_written_as_it_was_read(rate: str) -> None:
    """With its schedule, or one for each layer."""
    found = exercise(MAZUR.replace("0.5\n", f"{rate}\n", 1))

    assert f"learning_rate: {rate}\n" in write(found)


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [
        ("momentum: 0.9", {}),
        ("negative_v: true", {"form": "rate_in_velocity", "negative_v": True}),
        ("negative_v: true, form: velocity", {"form": "velocity", "negative_v": True}),
    ],
)
def test_a_velocity_downhill_has_a_form(settings: str, chosen: dict[str, object]) -> None:
    """The one that it brings with it, or the one that is chosen; by itself there is none."""
    found = exercise(f"{MAZUR}optimizer: {{momentum: {{{settings}}}}}\n")

    assert found.optimiser.chosen == tuple(chosen.items())


@pytest.mark.parametrize(
    ("update", "name", "given"),
    [
        ("online", "w1_new@s1", True),
        ("online", "w1_new@s2", True),
        ("batch", "w1_new", True),
        ("batch", "w1_new@s1", False),
    ],
)
def test_a_new_weight_can_be_given_where_there_is_one(update: str, name: str, given: bool) -> None:
    """After every sample, or after all of them."""
    told = faults(f"{TWO_SAMPLES}update: {update}\ngiven: {{'{name}': 0.5}}\n")

    assert (not told) is given
    assert given or "there is no quantity `w1_new@s1` in this calculation" in told[0]


@pytest.mark.parametrize("inverted", ["true", "false"])
def test_dropout_is_written_as_it_was_read(inverted: str) -> None:
    """Inverted, as is usual, or not."""
    mask = f"dropout: [{{mask: [1, 0], keep: 0.5, inverted: {inverted}}}]\n"
    found = exercise(MAZUR + mask)

    assert exercise(write(found)) == found
    assert found.dropout[0] is not None
    assert found.dropout[0].inverted is (inverted == "true")


def test_weights_of_a_notation_that_counts_the_inputs_as_a_layer() -> None:
    """The first ones are those of layer 2."""
    names = "w2_11: 0.1, w2_12: 0.2, w2_21: 0.3, w2_22: 0.4, w3_11: 0.5, w3_12: 0.6"
    found = exercise(f"{DATA}layers: [2, 2, 1]\nnotation: z-a\nweights: {{{names}}}\n")

    assert [str(weight) for layer in found.layers for row in layer.weights for weight in row] == [
        str(weight)
        for layer in exercise(f"{DATA}weights: [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]\n").layers
        for row in layer.weights
        for weight in row
    ]


def test_w0_is_the_bias_of_a_single_unit() -> None:
    """Of one that has weights w1 and w2."""
    file = f"{DATA}layers: [2, 1]\nweights: {{w1: 0.1, w2: 0.2}}\nbiases: {{w0: 0.3}}\n"

    assert bpcalc.solve(file)["net_o1"].value == Decimal("0.8")


def test_one_pair_of_bounds_is_for_every_input() -> None:
    """However many units the next layer has."""
    weights = "weights: [[[1, 2], [3, 4], [5, 6]], [[1, 2, 3]]]\n"
    form = "normalise: {inputs: min_max, bounds: {inputs: [0, 4]}}\n"

    solution = bpcalc.solve(DATA + weights + form)

    assert [solution[name].value for name in ("i1", "i2")] == [Decimal("0.25"), Decimal("0.5")]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("net ** 0.5", "1.118033988749894848"),
        ("4 ** (0.5*net)", "2.378414230005442133"),
        ("4 ** 0.25", "1.414213562373095048"),
        ("e * net", "3.397852285573806544"),
        ("e ** net", "3.490342957461841376"),
    ],
)
def test_powers_in_an_own_formula(formula: str, value: str) -> None:
    """At 1.25: a root, powers of numbers, and e itself."""
    file = f'inputs: [1]\nweights: [[[1.25]]]\nactivation: {{formula: "{formula}"}}\n'

    assert bpcalc.solve(file)["out_o1"].value == pytest.approx(Decimal(value), rel=Decimal("1e-18"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a： 1\n", "a: 1\n"), ("a：1\n", "a: 1\n"), ("a：\n  b：2\n", "a:\n  b: 2\n")],
)
def test_a_chinese_colon_has_one_blank_after_it(text: str, plain: str) -> None:
    """The one that stands there, or one that is added."""
    assert with_ascii_signs(text).text == plain


def test_a_fault_of_a_mapping_names_its_key() -> None:
    """Where one is missing, nothing but the mapping."""
    with pytest.raises(BpcalcError) as missing:
        from_mapping({"weights": [[[1]]]})
    with pytest.raises(BpcalcError) as unknown:
        from_mapping({"inputs": [1], "weights": [[[1]]], "wieghts": 1})

    assert str(missing.value).startswith("dict: `inputs` is missing")
    assert str(unknown.value).startswith("dict['wieghts']: unknown key")


def test_inputs_that_are_drawn_have_two_decimals() -> None:
    """Both of them, and so have targets."""
    for seed in range(20):
        drawn = build([2, 2, 1], seed, {})
        (sample,) = drawn.samples
        for number in (*sample.inputs, *(sample.targets or ())):
            assert number.value == round(number.value, 2)


def test_previous_changes_are_added_to_a_file_without_any() -> None:
    """Training with momentum goes on from them."""
    text = f"{MAZUR}momentum: 0.9\n"
    changes = f"previous_changes: [{', '.join(['0.01'] * 8)}]\n"
    before, after = exercise(text), exercise(text + changes)

    assert before.previous_changes is None
    assert exercise(patched(text.encode(), "a.yaml", after)) == after


def test_a_slope_over_another_output_can_be_given() -> None:
    """Of the first sample, where there is only one."""
    file = f"""{MAZUR}activation: [sigmoid, softmax]\n"""
    solution = bpcalc.solve(file)
    name = next(
        solution.name(line)
        for line in solution
        if line.key.kind == "slope" and line.key.source and line.key.source != line.key.unit
    )

    assert bpcalc.solve(f"{file}given: {{{name}: 0.125}}\n")[name].value == Decimal("0.125")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("mazr", "did you mean the built-in exercise `mazur`?"),
        ("nothing-like-it", "`bpcalc examples` lists the exercises that come with bpcalc"),
    ],
)
def test_a_name_of_no_exercise(name: str, hint: str, tmp_path: Path, monkeypatch) -> None:
    """What is close is proposed, and if nothing is, where they are listed."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BpcalcError, match="there is no such file") as refused:
        open_source(name)

    assert str(refused.value).endswith(hint)
