"""Exercise files at the very edge of what is taken."""

from pathlib import Path

import jsonschema
import pytest

import bpcalc
from bpcalc.errors import BpcalcError
from bpcalc.exercise.building import from_mapping
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.reader import read
from bpcalc.exercise.schema import schema
from bpcalc.exercise.weight_numbering import taken
from bpcalc.maths.schedules import SCHEDULES
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from exercise.texts import faults, notes

LEAST = "inputs: [1]\ntargets: [1]\nlearning_rate: 0.5\n"


def test_a_bias_and_one_weight_are_a_matrix() -> None:
    """A bias alone is none."""
    file = LEAST + "bias_column: last\nweights: [[[0.5, 0.25]]]\n"

    assert bpcalc.solve(file)["net_o1"].value == 0.75
    with pytest.raises(BpcalcError, match="nothing but biases"):
        read(file.replace("0.5, 0.25", "0.5").encode(), "a.yaml")


def test_an_empty_notation_is_told_at_its_first_letter(tmp_path: Path) -> None:
    """Line 1, column 1."""
    (tmp_path / "own.yaml").write_text("", encoding="utf-8")
    exercise = tmp_path / "a.yaml"
    exercise.write_text(LEAST + "weights: [[[1]]]\nnotation: own.yaml\n", encoding="utf-8")

    with pytest.raises(BpcalcError, match=r"own\.yaml:1:1: the file is empty"):
        bpcalc.solve(exercise)


def test_a_layer_may_have_no_mask() -> None:
    """Null is none; what is no mask is a fault."""
    weights = "weights: [[[1], [1]], [[1, 1], [1, 1]], [[1, 1]]]\n"
    masks = "dropout: [null, {mask: [1, 0], keep: 0.5}]\n"

    first, second = read((LEAST + weights + masks).encode(), "a.yaml").exercise.dropout

    assert first is None
    assert second is not None
    with pytest.raises(BpcalcError):
        read((LEAST + weights + masks.replace("null", "x")).encode(), "a.yaml")


def refused(file: str) -> str:
    """Return why a file is refused."""
    with pytest.raises(BpcalcError) as told:
        read(file.encode(), "a.yaml")
    return str(told.value)


@pytest.mark.parametrize(("matrices", "proposed"), [(8, True), (9, False)])
def test_up_to_eight_matrices_are_turned_each_for_itself(matrices: int, proposed: bool) -> None:
    """More are turned together or not at all: there would be too many ways."""
    layers = ["[[1, 2, 3], [4, 5, 6]]"] * 2 + ["[[1, 2], [3, 4]]"] * (matrices - 2)

    says = refused(f"inputs: [1, 2]\ntargets: [1, 2]\nweights: [{', '.join(layers)}]\n")

    assert ("`weight_rows: [from, to, " in says) is proposed


ONE_ROW = "expected a weight matrix, found a single row; write "
ROWS = "expected a weight matrix, found all its numbers in one row; write "
FLAT = "found all weights in one flat list; write one matrix a layer, each a list of rows, "


@pytest.mark.parametrize(
    ("targets", "weights", "says"),
    [
        ("[1]", "[[0, 0]]", f"3:11: {ONE_ROW}weights: [[[0, 0]]] instead"),
        ("[1, 2]", "[[0, 1/2, 5]]", f"3:11: {ONE_ROW}weights: [[[0, 1/2, 5]]] instead"),
        ("[1]", "[[[1, 2], [3, 4]], [5, 6]]", f"3:29: {ONE_ROW}[[5, 6]] instead"),
        (
            "[1, 2]",
            "[[1, 2, 3, 4]]",
            f"3:11: {ROWS}2 rows of 2 numbers, one for each receiving unit: "
            "weights: [[[1, 2], [3, 4]]]",
        ),
        (
            "[1]",
            "[[1, 2, 3, 4], [[5, 6]]]",
            f"3:11: {ROWS}2 rows of 2 numbers, one for each receiving unit: [[1, 2], [3, 4]]",
        ),
        (
            "[1]",
            "[[1, 2, 3, 4, 5, 6]]",
            f"3:11: {FLAT}a row for each receiving unit: [[[1, 2], [3, 4]], [[5, 6]]]",
        ),
        (
            "[1]",
            f"[{list(range(42))}, [[0]]]",
            f"3:11: {ROWS}21 rows of 2 numbers, one for each receiving unit: [[…], …]",
        ),
        (
            "[1]",
            "[[[[5, 6]]]]",
            "3:11: a pair of brackets too many stands around this matrix; write [[5, 6]]",
        ),
        (
            "[1]",
            f"[[[{list(range(42))}]]]",
            "3:11: a pair of brackets too many stands around this matrix; write [[…], …]",
        ),
    ],
)
def test_a_matrix_with_too_few_brackets_is_written_out(targets, weights, says) -> None:
    """What the sentence says can be put into the file as it stands."""
    assert faults(f"inputs: [1, 2]\ntargets: {targets}\nweights: {weights}\n") == [says]


def test_the_written_out_matrix_is_read() -> None:
    """Taken at its word, the sentence leads to an exercise."""
    file = "inputs: [3, 3]\ntargets: [1]\nweights: [[0, 0]]\n"
    (says,) = faults(file)
    written = says.split("; write ")[1].removesuffix(" instead")

    assert faults(file.replace("weights: [[0, 0]]", written)) == []


PERCENT = """\
inputs: [5%, 10 %]
targets: [1％]
learning_rate: 50%
weights: [[[12.5%, "7,5%"]]]
"""


