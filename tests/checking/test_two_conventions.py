"""Two conventions on one sheet, each of which passes, and the slope that comes with the update."""

from collections.abc import Iterator
from decimal import localcontext
from itertools import combinations

import pytest

from bpcalc.checking.answer_key import AnswerKey
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
from tests.helpers.exercises import HOMEWORK

FIVE = Rounding(Digits(5, significant=True))
OPPOSITE = {"likelihood", "err_sign"}
"""Of these two each takes the sign of delta back that the other has changed."""


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


def pairs(marker: Marker) -> Iterator[tuple[set[str], AnswerKey]]:
    """Yield the lines under every two conventions that pass, with their names."""
    passing = [one for one in CONVENTIONS if one.accepted(None)]
    for first, second in combinations(passing, 2):
        names = {first.id, second.id}
        if len(names) == 1 or names == OPPOSITE:
            continue
        for base in variants(first, marker.scheme, 1):
            yield from ((names, scheme) for scheme in variants(second, base, 1))


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
