"""Feeds broken input to every way into bpcalc, guided by coverage, and says how that went.

    python -m benchmarks.fuzz [WAY …] [--runs N] [--seconds S] [--seed S] [--keep DIR]
        [--exhaust] [--blind]

The ways in, and the share of the executions that each gets, are in `fuzz_ways.py`; without a name,
all are attacked, one after another. What reaches a new line of the program, or a new branch of what
reads, is changed further. It is told how much has been reached and by which execution the last was,
anywhere and in what reads (`fuzz_coverage.READERS`). A way is exhausted when 100,000 executions
have reached nothing new in what reads: which lines of calculating and marking are reached depends
on the numbers, and there is always another number. With `--exhaust`, that ends it. Of calls of the
program, nothing but `bpcalc/cli` counts (`fuzz_coverage.ROOMS`).

From Python 3.12 on, the interpreter itself tells; on Python 3.11, atheris (`pip install
'bpcalc[fuzz]'`); where there is neither, and with `--blind`, the corpus is changed blindly. The
corpus is in tests/fuzz. With `--keep DIR`, a run goes on from the finds in DIR/WAY, and leaves few
inputs there that reach all that was reached; so it does when it is told to end (SIGTERM).

Nothing but `BpcalcError`, and of the command line an exit code, may come out; nothing may take
longer than a second of the processor, but for calls of the command line that say before how long
they take, which are counted apart. What does is printed, and the exit code is 1. To be watched
takes time as well, so what is too slow is executed again by a process that nothing watches, and
what takes less than a second there is counted apart, too.
"""

import argparse
import atexit
import contextlib
import gc
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random

from benchmarks.fuzz_coverage import READERS, Coverage
from benchmarks.fuzz_inputs import LONGEST_INPUT, ROOT, Mutator, corpus, finds, keep
from benchmarks.fuzz_watch import Watch, end, once, unwatched
from benchmarks.fuzz_ways import SHARES

TELL = 20.0
"""Seconds after which there is another word on how far it is."""

QUIET = 100_000
"""Executions without anything new in what reads after which a way is exhausted."""

EVERY = 200
"""Of so many executions, one is used further although it reaches nothing new."""


def blindly(way: str, runs: int, seconds: float, seed: int) -> Watch:
    """Execute the corpus, or as much of it as may be executed, and changes of it."""
    watch = Watch(way)
    texts = corpus(way)
    mutator = Mutator(way, texts, seed)
    end = time.monotonic() + seconds
    for number, text in enumerate(mutator.chance.sample(texts, min(runs, len(texts)))):
        watch(text, partial(bool, number % 10 == 0))  # what is read well is used in other tests
    while watch.executions < runs and time.monotonic() < end:
        further = watch.executions % EVERY == 0
        watch(mutator.change(mutator.chance.choice(texts)), partial(bool, further))
    print(f"{way:<15}{watch.report()}", flush=True)
    return watch


class Search:
    """Executes inputs, and keeps those that reach a new line or branch."""

    def __init__(self, way: str, texts: Sequence[bytes], seed: int) -> None:
        """Begin with a corpus."""
        self.watch = Watch(way, partial(unwatched, way))
        self.coverage = Coverage(way)
        self.pool = list(dict.fromkeys(texts))
        self._mutator = Mutator(way, self.pool, seed)
        self._chance = Random(seed)
        self._fresh: list[bytes] = []
        self._last = self._last_read = 0
        self.stopped = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, _signal: int, _frame: object) -> None:
        """End after this execution, and keep what has been found."""
        self.stopped = True

    def corpus(self) -> None:
        """Execute what there is to start from."""
        for text in self.pool:
            if not self.stopped:
                self._execute(text, further=True)

    def once(self) -> None:
        """Execute one input more, a change of one of those before."""
        chance = self._chance
        if self._fresh and chance.random() < 0.5:  # what came last has been changed least
            back = min(int(chance.expovariate(0.05)), len(self._fresh) - 1)
            data = self._fresh[-1 - back]
        else:
            data = chance.choice(self.pool)
        data = self._mutator.change(data)
        if self._execute(data):
            self.pool.append(data)
            self._mutator.more(data)

    def _execute(self, data: bytes, further: bool = False) -> bool:
        """Execute an input; return whether it reached anything new."""
        before, read = len(self.coverage), self.coverage.reading
        further = further or not self._chance.randrange(EVERY)
        self.watch(data, lambda: further or len(self.coverage) > before)
        if len(self.coverage) == before:
            return False
        self._last = self.watch.executions
        if self.coverage.reading > read:
            self._last_read = self._last
        self._fresh.append(data)
        return True

    def exhausted(self) -> bool:
        """Return whether nothing new has been reached in what reads for long."""
        return self.watch.executions - self._last_read >= QUIET

    def reached(self) -> str:
        """Return how much of the program has been reached, and since when nothing new."""
        return (
            f"{len(self.coverage):,} lines and branches reached, the last by execution "
            f"{self._last:,}; {self.coverage.reading:,} of what reads, {self._last_read:,}"
        )

    def fewest(self) -> list[bytes]:
        """Return few and short inputs that reach what all of them reach.

        They are executed from the shortest on, and only what reaches something new is kept; of
        these, the same from the longest on: what one reaches by the way needs no other.
        """
        chosen = sorted(self.pool, key=lambda data: (len(data), data))
        for _ in range(2):
            self.coverage.forget()
            chosen = [data for data in chosen if self._reaches_more(data)][::-1]
        return chosen

    def _reaches_more(self, data: bytes) -> bool:
        before = len(self.coverage)
        self.watch(data)
        return len(self.coverage) > before


