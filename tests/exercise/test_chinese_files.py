"""The Chinese files of the built-in exercises: the same exercises, with Chinese words."""

from dataclasses import replace

import pytest

import bpcalc
from bpcalc import locale
from bpcalc.cli import run
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import EXERCISES_FOLDER, built_in, built_in_path


@pytest.mark.parametrize("name", sorted(built_in()))
def test_it_is_the_same_exercise(name: str) -> None:
    """But for title, source and comments, nothing differs; the title is Chinese."""
    english = read((EXERCISES_FOLDER / f"{name}.yaml").read_bytes(), name).exercise
    chinese = read((EXERCISES_FOLDER / "zh" / f"{name}.yaml").read_bytes(), name).exercise

    assert replace(chinese, title=english.title, source=english.source) == english
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.title or "")


def test_the_language_chooses_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    """`examples` prints the commented Chinese file, and lists Chinese titles."""
    locale.use("zh")
    assert built_in_path("xor") == EXERCISES_FOLDER / "zh" / "xor.yaml"
    assert "异或" in (bpcalc.load("xor").title or "")
    assert run(["examples", "mazur", "--lang", "zh"]) == 0
    assert "每层一个矩阵" in capsys.readouterr().out
    assert run(["examples", "--lang", "zh"]) == 0
    assert "三分类" in capsys.readouterr().out
