"""Two conventions on one sheet, each of which passes, and the slope that comes with the update."""

from collections.abc import Iterator
from decimal import localcontext
from itertools import combinations

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.checking.answer_key import AnswerKey, scheme_of
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import HOMEWORK, MINI_BATCHES

FIVE = Rounding(Digits(5, significant=True))
OPPOSITE = {"likelihood", "err_sign"}
"""Of these two each takes the sign of delta back that the other has changed."""

UNSEEN = {"loss_factor", "rate_with_delta"}
"""With a learning rate of 1/2 and no 1/2 before the error, every delta is as usual."""


def marker_of(name: str) -> Marker:
    """Return what marks a built-in exercise, or the homework."""
    exercise = load(name) if name else read(HOMEWORK.encode(), "net").exercise
    return Marker(exercise, 1, Options(FIVE))


def sheet(marker: Marker, scheme: AnswerKey) -> dict[Key, Cell]:
    """Return what somebody writes under other conventions: also biases that are not asked for."""
    more = [key for key in scheme.formulas if key.kind in ("new_bias", "bias_gradient")]
    with localcontext(WORK):
        return {
            key: read_cell(FIVE.shown(key.kind, scheme.values[key]))
            for key in dict.fromkeys([*marker.asked, *more])
            if key in scheme.formulas
        }


def is_delta_as_usual(marker: Marker, scheme: AnswerKey) -> bool:
    """Return whether the deltas of outputs are what they are without any convention."""
    deltas = [key for key in marker.scheme.formulas if key.kind == "delta"]
    return all(abs(scheme.values[key] - marker.scheme.values[key]) < 1e-9 for key in deltas)


def pairs(marker: Marker) -> Iterator[tuple[set[str], AnswerKey]]:
    """Yield the lines under every two conventions that pass, with their names."""
    passing = [one for one in CONVENTIONS if one.accepted(None)]
    for first, second in combinations(passing, 2):
        names = {first.id, second.id}
        if len(names) == 1 or names == OPPOSITE:
            continue
        for base in variants(first, marker.scheme, 1):
            for scheme in variants(second, base, 1):
                if names != UNSEEN or not is_delta_as_usual(marker, scheme):
                    yield names, scheme


@pytest.mark.parametrize("name", ["", "mazur", "fausett", "batch-momentum"])
def test_two_conventions_that_pass_cost_nothing_together(name: str) -> None:
    """Whichever two they are."""
    marker = marker_of(name)
    found = list(pairs(marker))
    assert len(found) >= 9
    for names, scheme in found:
        marking = marker.mark(sheet(marker, scheme))
        assert marking.score == marking.most, names
        assert {one.rule for one in marking.findings} == set(marking.conventions) == names


def slope_at_update(marker: Marker) -> AnswerKey:
    """Return the lines in which deltas and gradients lack the slope, and updates have it."""
    ways = [one for one in CONVENTIONS if one.id == "slope_later"]
    return next(variants(ways[1], marker.scheme, 1))


@pytest.mark.parametrize("name", ["", "mazur", "xor", "batch-momentum"])
def test_the_slope_may_come_with_the_update(name: str) -> None:
    """Deltas and gradients are those without it, and the new weights are right."""
    marker = marker_of(name)
    scheme = slope_at_update(marker)
    cells, usual = (sheet(marker, each) for each in (scheme, marker.scheme))
    other = {key.kind for key in usual if cells[key].value != usual[key].value}
    assert {"delta", "weight_gradient"} <= other <= {"delta", *GRADIENT_KINDS}

    marking = marker.mark(cells)

    assert marking.score == marking.most
    assert marking.conventions == ("slope_later",)


def test_a_slope_that_never_comes_is_forgotten() -> None:
    """Where the new weights go on from gradients without it, or none is written."""
    marker = marker_of("")
    scheme = slope_at_update(marker)
    cells = sheet(marker, scheme)
    shown = {key: cell for key, cell in cells.items() if key.kind not in NEW_KINDS}
    with localcontext(WORK):
        for key in cells.keys() - shown.keys():
            gradient = next(k for k in marker.scheme.formulas[key].refs() if k in cells)
            old = next(iter(marker.scheme.formulas[key].refs()))
            new = scheme.values[old] - scheme.values[Key("learning_rate")] * scheme.values[gradient]
            cells[key] = read_cell(FIVE.shown(key.kind, new))

    for written in (cells, shown):
        marking = marker.mark(written)
        assert "no_fprime" in {one.rule for one in marking.findings}
        assert marking.conventions == ()


