"""How long the reports that people look at take, and how large they are.

    python benchmarks/reports.py

Whole processes are timed in turn with `bpcalc step` on a terminal (A B A B …); the median of the
pairs' ratios is printed. A 784-30-10 exercise is refused in these formats.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.speed import large_exercise, ratio  # noqa: E402 - found once the path is set

FORMATS = ("html", "xlsx", "pdf", "svg")


def main() -> None:
    """Measure and print the table."""
    program = [str(Path(sys.executable).with_name("bpcalc"))]
    step = [*program, "step", str(ROOT / "configs" / "two-three-two.yaml")]
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'2-3-2':<12}{'against step':>14}{'bytes':>12}")
        for name in FORMATS:
            target = Path(folder) / f"report.{name}"
            took = ratio([*step, "-o", str(target)], step)
            print(f"{name:<12}{took:>13.2f}x{target.stat().st_size:>12,}")
        large = large_exercise(Path(folder))
        print("784-30-10, refused")
        for name in FORMATS[:3]:
            print(f"{name:<12}{refused(program, large, name):>12.2f} s")


def refused(program: list[str], exercise: Path, name: str) -> float:
    """Return the seconds until a report is refused, the median of five times."""
    command = [*program, "step", str(exercise), "-o", str(exercise.with_suffix(f".{name}"))]
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        taken.append(time.perf_counter() - start)
        if done.returncode != 2:
            raise SystemExit(f"{command} was not refused")
    return statistics.median(taken)


if __name__ == "__main__":
    main()
