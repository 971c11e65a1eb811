"""Prints random exercises of every class and counts wrong digits, against fractions and balls.

    python -m benchmarks.digits [CLASS …] [--values N] [--seconds S] [--seed S]
                                           [--oracle ball_digits|mpmath_digits]

Meant to run at night: it goes on until so many values have been compared in all, the same number
in each class, or so many seconds are over in each, and prints a row a class: how many exercises and
values were compared, how many exercises left out (they have no finite values, or such as the oracle
cannot tell), how many values have a wrong digit, or fewer than 28 right ones before they are
rounded, and the seed to go on from another time. The exit code is 1 if a digit was wrong.

What is true is told by python-flint, without it by mpmath, more slowly; see tests/helpers.
"""

import argparse
import itertools
import sys
import time
from math import inf

from tests.helpers.right_digits import CLASSES, ORACLE, ORACLES, outcomes


def main() -> int:
    """Compare, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("classes", nargs="*", choices=[*CLASSES, []], default=[])
    parser.add_argument("--values", type=int, default=10**7)
    parser.add_argument("--seconds", type=float, default=inf)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--oracle", choices=ORACLES, default=ORACLE)
    asked = parser.parse_args()
    sys.set_int_max_str_digits(0)
    kinds = asked.classes or [*CLASSES]
    heads = ("exercises", "values", "left out", "wrong", "imprecise", "seconds", "next")
    print(f"{'class':12}", *(f"{head:>10}" for head in heads), flush=True)
    rows = [run(kind, asked.values / len(kinds), asked) for kind in kinds]
    return int(any(rows))


def run(kind: str, values: float, asked: argparse.Namespace) -> int:
    """Compare the exercises of one class, print its row; return how many values are not right."""
    begin = time.perf_counter()
    count = exercises = wrong = imprecise = 0
    for seed, found in outcomes(kind, itertools.count(asked.seed), asked.oracle):
        if found:
            exercises += 1
            count += found.values
            wrong += len(found.wrong)
            imprecise += found.imprecise
            for each in found.wrong[:3]:
                print(f"{kind}, seed {seed}: {each!s:.400}", flush=True)
            if found.imprecise:
                print(f"{kind}, seed {seed}: {found.imprecise} imprecise", flush=True)
        spent = time.perf_counter() - begin
        if count >= values or spent >= asked.seconds:
            break
    left_out = seed + 1 - asked.seed - exercises
    row = (exercises, count, left_out, wrong, imprecise, round(spent), seed + 1)
    print(f"{kind:12}", *(f"{each:>10,}" for each in row), flush=True)
    return wrong + imprecise


if __name__ == "__main__":
    raise SystemExit(main())
