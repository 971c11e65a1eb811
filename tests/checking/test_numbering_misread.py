"""A sheet whose weights were counted the other way is one mistake, whatever the shape."""

from itertools import pairwise

import pytest

import bpcalc
from bpcalc.checking.answers import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.reader import read
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
    assert "w7 … w12" in report.sentence(found)
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
