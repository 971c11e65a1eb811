"""Headings and rows of a class's table: who a student is, and what a column holds."""

import pytest

import bpcalc
from bpcalc.checking.marker import Marker
from bpcalc.checking.submissions.tables import read_table
from bpcalc.errors import AnswersError

NAMES = Marker(bpcalc.load("mazur")).names


def read(*rows: list[str]) -> dict[str, dict[str, str]]:
    """Return what each student of a table has answered."""
    found = read_table(rows, NAMES, NAMES.asked).rows
    return {row.person.name: dict(zip(row.names, row.cells, strict=True)) for row in found}


def test_two_students_who_are_called_like_quantities_have_a_row_each() -> None:
    """Only a column of three and more of them is one of headings."""
    assert read(
        ["student", "net_h1", "remark"], ["E_o1", "0.3775", "late"], ["net_h2", "0.39", ""]
    ) == {"E_o1": {"net_h1": "0.3775"}, "net_h2": {"net_h1": "0.39"}}
    turned = [["", "Ann", "Bo"], ["net_h1", "0.37", "0.38"], ["net_h2", "0.39", "0.3"]]
    assert read(*turned, ["net_o1", "1.1", "1.2"]) == {
        "Ann": {"net_h1": "0.37", "net_h2": "0.39", "net_o1": "1.1"},
        "Bo": {"net_h1": "0.38", "net_h2": "0.3", "net_o1": "1.2"},
    }


@pytest.mark.parametrize("heads", [["Pupil"], ["Timestamp", "Pupil"]])
def test_in_a_table_of_answers_the_first_column_of_no_other_use_has_the_students(heads) -> None:
    """Whatever its heading is."""
    when = ["2026-11-20 9:00"] * (len(heads) - 1)
    rows = [[*when, name, "net_h1", value] for name, value in (("Ann", "0.3775"), ("Bo", "0.39"))]
    assert read([*heads, "quantity", "value"], *rows) == {
        "Ann": {"net_h1": "0.3775"},
        "Bo": {"net_h1": "0.39"},
    }


@pytest.mark.parametrize("heading", ["dalta_o2", "dleta_o2", "dlta_o2", "deelta_o2", "deltc_o2"])
def test_a_heading_with_one_letter_wrong(heading: str) -> None:
    """Another letter, two exchanged, one left out or too many."""
    cells = read(["name", heading, "net_h1"], ["Ann", "0.1", "0.2"])["Ann"]
    assert cells == {"delta_o2": "0.1", "net_h1": "0.2"}


@pytest.mark.parametrize("heading", ["daltt_o2", "deta_o3", "dalt_o2", "delty_h7"])
def test_a_heading_with_two_letters_wrong_or_another_number(heading: str) -> None:
    """It is no quantity that is meant."""
    cells = read(["name", heading, "net_h1"], ["Ann", "0.1", "0.2"])["Ann"]
    assert cells == {"net_h1": "0.2"}


def wide(columns: int) -> list[list[str]]:
    """Return a table of so many columns with its headings in two rows."""
    more = columns - 3
    upper = ["name", "net", "", *[f"remark {at}" for at in range(more)]]
    return [upper, ["", "h1", "h2", *[""] * more], ["Ann", "0.3775", "0.39", *["-"] * more]]


def test_headings_in_two_rows_are_put_together_in_a_table_of_some_width() -> None:
    """Up to 400 columns; of a wider one nothing is guessed."""
    assert read(*wide(400)) == {"Ann": {"net_h1": "0.3775", "net_h2": "0.39"}}
    with pytest.raises(AnswersError, match="no column of the table names a quantity"):
        read(*wide(401))
