"""Whole outputs, compared sign by sign; `pytest --write-golden` rewrites them."""

import re
from pathlib import Path

import pytest

from bpcalc.cli import run

GOLDEN = Path(__file__).parents[1] / "golden"
SUFFIXES = {"terminal": "txt", "markdown": "md", "latex": "tex", "csv": "csv", "json": "json"}
EXERCISES = ["two-three-two", "mazur"]

COMMANDS = [
    *(
        (name, "step", suffix, ["step", name, "--format", format_name])
        for name in EXERCISES
        for format_name, suffix in SUFFIXES.items()
    ),
    *(
        (name, "matrix", SUFFIXES[format_name], ["step", name, "--matrix", "--format", format_name])
        for name in EXERCISES
        for format_name in ("terminal", "markdown", "latex")
    ),
    *(
        (name, "why", SUFFIXES[format_name], ["why", name, "w1_new", "--format", format_name])
        for name in EXERCISES
        for format_name in ("terminal", "markdown", "latex")
    ),
]


@pytest.mark.parametrize(
    ("name", "command", "suffix", "arguments"),
    COMMANDS,
    ids=[f"{name}-{command}-{suffix}" for name, command, suffix, _ in COMMANDS],
)
def test_golden(
    name: str,
    command: str,
    suffix: str,
    arguments: list[str],
    write_golden: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At width 100 and without colour, the output is, sign by sign, the one a person has read."""
    monkeypatch.setenv("NO_COLOR", "1")
    path = GOLDEN / name / f"{command}.{suffix}"

    width = ["--width", "100"] if suffix == "txt" else []  # in LaTeX, digits of a line of text
    assert run([*arguments, *width]) == 0

    output = re.sub(r'"bpcalc": "[^"]*"', '"bpcalc": "…"', capsys.readouterr().out)
    if write_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(output, encoding="utf-8", newline="\n")
    assert output == path.read_text(encoding="utf-8")
