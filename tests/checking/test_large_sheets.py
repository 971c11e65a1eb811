"""Sheets of many numbers: nothing that is done for one of them looks at all of them again."""

from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import given

import bpcalc
from bpcalc.calc.calculate import planned_formulas
from bpcalc.checking.answer_key import StudentValues, overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading import similar_names
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Minus, Product, Ref, Sum, expr
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import GRADIENT_KINDS, NEW_KINDS
from bpcalc.maths.rounding import Digits
from bpcalc.nearest import nearest
from tests.helpers.exercises import EXERCISES, worked

RATE = Ref(Key("learning_rate"))
HIDDEN = [("net", 1, 1), ("out", 1, 1), ("out", 1, 2)]
SIZES = (20, 6, 3)


def wide():
    """Return an exercise with 138 weights."""
    number = (f"{(k * 7919 % 199 - 99) / 1000:.3f}" for k in range(1000))
    inputs = ", ".join(f"0.{k % 9 + 1}" for k in range(SIZES[0]))
    rows = [
        [f"[{', '.join(next(number) for _ in range(below))}]" for _ in range(above)]
        for below, above in pairwise(SIZES)
    ]
    weights = ", ".join(f"[{', '.join(layer)}]" for layer in rows)
    text = (
        f"inputs: [{inputs}]\ntargets: [0.9, 0.1, 0.1]\nlearning_rate: 0.5\n"
        f"weights: [{weights}]\nbiases: [0.1, 0.2]\n"
    )
    return read(text.encode(), "wide").exercise


UPDATES = {
    "the wrong sign": lambda old, gradient: Sum((old, Product((RATE, gradient)))),
    "twice the rate": lambda old, gradient: Sum((old, Minus(Product((expr(2), RATE, gradient))))),
    "the step alone": lambda old, gradient: Product((RATE, gradient)),
    "the old value": lambda old, gradient: old,
    "no known rule": lambda old, gradient: Sum((old, Product((gradient, gradient, old)))),
}


@pytest.fixture
def judged(monkeypatch):
    """Count how often a number of a sheet is judged."""
    numbers = []
    one_number = SheetJudgement._judge_number

    def counted(self, key, cell):
        numbers.append(key)
        return one_number(self, key, cell)

    monkeypatch.setattr(SheetJudgement, "_judge_number", counted)
    return numbers


@pytest.mark.sampled(5)
@pytest.mark.parametrize("blank", [frozenset(), GRADIENT_KINDS], ids=["whole", "no gradients"])
@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES)
def test_a_wrong_sheet_is_hardly_judged_twice(judged, update, blank):
    """Under a convention, a sheet is looked at only until it is clear that it does not hold."""
    marker = Marker(wide())
    wrong = {}
    for key, formula in marker.scheme.formulas.items():
        if key.kind in NEW_KINDS:
            old, _, gradient = map(Ref, formula.refs())
            wrong[key] = update(old, gradient)
    values = overlaid(marker.scheme, wrong, marker.exercise).values
    four = Digits(4, significant=True)
    cells = {
        key: read_cell(f"{four.round(values[key]):f}")
        for key in marker.asked
        if key.kind not in blank
    }

    marking = marker.mark(cells)

    assert marking.first_error.key.kind in NEW_KINDS
    times = 3 if blank else 2  # what was left out is looked for once
    assert len(cells) <= len(judged) <= times * len(cells)


class Uncopied(dict):
    """What is looked up in, and never gone through."""

    def __iter__(self):
        """Refuse."""
        raise AssertionError("the whole sheet was looked at")

    keys = items = values = __iter__


def test_what_is_supposed_looks_at_no_whole_sheet():
    """For every wrong number some others are supposed; what they leave as it is is not copied."""
    scheme = Marker(bpcalc.load("mazur")).scheme
    net, out, hidden = (Key(*place, None, 1, 1) for place in HIDDEN)
    written = Uncopied({hidden: AffineNumber(Decimal("0.6"))})
    student = StudentValues(scheme.formulas, written, Uncopied(scheme.fixed))

    other = student.supposing({net: AffineNumber(Decimal(0))}, {out})

    with localcontext(WORK):
        assert other.own(out).centre == Decimal("0.5")
        assert other.seen(net).centre == 0
        assert other.seen(hidden) == student.seen(hidden)
        assert student.own(out) != other.own(out)


@given(EXERCISES)
def test_lines_without_values_are_those_of_the_calculation(exercise):
    """In the same order, and with the numbers that are given."""
    lines = [(line.key, line.formula) for line in worked(exercise)]

    assert list(planned_formulas(exercise, exercise.epochs or 1, inputs=True).items()) == lines


def test_similar_names_are_looked_for_only_so_often(monkeypatch):
    """Of the first unknown names a similar one is told; thousands of them cost next to nothing."""
    compared = []

    def counted(word, names):
        compared.append(len(names))
        return nearest(word, names)

    monkeypatch.setattr(similar_names, "nearest", counted)
    keys = range(100)
    similar = similar_names.SimilarNames(lambda key: f"net_h{key}", keys, len(keys))
    told = [similar.unknown(name := f"nett_h{count}", name) for count in range(5_000)]

    assert "did you mean `net_h7`?" in told[7]
    assert "did you mean" not in told[-1]
    assert sum(compared) == similar_names.MOST_COMPARED
