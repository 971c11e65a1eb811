"""Quantities whose values an exercise gives instead of having them worked out."""

from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.marker import Marker
from bpcalc.cli import cli
from bpcalc.errors import BpcalcError, ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.maths.kinds import UNASKED
from bpcalc.solution import Solution

MAZUR_NETWORK = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""

FRAGMENTS = {
    # f = (x + y)·z of the CS231n notes: z is the weight of the second layer.
    "gate": (
        """
        inputs: [-2, 5]
        weights: [[[1, 1]], [[-4]]]
        activation: identity
        given: {dE/dout_o1: 1}
        """,
        {"dE/di1": "-4", "dE/di2": "-4", "dE/dw3": "3", "out_o1": "-12"},
    ),
    # The sigmoid neuron of the same notes, w = [2, -3, -3], with upstream gradient 1.
    "sigmoid neuron": (
        """
        inputs: [-1, -2]
        weights: [[[2, -3]]]
        biases: [-3]
        given: {dE/dout_o1: 1}
        """,
        {
            "dE/di1": "0.3932238664829637",
            "dE/di2": "-0.5898357997244456",
            "dE/dw1": "-0.19661193324148185",
            "dE/dw2": "-0.3932238664829637",
            "dE/db1": "0.19661193324148185",
        },
    ),
    # L = (a·b + c)² backwards: b and 1 are weights, c is a bias.
    "square": (
        """
        layers: [1, 1, 1]
        inputs: [2]
        targets: [0]
        loss: squared_error
        activation: identity
        weights: {w1: -3, w2: 1}
        biases: {b2: 4}
        """,
        {
            "net_h1": "-6",
            "net_o1": "-2",
            "E_total": "4",
            "delta_o1": "-4",
            "dE/db2": "-4",
            "dE/di1": "12",
            "dE/dw1": "-8",
        },
    ),
    # One ReLU unit, upstream gradient 1, one step of 0.001.
    "relu neuron": (
        """
        inputs: [1.0, -2.0, 3.0]
        weights: [[[-3.0, -1.0, 2.0]]]
        biases: [1.0]
        activation: relu
        learning_rate: 0.001
        given: {dE/dout_o1: 1}
        """,
        {
            "net_o1": "6.0",
            "out_o1": "6.0",
            "dE/di1": "-3.0",
            "dE/di2": "-1.0",
            "dE/di3": "2.0",
            "dE/dw1": "1.0",
            "dE/dw2": "-2.0",
            "dE/dw3": "3.0",
            "w1_new": "-3.001",
            "w2_new": "-0.998",
            "w3_new": "1.997",
            "b1_new": "0.999",
            "out_o1@e2": "5.985",
        },
    ),
    # Its products x·w one by one: units that have one input each.
    "relu neuron, products": (
        """
        inputs: [1.0, -2.0, 3.0]
        weights: [[[-3.0, null, null], [null, -1.0, null], [null, null, 2.0]], [[1, 1, 1]]]
        biases: [null, 1.0]
        activation: [identity, relu]
        """,
        {"out_h1": "-3.0", "out_h2": "2.0", "out_h3": "6.0", "out_o1": "6.0"},
    ),
    # A gradient is given, and two learning rates.
    **{
        f"rate {rate}, gradient {gradient}": (
            f"""
            layers: [1, 1]
            weights: {{w1: {weight}}}
            learning_rate: {rate}
            given: {{dE/dw1: {gradient}}}
            """,
            {"w1_new": new},
        )
        for weight, rate, gradient, new in (
            ("0.4", "0.01", "-0.1", "0.401"),
            ("0.4", "0.1", "-0.1", "0.41"),
            ("0.8", "0.01", "0.3", "0.797"),
            ("0.8", "0.1", "0.3", "0.770"),
        )
    },
}
"""Exercises that start in the middle, each with the numbers that are printed beside it."""


def exercise_of(text):
    """Return the exercise that an indented text describes."""
    lines = text.strip("\n").splitlines()
    indent = len(lines[0]) - len(lines[0].lstrip())
    return read("\n".join(line[indent:] for line in lines).encode(), "given.yaml").exercise


def worked(text, **options):
    """Return the solution of a text."""
    return Solution(calculate(exercise_of(text), **options))


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragments_that_are_printed(fragment):
    """Exercises in which a δ, a slope or a gradient is given come to the numbers printed there."""
    text, printed = FRAGMENTS[fragment]

    solution = worked(text, inputs=True)

    for name, number in printed.items():
        digits = -int(Decimal(number).as_tuple().exponent)
        line = solution.line(name)
        assert round(line.value, digits) == Decimal(number), name


