"""Documents of LaTeX, compiled by pdflatex where it is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers.patience import PATIENCE

PDFLATEX = shutil.which("pdflatex")


def needs(file: str) -> pytest.MarkDecorator:
    """Return a mark: without pdflatex, or this file of a package, a test is skipped."""
    found = PDFLATEX and subprocess.run(["kpsewhich", file], capture_output=True, check=False)
    there = found and found.returncode == 0
    return pytest.mark.skipif(not there, reason=f"pdflatex with {file} is not installed")


def skip_without(program: str, *files: str) -> None:
    """Skip a test where a program of TeX, or one of these files, is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    for file in files:
        found = subprocess.run(["kpsewhich", file], capture_output=True, check=False)
        if found.returncode:
            pytest.skip(f"{file} is not installed")


def compiled(name: str, program: str = "pdflatex") -> None:
    """Compile a document in the working directory; nothing in it sticks out."""
    done = subprocess.run(
        [program, "-no-shell-escape", "-interaction=nonstopmode", name],
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    log = Path(name).with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-2000:]
    assert "Overfull" not in log
