"""Reads a hundred thousand broken exercise files, and says how that went.

    python benchmarks/fuzz_reader.py [EXECUTIONS [SEED]]

Nothing but `ExerciseError` may come out of the reader. Files that make anything else come out
are printed, and the exit code is 1.
"""

import sys
import time
import traceback
import tracemalloc
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from exercise.mutants import mutant, seeds

from bpcalc.errors import ExerciseError
from bpcalc.exercise.reader import read
from bpcalc.exercise.yaml_nodes import LOADER


class Run(NamedTuple):
    """What came of one file."""

    outcome: str
    seconds: float
    source: bytes


def execute(source: bytes) -> Run:
    """Read one file."""
    begin = time.perf_counter()
    try:
        read(source, "fuzz.yaml")
        outcome = "read"
    except ExerciseError:
        outcome = "refused"
    except Exception:
        traceback.print_exc()
        print("from", source)
        outcome = "crashed"
    return Run(outcome, time.perf_counter() - begin, source)


def peak_memory(texts: list[str], random: Random, executions: int) -> int:
    """Return the highest number of bytes allocated while reading, beyond what was there before."""
    tracemalloc.start()
    for _ in range(executions):
        execute(mutant(random.choice(texts), random))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main(executions: int = 100_000, seed: int = 1) -> int:
    """Print the summary; return the exit code."""
    random = Random(seed)
    texts = seeds()
    outcomes: Counter[str] = Counter()
    slowest = Run("", 0.0, b"")
    begin = time.perf_counter()
    for _ in range(executions):
        run = execute(mutant(random.choice(texts), random))
        outcomes[run.outcome] += 1
        slowest = max(slowest, run, key=lambda run: run.seconds)
    seconds = time.perf_counter() - begin
    print(f"executions   {executions:,} in {seconds:.0f} s ({executions / seconds:,.0f} a second)")
    print(f"loader       {LOADER.__name__}, seed {seed}, {len(texts)} files to start from")
    print(f"read         {outcomes['read']:,}")
    print(f"refused      {outcomes['refused']:,}")
    print(f"crashed      {outcomes['crashed']:,}")
    print(f"slowest      {slowest.seconds * 1000:.1f} ms, {len(slowest.source):,} bytes")
    print(f"peak memory  {peak_memory(texts, random, executions // 20) / 2**20:.1f} MiB")
    return 1 if outcomes["crashed"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