@pytest.mark.parametrize("notation", ["mazur", "han-kamber", "fausett", "zhou", "ng"])
def test_giving_a_quantity_its_own_value_changes_nothing(notation):
    """Whatever is given with the value of its line, all others stay as they are."""
    text = MAZUR_NETWORK + f"notation: {notation}\n"
    exercise = exercise_of(text)
    plain = calculate(exercise, inputs=True)

    for line in plain:
        if line.key.kind in UNASKED or line.key.epoch != 1:
            continue
        number = Number(f"{line.value:f}")
        told = calculate(replace(exercise, given=((line.key, number),)), inputs=True)
        assert told.values.keys() == plain.values.keys()
        for key, value in told.values.items():
            assert abs(value - plain.values[key]) < Decimal("1e-25"), (line.key, key)


def test_the_given_value_wins_and_the_difference_is_said():
    """What is given is used further on; what its line would give stands beside it."""
    text = MAZUR_NETWORK + "given: {delta_o1: 0.1385, out_h1: 0.6}\n"

    solution = worked(text)

    assert solution["dE/dw5"].value == Decimal("0.1385") * Decimal("0.6")
    assert solution.shown(solution["out_h1"]) == "0.6"
    would = {line.key: line.value for line in solution.calculation.replaced}
    assert round(would[solution["out_h1"].key], 9) == Decimal("0.593269992")
    assert all(line.key.kind in ("out", "delta") for line in solution.calculation.replaced)
    result = CliRunner().invoke(cli, ["step", "-"], input=text)
    assert "out_h1 is given as 0.6, which is used" in " ".join(result.stdout.split())
    assert "would give 0.593270" in " ".join(result.stdout.split())


def test_what_only_the_line_needed_may_be_missing():
    """With outputs and a δ given, nobody needs inputs, targets or the weights before them."""
    solution = worked(
        """
        layers: [2, 2, 1]
        weights: {w5: 0.4, w6: 0.45}
        given: {delta_o1: 0.1385, out_h1: 0.6, out_h2: 0.55}
        learning_rate: 0.5
        """
    )

    assert solution["w5_new"].value == Decimal("0.4") - Decimal("0.5") * Decimal("0.0831")
    assert solution["delta_h1"].value == Decimal("0.1385") * Decimal("0.4") * Decimal("0.24")
    names = {solution.spelling.name(key) for key in solution.calculation.dropped}
    assert {"net_h1", "dE/dw1", "w1_new", "E_total"} <= names
    assert "dE/dw5" not in names


def test_whole_matrices_may_be_missing():
    """A matrix that is not told is null, or all of them are left out."""
    one = worked(
        """
        layers: [2, 2, 1]
        inputs: [null, 1]
        weights: [null, [[0.4, 0.45]]]
        given: {out_h1: 0.6, out_h2: 0.55}
        """
    )
    assert one["net_o1"].value == Decimal("0.4875")

    other = worked("layers: [2, 2, 1]\ngiven: {delta_o1: 2, out_h1: 0.6}\nlearning_rate: 1\n")
    assert other["dE/dw5"].value == Decimal("1.2")
    assert "w5_new" not in {other.name(line) for line in other}


def test_a_given_slope_is_used_where_a_shortcut_would_pass_it_over():
    """With sigmoid and cross-entropy δ is out - target, but not if ∂E/∂out is given."""
    solution = worked(
        """
        inputs: [1]
        targets: [1]
        weights: [[[0]]]
        loss: binary_cross_entropy
        given: {dE/dout_o1: 3}
        """
    )

    assert solution["delta_o1"].value == Decimal("0.75")


def test_a_given_gradient_is_used_where_changes_come_from_deltas():
    """A notation without lines for gradients updates with a given gradient all the same."""
    text = "layers: [1, 1]\nweights: [[[0.4]]]\nlearning_rate: 0.1\ngiven: {dE/dw12: -0.1}\n"

    assert worked(text + "notation: han-kamber\n")["w12_new"].value == Decimal("0.41")


def test_several_samples():
    """A name says whose quantity is given, as everywhere: @s2, or @all for the batch."""
    text = """
        samples: [{inputs: [1], targets: [0]}, {inputs: [2], targets: [1]}]
        weights: [[[0.5]]]
        learning_rate: 1
        update: batch
        given: {delta_o1@s2: 0.25}
        """
    solution = worked(text)
    assert solution.line("dE/dw1", sample=2).value == Decimal("0.5")
    assert solution.line("dE/dw1", sample=1).value != Decimal("0.5")

    both = worked(text.replace("delta_o1@s2", "dE/dw1@all"))
    assert both["w1_new"].value == Decimal("0.25")


def test_what_follows_from_nothing_is_an_error():
    """An exercise of which nothing can be worked out is refused."""
    with pytest.raises(BpcalcError, match="nothing can be worked out"):
        worked("layers: [1, 1]\ngiven: {E_total: 2}\n")


