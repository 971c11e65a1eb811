"""Pictures of training: each place has the value that the network gives there."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

import bpcalc
from bpcalc.cli import run, sizes
from bpcalc.report.drawing.ticks import spanning
from bpcalc.training import landscape
from bpcalc.training.decimal_engine import Paper
from bpcalc.training.landscape import CELLS, path, regions
from bpcalc.training.problem import Problem
from bpcalc.training.result import at_epoch, at_state

SVG = "{http://www.w3.org/2000/svg}"


def sigmoid(net: object) -> object:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-net))  # type: ignore[operator]  # an array


def test_regions_are_the_outputs_over_the_inputs() -> None:
    """Against a forward pass of its own, place by place."""
    trained = bpcalc.train("xor", epochs=300, until=0)
    plane = regions(trained.training)
    (first, second), (b1, b2) = trained.weights, trained.biases

    assert len(plane.values) == len(plane.values[0]) == CELLS
    for row in (0, 17, CELLS - 1):
        for column in (0, 30, CELLS - 1):
            x = plane.across[0] + (plane.across[1] - plane.across[0]) * (column + 0.5) / CELLS
            y = plane.up[0] + (plane.up[1] - plane.up[0]) * (row + 0.5) / CELLS
            out = sigmoid(second @ sigmoid(first @ [x, y] + b1) + b2)
            assert plane.values[row][column] == pytest.approx(tuple(out), abs=1e-4)


@pytest.mark.parametrize("name", ["xor", "thresholds"])
def test_regions_in_decimals_are_the_outputs_of_their_engine(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the forward pass is worked, with each number rounded as the engine rounds it."""
    monkeypatch.setattr(landscape, "CELLS", 4)
    given = bpcalc.load(name)
    rounded = replace(given, rounding=replace(given.rounding, carry="rounded"))
    trained = bpcalc.train(rounded, epochs=2)
    plane = regions(trained.training)
    exercise = at_state(trained.training.problem, trained.training.after)
    places = [(x, y) for y in landscape._places(plane.up) for x in landscape._places(plane.across)]
    samples = tuple(
        replace(exercise.samples[0], inputs=tuple(map(landscape._number, place)))
        for place in places
    )

    engine = Paper(Problem.of(replace(exercise, samples=samples, update="online")))

    outs = [tuple(map(float, out)) for out in engine.errors(engine.start()).outs]
    assert [out for row in plane.values for out in row] == outs


def test_a_path_in_rounded_numbers_is_drawn(tmp_path: Path) -> None:
    """It ended in a traceback: the places between were floats among decimals."""
    file = tmp_path / "path.svg"
    call = [
        "train",
        "xor",
        "--epochs",
        "3",
        "--until",
        "0",
        "--carry",
        "rounded",
        "--surface",
        "w1,w2",
    ]

    assert run([*call, "-o", str(file)]) == 0
    assert file.read_bytes().count(b"<rect") > 100


