"""Sheets that were published: what is right on them is right, and the mistakes are found."""

from collections import defaultdict
from decimal import Decimal

import pytest

from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import ERROR_VERDICTS, shown
from tests.published import test_drawn as drawn
from tests.published import test_published as published

FEW = 5
"""So many rounds are worked by hand here."""

FINE = {"right", "jump", "form", "follow", "convention"}

EXPLAINED = {  # publication and quantity, what its author did
    ("miller_mind_xor_231", "delta_h1"): "divided_by_weight",
    ("miller_mind_xor_231", "delta_h2"): "divided_by_weight",
    ("miller_mind_xor_231", "delta_h3"): "divided_by_weight",
    ("miller_mind_xor_231", "dw7"): "divided_by_out",
    ("miller_mind_xor_231", "dw8"): "divided_by_out",
    ("nndl_coursework_222", "dE/dw1"): "sum_gradients",
    ("schiendorfer_222", "w5_new"): "other_eta",
    ("schiendorfer_222", "w8_new"): "other_eta",
    ("kaifeng_221", "w2_new"): "other_connection",
    ("kaifeng_221", "w3_new"): "other_connection",
}

FOLLOWING = {("nndl_coursework_222", "dE/dw2")}
"""Numbers that follow from a mistake in a line that nobody printed: delta_h1, as dE/dw1 shows."""

WITHIN = {("rgu_bp_221", "delta_h2")}
"""Mistakes within what the author's own rounding allows, two digits of an output."""


FIRST = {  # publication, the first of its author's mistakes
    "kaifeng_221": "out_h2",
    "miller_mind_xor_231": "delta_h1",
    "nndl_coursework_222": "dE/dw1",
    "schiendorfer_222": "w5_new",
}

DRAWN = [case for case in drawn.CASES if "wrong" in drawn.numbers(case)]


def sheets(case):
    """Return a publication's numbers as sheets, by exercise, and the mistakes among them."""
    cells, wrong = defaultdict(dict), set()
    for block in published.blocks(case):
        if block.epochs > FEW:
            continue
        for kind, place, text in published.entries(block.numbers):
            key = published.key(block, kind, place)
            cells[block.exercise][key] = read_cell(shortened(text, block.circumstances))
            if block.fate == published.WRONG:
                wrong.add(key)
        if block.fate != published.WRONG:
            for kind, place, text in published.entries(block.given):
                key = published.key(block, kind, place)
                cells[block.exercise].setdefault(key, read_cell(text))
    return cells, wrong


def shortened(text, circumstances):
    """Return a number with as many digits as mean something."""
    digits = int(circumstances.get("digits", published.FLOAT_DIGITS))
    if "digits" in circumstances or len(Decimal(text).as_tuple().digits) > digits:
        return f"{Decimal(text):.{digits - 1}e}"
    return text


def marked(case):
    """Yield marker and marks of every sheet, and the mistakes."""
    cells, wrong = sheets(case)
    for name, sheet in cells.items():
        exercise = published.solution(name).exercise
        marker = Marker(exercise, max(key.epoch or 1 for key in sheet))
        yield marker, marker.mark(sheet, sheet), wrong


@pytest.mark.parametrize("case", published.TOTALS)
def test_published_sheet(case):
    """No right number is called wrong; every wrong one is, or follows from a wrong one."""
    for marker, marking, wrong in marked(case):
        for mark in marking.marks:
            name = marker.names.own.full(mark.key)
            if mark.key not in wrong:
                assert mark.verdict in FINE, (name, mark)
            elif (case, name) not in WITHIN:
                assert mark.verdict != "right", (name, mark)


@pytest.mark.parametrize(("case", "quantity"), EXPLAINED)
def test_mistake_of_an_author_is_explained(case, quantity):
    """What the author did is among what the cell is suspected of."""
    ((marker, marking, _),) = marked(case)
    mark = next(mark for mark in marking.marks if marker.names.own.full(mark.key) == quantity)

    assert EXPLAINED[case, quantity] in {found.rule for found in mark.mistakes}


@pytest.mark.parametrize(("case", "quantity"), sorted(FOLLOWING))
def test_what_follows_from_a_line_left_out_is_no_mistake(case, quantity):
    """The mistake is counted once, at the first number that shows it."""
    ((marker, marking, _),) = marked(case)
    mark = next(mark for mark in marking.marks if marker.names.own.full(mark.key) == quantity)

    assert mark.verdict == "follow"


def told(marker, marking):
    """Return what the student is told: the names of wrong formulas, by quantity."""
    return {
        marker.names.own.full(mark.key): {one.rule for one in shown(mark.mistakes)}
        for mark in marking.marks
        if mark.verdict == "mistake"
    }


@pytest.mark.parametrize("case", FIRST)
def test_first_mistake_of_an_author_is_found(case):
    """The first mistake is the author's first, and none is named that he did not make."""
    ((marker, marking, _),) = marked(case)

    assert marker.names.own.full(marking.first_error.key) == FIRST[case]
    for name, rules in told(marker, marking).items():
        assert EXPLAINED.get((case, name), "") in rules or (case, name) not in EXPLAINED, name


@pytest.mark.parametrize("case", DRAWN)
def test_mistakes_of_an_author_beside_his_drawing(case):
    """The first is found, what is right is not called wrong, and no name is a false one."""
    printed = drawn.numbers(case)
    worked = drawn.solution(case)
    marker = Marker(worked.exercise, max(line.key.epoch or 1 for line in worked))
    texts = {**printed["numbers"], **printed["wrong"]}
    cells = {marker.names.find(name): read_cell(text) for name, text in texts.items()}
    marking = marker.mark(cells, cells)

    assert marking.first_error.key == marker.names.find(printed["first"])
    wrong = {mark.key for mark in marking.marks if mark.verdict in ERROR_VERDICTS}
    assert wrong.isdisjoint(marker.names.find(name) for name in printed["numbers"])
    names = told(marker, marking)
    assert set(names) == set(printed["named"])
    assert all(rule in names[name] for name, rule in printed["named"].items())