def test_one_step_only():
    """What is missing in the first epoch is missing in the next ones."""
    text = FRAGMENTS["rate 0.1, gradient -0.1"][0]

    with pytest.raises(BpcalcError, match="enough for one step"):
        worked(text, epochs=2)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("{w1: 0.2}", "`w1` belongs under `weights`"),
        ("{i1: 0.2}", "`i1` belongs under `inputs`"),
        ("{target_o1: 0.2}", "`target_o1` belongs under `targets`"),
        ("{eta: 0.2}", "`eta` belongs under `learning_rate`"),
        ("{out_h3: 0.2}", "there is no quantity `out_h3`"),
        ("{out_h1: 0.2, out h1: 0.3}", "there is no quantity `out h1`"),
        ("{δ_o1: 0.2, delta_o1: 0.3}", "`delta_o1` is the same as `δ_o1`"),
        ("{out_h1: ~}", "expected a number"),
        ("{}", "`given` is empty; write quantities, such as {delta_o1: 0.1385}"),
        ("[0.2]", "expected quantities with their values"),
    ],
)
def test_faults(given, says):
    """What cannot be given is answered with one sentence."""
    with pytest.raises(ExerciseError) as refused:
        exercise_of(MAZUR_NETWORK + f"given: {given}\n")

    assert says in str(refused.value)
    assert str(refused.value).startswith("given.yaml:6:")


def test_round_trip():
    """An exercise with given quantities reads back as it was."""
    texts = [text for text, _ in FRAGMENTS.values()]
    texts.append(MAZUR_NETWORK + "given: {delta_o1: 0.1385, out_h1: 0.6}\n")
    for text in texts:
        exercise = exercise_of(text)
        again = read(write(exercise).encode(), "again.yaml").exercise
        assert again == replace(exercise, numbering=again.numbering)


