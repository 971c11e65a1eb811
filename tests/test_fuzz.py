"""A short run of the fuzzer over every way in; `python -m benchmarks.fuzz` is the long one."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fuzz_ways import SHARES
from tests.helpers.patience import PATIENCE
from tests.helpers.ranges import few

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("way", SHARES)
def test_nothing_but_a_sentence_comes_out(way: str) -> None:
    """The corpus, and some changes of it: no traceback, nothing hangs."""
    runs = str(few(20, 100) if way == "options" else few(60, 600))
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz", way, "--blind", "--runs", runs, "--seed", "7"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=PATIENCE,
    )

    assert " 0 crashes" in result.stdout, result.stdout + result.stderr[-3000:]
