"""What the parts that judging is made of say, each by itself."""

from collections import Counter
from decimal import Decimal, localcontext
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

from bpcalc import Exercise
from bpcalc.checking import common_factors, rejudging
from bpcalc.checking.amounts import unusable
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.by_hand import Override
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.common_causes import _is_shared
from bpcalc.checking.conventions import Convention
from bpcalc.checking.exactness import stands_exactly
from bpcalc.checking.final_mark import final_mark
from bpcalc.checking.first_verdicts import Hidden
from bpcalc.checking.inference import _argument
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.kept_conventions import ConventionSearch, _following
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import fit
from bpcalc.checking.of_the_pen import OfThePen
from bpcalc.checking.on_the_way import (
    Rough,
    RoundedParts,
    Shown,
    _alike,
    _share,
    _turns,
    ways,
)
from bpcalc.checking.other_lines import slope_later
from bpcalc.checking.policy import GradingPolicy
from bpcalc.checking.precision import printed_alike
from bpcalc.checking.rates import Range
from bpcalc.checking.reasons import _is_one_place
from bpcalc.checking.rejudging import with_hidden
from bpcalc.checking.replayed import Replay
from bpcalc.checking.slips import _chance
from bpcalc.exercise.sources import open_source
from bpcalc.maths.expr import Apply, Number, Product, Ref
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits

MAZUR = Marker(open_source("mazur").reading.exercise)


@pytest.mark.parametrize(
    ("ranges", "shared"),
    [
        ([(0.95, 1.05), (0.95, 1.05)], True),
        ([(0.85, 1.15), (0.85, 1.15)], False),  # so much that it may be a coincidence
        ([(2.0, 2.0), (2.0, 2.0)], True),
        ([(0.9, 1.0), (1.01, 1.1)], False),
    ],
)
def test_what_steps_have_in_common(ranges: list[tuple[float, float]], shared: bool) -> None:
    """One factor for all of them, which is no coincidence; it may be known exactly."""
    left = iter(ranges)

    assert _is_shared([None] * len(ranges), lambda step: next(left)) is shared  # type: ignore[list-item]


def test_what_follows_from_a_line() -> None:
    """From a delta of the output the deltas before it and their updates, and no net input."""
    find = MAZUR.names.find

    reached = _following(MAZUR.scheme, {find("delta_o1")})

    assert {
        find(name) for name in ("delta_o1", "dE/dw5", "w5_new", "delta_h1", "w1_new")
    } <= reached
    assert reached.isdisjoint({find(name) for name in ("net_h1", "out_o1", "w7_new", "delta_o2")})


@pytest.mark.parametrize(
    ("value", "right", "turns"),
    [
        ("-0.0201", "0.025", True),
        ("-0.02", "0.025", False),
        ("0.9", "0.025", False),
        ("0.9", "-0.025", True),
    ],
)
def test_a_sign_that_no_rounding_turns(value: str, right: str, turns: bool) -> None:
    """Beyond zero, and farther from what is right than 0.045."""
    assert _turns(Decimal(value), AffineNumber(Decimal(right)), Decimal("0.045")) is turns


def test_no_digit_is_wrong_by_chance_where_none_is_in_reach() -> None:
    """Within 0.05 of the right number lies no other one with one decimal."""
    assert _chance(Decimal("0.5"), -1, AffineNumber(Decimal("0.52")), 0.05) == 0


def test_numbers_that_were_printed_as_long_ones_were() -> None:
    """Of the same decimals, and long themselves."""
    texts = ["0.75136507", "0.01399990", "0.7513", "0.751365", "12", "0.00000000"]
    cells = {Key("net", 1, unit): read_cell(text) for unit, text in enumerate(texts, start=1)}
    long = [Key("net", 1, 1)]

    assert [key.unit for key in printed_alike(cells, long)] == [1, 2]


@pytest.mark.parametrize(
    ("function", "value", "argument"),
    [("max0", "0.5", "0.5"), ("max0", "0", None), ("cosh", "1.5", None), ("erf", "0.5", None)],
)
def test_what_a_function_was_applied_to(function: str, value: str, argument: str | None) -> None:
    """A positive output of ReLU is its net input; of what cannot be solved nothing is said."""
    with localcontext(WORK):
        found = _argument(Apply(function, Ref(Key("net", 1, 1))), AffineNumber(Decimal(value)))

    assert (None if found is None else found.centre) == (argument and Decimal(argument))