def test_regions_that_take_long_are_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In decimals they take longer than the epochs, and nobody was told."""
    monkeypatch.setattr(sizes, "MAX_SILENT_SECONDS", 1.0)
    call = ["train", "xor", "--epochs", "3", "--until", "0", "--carry", "rounded"]

    assert run(call) == 0
    assert "this takes about" not in capsys.readouterr().err
    assert run([*call, "--regions", "-o", str(tmp_path / "regions.svg")]) == 0
    assert "Up to 3 epochs; this takes about 3 seconds at most" in capsys.readouterr().err


def test_a_path_goes_through_the_weights_of_the_epochs() -> None:
    """From the given ones to those that were reached; the error is lowest there."""
    trained = bpcalc.train("mazur", epochs=40)
    problem = trained.training.problem
    names = ["w5", "w6"]
    keys = [key for key in problem.parameters if key.layer == 2 and key.unit == 1][:2]

    found = path(trained.training, names, keys)

    assert found.points[0] == (0.4, 0.45)
    assert found.points[-1] == pytest.approx(tuple(trained.weights[1][0]))
    third = at_epoch(problem, trained.training.engine, 2).layers[1].weights[0]
    assert found.points[1] == pytest.approx(tuple(float(n.value) for n in third if n))
    errors = [value for row in found.surface.values for (value,) in row]
    assert min(errors) < trained.error * 1.2
    x, y = found.surface.across[0], found.surface.up[0]
    assert x < 0.4
    assert y < 0.45


@pytest.mark.parametrize(
    ("options", "mark", "title"),
    [
        (["--regions"], "sample", "Decision regions"),
        (["--surface", "w1,w5"], "path", "Path of the weights"),
    ],
)
def test_pictures_alone_and_in_a_report(
    options: list[str], mark: str, title: str, tmp_path: Path
) -> None:
    """As SVG, and on a page beside the error curve."""
    picture, page = tmp_path / "picture.svg", tmp_path / "report.html"
    for file in (picture, page):
        assert run(["train", "xor", "--epochs", "50", *options, "-o", str(file)]) == 3

    root = ET.parse(picture).getroot()
    assert title in (root.findtext(f"{SVG}title") or "")
    drawn = [part for part in root.iter() if part.get("class") == mark]
    assert len(drawn) == (4 if mark == "sample" else 1)
    text = page.read_text(encoding="utf-8")
    assert title in text
    assert 'class="curve' in text


def test_classes_have_colours_of_their_own(tmp_path: Path) -> None:
    """Of several outputs the largest one counts."""
    file = tmp_path / "regions.svg"
    assert run(["train", "softmax", "--epochs", "3", "--regions", "-o", str(file)]) == 0
    assert "largest output" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["han-kamber", "--regions"], "there are 3"),
        (["xor", "--surface", "w1"], "two different weights"),
        (["xor", "--surface", "w1,w1"], "two different weights"),
        (["xor", "--surface", "w1,w99"], "choose from w1, w2"),
        (["xor", "--surface", "w1,w2", "--shuffle"], "leave out --shuffle"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence."""
    assert run(["train", *arguments, "--epochs", "2"]) == 2
    assert says in capsys.readouterr().err


def test_from_python() -> None:
    """They show themselves."""
    trained = bpcalc.train("xor", epochs=20, until=0)
    assert "Decision regions" in trained.draw_regions().svg
    assert "Path of the weights" in trained.draw_path("w1", "b_o1").svg
    assert "Error curve" in trained.draw().svg


def test_scales_may_begin_anywhere() -> None:
    """With ticks at round numbers within."""
    scale = spanning(-3.2, 1e-3, 7)
    assert [tick.text for tick in scale.ticks] == ["-3", "-2", "-1", "0"]
    assert all(0 <= tick.share <= 1 for tick in scale.ticks)


def test_a_terminal_draws_the_planes_with_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """Against the outputs: a place is on its side of the border; samples stand where they are."""
    asked = ["--epochs", "1500", "--regions", "--surface", "w1,w5", "--width", "70"]
    assert run(["train", "xor", *asked]) == 3
    text = capsys.readouterr().out
    trained = bpcalc.train("xor", epochs=1500)
    plane = regions(trained.training)

    first, second = (
        [line.split("│")[1].ljust(60) for line in part.splitlines() if "│" in line]
        for part in (
            text[text.index("Decision regions") : text.index("Path of the weights")],
            text[text.index("Path of the weights") : text.index("Weights and biases")],
        )
    )
    assert len(first) == len(second) == 20
    for row, line in enumerate(reversed(first)):
        values = plane.values[3 * row + 1]
        for sign, (value,) in zip(line, values, strict=True):
            assert sign in "1234" or (sign in "+#") == (value > 0.5)
    assert sorted(sign for line in first for sign in line if sign.isdigit()) == ["1", "2", "3", "4"]
    joined = "".join(second)
    assert joined.count("S") == joined.count("E") == 1
    assert joined.index("E") < joined.index("S")  # w5 has grown
    assert text.isascii() is False


@pytest.mark.parametrize(
    ("file", "options", "says"),
    [
        ("x.csv", ["--regions"], "--regions is a picture, and csv has none"),
        ("x.xlsx", ["--surface", "w1,w5"], "--surface is a picture, and xlsx has none"),
        ("x.py", ["--regions"], "python has none"),
        ("x.svg", ["--regions", "--surface", "w1,w5"], "an SVG is one picture"),
    ],
)
def test_pictures_that_would_be_left_out_are_refused(
    file: str,
    options: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing that is asked for is silently not there."""
    assert run(["train", "xor", "--epochs", "5", *options, "-o", str(tmp_path / file)]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
