"""Names of inputs and targets: their numbers are no answers, and no wrong ones."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.own_notation import in_notation
from bpcalc.exercise.sources import built_in
from bpcalc.notation.notations import NOTATIONS


def read(name, text, notation=None):
    """Return what is read off a text, by the full names, and the notes."""
    exercise = bpcalc.load(name)
    names = Marker(in_notation(exercise, notation) if notation else exercise).names
    answers = read_text(text, names)
    return {names.own.full(key): cell.raw for key, cell in answers.cells.items()}, answers.notes


@pytest.mark.sampled(35)
@pytest.mark.parametrize("notation", sorted(NOTATIONS))
@pytest.mark.parametrize("name", sorted(built_in()))
def test_the_own_names_of_what_is_given_are_no_answers(name, notation):
    """In every notation; `O_1` of an input was taken for the output of the only output unit."""
    exercise = in_notation(bpcalc.load(name), notation)
    names = Marker(exercise).names
    data = [key for key in names.values if key.kind in ("input", "target") and key.sample == 1]
    lines = "\n".join(f"{names.own.name(key)} = {names.values[key]}" for key in data)
    asked = names.own.full(names.asked[0])

    answers = read_text(f"{asked} = 0.123456\n{lines}", names)
    assert list(map(names.own.full, answers.cells)) == [asked]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("han-kamber", "O_1 = 1"),
        ("han-kamber", "out_1 = 1"),
        ("han-kamber", "I_1 = 1"),
        ("han-kamber", "d_6 = 1"),
        ("tanh", "a_1^(0) = 0.6"),
        ("tanh", "a_0_1 = 0.6"),
        ("tanh", "s_1^(0) = 0.6"),
        ("regression", "y_1^(0) = 1.5"),
        ("single-neuron", "a1^[0] = 0.5"),
        ("single-neuron", "d1 = 1"),
        ("batch-momentum", "in_1 = 0.1"),
        ("fausett", "z_1^(0) = 0"),
        ("xor", "z_1^(0) = 0"),
    ],
)
def test_names_of_other_books_for_what_is_given(name, given):
    """Layer 0 is that of the inputs; what has two meanings is told by its number."""
    exercise = bpcalc.load(name)
    names = Marker(exercise).names
    last = names.own.full(names.asked[-1])
    found, _ = read(name, f"{given}\n{last} = 0.2")
    assert list(found) == [last]


def test_an_answer_stays_one():
    """A number that fits what is asked for is no given one; nor are names of this exercise."""
    found, _ = read("single-neuron", "in_1 = 0.09\nd_1 = -0.1191")
    assert found == {"net_o1": "0.09", "delta_o1": "-0.1191"}
    found, _ = read("tanh", "out_o1 = 0.6\no1 = -0.2215")
    assert found == {"out_o1": "0.6"}
    found, _ = read("han-kamber", "O_6 = 1")
    assert found == {"O_6": "1"}


def test_another_number_than_the_given_one_is_told():
    """It is no answer, but nothing is passed over in silence."""
    found, notes = read("han-kamber", "O_1 = 0.9\nO_2 = 0\nO_4 = 0.332")
    assert found == {"O_4": "0.332"}
    assert [note for note in notes if "given" in note] == [
        "`O_1` is given: in the exercise it is 1, and on this sheet 0.9"
    ]
