"""Nobody scores more by leaving a line out than by writing the same mistake down."""

from decimal import Decimal

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.mistake_exercises import mistake_exercise

FINE = Rounding(Digits(6, significant=True))
MARKERS = {}


def marker_of(name, epochs):
    """Return the marker of an exercise; each is made once."""
    if (name, epochs) not in MARKERS:
        MARKERS[name, epochs] = Marker(mistake_exercise(name), epochs)
    return MARKERS[name, epochs]


def sheet(marker, place, formula):
    """Return a whole sheet of somebody who works one line so, and goes on with what it gives."""
    lines = overlaid(marker.scheme, {place: formula}, marker.scheme.exercise)
    return {
        key: read_cell(FINE.shown(key.kind, lines.values[key]))
        for key in marker.asked
        if lines.values[key].is_finite()
    }


def follows_from(marker, keys, place):
    """Return whether any of these quantities follows from a line."""
    waiting, seen = list(keys), set()
    while waiting:
        key = waiting.pop()
        if key == place:
            return True
        if key not in seen:
            seen.add(key)
            waiting += marker.scheme.parents.get(key, ())
    return False


@pytest.mark.parametrize("entry", MISCONCEPTIONS, ids=lambda entry: f"{entry.id}-{entry.example}")
def test_a_line_left_out_earns_no_more_than_the_mistake(entry):
    """The line with the mistake is deleted; what follows from it was worked with it."""
    name, quantity, _ = entry.example
    _, _, epochs = quantity.partition("@e")
    marker = marker_of(name, int(epochs or 1))
    place = marker.names.find(quantity)
    tried = 0
    for formula in list(entry.wrong(LineContext(marker.scheme, place)))[:2]:
        if follows_from(marker, formula.refs(), place):
            continue  # the number of a later update
        try:
            cells = sheet(marker, place, formula)
        except (ArithmeticError, RecursionError):
            continue
        written = marker.mark(cells)
        left_out = marker.mark({key: cell for key, cell in cells.items() if key != place})
        tried += 1

        assert left_out.score <= written.score
        assert written.most - written.score <= Decimal(1) or written.findings
    assert tried or name == "xor"
