"""Old numbers handed in as new ones are told from new ones that are rounded, by their digits."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read

BATCH = """
samples:
  - {inputs: [0.2, 0.8], targets: [0.9]}
  - {inputs: [0.6, 0.3], targets: [0.1]}
update: batch_mean
learning_rate: 0.5
weights:
  - [[0.4, -0.6], [0.7, 0.2]]
  - [[0.5, -0.8]]
biases: [[0.1, -0.2], [0.3]]
"""
"""Its new biases are 0.0995566, -0.199452 and 0.296803."""

ONE_UNIT = """
inputs: [0.7, 0.4]
targets: [1]
learning_rate: 0.5
weights: [[[0.25, -0.6]]]
biases: [[0.15]]
"""
"""Its new bias is 0.209737."""

WEIGHTS = (0.398584976, -0.598696799, 0.702203983, 0.197820134, 0.495586707, -0.802867903)
"""The new weights of `BATCH`."""

LEFT = "b_h1_new: 0.1\nb_h2_new: -0.2\nb_o1_new: 0.3\n"


def weights(form):
    """Return the new weights of `BATCH`, written so."""
    numbered = enumerate(WEIGHTS, start=1)
    return "".join(f"w{number}_new: {value:{form}}\n" for number, value in numbered)


def marked(text, exercise=BATCH, more=""):
    """Return the marked sheet of an exercise, to which lines may be added."""
    marker = Marker(read((exercise + more).encode(), "exercise.yaml").exercise)
    cells = read_text(text, marker.names).cells
    return marker.mark(cells, cells)


def verdicts(marking, names):
    """Return the verdicts on the numbers of these kinds."""
    return {mark.verdict for mark in marking.marks if mark.cell and mark.key.kind in names}


@pytest.mark.parametrize("form", [".4f", ".6f", ".6g", ".4g", "", ".9e"])
@pytest.mark.parametrize("more", ["", "rounding: {decimals: 4}\n", "rounding: {decimals: 6}\n"])
def test_biases_left_as_they_are_beside_long_weights_are_one_mistake(form, more):
    """0.1 is what 0.0995566 is to one digit; nobody writes one where the weights have six."""
    marking = marked(weights(form) + LEFT, more=more)

    assert [finding.rule for finding in marking.findings] == ["biases_left"]
    assert verdicts(marking, {"new_weight"}) <= {"right", "form"}
    assert marking.most - marking.score == 1


def test_the_right_value_is_shown_to_as_many_digits_as_the_others_have():
    """To one digit, the right value is the old one."""
    first = marked(weights(".6f") + LEFT).first_error

    assert first.cell.raw == "0.3"
    assert str(first.own).startswith("0.2968")


def test_one_bias_left_beside_new_ones_is_an_old_value():
    """Two have been worked out, and the third one has been forgotten."""
    marking = marked(weights(".6f") + "b_h1_new: 0.099557\nb_h2_new: -0.2\nb_o1_new: 0.296803\n")

    assert [finding.rule for finding in marking.findings] == ["kept"]
    assert verdicts(marking, {"new_weight"}) == {"right"}


def test_the_only_bias_left_as_it_is_is_named():
    """It was called wrong, and nobody said of what kind."""
    marking = marked("w1_new: 0.291816\nw2_new: -0.576105\nb_o1_new: 0.15\n", ONE_UNIT)

    assert [finding.rule for finding in marking.findings] == ["kept"]


def test_a_weight_left_as_it_is_is_told_as_well():
    """0.4 is the old weight, not 0.398585 to one digit."""
    text = weights(".6f").replace("w1_new: 0.398585", "w1_new: 0.4")
    marking = marked(text + "b_h1_new: 0.099557\nb_h2_new: -0.199452\nb_o1_new: 0.296803\n")

    assert [finding.rule for finding in marking.findings] == ["kept"]


@pytest.mark.parametrize(
    "biases",
    [
        "b_h1_new: 0.10\nb_h2_new: -0.20\nb_o1_new: 0.30\n",  # not as they are given
        "b_h1_new: 0.1\nb_h2_new: -0.199\nb_o1_new: 0.297\n",  # three decimals, zeros left out
        "b_h1_new: 0.1\nb_h2_new: -0.20\nb_o1_new: 0.30\n",
    ],
)
def test_biases_that_are_rounded_beside_long_weights_stay_right(biases):
    """Each is right to the digits in which the biases of the sheet are written."""
    marking = marked(weights(".6f") + biases)

    assert verdicts(marking, {"new_weight", "new_bias"}) == {"right"}


@pytest.mark.parametrize("form", [".2f", ".1f"])
def test_biases_of_a_sheet_that_rounds_to_few_digits_stay_right(form):
    """Where all numbers have two decimals, 0.1 is 0.0995566."""
    assert verdicts(marked(weights(form) + LEFT), {"new_bias"}) == {"right"}


def test_biases_are_rounded_where_their_gradients_are():
    """Gradients of two decimals show that the biases are meant to have few as well."""
    gradients = "dE/db_o1@all: 0.01\ndE/db_h1@all: 0.00\ndE/db_h2@all: 0.00\n"
    marking = marked(weights(".6f") + gradients + LEFT)

    assert verdicts(marking, {"new_bias"}) == {"right"}


def test_few_digits_that_are_asked_of_biases_are_enough():
    """Who asks for one decimal gets no more."""
    more = "rounding: {decimals: 6, new_bias: 1}\n"

    assert verdicts(marked(weights(".6f") + LEFT, more=more), {"new_bias"}) == {"right"}


def test_a_new_bias_that_is_the_old_one_to_all_digits_stays_right():
    """At four decimals 0.100003 is 0.1000, of which programs leave the zeros out."""
    small = BATCH.replace("learning_rate: 0.5", "learning_rate: 0.00002")
    marker = Marker(read(small.encode(), "exercise.yaml").exercise)
    values = {key: value for key, value in marker.scheme.values.items() if key.epoch is not None}
    news = {key: value for key, value in values.items() if key.kind in ("new_weight", "new_bias")}
    for places in (4, 5, 6):
        cells = {key: read_cell(str(round(float(value), places))) for key, value in news.items()}
        assert {mark.verdict for mark in marker.mark(cells, cells).marks if mark.cell} == {"right"}
