"""One rule for the digits: what step shows, sheet asks, its key says and check accepts."""

from dataclasses import replace
from decimal import Decimal

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.checking.verdicts import Options
from bpcalc.maths.kinds import KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.sheet import Sheet
from bpcalc.solution import Solution


def rounded(name, rounding):
    """Return an exercise with this rounding."""
    return replace(bpcalc.load(name), rounding=rounding)


@pytest.mark.parametrize("count", [2, 3, 4, 5])
@pytest.mark.parametrize("name", ["mazur", "distinct-numbers", "xor", "tanh"])
def test_no_value_keeps_fewer_than_two_digits(name, count):
    """Decimals hold for all kinds, except where fewer than two digits would be left."""
    exercise = rounded(name, Rounding(Digits(count)))
    solution = Solution(calculate(exercise))

    for line in solution.calculation:
        if line.value and line.formula.parts():
            shown = solution.shown(line)
            digits = len(Decimal(shown).as_tuple().digits) if Decimal(shown) else 0
            kept = solution.exercise.rounding.asked(line.key.kind)
            assert digits >= 2 or kept is None
            assert kept.count == count


@pytest.mark.parametrize("count", [2, 3, 4])
def test_step_sheet_key_and_check_agree(count):
    """The same digits are shown, asked for and accepted as they are printed."""
    exercise = rounded("mazur", Rounding(Digits(count)))
    solution = Solution(calculate(exercise))
    key = Solution(calculate(asking(exercise, told=True)))
    marker = Marker(exercise, 1, Options(rounding=exercise.rounding))
    words = [f"{solution.name(line)}={key.shown(line)}" for line in key.calculation]
    asked = {solution.name(solution.calculation.by_key[k]) for k in marker.asked}
    cells = read_words([w for w in words if w.partition("=")[0] in asked], marker.names).cells

    assert [solution.shown(line) for line in solution.calculation] == [
        key.shown(line) for line in key.calculation
    ]
    assert {mark.verdict for mark in marker.mark(cells).marks} == {"right"}


@pytest.mark.parametrize(
    "rounding",
    [
        Rounding(carry="rounded"),
        Rounding(Digits(4), carry="rounded"),
        Rounding(Digits(4), {"delta": Digits(4, significant=True)}, "rounded"),
    ],
)
@pytest.mark.parametrize("name", ["mazur", "distinct-numbers", "tanh"])
def test_what_is_carried_is_what_is_asked_for(name, rounding):
    """Step and key print the same numbers, and factors that nobody writes down stay exact."""
    exercise = rounded(name, rounding)
    solution, key = calculate(exercise), calculate(asking(exercise, told=False))

    assert solution.values == key.values
    for line in solution:
        if line.key.kind in ("error_slope", "slope"):
            unrounded = solution.value_of(line.formula)
            assert abs(line.value - unrounded) <= abs(unrounded) * Decimal("1e-15")


def test_fewer_digits_than_asked_are_form():
    """They earn full marks by default, with a note."""
    marker = Marker(bpcalc.load("mazur"), 1, Options(rounding=Rounding(Digits(4))))
    cells = read_words(["net_h1=0.38"], marker.names).cells

    marking = marker.mark(cells, cells)

    assert [(mark.verdict, mark.notes, mark.credit) for mark in marking.marks] == [
        ("form", ("few",), 1)
    ]
    assert marking.flawless


@pytest.mark.parametrize("carry", ["exact", "rounded"])
@pytest.mark.parametrize("digits", [Digits(3), Digits(4), Digits(4, significant=True)])
@pytest.mark.parametrize("name", ["batch-momentum", "mazur", "tanh", "two-three-two", "xor"])
def test_who_rounds_everything_on_paper_is_right(name, digits, carry):
    """Factors, too, and to the very decimals that the exercise gives."""
    everything = Rounding(digits, dict.fromkeys(KINDS, digits), "rounded")
    own = calculate(rounded(name, everything)).values
    marker = Marker(rounded(name, Rounding(digits, carry=carry)))
    shown = Rounding(digits).shown
    cells = {key: read_cell(shown(key.kind, own[key])) for key in marker.asked}

    found = {mark.verdict for mark in marker.mark(cells).marks}

    assert found <= {"right", "form", "follow", "jump"}


LARGE_AND_SMALL = """\
inputs: [1, 1]
targets: [2]
weights: [[[0.05, {large}]]]
biases: [[-7.2]]
learning_rate: 0.01
activation: identity
rounding: {{decimals: 2}}
"""


@pytest.mark.parametrize(
    ("large", "new", "small"),
    [("9.16", "9.16", "0.050"), ("9.96", "9.95", "0.042"), ("12.31", "12.28", "0.018")],
)
def test_beside_small_values_large_ones_keep_their_decimals(tmp_path, large, new, small):
    """On the page, on the sheet, its key, and where answers are marked, to the last of them."""
    path = tmp_path / "exercise.yaml"
    path.write_text(LARGE_AND_SMALL.format(large=large), encoding="utf-8")
    solution = bpcalc.solve(path)
    shown = [solution.shown(solution[name]) for name in ("w1_new", "w2_new")]
    sheet = Sheet(
        solution.calculation, [solution[name].key for name in ("w1_new", "w2_new")], filled=True
    )
    marker = Marker(solution.exercise)
    off = str(Decimal(new) + Decimal("0.02"))
    answers = [f"w1_new={small}", f"w2_new={new}"], [f"w1_new={small}", f"w2_new={off}"]
    marked = [marker.mark(read_words(words, marker.names).cells).marks for words in answers]

    assert shown == [small, new]
    assert sheet.digits([*sheet.keys]) == "2 decimals, 2 significant digits below 0.1"
    verdicts = [[mark.verdict for mark in marks if mark.cell] for marks in marked]
    assert verdicts[0] == ["right", "right"]
    assert verdicts[1][0] == "right"
    assert verdicts[1][1] in ("unexplained", "slip")