RATE_WITHIN = {"delta_o1": "0.069249", "delta_o2": "-0.019049"}
NEW = {"w5_new": "0.35892", "w6_new": "0.40867", "w7_new": "0.51130", "w8_new": "0.56137"}


def marked(numbers: dict[str, str]) -> dict[str, str]:
    """Return the verdicts of numbers of Mazur's exercise, and the findings under "findings"."""
    marker = marker_of("mazur")
    marking = marker.mark({marker.names.find(name): read_cell(n) for name, n in numbers.items()})
    told = {marker.names.own.name(mark.key): mark.verdict for mark in marking.marks if mark.cell}
    return {**told, "findings": " ".join(one.rule for one in marking.findings)}


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_learning_rate_may_be_in_delta(sign: str) -> None:
    """Then Δw = δ·out: new weights are right, and the deltas follow another convention."""
    deltas = {name: (sign + n).replace("--", "") for name, n in RATE_WITHIN.items()}
    found = marked({**deltas, **NEW})

    assert {found.pop(name) for name in deltas} == {"convention"}
    assert found.pop("findings").split()[-1] == "rate_with_delta"
    assert {*found.values()} == {"right"}


def test_the_learning_rate_in_gradients_is_one_mistake() -> None:
    """A gradient with it is no derivative of the error."""
    gradients = {"dE/dw5": "0.041084", "dE/dw6": "0.041334"}
    found = marked({**RATE_WITHIN, **gradients, **NEW})

    assert found.pop("findings") == "rate_before_update"
    assert [*found.values()].count("mistake") == 1
    assert {found[name] for name in NEW} == {"right"}


def test_a_rate_in_delta_that_comes_again_is_a_mistake() -> None:
    """The new weights have it twice."""
    found = marked({**RATE_WITHIN, "w5_new": "0.37946"})

    assert found["delta_o1"] == "mistake"


def test_a_right_new_weight_is_right_under_another_convention() -> None:
    """A delta with the other sign is one; the weight is that of the exercise."""
    found = marked({"delta_o1": "-0.13850", "w5_new": "0.35892", "w6_new": "0.40867"})

    assert found["delta_o1"] == "convention"
    assert found["w5_new"] == found["w6_new"] == "right"


@pytest.mark.parametrize("exercise", ["mazur", "xor", "softmax", MINI_BATCHES])
@pytest.mark.parametrize("epochs", [1, 2])
def test_the_lines_of_a_convention_are_made_of_each_other(exercise: str, epochs: int) -> None:
    """None is built on a number of an epoch that the exercise does not come to."""
    text = exercise.encode()
    spec = read(text, "net").exercise if "\n" in exercise else load(exercise)
    calculation = calculate(spec, epochs, inputs=True)
    scheme = scheme_of(calculation)
    for convention in CONVENTIONS:
        for other in variants(convention, scheme, calculation.times):
            built_on = {ref for line in other.formulas.values() for ref in line.refs()}
            assert built_on <= set(other.formulas), convention.id


def test_each_of_two_conventions_is_said_of_its_own_lines() -> None:
    """A net input has no sign of delta, and a delta no bias; also where its output is blank."""
    marker = marker_of("mazur")
    nets = {"net_h1": "0.0275", "net_h2": "0.0425", "net_o1": "0.50591", "net_o2": "0.62492"}
    deltas = {"delta_o1": "-0.13850", "delta_o2": "0.038098"}
    outs = {"out_h1": "0.59327", "out_h2": "0.59688", "out_o1": "0.75137"}
    numbers = {**nets, **outs, **deltas, **NEW}

    marking = marker.mark({marker.names.find(name): read_cell(n) for name, n in numbers.items()})

    names = ([*map(marker.names.own.name, found.keys)] for found in marking.findings)
    assert sorted(names) == [[*deltas], [*nets]]
