"""Two units, or two rows or columns of matrices, in each other's place are one mistake."""

import pytest

from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.sources import load
from bpcalc.maths.kinds import GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.rounding import Digits, Rounding

FIVE = Rounding(Digits(5, significant=True))


def ways(name, which):
    """Return what marks an exercise, and the sheets on which something is exchanged."""
    marker = Marker(load(name), 1, Options(FIVE))
    convention = next(one for one in CONVENTIONS if one.id == which)
    sheets = [
        {key: read_cell(FIVE.shown(key.kind, scheme.values[key])) for key in marker.asked}
        for scheme in variants(convention, marker.scheme, 1)
    ]
    return marker, sheets


@pytest.mark.parametrize("name", ["mazur", "two-three-two", "fausett", "softmax"])
def test_all_numbers_of_two_units(name):
    """They are found as one mistake, that costs one mark."""
    marker, sheets = ways(name, "units_exchanged")
    assert sheets
    for cells in sheets:
        marking = marker.mark(cells)

        assert [one.rule for one in marking.findings] == ["units_exchanged"]
        assert marking.score == marking.most - 1


@pytest.mark.parametrize("name", ["mazur", "two-three-two"])
def test_rows_and_columns(name):
    """Of the gradients and of the new weights."""
    marker, sheets = ways(name, "rows_exchanged")
    assert len(sheets) > 4
    for cells in sheets:
        told = {k: cell for k, cell in cells.items() if k.kind in GRADIENT_KINDS | NEW_KINDS}
        marking = marker.mark(told)

        assert [one.rule for one in marking.findings] == ["rows_exchanged"]
        assert marking.score == marking.most - (len(marker.asked) - len(told)) - 1


def test_what_is_shown_is_asked():
    """The right line is that of the unit itself."""
    marker, sheets = ways("mazur", "units_exchanged")
    marking = marker.mark(sheets[0])
    first = marking.first_error

    assert marker.names.own.name(first.key) == "net_h1"
    assert str(first.cell.value) == "0.39250"
    assert first.own == first.true == marker.scheme.values[first.key]
    assert marking.lines_for(first) is marker.scheme


def test_numbers_that_are_alike_show_nothing():
    """Nothing is called exchanged where it cannot be seen."""
    marker = Marker(load("mazur"), 1, Options(Rounding(Digits(1))))
    cells = {key: read_cell(f"{marker.scheme.values[key]:.1f}") for key in marker.asked}

    assert "units_exchanged" not in {one.rule for one in marker.mark(cells).findings}


def test_net_inputs_alone_are_those_of_other_weights():
    """Somebody who goes on from them has exchanged the weights, and no numbers."""
    marker = Marker(load("mazur"), 1, Options(FIVE))
    names = {"net_h1": "0.39250", "net_h2": "0.37750", "out_h1": "0.59688", "out_h2": "0.59327"}
    marking = marker.mark({marker.names.find(n): read_cell(text) for n, text in names.items()})

    assert [one.rule for one in marking.findings] == ["weights_of_neighbour"]
