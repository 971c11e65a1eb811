"""The judge of the practice page against `check`, on many papers.

    python -m benchmarks.practice_judge --papers 10000 --seed 1

Papers are drawn to the built-in exercises, to random ones, and to one for every optimiser and
learning rule: honest, worked by programs, with planted mistakes, slips, other conventions and lines
left out, some of them without the zeros at the end of numbers. Every verdict, note, named mistake,
credit and finding is compared; Node runs the script of the page. Prints how many papers agree, and
those that do not, and on what share of them the page says that it has not looked for a cause.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.errors import CalculationError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in, load
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.optimisers import OPTIMISERS
from tests.helpers.exercises import random_exercise
from tests.helpers.node import MISSING, write_scripts
from tests.helpers.papers import HABITS, papers, without_zeros
from tests.helpers.vectors import Compared, judged_twice

AT_A_TIME = 9 * len(HABITS)
"""Papers of one exercise."""

TOGETHER = 4
"""Exercises for which Node is started once."""

OPTIMISED = """inputs: [0.5, -0.9]
targets: [0.8]
weights: [[[0.4, -0.3], [0.2, 0.6]], [[0.7, -0.5]]]
biases: [0.3, -0.2]
learning_rate: 0.1
optimizer: {name}
rounding: {{decimals: 4}}
"""

RULED = """samples:
  - {{inputs: [1, 0.5], targets: [1]}}
  - {{inputs: [-0.5, 2], targets: [{low}]}}
weights: [[[0.4, -0.3]]]
biases: [0.2]
learning_rate: 0.5
activation: {activation}
learning_rule: {rule}
"""

OUTPUTS = {"step": "0", "sign": "-1", "linear": "-1", "tanh": "-1"}
"""Activations of single layers, each with its lower target."""

SHOWN = 20
"""Papers that are printed, of those that do not agree."""


def exercises(random: Random) -> Iterator[Exercise]:
    """Yield exercises: the built-in ones, then one of them, a random one, one with an entry."""
    names = list(built_in())
    yield from map(load, names)
    entries = cycle(_of_entries())
    while True:
        yield load(random.choice(names))
        yield next(entries)
        exercise = random_exercise(random, largest=1)
        try:
            calculate(exercise)
        except CalculationError:
            continue
        yield exercise


def _of_entries() -> list[Exercise]:
    """Return an exercise for every optimiser, and for every learning rule with its outputs."""
    texts = [OPTIMISED.format(name=name) for name in OPTIMISERS if name != "gradient"]
    for rule in LEARNING_RULES:
        name, _, way = rule.partition(":")
        written = f"{{{name}: {way}}}" if way else name
        texts += [RULED.format(low=low, activation=a, rule=written) for a, low in OUTPUTS.items()]
    return [read(text.encode(), "exercise.yaml").exercise for text in texts]


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
        waiting = enumerate(exercises(Random(asked.seed)))
        while counts["papers"] < asked.papers:
            sheets = []
            for number, exercise in islice(waiting, TOGETHER):
                random = Random(asked.seed + number)
                marker = Marker(exercise)
                drawn = papers(marker, random, AT_A_TIME)
                short = number % 2 == 1
                sheets.append((marker, [without_zeros(one) if short else one for one in drawn]))
            each_exercise = (marker.scheme.exercise for marker, drawn in sheets for _ in drawn)
            found = judged_twice(sheets, Path(folder))
            for each, exercise in zip(found, each_exercise, strict=True):
                counts.update(_words(each, counts, exercise))
            print(dict(counts), flush=True)
    share = counts["cause not looked for"] / counts["papers"]
    print(f"the cause was not looked for on {share:.2%} of the papers")


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
