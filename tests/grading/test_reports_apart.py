"""Reports are never written among the papers, where the next run would take them for some."""

from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.grading.test_more_platforms import written

PAPERS = {"Ann/a.yaml": "net_h1: 0.3775\n", "Bob/a.yaml": "net_h1: 0.9\n"}


@pytest.mark.parametrize(
    ("papers", "class_", "output"),
    [
        ("students", "students", "."),
        ("students", "students/", "x/.."),
        ("students", ".", "."),
        ("students/group A", "students/group A", "."),
        ("cls/out/students", "cls", "cls/out"),
    ],
)
def test_a_folder_of_papers_takes_no_reports(
    papers: str,
    class_: str,
    output: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """They were marked as papers, and marks changed by running it again."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    written(tmp_path / papers, PAPERS)
    before = sorted(tmp_path.rglob("*"))

    assert run(["grade", "mazur", class_, "-o", output, "--lang", "en"]) == 2

    assert "the reports would be written among the papers" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("papers", "class_", "output"),
    [
        ("students", "students", "out"),
        ("students", "students", "students/reports"),
        ("cls", "cls", "cls"),
        ("cls", "cls", "."),
        ("students/2026", "students", "students/2026/out"),
    ],
)
def test_other_folders_may_be_written_into_again_and_again(
    papers: str, class_: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one within the class: its results are known."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / papers, PAPERS)
    call = ["grade", "mazur", class_, "-o", output, "--lang", "en"]
    tables = []
    for _ in range(2):
        assert run(call) == 0
        tables.append((Path(output) / "class.csv").read_text("utf-8-sig"))

    assert tables[0] == tables[1]