def test_percentages_are_told_once_as_the_number_that_they_are() -> None:
    """The first of the file, whatever is read first, and how many more there are."""
    more = "; {n} more numbers are written in percent"

    assert faults(PERCENT) == ["1:10: expected a number, found `5%`; write 0.05" + more.format(n=5)]
    assert faults(PERCENT.replace("5%, 10 %", "0.05, 10 %").replace("1％", "0.01")) == [
        "1:16: expected a number, found `10 %`; write 0.1" + more.format(n=3)
    ]


def test_an_input_of_ones_beside_biases_is_no_bias() -> None:
    """Without any, it may be one; so may an input of that name."""
    samples = "samples: [{inputs: [1, 2], targets: [1]}, {inputs: [1, 3], targets: [0]}]\n"
    file = samples + "weights: [[[1, 2]]]\n"
    says = "1:10: the input {name} looks like that of the biases; it is worked with like any other"

    assert notes(file) == [says.format(name="i1")]
    assert notes(file + "biases: [0.5]\n") == []
    named_x0 = file + "biases: [0.5]\nunits: {inputs: [x0, x1]}\n"
    assert notes(named_x0) == [says.format(name="x0")]


@pytest.mark.parametrize(
    ("sizes", "biases", "said"),
    [("2, 1, 1", "{b1: 1}", False), ("2, 2, 1", "{b1: 1, b2: 2}", True)],
)
def test_a_bias_of_a_layer_of_one_unit_may_be_meant_in_one_way_only(sizes, biases, said) -> None:
    """Where units and layers could be counted, a line says which were."""
    weights = ", ".join(f"w{n}: 0.{n}" for n in range(1, 7 if said else 4))
    file = f"layers: [{sizes}]\ninputs: [1, 2]\ntargets: [1]\nweights: {{{weights}}}\n"

    notes = read(f"{file}biases: {biases}\n".encode(), "a.yaml").notes

    assert any("as the biases of whole layers" in str(note) for note in notes) is said


@pytest.mark.parametrize(("strangers", "most"), [(3, False), (4, True)])
def test_most_weights_have_other_names(strangers: int, most: bool) -> None:
    """Of half of them each is told; of more, one sentence says what to do."""
    names = [*(f"zz{n}" for n in range(strangers)), *(f"w{n}" for n in range(strangers + 1, 7))]
    weights = ", ".join(f"{name}: 0.1" for name in names)

    says = refused(f"layers: [2, 2, 1]\ninputs: [1, 2]\ntargets: [1]\nweights: {{{weights}}}\n")

    assert ("the weights are called w1 to w6" in says) is most
    assert says.count("there is no `zz") == (0 if most else strangers)


def test_units_whose_layers_are_not_all_told() -> None:
    """The outputs are not taken to be one because nothing names them."""
    units = "units: {inputs: [x1, x2], hidden: [h1, h2]}\n"
    weights = "weights: {a: {from: x1, to: h1, value: 1}, b: {from: h2, to: o1, value: 2}}\n"

    assert "which unit is in which layer?" in refused(f"inputs: [1, 2]\n{units}{weights}")


def test_one_output_has_no_column_of_classes(tmp_path: Path) -> None:
    """There is nothing to tell apart; its column has its name."""
    (tmp_path / "data.csv").write_text("x1,class\n1,y\n", encoding="utf-8")
    file = "samples: data.csv\nunits: {inputs: [x1], outputs: [y]}\nweights: [[[1]]]\n"
    exercise = tmp_path / "a.yaml"
    exercise.write_text(file, encoding="utf-8")

    with pytest.raises(BpcalcError, match=r"data\.csv:1:4: expected a column for each output"):
        bpcalc.solve(exercise)


def test_an_update_may_be_made_of_one_sample() -> None:
    """That is the smallest batch."""
    samples = "samples: [{inputs: [1], targets: [1]}, {inputs: [2], targets: [0]}]\n"
    rest = "weights: [[[1]]]\nlearning_rate: 0.5\nupdate: batch_mean\nbatch_size: "

    assert read(f"{samples}{rest}1\n".encode(), "a.yaml").exercise.batch_size == 1
    assert "from 1 to" in refused(f"{samples}{rest}0\n")


def test_what_is_no_key_of_a_mapping_is_told_of_the_whole() -> None:
    """A mapping has no lines."""
    with pytest.raises(BpcalcError) as told:
        from_mapping({})

    assert str(told.value).startswith("dict: the file is empty")


def test_what_needs_everything_worked_out_names_what_is_given() -> None:
    """By the name that the exercise has for it."""
    file = LEAST + "weights: [[[1]]]\ngiven: {net_o1: 0.4}\n"

    with pytest.raises(BpcalcError, match=r"^training needs every .* gives net_o1; take out"):
        refuse_given(read(file.encode(), "a.yaml").exercise, "training")


@pytest.mark.parametrize(
    ("sizes", "says"),
    [((2, 2, 1), "w2 connects i2 → h1;"), ((1, 3, 2), "w5 connects h2 → o1;")],
)
def test_the_weight_by_which_a_numbering_is_told(sizes: tuple[int, ...], says: str) -> None:
    """The first one that another numbering would put elsewhere, with the units at its ends."""
    assert taken(Spelling(NOTATIONS["mazur"], Layout(default_units(sizes)))).startswith(says)


def test_a_length_of_one_epoch_is_allowed() -> None:
    """By the schema, as by the reader: a rate may change after every epoch."""
    allowed = jsonschema.Draft7Validator(schema())
    keys = {"inputs": [1], "targets": [1], "weights": [[[1]]]}
    for entry in SCHEDULES.values():
        for length in (0, 1) if entry.length else ():
            beside = {entry.factor[1]: 0.5} if entry.factor else {}
            rate = {"start": 0.5, entry.name: {entry.length: length, **beside}}
            assert allowed.is_valid({**keys, "learning_rate": rate}) is bool(length), rate