def guided(call: argparse.Namespace, way: str, runs: int, seconds: float) -> Watch:
    """Execute the corpus, and changes of all that has reached a new line or branch."""
    folder = _folder(call, way)
    search = Search(way, [*corpus(way), *(finds(folder) if folder else ())], call.seed)
    watch = search.watch
    told = time.monotonic()
    end = told + seconds
    with search.coverage.watching():
        search.corpus()
        known = len(search.coverage)
        while watch.executions < runs and time.monotonic() < end and not search.stopped:
            if call.exhaust and search.exhausted():
                break
            search.once()
            if time.monotonic() - told > TELL:
                told = time.monotonic()
                print(f"{way:<15}{watch.speed()}, {search.reached()}", flush=True)
        print(f"{way:<15}{watch.report()}", flush=True)
        inputs = f"{len(search.pool)} inputs; {known:,} by those to start from"
        print(f"{'':<15}{search.reached()}, {inputs}", flush=True)
        if folder:
            keep(folder, search.fewest())
    return watch


def guided_by_atheris(way: str, runs: int, seconds: float, seed: int, folder: Path | None) -> None:
    """Let libFuzzer execute what reaches new code; the process ends with the last execution.

    libFuzzer would end it without a report, and leave the folder behind.
    """
    import atheris

    readers = sorted({f"bpcalc.{part.partition('/')[0]}" for part in READERS})
    with atheris.instrument_imports(include=readers):  # all of it would be ten times as slow
        watch = Watch(way, partial(unwatched, way))
        _load_all(readers)
    texts = corpus(way)
    mutator = Mutator(way, texts, seed)
    here = Path(tempfile.mkdtemp(prefix="bpcalc-corpus-"))
    atexit.register(shutil.rmtree, here, ignore_errors=True)
    for number, text in enumerate([*texts, *(finds(folder) if folder else ())]):
        (here / f"{number}").write_bytes(text)
    end = time.monotonic() + seconds

    def execute(data: bytes) -> None:
        number = watch.executions
        watch(data, lambda: number % EVERY == 0)
        if watch.executions >= runs or time.monotonic() > end:
            print(f"{way:<15}{watch.report()}", flush=True)
            if folder:
                keep(folder, [path.read_bytes() for path in here.iterdir()])
            atexit._run_exitfuncs()
            os._exit(watch.code())

    def change(data: bytes, longest: int, seed: int) -> bytes:
        mutator.chance.seed(seed)
        if mutator.chance.random() < 0.3:
            return bytes(atheris.Mutate(data, longest))
        return mutator.change(data)[:longest]

    arguments = [sys.argv[0], f"-seed={seed}", f"-max_len={LONGEST_INPUT}", "-timeout=20"]
    atheris.Setup([*arguments, "-rss_limit_mb=4096", str(here)], execute, custom_mutator=change)
    atheris.Fuzz()


def _load_all(readers: Sequence[str]) -> None:
    """Import the readers: what is imported when it is called counts as well."""
    for name in readers:
        with contextlib.suppress(ImportError):
            package = import_module(name)
            for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
                with contextlib.suppress(ImportError):
                    import_module(module.name)


def _one(call: argparse.Namespace, way: str, share: float) -> int:
    """Attack one way in, in this process."""
    signal.signal(signal.SIGPROF, end)
    gc.set_threshold(400_000, 50, 50)  # as the program does: what it makes is no cycle
    warnings.filterwarnings("ignore", "Duplicate name")  # archives are made of anything
    runs, seconds = int(call.runs * share), call.seconds * share
    if call.once:
        once(way, sys.stdin.buffer.read())
        return 0
    if call.blind:
        return blindly(way, runs, seconds, call.seed).code()
    if sys.version_info >= (3, 12):
        return guided(call, way, runs, seconds).code()
    with contextlib.suppress(ImportError):
        guided_by_atheris(way, runs, seconds, call.seed, _folder(call, way))
    return blindly(way, runs, seconds, call.seed).code()


def _folder(call: argparse.Namespace, way: str) -> Path | None:
    """Return where the finds of a way are kept, if they are."""
    return call.keep.resolve() / way if call.keep else None


def main() -> int:
    """Attack the ways that are named, each in a process of its own; return the exit code."""
    parser = argparse.ArgumentParser(description="Attack the ways into bpcalc.")
    parser.add_argument("ways", nargs="*", choices=[*SHARES, []], default=[])
    parser.add_argument("--runs", type=int, default=1_000_000, help="over all ways")
    parser.add_argument("--seconds", type=float, default=36_000, help="over all ways")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--exhaust", action="store_true", help="end a way that has nothing new")
    parser.add_argument("--blind", action="store_true", help="without coverage")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    call = parser.parse_args()
    ways = call.ways or [*SHARES]
    if call.child or call.once:
        return _one(call, ways[0], 1.0)
    codes = []
    for way in ways:
        share = SHARES[way] / sum(SHARES[each] for each in ways)
        words = [f"--runs={call.runs * share:.0f}", f"--seconds={call.seconds * share:.0f}"]
        words += [f"--seed={call.seed}", *(["--blind"] if call.blind else [])]
        words += ["--exhaust"] if call.exhaust else []
        words += [f"--keep={call.keep.resolve()}"] if call.keep else []
        child = [sys.executable, "-m", "benchmarks.fuzz", way, *words, "--child"]
        codes.append(subprocess.run(child, cwd=ROOT, stdin=subprocess.DEVNULL, check=False))
    return max(1 if each.returncode else 0 for each in codes)


if __name__ == "__main__":
    sys.exit(main())
