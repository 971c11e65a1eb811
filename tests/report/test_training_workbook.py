"""The workbook of a training run: its rows are the epochs, also when they are worked anew."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report.workbook import comparison_workbook as comparison_workbooks
from bpcalc.report.workbook import training_workbook as workbooks
from bpcalc.report.workbook.comparison_workbook import comparison_workbook
from bpcalc.training.epoch_table import EpochTable
from tests.helpers.libreoffice import needs_libreoffice, recalculated
from tests.helpers.ranges import LONG
from tests.report.test_training_code import FURTHER, _exercise

EPOCHS = 4
TOP = 5
"""The row of epoch 0, counted from 1."""


@cache
def trainable() -> dict[str, bpcalc.Exercise]:
    """Return every exercise that the workbook can be tried with, by a name of a file."""
    named = {name: bpcalc.load(name) for name in built_in()}
    named |= {f"further{n}": _exercise(text) for n, text in enumerate(FURTHER)}
    named |= {f"rounded{n}": _rounded(*each) for n, each in enumerate(ROUNDED)}
    return {name: each for name, each in named.items() if each.learning_rate is not None}


ROUNDED = [
    ("mazur", "{decimals: 3, carry: rounded}"),
    ("mazur", "{decimals: 2, carry: rounded, ties: half_even}"),
    ("mazur", "{decimals: 4, carry: rounded, ties: down}"),
    ("two-three-two", "{significant: 3, carry: rounded}"),
    ("xor", "{significant: 4, carry: rounded, ties: down}"),
    ("xor", "{decimals: 4, delta: 6, carry: rounded}"),
    ("mazur", "{decimals: 2, carry: rounded}\nlearning_rate: {start: 0.5, exponential: 0.87}"),
    ("xor", "{decimals: 3, carry: rounded}\nlearning_rate: {start: 0.5, inverse: 0.123}"),
]


def _rounded(name: str, rounding: str) -> bpcalc.Exercise:
    text = bpcalc.load(name).to_yaml()
    replaced = ("rounding", "learning_rate") if "learning_rate" in rounding else ("rounding",)
    kept = [line for line in text.splitlines() if not line.startswith(replaced)]
    return bpcalc.load("\n".join([*kept, f"rounding: {rounding}", ""]))


@pytest.mark.sampled(35)
@pytest.mark.parametrize("name", list(trainable()))
def test_rows_are_the_epochs_of_training(name: str) -> None:
    """Against the engines: the error before every epoch, and the weights."""
    exercise = trainable()[name]
    trained = bpcalc.train(exercise, epochs=EPOCHS, until=0)
    table = EpochTable(exercise)
    rows = table.rows()

    for point in trained.history:
        row = next(rows)
        assert row[table.error] == pytest.approx(point.error, rel=1e-9, abs=1e-12), point
    keys = [key.timeless for key in trained.training.problem.parameters]
    after = dict(zip(keys, trained.training.after, strict=False))
    for number, column in enumerate(table.columns):
        if column.block == "weights":
            value = float(after[column.line.key.timeless])
            assert row[number] == pytest.approx(value, rel=1e-9, abs=1e-12)


SHUFFLED = [
    "",
    "momentum: 0.8",
    "optimizer: adam",
    "penalty: {l2: 0.01}",
    "normalise: {inputs: min_max}",
    "dropout: [{mask: [1, 0, 1], keep: 0.5}]",
    "learning_rate: {start: 0.5, exponential: 0.9}",
    "rounding: {decimals: 4, carry: rounded}",
    "update: batch",
]


@pytest.mark.parametrize("further", SHUFFLED)
def test_rows_are_the_epochs_of_a_shuffled_run(further: str) -> None:
    """Each row has the samples in the order that was drawn for it."""
    trained = bpcalc.train(_exercise(further), epochs=EPOCHS, until=0, shuffle=True, seed=3)
    table = workbooks.epoch_table(trained.training)

    found = [row[table.error] for _, row in zip(trained.history, table.rows(), strict=False)]

    assert found == pytest.approx([point.error for point in trained.history], rel=1e-9)
    if further != "update: batch":
        usual = bpcalc.train(_exercise(further), epochs=EPOCHS, until=0).history
        assert found != pytest.approx([point.error for point in usual], rel=1e-9)


@needs_libreoffice
def test_libreoffice_works_a_shuffled_run_out(tmp_path: Path) -> None:
    """Formulas over the inputs of other samples in each row; the order stands beside them."""
    runs = {
        f"book{n}": bpcalc.train(_exercise(each), epochs=EPOCHS, until=0, shuffle=True, seed=3)
        for n, each in enumerate(SHUFFLED[:3])
    }
    books = {name: workbooks.training_workbook(each.training) for name, each in runs.items()}
    worked = recalculated(books, tmp_path / "office")

    for name, trained in runs.items():
        errors = [row[1] for row in _numbers(worked[name])]
        assert errors == pytest.approx([point.error for point in trained.history], rel=1e-9)
        orders = [row[-1] for row in _numbers(worked[name])]
        drawn = [next(order) for order in [trained.training.orders()] for _ in range(EPOCHS)]
        assert orders[:-1] == [", ".join(str(n + 1) for n in order) for order in drawn]


def _numbers(book: Any) -> list[list[float]]:
    sheet = book["Epochs"]
    return [list(row) for row in sheet.iter_rows(min_row=TOP, values_only=True)]


@needs_libreoffice
def test_libreoffice_works_out_the_same(tmp_path: Path) -> None:
    """Every cell of built-in exercises, in the long run of all, and of others, worked anew."""
    books = {
        name: workbooks.training_workbook(bpcalc.train(each, epochs=EPOCHS, until=0).training)
        for number, (name, each) in enumerate(trainable().items())
        if number % (5 if LONG else 23) == 0 or (LONG and (name in built_in() or number % 3 == 0))
    }
    worked = recalculated(books, tmp_path / "office")

    for name, content in books.items():
        formulas = load_workbook(BytesIO(content))["Epochs"]
        written = _numbers(load_workbook(BytesIO(content), data_only=True))
        again = _numbers(worked[name])
        live = [cell for row in formulas.iter_rows(min_row=TOP) for cell in row if cell.value]
        assert all(str(cell.value).startswith("=") for cell in live if cell.column > 1)
        assert len(written) == EPOCHS + 1
        for own, other in zip(written, again, strict=True):
            for value, found in zip(own, other, strict=True):
                assert (value is None) == (found is None), name
                if value is not None:
                    assert found == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_the_error_chart_is_there(tmp_path: Path) -> None:
    """From the command line; the chart's errors are those of the rows."""
    path = tmp_path / "run.xlsx"
    for _ in range(2):  # it is the command's own
        assert run(["train", "mazur", "--epochs", "20", "-o", str(path)]) == 0
    book = load_workbook(path)
    (chart,) = book["Error curve"]._charts
    (series,) = chart.series
    assert series.yVal.numRef.f == "Epochs!$B$5:$B$25"
    assert book.sheetnames == ["Given", "Epochs", "Error curve"]