def test_a_sheet_does_not_ask_for_what_is_given(tmp_path):
    """Neither the sheet nor its key has it, and the key earns every mark."""
    path = tmp_path / "given.yaml"
    path.write_text(MAZUR_NETWORK + "given: {delta_o1: 0.1385, out_h1: 0.6}\n", encoding="utf-8")
    key = tmp_path / "key.yaml"

    sheet = CliRunner().invoke(cli, ["sheet", str(path)]).stdout
    key.write_text(CliRunner().invoke(cli, ["sheet", str(path), "--key"]).stdout, encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", str(path), str(key)])

    assert "delta_o1:" not in sheet
    assert "out_h1:" not in sheet
    assert "delta_o2:" in sheet
    assert result.exit_code == 0, result.output


def test_who_works_it_out_all_the_same_has_another_number_than_asked():
    """What its line gives follows, and so does what comes after; right is what is given."""
    marker = Marker(exercise_of(MAZUR_NETWORK + "given: {delta_o1: 0.1385, out_h1: 0.6}\n"))

    for words, verdicts in (
        (["out_h1=0.6", "delta_o1=0.1385", "dE/dw5=0.0831"], ["right"] * 3),
        (
            ["out_h1=0.593270", "delta_o1=0.1385", "dE/dw5=0.0821679"],
            ["follow", "right", "follow"],
        ),
        (["dE/dw5=0.0831"], ["right"]),
    ):
        cells = read_words(words, marker.names).cells
        marking = marker.mark(cells)
        written = {mark.key: mark for mark in marking.marks if mark.key in cells}
        assert [written[key].verdict for key in cells] == verdicts, words
        for mark in written.values():
            assert mark.true == marker.calculation.values[mark.key]


@pytest.mark.parametrize(
    "words", [["train"], ["step", "--live", "-o", "live.html"], ["new"]], ids=lambda words: words[0]
)
def test_what_needs_every_line_says_so(tmp_path, monkeypatch, words):
    """Training, the live page and new exercises refuse given quantities in one sentence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "given.yaml").write_text(MAZUR_NETWORK + "given: {out_h1: 0.6}\n", encoding="utf-8")
    command, *options = words

    result = CliRunner().invoke(cli, [command, "given.yaml", *options])

    assert isinstance(result.exception, BpcalcError)
    assert "this exercise gives out_h1" in str(result.exception)
    assert not (tmp_path / "live.html").exists()


def test_every_format_writes_it(tmp_path):
    """Reports of a fragment are written in every format, and a script runs to its end."""
    path = tmp_path / "given.yaml"
    path.write_text(
        "layers: [2, 2, 1]\nweights: {w5: 0.4, w6: 0.45}\nlearning_rate: 0.5\n"
        "given: {delta_o1: 0.1385, out_h1: 0.6, out_h2: 0.55}\n",
        encoding="utf-8",
    )
    for suffix in ("html", "tex", "md", "json", "csv", "txt", "py", "m", "R", "svg"):
        out = tmp_path / f"out.{suffix}"
        result = CliRunner().invoke(cli, ["step", str(path), "-o", str(out)])
        assert result.exit_code == 0, (suffix, result.output)
        assert out.stat().st_size > 0
    exec(compile((tmp_path / "out.py").read_text(encoding="utf-8"), "out.py", "exec"), {})


def test_python(tmp_path):
    """The same from Python."""
    solution = bpcalc.solve(
        {"layers": [1, 1], "weights": [[[0.4]]], "learning_rate": 0.1, "given": {"dE/dw1": -0.1}}
    )

    assert solution["w1_new"].value == Decimal("0.41")


GIVEN_OUTPUT = MAZUR_NETWORK + "given: {out_h1: 1/3}\n"


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        # Worked out all the same, but the rest goes on from what is given; or from what was found.
        (["out_h1=0.5933", "net_o1=1.0019"], ["follow", "right"]),
        (["out_h1=0.5933", "net_o1=1.1059"], ["follow", "follow"]),
        # Read wrongly off the sheet: what follows, follows.
        (["out_h1=0.5", "net_o1=1.0686"], ["unexplained", "follow"]),
    ],
)
def test_who_works_out_what_is_given_is_understood(words, verdicts):
    """A sheet is marked by the number that the student went on from."""
    marker = Marker(read(GIVEN_OUTPUT.encode(), "given.yaml").exercise)

    cells = read_words(words, marker.names).cells
    marking = marker.mark(cells)

    found = {mark.key.kind: mark for mark in marking.marks if mark.key in cells}
    assert [found["out"].verdict, found["net"].verdict] == verdicts
    assert ("given" in found["out"].notes) == (verdicts[0] == "follow")
    assert [found["out"].true, found["net"].true] == [
        marker.calculation.values[found[kind].key] for kind in ("out", "net")
    ]


def test_the_error_of_given_outputs_is_not_compared_with_the_one_after():
    """A given output is of the first epoch: the errors before and after are not of one kind."""
    plain = CliRunner().invoke(cli, ["step", "-"], input=MAZUR_NETWORK).output
    given = CliRunner().invoke(cli, ["step", "-"], input=GIVEN_OUTPUT).output

    assert "The error has decreased." in plain
    assert "The error has" not in given


def test_what_is_not_worked_out_is_only_what_the_page_has_not():
    """What follows after the update has the same names, and is not listed."""
    text = """
notation: han-kamber
layers: [3, 2, 1]
inputs: [1, 0, 1]
given: {Err6: 0.1311, O4: 0.332, O5: 0.525}
weights: {w46: -0.3, w56: -0.2}
learning_rate: 0.9
"""
    page = CliRunner().invoke(cli, ["step", "-", "--width", "200"], input=text).output
    (line,) = (line for line in page.splitlines() if line.startswith("Not worked out"))

    assert "O₄" not in line
    assert "I₄" in line


GRADIENTS = (
    "weights: [[[0]]]\nlearning_rate: 0.1\nupdate_biases: false\n"
    "optimizer: {adam: {beta1: 0.9, beta2: 0.99}}\n"
)


@pytest.mark.parametrize(
    "given", ["{dE/dw1: [2.0, -1.0, 0.5]}", "{dE/dw1: 2.0, dE/dw1@e2: -1.0, dE/dw1@e3: 0.5}"]
)
def test_gradients_of_every_epoch(given):
    """An optimiser is shown one gradient after the other, without inputs and targets."""
    case = read(f"{GRADIENTS}given: {given}\n".encode(), "x.yaml").exercise
    weight, m, v = 0.0, 0.0, 0.0
    for t, gradient in enumerate((2.0, -1.0, 0.5), start=1):
        m, v = 0.9 * m + 0.1 * gradient, 0.99 * v + 0.01 * gradient**2
        weight -= 0.1 * (m / (1 - 0.9**t)) / ((v / (1 - 0.99**t)) ** 0.5 + 1e-8)
    solution = Solution(calculate(case, 3))

    found = solution.calculation.values[
        solution.spelling.read("w1_new@e3", solution.calculation.by_key)
    ]
    assert float(found) == pytest.approx(weight, rel=1e-12)
    assert read(write(case).encode(), "x.yaml").exercise == case
    with pytest.raises(BpcalcError, match="not for 4 epochs"):
        calculate(case, 4)


def test_an_empty_list_is_no_number():
    """It would give nothing, silently."""
    with pytest.raises(ExerciseError, match="found an empty list"):
        read(f"{GRADIENTS}given: {{dE/dw1: []}}\n".encode(), "x.yaml")
