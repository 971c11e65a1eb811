"""Processes beside the first one: none hears Ctrl-C or outlives it, and nobody waits for them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_start_method
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from bpcalc.processes import deaf_to_interrupts, pool
from tests.helpers.patience import PATIENCE

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

BEGUN: list[str] = []


def begin(word: str) -> None:
    """Begin a process, and note with what."""
    BEGUN.append(word)


def begun_and_deaf() -> tuple[list[str], bool, bool]:
    """Return with what this process has begun, and whether it ignores Ctrl-C, now and before."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    return BEGUN, ignored, signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def end_of(process: BaseProcess) -> int | None:
    """Wait for a process, and return its exit code; the pool may have waited for it before."""
    end = time.monotonic() + PATIENCE
    while process.exitcode is None and time.monotonic() < end:
        time.sleep(0.01)
    return process.exitcode


def test_processes_are_deaf_from_the_start() -> None:
    """Not only once they have begun; this one is as it was."""
    before = signal.getsignal(signal.SIGINT)
    with pool(1, begin, "zh") as processes:
        with deaf_to_interrupts():
            future = processes.submit(begun_and_deaf)
        assert future.result(PATIENCE) == (["zh"], True, True)

    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.getsignal(signal.SIGINT) is before


def test_after_an_interrupt_nobody_waits() -> None:
    """What a process is at is given up with it."""
    at_work = []
    with suppress(KeyboardInterrupt), pool(1, begin, "en") as processes:
        processes.submit(time.sleep, 2 * PATIENCE)
        at_work += processes._processes.values()
        raise KeyboardInterrupt

    assert [end_of(process) for process in at_work] == [-signal.SIGTERM]


def test_an_interrupt_while_the_pool_is_shut_down_is_one_too() -> None:
    """All has been read by then, but what was given up may still be at work."""
    at_work = []
    shut_down = []
    with suppress(KeyboardInterrupt), pool(1, begin, "en") as processes:
        usual = processes.shutdown

        def interrupted(**how: bool) -> None:
            shut_down.append(how)
            if len(shut_down) == 1:
                raise KeyboardInterrupt
            usual(**how)

        processes.shutdown = interrupted  # type: ignore[method-assign]
        processes.submit(time.sleep, 2 * PATIENCE)
        at_work += processes._processes.values()

    try:
        assert shut_down[1:] == [{"wait": False, "cancel_futures": True}]
        assert [end_of(process) for process in at_work] == [-signal.SIGTERM]
    finally:
        for process in at_work:
            process.kill()  # where it fails, the tests would not end before it does


HALF = """
import concurrent.futures.process as parts
import time

from bpcalc.processes import pool

kind = parts._ExecutorManagerThread
usual = kind.wait_result_broken_or_wakeup


def late(self):
    while any(process.is_alive() for process in self.processes.values()):
        time.sleep(0.01)
    return usual(self)


def work():
    return b"x" * 3_000_000


kind.wait_result_broken_or_wakeup = late
try:
    with pool(1, str) as processes:
        processes.submit(work)
        while not processes._result_queue._reader.poll(1):
            pass
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print("interrupted")
"""
"""A process is ended while it hands over a result of which nothing has been read yet."""


@pytest.mark.skipif(get_start_method() != "fork", reason="the script is no file to import")
def test_half_a_result_holds_nobody_up() -> None:
    """Whoever reads it would wait for the rest, and the program for whoever reads it."""
    call = [sys.executable, "-W", "ignore", "-c", HALF]
    done = subprocess.run(call, capture_output=True, timeout=PATIENCE, check=False)

    assert done.stdout == b"interrupted\n"
    assert done.returncode == 0


POOL = """
import multiprocessing
import os
import sys
import time

from bpcalc.processes import pool


def begin():
    os.write(1, b"%d " % os.getpid())


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    with pool(2, begin) as processes:
        for _ in range(2):
            processes.submit(time.sleep, int(sys.argv[2]))
"""
"""A program with two processes that are at work for long; they print their numbers."""

CALL = """
import os
import sys
import time

from bpcalc.assistant import limited, tools


def slow(seconds):
    os.write(1, b"%d " % os.getpid())
    time.sleep(seconds)


tools.TOOLS["slow"] = slow
if __name__ == "__main__":
    limited.called("slow", {"seconds": int(sys.argv[2])}, int(sys.argv[2]))
"""
"""The same with a call of an assistant."""


@pytest.mark.parametrize(
    ("script", "count", "method", "ending"),
    [
        *((POOL, 2, method, "SIGKILL") for method in get_all_start_methods()),
        (POOL, 2, get_start_method(), "SIGTERM"),
        (POOL, 2, get_start_method(), "SIGHUP"),
        (CALL, 1, "spawn", "SIGKILL"),
    ],
)
def test_processes_end_with_the_one_that_has_started_them(
    script: str, count: int, method: str, ending: str, tmp_path: Path
) -> None:
    """They lived for ever; whoever read what the program printed waited for them."""
    number = getattr(signal, ending)
    path = tmp_path / "parent.py"
    path.write_text(script)
    call = [sys.executable, "-W", "ignore", str(path), method, str(2 * PATIENCE)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        printed = b""
        while printed.count(b" ") < count and (more := os.read(program.stdout.fileno(), 100)):
            printed += more
        program.send_signal(number)
        try:
            rest = program.communicate(timeout=PATIENCE)
        finally:
            for process in map(int, printed.split()):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    assert program.returncode == -number
    assert rest == (b"", b"")
