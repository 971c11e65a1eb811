"""`bpcalc draw`: what it draws, what it refuses, and how little it calculates."""

import cProfile
import pstats
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

import bpcalc
from bpcalc.cli import run
from bpcalc.report.drawing import svg
from bpcalc.report.drawing.network import network_picture
from tests.helpers import pictures
from tests.helpers.reports import unsigned

MAZUR = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""


def numbers(file: Path) -> list[str]:
    """Return the numbers on a picture."""
    return pictures.numbers(pictures.read(file.read_bytes()))


def words(file: Path) -> str:
    """Return all texts of a picture, with a blank between two of them."""
    return " ".join(pictures.texts(pictures.read(file.read_bytes())))


def test_it_draws_weights_and_values(tmp_path: Path) -> None:
    """Without options, the picture is that of the first round, with weights and values."""
    file = tmp_path / "net.svg"

    assert run(["draw", "mazur", "-o", str(file)]) == 0

    assert unsigned(file.read_bytes()) == svg.file(network_picture(bpcalc.solve("mazur")))


def test_it_draws_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Without -o, the picture goes to standard output; the exercise is the built-in one."""
    assert run(["draw"]) == 0

    captured = capfdbinary.readouterr()
    assert ET.fromstring(captured.out).get("role") == "img"
    assert b"two-three-two" in captured.err


@pytest.mark.parametrize(
    ("arguments", "there", "missing"),
    [
        (["mazur", "--show", "weights"], "0.15", "0.593270"),
        (["mazur", "--show", "values"], "0.593270", "0.15"),
        (["mazur", "--show", "gradients"], "0.0821670", "0.15"),
        (["mazur", "--show", "new"], "0.358916", "0.15"),
        (["mazur", "--show", "changes"], "-0.0410835", "0.15"),
        (["mazur", "--show", "weights,new"], "0.358916", "0.593270"),
        (["mazur", "--decimals", "3"], "0.593", "0.593270"),
        (["mazur", "--epoch", "2"], "0.358916", "0.593270"),
        (["han-kamber", "--show", "gradients"], "-0.1311", "0.332"),
        (["xor", "--sample", "3", "--show", "values"], "1", "0.15"),
    ],
)
def test_options(arguments: list[str], there: str, missing: str, tmp_path: Path) -> None:
    """What stands on the picture is what was asked for."""
    file = tmp_path / "net.svg"

    assert run(["draw", *arguments, "-o", str(file)]) == 0

    assert there in numbers(file)
    assert missing not in numbers(file)


def test_gradients_of_a_notation_that_writes_none(tmp_path: Path) -> None:
    """Zhou writes no gradients down; asked for, they are on the picture all the same."""
    file = tmp_path / "net.svg"

    assert run(["draw", "mazur", "--notation", "zhou", "--show", "gradients", "-o", str(file)]) == 0

    assert "On the lines: gradient" in words(file)
    assert {"0.0821670", "0.000438568"} <= set(numbers(file))


ROUNDED = MAZUR + "rounding: {decimals: 3, carry: rounded}\nnotation: NOTATION\n"


@pytest.mark.parametrize("notation", ["mazur", "zhou", "han-kamber", "hanliqun"])
def test_lines_that_nobody_wrote_change_no_number(notation: str, tmp_path: Path) -> None:
    """Where rounded numbers are carried, gradients and changes stand beside the numbers of `step`.

    With more lines more would be rounded, and come to other new weights.
    """
    given, file = tmp_path / "given.yaml", tmp_path / "net.svg"
    given.write_text(ROUNDED.replace("NOTATION", notation), encoding="utf-8")
    solution = bpcalc.solve(given)

    assert run(["draw", str(given), "--show", "gradients,changes,new", "-o", str(file)]) == 0

    drawn = Counter(numbers(file))
    shown = [
        solution.shown(line)
        for line in solution
        if line.key.kind in ("delta", "new_weight", "new_bias")
    ]
    assert Counter(shown) - drawn == Counter()


def test_a_sample_is_the_same_alone_and_among_all(tmp_path: Path) -> None:
    """Leaving later samples out changes no number on the picture."""
    file = tmp_path / "net.svg"

    for sample in range(1, 5):
        assert run(["draw", "xor", "--sample", str(sample), "-o", str(file)]) == 0

        assert unsigned(file.read_bytes()) == svg.file(
            network_picture(bpcalc.solve("xor"), sample=sample)
        )


def test_changes_of_a_batch_are_those_of_all_samples(tmp_path: Path) -> None:
    """An update of a batch is not worked out from a part of it."""
    file = tmp_path / "net.svg"
    solution = bpcalc.solve("batch-momentum")

    assert run(["draw", "batch-momentum", "--show", "new", "-o", str(file)]) == 0

    new = [line for line in solution if line.key.kind in ("new_weight", "new_bias")]
    assert sorted(numbers(file)) == sorted(map(solution.shown, new))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["mazur", "--show", "weight"], "did you mean `weights`?"),
        (["mazur", "--show", "nonsense"], "choose from weights, values, gradients, changes, new"),
        (["mazur", "--sample", "2"], "'--sample': the exercise has 1 sample"),
        (["mazur", "-o", "net.gif"], "use one of .pdf, .png, .svg, .tex, .tikz"),
        (["no_rate.yaml", "--show", "new"], "for new an exercise needs a learning rate"),
        (["no_rate.yaml", "--epoch", "2"], "for --epoch an exercise needs a learning rate"),
        (["no_targets.yaml", "--show", "gradients"], "for gradients an exercise needs targets"),
        (["no_targets.yaml", "--show", "changes"], "for changes an exercise needs targets"),
        (["mazur.svg", "-o", "mazur.svg"], "-o names the exercise itself"),
        (["mazur", "--epoch", "100000"], "numbers to work out for one picture"),
    ],
)
def test_what_it_refuses(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be drawn is refused by a sentence, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    content = yaml.safe_load(MAZUR)
    Path("mazur.svg").write_text(MAZUR, encoding="utf-8")
    del content["learning_rate"]
    Path("no_rate.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    del content["targets"]
    Path("no_targets.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    before = sorted(tmp_path.iterdir())

    assert run(["draw", *arguments]) == 2

    assert sentence in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("show", ["weights,values", "gradients"])
def test_without_a_learning_rate_there_are_gradients(show: str, tmp_path: Path) -> None:
    """Gradients need targets only, and values not even these."""
    content = yaml.safe_load(MAZUR)
    del content["learning_rate"]
    if show != "gradients":
        del content["targets"]
    exercise, file = tmp_path / "exercise.yaml", tmp_path / "net.svg"
    exercise.write_text(yaml.safe_dump(content), encoding="utf-8")

    assert run(["draw", str(exercise), "--show", show, "-o", str(file)]) == 0

    assert {"gradients": "0.0821670"}.get(show, "0.593270") in numbers(file)


def test_weights_alone_need_no_calculation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights of a large network are drawn without working a single line out."""
    drawn = random.Random(1)
    sizes = (200, 30, 10)
    content = {
        "inputs": [0.5] * sizes[0],
        "targets": [0.5] * sizes[-1],
        "learning_rate": 0.5,
        "weights": [
            [[round(drawn.uniform(-1, 1), 2) for _ in range(below)] for _ in range(size)]
            for below, size in pairwise(sizes)
        ],
        "biases": None,
    }
    exercise, file = tmp_path / "large.yaml", tmp_path / "net.svg"
    exercise.write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setattr("bpcalc.calc.calculate.calculate", None)

    assert run(["draw", str(exercise), "--show", "weights", "-o", str(file)]) == 0

    assert "200 units, 6 of them drawn" in words(file)
    assert len(file.read_bytes()) < 60_000


