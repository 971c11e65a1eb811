"""Single elements of matrices: counted from 0 or 1, with brackets or parentheses."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


def read(marker: Marker, text: str) -> dict[str, str]:
    """Return the answers of a sheet by name."""
    answers = read_text(text, marker.names)
    return {marker.names.own.name(key): cell.raw for key, cell in answers.cells.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("W1[0][1] = 0.1996\nW2[0][0] = 0.3589", {"w2_new": "0.1996", "w5_new": "0.3589"}),
        (
            "dE/dW1[0,1] = 0.000877\ndE/dW2[1,0] = -0.0226",
            {"dE/dw2": "0.000877", "dE/dw7": "-0.0226"},
        ),
        ("net_h1 = 0.3775\ndE/dW2[1, 0] = -0.0226", {"net_h1": "0.3775", "dE/dw7": "-0.0226"}),
        ("dW2[1][0]: -0.0226", {"dE/dw7": "-0.0226"}),
        ("W1(1,2) = 0.1996\nW2(2,1) = 0.5113", {"w2_new": "0.1996", "w7_new": "0.5113"}),
        ("W1[1][2] = 0.1996", {"w2_new": "0.1996"}),
        ("W1[0][0] = 0.1498\nW1[0][1] = 0.1996", {"w1_new": "0.1498", "w2_new": "0.1996"}),
        # an input may stand in a row, too
        ("W1[1][0] = 0.1996\nW1[0][1] = 0.2498", {"w2_new": "0.1996", "w3_new": "0.2498"}),
    ],
)
def test_the_element_is_the_weight_of_its_place(
    marker: Marker, text: str, found: dict[str, str]
) -> None:
    """`W1(1,2) = 0.1996` had been taken for w5, and a right number called wrong."""
    assert read(marker, text) == found


def test_what_it_is_read_as_is_told(marker: Marker) -> None:
    """By the name of the exercise."""
    answers = read_text("W1[0][1] = 0.1996", marker.names)

    assert answers.notes == ("`W1[0][1]` is read as w2_new",)


@pytest.mark.parametrize("text", ["W1[1][1] = 0.77", "W1(5,1) = 0.1996", "W2[2][3] = 0.4"])
def test_what_is_not_plain_is_told_and_not_marked(marker: Marker, text: str) -> None:
    """Counted from 0 or from 1, and a place that there is not."""
    answers = read_text(f"net_h1 = 0.3775\n{text}", marker.names)

    assert len(answers.cells) == 1
    assert len(answers.unknown) == 1


def test_an_old_weight_is_given(marker: Marker) -> None:
    """Where the new one is quite another number."""
    assert read(marker, "W2[1][1] = 0.55\nW2[0][0] = 0.3589") == {"w5_new": "0.3589"}


def test_many_of_them_are_not_looked_at(marker: Marker) -> None:
    """No sheet has so many, and reading stays quick."""
    text = "net_h1 = 0.3775\n" + "\n".join(f"W1[{n}][{n}] = 0.1" for n in range(500))

    assert len(read_text(text, marker.names).cells) == 1
