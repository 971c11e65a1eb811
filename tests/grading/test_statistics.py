"""What a class has in common, counted from the records of its sheets."""

from fractions import Fraction
from math import sqrt

import pytest

from bpcalc.checking.statistics import Statistics, statistics


def sheet(verdict: str, credit: str = "1", rule: str = "", *, score: str = "5", chance=0.0):
    """Return the record of a sheet with one line of interest."""
    row = {
        "quantity": "out_o1",
        "verdict": verdict,
        "credit": credit,
        "max": "2",
        "rules": [rule] if rule else [],
        "chance": chance,
    }
    told = [{"id": rule, "kind": "out"}] if rule else []
    return {"score": score, "mark": "3", "best": "10", "rows": [row], "findings": told}


def sheets(wrong: int, right: int, rule: str = "bias_twice") -> Statistics:
    """Return the statistics of so many sheets with a mistake, and without."""
    verdict = "mistake" if rule else "unexplained"
    some = [sheet(verdict, "0", rule) for _ in range(wrong)]
    return statistics([*some, *(sheet("right", "2") for _ in range(right))])


@pytest.mark.parametrize("rule", ["bias_twice", ""])
@pytest.mark.parametrize(
    ("wrong", "right", "suspect"),
    [(4, 0, True), (3, 0, False), (3, 2, True), (3, 3, False), (4, 3, True), (2, 3, False)],
)
def test_more_than_half_of_four_make_the_exercise_suspect(
    wrong: int, right: int, suspect: bool, rule: str
) -> None:
    """A known mistake or none; fewer who answer say nothing."""
    expected = [("out_o1", rule, wrong, wrong + right)] if suspect else []

    assert sheets(wrong, right, rule).suspect() == expected


def test_blanks_are_no_answers() -> None:
    """Neither they nor what cannot be read are counted."""
    records = [sheet("mistake", "0", "bias_twice") for _ in range(3)]
    found = statistics([*records, sheet("blank", "0"), sheet("unreadable", "0")])

    assert found.items["out_o1"].count == 5
    assert found.items["out_o1"].answered == 3
    assert found.suspect() == []


def test_a_sheet_with_a_problem_is_none() -> None:
    """The others are counted, with their marks."""
    broken = {**sheet("right"), "problem": "no file"}
    found = statistics([broken, sheet("right"), sheet("mistake", "0", "bias_twice")])

    assert (found.students, found.marks, found.best) == (2, Fraction(6), 10)
    assert found.rules == {("bias_twice", "out"): 1}


def test_facility_and_discrimination() -> None:
    """The share of the marks, and the correlation with the rest of the score, by definition."""
    credits, scores = [2, 1, 2, 0, 1], [9, 5, 8, 2, 6]
    records = [
        sheet("right" if credit else "mistake", str(credit), score=str(score))
        for credit, score in zip(credits, scores, strict=True)
    ]
    item = statistics(records).items["out_o1"]

    rest = [score - credit for credit, score in zip(credits, scores, strict=True)]
    mean, other = sum(credits) / 5, sum(rest) / 5
    both = sum((x - mean) * (y - other) for x, y in zip(credits, rest, strict=True))
    sizes = sum((x - mean) ** 2 for x in credits) * sum((y - other) ** 2 for y in rest)
    assert item.facility == pytest.approx(6 / 10)
    assert item.discrimination == pytest.approx(both / sqrt(sizes))
    assert item.fair_facility == pytest.approx(4 / 5)


def test_what_never_varies_has_no_discrimination() -> None:
    """And a line that nobody reached has no facility of its own."""
    assert sheets(0, 3).items["out_o1"].discrimination is None
    followed = statistics([sheet("follow")]).items["out_o1"]
    assert followed.fair_facility is None
    assert followed.facility == 0.5


def test_the_largest_chance_of_coincidence_is_kept() -> None:
    """Of all sheets with that mistake."""
    chances = [0.001, 0.02, 0.003]
    found = statistics([sheet("mistake", "0", "bias_twice", chance=each) for each in chances])

    assert found.items["out_o1"].worst == {"bias_twice": 0.02}


def test_conventions_are_counted_apart() -> None:
    """They are no mistakes."""
    record = sheet("right")
    record["findings"] = [{"id": "delta", "kind": "delta", "convention": True}]
    found = statistics([record, record])

    assert found.conventions == {"delta": 2}
    assert not found.rules