@pytest.mark.parametrize(
    ("counts", "share", "alike"),
    [
        ({4: 8, 5: 2}, 0.8, 4),
        ({4: 7, 5: 3}, 0.7, None),
        ({4: 4}, 1.0, None),
        ({4: 5}, 1.0, 4),
        ({}, 0.0, None),
    ],
)
def test_digits_that_most_numbers_have(
    counts: dict[int, int], share: float, alike: int | None
) -> None:
    """Four in five, and at least five."""
    assert _share(Counter(counts)) == pytest.approx(share)
    assert _alike(Counter(counts)) == alike


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("0.125", 3, (Digits(3),)),
        ("0.000", None, (Digits(3),)),
        ("0.0125", 3, (Digits(4), Digits(3, significant=True))),
        ("0.0125", None, (Digits(4), Digits(3, significant=True))),
    ],
)
def test_digits_in_which_a_number_may_have_been_worked(
    text: str, decimals: int | None, expected: tuple[Digits, ...]
) -> None:
    """In its decimals alone where all have as many, or where it is 0; else in its digits, too."""
    assert ways(read_cell(text), Shown(decimals=decimals)) == expected


FACTORS = Product((Number("0.55"), Number("0.45"), Number("0.35")))
"""0.086625; in two decimals one after the other 0.25·0.35 = 0.0875 → 0.09, or 0.16·0.55 = 0.088."""


def values() -> StudentValues:
    """Return a sheet on which nothing is written."""
    return StudentValues(MAZUR.scheme.formulas, {}, MAZUR.scheme.fixed)


def test_a_product_of_three_rounded_after_two() -> None:
    """Only what is written last is not rounded yet: 0.25·0.35, or 0.16·0.55."""
    with localcontext(WORK):
        way = frozenset({"products"})
        found = Replay(values(), lambda kind: None, Digits(2), way).line(FACTORS)

    low, high = found.centre - found.radius, found.centre + found.radius
    assert (low, high) == (Decimal("0.0875"), Decimal("0.088"))


def test_rounding_on_the_way_reaches_farther_where_products_are_rounded() -> None:
    """Whole lines alone change nothing within a line."""
    with localcontext(WORK):
        rough = Rough(lambda kind: None, Digits(2))
        parts = FACTORS.fold(RoundedParts(values(), rough))
        lines = FACTORS.fold(RoundedParts(values(), rough, True))

    assert lines.centre == Decimal("0.086625")
    assert not lines.radius
    assert parts.centre - parts.radius <= Decimal("0.0875")
    assert parts.centre + parts.radius >= Decimal("0.09")


@pytest.mark.parametrize("text", ["", "abc"])
def test_what_is_no_number_has_no_digits(text: str) -> None:
    """A blank, or what cannot be read."""
    assert read_cell(text).digits == 0
    assert Cell(text).digits == 0


@pytest.mark.parametrize(
    ("digits", "how"), [(Digits(0), ""), (Digits(1), ""), (Digits(1, significant=True), "extra")]
)
def test_zeros_that_fill_up_a_whole_number(digits: Digits, how: str) -> None:
    """100 may be 132 in one significant digit; where decimals are asked for, it is 100."""
    assert fit(read_cell("100"), AffineNumber(Decimal(132)), digits) == how


def test_what_an_arrow_leads_to_is_the_new_weight() -> None:
    """Though it is wrong, and what it came from is not."""
    cells = read_content("w5: 0.40 → 0.41\n".encode(), MAZUR.names).cells

    assert {MAZUR.names.own.full(key): cell.raw for key, cell in cells.items()} == {
        "w5_new": "0.41"
    }


@pytest.mark.parametrize(
    ("number", "usable"),
    [("1000000", True), ("-1000000", True), ("1000000.5", False), ("1000001", False)],
)
def test_points_go_up_to_a_million(number: str, usable: bool) -> None:
    """Beyond, the sentence names that bound."""
    says = unusable(Decimal(number))

    assert (not says) is usable
    assert usable or "go up to 1000000 " in says


