"""The same seed gives the same file whatever Python mixes into its sets."""

import os
import subprocess
import sys

SETS = (1, 2, 3, 4)
"""What Python is told to mix in; two groups of numbers are in one order or the other."""


def test_an_exercise_is_the_same_whatever_order_sets_have() -> None:
    """The note on ranges that are wider than the template's names them in one order."""
    made = set()
    for seed in SETS:
        call = [sys.executable, "-m", "bpcalc", "new", "tanh", "--seed", "13"]
        done = subprocess.run(
            call, env=os.environ | {"PYTHONHASHSEED": f"{seed}"}, capture_output=True, check=True
        )
        made.add(done.stdout)
    (text,) = made
    assert b"biases" in text
    assert b"wider" in text
