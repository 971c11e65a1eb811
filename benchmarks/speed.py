"""How fast bpcalc answers, as ratios measured in one run.

    python benchmarks/speed.py

Whole processes are timed in turn with the process they are compared with (A B A B …); the
median of the pairs' ratios is printed beside the limit that the project holds itself to.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import timeit
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.plain_decimals import worked_plainly
from bpcalc.calc.calculate import calculate
from bpcalc.exercise.spec import Exercise

ROOT = Path(__file__).parent.parent
PAIRS = 15
ENVIRONMENT = {
    # An installed package comes with its bytecode; a checkout has to be allowed to keep it.
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}
IMPORTS = "import click, rich.table, rich.console, yaml"


def seconds(command: list[str]) -> float:
    """Return how long a process runs, with its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def ratio(command: list[str], reference: list[str]) -> float:
    """Return the median ratio of two commands, run in turn."""
    seconds(command), seconds(reference)
    return statistics.median(seconds(command) / seconds(reference) for _ in range(PAIRS))


def large_exercise(folder: Path) -> Path:
    """Write a 784-30-10 exercise with plausible numbers."""
    sizes = (784, 30, 10)
    numbers = (f"{(k * 7919 % 199 - 99) / 1000:.3f}" for k in range(10**9))
    lines = [f"inputs: [{', '.join(f'{k % 10 / 10}' for k in range(sizes[0]))}]"]
    lines.append(f"targets: [{', '.join('0.9' if k == 3 else '0.1' for k in range(sizes[-1]))}]")
    lines += ["learning_rate: 0.5", "weights:"]
    for below, above in pairwise(sizes):
        rows = (f"[{', '.join(next(numbers) for _ in range(below))}]" for _ in range(above))
        lines.append(f"  - [{', '.join(rows)}]")
    path = folder / "large.yaml"
    path.write_text("\n".join([*lines, "biases: [0.1, 0.2]", ""]))
    return path


def peak_megabytes(command: list[str]) -> tuple[float, float]:
    """Return seconds and peak memory of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def solution_ratio(exercise: Exercise) -> float:
    """Return the ratio of a solution to its lines in plain decimals: the shortest times of both.

    Before every digit was certain, it was 1.5; a solution may take 1.3 times as long as then.
    """
    import bpcalc

    calculation = calculate(exercise)
    ours, plain = [], []
    for _ in range(10 * PAIRS):
        ours.append(timeit.timeit(lambda: bpcalc.solve(exercise), number=5))
        plain.append(timeit.timeit(lambda: worked_plainly(calculation), number=5))
    return min(ours) / min(plain)


def row(what: str, measured: str, limit: str) -> None:
    """Print one line of the table."""
    print(f"{what:<66}{measured:>12}{limit:>12}")


def main() -> None:
    """Measure and print the table."""
    import bpcalc

    python = sys.executable
    program = [str(Path(python).with_name("bpcalc"))]
    exercise = str(ROOT / "configs" / "two-three-two.yaml")
    row("", "measured", "at most")
    step = ratio([*program, "step", exercise], [python, "-c", IMPORTS])
    row(f"bpcalc step, 2-3-2, against `{IMPORTS}`", f"{step:.2f}x", "1.4x")
    help_ = ratio([*program, "--help"], [python, "-c", "import click"])
    row("bpcalc --help against `import click`", f"{help_:.2f}x", "1.6x")
    loaded = bpcalc.load(exercise)
    row("one 2-3-2 solution against plain decimals", f"{solution_ratio(loaded):.2f}x", "2.0x")
    rates = ["--vary", "learning_rate=0.1,0.2,0.5,0.8,1,2", "--epochs", "10000"]
    # The engine that needs no extra.
    together = [*program, "compare", exercise, *rates, "--engine", "python"]
    row("bpcalc compare, 2-3-2, 6 runs of 10,000 epochs", f"{seconds(together):.2f} s", "2 s")
    with tempfile.TemporaryDirectory() as folder:
        large = str(large_exercise(Path(folder)))
        for what, extra in (("", []), (" --only out", ["--only", "out"])):
            time_, memory = peak_megabytes([*program, "step", large, *extra])
            row(f"bpcalc step{what}, 784-30-10", f"{time_:.2f} s", "3 s")
            row(f"bpcalc step{what}, 784-30-10, peak memory", f"{memory:.0f} MB", "1000 MB")


if __name__ == "__main__":
    main()
