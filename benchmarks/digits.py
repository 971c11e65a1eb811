"""Prints random exercises of every class and counts wrong digits, against fractions and mpmath.

    python -m benchmarks.digits [--values N] [--seed S]

Meant to run at night: it goes on until so many values have been compared in all, a fifth of them
in each class, and prints a row a class. The exit code is 1 if a digit was wrong.
"""

import argparse
import itertools
import time

from tests.helpers.right_digits import CLASSES, outcomes


def main() -> int:
    """Compare, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--values", type=int, default=10**7)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    bad = 0
    print(f"{'class':12} {'values':>10} {'wrong':>6} {'below 28 digits':>16} {'seconds':>8}")
    for kind in CLASSES:
        started = time.perf_counter()
        values = wrong = imprecise = 0
        for seed, found in outcomes(kind, itertools.count(asked.seed)):
            if found:
                values += found.values
                wrong += len(found.wrong)
                imprecise += found.imprecise
                for each in found.wrong[:3]:
                    print(f"{kind}, seed {seed}: {each}")
            if values >= asked.values / len(CLASSES):
                break
        seconds = time.perf_counter() - started
        print(f"{kind:12} {values:10,} {wrong:6} {imprecise:16} {seconds:8.1f}", flush=True)
        bad += wrong + imprecise
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
