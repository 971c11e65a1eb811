"""One factor of unknown cause in many lines costs one mark, and is said."""

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.messages import finding
from bpcalc.checking.verdicts import Options
from bpcalc.exercise.sources import load
from bpcalc.maths.expr import Number, Product, Sum, add
from bpcalc.maths.kinds import GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.rounding import Digits

FIVE = Digits(5, significant=True)


def paper(name, kinds, factors, blank=(), options=None):
    """Return the marking of a sheet on which numbers of some kinds are so many times too large.

    Of a new weight, it is the step that is.

    Args:
        name: of the exercise.
        kinds: of these numbers.
        factors: by layer.
        blank: kinds that are not written.
        options: of marking.
    """
    marker = Marker(load(name), options=options)
    lines = {}
    for key, formula in marker.scheme.formulas.items():
        if key.kind in kinds and key.layer in factors:
            factor = Number(factors[key.layer])
            if key.kind in NEW_KINDS:
                lines[key] = Sum((formula.terms[0], Product((factor, add(formula.terms[1:])))))
            else:
                lines[key] = Product((factor, formula))
    values = overlaid(marker.scheme, lines, marker.exercise).values
    cells = {
        key: read_cell(f"{FIVE.round(values[key]):f}")
        for key in marker.asked
        if key.kind not in blank
    }
    return marker.mark(cells, cells)


@pytest.mark.parametrize("name", ["mazur", "two-three-two", "single-neuron"])
@pytest.mark.parametrize(
    ("kinds", "note"),
    [
        (frozenset({"delta"}), "times:0.713"),
        (GRADIENT_KINDS, "times:0.713"),
        (NEW_KINDS, "steps:0.713"),
        (frozenset({"net"}), "times:0.713"),
    ],
)
def test_one_factor_all_over_the_sheet_costs_one_mark(name, kinds, note):
    """No usual mistake gives it."""
    marking = paper(name, kinds, {1: "0.713", 2: "0.713"})
    wrong = [mark for mark in marking.marks if mark.verdict == "unexplained"]
    if len(wrong) < 2:
        pytest.skip("one number of the kind has a factor by itself")

    assert marking.most - marking.score == 1
    assert [one.rule for one in marking.findings] == [""]
    assert {mark.notes[-1] for mark in wrong} == {note}


def test_what_is_said():
    """The number of times, once, for all of them."""
    marking = paper("mazur", {"delta"}, {1: "0.713", 2: "0.713"})
    (one,) = marking.findings
    mark = next(mark for mark in marking.marks if mark.key == one.keys[0])

    assert len(one.keys) == 4
    assert finding(one, mark).endswith("; all of these are 0.713 times what they should be")


def test_a_layer_alone_has_one_factor_too():
    """The deltas of the other layer are right."""
    marking = paper("mazur", {"delta"}, {2: "0.713"})

    assert marking.most - marking.score == 1


def test_two_layers_with_two_factors_are_two_mistakes():
    """Each is told once."""
    marking = paper("mazur", {"delta"}, {1: "1.37", 2: "0.713"})

    assert marking.most - marking.score == 2
    assert len(marking.findings) == 2


def test_numbers_with_factors_of_their_own_share_none():
    """Two outputs of the same layer, wrong by different factors, are two mistakes."""
    marker = Marker(load("mazur"))
    keys = [key for key in marker.asked if key.kind == "delta" and key.layer == 2]
    values = marker.scheme.values
    texts = [f"{FIVE.round(values[key] * by):f}" for key, by in zip(keys, (3, 7), strict=True)]
    cells = {key: read_cell(text) for key, text in zip(keys, texts, strict=True)}
    marking = marker.mark(cells, cells)

    assert not any(mark.factor for mark in marking.marks)
    assert sum(mark.most - mark.credit for mark in marking.marks) == 2


def test_a_right_number_among_them_contradicts():
    """Two net inputs of a layer share a factor, and the third is right."""
    marker = Marker(load("two-three-two"))
    keys = [key for key in marker.asked if key.kind == "net" and key.layer == 1]
    values = marker.scheme.values
    texts = [f"{FIVE.round(values[key] * by):f}" for key, by in zip(keys, (1, 3, 3), strict=True)]
    cells = {key: read_cell(text) for key, text in zip(keys, texts, strict=True)}
    marking = marker.mark(cells, cells)

    assert not any(mark.factor for mark in marking.marks)


def test_each_costs_a_mark_where_a_teacher_wants_it():
    """`same_mistake: each` holds for these, too."""
    options = Options(same_mistake="each")
    marking = paper("mazur", {"delta"}, {1: "0.713", 2: "0.713"}, options=options)

    assert marking.most - marking.score == 4
