"""CSV: the lines of JSON as plain values, and nothing that a spreadsheet would work out."""

import csv
import json
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from tests.helpers import naughty
from tests.helpers.reports import lines_of, report


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows under their headings."""
    return list(csv.DictReader(text.splitlines()))


def plain(cell: str) -> str:
    """Return a cell without the mark that makes a spreadsheet take it for text."""
    return cell.removeprefix("'")


@pytest.mark.parametrize("name", sorted(built_in()))
def test_csv_has_what_json_has(name: str) -> None:
    """Every line and every field is that of JSON; null is an empty cell."""
    rows = rows_of(report(name, "csv", epochs=2))

    lines = lines_of(name, epochs=2)
    fields = dict.fromkeys(field for line in lines for field in line)
    expected = [
        {field: "" if line.get(field) is None else str(line[field]) for field in fields}
        for line in lines
    ]
    assert [{field: plain(cell) for field, cell in row.items()} for row in rows] == expected


def test_numbers_stay_numbers() -> None:
    """A negative value has no mark in front, or a spreadsheet could not add it up."""
    rows = rows_of(report("mazur", "csv"))

    assert {row["shown"] for row in rows if row["name"] == "delta_o2"} == {"-0.0380982"}
    assert all(float(row["value"]) is not None for row in rows)


def test_the_relation_is_the_sign_itself() -> None:
    """Whoever reads the table asks for "=": a sign alone is no formula, and has no mark."""
    rows = rows_of(report("mazur", "csv"))

    relations = [line["relation"] for line in lines_of("mazur")]
    assert [row["relation"] or None for row in rows] == relations
    assert {"=", "≈"} <= set(relations)


@pytest.mark.parametrize("name", [*naughty.NAMES, "＝1", "+1+1", "@SUM(1)"])
def test_no_cell_is_a_formula(name: str, tmp_path: Path) -> None:
    """A cell that begins like a formula is a number, or is marked as text."""
    text = report(naughty.exercise(tmp_path, name, "=cmd()"), "csv")

    suspicious = [
        cell for row in csv.reader(text.splitlines()) for cell in row if cell[:1] in tuple("=+-@＝")
    ]

    assert [cell for cell in suspicious if len(cell) > 1 and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_file_is_marked_as_utf_8_and_standard_output_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Excel needs the mark to see δ; a program that reads a pipe would stumble over it."""
    path = tmp_path / "mazur.csv"

    assert run(["step", "mazur", "-o", str(path)]) == 0
    assert run(["step", "mazur", "--format", "csv"]) == 0

    assert path.read_bytes() == b"\xef\xbb\xbf" + capsys.readouterr().out.encode()


def test_a_selection_selects_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """What is selected for the screen is selected in CSV, as in JSON."""
    assert run(["step", "mazur", "--only", "net", "--format", "csv"]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert run(["step", "mazur", "--only", "net", "--format", "json"]) == 0

    assert [row["name"] for row in rows] == [
        line["name"] for line in json.loads(capsys.readouterr().out)["lines"]
    ]