def test_a_product_of_three_that_is_rounded_after_two() -> None:
    """0.15·0.15 is 0.02 then, and with 0.9 it is 0.018 and no longer 0.02025."""
    factors = Product((Number("0.15"), Number("0.15"), Number("0.9")))
    with localcontext(WORK):
        rough = Rough(lambda kind: None, Digits(2))
        found = factors.fold(RoundedParts(values(), rough))

    assert found.centre - found.radius <= Decimal("0.018")
    assert found.centre + found.radius >= Decimal("0.02025")


def test_what_is_written_is_not_rounded_again() -> None:
    """A net input with four decimals, in an output of two."""
    key = MAZUR.names.find("net_h1")
    written = {key: AffineNumber(Decimal("0.3775"))}
    sheet = StudentValues(MAZUR.scheme.formulas, written, MAZUR.scheme.fixed)
    with localcontext(WORK):
        found = Ref(key).fold(RoundedParts(sheet, Rough(lambda kind: None, Digits(2))))

    assert (found.centre, found.radius) == (Decimal("0.3775"), 0)


@pytest.mark.parametrize(
    ("tier", "value", "shifts"),
    [("A", 0.5, True), ("A", 0.005, True), ("A", 0.51, False), ("C", 0.5, False)],
)
def test_a_rule_that_moves_nothing_but_the_point(tier: str, value: float, shifts: bool) -> None:
    """Such as a learning rate of 0.1 left out: a common one, for a rare one is less likely."""
    key = MAZUR.names.find("w5_new")
    judged = SimpleNamespace(judged={key: SimpleNamespace(own=AffineNumber(Decimal("0.05")))})
    pen = OfThePen(cast("Any", SimpleNamespace(judged=judged)), {})
    match = cast("Any", SimpleNamespace(rule=SimpleNamespace(tier=tier), value=value))

    assert pen._shifts(match, key) is shifts


@pytest.mark.parametrize(
    ("by_hand", "out_of", "plain"),
    [
        ([], None, True),
        ([Override("Ada", "net_h1", Decimal("0.5"))], None, False),
        ([], Decimal(10), False),
    ],
)
def test_a_mark_that_is_the_sum_of_all_credit(
    by_hand: list[Override], out_of: Decimal | None, plain: bool
) -> None:
    """Not where some of it was set by hand, or it is scaled: then the mark is told as well."""
    cells = read_content(b"net_h1: 0.3775\n", MAZUR.names).cells
    marking, name = MAZUR.mark(cells, cells), MAZUR.names.own.full

    policy, find = GradingPolicy(out_of=out_of), MAZUR.names.find
    found = final_mark(marking, marking, policy, by_hand, None, find, name)

    assert found.plain is plain
    assert found.mark == (Decimal("0.5") if by_hand else (out_of or 1))


NET, HIDDEN, OUTPUT = Key("net", 1, 1), Key("delta", 1, 1), Key("delta", 2, 1)


@pytest.mark.parametrize(
    ("left_out", "wrong", "one_place"),
    [
        ([OUTPUT], [NET, OUTPUT], True),
        ([OUTPUT, HIDDEN], [NET, OUTPUT], False),
        ([OUTPUT, HIDDEN], [NET, HIDDEN], True),
        ([OUTPUT, OUTPUT._replace(unit=2)], [NET, OUTPUT], True),
    ],
)
def test_what_is_wrong_all_through_a_sheet_is_hidden_in_no_line(
    left_out: list[Key], wrong: list[Key], one_place: bool
) -> None:
    """One kind of line in one layer can hide a mistake, or several if all it does is in a layer."""
    judged = cast("Any", SimpleNamespace(roots=wrong))
    hidden = {
        key: Hidden(key, AffineNumber(Decimal(1)), AffineNumber(Decimal(2))) for key in left_out
    }

    assert _is_one_place(judged, cast("Any", SimpleNamespace(hidden=hidden))) is one_place


