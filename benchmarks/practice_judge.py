"""The judge of the practice page against `check`, on many papers.

    python -m benchmarks.practice_judge --papers 10000 --seed 1

Papers are drawn to the built-in exercises and to random ones: honest, worked by programs, with
planted mistakes, slips, other conventions and lines left out. Every verdict, note, named mistake,
credit and finding is compared; Node runs the script of the page. Prints how many papers agree, and
those that do not.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.errors import CalculationError
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.spec import Exercise
from tests.helpers.exercises import random_exercise
from tests.helpers.node import MISSING, write_scripts
from tests.helpers.papers import HABITS
from tests.helpers.vectors import Compared, compared

AT_A_TIME = 3 * len(HABITS)
"""Papers of one exercise."""

SHOWN = 20
"""Papers that are printed, of those that do not agree."""


def exercises(random: Random) -> Iterator[Exercise]:
    """Yield exercises: the built-in ones, then one of them and a random one in turn."""
    names = list(built_in())
    yield from map(load, names)
    while True:
        yield load(random.choice(names))
        exercise = random_exercise(random, largest=1)
        try:
            calculate(exercise)
        except CalculationError:
            continue
        yield exercise


def main() -> None:
    """Compare, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        write_scripts(Path(folder))
        for number, exercise in enumerate(exercises(Random(asked.seed))):
            if counts["papers"] >= asked.papers:
                break
            found = compared([Marker(exercise)], AT_A_TIME, asked.seed + number, Path(folder))
            counts.update(word for each in found for word in _words(each, counts, exercise))
            print(dict(counts), flush=True)


def _words(each: Compared, counts: Counter[str], exercise: Exercise) -> Iterator[str]:
    """Yield what a paper counts as."""
    yield "papers"
    if not each.sought:
        yield "cause not looked for"
    if each.got == each.wanted:
        yield "the same"
        return
    yield f"differs: {each.paper.habit}"
    if counts.total() - counts["papers"] - counts["the same"] < SHOWN:
        _print(each, exercise)


def _print(each: Compared, exercise: Exercise) -> None:
    print(exercise.title or exercise, each.paper)
    for name in each.wanted:
        pairs = zip(each.wanted[name], each.got[name], strict=False) if name == "marks" else ()
        for wanted, got in pairs:
            if wanted != got:
                print("   wanted", wanted, "\n   got   ", got)
        if name != "marks" and each.wanted[name] != each.got[name]:
            print("   wanted", name, each.wanted[name], "\n   got   ", each.got[name])


if __name__ == "__main__":
    main()
