"""Kill `bpcalc train --save` at random moments, and look whether the saved file is whole.

    python benchmarks/kill.py [TIMES]

The file must hold the old or the new exercise, never a piece of one. Prints how often it was
the old one, the new one, and broken (which has to be 0).
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import bpcalc
from bpcalc.exercise.sources import built_in_path


def outcomes(times: int, seed: int = 1) -> dict[str, int]:
    """Return how often the file was old, new and broken after so many kills."""
    moments = random.Random(seed)
    counts = {"old": 0, "new": 0, "broken": 0}
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "mine.yaml"
        source = built_in_path("mazur")
        assert source is not None
        old = source.read_bytes()
        command = [sys.executable, "-m", "bpcalc", "train", str(saved), "--save", str(saved)]
        start = time.perf_counter()
        new = _after(command, saved, old)
        duration = time.perf_counter() - start
        for _ in range(times):
            saved.write_bytes(old)
            running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
            time.sleep(moments.uniform(0.3, 1.1) * duration)
            os.killpg(running.pid, 9)
            running.wait()
            content = saved.read_bytes()
            counts["old" if content == old else "new" if content == new else "broken"] += 1
            bpcalc.load(saved)
    return counts


def _after(command: list[str], saved: Path, old: bytes) -> bytes:
    saved.write_bytes(old)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return saved.read_bytes()


if __name__ == "__main__":
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{times} kills:", ", ".join(f"{n} {what}" for what, n in outcomes(times).items()))
