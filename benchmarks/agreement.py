"""How far the engines are from the decimals, over thousands of random networks.

    python benchmarks/agreement.py [NETWORKS [FIRST]]

Every engine trains the same networks for four epochs: all losses, activations and conventions, at
weights of up to 1, 9, 30 and 1000, so that net inputs of ±1000 are among them. Every weight is
compared with that of the hand calculation. An engine whose numbers go beyond what floats hold says
so, with an error or with something that is no number; that is counted, too. FIRST is the seed to
begin with, so that several runs can share the work.

A difference is a fraction of the number. Where on paper exactly nothing is added up to a weight -
the deltas of a softmax for one shared bias, two samples that pull to opposite sides - no float is a
fraction of 0 from it. Such a difference is a fraction of what was added up; the last lines count
how often that was needed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, islice
from math import isfinite
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from bpcalc.errors import CalculationError
from bpcalc.exercise.spec import Exercise
from bpcalc.training.engine import BOUND
from bpcalc.training.engine_choice import ENGINES, has_fast
from bpcalc.training.magnitudes import magnitudes
from bpcalc.training.problem import Problem
from tests.helpers.exercises import random_exercise
from tests.training.test_engines import after_epochs, furthest, furthest_of_what_is_added_up

NETWORKS = 2000
EPOCHS = 4
GOAL = 1e-10


def cases(first: int) -> Iterator[tuple[int, Exercise, tuple[Decimal, ...]]]:
    """Yield, without end, networks that can be worked out, and their decimals; with the seed."""
    for seed in count(first):
        case = random_exercise(Random(seed), (1, 9, 30, 1000)[seed % 4])
        if case.updates:
            try:
                yield seed, case, after_epochs(case, EPOCHS)
            except CalculationError:
                continue


def trained(name: str, case: Exercise) -> tuple[float, ...] | None:
    """Return the state after some epochs; None if the engine says that it has none.

    It says so, too, where the error has grown beyond all bounds: such a run ends as diverged.
    """
    try:
        engine = ENGINES[name](Problem.of(case))
        found = engine.run(EPOCHS, engine.start())
        if not engine.errors(found).total < BOUND:
            return None
    except CalculationError:
        return None
    return found if all(map(isfinite, found)) else None


def main() -> None:
    """Compare, and print a line for every engine, and for every network that misses the goal."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else NETWORKS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    names = ["python", "arrays", *(["machine"] if has_fast() else [])]
    worst, refused = dict.fromkeys(names, 0.0), Counter[str]()
    nothing = Counter[str]()
    for tried, (seed, case, right) in enumerate(islice(cases(first), wanted), start=1):
        for name in names:
            found = trained(name, case)
            if found is None:
                refused[name] += 1
                continue
            difference = furthest(found, right)
            if difference > GOAL:
                added_up = magnitudes(case, EPOCHS)
                of_the_whole = furthest_of_what_is_added_up(found, right, added_up)
                nothing[name] += of_the_whole < difference
                difference = of_the_whole
            worst[name] = max(worst[name], difference)
            if difference > GOAL:
                print(f"seed {seed}: {name} differs by {difference:.1e}", flush=True)
        if tried % 100 == 0:
            print(f"{tried} networks: {worst}, refused {dict(refused)}", flush=True)
    print(f"{wanted} networks, {EPOCHS} epochs; goal: at most {GOAL:.0e}")
    for name in names:
        print(
            f"{name:<10} largest difference {worst[name]:.1e}, refused {refused[name]}, "
            f"of what was added up {nothing[name]}"
        )


if __name__ == "__main__":
    main()
