"""A short run of the fuzzer over every way in; `python -m benchmarks.fuzz` is the long one."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import fuzz_watch
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


def test_what_is_slow_only_while_it_is_watched_is_counted_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what another process needs as long for is too slow."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fuzz_watch, "LONGEST", -1.0)
    seconds = iter([-2.0, 3.0])
    watch = fuzz_watch.Watch("name", lambda _: next(seconds))

    watch(b"net_h1")
    watch(b"out_h1")

    assert (watch.slow, watch.slow_if_watched) == (1, 1)
    assert "1 over -1 s, slowest 3.00 s, 1 only while watched" in watch.report()
    assert "3.00 s for b'out_h1'" in capsys.readouterr().out
    assert watch.code() == 1


def test_an_input_is_executed_again_by_a_process_of_its_own() -> None:
    """It tells how long it took: of so many lines, longer than a tick of the clock."""
    assert 0 < fuzz_watch.unwatched("answers", b"net_h1 = 0.3775\n" * 4_000) < PATIENCE


def test_a_process_that_is_given_up_is_a_slow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process has begun by then, and the fuzzer goes on."""
    monkeypatch.setattr(fuzz_watch, "PATIENCE", 0.001)

    assert fuzz_watch.unwatched("answers", b"net_h1 = 0.3775") == 0.001
