"""Slides for beamer: every frame is full and no fuller, rows come one at a time."""

import re
from pathlib import Path

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report import formats
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from tests.helpers import tex
from tests.helpers.reports import lines_of, numbers


def slides(name: str, *, whole: bool = False, matrices: bool = False) -> str:
    """Return the frames of an exercise."""
    document = of_solution(bpcalc.solve(name), Selection(whole_after=whole, matrices=matrices))
    return str(formats.find("beamer").write(document, formats.Page(fragment=True, line=70)))


@tex.needs("beamer.cls")
@pytest.mark.parametrize(("shape", "width"), [("169", 70), ("43", 54)])
def test_no_frame_is_too_full(
    shape: str, width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On slides of 16:9 and 4:3, nothing sticks out, to the right or below."""
    monkeypatch.chdir(tmp_path)
    calls = [["two-three-two"], ["batch-momentum"], ["mazur", "--matrix"], ["softmax"]]
    for place, call in enumerate(calls):
        options = ["--format", "beamer", "--fragment", "--width", str(width)]
        assert run(["step", *call, *options, "-o", f"part{place}.tex"]) == 0
    parts = "".join(f"\\input{{part{place}}}" for place in range(len(calls)))
    Path("talk.tex").write_text(
        f"\\documentclass[aspectratio={shape}, handout]{{beamer}}\n"
        "\\usepackage{amsmath, array, booktabs}\n"
        f"\\begin{{document}}{parts}\\end{{document}}\n",
        encoding="utf-8",
    )
    tex.compiled("talk.tex")


def test_items_keep_their_title(tmp_path: Path) -> None:
    """What is given in the place of lines is told from other givens; the title stands once."""
    text = (Path(bpcalc.__file__).parent / "exercises/mazur.yaml").read_text(encoding="utf-8")
    path = tmp_path / "told.yaml"
    path.write_text(f"{text}\ngiven: {{out_h1: 0.6, out_h2: 0.5}}\n", encoding="utf-8")

    assert slides(str(path)).count("\\textbf{Given, and not worked out}") == 1


@pytest.mark.parametrize("name", sorted(built_in()))
def test_every_number_is_on_a_slide(name: str) -> None:
    """What JSON has stands on the frames: the numbers put in, and the value of every line."""
    written = set(numbers(re.sub(r"\\uncover<\d+->|[{}]", " ", slides(name, whole=True))))

    for line in lines_of(name):
        assert line["shown"] in written, line["name"]
        assert set(numbers(line["substitution"])) <= written | {"1", "2", "0"}


def test_rows_are_uncovered_one_at_a_time() -> None:
    """The cells of the nth row of a frame come with its nth slide; columns are kept."""
    frames = slides("mazur").split("\\begin{frame}")
    deltas = [frame for frame in frames if "Output layer: deltas}" in frame]
    assert len(deltas) > 1
    for frame in deltas:
        body = frame[frame.index("\\begin{align*}") : frame.index("\\end{align*}")]
        for place, row in enumerate(body.splitlines()[1:], 1):
            assert set(re.findall(r"\\uncover<(\d+)->", row)) == {str(place)}
            assert row.count("&&") == 2


def test_each_frame_says_what_it_is_about() -> None:
    """Part and table are titles; after the update, the title says so."""
    text = slides("mazur", whole=True)

    assert "\\section" not in text
    assert text.count("\\begin{frame}\n\\frametitle{") == text.count("\\begin{frame}")
    assert "\\frametitle{Forward pass}\n\\framesubtitle{Hidden layer: net inputs}" in text
    later = (
        "\\frametitle{After the update: Forward pass}\n\\framesubtitle{Hidden layer: net inputs}"
    )
    assert later in text


def test_a_talk_of_its_own_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--fragment` there is a preamble; in Chinese it asks for ctex."""
    assert run(["step", "mazur", "--format", "beamer"]) == 0
    assert capsys.readouterr().out.startswith("\\documentclass[aspectratio=169]{beamer}")
    assert run(["--lang", "zh", "step", "mazur", "--format", "beamer"]) == 0
    assert "{ctex}" in capsys.readouterr().out
