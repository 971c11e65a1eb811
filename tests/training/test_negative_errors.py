"""Errors below 0, which some losses have: no run ends because of them, every curve has a place."""

import json
import zipfile
from math import log
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpcalc.cli import cli
from bpcalc.exercise.reader import read
from bpcalc.report.drawing.curve_scales import curve_scales
from bpcalc.report.plot import drawn
from bpcalc.report.sparkline import sparkline
from bpcalc.training.engine_choice import ENGINES, choose
from bpcalc.training.history import Point
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, train

POISSON = """samples:
  - {inputs: [1], targets: [3]}
  - {inputs: [2], targets: [5]}
weights: [[[0.2]]]
biases: [0.9]
learning_rate: 0.02
activation: identity
loss: poisson
"""
"""Its error falls from 0.8 to -3.2 in thirty epochs."""

FALLING = [(0.0, 1.0), (1.0, -0.4), (2.0, -2.6), (3.0, -2.9)]


@pytest.mark.parametrize("engine", sorted(set(ENGINES) - {"machine"}))
@pytest.mark.parametrize("until", [None, 0.0])
def test_a_negative_error_ends_nothing_where_none_was_named(
    engine: str, until: float | None
) -> None:
    """All engines go on, to the error of a plain loop in floats."""
    problem = Problem.of(read(POISSON.encode(), "poisson.yaml").exercise)
    training = train(problem, choose(problem, 30, engine), Run(30, until))
    assert (training.stopped, training.epochs) == ("epochs", 30)
    weight, bias = 0.2, 0.9
    for _ in range(30):
        for x, target in ((1, 3), (2, 5)):
            delta = 1 - target / (weight * x + bias)
            weight, bias = weight - 0.02 * delta * x, bias - 0.02 * delta
    outs = [weight * x + bias for x in (1, 2)]
    error = sum(out - target * log(out) for out, target in zip(outs, (3, 5), strict=True))
    assert training.errors_after.total == pytest.approx(error, rel=1e-12)


def test_a_run_of_open_length_goes_on_as_long_as_a_negative_error_falls() -> None:
    """It has not stalled, nor is it at any error that was named."""
    called = CliRunner().invoke(
        cli, ["train", "-", "--until", "0.5", "--format", "json"], input=POISSON
    )
    assert called.exit_code == 0
    assert json.loads(called.stdout)["stopped"] == "until"
    called = CliRunner().invoke(cli, ["train", "-", "--format", "json"], input=POISSON)
    assert json.loads(called.stdout)["history"][-1]["error"] < -3


def test_an_axis_of_errors_goes_below_zero() -> None:
    """It has round numbers on both sides of 0, and no powers of ten."""
    scales = curve_scales(FALLING)
    assert scales is not None
    assert not scales.up.logarithmic
    assert [tick.text for tick in scales.up.ticks] == ["-3", "-2", "-1", "0", "1"]
    assert all(0 <= scales.up.share(error) <= 1 for _, error in scales.kept)
    far = curve_scales([(epoch, 1000 * error) for epoch, error in FALLING] + [(4, 0.001)])
    assert far is not None
    assert len(far.kept) == 5


def test_a_curve_in_characters_falls_below_zero() -> None:
    """So do the bars under it."""
    picture = drawn([Point(*each) for each in FALLING], 60)
    lines = picture.splitlines()
    assert lines[0].startswith(" 1 │")
    assert lines[0].endswith("•")
    assert any(line.startswith("-3 │") for line in lines)
    assert sparkline([error for _, error in FALLING]) == "█▅▂▁"


@pytest.mark.parametrize("words", [["compare", "--vary", "learning_rate=0.01,0.02"], ["train"]])
def test_pictures_of_negative_errors_are_drawn(words: list[str]) -> None:
    """On the terminal, and as SVG within its frame."""
    for kind in ("terminal", "svg"):
        call = [words[0], "-", *words[1:], "--epochs", "30", "--format", kind]
        called = CliRunner().invoke(cli, call, input=POISSON)
        assert called.exit_code == 0, called.output
        assert "-2" in called.stdout


def test_the_chart_of_a_workbook_goes_below_zero(tmp_path: Path) -> None:
    """Its axis of errors does not begin at 0."""
    file = tmp_path / "errors.xlsx"
    call = ["train", "-", "--epochs", "30", "-o", str(file)]
    assert CliRunner().invoke(cli, call, input=POISSON).exit_code == 0
    with zipfile.ZipFile(file) as archive:
        (name,) = (name for name in archive.namelist() if "charts/chart" in name)
        chart = archive.read(name).decode()
    assert chart.count('<c:min val="0"/>') == 1  # that of the epochs
