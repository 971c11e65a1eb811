"""Prints what the program says that work will take, and what it took: wide, deep, many samples.

    python -m benchmarks.estimates

A row has the processor time of `bpcalc step`, of `bpcalc export` to a platform, or of `bpcalc new`,
without what the program takes to start. The exit code is 1 if an estimate is off by more than
`MOST` times.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bpcalc.cli.making_sizes import in_booklets, making_of
from bpcalc.cli.sizes import answer_links, calculating, estimated, of_units, writing
from bpcalc.exercise.reader import read
from bpcalc.making.givens import Group
from bpcalc.making.maker import Wish
from bpcalc.making.ranges import NumberRange
from bpcalc.report.quizzes import QUIZ_FOLDER

MOST = 2.0

NETWORKS = {
    "wide": ([30, 40, 30], 1),
    "wide, without a hidden layer": ([80, 60], 1),
    "one wide layer": ([1, 400, 1], 1),
    "deep": ([2] * 300, 1),
    "deeper": ([2] * 1000, 1),
    "deep, one unit a layer": ([1] * 500, 1),
    "deep and wide": ([5] * 60, 1),
    "many samples": ([2, 3, 2], 200),
}

QUIZZES = {"layers, quiz": [12, 12, 12, 12], "one layer, quiz": [30, 30]}
"""Networks that are exported to every platform."""


FEW = "-0.5:0.5:0.1"
"""Ten weights, of which some have to be taken twice."""

MADE: dict[str, tuple[list[int], int, int, str, str]] = {
    "one more, small": ([2, 3, 2], 1, 1, "sigmoid", ""),
    "one more, larger": ([8, 8, 8], 1, 1, "sigmoid", ""),
    "one more, 10-10-10": ([10, 10, 10], 1, 1, "sigmoid", ""),
    "one more, many outputs": ([2, 2, 21], 1, 1, "sigmoid", ""),
    "one more, few weights": ([2, 2, 21], 1, 1, "sigmoid", FEW),
    "one more, outputs that jump": ([3, 3, 6], 1, 1, "[tanh, step]", ""),
    "20 versions, 2-2-2": ([2, 2, 2], 1, 20, "sigmoid", ""),
    "20 versions, 2-3-2": ([2, 3, 2], 1, 20, "sigmoid", ""),
    "5 versions, four samples": ([2, 2, 1], 4, 5, "sigmoid", ""),
}
"""Networks of which new exercises are made: layers, samples, how many, activation, weights."""


def exercise_file(sizes: list[int], samples: int) -> str:
    """Return an exercise with so many units in its layers, and so many samples."""
    numbers = (f"{(count * 7919 % 199 - 99) / 100:.2f}" for count in range(10**9))
    rows = [[[next(numbers) for _ in range(a)] for _ in range(b)] for a, b in pairwise(sizes)]
    weights = "".join(f"  - [{', '.join(map(_row, layer))}]\n" for layer in rows)
    given = "".join(
        f"  - {{inputs: {_row(['0.5'] * sizes[0])}, targets: {_row(['0.25'] * sizes[-1])}}}\n"
        for _ in range(samples)
    )
    return f"samples:\n{given}learning_rate: 0.5\nweights:\n{weights}"


def _row(numbers: list[str]) -> str:
    return f"[{', '.join(numbers)}]"


def seconds(*call: str) -> float:
    """Return the processor time of a call of the program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "bpcalc", *call], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def took(call: list[str], text: str) -> float:
    """Return the processor time of a command, called with an exercise behind its name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "network.yaml")
        file.write_text(text, "utf-8")
        command, *options = call
        return seconds(command, str(file), *options, "-o", str(Path(folder, "written")))


def rows() -> Iterator[tuple[str, float, list[str], str]]:
    """Yield what is measured: its name, what is told, the call, and the exercise."""
    for name, (sizes, samples) in NETWORKS.items():
        text = exercise_file(sizes, samples)
        exercise = read(text.encode(), "network.yaml").exercise
        told = calculating(estimated(exercise, 1)) + of_units(exercise, 1)
        yield name, told, ["step"], text
    for name, sizes in QUIZZES.items():
        text = exercise_file(sizes, 1)
        exercise = read(text.encode(), "network.yaml").exercise
        for platform in QUIZ_FOLDER.names:
            chosen = QUIZ_FOLDER.find(platform)
            told = writing(chosen)(estimated(exercise, 1))
            told += answer_links(exercise) * chosen.seconds_per_link
            yield f"{name}, {platform}", told, ["export", "--to", platform], text
    for name, (sizes, samples, count, activation, weights) in MADE.items():
        text = f"{exercise_file(sizes, samples)}activation: {activation}\n"
        exercise = read(text.encode(), "network.yaml").exercise
        ranges: dict[Group, NumberRange] = {}
        if weights:
            ranges["weights"] = NumberRange.read(weights)
        wish = Wish(exercise, None, ranges, frozenset("AB"), alike=True)
        numbers = count * estimated(exercise, 1)
        told = making_of(wish, count)(numbers) + (in_booklets(numbers) if count > 1 else 0)
        options = [f"--weights={weights}"] if weights else []
        options += ["-n", str(count)] if count > 1 else []
        yield f"new, {name}", told, ["new", "--seed", "1", *options], text


def main() -> int:
    """Print the rows."""
    start = seconds("step", "mazur")
    print(f"{'network':30} {'told, s':>8} {'took, s':>8} {'ratio':>6}")
    worst = 1.0
    for name, told, call, text in rows():
        spent = took(call, text) - start
        worst = max(worst, told / spent, spent / told)
        print(f"{name:30} {told:8.2f} {spent:8.2f} {told / spent:6.2f}", flush=True)
    return int(worst > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
