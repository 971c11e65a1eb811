"""How far training in floats is from the decimals, against how far it is said to be at most.

    python -m benchmarks.doubts [--networks 200] [--seed 1] [--hard]

Random networks of all activations, losses and conventions are trained at learning rates from a
small one to one at which nothing converges, in floats and in decimals. Of every error, weight and
output it is counted whether the number lies no farther off than `bpcalc.training.following` allows,
and whether the digits that a report prints of it are those of the decimals. With `--hard` the
weights are large enough to saturate units, rates are high, and there are optimisers and penalties.

Left out are networks that are too large, that cannot be trained in both, and those of which the
decimals do not know so many digits themselves.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from bpcalc.errors import BpcalcError
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.held_digits import held_digits
from bpcalc.maths.optimisers import OPTIMISERS, Optimiser
from bpcalc.maths.penalties import Penalty, PenaltyForm
from bpcalc.maths.rounding import TIES, Rounding
from bpcalc.training.doubts import Doubts, errors_at
from bpcalc.training.engine_choice import choose
from bpcalc.training.engine_limits import lines_of
from bpcalc.training.following import doubts_of
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, Training, train
from tests.helpers.exercises import random_exercise

EPOCHS = (5, 20, 60)
RATES = ("0.1", "0.5", "1", "3", "10", "30")
MOST_LINES = 60
FURTHEST_WEIGHT = (1, 1, 3, 9)
HARD_RATES = ("1", "3", "10", "30")
HARD_WEIGHT = (3, 9, 30)
KNOWN = 1e-20
"""By such a part of itself, or of 1, a number in decimals may lie off, to be held against."""


class Compared(NamedTuple):
    """A number of a run.

    Attributes:
        what: error, weight or output.
        found: in floats.
        right: in decimals, as a float.
        doubt: how far it is said to lie off at most.
    """

    what: str
    found: float
    right: float
    doubt: float

    @property
    def within(self) -> bool:
        """Whether it lies no farther off."""
        return abs(self.found - self.right) <= self.doubt + 2**-52 * abs(self.right)

    @property
    def digits(self) -> str:
        """What became of its digits: right, wrong, fewer or none."""
        rounding = Rounding()
        kept = held_digits(Decimal(repr(self.found)), rounding, self.doubt)
        if kept is None:
            return "none"
        mode = TIES[rounding.ties]
        found, right = (Decimal(repr(value)) for value in (self.found, self.right))
        if kept.round(found, mode) != kept.round(right, mode):
            return "wrong"
        return "right" if kept.count == 6 else "fewer"


def drawn(seed: int, *, hard: bool = False) -> Exercise | None:
    """Return a network with a learning rate of its own; None if it is too large."""
    random = Random(seed)
    case = random_exercise(random, random.choice(HARD_WEIGHT if hard else FURTHEST_WEIGHT))
    if not case.updates:
        return None
    rate = Number(random.choice(HARD_RATES if hard else RATES))
    rated = replace(case, learning_rate=rate, rounding=Rounding())
    if hard:
        rated = _with_more(rated, random)
    shape = Problem.of(rated).shape
    lines = lines_of(shape) * (1 if shape.together else shape.samples)
    return rated if lines <= MOST_LINES else None


def _with_more(case: Exercise, random: Random) -> Exercise:
    """Return a network that learns with an optimiser, or with a penalty, or as it is."""
    name = random.choice((*OPTIMISERS, *[""] * len(OPTIMISERS)))
    if name:
        usual = tuple(Number(rate.default) for rate in OPTIMISERS[name].rates)
        case = replace(case, momentum=Number("0"), optimiser=Optimiser(name, usual))
    if random.random() < 0.2:
        penalty = Penalty(PenaltyForm((random.choice(("l1", "l2")),)), (Number("0.01"),))
        case = replace(case, penalty=penalty)
    return case


def compared(case: Exercise, epochs: int) -> list[Compared] | None:
    """Return every number of a run with that of the decimals; None if there is no end of it."""
    problem, run = Problem.of(case), Run(epochs)
    try:
        found = train(problem, choose(problem, epochs, "python"), run)
        right = train(problem, choose(problem, epochs, "paper"), run)
        if found.stopped != "epochs" or right.stopped != "epochs":
            return None
        marks = [point.epoch for point in found.history.points]
        doubts = doubts_of(found, marks, unhurried=True)
        known = doubts_of(right, marks)
    except BpcalcError:
        return None
    sure = all(
        pair.doubt <= KNOWN * max(1, abs(pair.right)) for pair in _pairs(right, right, known, marks)
    )
    return list(_pairs(found, right, doubts, marks)) if sure else None


def _pairs(
    found: Training, right: Training, doubts: Doubts, marks: list[float]
) -> Iterator[Compared]:
    errors = [dict(errors_at(each, marks)) for each in (found, right)]
    for mark in marks:
        yield Compared("error", errors[0][mark], errors[1][mark], doubts.errors[mark])
    for one, other, doubt in zip(found.after, right.after, doubts.weights, strict=False):
        yield Compared("weight", float(one), float(other), doubt)
    outs = zip(found.errors_after.outs, right.errors_after.outs, doubts.outs, strict=True)
    for each in outs:
        for one, other, doubt in zip(*each, strict=True):
            yield Compared("output", one, other, doubt)


def main() -> None:
    """Compare, print each number that is farther off than was said, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", action="store_true")
    options = parser.parse_args()
    counts, done, seed = Counter[str](), 0, options.seed
    while done < options.networks:
        case = drawn(seed, hard=options.hard)
        seed += 1
        found = compared(case, EPOCHS[seed % 3]) if case else None
        if found is None:
            counts["left out"] += 1
            continue
        done += 1
        for each in found:
            counts[f"{each.what}: {each.digits}"] += 1
            counts["farther off than said"] += not each.within
            if each.digits == "wrong" or not each.within:
                print(f"seed {seed - 1}: {each}")
    for name, count in sorted(counts.items()):
        print(f"{name:30} {count:10,}")


if __name__ == "__main__":
    main()
