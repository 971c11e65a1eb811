"""`bpcalc compare` as a user calls it: table, pictures, files, sentences and exit codes."""

import csv
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.cli.shells import variations
from bpcalc.maths.expr import Number
from bpcalc.report.drawing.curves import NamedCurve, within
from bpcalc.report.plot import drawn_together

RATES = ["--vary", "learning_rate=0.1,0.2,0.5,0.8,1,2", "--epochs", "20"]
SVG = "{http://www.w3.org/2000/svg}"


def test_the_table_has_the_errors_of_every_run(capsys: pytest.CaptureFixture[str]) -> None:
    """In the digits of the exercise, and the best one is named."""
    assert run(["compare", "two-three-two", *RATES, "--width", "80"]) == 0
    page = capsys.readouterr().out

    rates = ["0.1", "0.2", "0.5", "0.8", "1", "2"]
    for number, rate in enumerate(rates, start=1):
        exercise = replace(bpcalc.load("two-three-two"), learning_rate=Number(rate))
        error = bpcalc.train(exercise, epochs=20).error
        assert re.search(rf"^{number} +{rate} +{error:.6g}", page, re.MULTILINE), rate
    assert "No run diverged." in page
    assert "with learning_rate = 2." in page
    assert max(map(len, page.splitlines())) <= 80


def test_the_picture_has_a_curve_and_a_name_for_every_run(tmp_path: Path) -> None:
    """Each with a colour of its own; alone, and on a page."""
    picture, page = tmp_path / "runs.svg", tmp_path / "runs.html"
    assert run(["compare", "two-three-two", *RATES, "-o", str(picture)]) == 0
    assert run(["compare", "two-three-two", *RATES, "-o", str(page)]) == 0

    root = ET.parse(picture).getroot()
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == 6
    assert len({line.get("stroke") for line in lines}) == 6
    names = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    for number, rate in enumerate(("0.1", "0.2", "0.5", "0.8", "1", "2"), start=1):
        assert f"{number}: learning_rate = {rate}" in names
    assert page.read_text(encoding="utf-8").count('class="curve"') == 6


def test_csv_and_json_are_the_same_runs(tmp_path: Path) -> None:
    """A row per run and epoch, and what `train` says of each."""
    table, data = tmp_path / "runs.csv", tmp_path / "runs.json"
    for _ in range(2):  # they are the command's own, and may be written again
        assert run(["compare", "mazur", *RATES, "-o", str(table)]) == 0
        assert run(["compare", "mazur", *RATES, "-o", str(data)]) == 0

    rows = list(csv.DictReader(StringIO(table.read_text(encoding="utf-8-sig"))))
    runs = json.loads(data.read_text())["runs"]

    assert len(rows) == 6 * 21
    assert [(row["run"], int(row["epoch"]), float(row["error"])) for row in rows] == [
        (each["label"], point["epoch"], point["error"])
        for each in runs
        for point in each["history"]
    ]
    assert all(
        {"learning_rate": row["learning_rate"]} == each["settings"]
        for each in runs
        for row in rows
        if row["run"] == each["label"]
    )
    assert [each["settings"] for each in runs][5] == {"learning_rate": "2"}
    assert not any(each["diverged"] for each in runs)


def test_only_formats_of_a_comparison_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """In the help, and where a suffix is asked for that none has."""
    assert run(["compare", "--help"]) == 0
    page = capsys.readouterr().out
    assert "xlsx" in page
    assert "matlab" not in page
    assert run(["compare", "mazur", *RATES, "-o", "runs.png"]) == 2
    says = capsys.readouterr().err
    assert ".xlsx" in says
    assert ".tex" not in says