@pytest.mark.parametrize(
    ("hidden", "left", "stands"),
    [({NET: 1}, [HIDDEN], True), ({NET: 1}, [HIDDEN, OUTPUT], False), ({}, [HIDDEN], False)],
)
def test_a_mistake_in_a_line_left_out_must_explain_something(
    hidden: dict[Key, int], left: list[Key], stands: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two wrong numbers at least one, or the sheet is judged without it."""
    judged = cast("Any", MagicMock(roots=[HIDDEN, OUTPUT], read_off={NET: 1}))
    again = SimpleNamespace(hidden=hidden, roots=left)
    monkeypatch.setattr(rejudging, "SheetJudgement", lambda *_: again)

    assert with_hidden(judged, {}) is (again if stands else judged)


def test_with_softmax_no_slope_can_come_later() -> None:
    """Its outputs have slopes over every net input, so that δ is no error times one slope."""
    softmax = Marker(open_source("softmax").reading.exercise)

    assert slope_later(MAZUR.scheme)
    assert not slope_later(softmax.scheme)


def test_only_conventions_about_what_is_wrong_are_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong net input has nothing to do with how weights are updated; each takes time."""
    tried: list[str] = []

    def schemes(self: ConventionSearch, convention: Convention, base: object) -> list[Any]:
        tried.append(convention.id)
        return []

    monkeypatch.setattr(ConventionSearch, "schemes", schemes)
    cells = read_content(b"net_h1: 0.5\nnet_h2: 0.3925\n", MAZUR.names).cells

    assert MAZUR.mark(cells, cells).findings
    assert "other_epoch" in tried
    assert not {"gradient_sign", "err_sign", "biases", "biases_left"} & set(tried)


@pytest.mark.parametrize("blanks", [3, 60, 100])
def test_as_many_numbers_are_asked_what_a_blank_line_was(blanks: int) -> None:
    """All that hang on it, and sixty at most."""
    lines = [Key("out", 1, unit) for unit in range(1, blanks + 1)]
    after = {line: [line._replace(kind="net", layer=2)] for line in lines}
    written = {key for keys in after.values() for key in keys}
    sheet = SimpleNamespace(
        scheme=SimpleNamespace(children=after),
        world=SimpleNamespace(written=written),
        judged=written,
        cells=dict.fromkeys(written, read_cell("0.5")),
    )

    found = SheetJudgement.written_after(cast("SheetJudgement", sheet), lines)

    assert len(found) == min(blanks, 60)


PERCEPTRON = Marker(
    Exercise.build(
        inputs=[1, 1],
        targets=[1],
        weights=[[["0.5", "0.25"]]],
        biases=[0],
        activation="step",
        learning_rule="perceptron",
        learning_rate="0.5",
    )
)


@pytest.mark.parametrize(
    ("text", "own", "digits", "exactly"),
    [
        ("0.5", "0.5", None, True),
        ("0.25", "0.25", Digits(2), True),
        ("0.3", "0.25", Digits(1), False),  # what follows, rounded
        ("0.25", "0.7", Digits(2), False),  # it may have been rounded to what is asked for
        ("0.2", "0.7", Digits(2), True),  # and so is what has fewer digits than that
        ("0.20", "0.7", Digits(2), True),
        ("0.251", "0.7", Digits(2), False),
    ],
)
def test_which_numbers_of_a_perceptron_are_meant_as_they_stand(
    text: str, own: str, digits: Digits | None, exactly: bool
) -> None:
    """What follows to the last digit, or has fewer digits than it would be rounded to."""
    key = PERCEPTRON.names.find("net_o1")
    box = AffineNumber(Decimal(own))

    assert stands_exactly(PERCEPTRON.scheme, key, read_cell(text), box, digits) is exactly


@pytest.mark.parametrize("middle", [0.2, 5.0])
@pytest.mark.parametrize("strange", [1, 2, 3, 4])
def test_one_other_mistake_among_five_hides_no_factor(
    middle: float, strange: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever it is, but for the one that tells a factor most precisely."""
    keys = [Key("delta", 2, unit) for unit in range(1, 6)]
    centres = [middle if place == strange else 0.713 for place in range(5)]
    ranges = [
        Range(key, centre - room, centre + room)
        for key, centre, room in zip(
            keys, centres, (0.0002, 0.0003, 0.0004, 0.0005, 0.0006), strict=True
        )
    ]
    monkeypatch.setattr(common_factors, "_ranges", lambda judged, of: ranges if of else [])

    notes = common_factors._shared(cast("SheetJudgement", None), keys, [])

    assert notes == {key: "times:0.713" for key in keys if key != keys[strange]}
