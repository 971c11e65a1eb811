"""The page for authors: each of its recipes is run, as far as its program is here."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.helpers.patience import PATIENCE

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"(?:% |<!-- |/\* )([\w.]+)")


def recipes() -> dict[str, list[tuple[str, str]]]:
    """Return the blocks of the page, by section."""
    text = (DOCS / "authors.md").read_text(encoding="utf-8")
    sections = (part.partition("\n") for part in text.split("\n## ")[1:])
    found = {title: BLOCK.findall(body) for title, _, body in sections}
    return {title: blocks for title, blocks in found.items() if blocks}


def obey(command: str) -> None:
    """Run a line of a recipe; a program that is not here ends the test."""
    words = shlex.split(command)
    if words[0] == "bpcalc":
        assert run(words[1:]) == 0
        return
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    if words[0] == "pdflatex":
        words[1:1] = ["-no-shell-escape", "-interaction=nonstopmode"]
    done = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=False)
    missing = re.search(rb"File `([^']+)' not found", done.stdout)
    if missing and not Path(missing[1].decode()).exists():
        pytest.skip(f"{missing[1].decode()} is not installed")
    assert done.returncode == 0, done.stdout[-2000:]
    assert b"Overfull" not in done.stdout


@pytest.mark.parametrize("title", recipes())
def test_a_recipe_works(title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are written, its commands are run, its Python is true."""
    monkeypatch.chdir(tmp_path)
    blocks = recipes()[title]
    for language, text in blocks:
        if language not in ("bash", "python"):
            name = FILE_NAME.match(text)
            assert name
            Path(name[1]).write_text(text, encoding="utf-8")
    for language, text in blocks:
        if language == "bash":
            for command in text.splitlines():
                obey(command)
        elif language == "python":
            exec(text, {})


def test_both_languages_have_the_same_recipes() -> None:
    """The Chinese page has every block of the English one."""
    english, chinese = (
        BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))
        for name in ("authors.md", "authors.zh.md")
    )
    assert english == chinese
