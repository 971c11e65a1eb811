"""The values of `step --format json` are what they have been since they were first published.

Each has 28 significant digits, or as many as it has. `json/values.csv` was written by an earlier
program; lines may come in another order, and may say more, but not something else.
"""

import csv
import json
from itertools import groupby
from pathlib import Path

import pytest

from bpcalc.cli import run

FOLDER = Path(__file__).parent / "json"
COLUMNS = ("name", "kind", "layer", "unit", "source", "sample", "epoch", "value")
CHANGED = {"two-three-two": str(FOLDER / "two-three-two.yaml")}
"""Built-in exercises whose numbers are others by now, each with the file of then."""


def published() -> list[object]:
    """Return every exercise with its lines of then."""
    with (FOLDER / "values.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        pytest.param(name, [tuple(row[column] for column in COLUMNS) for row in of_one], id=name)
        for name, of_one in groupby(rows, key=lambda row: row["exercise"])
    ]


@pytest.mark.parametrize(("name", "wanted"), published())
def test_json_has_the_values_of_then(capsys, name, wanted):
    """Digit by digit, and under the same names."""
    assert run(["step", CHANGED.get(name, name), "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]

    found = [
        tuple("" if line[column] is None else str(line[column]) for column in COLUMNS)
        for line in lines
    ]
    assert sorted(found) == sorted(wanted)
