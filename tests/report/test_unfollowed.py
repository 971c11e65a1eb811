"""What reports say of runs in which nobody looked whether roundings had grown."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from bpcalc.cli import run
from bpcalc.training import following

CHAOTIC = """samples:
  - {inputs: [0.3, 0.7], targets: [0.5]}
  - {inputs: [-0.4, 0.9], targets: [-0.2]}
  - {inputs: [0.8, -0.1], targets: [0.1]}
learning_rate: 3
activation: [tanh, tanh]
weights: [[[3.1, -2.3], [1.7, 4.2]], [[2.5, -3.5]]]
biases: [[0.1, 0.2], [0.3]]
"""
"""At this rate roundings are doubled again and again."""

SAYS = "was not looked at"
VARIED = ["--vary", "learning_rate=2.9,3"]


@pytest.fixture
def chaotic(tmp_path: Path) -> str:
    """A file with the exercise."""
    path = tmp_path / "chaotic.yaml"
    path.write_text(CHAOTIC)
    return str(path)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No run is followed unasked, as if all were long."""
    monkeypatch.setattr(following, "MOST", 0)


def _text(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".docx":
        content = ZipFile(BytesIO(content)).read("word/document.xml")
    return content.decode()


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("suffix", ["html", "md", "docx"])
@pytest.mark.parametrize("command", [["train"], ["compare", *VARIED]])
def test_pages_say_that_a_run_was_not_followed(
    command: list[str],
    suffix: str,
    chaotic: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The report itself, which is read without what was told beside it; once for all runs."""
    name, *options = command
    path = tmp_path / f"report.{suffix}"
    call = [name, chaotic, *options, "--epochs", "6", "--engine", "python"]
    assert run([*call, "-o", str(path)]) == 0
    text = _text(path)
    assert text.count(SAYS) == 1
    assert "--verify 1" in text
    assert SAYS not in capsys.readouterr().err
    if name == "train":
        assert run([*call, "--verify", "1"]) == 0
        assert SAYS not in capsys.readouterr().out


@pytest.mark.usefixtures("hurried")
def test_programs_are_told_so_too(chaotic: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By a member that is there only then; and standard error says it, as no page does."""
    call = ["train", chaotic, "--epochs", "6", "--engine", "python", "--format", "json"]
    assert run(call) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["roundings_followed"] is False
    assert SAYS in told.err
    assert run([*call, "--verify", "1"]) == 0
    assert "roundings_followed" not in json.loads(capsys.readouterr().out)


def test_json_with_that_member_is_known_again(
    chaotic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may be written once more."""
    monkeypatch.setattr(following, "MOST", 0)
    path = tmp_path / "run.json"
    call = ["train", chaotic, "--epochs", "3", "--engine", "python", "-o", str(path)]
    assert run(call) == 0
    content = json.loads(path.read_text())
    del content["digest"]  # as files of earlier versions are
    path.write_text(json.dumps(content))
    assert run(call) == 0


def test_what_was_assumed_is_not_said_to_be(
    chaotic: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Roundings have reached digits only where that was looked at."""
    asked = Path(chaotic)
    asked.write_text(f"{CHAOTIC}rounding: {{significant: 13}}\n")
    call = ["train", chaotic, "--epochs", "20", "--engine", "python", "--width", "500"]
    assert run(call) == 0
    assert "the roundings of floats have reached them" in capsys.readouterr().out
    monkeypatch.setattr(following, "MOST", 0)
    assert run(call) == 0
    out = capsys.readouterr().out
    assert "may have reached them" in out
    assert "have reached them;" not in out


def test_a_workbook_prints_no_error_that_the_report_does_not_know(
    chaotic: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cells have the formats of the digits that are known, or say within what an error is."""
    path = tmp_path / "runs.xlsx"
    call = ["compare", chaotic, "--vary", "learning_rate=0.1,2.9", "--epochs", "300"]
    call += ["--engine", "python"]
    assert run(call) == 0
    assert "< 2" in capsys.readouterr().out
    assert run([*call, "-o", str(path)]) == 0
    page = load_workbook(path)["Comparison"]
    rows = {row[1].value: row for row in page.iter_rows() if len(row) > 1}
    known, unknown = rows["learning_rate = 0.1"], rows["learning_rate = 2.9"]
    assert [cell.number_format for cell in known[3:6]] == ["0.00000"] * 3
    before, last, lowest = (cell.number_format for cell in unknown[3:6])
    assert before == "0.00000"
    assert last.endswith(';"< 2"')
    assert '"< ' in lowest
    assert '"< ' in unknown[8].number_format
    texts = {
        rule.dxf.numFmt.formatCode for each in page.conditional_formatting for rule in each.rules
    }
    assert '"< 2"' in texts


@pytest.mark.usefixtures("hurried")
def test_it_is_said_in_chinese(chaotic: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As everything else is."""
    assert run(["compare", chaotic, *VARIED, "--epochs", "6", "--lang", "zh"]) == 0
    assert "没有检查" in capsys.readouterr().out
