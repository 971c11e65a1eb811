"""An old weight under the name of the new one is told where no new one is written."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

SAYS = "taken for the value before the update"


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def told(marker: Marker, text: str) -> list[str]:
    """Return what is said of old values."""
    answers = read_text(f"net_h1 = 0.3775\n{text}\n", marker.names)
    assert not answers.unknown
    return [note for note in answers.notes if SAYS in note]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("w5 = 0.40\nw6 = 0.4087", "`w5`"),
        ("w5 = 0.40, w6 = 0.45, w7 = 0.5113", "`w5`, `w6`"),
        ("W2 = [[0.40, 0.45], [0.50, 0.55]]", "`W2`"),
    ],
)
def test_who_means_a_new_value_is_told(marker: Marker, text: str, names: str) -> None:
    """It had been passed over in silence."""
    (note,) = told(marker, text)

    assert note == f"{names}: {SAYS}, which the exercise gives; write a new one as w5_new"


@pytest.mark.parametrize(
    "text",
    [
        "w5 = 0.40\nw5_new = 0.3589",
        "w5 = 0.3589\nw5 = 0.40",
        "w5 = 0.40 -> 0.3589",
        "old w5 = 0.40",
        "b1 = 0.35",  # no new one is asked for
        "\n".join(f"w{n} = 0.{n * 5 + 10 + 5 * (n > 4)}" for n in range(1, 9)),  # the givens
    ],
)
def test_who_does_not_is_told_nothing(marker: Marker, text: str) -> None:
    """The new one is there, or nobody asks for it."""
    assert told(marker, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "w1: before 0.15, after 0.1498",
        "w1: old 0.15, new 0.1498",
        "w1：更新前 0.15，更新后 0.1498",
        "w1 更新前为0.15，更新后为0.1498",
        "w1更新前：0.15 更新后：0.1498",
        "w1 before = 0.15\nw1 after = 0.1498",
        "before w1 = 0.1\nw1_new = 0.1498",
    ],
)
def test_old_and_new_values_beside_each_other(marker: Marker, text: str) -> None:
    """`w1 before` was read as the new one, and the new one lost."""
    answers = read_text(text, marker.names)

    assert {marker.names.own.name(k): cell.raw for k, cell in answers.cells.items()} in (
        {"w1_new": "0.1498"},
        {"w1_new": "0.15 -> 0.1498"},
    )
    assert not answers.unknown


def test_factors_in_brackets_end_no_value(marker: Marker) -> None:
    """What multiplies an array of a formula is no name of the next one."""
    answers = read_text("δ2 = (A2-y)⊙A2⊙(1-A2) = [[0.1385],[-0.0381]]", marker.names)

    assert [cell.raw for cell in answers.cells.values()] == ["0.1385", "-0.0381"]