def test_csv_has_a_column_for_each_setting(tmp_path: Path) -> None:
    """The table may be written again with others."""
    table = tmp_path / "runs.csv"
    few = ["compare", "mazur", "--epochs", "2", "-o", str(table)]
    two = ["--vary", "learning_rate=0.1,0.5", "--vary", "weights=given,random:1"]
    for varied in (two, two[:2], two):
        assert run([*few, *varied]) == 0

    rows = list(csv.DictReader(StringIO(table.read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == ["run", "learning_rate", "weights", "epoch", "error"]
    assert [(row["learning_rate"], row["weights"]) for row in rows[::3]] == [
        ("0.1", "given"),
        ("0.1", "random:1"),
        ("0.5", "given"),
        ("0.5", "random:1"),
    ]


@pytest.mark.parametrize(
    "columns", ["name,mark", "run,temperature,epoch,error", "run,epoch", "run,error,epoch"]
)
def test_nothing_of_somebody_else_is_overwritten(
    columns: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table with other columns stays as it is."""
    mine = tmp_path / "mine.csv"
    mine.write_text(f"{columns}\nLi,3\n")

    assert run(["compare", "mazur", *RATES, "-o", str(mine)]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert mine.read_text() == f"{columns}\nLi,3\n"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["mazur"], 2, "--vary learning_rate=0.1,0.5,1"),
        (["mazur", "--vary", "learning_rat=1"], 2, "did you mean `learning_rate`"),
        (["mazur", "--vary", "loss=cross"], 2, "loss=cross: "),
        (["mazur", *RATES, "--until", "-1"], 2, "0 or more"),
        (["mazur", *RATES, "--until", "1e-9"], 3, ""),
        (["mazur", *RATES, "--until", "0.2"], 0, ""),
        (["regression", "--vary", "learning_rate=0.1,50"], 0, ""),
        (["mazur", *RATES, "--engine", "machine", "--format", "latex"], 2, "comparison"),
        (["no-such", *RATES], 2, "no-such"),
    ],
)
def test_exit_codes_and_sentences(
    arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be used is 2; a target that no run reaches is 3; divergence is a result."""
    assert run(["compare", *arguments]) == code
    assert says in capsys.readouterr().err


def test_what_is_too_high_does_not_press_the_others_flat(tmp_path: Path) -> None:
    """A run that diverges is cut off, and the picture says so."""
    picture = tmp_path / "runs.svg"
    vary = ["--vary", "learning_rate=0.001,0.002,50", "--epochs", "60"]
    assert run(["compare", "regression", *vary, "-o", str(picture)]) == 0

    texts = ["".join(text.itertext()) for text in ET.parse(picture).getroot().iter(f"{SVG}text")]

    assert any("too high for this picture" in text for text in texts)
    assert not any(re.fullmatch(r"1e\d{2,}", text) for text in texts)


def test_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """All that is read is Chinese; names of settings are those of the file."""
    assert run(["compare", "mazur", *RATES, "--lang", "zh", "--width", "90"]) == 0

    _, _, page = capsys.readouterr().out.partition("sigmoid")
    words = set(re.findall("[A-Za-z_]{3,}", page))

    assert words == {"sigmoid", "learning_rate"}


def test_several_curves_in_characters() -> None:
    """The first one is on top where two meet; a run without errors takes no place."""
    first, second = [(0, 1.0), (1, 0.5), (2, 0.25)], [(0, 1.0), (1, 0.9), (2, 0.8)]

    page = drawn_together([first, second, []], 80)

    assert "1" in page
    assert "2" in page
    assert page.splitlines()[0].rstrip().endswith("│1") or "│1" in page
    assert drawn_together([[], []], 80) == ""
    assert drawn_together([first], 20) == ""


def test_settings_and_values_are_completed() -> None:
    """Names first, then values behind the equals sign and behind commas."""
    import click

    context, parameter = click.Context(click.Command("x")), click.Option(["--vary"])

    def found(text: str) -> list[str]:
        return [item.value for item in variations(context, parameter, text)]

    assert "learning_rate=" in found("lea")
    assert "activation=tanh" in found("activation=ta")
    assert "weights=zero,random:1" in found("weights=zero,r")


def test_the_exercise_says_how_long_each_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its presentations and its target hold for a comparison as they do for training."""
    text = (Path(bpcalc.__file__).parent / "exercises" / "xor.yaml").read_text("utf-8")
    plain = re.sub(r"^(epochs|until|presentations):.*\n", "", text, flags=re.MULTILINE)
    path = tmp_path / "few.yaml"
    path.write_text(f"{plain}\npresentations: 10\n", encoding="utf-8")
    rates = ["--vary", "learning_rate=0.5,1", "--format", "csv"]
    assert run(["compare", str(path), *rates]) == 0
    rows = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    rate = replace(bpcalc.load(str(path)), learning_rate=Number("1"))
    trained = bpcalc.train(rate)
    last = [float(row["error"]) for row in rows if row["run"].endswith("= 1")][-1]
    assert last == pytest.approx(trained.error, rel=1e-12)

    path.write_text(f"{plain}\nepochs: 50\nuntil: 1e-9\n", encoding="utf-8")
    assert run(["compare", str(path), *rates]) == 3
    capsys.readouterr()
    assert run(["compare", str(path), *rates[:2]]) == 3  # and the page says why
    said = "No run came to an error of 1e-9"
    assert said in capsys.readouterr().out
    compared = bpcalc.compare(str(path), learning_rate=[0.5, 1])
    assert said in compared._repr_html_()
    assert run(["compare", str(path), *rates[:2], "--until", "0.6"]) == 0
    assert "No run came to" not in capsys.readouterr().out


def test_where_no_run_can_be_done_it_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Batches are not shuffled, whatever the learning rate."""
    text = (Path(bpcalc.__file__).parent / "exercises" / "xor.yaml").read_text("utf-8")
    path = tmp_path / "batches.yaml"
    path.write_text(
        re.sub("^update: online", "batch_size: 2", text, flags=re.MULTILINE), encoding="utf-8"
    )
    call = ["compare", str(path), *RATES, "--shuffle"]
    assert run(call) == 2
    assert "shuffle" in capsys.readouterr().err


def test_what_is_too_low_does_not_press_the_others_together() -> None:
    """Errors of 1e-30 beside 0.01: the runs have rows of their own, and a line says so."""
    curves = [
        NamedCurve("1", tuple((n, 0.01) for n in range(30))),
        NamedCurve("2", tuple((n, 0.0001) for n in range(30))),
        NamedCurve("3", tuple((n, 10.0**-n) for n in range(30))),
    ]
    drawable = within(curves)
    page = drawn_together(drawable.curves, 70)

    assert drawable.below == 17
    assert list(drawable.notes) == ["17 errors are too low for this picture."]
    assert {"1", "2", "3"} <= {sign for line in page.splitlines()[:13] for sign in line[8:]}
    assert within(curves[2:]).below == 0


def test_a_curve_that_others_hide_is_named() -> None:
    """Two runs with the same errors: the first is seen."""
    points = [(float(n), 0.5 - n / 100) for n in range(20)]

    assert drawn_together([points, points], 60).splitlines()[-1] == "Behind the others: 2."
    assert "Behind" not in drawn_together([points, [(n, e / 2) for n, e in points]], 60)
