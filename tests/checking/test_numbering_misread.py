"""A sheet whose weights were counted the other way is one mistake, whatever the shape."""

from itertools import pairwise

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.messages import finding
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.reader import read
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

FINE = Rounding(Digits(5, significant=True))


def exercise(sizes, numbering, more=""):
    """Return an exercise of this shape with weights by name, counted so."""
    count = sum(a * b for a, b in pairwise(sizes))
    weights = ", ".join(f"w{n}: 0.{(37 * n) % 89 + 10}" for n in range(1, count + 1))
    text = (
        f"layers: {list(sizes)}\nnumbering: {numbering}\n"
        f"inputs: {[0.3, 0.8, 0.55][: sizes[0]]}\ntargets: {[0.1, 0.9][: sizes[-1]]}\n"
        f"learning_rate: 0.5\nweights: {{{weights}}}\n{more}"
    ).replace("BIASES", ", ".join(["0.35"] * (len(sizes) - 1)))
    return read(text.encode(), "task").exercise


def by_matrices(sizes, numbering, more="", absent=()):
    """Return an exercise of this shape with weights at their places, counted so.

    `absent` holds the places without a connection, counted through.
    """
    numbers = iter(range(1, 1000))
    matrices = [
        [["null" if (n := next(numbers)) in absent else f"0.{(37 * n) % 89 + 10}" for _ in range(a)]
         for _ in range(b)]
        for a, b in pairwise(sizes)
    ]  # fmt: skip
    weights = str(matrices).replace("'", "")
    text = (
        f"layers: {list(sizes)}\nnumbering: {numbering}\n"
        f"inputs: {[0.3, 0.8, 0.55][: sizes[0]]}\ntargets: {[0.1, 0.9][: sizes[-1]]}\n"
        f"learning_rate: 0.5\nweights: {weights}\n{more}"
    ).replace("BIASES", ", ".join(["0.35"] * (len(sizes) - 1)))
    return read(text.encode(), "task").exercise


def answers(other, marker, kinds=None):
    """Return the key of the exercise as it was read, under the names that it has there."""
    theirs = Marker(other)
    names = spelling(other)
    cells = {}
    for key in theirs.asked:
        if kinds is None or key.kind in kinds:
            name = names.full(key)
            cells[marker.names.find(name)] = read_cell(
                FINE.shown(key.kind, theirs.scheme.values[key])
            )
    return cells


@pytest.mark.parametrize(
    ("sizes", "right", "wrong"),
    [
        ((2, 3, 1), "[to, to]", "[from, to]"),
        ((2, 3, 2), "[to, from]", "[to, to]"),
        ((2, 3, 2), "[to, to]", "[from, from]"),
        ((3, 2, 2), "[from, to]", "[to, to]"),
        ((3, 2, 2), "[to, to]", "[from, from]"),
        ((2, 2, 1), "[to, to]", "[from, to]"),
        ((2, 2, 2), "[to, to]", "[from, from]"),
        ((2, 3, 2, 2), "[to, to, to]", "[from, to, from]"),
    ],
)
@pytest.mark.parametrize("more", ["", "biases: [BIASES]\n", "hidden_deltas_use: new_weights\n"])
def test_the_other_way_of_counting_is_one_finding(sizes, right, wrong, more):
    """Net inputs, deltas, gradients and new weights follow from one mistake, which is named."""
    marker = Marker(exercise(sizes, right, more))
    cells = answers(exercise(sizes, wrong, more), marker)

    marking = marker.mark(cells, cells)

    assert [(found.rule, found.sure) for found in marking.findings] == [("numbering", "is")]
    assert marking.most - marking.score == 1


@pytest.mark.parametrize(
    ("sizes", "right", "wrong", "absent"),
    [
        ((2, 3, 1), "[to, to]", "[from, to]", ()),
        ((2, 3, 2), "[to, from]", "[to, to]", ()),
        ((2, 2, 2), "[to, to]", "[from, from]", ()),
        ((2, 2, 1), "[to, to]", "[from, to]", ()),
        ((2, 3, 2, 2), "[to, to, to]", "[from, to, from]", ()),
        ((2, 3, 2), "[to, to]", "[from, from]", (3, 11)),
        ((3, 2, 2), "[from, from]", "[to, to]", (2,)),
        ((2, 3, 1), "[to, to]", "[from, to]", (3,)),
    ],
)
@pytest.mark.parametrize("more", ["", "biases: [BIASES]\n", "changes: true\nmomentum: 0.5\n"])
def test_numbers_at_their_places_under_other_names_are_one_finding(
    sizes, right, wrong, absent, more
):
    """Of matrices, the names alone go elsewhere: net inputs and deltas are right."""
    marker = Marker(by_matrices(sizes, right, more, absent))
    cells = answers(by_matrices(sizes, wrong, more, absent), marker)

    marking = marker.mark(cells, cells)

    assert [(found.rule, found.sure) for found in marking.findings] == [("numbering", "is")]
    assert marking.most - marking.score == 1


