"""A short run of the fuzzer over every way in; `benchmarks/fuzz.py` is the long one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.ranges import few

FUZZ = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"
WAYS = ["exercise", "answers", "class_table", "samples", "name", "options"]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_but_a_sentence_comes_out(way: str) -> None:
    """The corpus, and a hundred changes of it: no traceback, nothing hangs."""
    runs = str(few(50, 100) if way == "options" else few(150, 400))
    result = subprocess.run(
        [sys.executable, str(FUZZ), way, "--blind", "--runs", runs, "--seed", "7"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(FUZZ.parents[1])},
        check=False,
        timeout=600,
    )

    assert " 0 crashes" in result.stdout, result.stdout + result.stderr[-3000:]
