"""At a corner of its activation a unit has two slopes, and either may be taken."""

from decimal import localcontext

import pytest

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker, Marking
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.reader import read
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

FOUR = Rounding(Digits(4))

NET = """inputs: [1, 1]
targets: [1]
learning_rate: 0.5
activation: [{activation}, identity]
weights: [[[0.5, {second}], [0.3, 0.2], [-0.7, 0.1]], [[0.6, 0.4, 0.9]]]
notation: {notation}
"""

OTHER_SIDE = next(one for one in CONVENTIONS if one.id == "other_side")


def marker_of(activation: str, second: str = "-0.5", notation: str = "mazur") -> Marker:
    """Return what marks an exercise whose first net input is exactly 0, unless told otherwise."""
    text = NET.format(activation=activation, second=second, notation=notation)
    return Marker(read(text.encode(), "net.yaml").exercise, 1, Options(FOUR))


def marked(marker: Marker, **written: str) -> Marking:
    """Return the marked sheet of one who wrote this."""
    return marker.mark({marker.names.find(name): read_cell(raw) for name, raw in written.items()})


@pytest.mark.parametrize("notation", ["mazur", "hanliqun"])
@pytest.mark.parametrize("activation", ["relu", "{leaky_relu: {alpha: 0.1}}"])
def test_a_whole_sheet_with_the_other_slope_is_right(activation: str, notation: str) -> None:
    """It is told which one was taken."""
    marker = marker_of(activation, notation=notation)
    (scheme,) = variants(OTHER_SIDE, marker.scheme, 1)
    with localcontext(WORK):
        cells: dict[Key, Cell] = {
            key: read_cell(FOUR.shown(key.kind, scheme.values[key])) for key in marker.asked
        }
    assert {key for key in cells if scheme.values[key] != marker.scheme.values[key]}

    marking = marker.mark(cells)

    assert marking.conventions == ("other_side",)
    assert marking.first_error is None


def test_a_lone_delta_is_not_said_to_lack_the_slope() -> None:
    """The slope of the other side is 1, so that it may not show."""
    marking = marked(marker_of("relu"), net_h1="0", delta_o1="-0.8", delta_h1="-0.48")

    assert (marking.conventions, marking.first_error) == (("other_side",), None)


def test_beside_the_corner_there_is_one_slope() -> None:
    """Where the net input is below 0, a delta with the slope 1 is as wrong as ever."""
    marking = marked(marker_of("relu", "-0.6"), net_h1="-0.1", delta_o1="-0.8", delta_h1="-0.48")

    assert marking.conventions == ()
    assert marking.first_error is not None
    assert marking.first_error.key.kind == "delta"


def test_nothing_else_has_two_ways() -> None:
    """An exercise without a corner, or with no net input at it, has no other lines."""
    assert not [*variants(OTHER_SIDE, marker_of("sigmoid").scheme, 1)]
    assert not [*variants(OTHER_SIDE, marker_of("relu", "-0.6").scheme, 1)]
