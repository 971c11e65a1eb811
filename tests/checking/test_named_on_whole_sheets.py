"""Mistakes that are made in every line of a kind, while all around them is right: one name each."""

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load
from bpcalc.maths.expr import Number, Product, Ref, Sum, expr
from bpcalc.maths.function_calls import exp, sqrt
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

FIVE = Digits(5, significant=True)


def at(key, kind, layer=None, unit=None):
    """Return a quantity of a unit at the time of another one."""
    place = (key.layer if layer is None else layer, unit or key.unit, None)
    return Ref(Key(kind, *place, key.sample, key.epoch))


def step_by(other):
    """Return an update whose gradient is delta times something else."""

    def wrong(key, formula):
        gradient = Product((at(key, "delta"), other(key)))
        old, rate = formula.terms[0], Ref(Key("learning_rate"))
        return old - Product((rate, gradient))

    return wrong


MISTAKES = {
    "own_out": ("new_weight", step_by(lambda key: at(key, "net"))),
    "root_taken": ("total_error", lambda key, formula: sqrt(formula)),
    "other_steepness": ("out", lambda key, formula: 1 / (1 + exp(-(at(key, "net") / expr(2))))),
    "half_fprime": (
        "delta",
        lambda key, formula: at(key, "error_slope") * at(key, "out") if key.layer == 1 else None,
    ),
}


def paper(wrong, name="mazur"):
    """Return the marking of a sheet with another formula in some lines."""
    marker = Marker(load(name))
    lines = {
        key: other
        for key, formula in marker.scheme.formulas.items()
        if not isinstance(formula, Number) and (other := wrong(key, formula)) is not None
    }
    values = overlaid(marker.scheme, lines, marker.exercise).values
    cells = {key: read_cell(f"{FIVE.round(values[key]):f}") for key in marker.asked}
    return marker.mark(cells, cells)


@pytest.mark.parametrize("name", MISTAKES)
def test_one_name_and_one_mark(name):
    """What is right beside it does not hide it."""
    kind, wrong = MISTAKES[name]
    marking = paper(lambda key, formula: wrong(key, formula) if key.kind == kind else None)

    assert [finding.rule for finding in marking.findings] == [name]
    assert marking.most - marking.score == 1


def test_all_inputs_squared():
    """Each weight goes with the square of its input."""

    def wrong(key, formula):
        if key.kind != "net" or not isinstance(formula, Sum):
            return None
        products = [part for part in formula.terms if isinstance(part, Product)]
        rest = [part for part in formula.terms if not isinstance(part, Product)]
        squared = [Product((*part.factors, part.factors[1])) for part in products]
        return Sum((*squared, *rest))

    assert [finding.rule for finding in paper(wrong).findings] == ["squared_input"]


def test_net_inputs_rounded_to_one_decimal():
    """As for a table of the sigmoid: rounded too early, and no mistake of unknown cause."""
    marker = Marker(load("mazur"))
    names = {marker.names.own.full(key): key for key in marker.asked}
    written = {"net_o1": "1.1059", "net_o2": "1.2249", "out_o1": "0.7503", "out_o2": "0.7685"}
    cells = {names[name]: read_cell(text) for name, text in written.items()}
    marks = {mark.cell.raw: mark for mark in marker.mark(cells, cells).marks if mark.cell}

    assert marks["0.7503"].notes == marks["0.7685"].notes == ("early",)