def test_the_svg_of_a_training_is_its_error_curve(tmp_path: Path) -> None:
    """`train -o curve.svg` draws the errors, `step -o net.svg` the network."""
    curve, net = tmp_path / "curve.svg", tmp_path / "net.svg"

    assert run(["train", "mazur", "--epochs", "9", "-o", str(curve)]) == 0
    assert run(["step", "mazur", "-o", str(net)]) == 0

    assert "error epoch" in words(curve)
    assert unsigned(net.read_bytes()) == svg.file(network_picture(bpcalc.solve("mazur")))


def test_a_report_without_a_picture_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`why` shows no network, and neither do some lines of `step`: there is nothing to draw."""
    file = tmp_path / "why.svg"

    assert run(["why", "mazur", "w1_new", "-o", str(file)]) == 2
    assert "a derivation is not written as svg; choose from" in capsys.readouterr().err

    assert run(["step", "mazur", "--only", "net", "-o", str(file)]) == 2
    assert "this report has no picture" in capsys.readouterr().err
    assert not file.exists()


def test_long_work_is_announced(tmp_path, monkeypatch, capsys):
    """With an estimate, before it begins; a small picture says nothing."""
    call = ["draw", "xor", "--epoch", "20", "-o", str(tmp_path / "net.svg")]
    assert run(call) == 0
    assert not capsys.readouterr().err
    monkeypatch.setattr("bpcalc.cli.sizes.MAX_SILENT_SECONDS", 0.01)
    assert run(call) == 0
    assert "this takes about" in capsys.readouterr().err


def test_biases_are_looked_at_once_a_layer(tmp_path):
    """All lines of biases were looked at for every layer: work grew with the third power."""
    drawn = []
    for layers in (10, 20):
        path = tmp_path / f"{layers}.yaml"
        rows = "\n".join(["  - [[0.1, 0.2], [0.3, -0.4]]"] * layers)
        path.write_text(f"inputs: [1, 0.5]\nweights:\n{rows}\nbiases: {[0.1] * layers}\n")
        profile = cProfile.Profile()
        profile.runcall(run, ["draw", str(path), "-o", str(path.with_suffix(".svg"))])
        found = pstats.Stats(profile).get_stats_profile().func_profiles["_between"]
        drawn.append(int(found.ncalls.split("/")[0]))
    assert drawn[1] < 3 * drawn[0]