def test_a_long_run_has_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above so many cells; above more, not every epoch has a row, and the sheet says so."""
    monkeypatch.setattr(workbooks, "MAX_LIVE_CELLS", 1000)
    monkeypatch.setattr(workbooks, "MAX_CELLS", 2000)
    trained = bpcalc.train("two-three-two", epochs=80)

    book = load_workbook(BytesIO(workbooks.training_workbook(trained.training)))

    sheet = book["Epochs"]
    rows = list(sheet.iter_rows(min_row=TOP, values_only=True))
    errors = {point.epoch: point.error for point in trained.history}
    assert "epochs apart" in sheet["A1"].value
    assert [row[0] for row in rows][:2] != [0, 1]
    assert rows[-1][0] == 80
    assert all(row[1] == pytest.approx(errors[row[0]], rel=1e-9) for row in rows)
    assert "no formulas" in " ".join(str(c.value) for c in book["Given"]["A"] if c.value)


def test_a_comparison_has_a_sheet_for_every_run_and_a_chart(tmp_path: Path) -> None:
    """With all weights, nets, outputs and gradients of each."""
    path = tmp_path / "runs.xlsx"
    vary = ["--vary", "learning_rate=0.1,0.5,2", "--epochs", "15"]
    assert run(["compare", "mazur", *vary, "-o", str(path)]) == 0

    book = load_workbook(path, data_only=True)

    assert len(book.sheetnames) == 6
    (chart,) = book[book.sheetnames[-1]]._charts
    assert len(chart.series) == 3
    for name, rate in zip(book.sheetnames[2:5], (0.1, 0.5, 2), strict=True):
        history = bpcalc.compare("mazur", learning_rate=[rate], epochs=15)[0].trained.history  # type: ignore[union-attr]
        rows = list(book[name].iter_rows(min_row=TOP, values_only=True))
        assert [row[1] for row in rows] == pytest.approx([point.error for point in history])


COMPARED = [
    ("mazur", {"learning_rate": [0.1, 0.5, 2], "optimizer": ["{sgd: {}}", "adam"]}),
    ("xor", {"activation": ["sigmoid", "tanh"], "weights": ["given", "random:1"]}),
    ("two-three-two", {"loss": ["half_squared_error", "squared_error"]}),
    ("two-three-two", {"learning_rate": [0.5, "{start: 0.5, exponential: 0.9}"]}),
]


def _compared(name: str, vary: dict[str, list[object]]) -> tuple[list[Any], bytes]:
    found = bpcalc.compare(name, epochs=6, until=0, **vary)  # type: ignore[arg-type]  # the settings
    return list(found), comparison_workbook("runs", found._runs)


@needs_libreoffice
def test_a_comparison_is_worked_anew(tmp_path: Path) -> None:
    """All sheets are formulas over what is given; so is how each run ended, and so is its end."""
    compared = {f"book{n}": _compared(*each) for n, each in enumerate(COMPARED)}
    books = {name: content for name, (_, content) in compared.items()}
    changed = load_workbook(BytesIO(books["book0"]))
    rates = [
        row[2] for row in changed["Given"].iter_rows() if str(row[3].value).startswith("eta_run")
    ]
    assert [cell.value for cell in rates] == [0.1, 0.1, 0.5, 0.5, 2, 2]
    rates[0].value = 0.5
    altered = BytesIO()
    changed.save(altered)
    worked = recalculated({**books, "changed": altered.getvalue()}, tmp_path / "office")

    for name, (runs, content) in compared.items():
        formulas = load_workbook(BytesIO(content))
        for sheet in formulas.sheetnames[2:-1]:
            cells = [c for row in formulas[sheet].iter_rows(min_row=TOP) for c in row if c.value]
            assert all(str(cell.value).startswith("=") for cell in cells if cell.column > 1)
        for number, one in enumerate(runs):
            row = [cell.value for cell in worked[name]["Comparison"][number + 4]]
            errors = [point.error for point in one.trained.history]
            assert row[1] == one.label
            assert row[2:7] == pytest.approx(
                [6, errors[0], errors[-1], min(errors), errors.index(min(errors))], rel=1e-9
            )
            assert row[7] == ("the error fell" if errors[-1] < errors[0] else "the error grew")
    assert worked["book2"]["Comparison"].max_column == 8  # other errors are not compared
    first, third = (worked["changed"]["Comparison"][n] for n in (4, 6))
    assert first[4].value == pytest.approx(third[4].value, rel=1e-12)


def test_long_comparisons_have_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above so many cells; how the runs ended is read off them all the same."""
    monkeypatch.setattr(comparison_workbooks, "MAX_LIVE_CELLS", 100)
    runs, content = _compared("mazur", {"learning_rate": [0.1, 0.5]})
    book = load_workbook(BytesIO(content))
    assert book.sheetnames[0] == "Comparison"
    assert len(book.sheetnames) == len(runs) + 2
    assert "no formulas" in book["Comparison"]["A2"].value
    assert str(book["Comparison"]["E5"].value).startswith("='2 learning_rate")
    assert isinstance(book[book.sheetnames[1]]["C5"].value, float)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["xor", "--presentations", "5"], "whole epoch"),
    ],
)
def test_what_has_no_such_rows_is_refused(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence, and nothing is written."""
    assert run(["train", *arguments, "-o", str(tmp_path / "run.xlsx")]) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
