"""The table of mistakes: every entry has an example, and the example is recognised."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

import bpcalc
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import BY_KIND, MISCONCEPTIONS, says
from bpcalc.maths.expr import Number
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.mistake_exercises import mistake_exercise

FINE = Rounding(Digits(6, significant=True))


def sheet(marker, quantity, number):
    """Return the key with one number in the place of another, and everything after it blank."""
    wanted = marker.names.find(quantity)
    cells = {}
    for key in marker.scheme.formulas:
        if key == wanted:
            break
        if key in marker.asked:
            cells[key] = read_cell(FINE.shown(key.kind, marker.scheme.values[key]))
    return wanted, {**cells, wanted: read_cell(number)}


@pytest.mark.parametrize("entry", MISCONCEPTIONS, ids=lambda entry: f"{entry.id}-{entry.example}")
def test_example_is_recognised(entry):
    """The number that a mistake gives is explained by it, and called wrong."""
    name, quantity, number = entry.example
    marker = Marker(
        mistake_exercise(name), 3 if "@e3" in quantity else 2 if "e2" in quantity else 1
    )
    wanted, cells = sheet(marker, quantity, number)

    marking = marker.mark(cells)
    mark = next(mark for mark in marking.marks if mark.key == wanted)

    assert wanted.kind in entry.kinds
    assert marking.first_error == mark
    assert entry.id in {found.rule for found in mark.mistakes}


@pytest.mark.parametrize("entry", MISCONCEPTIONS, ids=lambda entry: entry.id)
def test_entry_is_complete(entry):
    """Every entry says something to the student, and where it has been seen."""
    assert entry.says.endswith(".")
    assert entry.source
    assert entry.tier in "ABC"
    assert all(says(entry.id, kind) for kind in entry.kinds)
    assert all(entry in BY_KIND[kind] for kind in entry.kinds)


@pytest.mark.parametrize("name", ["mazur", "two-hidden-layers", "batch-momentum", "softmax"])
def test_no_wrong_formula_takes_the_number_itself(name):
    """A number is never explained by itself: no wrong formula refers to its own line."""
    scheme = Marker(bpcalc.load(name)).scheme

    for key in scheme.formulas:
        for rule, formula in mistakes_at(scheme, key):
            assert key not in formula.refs(), (rule.id, key)


def test_one_sentence_a_rule_and_kind():
    """A rule may stand there for several kinds of quantity, but once for each."""
    places = [(entry.id, kind) for entry in MISCONCEPTIONS for kind in entry.kinds]

    assert len(places) == len(set(places))


def test_conventions_have_names():
    """No convention has the name of another; two of them show themselves in several ways."""
    ways = {(one.id, one.needs, one.formulas) for one in CONVENTIONS}
    assert len(ways) == len(CONVENTIONS)
    several = {"numbering", "slope_later"}
    others = [one for one in CONVENTIONS if one.id not in several]
    assert len({one.id for one in others}) == len({one.says for one in others}) == len(others)
    assert len({one.says for one in CONVENTIONS}) == len(others) + len(several)


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("distinct-numbers", {"net_h1": "0.1575", "net_h2": "0.165", "net_h3": "0.1725"}),
        # The author of a note who fills w7 to w12 in row by row:
        ("two-three-two", {"net_o1": "1.95343", "net_o2": "2.38654"}),
    ],
)
def test_the_numbering_read_the_other_way_has_a_name(name, answers):
    """A sheet that counts by the other unit is told so, in layers of any shape."""
    marker = Marker(bpcalc.load(name))
    cells = {marker.names.find(quantity): read_cell(text) for quantity, text in answers.items()}
    marking = marker.mark(cells)

    (found,) = marking.findings
    assert (found.rule, found.sure) == ("numbering", "is")


@pytest.mark.parametrize("rate", ["0.1", "0.2", "0.25", "0.4", "0.5", "0.9", "1", "2"])
def test_another_learning_rate_is_none_that_has_a_name(rate):
    """Twice the rate, half of it, its square or none at all are no other rate beside that."""
    exercise = replace(bpcalc.load("mazur"), learning_rate=Number(rate))
    scheme = Marker(exercise, 1).scheme
    world = StudentValues(scheme.formulas, {}, scheme.fixed)
    key = next(key for key in scheme.formulas if key.kind == "new_weight")
    given = {}
    for rule, formula in mistakes_at(scheme, key):
        given.setdefault(rule.id, set()).add(world.value(formula).centre)
    named = set().union(*(given[rule] for rule in ("no_eta", "eta_twice", "eta_doubled")))
    named |= given["eta_halved"]
    others = given["other_eta"] | given.get("rate_misread", set())

    assert not {round(value, 20) for value in others} & {round(value, 20) for value in named}


LISTED = """
import bpcalc
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
for name in ("regression", "han-kamber"):
    scheme = Marker(bpcalc.load(name), 1).scheme
    for key in scheme.formulas:
        for rule, formula in mistakes_at(scheme, key):
            print(rule.id, formula)
"""


def test_mistakes_come_in_the_same_order_everywhere():
    """Whatever the order of sets, so that files made of them are the same on every machine."""
    listed = [
        subprocess.run(
            [sys.executable, "-c", LISTED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]

    assert len(listed[0]) > 1000
    assert listed[0] == listed[1] == listed[2]