@pytest.mark.parametrize("absent", [(), (2,), (3, 11)])
def test_numbers_of_a_drawing_are_taken_to_other_places_without_some_connections(absent):
    """Whoever reads numbers off a drawing in the other way has another network, named the same."""
    asked = by_matrices((2, 3, 2), "[to, to]", "", absent)
    marker = Marker(asked)
    theirs = by_matrices((2, 3, 2), "[from, from]", "", absent)
    names = spelling(theirs)
    number = {spelling(asked).full(k): v for k, v in marker.scheme.values.items()}

    def told(key):
        return str(number[names.full(key)]) if theirs.graph.has(key) else "null"

    weights = [
        [[told(Key("weight", layer, i, j)) for j in range(1, n + 1)] for i in range(1, m + 1)]
        for layer, (n, m) in enumerate(pairwise((2, 3, 2)), 1)
    ]
    text = (
        "numbering: [from, from]\ninputs: [0.3, 0.8]\ntargets: [0.1, 0.9]\n"
        f"learning_rate: 0.5\nweights: {weights}\n".replace("'", "")
    )
    cells = answers(read(text.encode(), "task").exercise, marker)

    marking = marker.mark(cells, cells)

    assert [(found.rule, found.sure) for found in marking.findings] == [("numbering", "is")]
    assert marking.most - marking.score == 1


def test_two_epochs_under_other_names_are_one_finding():
    """The weights of the second epoch are the new ones of the first, at their places."""
    marker = Marker(by_matrices((2, 3, 2), "[to, to]"), 2)
    cells = {}
    theirs = Marker(by_matrices((2, 3, 2), "[to, from]"), 2)
    names, ours = spelling(theirs.exercise), spelling(marker.exercise)
    places = {ours.name(key): key for key in marker.exercise.graph.every_connection}
    for key in theirs.asked:
        found = key
        if key.source is not None:
            name = names.name(key.turned("weight", None, None))
            found = places[name].turned(key.kind, key.sample, key.epoch)
        cells[found] = read_cell(FINE.shown(key.kind, theirs.scheme.values[key]))

    marking = marker.mark(cells, cells)

    assert [(found.rule, found.sure) for found in marking.findings] == [("numbering", "is")]
    assert marking.most - marking.score == 1


def test_the_finding_says_which_weights():
    """The words name the weights, and show what was done beside what should have been."""
    from bpcalc.checking.answers import Answers
    from bpcalc.report.marking import Report

    right = exercise((2, 3, 2), "[to, from]")
    marker = Marker(right)
    cells = answers(exercise((2, 3, 2), "[to, to]"), marker)
    marking = marker.mark(cells, cells)

    report = Report(marking, Answers(cells), marker.options, spelling(right))

    (found,) = marking.findings
    assert "w7 … w12" in report.sentences.of_finding(found)
    compared = report.compared(found, bpcalc.solve(right))
    assert compared is not None
    assert "w8" in compared.did.formula
    assert "w9" in compared.should.formula


def test_a_transposed_matrix_in_the_nets_alone_is_called_so():
    """Nothing but the nets shows it, and every later line is right."""
    marker = Marker(bpcalc.load("mazur"))
    cells = read_words(["net_h1=0.3825", "net_h2=0.39"], marker.names).cells

    (found,) = marker.mark(cells, cells).findings

    assert found.rule == "transposed"


@pytest.mark.parametrize(("name", "number"), [("net_h1", "0.1575"), ("dE/dw2", "0.00074577")])
def test_one_line_with_another_weight_is_told_of_the_drawing(name, number):
    """Only a sheet that counts all weights of a layer so has these named."""
    marker = Marker(bpcalc.load("distinct-numbers"))
    marking = marker.mark(read_words([f"{name}={number}"], marker.names).cells)
    (found,) = marking.findings
    (mark,) = (mark for mark in marking.marks if mark.key == found.keys[0])

    assert found.rule == "numbering"
    assert "drawing's numbering of the weights" in finding(found, mark)
