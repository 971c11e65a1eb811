"""Executes inputs, and keeps what is too slow or comes out; for `benchmarks/fuzz.py`."""

import contextlib
import gc
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks.fuzz_inputs import ROOT, corpus
from benchmarks.fuzz_ways import Ways

LONGEST = 1.0
"""Seconds of the processor that one execution may take."""

ENDLESS = 20.0
"""Seconds after which an execution is ended; one announced as long ends sooner (`PATIENT`)."""

PATIENCE = 60.0
"""Seconds after which a process that executes one input again is given up."""

TIMES = 3
"""So many processes execute it."""

EARLY = 1_000
"""The execution after which memory is looked at first: by then, all that is kept is there."""


class Endless(BaseException):
    """An execution takes too long by far."""


class Watch:
    """Executes inputs, and keeps what is too slow or comes out."""

    def __init__(self, name: str, again: Callable[[bytes], float] | None = None) -> None:
        """Watch one way in.

        Args:
            name: what it is called.
            again: tells how many seconds an input takes that was too slow here; if None, no one
                asks.
        """
        from bpcalc.errors import BpcalcError

        self._way = Ways().named(name)
        self._again = again
        self._refusal = BpcalcError
        self._kinds: set[str] = set()
        self._early = 0.0
        self._begin = time.process_time()
        self.executions = 0
        self.crashes = 0
        self.slow = 0
        self.slow_if_watched = 0
        self.announced = 0
        self.slowest = 0.0

    def __call__(self, data: bytes, more: Callable[[], bool] = lambda: True) -> None:
        """Execute one input, and use it further if there is reason to."""
        self.executions += 1
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, ENDLESS)
        try:
            read = self._way.read(data)
            if more():
                self._way.further(read)
        except self._refusal:
            pass
        except (Exception, Endless) as problem:
            self._crashed(problem, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        seconds = time.process_time() - begin
        if seconds > LONGEST and self._way.announced():
            self.announced += 1
        elif seconds > LONGEST:
            seconds = self._too_slow(seconds, data)
        self.slowest = max(self.slowest, seconds)
        if self.executions % EARLY == 0:
            gc.collect()  # one process has as many calls as otherwise there are processes
        if self.executions == EARLY:
            self._early = memory()

    def _too_slow(self, watched: float, data: bytes) -> float:
        """Count what took too long, and return how many seconds it takes unwatched."""
        seconds = self._again(data) if self._again else watched
        if seconds > LONGEST:
            self.slow += 1
            print(f"{seconds:.2f} s for", repr(data)[:3000], flush=True)
        else:
            self.slow_if_watched += 1
        return seconds

    def _crashed(self, problem: BaseException, data: bytes) -> None:
        """Print what came out, each kind once; that a long call was ended is none."""
        if isinstance(problem, Endless) and self._way.announced():
            return
        self.crashes += 1
        frame = traceback.extract_tb(problem.__traceback__)[-1]
        kind = f"{type(problem).__name__} {frame.filename}:{frame.lineno}"
        if kind not in self._kinds:
            self._kinds.add(kind)
            traceback.print_exception(problem, limit=-12, file=sys.stdout)
            print("from", repr(data)[:3000], flush=True)

    def code(self) -> int:
        """Return the exit code: 1 if something came out, or took too long."""
        return 1 if self.crashes or self.slow else 0

    def speed(self) -> str:
        """Return how far it is."""
        seconds = time.process_time() - self._begin
        return (
            f"{self.executions:,} executions in {seconds:,.0f} s of the processor, "
            f"{memory():,.0f} MiB"
        )

    def report(self) -> str:
        """Return what happened, on one line."""
        told = f", {self.announced} announced as long" if self.announced else ""
        told += f", {self.slow_if_watched} only while watched" if self.slow_if_watched else ""
        told += f"; {self._early:,.0f} MiB after {EARLY:,}" if self._early else ""
        return (
            f"{self.speed()}, {self.crashes} crashes, {self.slow} over {LONGEST:.0f} s, "
            f"slowest {self.slowest:.2f} s{told}"
        )


def memory() -> float:
    """Return the memory that this process has now, in MiB; elsewhere, the most it has had."""
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def unwatched(way: str, data: bytes) -> float:
    """Return the seconds of the processor that an input takes a process that nothing watches.

    It is the least of a few: what else the machine does takes time as well.
    """
    return min(_once_more(way, data) for _ in range(TIMES))


def _once_more(way: str, data: bytes) -> float:
    """Return the seconds of one process; those after which it is given up, if it takes longer."""
    child = [sys.executable, "-m", "benchmarks.fuzz", way, "--once"]
    try:
        done = subprocess.run(
            child, cwd=ROOT, input=data, stdout=subprocess.PIPE, timeout=PATIENCE, check=True
        )
    except subprocess.TimeoutExpired:
        return PATIENCE
    return float(done.stdout.split()[-1])


def once(way: str, data: bytes) -> None:
    """Execute an input whole, after one that has everything imported, and print its seconds."""
    watch = Watch(way)
    watch(corpus(way)[0])
    watch.slowest = 0.0
    watch(data)
    print(watch.slowest)


def end(_signal: int, _frame: object) -> None:
    """End an execution: the handler of the clock that runs with the processor."""
    raise Endless
