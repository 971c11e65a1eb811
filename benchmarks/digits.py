"""Prints random exercises of every class and counts wrong digits, against fractions and mpmath.

    python -m benchmarks.digits [CLASS …] [--values N] [--seconds S] [--seed S]

Meant to run at night: it goes on until so many values have been compared in all, the same number
in each class, or so many seconds are over in each, and prints a row a class. The last column is
the seed to go on from another time. The exit code is 1 if a digit was wrong.
"""

import argparse
import itertools
import sys
import time
from math import inf

from tests.helpers.right_digits import CLASSES, outcomes


def main() -> int:
    """Compare, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("classes", nargs="*", choices=[*CLASSES, []], default=[])
    parser.add_argument("--values", type=int, default=10**7)
    parser.add_argument("--seconds", type=float, default=inf)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    sys.set_int_max_str_digits(0)
    kinds = asked.classes or [*CLASSES]
    print(f"{'class':12} {'values':>10} {'wrong':>6} {'imprecise':>9} {'seconds':>8} {'next':>8}")
    rows = [run(kind, asked.values / len(kinds), asked.seconds, asked.seed) for kind in kinds]
    return int(any(rows))


def run(kind: str, values: float, seconds: float, first: int) -> int:
    """Compare the exercises of one class, print its row; return how many values are not right."""
    begin = time.perf_counter()
    count = wrong = imprecise = 0
    for seed, found in outcomes(kind, itertools.count(first)):
        if found:
            count += found.values
            wrong += len(found.wrong)
            imprecise += found.imprecise
            for each in found.wrong[:3]:
                print(f"{kind}, seed {seed}: {each}", flush=True)
            if found.imprecise:
                print(f"{kind}, seed {seed}: {found.imprecise} imprecise", flush=True)
        spent = time.perf_counter() - begin
        if count >= values or spent >= seconds:
            break
    print(f"{kind:12} {count:10,} {wrong:6} {imprecise:9} {spent:8.0f} {seed + 1:8}", flush=True)
    return wrong + imprecise


if __name__ == "__main__":
    raise SystemExit(main())
